"""What waits for a button."""

from datetime import timedelta
from pathlib import Path

from storage import persons, proposals
from tests.support.house import START, House


def test_the_button_of_a_forgotten_proposal_never_meets_a_newer_one(tmp_path: Path) -> None:
    house = House(tmp_path)
    subcommittee = house.subcommittee("Tiểu ban", "vi")
    admin = house.joins("Tổ giúp việc", subcommittee, "admin")
    person = persons.by_telegram_id(house.connection, admin.id)
    assert person is not None
    old = proposals.put(house.connection, person.id, subcommittee.id, "units", {}, START)
    assert proposals.forget_before(house.connection, START + timedelta(days=1)) == 1
    new = proposals.put(house.connection, person.id, subcommittee.id, "units", {}, START)
    assert new != old
    assert proposals.get(house.connection, old) is None
