"""How a unit, or any list of tasks, stands: one word for its worst trouble."""

from enum import StrEnum

from domain.task import Count


class Standing(StrEnum):
    """The worst first."""

    OVERDUE = "overdue"
    BLOCKED = "blocked"
    UNDER_WAY = "under_way"
    DONE = "done"


def standing(count: Count) -> Standing:
    """Of a list that has tasks; one without any counts as done."""
    if count.overdue:
        return Standing.OVERDUE
    if count.blocked:
        return Standing.BLOCKED
    return Standing.UNDER_WAY if count.open else Standing.DONE
