"""Units whose people a task does not reach: those without any, and those with none reachable."""

from collections.abc import Iterable

from handlers.work import Work
from storage import members, units


def warnings(work: Work, unit_ids: Iterable[int]) -> list[str]:
    """One line for the units without people, one for those of whom nobody can be reached."""
    empty, silent = [], []
    for unit_id in dict.fromkeys(unit_ids):
        people = members.of_units(work.connection, [unit_id])
        if not people:
            empty.append(units.get(work.connection, unit_id))
        elif all(member.unreachable for member in people):
            silent.append(units.get(work.connection, unit_id))
    lines = []
    if empty:
        lines.append(work.html("unit_people.empty", units=empty))
    if silent:
        lines.append(work.html("unit_people.silent", units=silent))
    return lines
