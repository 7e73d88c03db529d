"""Units whose people a task does not reach: those without any, and those with none reachable."""

import sqlite3
from collections.abc import Iterable

from handlers.texts import Texts
from handlers.work import Work
from storage import members, units


def warnings(work: Work, unit_ids: Iterable[int]) -> list[str]:
    """One line for the units without people, one for those of whom nobody can be reached."""
    return lines(work.connection, work.texts, unit_ids)


def lines(connection: sqlite3.Connection, texts: Texts, unit_ids: Iterable[int]) -> list[str]:
    """The same, said to somebody who waits for it."""
    empty, silent = [], []
    for unit_id in dict.fromkeys(unit_ids):
        people = members.of_units(connection, [unit_id])
        if not people:
            empty.append(units.get(connection, unit_id))
        elif all(member.unreachable for member in people):
            silent.append(units.get(connection, unit_id))
    said = []
    if empty:
        said.append(texts.html("unit_people.empty", units=empty))
    if silent:
        said.append(texts.html("unit_people.silent", units=silent))
    return said
