"""A house with two subcommittees, in which everybody's rights are tried."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.house import Group, House, Somebody
from tests.support.trial import Trial, Trials
from tests.support.two_subcommittees import (
    FOREIGN,
    OWN,
    ROLES,
    SECRET,
    Furnished,
    Words,
    furnished,
    shown_every_button,
    shown_imports,
)

PLACES = ("private", "linked", "other")
OUTSIDERS = ("operator", "stranger", "left")
ACTORS = (*ROLES, *OUTSIDERS)


@dataclass
class World:
    house: House
    own: Furnished
    foreign: Furnished
    trials: Trials
    people: dict[str, Somebody]
    """Who acts, by role; all but outsiders are members of the own subcommittee alone."""
    both: Somebody
    """A member of the own subcommittee's first unit, and an admin of the foreign one."""
    unlinked: Group

    def place(self, name: str) -> Group | None:
        groups = {"linked": self.own.group, "foreign": self.foreign.group, "other": self.unlinked}
        return groups.get(name)

    def named(self, text: str, words: Words, there: Furnished | None) -> str:
        """The text with the names of what there is; without a place, of what there is not."""
        names = {**vars(words), "mate": "989898", "other": "979797", "chair": "969696"}
        names |= {"mate_name": "nobody_there"}
        names["mate_number"] = str(self.own.number_of(self.own.mate))
        if there is not None:
            names["mate"], names["other"] = str(there.mate.id), str(there.other.id)
            names["chair"] = str(there.people["chair"].id)
            names["mate_name"] = there.mate.username or ""
        return text.format(**names)


def made(folder: Path) -> World:
    """Two furnished subcommittees, people of every role, and people of both or of none."""
    house = House(folder)
    own, foreign = furnished(house, OWN), furnished(house, FOREIGN)
    house.passes_to("2024-03-16 07:00")
    house.advance(minutes=5)
    shown_every_button(own)
    shown_every_button(foreign)
    operator = Somebody(house, 1, "Người vận hành")
    operator.says("/newsubcommittee Tiểu ban mới")
    both = house.joins("Hai nơi", own.subcommittee, "member", OWN.unit)
    house.appoint(both, foreign.subcommittee, "admin")
    unlinked = house.group("Nhóm chưa liên kết")
    third = house.subcommittee("Tiểu ban thứ ba")
    of_two = house.joins("Hai ban", own.subcommittee, "admin")
    house.appoint(of_two, third, "admin")
    of_two.says("/link", group=house.group("Nhóm sẽ liên kết"))
    own.collect(operator, of_two)
    stranger = house.somebody("Người lạ")
    people = {**own.people, "operator": operator, "stranger": stranger, "left": own.left}
    # The hour after which a stranger is answered again, and the pace of commands, are over.
    house.advance(hours=2)
    shown_imports(own)
    shown_imports(foreign)
    return World(house, own, foreign, Trials(house), people, both, unlinked)


def unharmed(world: World, trial: Trial) -> None:
    """Nothing of the foreign subcommittee was changed or told."""
    assert trial.changed(world.foreign.subcommittee.id) == []
    assert SECRET not in trial.everything
    foreign = {who.id for who in world.foreign.people.values()}
    assert not foreign & {said.chat for said in trial.said}
