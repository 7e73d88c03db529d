"""What is to be done: three events and the tasks of the plan, as admins type them."""
# ruff: noqa: E501 -- a task is a line

EVENTS = (
    "/themsukien DBP70 | Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ | TP Điện Biên Phủ | 7/5/2024"
    " | cao điểm 27/4 - 28/4 Tổng duyệt | cao điểm 5/5 - 7/5 Lễ kỷ niệm",
    "/themsukien DBHT | Hội thảo khoa học cấp quốc gia | TP Điện Biên Phủ | 10/4/2024",
    "/themsukien DNHN | Hội nghị quốc tế tại Đà Nẵng | Đà Nẵng | 16/4/2024 - 18/4/2024",
)

DBP70 = """\
/giaoviec DBP70
Kế hoạch cụ thể hóa nhiệm vụ bảo đảm ANTT Lễ kỷ niệm | CATDB | 25/3/2024 | nguồn Kết luận phiên họp 15/3
Nắm tình hình, giải quyết vướng mắc về ANTT ngay từ cơ sở | CATDB | 20/4/2024
Khảo sát sân vận động tỉnh và các điểm tổ chức Lễ kỷ niệm | CANHVE | 22/3/2024 | phối hợp CATDB
Kiểm tra khách sạn, nhà khách bố trí đại biểu lưu trú | CANHVE | 5/4/2024 | phối hợp CATDB
Phương án tổng thể bố trí, phân công, phối hợp lực lượng bảo vệ | CANHVE | N-14 | phối hợp CATDB, CSCD | gấp
Phương án phân tuyến, phân luồng giao thông | CSGT | 10/4/2024 | phối hợp CATDB
Tổ chức các tuyến đường phục vụ đoàn đại biểu | CSGT | N-7 | phối hợp CANHVE
Lễ xuất quân | CSCD | 17:00 19/4/2024 | phối hợp CATDB
Diễn tập phương án bảo đảm ANTT | CSCD | 07:30 24/4/2024 | phối hợp CATDB, CANHVE | gấp
Tuần tra, kiểm soát xuất nhập cảnh tại cửa khẩu | XNC | 15/4/2024 | phối hợp BIENPHONG, CATDB
Tấn công, trấn áp tội phạm tại địa bàn và các địa phương giáp ranh | HINHSU | 12/4/2024 | phối hợp CATDB
Kiểm tra phòng cháy, chữa cháy nơi tổ chức lễ và nơi lưu trú | PCCC | 18/4/2024
Bảo đảm kinh phí | TAICHINH | 29/3/2024 | mảng Hậu cần
Vật tư, phương tiện, thiết bị nghiệp vụ | HAUCAN | 8/4/2024 | mảng Hậu cần
Thông tin liên lạc phục vụ chỉ huy | KYTHUAT | 16/4/2024
Phương án y tế, cấp cứu | YTE | 12/4/2024
Mở chuyên trang, chuyên mục tuyên truyền | TRUYENTHONG | 1/4/2024
Bài viết đấu tranh, phản bác quan điểm sai trái | TRUYENTHONG | 30/4/2024
Khám chữa bệnh, cấp phát thuốc miễn phí cho người dân | THANHNIEN | 20/4/2024 | phối hợp YTE
Tặng quà người dân có hoàn cảnh khó khăn | THANHNIEN | 26/4/2024
Lực lượng tăng cường cho công an địa phương | CSCD | N-10
Dự báo tình huống đông người và phương án xử lý | CATDB | 22/4/2024 | phối hợp CSGT, CSCD"""

DBHT = """\
/giaoviec DBHT
Phương án bảo vệ Hội thảo | CATDB | N-7 | phối hợp CANHVE
Kiểm tra an ninh, an toàn hội trường | CANHVE | N-2
Phân luồng giao thông quanh hội trường | CSGT | N-1
Đón, đưa đại biểu từ sân bay | HAUCAN | N-3
Tổ cấp cứu tại chỗ | YTE | N-1
Đường truyền, âm thanh hội trường | KYTHUAT | N-1
Đưa tin Hội thảo | TRUYENTHONG | N"""

DNHN = """\
/giaoviec DNHN
Kế hoạch bảo đảm ANTT Hội nghị | CATPDN | 27/3/2024
Khảo sát khách sạn nơi đại biểu lưu trú | CATPDN | 3/4/2024 | phối hợp CANHVE
Quản lý nhập cảnh đại biểu quốc tế | XNC | 9/4/2024 | phối hợp CATPDN
Phân luồng giao thông nội đô | CATPDN | N-5 | phối hợp CSGT
Kiểm tra phòng cháy tại trung tâm hội nghị | PCCC | N-7
Phương án y tế | YTE | N-3
Thông tin liên lạc | KYTHUAT | N-3
Kinh phí đợt 1 | TAICHINH | 5/4/2024
Kế hoạch đón tiếp báo chí | TRUYENTHONG | N-2
Báo cáo kết quả bảo đảm ANTT Hội nghị | CATPDN | N+4"""
