"""The picture that follows a slot's summary: on which days, to whom, after which text."""

from dataclasses import replace

import pytest

from domain.settings import Pictures
from handlers.slot_plan import PICTURES_AFTER
from storage import subcommittees
from tests.support.assigned import assigned
from tests.support.house import House, Shown
from tests.support.made_once import made_once
from tests.support.registered import Registered

LADDER_DAY = "2024-04-05 07:00"  # 30 days before the peak


@made_once
def on_the_eve(house: House, language: str) -> Registered:
    there = assigned(house, language)
    house.passes_to("2024-04-04 20:00")
    return there


@pytest.fixture
def there(house: House) -> Registered:
    return on_the_eve(house)


def set_to(there: Registered, pictures: Pictures) -> None:
    settings = replace(there.subcommittee.settings, pictures=pictures)
    with there.house.connection:
        subcommittees.update(there.house.connection, replace(there.subcommittee, settings=settings))


def photos(told: list[Shown]) -> list[Shown]:
    return [shown for shown in told if shown.files]


def test_on_a_ladder_day_heads_get_the_card_a_minute_after_the_text(there: Registered) -> None:
    told = there.house.passes_to(LADDER_DAY)
    assert photos(told) == []
    assert [shown.chat for shown in told if shown.kind == "summary"] == [
        there.admin.id,
        there.chair.id,
    ]
    there.house.now += PICTURES_AFTER
    cards = photos(there.house.deliver())
    assert [card.chat for card in cards] == [there.admin.id, there.chair.id]
    assert [card.files[0].name for card in cards] == ["card-DBP70-2024-04-05.png"] * 2
    assert "🔴 1 quá hạn" in cards[0].params["caption"]


def test_on_other_days_there_is_no_picture(there: Registered) -> None:
    there.house.passes_to("2024-04-05 20:00")
    told = there.house.passes_to("2024-04-06 20:00")
    assert [shown.kind for shown in told if shown.chat == there.chair.id] == ["summary"]


def test_on_peak_days_each_slot_brings_one(there: Registered) -> None:
    there.house.passes_to("2024-05-05 23:00")
    for hour in ("08:00", "18:00"):
        told = photos(there.house.passes_to(f"2024-05-06 {hour}"))
        assert [card.chat for card in told] == [there.admin.id, there.chair.id]


@pytest.mark.parametrize(
    ("pictures", "on_the_ladder_day", "the_day_after"),
    [(Pictures.NEVER, 0, 0), (Pictures.PEAK, 2, 0), (Pictures.ALWAYS, 2, 2)],
)
def test_a_setting_says_on_which_days(
    there: Registered, pictures: Pictures, on_the_ladder_day: int, the_day_after: int
) -> None:
    set_to(there, pictures)
    assert len(photos(there.house.passes_to("2024-04-05 20:00"))) == on_the_ladder_day
    assert len(photos(there.house.passes_to("2024-04-06 20:00"))) == the_day_after


def test_the_linked_group_gets_it_too(there: Registered) -> None:
    group = there.house.group()
    there.admin.says("/link", group=group)
    told = photos(there.house.passes_to("2024-04-05 20:00"))
    assert [card.chat for card in told] == [group.id, there.admin.id, there.chair.id]


def test_whoever_has_no_news_gets_no_picture_but_chairs_on_such_days(there: Registered) -> None:
    for number in range(1, 5):
        there.admin.says(f"/done DBP70-{number}")
        there.admin.says(f"/confirm DBP70-{number}")
    there.admin.says("/newunit PC06 | Phòng Cảnh sát quản lý hành chính")
    there.house.joins("Đầu mối PC06", there.subcommittee, "lead", "PC06")
    told = there.house.passes_to("2024-04-05 20:00")
    assert [card.chat for card in photos(told)] == [there.chair.id]


def test_a_picture_that_a_later_slot_makes_pointless_is_not_sent(there: Registered) -> None:
    set_to(there, Pictures.ALWAYS)
    house = there.house
    house.now = house.local("2024-04-05 07:00")
    while house.slice():
        pass
    house.now = house.local("2024-04-06 07:00")
    while house.slice():
        pass
    house.now += PICTURES_AFTER
    cards = photos(house.deliver())
    assert [card.files[0].name for card in cards] == ["card-DBP70-2024-04-06.png"] * 2


def test_units_get_digests_and_no_pictures(there: Registered) -> None:
    told = photos(there.house.passes_to("2024-04-05 20:00"))
    assert not {there.lead.id, there.other.id} & {card.chat for card in told}


@pytest.mark.parametrize(
    ("said", "pictures"),
    [
        ("pictures = always", Pictures.ALWAYS),
        ("hình ảnh = không", Pictures.NEVER),
        ("hinh anh = cao điểm", Pictures.PEAK),
    ],
)
def test_the_setting_is_typed_in_either_language(
    there: Registered, said: str, pictures: Pictures
) -> None:
    there.admin.says(f"/settings {said}")
    found = subcommittees.get(there.house.connection, there.subcommittee.id)
    assert found.settings.pictures is pictures


def test_any_other_word_is_refused_with_those_that_can_be(there: Registered) -> None:
    assert "“luôn”" in there.admin.says("/settings pictures = đôi khi")[-1].text


def test_the_setting_is_offered_by_buttons(there: Registered) -> None:
    there.admin.says("/settings")
    there.admin.presses("hình ảnh")
    there.admin.presses("luôn gửi")
    found = subcommittees.get(there.house.connection, there.subcommittee.id)
    assert found.settings.pictures is Pictures.ALWAYS
