from __future__ import annotations

import re
from pathlib import Path

from sandbox.methods import METHODS

PAGE = Path(__file__).parents[2] / "docs" / "sandbox.md"


def test_the_page_lists_all_methods_in_order() -> None:
    part = PAGE.read_text(encoding="utf-8").split("<!-- methods -->")[1]
    listed = re.findall(r"`(\w+)`", part.split("<!-- /methods -->")[0])
    assert listed == sorted(entry.name for entry in METHODS.values())
