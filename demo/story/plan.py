"""What is to be done, as admins type it; `[-3]` is the date three days before today."""
# ruff: noqa: E501 -- a task is a line

EVENTS = (
    "/themsukien DBP70 | Lễ kỷ niệm 70 năm Chiến thắng Điện Biên Phủ | TP Điện Biên Phủ | [+20] - [+22]"
    " | cao điểm [+12] - [+13] Tổng duyệt | cao điểm [+20] - [+22] Lễ kỷ niệm",
    "/themsukien DBHT | Hội thảo khoa học cấp quốc gia | TP Điện Biên Phủ | [+16]",
    "/themsukien DNHN | Hội nghị quốc tế tại Đà Nẵng | TP Đà Nẵng | [+26] - [+28]",
)

DBP70 = """\
/giaoviec DBP70
Kế hoạch bảo đảm an ninh, trật tự Lễ kỷ niệm | CATDB | [-12] | nguồn Kết luận phiên họp triển khai [-21]
Nắm tình hình, giải quyết vướng mắc về an ninh, trật tự ngay từ cơ sở | CATDB | N-2
Khảo sát sân vận động tỉnh và các điểm tổ chức Lễ kỷ niệm | CANHVE | [-10] | phối hợp CATDB
Kiểm tra khách sạn, nhà khách nơi đại biểu lưu trú | CANHVE | [+1] | phối hợp CATDB
Phương án tổng thể bố trí lực lượng bảo vệ | CANHVE | N-14 | phối hợp CATDB, CSCD | gấp
Phương án phân tuyến, phân luồng giao thông | CSGT | [-5] | phối hợp CATDB | mảng Giao thông
Tổ chức các tuyến đường phục vụ đoàn đại biểu | CSGT | N-7 | phối hợp CANHVE | mảng Giao thông
Lễ xuất quân | CSCD | 07:30 [+10] | phối hợp CATDB
Diễn tập phương án bảo đảm an ninh, trật tự | CSCD | 17:00 [+1] | phối hợp CATDB, CANHVE | gấp
Kiểm tra phòng cháy, chữa cháy nơi tổ chức lễ và nơi lưu trú | PCCC | [-1]
Vật tư, phương tiện, thiết bị nghiệp vụ | HAUCAN | [-8] | mảng Hậu cần
Bảo đảm kinh phí đợt 1 | HAUCAN | [-3] | mảng Hậu cần
Phương án y tế, cấp cứu | YTE | [+2] | phối hợp CATDB | mảng Y tế
Mở chuyên trang, chuyên mục tuyên truyền | TRUYENTHONG | [-9] | mảng Tuyên truyền
Bài viết đấu tranh, phản bác quan điểm sai trái | TRUYENTHONG | N-5 | mảng Tuyên truyền
Lực lượng tăng cường cho công an địa phương | CSCD | N-10 | phối hợp CATDB
Dự báo tình huống tập trung đông người và phương án xử lý | CATDB | [+4] | phối hợp CSGT, CSCD
Tuần tra, kiểm soát khu vực biên giới | BIENPHONG | [+7] | phối hợp CATDB
Tặng quà người dân có hoàn cảnh khó khăn | CATDB | [+5]"""

DBHT = """\
/giaoviec DBHT
Phương án bảo vệ Hội thảo | CATDB | [-4] | phối hợp CANHVE
Kiểm tra an ninh, an toàn hội trường | CANHVE | N-2
Phân luồng giao thông quanh hội trường | CSGT | N-1 | mảng Giao thông
Đón, đưa đại biểu từ sân bay | HAUCAN | N-3 | mảng Hậu cần
Tổ cấp cứu tại chỗ | YTE | N-1 | mảng Y tế
Đường truyền, âm thanh hội trường | HAUCAN | N-1
Đưa tin Hội thảo | TRUYENTHONG | N | mảng Tuyên truyền
In tài liệu, thẻ đại biểu | HAUCAN | [-6] | mảng Hậu cần
Danh sách đại biểu, khách mời | CATDB | [-7]"""

DNHN = """\
/giaoviec DNHN
Kế hoạch bảo đảm an ninh, trật tự Hội nghị | CATPDN | [-6]
Khảo sát khách sạn nơi đại biểu lưu trú | CATPDN | [-3] | phối hợp CANHVE
Phân luồng giao thông nội đô | CATPDN | N-5 | phối hợp CSGT | mảng Giao thông
Kiểm tra phòng cháy tại trung tâm hội nghị | PCCC | N-7
Phương án y tế | YTE | N-3 | mảng Y tế
Thông tin liên lạc phục vụ chỉ huy | HAUCAN | N-3 | mảng Hậu cần
Kế hoạch đón tiếp báo chí | TRUYENTHONG | [-1] | mảng Tuyên truyền
Diễn tập bảo vệ đoàn tại sân bay | CATPDN | 09:00 [+2] | phối hợp CANHVE | gấp
Báo cáo kết quả bảo đảm an ninh, trật tự Hội nghị | CATPDN | N+4"""

AFTER_THE_REVIEW = (
    "/giaoviec DBP70 | Rà soát các phần việc, hoàn thiện kế hoạch sau phiên họp | CATDB | [-2]"
    " | đột xuất | nguồn Kết luận phiên rà soát [-5]"
)
YESTERDAY = """\
/giaoviec DBP70
Bố trí xe cấp cứu tại sân vận động | YTE | [+8] | đột xuất | mảng Y tế
Báo cáo nhanh tình hình mưa lũ, sạt lở trên các tuyến | CSGT | 17:00 [+0] | đột xuất | gấp | mảng Giao thông"""
BADGES = "/giaoviec DBHT | Cấp, phát thẻ ra vào khu vực Hội thảo | CATDB | N-2 | đột xuất"
