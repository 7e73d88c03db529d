"""The report as LibreOffice lays it out: what its reader holds in the hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from documents.report import Report
from documents.report_document import make
from domain.letterhead import Layout
from tests.documents.conftest import Convert
from tests.documents.reports import MOTTO, STATE, report, with_heading

MM = 72 / 25.4
PORTRAIT, LANDSCAPE = (595, 842), (842, 595)
pytestmark = pytest.mark.long
ITEMS = (4, 5, 8)
"""With so many in each section the text ends near the end of a page."""


@dataclass(frozen=True)
class Letter:
    """Where it stands, in millimetres from the upper left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Printed:
    """The pages of a report, by their letters.

    Lines are put together from where the letters stand: a letter that came from another typeface,
    for the first lacks it, stands elsewhere in the file.
    """

    def __init__(self, whole: Report, folder: Path, office: Convert) -> None:
        source = folder / whole.file_name
        source.write_bytes(make(whole)[0].content)
        document = pypdfium2.PdfDocument(office(source, "pdf"))
        self.sizes = [tuple(map(round, page.get_size())) for page in document]
        self.letters = [list(_letters(page)) for page in document]
        self.lines = [_lines(letters) for letters in self.letters]

    def page_of(self, text: str) -> int:
        """The one page that has this text on one line."""
        bare = "".join(text.split())
        found = [number for number, lines in enumerate(self.lines) if bare in "\n".join(lines)]
        assert len(found) == 1, f"{text!r} stands on pages {found}"
        return found[0]

    def span(self, number: int, text: str) -> tuple[float, float, float]:
        """Left, right and top of a text that stands on one line of the page."""
        bare = "".join(text.split())
        for line in _grouped(self.letters[number]):
            start = "".join(letter.text for letter in line).find(bare)
            if start >= 0:
                found = line[start : start + len(bare)]
                return found[0].left, found[-1].right, min(letter.top for letter in found)
        raise AssertionError(f"{text!r} stands on no line of its own")


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letter]:
    words, height = page.get_textpage(), page.get_size()[1]
    for index in range(words.count_chars()):
        text = words.get_text_range(index, 1)
        if text.strip():
            left, bottom, right, top = words.get_charbox(index, loose=True)
            yield Letter(text, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)


def _grouped(letters: list[Letter]) -> list[list[Letter]]:
    """The letters of each line, from left to right; the lines from above."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=_height):
        if not lines or _height(letter) - _height(lines[-1][0]) > 1.5:
            lines.append([])
        lines[-1].append(letter)
    return [sorted(line, key=lambda letter: letter.left) for line in lines]


def _height(letter: Letter) -> float:
    return (letter.top + letter.bottom) / 2


def _lines(letters: list[Letter]) -> list[str]:
    """Without blanks."""
    return ["".join(letter.text for letter in line) for line in _grouped(letters)]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, office: Convert) -> Printed:
    return Printed(report(tasks=60), tmp_path_factory.mktemp("printed"), office)


def first_lying(printed: Printed) -> int:
    return printed.sizes.index(LANDSCAPE)


def test_the_report_stands_upright_and_its_appendix_lies(printed: Printed) -> None:
    upright = first_lying(printed)
    assert upright >= 2
    lying = len(printed.sizes) - upright
    assert lying >= 3
    assert printed.sizes == [PORTRAIT] * upright + [LANDSCAPE] * lying


def test_the_names_of_state_and_body_stand_side_by_side_each_on_its_line(
    printed: Printed,
) -> None:
    state, motto = printed.span(0, STATE), printed.span(0, MOTTO)
    body = printed.span(0, "TIỂU BAN AN NINH, TRẬT TỰ")
    assert body[1] < state[0]
    assert motto[2] > state[2]
    assert abs(sum(state[:2]) - sum(motto[:2])) < 3, "the motto is not centred under the name"


def test_nothing_is_printed_into_the_margins(printed: Printed) -> None:
    for size, letters in zip(printed.sizes, printed.letters, strict=True):
        width, height = (210, 297) if size == PORTRAIT else (297, 210)
        for letter in letters:
            assert letter.left > 29.5
            assert letter.right < width - 14.5
            assert letter.bottom < height - 19
            # The number of the page alone stands in the upper margin, in its middle.
            middle = (letter.left + letter.right) / 2
            assert letter.top > 19.5 or abs(middle - (30 + width - 15) / 2) < 4


def test_pages_are_numbered_from_the_second_on_and_the_appendix_by_itself(
    printed: Printed,
) -> None:
    first = first_lying(printed)
    for number, lines in enumerate(printed.lines):
        own = number + 1 if number < first else number - first + 1
        if own == 1:
            assert not lines[0].isdigit()
        else:
            assert lines[0] == str(own)


def test_the_headings_of_the_table_stand_on_each_of_its_pages(printed: Printed) -> None:
    for lines in printed.lines[first_lying(printed) :]:
        words = "".join(lines)
        assert words.count("Nộidungnhiệmvụ") == 1
        assert words.count("Đơnvịchủtrì") == 1


def test_every_task_stands_on_one_page_alone(printed: Printed) -> None:
    for task in range(1, 61):
        assert printed.page_of(f"Việc số {task}:") >= first_lying(printed)


def test_a_heading_is_never_the_last_line_of_a_page(printed: Printed) -> None:
    for lines in printed.lines[: first_lying(printed)]:
        assert not lines[-1].startswith(("I.", "II.", "III.", "IV.", "V.", "Tậptrungthựchiện"))


@pytest.mark.parametrize("items", ITEMS)
def test_the_signature_is_never_parted(tmp_path: Path, office: Convert, items: int) -> None:
    printed = Printed(report(tasks=0, items=items), tmp_path, office)
    parts = ("Nguyễn Văn A", "TRƯỞNG TIỂU BAN", "Nơi nhận:", "- Lưu: VT.")
    assert len({printed.page_of(part) for part in parts}) == 1
    assert all(len(lines) > 1 for lines in printed.lines), "a page is empty"


@pytest.mark.parametrize("layout", [Layout.PARTY, Layout.PLAIN])
def test_the_other_layouts_print_too(tmp_path: Path, office: Convert, layout: Layout) -> None:
    printed = Printed(report(layout, tasks=3), tmp_path, office)
    assert printed.sizes[0] == PORTRAIT
    assert "BÁOCÁO" in printed.lines[0]
    party = any("ĐẢNGCỘNGSẢNVIỆTNAM" in line for line in printed.lines[0])
    assert party is (layout is Layout.PARTY)


def test_names_of_the_greatest_length_find_their_room(tmp_path: Path, office: Convert) -> None:
    name = "Ban Chỉ đạo, Ban Tổ chức và Tiểu ban " * 5
    whole = with_heading(report(tasks=1), issuing_body=name, superior_body=name)
    printed = Printed(whole, tmp_path, office)
    assert all(letter.left > 29.5 and letter.right < 195.5 for letter in printed.letters[0])
    printed.span(0, STATE)
