"""Buttons that give a command without arguments: under greetings and where one sentence is said."""

from collections.abc import Iterable

from domain.errors import Refusal
from domain.roles import Role
from handlers import access, forms
from handlers.keyboards import Button
from handlers.menus import allows
from handlers.work import Work

VERB = "go"

_OF_ROLE: dict[Role, tuple[str, str, str]] = {
    Role.CHAIR: ("summary", "events", "help"),
    Role.DEPUTY: ("summary", "events", "help"),
    Role.ADMIN: ("summary", "newtask", "help"),
    Role.LEAD: ("mine", "tasks", "help"),
    Role.MEMBER: ("mine", "tasks", "help"),
    Role.OBSERVER: ("summary", "events", "help"),
}
_OF_OPERATOR = ("newsubcommittee", "language", "help")
NAMES = frozenset(name for names in (*_OF_ROLE.values(), _OF_OPERATOR) for name in names) | {
    "members",
    "invite",
}


def rows(work: Work) -> list[list[Button]]:
    """The three buttons that help this person most."""
    names = _OF_ROLE[work.seats[0].member.role] if work.seats else _OF_OPERATOR
    return [buttons(work, names)]


def buttons(work: Work, names: Iterable[str]) -> list[Button]:
    return [work.button(f"general.go_{name}", f"{VERB}:{name}") for name in names]


def press(work: Work, arguments: list[str]) -> None:
    """Carries out the command as if it had been typed alone. Raises Refusal("not_allowed")."""
    name = arguments[0] if arguments else ""
    command = work.config.registry.by_name.get(name) if name in NAMES else None
    if command is None:
        raise Refusal("button_unknown")
    if not allows(command, [seat.member.role for seat in work.seats], operator=work.operator):
        raise Refusal("not_allowed")
    if command.right is not None:
        access.seat_that_may(work, command.right)
    forms.leave(work)
    if command.form is not None:
        forms.start(work, command)
    else:
        command.run(work, "")


def fallback(work: Work) -> bool:
    """Any other plain text: one sentence and three buttons."""
    work.answer("general.not_understood", rows(work))
    return True
