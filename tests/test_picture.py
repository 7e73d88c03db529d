"""The scene of the picture in the front pages still plays; taking it needs a browser, this not."""

from scripts.entities import as_html
from scripts.picture import page, play


async def test_the_scene_plays_to_its_end_and_becomes_a_page() -> None:
    lead, chair = await play()
    assert "việc hôm nay" in lead.messages[0].text
    assert "Chờ xác nhận" in lead.messages[-1].text
    assert "Tổng hợp" in chair.messages[0].text
    assert "Đã gỡ vướng" in chair.messages[-1].text
    shown = page([lead, chair])
    assert "<b>DBP70-3</b>" in shown
    assert "<span>Gỡ vướng</span>" in shown


def test_entities_nest_count_in_utf_16_and_leave_no_markup_in_the_words() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "italic", "offset": 3, "length": 3},
        {"type": "hashtag", "offset": 0, "length": 2},
        {"type": "code", "offset": 6, "length": 1},
    ]
    assert as_html("⛔🟢<b>x&", entities) == "<b>⛔🟢<i>&lt;b&gt;</i></b><code>x</code>&amp;"
