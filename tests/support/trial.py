"""One update tried and undone: what was said, to whom, and which rows it would have changed.

Nothing is committed, so that thousands of updates can be tried from the same state.
"""

import html
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from handlers import notices, router
from handlers.incoming import from_update
from handlers.work import Toast
from storage import inbox, outbox
from tests.support.house import Group, House, Somebody, check_message

TABLES = (
    "subcommittees", "units", "members", "invitations", "events", "peaks", "tasks", "cooperations",
    "reports", "evidence", "proposals", "imports", "audit", "slots", "reminders",
)  # fmt: skip
"""Where a subcommittee's own state is kept; what is due and said follows from it."""

Row = tuple[Any, ...]
State = frozenset[tuple[str, int, Row]]
"""Table, the subcommittee it belongs to (0: none), and the row."""


@dataclass(frozen=True)
class Said:
    """A message or an edit that would go out."""

    chat: int
    """Telegram's id."""
    html: str
    buttons: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))

    @property
    def data(self) -> list[str]:
        return [button["callback_data"] for button in self.buttons if "callback_data" in button]

    @property
    def words(self) -> str:
        """Everything that can be read in it, with what its buttons carry."""
        return f"{self.text}\n{json.dumps(self.buttons, ensure_ascii=False)}"


@dataclass
class Trial:
    toast: Toast | None
    said: list[Said]
    before: State
    after: State
    where: int
    """The chat in which it was tried."""

    @property
    def answers(self) -> list[Said]:
        return [said for said in self.said if said.chat == self.where]

    @property
    def answer(self) -> str:
        """All that was answered where the person spoke or pressed."""
        toast = [self.toast.text] if self.toast and self.toast.text else []
        return "\n".join([*toast, *(said.text for said in self.answers)])

    @property
    def everything(self) -> str:
        """All that anybody would read of it."""
        toast = [self.toast.text] if self.toast else []
        return "\n".join([*toast, *(said.words for said in self.said)])

    @property
    def alert(self) -> bool:
        return self.toast is not None and self.toast.alert

    def changed(self, subcommittee_id: int) -> list[tuple[str, Row]]:
        """The rows of this subcommittee that came, went or differ."""
        return sorted(
            ((table, row) for table, owner, row in self.before ^ self.after
             if owner == subcommittee_id),
            key=repr,
        )  # fmt: skip

    @property
    def changes_nothing(self) -> bool:
        return self.before == self.after


def state_of(connection: sqlite3.Connection) -> State:
    tasks, events = (
        {row["id"]: row["subcommittee_id"] for row in connection.execute(f"SELECT * FROM {table}")}
        for table in ("tasks", "events")
    )

    def owner(table: str, row: sqlite3.Row) -> int:
        if table == "subcommittees":
            return int(row["id"])
        if table == "peaks":
            return int(events[row["event_id"]])
        if "subcommittee_id" in row.keys():  # noqa: SIM118 - a row yields its values
            return int(row["subcommittee_id"] or 0)
        return int(tasks[row["task_id"]])

    return frozenset(
        (table, owner(table, row), tuple(row))
        for table in TABLES
        for row in connection.execute(f"SELECT * FROM {table}")
    )


@dataclass
class Trials:
    """A house in which updates are tried; its state is read once."""

    house: House

    def __post_init__(self) -> None:
        self._before = state_of(self.house.connection)
        _watch(self.house.connection)

    def says(self, who: Somebody, text: str, group: Group | None = None, **more: Any) -> Trial:
        raw = {"message": self.house._raw_message(who, {"text": text, **more}, group)}
        return self.update(raw, group.id if group else who.id)

    def presses(self, who: Somebody, data: str, group: Group | None = None) -> Trial:
        chat = group.id if group else who.id
        query = {
            "id": "77",
            "from": self.house._raw_user(who),
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": 1,
                "date": int(self.house.now.timestamp()),
                "chat": self.house._raw_chat(who, group),
                "text": "-",
            },
        }
        return self.update({"callback_query": query}, chat)

    def update(self, raw: dict[str, Any], where: int) -> Trial:
        """Handles a raw update as the router does, then undoes it. Raises what it raises."""
        connection, now = self.house.connection, self.house.now
        payload = {"update_id": 900_000_000, **raw}
        with _undone(connection):
            last = connection.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
            inbox.store_batch(
                connection, [inbox.Arrival(900_000_000, None, json.dumps(payload))], now
            )
            incoming = from_update(payload)
            toast = router.handle(connection, incoming, self.house.config, now, 900_000_000)
            after = state_of(connection) if _touched(connection) else self._before
            return Trial(toast, list(self._said(last)), self._before, after, where)

    def _said(self, last: int) -> Iterator[Said]:
        rows = self.house.connection.execute(
            f"SELECT {outbox.COLUMNS} FROM outbox WHERE id > ? ORDER BY id", (last,)
        ).fetchall()
        for row in map(outbox.row_of, rows):
            call = self._call(row)
            if call is not None and call[0].startswith(("send", "edit")):
                method, params = call
                text = params.get("text", params.get("caption", ""))
                check_message(method, text, params)
                keyboard = params.get("reply_markup", {}).get("inline_keyboard", [])
                buttons = tuple(button for line in keyboard for button in line)
                yield Said(row.chat_telegram_id, text or json.dumps(params), buttons)

    def _call(self, row: outbox.OutboxRow) -> tuple[str, dict[str, Any]] | None:
        if row.kind == outbox.CALL:
            return row.content["method"], row.content["params"]
        rendered = notices.render(self.house.connection, row, self.house.now)
        return (rendered.method, dict(rendered.params)) if rendered else None


def _watch(connection: sqlite3.Connection) -> None:
    """Notes writes to the tables, so that they are read again only where there were any."""
    connection.execute("CREATE TEMP TABLE touched (name TEXT)")
    for table in TABLES:
        for kind in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TEMP TRIGGER {table}_{kind} AFTER {kind} ON main.{table} "
                f"BEGIN INSERT INTO touched VALUES ('{table}'); END"
            )


def _touched(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM touched").fetchone() is not None


@contextmanager
def _undone(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
