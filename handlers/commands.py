"""The one table of commands, buttons and plain messages.

Registration, menus, /help, the command reference and the rights tests all read it. The order of
the rows is the order in /help and in the menus.
"""

from handlers.registry import Command, Place, Press, Registry
from handlers.work import Work

__all__ = ["REGISTRY", "Place"]

COMMANDS: tuple[Command, ...] = ()

PRESSES: tuple[Press, ...] = ()


def _membership(work: Work) -> None:
    raise NotImplementedError


REGISTRY = Registry(COMMANDS, PRESSES, plain=(), membership=_membership)
