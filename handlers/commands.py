"""The one table of commands, buttons and plain messages.

Registration, menus, /help, the command reference and the rights tests all read it. The order of
the rows is the order in /help and in the menus.
"""

from domain.roles import Action
from handlers import (
    forms,
    helping,
    invite,
    inviting,
    membership,
    operators,
    personal,
    shortcuts,
    start,
)
from handlers.registry import Command, Place, Press, Registry

COMMANDS: tuple[Command, ...] = (
    Command("start", None, start.start, anybody=True),
    Command("help", "trogiup", helping.help_with, operators_too=True),
    Command(
        "language", "ngonngu", personal.language, form=personal.LANGUAGE_FORM, operators_too=True
    ),
    Command("switch", "chuyen", personal.switch, form=personal.SWITCH_FORM),
    Command("cancel", "huy", personal.cancel, operators_too=True),
    Command("invite", "moi", invite.invite, Action.INVITE, form=invite.FORM),
    Command("newsubcommittee", "laptieuban", operators.found, operator=True, form=operators.FORM),
)

PRESSES: tuple[Press, ...] = (
    Press(forms.VERB, forms.press, anybody=True),
    Press(shortcuts.VERB, shortcuts.press, anybody=True),
    Press(inviting.REVOKE, invite.revoke),
    Press(operators.VERB, operators.invite_again),
)

REGISTRY = Registry(
    COMMANDS,
    PRESSES,
    plain=(forms.answer, shortcuts.fallback),
    membership=membership.changed,
)

__all__ = ["COMMANDS", "PRESSES", "REGISTRY", "Place"]
