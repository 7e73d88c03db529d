"""Deep links: what opens the private chat with the bot and tells it something at once."""

import re

from domain.task import Task

_TASK = re.compile(r"task-([0-9]{1,15})")


def start_link(bot_username: str, payload: str) -> str:
    """`payload`: at most 64 of letters, digits, `-` and `_`."""
    return f"https://t.me/{bot_username}?start={payload}"


def card_link(bot_username: str, task: Task) -> str:
    """Opens the task's card, for whom it may be shown."""
    return start_link(bot_username, f"task-{task.id}")


def task_of(payload: str) -> int | None:
    """The id of the task whose card is wanted; None where the payload says something else."""
    found = _TASK.fullmatch(payload)
    return int(found[1]) if found else None
