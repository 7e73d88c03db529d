"""The commands that the two front pages show do what they say."""

import re
from pathlib import Path

import pytest

from tests.support.house import House

ROOT = Path(__file__).resolve().parent.parent


def shown(page: str) -> list[str]:
    """The commands of the page's example."""
    block: str
    (block,) = re.findall(r"^```\n(/.+?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    return block.splitlines()


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_commands_shown_can_be_typed_as_they_are(tmp_path: Path, page: str) -> None:
    house = House(tmp_path)
    admin = house.joins("Tổ giúp việc", house.subcommittee(), role="admin")
    for command in shown(page):
        admin.says(command)
    assert "1 nhiệm vụ" in admin.last.text
    admin.says("/xem DBP70-1")
    card = admin.last.text
    assert "Khảo sát tuyến đường" in card
    assert "Chờ xác nhận" in card
    assert "N-14" in card
    house.close()
