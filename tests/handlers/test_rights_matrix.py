"""Who may give which command: role by role, place by place, own and foreign, none left out.

What is expected stands in `tests.support.who_may`; the rows that must be there are those of the
table of commands.
"""

from itertools import product

import pytest

from handlers.commands import COMMANDS, REGISTRY
from handlers.texts import texts
from tests.support import who_may
from tests.support.rights_world import ACTORS, OUTSIDERS, PLACES, World, unharmed
from tests.support.trial import Trial
from tests.support.two_subcommittees import FOREIGN, OWN, ROLES, UNKNOWN
from tests.support.who_may import BY_COMMAND, Case

VI = texts("vi")


# -- commands --------------------------------------------------------------------------------------


def test_every_command_has_its_cases() -> None:
    assert set(BY_COMMAND) == {command.name for command in COMMANDS}


def carried_out(case: Case, trial: Trial) -> bool:
    return case.shows in trial.answer if case.shows else not trial.changes_nothing


def ever(name: str, role: str) -> bool:
    """Whether there is anything to which the role may do this."""
    return any(role in case.may.split() for case in BY_COMMAND[name].cases)


def expected(name: str, case: Case, role: str, place: str) -> bool:
    if place == "other":
        return name in who_may.ANYWHERE and role in case.may.split()
    if place == "linked" and name not in who_may.IN_FULL | who_may.IN_A_LINE:
        return False
    if place == "linked" and role in OUTSIDERS:
        return False
    if role == "operator":
        return BY_COMMAND[name].operator and (not case.may or case.may == who_may.ALL)
    return role in case.may.split()


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("name", BY_COMMAND)
def test_a_command_does_what_the_contract_lets_it(world: World, name: str, role: str) -> None:
    command = REGISTRY.by_name[name]
    for place, case in product(PLACES, BY_COMMAND[name].cases):
        typed = name if place == "private" else command.alias or name
        text = f"/{typed} {world.named(case.said, OWN, world.own)}".strip()
        trial = world.trials.says(world.people[role], text, world.place(place))
        unharmed(world, trial)
        assert carried_out(case, trial) is expected(name, case, role, place), (
            f"{role}, {place}: {text}\n{trial.answer}"
        )
        if not expected(name, case, role, place):
            refused(world, name, role, place, trial)
        if place == "linked" and name not in who_may.IN_FULL:
            assert all("\n" not in said.text for said in trial.answers)


def refused(world: World, name: str, role: str, place: str, trial: Trial) -> None:
    """In one sentence or not at all, nothing changed, and no content in it."""
    assert trial.changes_nothing
    assert trial.answer == sentence(name, role, place, trial), trial.answer
    assert all(said.chat == trial.where for said in trial.said)


def sentence(name: str, role: str, place: str, trial: Trial) -> str:
    """What those are told who may not; of what they may do in part only, any one sentence."""
    in_group = place != "private"
    if role in OUTSIDERS:
        if in_group and name not in who_may.ANYWHERE:
            return ""
        if role == "operator" and not in_group:
            return first_of(trial, "help", VI.plain("refusals.operator_only"), name)
        return VI.plain("general.stranger")
    if place == "other" and name not in who_may.ANYWHERE:
        return ""
    if place == "linked" and name not in who_may.IN_FULL | who_may.IN_A_LINE:
        return VI.plain("groups.in_private")
    if not ever(name, role):
        return VI.plain("refusals.not_allowed")
    assert len(trial.answers) == 1
    assert not any(mark in trial.answer for mark in ("Việc khác", "Khác trình", "Khác vướng"))
    return trial.answer


def first_of(trial: Trial, helping: str, otherwise: str, name: str) -> str:
    """The operator may ask for help, of which a part is refused as to anybody."""
    return VI.plain("refusals.not_allowed") if name == helping else otherwise


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [name for name in BY_COMMAND if BY_COMMAND[name].abroad])
def test_what_is_abroad_is_refused_in_the_words_for_what_does_not_exist(
    world: World, name: str, role: str
) -> None:
    who = world.people[role]
    for group, said in product((None, world.own.group), BY_COMMAND[name].abroad):
        there = world.named(said, FOREIGN, world.foreign)
        nowhere = world.named(said, UNKNOWN, None)
        foreign = world.trials.says(who, f"/{name} {there}", group)
        unknown = world.trials.says(who, f"/{name} {nowhere}", group)
        unharmed(world, foreign)
        assert foreign.changes_nothing, f"{role}: {there}"
        assert neutral(foreign.answer, there, nowhere) == unknown.answer


def neutral(answer: str, there: str, nowhere: str) -> str:
    """The answer as if it were about what does not exist: but for what was typed."""
    for typed, other in zip(there.split(), nowhere.split(), strict=True):
        answer = answer.replace(typed.strip("@"), other.strip("@"))
        answer = answer.replace(typed.split("-")[0], other.split("-")[0])
    return answer


@pytest.mark.parametrize("name", BY_COMMAND)
def test_a_right_held_elsewhere_counts_nothing_here(world: World, name: str) -> None:
    """Who is an admin of another subcommittee is here what they are here."""
    for case in BY_COMMAND[name].cases:
        text = f"/{name} {world.named(case.said, OWN, world.own)}".strip()
        for group in (None, world.own.group):
            trial = world.trials.says(world.both, text, group)
            if "member" in case.may.split():
                continue
            assert trial.changed(world.own.subcommittee.id) == [], text
            if "{" in case.said and case.shows:
                assert case.shows not in trial.answer, text


@pytest.mark.parametrize("said", ["newevent {event} | Lễ | Huế | 01/06/2024", "newunit {unit} | A"])
def test_a_code_given_elsewhere_is_free_here(world: World, said: str) -> None:
    trial = world.trials.says(
        world.people["admin"], "/" + world.named(said, FOREIGN, world.foreign)
    )
    unharmed(world, trial)
    assert trial.changed(world.own.subcommittee.id)


@pytest.mark.parametrize("role", ROLES)
def test_a_group_of_another_subcommittee_is_not_told_whose_it_is(world: World, role: str) -> None:
    who = world.people[role]
    for command in COMMANDS:
        trial = world.trials.says(who, f"/{command.name}", world.foreign.group)
        unharmed(world, trial)
        assert trial.changes_nothing
        if command.name not in who_may.ANYWHERE:
            assert trial.said == []


@pytest.mark.parametrize("place", ["linked", "other"])
def test_plain_text_in_groups_is_not_answered(world: World, place: str) -> None:
    for role in ACTORS:
        trial = world.trials.says(world.people[role], "DBP70-1 xong", world.place(place))
        assert (trial.said, trial.changes_nothing) == ([], True)
