"""Plain lines that arrive within a minute after a multi-line command continue it.

Phones split a long message; its later parts come without the command.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import access, rates
from handlers.incoming import Kind
from handlers.seat import Seat
from handlers.work import Work
from storage import continuations

WINDOW = timedelta(minutes=1)


def remember(
    work: Work, command: str, context: Mapping[str, Any] | None = None, seat: Seat | None = None
) -> None:
    """Lets plain lines go on with the command for a minute from now.

    `context`, kept as JSON, is handed to the command's `go_on` with them; `seat` is the seat in
    which it was given, the active one if left out. Does nothing in a group.
    """
    if work.incoming.private:
        subcommittee_id = (seat or work.seat).subcommittee.id
        continuations.put(
            work.connection,
            work.person.id,
            subcommittee_id,
            command,
            context or {},
            work.now + WINDOW,
        )


def goes_on(work: Work, command: str) -> bool:
    """Whether plain lines continue this command, or would have in place of this update."""
    return work.kept is not None and work.kept.command == command


def go_on(work: Work) -> bool:
    """Plain text for the command before it: whether that command took it for its own.

    A command takes part by `Command.go_on`.
    """
    if work.incoming.kind is not Kind.TEXT or work.incoming.reply_to is not None:
        return False
    kept = work.kept
    command = work.config.registry.by_name.get(kept.command) if kept else None
    if kept is None or command is None or command.go_on is None:
        return False
    seats = [seat for seat in work.seats if seat.subcommittee.id == kept.subcommittee_id]
    if not seats or not command.go_on.fits(work, work.incoming.text):
        return False
    if command.right is not None:
        access.seat_that_may(work, command.right)
    if rates.allowed(work):
        command.go_on.run(work, work.incoming.text, kept.context)
    return True
