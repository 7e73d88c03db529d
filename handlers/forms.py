"""Guided forms: a command's arguments asked one by one."""

from handlers.registry import Command
from handlers.work import Work


def start(work: Work, command: Command) -> None:
    """Opens the command's form at its first question."""
    raise NotImplementedError


def leave(work: Work) -> None:
    """Ends an open form; any other command does so."""
