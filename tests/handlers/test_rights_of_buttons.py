"""Who may press which button: role by role, place by place, real, from abroad and forged.

What is expected stands in `tests.support.who_may`; the rows that must be there are those of the
table of buttons. The data are those that people were really shown.
"""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from handlers.commands import PRESSES
from tests.support import who_may
from tests.support.house import Somebody
from tests.support.rights_world import ACTORS, PLACES, World, unharmed
from tests.support.two_subcommittees import Furnished
from tests.support.who_may import BY_VERB, Button

DataOf = Callable[[Button], str]


def test_every_button_has_its_cases() -> None:
    assert set(BY_VERB) == {press.verb for press in PRESSES}


@pytest.fixture(scope="module")
def data_of(world: World) -> DataOf:
    """What a button of the own subcommittee that begins so really carried."""
    names = names_in(world.own)
    return lambda button: world.own.data(button.data.format(**names))


def names_in(there: Furnished) -> dict[str, int]:
    """What stands for the ids in the beginnings of the data."""
    names = {f"task{number}": there.task_id(number) for number in range(1, 11)}
    names |= {"own": there.subcommittee.id, "event_id": there.event_id()}
    names["unit_id"] = there.unit_id(there.words.unit)
    names["other_unit_id"] = there.unit_id(there.words.other_unit)
    for name, verb, place in (
        ("invitation_chair", "ir", 0), ("invitation_member", "ir", 1), ("loose", "of", 0),
    ):  # fmt: skip
        names[name] = int(there.buttons[verb][place].split(":")[1])
    return names | {"notice": notice_of(there)}


def notice_of(there: Furnished) -> int:
    """The notice by which the lead was given tasks."""
    message = next(
        shown for shown in there.people["lead"].shown
        if any(button.get("callback_data", "").startswith("acceptall:") for button in shown.buttons)
    )  # fmt: skip
    return int(message.data("tất cả").split(":")[1])


def expected_press(verb: str, button: Button, role: str, place: str) -> bool:
    if place == "other" or (place == "linked" and verb not in who_may.BUTTONS_IN_GROUPS):
        return False
    return role in button.may.split()


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("verb", BY_VERB)
def test_a_button_does_what_the_contract_lets_it(
    world: World, data_of: DataOf, verb: str, role: str
) -> None:
    for place, button in product(PLACES, BY_VERB[verb]):
        data = data_of(button)
        trial = world.trials.presses(world.people[role], data, world.place(place))
        unharmed(world, trial)
        if expected_press(verb, button, role, place):
            assert not trial.alert, f"{role}: {data}\n{trial.answer}"
            assert trial.said
        elif (verb, role, place) not in OPERATORS:
            assert trial.alert, f"{role}, {place}: {data}\n{trial.answer}"
            assert (trial.said, trial.changes_nothing) == ([], True)


OPERATORS = {("go", "operator", "private"), ("ns", "operator", "private")}
"""What the operator has buttons for."""


def test_the_operators_buttons_work_for_the_operator(world: World) -> None:
    operator = world.people["operator"]
    assert not world.trials.presses(operator, world.own.data("ns")).alert
    assert not world.trials.presses(operator, "go:help").alert
    for data in ("go:mine", "go:tasks", "go:summary", "go:events", "go:newtask"):
        trial = world.trials.presses(operator, data)
        assert trial.alert
        assert (trial.said, trial.changes_nothing) == ([], True)


@pytest.mark.parametrize("verb", [verb for verb in BY_VERB if BY_VERB[verb][0].owner])
def test_a_button_meant_for_one_person_works_for_that_person(
    world: World, data_of: DataOf, verb: str
) -> None:
    data = data_of(BY_VERB[verb][0])
    shown = next(
        message for message in reversed(world.house.messages)
        if any(button.get("callback_data") == data for button in message.buttons)
    )  # fmt: skip
    owner = Somebody(world.house, shown.chat, "Người được hỏi")
    trial = world.trials.presses(owner, data)
    assert not trial.alert, trial.answer


@pytest.mark.parametrize("verb", BY_VERB)
def test_a_button_from_abroad_is_refused_as_one_that_never_was(world: World, verb: str) -> None:
    """Every one that the people there were shown."""
    shown = sorted(set(world.foreign.buttons.get(verb, [])))
    places = [(who, None) for who in world.people.values()]
    in_group = [(who, world.own.group) for who in (world.people["admin"], world.both)]
    for data, (who, group) in product(shown, [*places, *in_group]):
        if data.startswith(tuple(who_may.SAY_NOTHING_OF_ANYTHING)):
            continue
        trial = world.trials.presses(who, data, group)
        unharmed(world, trial)
        assert trial.alert, f"{who.name}: {data}\n{trial.answer}"
        assert (trial.said, trial.changes_nothing) == ([], True)
        if who is world.people["admin"]:
            assert trial.toast == world.trials.presses(who, forged(data), group).toast, data


def forged(data: str) -> str:
    """The same with ids that nothing has."""
    verb, _, *rest = data.split(":")
    if verb == "of":
        rest = ["99999999"]
    if verb == "au":
        rest = [rest[0], "99999999", rest[2]]
    return ":".join((verb, "99999999", *rest))


# -- forged data -----------------------------------------------------------------------------------

NUMBERS = ("0", "1", "2", "999999999999999999", "9223372036854775808", "9" * 40)
GARBAGE = ("", "-1", "1.5", "٣", "²", "ộ", "🙂", "open")


def variants(data: str) -> Iterator[str]:
    """The data with each part replaced, left out, repeated."""
    verb, *parts = data.split(":")
    yield verb
    yield f"{verb}:"
    yield ":".join([verb, *parts, "1"])
    yield ":".join([verb, *parts, *parts])
    for index in range(len(parts)):
        yield ":".join([verb, *parts[:index]])
        for value in (*NUMBERS, *GARBAGE):
            yield ":".join([verb, *parts[:index], value, *parts[index + 1 :]])
    for value in ("", "1", "٣", "999999999999999999"):
        for count in range(1, 6):
            yield ":".join([verb, *[value] * count])


@pytest.mark.parametrize("verb", BY_VERB)
def test_forged_data_never_raise_nor_reach_abroad(world: World, data_of: DataOf, verb: str) -> None:
    data = data_of(BY_VERB[verb][0])
    forgeries = [each for each in dict.fromkeys(variants(data)) if len(each.encode()) <= 64]
    # The admin is let furthest; of the others a part is enough.
    tries = [("admin", each) for each in forgeries]
    tries += product(("member", "operator", "left"), forgeries[::4])
    for role, each in tries:
        trial = world.trials.presses(world.people[role], each)
        unharmed(world, trial)
        if role == "left":
            assert trial.changes_nothing, each


@pytest.mark.parametrize("data", ["", ":", "::", "nosuch:1", "CARD:1", "🙂", "card", "x" * 64])
def test_a_button_that_never_was_is_answered_in_one_sentence(world: World, data: str) -> None:
    for role in ACTORS:
        trial = world.trials.presses(world.people[role], data)
        assert trial.alert
        assert (trial.said, trial.changes_nothing) == ([], True)


def test_ids_of_the_other_subcommittee_in_own_buttons_reach_nothing(
    world: World, data_of: DataOf
) -> None:
    """Each id of one kind put in the place of an own one."""
    own, foreign = world.own, world.foreign
    pairs = [(str(own.subcommittee.id), str(foreign.subcommittee.id))]
    pairs += [(str(own.task_id(n)), str(foreign.task_id(n))) for n in range(1, 11)]
    pairs += [(str(own.event_id()), str(foreign.event_id()))]
    admin = world.people["admin"]
    for verb in BY_VERB:
        verb_data = {data_of(button) for button in BY_VERB[verb]}
        for data in sorted(verb_data):
            parts = data.split(":")
            for index in range(1, len(parts)):
                for mine, theirs in pairs:
                    if parts[index] == mine:
                        crossed = ":".join([*parts[:index], theirs, *parts[index + 1 :]])
                        unharmed(world, world.trials.presses(admin, crossed))
