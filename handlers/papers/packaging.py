"""The package of a closed event: who may have it, how far it is, and its parts when they go out.

`bot.packing` puts it together in the background.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from documents.made import MadeFile
from documents.package_contents import Part
from domain.errors import Refusal
from domain.roles import Action
from handlers.access import event_of_press, pressed_number, require
from handlers.keyboards import text_params
from handlers.orders import Ingredients, Order, Recipe
from handlers.seat import Seat
from handlers.texts import texts
from handlers.work import Work
from storage import events, members, outbox, packages, persons, subcommittees
from storage.outbox import MADE, Outgoing, Priority
from storage.packages import PARTS_KEY, Package

VERB = "package"
PART = "package_part"
ABOUT = "package"
"""What the message is about that tells how far it is."""


def ask(work: Work, arguments: list[str]) -> None:
    """`package:<event>`: has it put together."""
    seat, event = event_of_press(work, pressed_number(arguments))
    require(seat, Action.ADMINISTER)
    if not event.closed or work.incoming.message_id is None:
        raise Refusal("button_unknown")
    if packages.open_of(work.connection, event.id, work.person.id):
        work.pop_up("packages.going_on", alert=True)
        return
    package = packages.create(
        work.connection,
        seat.subcommittee.id,
        event.id,
        work.person.id,
        work.texts.language,
        work.incoming.message_id,
        work.now,
    )
    work.audit(seat, "packaged", event, {}, {"package": package.id})
    tell_progress(work.connection, package, "fetching", work.now)


# -- how far it is ---------------------------------------------------------------------------------


def tell_progress(
    connection: sqlite3.Connection,
    package: Package,
    stage: str,
    now: datetime,
    done: int = 0,
    total: int = 0,
) -> None:
    """Edits the message whose button was pressed; what waits to be told is told no more.

    `stage`: `fetching`, `packing`, `sending`, `sent` or `failed`.
    """
    said = texts(package.language)
    event = events.get(connection, package.event_id)
    html = said.html("packages.progress", event=event, stage=stage, done=done, total=total)
    params = text_params(html) | {"message_id": package.message_id}
    payload = {"method": "editMessageText", "params": params, "language": package.language}
    outbox.drop_waiting(connection, f"{ABOUT}:{package.id}", now)
    outgoing = Outgoing(
        chat_id=_chat_of(connection, package), payload=payload, about=f"{ABOUT}:{package.id}"
    )
    outbox.put(connection, outgoing, now)


def _chat_of(connection: sqlite3.Connection, package: Package) -> int:
    person = persons.get(connection, package.person_id)
    if person is None:
        raise LookupError(f"nobody asked for package {package.id}")
    return person.chat_id


def seat_of(connection: sqlite3.Connection, package: Package) -> Seat | None:
    """From which it was asked for; None where the person may not have it any more."""
    member = members.in_subcommittee(connection, package.person_id, package.subcommittee_id)
    if member is None:
        return None
    seat = Seat(member, subcommittees.get(connection, package.subcommittee_id))
    return seat if seat.may(Action.ADMINISTER) else None


# -- its parts -------------------------------------------------------------------------------------


def order_parts(
    connection: sqlite3.Connection, package: Package, parts: Sequence[MadeFile], now: datetime
) -> None:
    """Each part once, however often this is done."""
    for number, part in enumerate(parts, 1):
        payload = {
            "recipe": PART,
            "language": package.language,
            "package": package.id,
            "name": part.name,
            "path": part.path,
            "number": number,
            "total": len(parts),
        }
        outgoing = Outgoing(
            chat_id=_chat_of(connection, package),
            kind=MADE,
            payload=payload,
            priority=Priority.NOTICE,
            key=f"{PARTS_KEY.format(id=package.id)}{number}",
            subcommittee_id=package.subcommittee_id,
            person_id=package.person_id,
            about=f"{ABOUT}:{package.id}:part",
        )
        outbox.put(connection, outgoing, now)


def collect_part(order: Order) -> Ingredients:
    said = order.arguments
    package = packages.get(order.connection, said["package"])
    event = events.get(order.connection, package.event_id)
    caption = order.html(
        "packages.part_caption", event=event, number=said["number"], total=said["total"]
    )
    return Ingredients(Part(said["name"], said["path"]), caption)


ORDERS = {PART: Recipe(collect_part, Action.ADMINISTER)}
