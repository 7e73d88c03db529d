"""Units listed, registered and changed: /units and /newunit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.arguments.units import NewUnit, parse_new_units
from domain.errors import Refusal
from domain.lines import split_lines
from domain.roles import Action
from domain.text import fold
from domain.unit import Unit
from handlers import bad_lines, continuing
from handlers.access import pressed_number, require, seat_that_may
from handlers.paging import page_of, pager_rows
from handlers.proposing import leave_button, propose, take
from handlers.registering import taken_codes
from handlers.seat import Seat
from handlers.work import Work, changes
from storage import members, units

COMMAND = "newunit"
KIND = "change_unit"
_MOST_ALIASES = 10


def list_units(work: Work, argument: str) -> None:
    """`/units`"""
    _show(work, seat_that_may(work, Action.SEE_UNITS), 0)


def turn_units(work: Work, arguments: list[str]) -> None:
    """`units:<subcommittee>:<page>`"""
    seat = work.seat_in(pressed_number(arguments))
    require(seat, Action.SEE_UNITS)
    _show(work, seat, pressed_number(arguments, 1))


def _show(work: Work, seat: Seat, number: int) -> None:
    listed = units.all_of(work.connection, seat.subcommittee.id)
    people = members.count_by_unit(work.connection, seat.subcommittee.id)
    page = page_of(listed, number)
    html = work.html(
        "unit_keeping.list",
        units=page.items,
        people=people,
        total=page.total,
        empty=sum(unit.id not in people for unit in listed),
    )
    work.show(html, pager_rows(f"units:{seat.subcommittee.id}", page.number, page.pages))


@dataclass(frozen=True)
class Outcome:
    """What became of one line: a new unit, or a known one (changed at a button), or a refusal."""

    line: str
    made: Unit | None = None
    known: Unit | None = None
    wanted: Unit | None = None
    refusal: Refusal | None = None


def new_unit(work: Work, argument: str) -> None:
    """`/newunit CODE | name [| aliases]`; several lines; a known code is changed at a button."""
    _register(work, argument, several=len(split_lines(argument)) > 1)


def continues(work: Work, text: str) -> bool:
    """Whether plain text has the form of lines that register units."""
    return all("|" in line for line in text.splitlines() if line.strip())


def go_on(work: Work, text: str, context: Mapping[str, Any]) -> None:
    """Plain lines after the command: more units."""
    _register(work, text, several=True)


def _register(work: Work, text: str, *, several: bool) -> None:
    seat = seat_that_may(work, Action.ADMINISTER)
    outcomes = []
    for line in parse_new_units(text):
        if line.value is None:
            outcomes.append(Outcome(line.text, refusal=line.refusal))
        else:
            outcomes.append(_carry_out(work, seat, line.value, line.text))
    if len(outcomes) == 1 and outcomes[0].refusal:
        raise outcomes[0].refusal
    _say(work, seat, outcomes)
    if several:
        continuing.remember(work, COMMAND, {}, seat)


def _carry_out(work: Work, seat: Seat, new: NewUnit, line: str) -> Outcome:
    known = units.by_code(work.connection, seat.subcommittee.id, new.code)
    try:
        _unmistakable(work, seat, new, known)
    except Refusal as refusal:
        return Outcome(line, refusal=refusal)
    if known is not None:
        aliases = new.aliases or known.aliases
        return Outcome(line, known=known, wanted=replace(known, name=new.name, aliases=aliases))
    made = units.create(work.connection, seat.subcommittee.id, new.code, new.name, new.aliases)
    work.audit(seat, "created", made, {}, _facts(made))
    return Outcome(line, made=made)


def _unmistakable(work: Work, seat: Seat, new: NewUnit, known: Unit | None) -> None:
    """A code, name or alias stands for one unit only, and no event has the code."""
    if len(new.aliases) > _MOST_ALIASES:
        raise Refusal("too_many_aliases", limit=_MOST_ALIASES)
    taken_codes.refuse_of_event(work, seat, new.code)
    said = {fold(name): name for name in (new.code, new.name, *new.aliases)}
    for other in units.all_of(work.connection, seat.subcommittee.id):
        if known is not None and other.id == known.id:
            continue
        for name in map(fold, (other.code, other.name, *other.aliases)):
            if name in said:
                raise Refusal("unit_name_taken", name=said[name], unit=other)


def _facts(unit: Unit) -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "aliases": unit.aliases}


def _say(work: Work, seat: Seat, outcomes: Sequence[Outcome]) -> None:
    made = [outcome.made for outcome in outcomes if outcome.made]
    same = [outcome.known for outcome in outcomes if outcome.known == outcome.wanted]
    same_units = [unit for unit in same if unit]
    refused = [(outcome.line, outcome.refusal) for outcome in outcomes if outcome.refusal]
    blocks = []
    if made:
        blocks.append(work.html("unit_keeping.made", count=len(made)))
        blocks += [work.html("unit_keeping.line", unit=unit) for unit in made]
        blocks.append(work.html("unit_keeping.invite", unit=made[0]))
    blocks += [work.html("unit_keeping.unchanged", unit=unit) for unit in same_units]
    blocks = bad_lines.under(blocks, bad_lines.blocks(work, COMMAND, refused))
    if blocks:
        work.say_blocks(blocks)
    changed = [outcome for outcome in outcomes if outcome.known and outcome.known != outcome.wanted]
    if changed:
        _ask(work, seat, changed)


def _ask(work: Work, seat: Seat, changed: Sequence[Outcome]) -> None:
    """What would change, with a button that changes it."""
    kept = [
        {
            "id": outcome.known.id,
            "before": [outcome.known.name, list(outcome.known.aliases)],
            "after": [outcome.wanted.name, list(outcome.wanted.aliases)],
        }
        for outcome in changed
        if outcome.known and outcome.wanted
    ]
    proposal = propose(work, seat, KIND, {"units": kept})
    blocks = [work.html("unit_keeping.known", count=len(kept))]
    blocks += [
        work.html("unit_keeping.change", before=outcome.known, after=outcome.wanted)
        for outcome in changed
    ]
    button = work.button("unit_keeping.button_change", f"unityes:{proposal}", "primary")
    work.say_blocks(blocks, [[button, leave_button(work, proposal)]])


def change_units(work: Work, arguments: list[str]) -> None:
    """`unityes:<proposal>`: changes the units as was shown, if they still are what was shown."""
    seat, data = take(work, pressed_number(arguments), KIND)
    require(seat, Action.ADMINISTER)
    changed = []
    for kept in data["units"]:
        before = units.get(work.connection, kept["id"])
        name, aliases = kept["after"]
        after = replace(before, name=name, aliases=tuple(aliases))
        if [before.name, list(before.aliases)] != kept["before"]:
            raise Refusal("unit_changed", unit=before)
        _unmistakable(work, seat, NewUnit(before.code, name, after.aliases), before)
        units.update(work.connection, after)
        work.audit(seat, "changed", after, *changes(before, after))
        changed.append(after)
    blocks = [work.html("unit_keeping.changed", count=len(changed))]
    blocks += [work.html("unit_keeping.line", unit=unit) for unit in changed]
    if len(blocks) <= 10:
        work.show("\n".join(blocks))
    else:
        work.show(blocks[0])
        work.say_blocks(blocks[1:])
