"""What a method is, and the call it serves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.bots import Bot
from sandbox.parameters import Parameters
from sandbox.world import World


@dataclass(slots=True)
class Request:
    """One call: who asks, with which parameters, of which world."""

    world: World
    bot: Bot
    args: Parameters


@dataclass(frozen=True, slots=True)
class Described:
    """A result that is answered together with a description."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """A result that is JSON already; `result` is the same for the transcript."""

    body: bytes
    result: Any


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API: its name, what it takes, who serves it.

    `parameters` names all it takes; any other is refused. Exactly one of `serve` (at once) and
    `wait` (may take its time) is given.
    """

    name: str
    parameters: frozenset[str]
    serve: Callable[[Request], Any] | None = None
    wait: Callable[[Request], Awaitable[Any]] | None = None


def method(name: str, serve: Callable[[Request], Any], *parameters: str) -> Method:
    """A row of the table of methods; parameters may be given several in one string."""
    names = frozenset(word for group in parameters for word in group.split())
    return Method(name, names, serve)
