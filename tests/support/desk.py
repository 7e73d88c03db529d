"""A place where people of a subcommittee type what they like, and nothing is kept of it."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.registered import Registered
from tests.support.trial import Trials


@dataclass
class Desk:
    there: Registered
    trials: Trials
    language: str

    def person(self, role: str) -> Somebody:
        house = self.there.house
        if role == "operator":
            return Somebody(house, 1, "Người vận hành", language_code=self.language)
        return {
            "admin": self.there.admin,
            "chair": self.there.chair,
            "lead": self.there.lead,
        }[role]


def desk_in(folder: Path, language: str) -> Desk:
    house = House(folder, locale=language)
    there = assigned(house, language)
    house.joins("Cán bộ", there.subcommittee, "member", "CATDB")
    there.lead.says("/done DBP70-2")
    there.other.says("/block DBP70-3 chờ")
    # So that the pace of these commands does not come into it.
    house.advance(minutes=1)
    return Desk(there, Trials(house), language)
