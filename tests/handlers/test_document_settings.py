"""What a subcommittee sets of its documents."""

import pytest

from domain.letterhead import Layout, initials
from domain.settings import Settings
from domain.subcommittee import Subcommittee
from storage import subcommittees
from tests.support.house import House, Somebody


def settings_now(house: House, subcommittee: Subcommittee) -> Settings:
    return subcommittees.get(house.connection, subcommittee.id).settings


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("thể thức = đảng", "layout", Layout.PARTY),
        ("layout = plain", "layout", Layout.PLAIN),
        ("cơ quan cấp trên = Ban Tổ chức", "superior_body", "Ban Tổ chức"),
        ("issuing body = Tiểu ban An ninh", "issuing_body", "Tiểu ban An ninh"),
        ("địa danh = Điện Biên", "document_place", "Điện Biên"),
        ("ký hiệu = BC-TBAN", "symbol", "TBAN"),
        ("symbol = tb an-vp", "symbol", "TBAN-VP"),
        ("đánh số văn bản = không", "number_documents", False),
        ("kính gửi = Trưởng Ban Tổ chức", "addressee", "Trưởng Ban Tổ chức"),
        (
            "chức vụ người ký = kt. trưởng tiểu ban/phó trưởng tiểu ban",
            "signer_title",
            "KT. TRƯỞNG TIỂU BAN / PHÓ TRƯỞNG TIỂU BAN",
        ),
        ("signer = Nguyễn Văn A", "signer", "Nguyễn Văn A"),
        ("nơi nhận = - Như trên; - Lưu: VT", "recipients", "Như trên; Lưu: VT"),
    ],
)
def test_each_is_set_by_its_name_in_either_language_and_kept(
    house: House, subcommittee: Subcommittee, admin: Somebody, said: str, name: str, value: object
) -> None:
    admin.says(f"/settings {said}")
    assert "Đã lưu" in admin.last.text
    assert getattr(settings_now(house, subcommittee), name) == value
    admin.says("/audit")
    assert "sửa cài đặt" in admin.last.text


@pytest.mark.parametrize("gone", ["", "-", "–"])
def test_what_was_set_is_taken_away_by_a_dash(
    house: House, subcommittee: Subcommittee, admin: Somebody, gone: str
) -> None:
    admin.says("/settings signer = A | symbol = TB | recipients = Như trên | signer title = TB")
    for name in ("signer", "symbol", "recipients", "signer title"):
        admin.says(f"/settings {name} = {gone}")
    assert settings_now(house, subcommittee) == Settings()


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("layout = fancy", "nhà nước, đảng, đơn giản"),
        ("symbol = !!", "không dùng làm ký hiệu được"),
        ("symbol = " + "A" * 40, "không dùng làm ký hiệu được"),
        ("signer = " + "x" * 201, "người ký"),
        ("recipients = " + "a;" * 13, "tối đa 12 dòng"),
        ("number documents = maybe", "có"),
    ],
)
def test_what_cannot_be_is_refused_with_an_example(
    house: House, subcommittee: Subcommittee, admin: Somebody, said: str, answer: str
) -> None:
    admin.says(f"/settings {said}")
    assert answer in admin.last.text
    assert "Ví dụ: /caidat" in admin.last.text
    assert settings_now(house, subcommittee) == Settings()


def test_the_layout_and_the_numbering_are_set_by_buttons_in_place(
    house: House, subcommittee: Subcommittee, admin: Somebody
) -> None:
    admin.says("/settings")
    admin.presses("📄 Văn bản")
    admin.presses("thể thức")
    admin.presses("Đảng")
    assert "thể thức = Đảng" in admin.last.text
    admin.presses("đánh số văn bản")
    assert "đánh số văn bản = không" in admin.last.text
    admin.presses("Quay lại")
    assert "khung giờ" in admin.last.text
    found = settings_now(house, subcommittee)
    assert (found.layout, found.number_documents) == (Layout.PARTY, False)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_longest_settings_fit_into_a_message(
    house: House, subcommittee: Subcommittee, admin: Somebody, language: str
) -> None:
    admin.says(f"/language {language}")
    for name in ("superior body", "issuing body", "place", "addressee", "signer", "signer title"):
        admin.says(f"/settings {name} = " + "<&" * 100)
    admin.says("/settings recipients = " + "<" * 200)
    admin.says("/settings name = " + "<" * 200 + " | decision = " + "&" * 200)
    admin.says("/settings")
    admin.presses("📄")
    assert "<&<&" in admin.last.text


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Tiểu ban An ninh, trật tự", "TBANTT"),
        ("Ban Chỉ đạo", "BCĐ"),
        ("Đoàn 969", "Đ"),
        ("🎉 2024", ""),
    ],
)
def test_the_usual_symbol_is_made_of_the_initials(name: str, short: str) -> None:
    assert initials(name) == short
