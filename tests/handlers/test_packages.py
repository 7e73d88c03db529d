"""The package of a closed event: who gets it, what goes into it, and that it can be checked."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from documents import package as maker
from documents.package_contents import Part
from handlers.papers.package_contents import contents
from handlers.papers.packaging import order_parts, seat_of, tell_progress
from storage import audit, event_records, packages
from storage.packages import Package
from tests.support.assigned import assigned
from tests.support.house import House
from tests.support.plans import presses, sends_plan
from tests.support.registered import Registered, registered

HASHED = audit._FIELDS


@pytest.fixture
def there(house: House) -> Registered:
    """Everything done, one task with evidence, and the event closed."""
    there = assigned(house)
    there.lead.says("/report DBP70-1 60% =đã khảo sát")
    photo = [{"file_id": "F1", "file_unique_id": "U1", "width": 9, "height": 9}]
    there.lead.sends(photo=photo, caption="DBP70-1 ảnh hiện trường")
    there.lead.sends(
        location={"latitude": 21.38, "longitude": 103.01},
        reply_to_message=None,
    )
    there.admin.says("/done DBP70-1 DBP70-2 DBP70-3 DBP70-4")
    for number in range(1, 5):
        there.admin.says(f"/done DBP70-{number} xong")
        there.admin.says(f"/confirm DBP70-{number}")
    there.admin.says("/closeevent DBP70")
    return there


def asked(there: Registered) -> Package:
    there.admin.presses("Hồ sơ sự kiện")
    (package,) = packages.all_open(there.house.connection)
    return package


def packed(
    there: Registered,
    folder: Path,
    missing: dict[int, str] | None = None,
    *,
    papers: bool = False,
) -> zipfile.ZipFile:
    """`papers`: with the report and the pictures, which take their time."""
    package = asked(there)
    connection = there.house.connection
    seat = seat_of(connection, package)
    assert seat is not None
    shown = event_records.evidence(connection, package.event_id)
    files = {}
    for piece in shown:
        if piece.file_id and piece.id not in (missing or {}):
            files[piece.id] = folder / f"{piece.id}.jpg"
            files[piece.id].write_bytes(b"photo")
    found = contents(connection, package, seat, folder, files, missing or {}, there.house.now)
    (made,) = maker.make(found if papers else replace(found, nested=()))
    assert made.name == "Hồ sơ DBP70.zip"
    return zipfile.ZipFile(made.path)


def rows(pack: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig"))))


def test_closing_offers_the_records_and_so_does_the_command_given_again(there: Registered) -> None:
    assert "📦 Hồ sơ sự kiện (.zip)" in there.admin.last.labels
    said = there.admin.says("/closeevent DBP70")[-1]
    assert "đã kết thúc" in said.text
    assert said.labels == ["📦 Hồ sơ sự kiện (.zip)"]


def test_the_message_with_the_button_tells_how_far_it_is(there: Registered) -> None:
    package = asked(there)
    message = there.admin.last
    assert message.id == package.message_id
    assert "Đang lấy tệp minh chứng" in message.text
    assert message.labels == []
    connection = there.house.connection
    with connection:
        tell_progress(connection, package, "fetching", there.house.now, 3, 9)
        tell_progress(connection, package, "packing", there.house.now)
    there.house.deliver()
    assert "đóng gói" in there.admin.last.text
    assert there.admin.last.id == message.id


def test_it_is_put_together_once_at_a_time(there: Registered) -> None:
    button = there.admin.last
    asked(there)
    there.admin.presses_data("package:1", button)
    assert there.admin.toast is not None
    assert "đang được đóng gói" in there.admin.toast.text
    assert len(packages.all_open(there.house.connection)) == 1
    assert [entry["action"] for entry in there.audit("event")].count("packaged") == 1


def test_an_open_event_has_no_package(there: Registered) -> None:
    there.admin.says("/newevent QK2 | Quốc khánh | Hà Nội | 02/09/2024")
    there.admin.presses_data("package:2", there.admin.last)
    assert packages.all_open(there.house.connection) == []


def test_who_is_no_admin_any_more_may_not_have_it(there: Registered) -> None:
    package = asked(there)
    connection = there.house.connection
    connection.execute("UPDATE members SET role = 'observer' WHERE role = 'admin'")
    assert seat_of(connection, package) is None
    connection.execute("UPDATE members SET left_at = '2024-03-15T01:00:00.000000Z'")
    assert seat_of(connection, package) is None


def test_all_that_is_on_record_lies_in_it(there: Registered, tmp_path: Path) -> None:
    names = packed(there, tmp_path, papers=True).namelist()
    assert names[0] == "Mục lục.txt"
    texts = {"Báo cáo của các đơn vị.csv", "Lịch sử thay đổi.csv", "audit-extract.jsonl"}
    assert texts <= set(names)
    assert [name for name in names if name.endswith(".docx")]
    assert [name for name in names if name.endswith(".xlsx")]
    assert len([name for name in names if name.endswith(".png")]) == 2
    assert "Chưa lập được" not in packed_index(names, tmp_path)


def packed_index(names: list[str], folder: Path) -> str:
    return zipfile.ZipFile(folder / "parts" / "1.zip").read(names[0]).decode("utf-8-sig")


def test_every_report_is_in_it_as_it_was_made(there: Registered, tmp_path: Path) -> None:
    said = rows(packed(there, tmp_path), "Báo cáo của các đơn vị.csv")
    first = next(row for row in said if row["Nội dung"] == "'=đã khảo sát")
    assert (first["Mã nhiệm vụ"], first["Việc"], first["Tiến độ (%)"]) == (
        "DBP70-1",
        "Báo cáo",
        "60",
    )
    assert {"Xác nhận hoàn thành", "Báo hoàn thành"} <= {row["Việc"] for row in said}
    assert {row["Tiến độ (%)"] for row in said if row["Việc"] == "Báo hoàn thành"} == {""}


def test_the_history_tells_who_changed_what(there: Registered, tmp_path: Path) -> None:
    said = rows(packed(there, tmp_path), "Lịch sử thay đổi.csv")
    assert said[0]["Việc"] == "lập sự kiện"
    assert said[0]["Người thực hiện"] == "Tổ giúp việc"
    assert "kết thúc sự kiện" in {row["Việc"] for row in said}


def test_a_plan_that_was_imported_is_in_the_history_and_in_the_extract(
    house: House, tmp_path: Path
) -> None:
    there = registered(house)
    plan = [("Nội dung", "Chủ trì", "Hạn"), ("Đón đoàn", "CATDB", "N-7")]
    sends_plan(there.admin, plan, caption="/nhap DBP70")
    presses(there.admin, "Nhập 1 dòng")
    there.admin.says("/closeevent DBP70")
    there.admin.presses("Dừng các nhiệm vụ này")
    there.admin.presses("Dừng và đóng")
    pack = packed(there, tmp_path)
    (imported,) = [
        row for row in rows(pack, "Lịch sử thay đổi.csv") if row["Việc"] == "nhập kế hoạch vào"
    ]
    assert imported["Mã"] == "DBP70"
    assert "giao mới: DBP70-1" in imported["Sau"]
    lines = pack.read("audit-extract.jsonl").decode().splitlines()
    assert "imported" in {json.loads(line)["action"] for line in lines}


def test_what_changed_can_be_read(there: Registered, tmp_path: Path) -> None:
    (founded, *then) = rows(packed(there, tmp_path), "Lịch sử thay đổi.csv")
    assert founded["Trước"] == ""
    assert "địa điểm: Điện Biên" in founded["Sau"]
    confirmed = next(row for row in then if row["Việc"] == "xác nhận hoàn thành nhiệm vụ")
    assert confirmed["Trước"] == "trạng thái: Chờ xác nhận; tiến độ %: 60"
    assert confirmed["Sau"] == "trạng thái: Hoàn thành; tiến độ %: 100"


def test_evidence_has_its_place_by_task(there: Registered, tmp_path: Path) -> None:
    pack = packed(there, tmp_path)
    (name,) = [name for name in pack.namelist() if name.startswith("Minh chứng/")]
    assert name.startswith("Minh chứng/DBP70-1/2024-03-15 0800 ")
    assert pack.read(name) == b"photo"
    listed = rows(pack, "Danh mục minh chứng.csv")
    assert listed[0]["Tệp hoặc tọa độ"] == name


def test_evidence_that_could_not_be_had_is_named_with_why(
    there: Registered, tmp_path: Path
) -> None:
    (piece, *_) = event_records.evidence(there.house.connection, 1)
    pack = packed(there, tmp_path, {piece.id: "too_large"})
    index = pack.read("Mục lục.txt").decode("utf-8-sig")
    assert f"DBP70-1, số {piece.id}: lớn hơn 20 MB" in index


def test_each_line_of_the_audit_extract_gives_its_own_hash(
    there: Registered, tmp_path: Path
) -> None:
    lines = packed(there, tmp_path).read("audit-extract.jsonl").decode().splitlines()
    assert len(lines) > 10
    for line in map(json.loads, lines):
        hashed = json.dumps(
            [line["previous"], *[line[name] for name in HASHED]], separators=(",", ":")
        )
        assert hashlib.sha256(hashed.encode()).hexdigest() == line["hash"]


def test_nothing_of_other_events_or_subcommittees_is_in_the_extract(
    there: Registered, tmp_path: Path
) -> None:
    there.admin.says("/newevent QK2 | Quốc khánh | Hà Nội | 02/09/2024")
    there.admin.says("/newtask QK2 | Việc khác hẳn | CATDB | 1/9/2024")
    other = there.house.joins("Khác", there.house.subcommittee("Tiểu ban khác"), "admin")
    other.says("/newevent KHAC | Lễ bí mật | Huế | 02/09/2024")
    there.admin.says("/closeevent DBP70")
    text = packed(there, tmp_path).read("audit-extract.jsonl").decode()
    assert "Việc khác hẳn" not in text
    assert "Lễ bí mật" not in text
    assert "QK2" not in text


def test_each_part_is_sent_once_with_its_number(there: Registered, tmp_path: Path) -> None:
    package = asked(there)
    connection = there.house.connection
    (tmp_path / "1.zip").write_bytes(b"PK")
    part = maker.part(Part("Hồ sơ.zip", str(tmp_path / "1.zip")))
    for _ in range(2):
        with connection:
            order_parts(connection, package, part * 2, there.house.now)
    sent = there.house.deliver()
    assert [shown.files[0].path for shown in sent] == [str(tmp_path / "1.zip")] * 2
    assert "phần 2/2" in sent[1].text
    assert packages.states_of_parts(connection, package.id) == ["sent", "sent"]
