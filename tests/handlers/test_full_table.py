"""The summary as one rich message: its table, its lists, its links, what is too large for it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from domain.text import shorten
from handlers.speaking import full_table
from sandbox.rich import parse_rich_html
from sandbox.rich.limits import block_count, text_length
from storage import subcommittees
from tests.support.assigned import assigned
from tests.support.house import House, Shown
from tests.support.registered import Registered

METHOD = "sendRichMessage"


@pytest.fixture
def there(house: House) -> Registered:
    """Of four tasks one is done late, one blocked, one overdue."""
    there = assigned(house)
    there.admin.says("/done DBP70-3")
    there.admin.says("/confirm DBP70-3")
    there.admin.says("/block DBP70-4 chưa có <b>kinh phí</b> & nhân lực")
    house.now = house.local("2024-04-25 08:00")
    return there


def blocks(shown: Shown) -> list[dict[str, Any]]:
    """As the sandbox reads them, which refuses what Telegram would."""
    return list(parse_rich_html(shown.html, lambda _: None))


def words(value: Any) -> str:
    """A text's letters without its forms."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(words, value))
    return words(value.get("text", ""))


def table(shown: Shown) -> list[list[str]]:
    found = next(block for block in blocks(shown) if block["type"] == "table")
    return [[words(cell.get("text", "")) for cell in row] for row in found["cells"]]


def lists(shown: Shown) -> dict[str, str]:
    """What can be opened, by what it is called."""
    return {
        words(block["summary"]): words(block["blocks"][0])
        for block in blocks(shown)
        if block["type"] == "details"
    }


def links(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from links(part)
    elif isinstance(value, dict):
        if "url" in value:
            yield value["url"]
        for part in value.values():
            yield from links(part)


def with_settings(there: Registered, **settings: Any) -> None:
    changed = replace(there.subcommittee, settings=replace(there.subcommittee.settings, **settings))
    with there.house.connection:
        subcommittees.update(there.house.connection, changed)


# -- what it says ------------------------------------------------------------------------------


def test_a_button_under_the_summary_brings_the_full_table(there: Registered) -> None:
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    assert sent.method == METHOD
    assert table(sent) == [
        ["Đơn vị", "Đúng hạn", "Muộn", "Còn hạn", "Quá hạn", "Cộng"],
        ["CATDB", "0", "0", "1", "1", "2"],
        ["PC06", "0", "0", "1", "0", "1"],
        ["CATPHN", "1", "0", "0", "0", "1"],
        ["Cộng", "1", "0", "2", "1", "4"],
    ]
    assert "4 nhiệm vụ: ✅ 1 xong · 🔵 2 còn hạn · 🔴 1 quá hạn" in sent.text


def test_the_numbers_are_those_of_the_summary(there: Registered) -> None:
    said = there.chair.says("/summary DBP70")[-1]
    (sent,) = there.chair.presses("Bảng đầy đủ")
    total = dict(zip(table(sent)[0], table(sent)[-1], strict=True))
    for number, sign, word in (("Quá hạn", "🔴", "quá hạn"), ("Còn hạn", "🔵", "còn hạn")):
        assert f"{sign} {total[number]} {word}" in said.text
    assert f"{total['Cộng']} nhiệm vụ" in said.text


def test_each_units_open_tasks_can_be_opened(there: Registered) -> None:
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    found = lists(sent)
    assert list(found) == ["CATDB: 0/2 xong · 🔴 1 quá hạn", "PC06: 0/1 xong · ⛔ 1 vướng"]
    overdue = found["CATDB: 0/2 xong · 🔴 1 quá hạn"]
    assert overdue.startswith("‼️ 🔴 DBP70-1 Khảo sát tuyến đường – hạn 17:00 20/04, quá 4 ngày")
    assert "chưa có <b>kinh phí</b> & nhân lực" in found["PC06: 0/1 xong · ⛔ 1 vướng"]


def test_what_is_overdue_and_blocked_says_both(there: Registered) -> None:
    there.admin.says("/block DBP70-1 chờ kinh phí")
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    found = lists(sent)["CATDB: 0/2 xong · 🔴 1 quá hạn · ⛔ 1 vướng"]
    line = next(line for line in found.splitlines() if "DBP70-1" in line)
    assert "🔴⛔ DBP70-1" in line
    assert line.endswith("hạn 17:00 20/04, quá 4 ngày, vướng: chờ kinh phí")


def test_english_readers_have_it_in_english(there: Registered) -> None:
    there.chair.says("/language en")
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Full table")
    assert table(sent)[0] == ["Unit", "In time", "Late", "Open", "Overdue", "All"]
    assert "CATDB: 0/2 done · 🔴 1 overdue" in lists(sent)


def test_the_full_table_of_a_subcommittee_without_tasks_is_no_table(house: House) -> None:
    there = assigned(house)
    there.admin.says("/newevent DN24 | Hội nghị | Đà Nẵng | 7/5/2024")
    there.chair.says("/summary DN24")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    assert [block["type"] for block in blocks(sent)] == ["heading", "paragraph", "paragraph"]


# -- links to the cards --------------------------------------------------------------------------


def test_a_link_opens_the_card_for_whom_it_may_be_shown(there: Registered) -> None:
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    link = next(links(blocks(sent)))
    assert link == f"https://t.me/tieuban_bot?start=task-{there.task(1).id}"
    payload = link.partition("start=")[2]
    for somebody in (there.chair, there.lead, there.admin):
        assert "Khảo sát tuyến đường" in somebody.says(f"/start {payload}")[-1].text
    hidden = f"/start task-{there.task(4).id}"
    assert "Nhà khách" not in there.lead.says(hidden)[-1].text
    assert "Nhà khách" not in there.house.somebody("Người lạ").says(hidden)[-1].text


@pytest.mark.parametrize("payload", ["task-0", "task-999", "task-", "task-1x", "task-" + "9" * 40])
def test_a_link_to_nothing_is_refused_in_a_sentence(there: Registered, payload: str) -> None:
    (answer,) = there.chair.says(f"/start {payload}")
    assert answer.text
    assert "DBP70" not in answer.text


def test_observers_have_no_links_to_cards_they_may_not_see(there: Registered) -> None:
    observer = there.house.joins("Quan sát", there.subcommittee, "observer")
    observer.says("/summary")
    (sent,) = observer.presses("Bảng đầy đủ")
    assert list(links(blocks(sent))) == []
    assert "DBP70-1" in lists(sent)["CATDB: 0/2 xong · 🔴 1 quá hạn"]


def test_in_a_group_the_table_comes_into_the_group_with_links(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    there.chair.says("/summary", group=group)
    there.chair.presses("Bảng đầy đủ", group.shown[-1])
    assert group.shown[-1].method == METHOD
    assert len(list(links(blocks(group.shown[-1])))) == 3


# -- by default --------------------------------------------------------------------------------


def test_a_setting_makes_it_the_default(there: Registered) -> None:
    there.admin.says("/settings full table = yes")
    assert [shown.method for shown in there.chair.says("/summary")] == [METHOD]
    assert [shown.method for shown in there.chair.says("/summary DBP70")] == [METHOD]
    assert table(there.chair.last)[-1] == ["Cộng", "1", "0", "2", "1", "4"]
    there.admin.says("/caidat bảng đầy đủ = không")
    assert [shown.method for shown in there.chair.says("/summary")] == ["sendMessage"]


def test_slots_bring_the_table_where_it_is_the_default(there: Registered) -> None:
    with_settings(there, full_table=True)
    told = there.house.passes_to("2024-04-26 07:00")
    summaries = [shown for shown in told if shown.kind == "summary"]
    assert {shown.chat for shown in summaries} == {there.admin.id, there.chair.id}
    assert {shown.method for shown in summaries} == {METHOD}
    assert "Chưa có người: PC06" in next(s for s in summaries if s.chat == there.admin.id).text


def test_a_late_slot_says_so_in_the_table_too(there: Registered) -> None:
    with_settings(there, full_table=True)
    there.house.now = there.house.local("2024-04-25 09:00")
    there.house.tick()
    there.house.now = there.house.local("2024-04-26 09:00")
    told = [shown for shown in there.house.tick() if shown.kind == "summary"]
    assert told
    assert all("lẽ ra gửi lúc 07:00" in shown.text for shown in told)


# -- limits ------------------------------------------------------------------------------------


def test_where_not_all_fits_only_what_needs_attention_is_listed(
    there: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"Việc {'x' * 60} {number} | CATPHN | 1/5/2024" for number in range(90))
    there.admin.says(f"/newtask DBP70\n{lines}")
    there.other.says("/accept " + " ".join(f"DBP70-{number}" for number in range(5, 95)))
    there.chair.says("/summary")
    monkeypatch.setattr(full_table, "MOST_LETTERS", 6_000)
    (sent,) = there.chair.presses("Bảng đầy đủ")
    assert sent.method == METHOD
    assert "Không liệt kê 90 việc chưa cần chú ý." in sent.text
    assert "CATPHN: 1/91 xong" not in lists(sent)
    assert table(sent)[-1][-1] == "94"


def test_what_no_rich_message_can_hold_comes_in_pages(
    there: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.chair.says("/summary")
    monkeypatch.setattr(full_table, "MOST_BLOCKS", 5)
    (sent,) = there.chair.presses("Bảng đầy đủ")
    assert sent.method == "sendMessage"
    assert sent.text.startswith("Không gửi được bảng đầy đủ ở đây; đây là bản thường.")
    assert "4 nhiệm vụ" in sent.text


def test_forty_units_with_a_thousand_tasks_are_within_the_limits(there: Registered) -> None:
    codes = [f"DV{number:02}" for number in range(40)]
    there.admin.says("/newunit " + "\n".join(f"{code} | Đơn vị {code}" for code in codes))
    for part in range(11):
        lines = "\n".join(
            f"{shorten('Bảo đảm an ninh, trật tự tại các điểm ' * 3, 90)} {part}/{number}"
            f" | {codes[number % 40]} | 2/5/2024"
            for number in range(90)
        )
        there.admin.says(f"/newtask DBP70\n{lines}")
        there.house.advance(minutes=2)
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    assert sent.method in (METHOD, "sendMessage")
    if sent.method == METHOD:
        assert full_table.fits(sent.html)
        assert blocks(sent)
        assert table(sent)[-1][-1] == "994"


def test_the_estimate_of_blocks_is_never_below_what_the_sandbox_counts(there: Registered) -> None:
    there.chair.says("/summary")
    (sent,) = there.chair.presses("Bảng đầy đủ")
    assert block_count(blocks(sent)) <= full_table.blocks_in(sent.html)
    assert text_length(blocks(sent)) <= len(sent.html)
