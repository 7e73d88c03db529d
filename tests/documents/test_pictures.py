"""Pictures: of a phone's width, nothing cut, nothing over another, every letter there."""

import io
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from itertools import combinations, product

import numpy
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from documents.made import MadeFile
from documents.pictures import card, months, progress
from documents.pictures.data import Band, Month, Point
from documents.pictures.lettering import SMALLEST, drawable, fitted, laid_out, measure, points
from documents.pictures.progress import PEAK_FILL, count_ticks, day_ticks
from documents.pictures.sheet import WIDTH, Sheet, shares
from documents.pictures.style import BUCKETS, INK, LOAD, LOAD_DARK, PAPER, STANDINGS, Fill
from tests.documents import pictured


def _card(units: int, countdowns: int = 1, language: str = "vi") -> Sheet:
    return card.sheet_of(pictured.card(units, countdowns, language))


def _towards(totals: tuple[int, ...], days: int = 60, peaks: int = 1) -> Sheet:
    panels = [pictured.panel(total, days=days, peaks=peaks) for total in totals]
    return progress.sheet_of(pictured.towards(*panels))


def _months(units: int, events: int = 3, today: int = 4) -> Sheet:
    return months.sheet_of(pictured.months(units, events, today))


SHEETS: dict[str, Callable[[], Sheet]] = {
    **{f"a card of {units}": partial(_card, units) for units in (0, 1, 12, 13, 40)},
    "a card in English": partial(_card, 5, 3, "en"),
    "a card without a countdown": partial(_card, 3, 0),
    "progress": partial(_towards, (60,)),
    "progress of one task": partial(_towards, (1,)),
    "progress on the first day": partial(_towards, (4321,), days=0, peaks=6),
    "progress of three": partial(_towards, (60, 0, 4), days=900),
    **{f"months of {units}": partial(_months, units) for units in (0, 1, 20, 41)},
    "months without events": partial(_months, 3, events=0, today=90),
    "months of many events": partial(_months, 41, events=8),
}


@cache
def made(name: str) -> Sheet:
    return SHEETS[name]()


@pytest.fixture(params=SHEETS)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    return made(request.param)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def extents(sheet: Sheet) -> list[tuple[str, float, float, float, float]]:
    """The very ink of each text: left, bottom, right and top in pixels."""
    found = []
    for text in sheet.texts:
        box = text.get_window_extent()
        size = float(text.get_fontsize()) / points(1)
        # Between lines the font has room that is not inked: a little of it may be shared.
        found.append((text.get_text(), box.x0, box.y0 + size * 0.1, box.x1, box.y1 - size * 0.1))
    return found


def test_a_picture_is_of_a_phones_width_and_of_a_height_that_telegram_takes(sheet: Sheet) -> None:
    width, height = size_of(sheet.png())
    assert (width, height) == (1080, sheet.height)
    assert 300 < height <= 2560


def test_no_word_is_cut_at_an_edge(sheet: Sheet) -> None:
    for words, left, bottom, right, top in extents(sheet):
        assert left >= 8, words
        assert right <= WIDTH - 8, words
        assert bottom >= 0, words
        assert top <= sheet.height, words


def test_no_words_lie_over_others(sheet: Sheet) -> None:
    for one, other in combinations(extents(sheet), 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, f"{one} over {other}"


def test_the_time_of_a_picture_is_whole_after_a_long_name() -> None:
    name = "Tiểu ban An ninh, trật tự và phòng cháy, chữa cháy, cứu nạn, cứu hộ " + pictured.LONG
    heading = replace(pictured.heading(), detail=f"{name} · tính đến 07:00 thứ Ba 16/04/2024")

    drawn = card.sheet_of(replace(pictured.card(2), heading=heading))

    assert heading.detail in " ".join(text.get_text() for text in drawn.texts)


@pytest.mark.parametrize("code", ["TRUYENTHONG1", "MTTQVNHANOIM", "W" * 12])
def test_a_units_code_is_whole_beside_its_load(code: str) -> None:
    shown = pictured.months(3)
    row = replace(shown.rows[0], label=code, overdue=999, counts=(999,) * 13)
    weeks = (Month("Tháng 11", 12), Month("T12", 1))
    drawn = months.sheet_of(replace(shown, rows=(row,), months=weeks))
    said = [text.get_text() for text in drawn.texts]
    assert {code, "T12"} <= set(said)
    assert said.count("999") == 28, "of each week and of what is overdue, and all of them again"


@pytest.mark.parametrize(
    ("first", "last", "seen"),
    [("05-04", "05-08", False), ("05-05", "05-07", False), ("05-03", "05-08", True),
     ("05-04", "05-09", True), ("02-01", "03-10", False), ("06-10", "06-11", False)],
)  # fmt: skip
def test_the_key_names_the_days_of_events_only_where_they_show(
    first: str, last: str, seen: bool
) -> None:
    """The peak is from 4 to 8 May, the picture from 11 March to 9 June."""
    shown = pictured.months(3, events=1)
    days = date.fromisoformat(f"2024-{first}"), date.fromisoformat(f"2024-{last}")
    bar = replace(shown.events[0], first_day=days[0], last_day=days[1])
    drawn = months.sheet_of(replace(shown, events=(bar,)))
    said = [text.get_text() for text in drawn.texts]
    assert (shown.words.days in said) is seen
    assert shown.words.peak in said


def test_no_letters_are_too_small_for_a_phone(sheet: Sheet) -> None:
    for text in sheet.texts:
        assert float(text.get_fontsize()) / points(1) >= SMALLEST * 5 / 6, text.get_text()


@pytest.mark.parametrize("make", [
    lambda: card.draw(pictured.card(3)),
    lambda: progress.draw(pictured.towards(pictured.panel(3))),
    lambda: months.draw(pictured.months(3)),
])  # fmt: skip
def test_a_recipe_gives_back_one_photo(make: Callable[[], list[MadeFile]]) -> None:
    files = make()
    assert [(file.name, file.kind) for file in files] == [("picture.png", "photo")]
    assert len(files[0].content) < 1_000_000


def test_the_same_data_give_the_same_picture() -> None:
    assert card.draw(pictured.card(9)) == card.draw(pictured.card(9))


# -- letters -----------------------------------------------------------------------------------


def vietnamese_letters() -> str:
    """All vowels with all accents and tones, in both cases, and đ."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [
        unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", tones)
    ]
    said = "".join(letters) + "đ"
    return said + said.upper()


def test_the_font_has_every_vietnamese_letter() -> None:
    letters = vietnamese_letters()
    assert len(letters) == 2 * (12 * 6 + 1)
    assert drawable(letters) == letters
    for bold in (False, True):
        for letter in letters:
            assert measure(letter, 30, bold) > 5


def pixels(sheet: Sheet) -> "numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float64]]":
    """How light each is, by row and column; 255 is white."""
    image = numpy.asarray(imread(io.BytesIO(sheet.png())))
    return image[..., 0] * 255.0


def test_accents_are_drawn_and_not_lost() -> None:
    """What is drawn with its accents has more ink, and reaches higher, than what has none."""

    def ink(words: str) -> tuple[int, int]:
        sheet = Sheet(120)
        sheet.text(100, 60, words, 60)
        image = pixels(sheet) < 128
        return int(image.sum()), int(numpy.argwhere(image)[:, 0].min())

    for plain, accented in (("o", "ở"), ("e", "ế"), ("o", "ộ"), ("A", "Ẩ"), ("u", "ữ"), ("y", "ỹ")):
        assert ink(accented)[0] > ink(plain)[0]
        if accented != "ộ":
            assert ink(accented)[1] < ink(plain)[1]


def test_decomposed_letters_are_drawn_as_one() -> None:
    assert drawable(unicodedata.normalize("NFD", "Điện Biên Phủ")) == "Điện Biên Phủ"


def test_what_the_font_lacks_is_left_out() -> None:
    assert drawable("Lễ hội 🎉 pháo hoa\n漢") == "Lễ hội pháo hoa"


def test_a_dollar_is_no_mathematics() -> None:
    made = pictured.card(2, name=r"Kinh phí $x^2$ và \frac{1}{2}")
    sheet = card.sheet_of(made)
    assert sheet.png()
    assert any("$x^2$" in text.get_text() for text in sheet.texts)


# -- fitting -----------------------------------------------------------------------------------


def test_words_are_made_smaller_before_they_are_shortened() -> None:
    words = "Công an tỉnh Điện Biên"
    needed = measure(words, 30)
    assert fitted(words, 30, needed + 1) == (words, 30)
    same, smaller = fitted(words, 30, needed * 0.9)
    assert same == words
    assert 25 <= smaller < 30
    shorter, _ = fitted(words, 30, needed / 2)
    assert shorter.endswith("…")
    assert measure(shorter, 25) <= needed / 2


def test_a_line_is_saved_where_a_little_smaller_does() -> None:
    words = "Lễ kỷ niệm 70 năm"
    needed = measure(words, 40)
    lines, smaller = laid_out(words, 40, needed * 0.95)
    assert lines == [words]
    assert smaller == pytest.approx(37.6)
    assert len(laid_out(words, 40, needed * 0.7)[0]) == 2
    assert len(laid_out(pictured.LONGEST, 40, 200)[0]) == 2


def test_every_part_of_a_bar_is_seen_however_small() -> None:
    parts = [(1, Fill("a")), (0, Fill("b")), (9999, Fill("c"))]
    found = shares(parts, 300)
    assert [fill.colour for _, _, fill in found] == ["a", "c"]
    assert found[0][1] >= 10
    assert sum(length for _, length, _ in found) == pytest.approx(300)
    assert shares([(0, Fill("a"))], 300) == []


@pytest.mark.parametrize("total", [0, 1, 4, 7, 60, 999, 4321])
def test_counts_on_the_axis_are_few_and_round(total: int) -> None:
    ticks = count_ticks(total)
    assert ticks[0] == 0
    assert ticks[-1] <= total
    assert len(ticks) <= 6
    assert total < 2 or len(ticks) >= 3


@pytest.mark.parametrize("days", [1, 3, 30, 90, 400, 5000])
def test_days_on_the_axis_are_few(days: int) -> None:
    last = pictured.TODAY + days * (pictured.TODAY - pictured.TODAY.replace(day=15))
    ticks = day_ticks(pictured.TODAY, last)
    assert ticks[0] == pictured.TODAY
    assert len(ticks) <= 7
    assert ticks[-1] <= last


# -- colours -----------------------------------------------------------------------------------

# Viénot, Brettel and Mollon (1999), for linear light; and grey, as a printer makes of it.
SEEN_BY = {
    "all colours": numpy.eye(3),
    "no red": numpy.array([[0.1124, 0.8876, 0], [0.1124, 0.8876, 0], [0.004, -0.004, 1]]),
    "no green": numpy.array([[0.2928, 0.7072, 0], [0.2928, 0.7072, 0], [-0.0223, 0.0223, 1]]),
}


def lab(colour: str, eye: str) -> "numpy.ndarray[tuple[int], numpy.dtype[numpy.float64]]":
    rgb = numpy.array(to_rgb(colour))
    linear = numpy.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = numpy.clip(SEEN_BY[eye] @ linear, 0, 1)
    xyz = (
        numpy.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ seen
        / numpy.array([0.9505, 1.0, 1.089])
    )
    f = numpy.where(xyz > 0.008856, numpy.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return numpy.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", SEEN_BY)
def test_colours_of_different_meaning_are_told_apart_by_every_eye(eye: str) -> None:
    fills = [fill.colour for fill in BUCKETS.values()]
    for meanings in (fills, list(STANDINGS.values())):
        for one, other in combinations(meanings, 2):
            assert numpy.linalg.norm(lab(one, eye) - lab(other, eye)) > 20, (one, other)


def test_each_bucket_differs_from_its_neighbours_without_any_colour() -> None:
    """By lightness or by hatching."""
    for one, other in combinations(BUCKETS.values(), 2):
        light = abs(lab(one.colour, "all colours")[0] - lab(other.colour, "all colours")[0])
        assert light > 12 or one.hatch != other.hatch


def test_load_grows_darker_and_its_numbers_stay_readable() -> None:
    light = [lab(colour, "all colours")[0] for colour in LOAD]
    assert light == sorted(light, reverse=True)
    for level, value in enumerate(light):
        paper = lab(PAPER if level >= LOAD_DARK else INK, "all colours")[0]
        assert abs(value - paper) > 40


def test_the_most_is_darkest_and_few_stay_light() -> None:
    assert months.load_level(1, 1) == 0
    assert months.load_level(6, 6) == len(LOAD) - 1
    assert months.load_level(1, 100) == 0
    assert months.load_level(100, 100) == len(LOAD) - 1
    levels = [months.load_level(count, 30) for count in range(1, 31)]
    assert levels == sorted(levels)


# -- the peak ----------------------------------------------------------------------------------


def test_a_peak_stays_shaded_where_work_is_done() -> None:
    """As seen after the peak, with all done before it and with nothing done."""
    panel = pictured.panel(60, days=60)
    peak = Band(panel.today - timedelta(days=10), panel.today - timedelta(days=4), "")
    shaded = []
    for count in (0, panel.total):
        done = (Point(panel.first_day, count),)
        seen = replace(panel, peaks=(peak,), done=done, due=done, ahead=(), submitted=0)
        image = numpy.asarray(imread(io.BytesIO(progress.sheet_of(pictured.towards(seen)).png())))
        apart = numpy.abs(image[:, :, :3] - numpy.array(to_rgb(PEAK_FILL.hatch_colour)))
        shaded.append(int((apart.max(axis=2) < 0.02).sum()))
    free, covered = shaded
    assert covered > free / 2 > 0
