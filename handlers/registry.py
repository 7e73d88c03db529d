"""What a row of the tables of commands, buttons and plain messages is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.roles import Action

if TYPE_CHECKING:
    from handlers.work import Work


class Place(StrEnum):
    """Where a command is carried out."""

    PRIVATE = "private"
    """In a linked group it gets one line and a button to the private chat."""
    LINE = "line"
    """Also in a linked group, when given in full; confirmed there in one line."""
    GROUP = "group"
    """Also in a linked group."""
    ANY_GROUP = "any_group"
    """In any group, linked or not, and only there is it of use."""


@dataclass(frozen=True)
class Field:
    """One question of a guided form.

    Its prompt is the text `forms.<command>_<name>`.
    """

    name: str
    check: Callable[[Work, str, Mapping[str, str]], str]
    """Given what was typed and the answers so far: the answer as the command wants it, or a
    Refusal. The answer is shown back as it is."""
    choices: Callable[[Work, Mapping[str, str]], Sequence[Choice]] | None = None
    """What can be chosen by a button."""
    optional: bool = False
    """Then there is a Skip button, and the answer is empty."""
    several: bool = False
    """Several choices can be made before Next; the answer joins them by commas."""
    asked: Callable[[Mapping[str, str]], bool] | None = None
    """Given the answers so far: whether to ask at all."""


@dataclass(frozen=True)
class Choice:
    label: str
    value: str


@dataclass(frozen=True)
class Form:
    fields: tuple[Field, ...]
    compose: Callable[[Mapping[str, str]], str]
    """The command's argument made of the answers."""
    confirm: bool = True
    """Whether what was understood is shown and saved only at a button."""


@dataclass(frozen=True)
class GoOn:
    """How plain lines continue a multi-line command that called `continuing.remember`."""

    fits: Callable[[Work, str], bool]
    """Whether the text is of the command's form; other text is none of its business."""
    run: Callable[[Work, str, Mapping[str, Any]], None]
    """Carries the text on; the mapping is what was remembered."""


@dataclass(frozen=True)
class Command:
    """A command people type.

    Its menu line, usage, explanation and example are the texts `commands.<name>_menu`, `_usage`,
    `_about` and `_example`.
    """

    name: str
    alias: str | None
    run: Callable[[Work, str], None]
    right: Action | None = None
    """Needed to use it at all; the subject is checked by the command. None: every member."""
    place: Place = Place.PRIVATE
    form: Form | None = None
    operator: bool = False
    """For operators alone, who need be members of nothing."""
    operators_too: bool = False
    """Also for operators, members of nothing as they may be."""
    anybody: bool = False
    """Answers strangers too."""
    menu: bool = True
    takes_file: bool = False
    """It may be said under a file, even without an argument; `run` then asks what it needs."""
    go_on: GoOn | None = None
    """How plain lines that follow within a minute continue it, see `handlers.continuing`."""


@dataclass(frozen=True)
class Press:
    """A button's verb; its data is `verb:argument:…`."""

    verb: str
    run: Callable[[Work, list[str]], None]
    right: Action | None = None
    anybody: bool = False
    place: Place = Place.PRIVATE
    """PRIVATE, or GROUP where it also stands under what a linked group is answered."""


@dataclass(frozen=True)
class Registry:
    commands: tuple[Command, ...]
    presses: tuple[Press, ...]
    plain: tuple[Callable[[Work], bool], ...]
    """Tried in order with a plain private message; the first that returns True dealt with it."""
    membership: Callable[[Work], None]
    """The bot was added, removed, blocked or unblocked, or a group became a supergroup."""
    reports: Callable[[Work], bool]
    """Whether a plain private message is a report: edited, it is not carried out again."""
    by_name: Mapping[str, Command] = field(init=False)
    by_verb: Mapping[str, Press] = field(init=False)

    def __post_init__(self) -> None:
        names: dict[str, Command] = {}
        for command in self.commands:
            for name in filter(None, (command.name, command.alias)):
                if name in names:
                    raise ValueError(f"two commands are named {name}")
                names[name] = command
        verbs = {press.verb: press for press in self.presses}
        if len(verbs) != len(self.presses):
            raise ValueError("two buttons have the same verb")
        object.__setattr__(self, "by_name", names)
        object.__setattr__(self, "by_verb", verbs)
