"""What the page on reliability promises is held by tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \|(.*)\|$", re.MULTILINE)
NAMED = re.compile(r"`((?:test_|Test)\w+)`")


def existing() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    functions = re.compile(r"^(?:async )?def (test_\w+)\(|^(Test\w+) = ", re.MULTILINE)
    return {name for source in sources for found in functions.findall(source) for name in found}


def test_every_test_that_the_page_names_exists() -> None:
    named = set(NAMED.findall(PAGE))
    assert named
    assert named <= existing()


def test_every_row_names_a_test() -> None:
    rows = ROW.findall(PAGE)
    assert [int(number) for number, _ in rows] == list(range(1, 32))
    assert all(NAMED.search(rest) for _, rest in rows)
