"""What stands at the head and foot of documents."""

import pytest

from domain.letterhead import recipient_lines, signature_lines


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("", ()),
        ("Trưởng Tiểu ban", ("TRƯỞNG TIỂU BAN",)),
        ("KT. Trưởng ban/Phó Trưởng ban", ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")),
        ("T/M Tiểu ban / Trưởng Tiểu ban", ("T/M TIỂU BAN", "TRƯỞNG TIỂU BAN")),
        (" / ", ()),
    ],
)
def test_a_title_is_cut_into_its_lines(said: str, lines: tuple[str, ...]) -> None:
    assert signature_lines(said) == lines


def test_recipients_are_parted_by_semicolons_with_or_without_dashes() -> None:
    assert recipient_lines("- Như trên; – Lưu: VT;;") == ("Như trên", "Lưu: VT")
