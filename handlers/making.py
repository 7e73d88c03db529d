"""Files that were ordered: collects what they are made of when they are about to go out."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from domain.roles import Action
from handlers.keyboards import markup, text_params
from handlers.orders import Order, Recipe
from handlers.papers import (
    calendar,
    calendar_entries,
    charts,
    document,
    packaging,
    workbooks,
)
from handlers.planning import marking
from handlers.seat import Seat
from handlers.texts import texts
from storage import members, outbox, persons, promises, subcommittees
from storage.outbox import MADE, Making, OutboxRow, Outgoing, Priority, Rendered

ORDERS: Mapping[str, Recipe] = {
    **workbooks.ORDERS,
    calendar.RECIPE: Recipe(calendar_entries.collect, Action.SEE_TASKS),
    "plan_faults": marking.RECIPE,
    document.RECIPE: Recipe(document.collect, Action.SEE_SUMMARY),
    **charts.ORDERS,
    **packaging.ORDERS,
}
"""By the recipe that the workshop makes of it, see `documents.recipes`."""


def render(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Rendered | None:
    """The files that are to be made, of the present state; None where nobody may have them.

    Raises LookupError for what nobody can order.
    """
    content = row.content
    recipe = ORDERS.get(content["recipe"])
    if recipe is None:
        raise LookupError(f"no order {content['recipe']}")
    order = _order(connection, row, now)
    if promises.replaced(connection, row, now):
        return None
    if order is None or (recipe.right is not None and not order.may(recipe.right)):
        return None
    found = recipe.collect(order)
    if found is None:
        return None
    params: dict[str, object] = {}
    if found.caption:
        params |= {"caption": found.caption, "parse_mode": "HTML"}
    if found.rows:
        params["reply_markup"] = markup(found.rows)
    return Rendered("sendDocument", params, making=Making(content["recipe"], found.data))


def on_dead(connection: sqlite3.Connection, row: OutboxRow, error: str, now: datetime) -> None:
    """An apology to whoever ordered a file that could not be made or sent; nobody has ordered what
    comes with a slot."""
    person = persons.get(connection, row.person_id) if row.person_id else None
    if row.kind != MADE or person is None or row.nominal_at is not None:
        return
    language = row.content["language"]
    params = text_params(texts(language).html("general.not_made", error_id=row.id))
    payload = {"method": "sendMessage", "params": params, "language": language}
    outgoing = Outgoing(chat_id=person.chat_id, payload=payload, priority=Priority.ANSWER)
    outbox.put(connection, outgoing, now)


def _order(connection: sqlite3.Connection, row: OutboxRow, now: datetime) -> Order | None:
    """None where the person has left, or the group is no longer linked."""
    if row.subcommittee_id is None:
        raise LookupError(f"outbox row {row.id} is of no subcommittee")
    subcommittee = subcommittees.get(connection, row.subcommittee_id)
    seat = None
    if row.person_id is not None:
        member = members.in_subcommittee(connection, row.person_id, subcommittee.id)
        if member is None:
            return None
        seat = Seat(member, subcommittee)
    elif (subcommittee.linked_chat_id, subcommittee.linked_thread_id) != (
        row.chat_id,
        row.thread_id,
    ):
        return None
    arguments = row.content
    return Order(connection, now, subcommittee, seat, texts(arguments["language"]), arguments)
