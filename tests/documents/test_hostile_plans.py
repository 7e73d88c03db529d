"""Files that mean no good, or no plan: one clear reason each, and little of them is opened."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from documents.plan import MOST_BYTES, MOST_ROWS, PlanReading
from domain.plans.rows import Unreadable
from tests.support.plan_files import HEADINGS, reading, text_table, workbook

ROW = ("Khảo sát tuyến", "CATDB", "", "N-7")
GOOD = workbook([HEADINGS, ROW])


def repacked(content: bytes = GOOD, **parts: bytes) -> bytes:
    """The workbook with parts added or put in the place of others; `__` in a name is a slash."""
    packed = io.BytesIO()
    added = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename not in added:
                new.writestr(part.filename, old.read(part))
        for name, data in added.items():
            new.writestr(name, data)
    return packed.getvalue()


def why(result: PlanReading) -> str:
    assert not result.compared.new
    return result.unreadable


def flagged_encrypted(content: bytes) -> bytes:
    """Bit 0 of the flags set in the directory of the zip."""
    changed = bytearray(content)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 8] |= 1
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CASES: dict[str, tuple[str, Callable[[], bytes], Unreadable]] = {
    "over 20 MB": ("a.xlsx", lambda: GOOD + bytes(MOST_BYTES), Unreadable.TOO_BIG),
    "a bomb": (
        "a.xlsx",
        lambda: repacked(xl__media__bomb_xml=bytes(200 * 1024 * 1024)),
        Unreadable.BOMB,
    ),
    "a bomb for a sheet": (
        "a.xlsx",
        lambda: repacked(xl__worksheets__sheet1_xml=b"<worksheet>" + b" " * (41 * 1024 * 1024)),
        Unreadable.BOMB,
    ),
    "thousands of parts": (
        "a.xlsx",
        lambda: repacked(**{f"xl__part{number}_xml": b"" for number in range(2_001)}),
        Unreadable.BOMB,
    ),
    "macros": ("a.xlsx", lambda: repacked(xl__vbaProject_xml=b"x"), Unreadable.MACROS),
    "an .xlsm": ("a.xlsm", lambda: GOOD, Unreadable.MACROS),
    "external links": (
        "a.xlsx",
        lambda: repacked(xl__externalLinks__externalLink1_xml=b"<externalLink/>"),
        Unreadable.LINKS,
    ),
    "a password": (
        "a.xlsx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        Unreadable.ENCRYPTED,
    ),
    "an encrypted zip": ("a.xlsx", lambda: flagged_encrypted(GOOD), Unreadable.ENCRYPTED),
    "the old format": ("a.xls", lambda: OLE, Unreadable.OLD_FORMAT),
    "the old format under a new name": ("a.xlsx", lambda: OLE, Unreadable.OLD_FORMAT),
    "text under the name of a workbook": ("a.xlsx", lambda: b"a,b\n1,2\n", Unreadable.WRONG_KIND),
    "a workbook under the name of text": ("a.csv", lambda: GOOD, Unreadable.WRONG_KIND),
    "a PDF": ("a.csv", lambda: b"%PDF-1.7", Unreadable.WRONG_KIND),
    "another kind of file": ("a.docx", lambda: GOOD, Unreadable.WRONG_KIND),
    "a file without an extension": ("plan", lambda: GOOD, Unreadable.WRONG_KIND),
    "a zip that is no workbook": (
        "a.xlsx",
        lambda: repacked(b"PK\x05\x06" + bytes(18), readme_xml=b"x"),
        Unreadable.WRONG_KIND,
    ),
    "a workbook cut off": ("a.xlsx", lambda: GOOD[: len(GOOD) // 2], Unreadable.WRONG_KIND),
    "broken XML": ("a.xlsx", lambda: repacked(xl__workbook_xml=b"<workbook"), Unreadable.BROKEN),
    "an entity that unfolds": (
        "a.xlsx",
        lambda: repacked(
            xl__worksheets__sheet1_xml=b'<!DOCTYPE a [<!ENTITY b "cc">]><worksheet>&b;</worksheet>'
        ),
        Unreadable.BROKEN,
    ),
    "bytes for text": ("a.csv", lambda: bytes(range(256)) * 10, Unreadable.NOT_TEXT),
    "no headings": ("a.xlsx", lambda: workbook([("a", "b"), (1, 2)]), Unreadable.NO_HEADINGS),
    "an empty workbook": ("a.xlsx", lambda: workbook([]), Unreadable.NO_HEADINGS),
    "an empty file": ("a.csv", lambda: b"", Unreadable.NO_HEADINGS),
    "headings alone": ("a.xlsx", lambda: workbook([HEADINGS]), Unreadable.EMPTY),
    "a heading twice": (
        "a.xlsx",
        lambda: workbook([(*HEADINGS, "Hạn"), (*ROW, "N-7")]),
        Unreadable.HEADING_TWICE,
    ),
    "too many rows of text": (
        "a.csv",
        lambda: text_table([HEADINGS, *([ROW] * (MOST_ROWS + 1))]),
        Unreadable.TOO_MANY_ROWS,
    ),
    "a million lines": (
        "a.csv",
        lambda: text_table([HEADINGS]) + b"a\n" * 1_000_000,
        Unreadable.TOO_MANY_ROWS,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_gets_its_reason(case: str) -> None:
    name, content, reason = CASES[case]
    assert why(reading(content(), name)) == reason


@pytest.mark.long
@pytest.mark.parametrize("strings", [True, False])
def test_of_a_hundred_thousand_rows_few_are_read(strings: bool) -> None:
    rows = (
        (f"Việc {number}" if strings else number, "CATDB", "", "N-7") for number in range(100_000)
    )
    content = workbook([HEADINGS, *rows], constant_memory=False)
    tracemalloc.start()
    result = reading(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert why(result) == Unreadable.TOO_MANY_ROWS
    assert most < 100 * 1024 * 1024


def test_rows_that_are_only_formatted_are_no_rows() -> None:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, frame = book.add_worksheet(), book.add_format({"border": 1})
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ROW)
        for place in range(2, 20_000):
            sheet.write_blank(place, 0, None, frame)
        sheet.set_row(1_048_575, 20)
    assert len(reading(content.getvalue()).compared.new) == 1


def test_a_formula_is_a_fault_in_its_cell_and_its_value_counts_for_nothing() -> None:
    rows: list[tuple[Any, ...]] = [
        HEADINGS,
        ('=HYPERLINK("http://127.0.0.1")', *ROW[1:]),
        ("Phân luồng", "CATDB", "", "=TODAY()"),
        ROW,
    ]
    compared = reading(workbook(rows)).compared
    assert [(fault.cell, fault.key) for fault in compared.faults] == [
        ("A2", "plan_formula"),
        ("D3", "plan_formula"),
    ]
    assert len(compared.new) == 1
    assert [fault.cell for fault in reading(text_table(rows), "a.csv").compared.faults] == [
        "A2",
        "D3",
    ]


def test_a_formula_in_a_column_that_no_plan_reads_is_no_fault() -> None:
    rows = [("TT", *HEADINGS), ("=1+1", *ROW)]
    compared = reading(workbook(rows)).compared
    assert (len(compared.new), compared.faults) == (1, ())
