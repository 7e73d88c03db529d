"""Too many commands in a short time: the time in which they were sent."""

from datetime import timedelta

from tests.support.house import House
from tests.support.registered import registered


def test_commands_that_gathered_while_the_bot_was_away_are_all_carried_out(house: House) -> None:
    lead = registered(house).lead
    before = len(lead.shown)
    for minutes_ago in range(60, 0, -1):
        moment = house.now - timedelta(minutes=minutes_ago)
        raw = house._raw_message(lead, {"text": "/mine"}, None)
        house.update({"message": {**raw, "date": int(moment.timestamp())}}, lead)
    assert len(lead.shown) == before + 60


def test_what_was_sent_in_haste_while_the_bot_was_away_is_too_much(house: House) -> None:
    lead = registered(house).lead
    before = len(lead.shown)
    hour_ago = int((house.now - timedelta(hours=1)).timestamp())
    for number in range(37):
        raw = house._raw_message(lead, {"text": "/mine"}, None)
        house.update({"message": {**raw, "date": hour_ago + number // 10}}, lead)
        house.advance(seconds=0.01)
    house.advance(seconds=11)
    house.deliver()
    assert len(lead.shown) == before + 31
    assert "7 lệnh vừa rồi" in lead.last.text


def test_a_phone_whose_clock_is_ahead_gains_nothing(house: House) -> None:
    lead = registered(house).lead
    before = len(lead.shown)
    for number in range(37):
        raw = house._raw_message(lead, {"text": "/mine"}, None)
        house.update({"message": {**raw, "date": int(house.now.timestamp()) + 20 * number}}, lead)
    house.advance(seconds=11)
    house.deliver()
    assert len(lead.shown) == before + 31
