"""Units registered, changed and listed."""

import pytest

from domain.unit import Unit
from storage import units
from tests.support.house import House
from tests.support.registered import Registered, registered


@pytest.fixture
def there(house: House) -> Registered:
    return registered(house)


def unit(there: Registered, code: str) -> Unit | None:
    return units.by_code(there.house.connection, there.subcommittee.id, code)


def test_several_lines_register_several_units(there: Registered) -> None:
    there.admin.says(
        "/themdonvi CSGT | Phòng Cảnh sát giao thông | giao thông, PC08\nSYT | Sở Y tế\nS | Sai mã"
    )
    text = there.admin.last.text
    assert "Đã thêm 2 đơn vị" in text
    assert "CSGT Phòng Cảnh sát giao thông (giao thông, PC08)" in text
    assert "/themdonvi S | Sai mã" in text
    assert "phải dài từ 2 đến 12 ký tự" in text
    found = unit(there, "CSGT")
    assert found is not None
    assert found.aliases == ("giao thông", "PC08")
    there.admin.says("/newtask DBP70 | Phân luồng | pc08 | N-7")
    assert there.task(1).lead_unit_code == "CSGT"


def test_a_known_code_is_changed_after_a_button(there: Registered) -> None:
    there.admin.says("/newunit PC06 | Phòng Cảnh sát quản lý hành chính")
    text = there.admin.last.text
    assert "PC06 Phòng Cảnh sát hình sự (hình sự)" in text
    assert "→ PC06 Phòng Cảnh sát quản lý hành chính (hình sự)" in text
    known = unit(there, "PC06")
    assert known is not None
    assert known.name == "Phòng Cảnh sát hình sự"
    there.admin.presses("Sửa")
    changed = unit(there, "PC06")
    assert changed is not None
    assert changed.name == "Phòng Cảnh sát quản lý hành chính"
    assert there.audit("unit")[-1] == {
        "action": "changed",
        "before": {"name": "Phòng Cảnh sát hình sự"},
        "after": {"name": "Phòng Cảnh sát quản lý hành chính"},
    }


def test_a_unit_that_is_the_same_is_no_change(there: Registered) -> None:
    there.admin.says("/newunit PC06 | Phòng Cảnh sát hình sự")
    assert there.admin.last.text == "PC06 đã có và không có gì thay đổi."


def test_a_unit_that_changed_meanwhile_is_not_overwritten(there: Registered) -> None:
    there.admin.says("/newunit PC06 | Tên một")
    first = there.admin.last
    there.admin.says("/newunit PC06 | Tên hai")
    there.admin.presses("Sửa")
    there.admin.presses("Sửa", on=first)
    assert there.admin.toast is not None
    assert "đã được sửa từ lúc đó" in there.admin.toast.text
    found = unit(there, "PC06")
    assert found is not None
    assert found.name == "Tên hai"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("CSGT", "Còn thiếu: tên."),
        ("DBP70 | Điện Biên", "Mã DBP70 đã dùng cho Kỷ niệm 70 năm."),
        ("CSHS | Phòng cảnh sát HÌNH SỰ", "đã là mã hoặc tên của đơn vị PC06."),
        ("CSHS | Cảnh sát | hinh su", "đã là mã hoặc tên của đơn vị PC06."),
        ("CSGT | Giao thông | catdb", "đã là mã hoặc tên của đơn vị CATDB."),
        ("CSGT | " + "x" * 5000, "tối đa 200"),
        ("CS GT | Giao thông", "chỉ được gồm chữ A–Z"),
        ("CSGT | Giao thông | " + ", ".join(f"tên {n}" for n in range(11)), "tối đa 10 tên khác"),
    ],
)
def test_bad_input_gets_a_sentence_and_an_example_and_changes_nothing(
    there: Registered, typed: str, said: str
) -> None:
    before = units.all_of(there.house.connection, there.subcommittee.id)
    there.admin.says(f"/newunit {typed}")
    assert said in there.admin.last.text
    assert "Ví dụ: /themdonvi" in there.admin.last.text
    assert units.all_of(there.house.connection, there.subcommittee.id) == before


def test_a_code_of_another_subcommittee_is_not_taken(there: Registered) -> None:
    elsewhere = there.house.subcommittee("Tiểu ban Lễ tân")
    stranger = there.house.joins("Giúp việc khác", elsewhere, "admin")
    stranger.says("/newunit PC06 | Phòng khác")
    assert "Đã thêm 1 đơn vị" in stranger.last.text
    stranger.says("/units")
    assert "CATDB" not in stranger.last.text


def test_the_list_shows_names_aliases_and_who_has_nobody(there: Registered) -> None:
    there.chair.says("/donvi")
    text = there.chair.last.text
    assert "Đơn vị (3) – 1 đơn vị chưa có người" in text
    assert "PC06 Phòng Cảnh sát hình sự (hình sự)\n⚠️ chưa có người" in text
    assert "CATDB Đơn vị CATDB\n👤 1 người" in text


def test_a_long_list_is_paged_in_place(there: Registered) -> None:
    lines = "\n".join(
        f"DV{number} | Đơn vị số {number} | {'tên ' * 45}{number}" for number in range(30)
    )
    there.admin.says(f"/newunit {lines}")
    there.admin.says("/units")
    shown = there.admin.last
    there.admin.presses("›", on=shown)
    assert "2/5" in shown.labels
    assert len(shown.text) < 4096


@pytest.mark.parametrize("role", ["lead", "member", "observer"])
def test_a_units_people_and_observers_do_not_list_units(there: Registered, role: str) -> None:
    somebody = there.house.joins("Ai đó", there.subcommittee, role, "CATDB")
    somebody.says("/units")
    assert somebody.last.text == "Vai trò của đồng chí không được dùng lệnh này."


def test_lines_that_follow_within_a_minute_go_on(there: Registered) -> None:
    there.admin.says("/newunit CSGT | Giao thông\nSYT | Sở Y tế")
    there.admin.says("SVH | Sở Văn hóa\nSGD | Sở Giáo dục")
    assert unit(there, "SGD") is not None


def test_the_form_registers_a_unit(there: Registered) -> None:
    there.admin.says("/newunit")
    there.admin.says("CSGT")
    there.admin.says("Cảnh sát giao thông")
    there.admin.says("giao thông, PC08")
    there.admin.presses("Lưu")
    found = unit(there, "CSGT")
    assert found is not None
    assert found.aliases == ("giao thông", "PC08")
