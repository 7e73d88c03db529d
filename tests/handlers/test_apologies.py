"""What a person reads when the handling of their update failed."""

import json

from handlers.apologies import apologise
from storage.inbox import InboxRow
from tests.support.house import House, Somebody


def given_up(house: House, update: object) -> InboxRow:
    payload = json.dumps(update)
    return InboxRow(1, 1, None, payload, "dead", 1, "error", "4F2A", house.now, house.now)


def apology(house: House, update: object) -> None:
    apologise(house.connection, given_up(house, update), "4F2A", house.now, "vi")
    house.deliver()


def written_by(who: Somebody) -> dict[str, object]:
    return {"update_id": 1, "message": {"from": {"id": who.id}, "text": "/report"}}


def test_an_apology_names_the_error_in_the_language_of_the_subcommittee(house: House) -> None:
    english = house.subcommittee("Logistics", language="en")
    member = house.joins("Lead", english, "lead", "CATDB", language_code="vi")
    apology(house, written_by(member))
    assert "4F2A" in member.last.text
    assert "nothing was changed" in member.last.text


def test_whoever_pressed_gets_an_apology_too(house: House) -> None:
    member = house.joins("Đầu mối", house.subcommittee(), "lead", "CATDB")
    apology(house, {"update_id": 1, "callback_query": {"from": {"id": member.id}}})
    assert "4F2A" in member.last.text


def test_where_nobody_asked_nobody_gets_one(house: House) -> None:
    house.joins("Đầu mối", house.subcommittee(), "lead", "CATDB")
    updates: tuple[object, ...] = ([], {"update_id": 1}, {"message": {"from": "?"}})
    for update in updates:
        apology(house, update)
    assert house.messages == []
