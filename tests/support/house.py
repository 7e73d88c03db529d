"""A subcommittee to try handlers in: real SQLite, real updates, a moved clock; no network.

house = House(tmp_path)
admin = house.founded()                    # a subcommittee with its first admin
member = house.joins("CATDB liên lạc", role="lead", unit="CATDB")
member.says("/report DBP70-1 60% đã khảo sát")
assert "60%" in member.last.text
house.advance(hours=3)
"""

import html
import importlib
import json
import pickle
import re
import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.uploads import with_files
from documents.made import MadeFile
from documents.recipes import RECIPES
from domain.roles import Role
from domain.subcommittee import Subcommittee
from handlers import notices, router, ticks
from handlers.commands import REGISTRY
from handlers.incoming import from_update
from handlers.work import Config, Toast
from sandbox.html import parse_html
from sandbox.rich import parse_rich_html
from storage import inbox, members, outbox, persons, subcommittees, units
from storage.connection import connect
from storage.times import from_text
from tests.support.new_database import lay_down

START = datetime(2024, 3, 15, 1, 0, tzinfo=UTC)
"""08:00 on the day of the first session, in Việt Nam."""


def check_message(method: str, text: str, params: dict[str, Any]) -> None:
    """Asserts what Telegram would refuse: bad HTML, nothing said, too much said, bad buttons."""
    if params.get("parse_mode") == "HTML":
        visible = parse_html(text).text.strip()
        limit = 1024 if "caption" in params else 4096
        assert len(visible) <= limit, f"{len(visible)} letters: {visible[:200]}"
        assert visible or "text" not in params, "nothing is said"
        assert len(text.encode()) <= 32768
    buttons = [
        button
        for row in params.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]
    assert len(buttons) <= 100, f"{len(buttons)} buttons"
    for button in buttons:
        assert button["text"].strip(), f"a button without words in {method}"
        assert len(button.get("callback_data", "x").encode()) <= 64
        assert 1 <= len(button.get("copy_text", {"text": "x"})["text"]) <= 256


@lru_cache(maxsize=32)
def _made(handed_over: bytes) -> tuple[MadeFile, ...]:
    """What the workshop makes of a recipe and its data; the same files of the same data."""
    recipe, data = pickle.loads(handed_over)
    module, _, name = RECIPES[recipe].partition(":")
    return tuple(getattr(importlib.import_module(module), name)(data))


@dataclass
class Shown:
    """A message as its reader sees it now."""

    chat: int
    id: int
    html: str
    buttons: list[dict[str, Any]]
    params: dict[str, Any]
    kind: str
    method: str = "sendMessage"
    files: list[MadeFile] = field(default_factory=list)

    @property
    def text(self) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def data(self, label: str) -> str:
        """The callback data of the button whose label contains this. Raises LookupError."""
        for button in self.buttons:
            if label in button["text"]:
                return str(button.get("callback_data", button.get("url", "")))
        raise LookupError(f"no button {label!r} among {self.labels}")


@dataclass
class Somebody:
    house: "House"
    id: int
    name: str
    username: str | None = None
    language_code: str | None = "vi"
    toast: Toast | None = None

    @property
    def shown(self) -> list[Shown]:
        """The messages in the private chat, oldest first."""
        return self.house.messages_in(self.id)

    @property
    def last(self) -> Shown:
        return self.shown[-1]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.shown]

    def says(self, text: str, *, group: "Group | None" = None, **message: Any) -> list[Shown]:
        """What the bot then answered or told anybody, in order. `message`: further raw fields."""
        raw = {"text": text, **message}
        if text.startswith("/"):
            length = len(text.split()[0])
            raw["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.house.message(self, raw, group)

    def replies(self, to: Shown, text: str) -> list[Shown]:
        quoted = {"message_id": to.id, "date": 0, "chat": {"id": to.chat, "type": "private"}}
        return self.says(text, reply_to_message=quoted)

    def sends(self, *, group: "Group | None" = None, **raw: Any) -> list[Shown]:
        """A message of raw fields: photo=[…], caption=…, media_group_id=…"""
        return self.house.message(self, raw, group)

    def presses(self, label: str, on: Shown | None = None) -> list[Shown]:
        """Presses the button whose label contains this, of the last message that has buttons."""
        message = on or next(shown for shown in reversed(self.shown) if shown.buttons)
        return self.presses_data(message.data(label), message)

    def presses_data(self, data: str, on: Shown | None = None) -> list[Shown]:
        return self.house.press(self, data, on or self.last)


@dataclass
class Group:
    house: "House"
    id: int
    title: str
    kind: str = "supergroup"

    @property
    def shown(self) -> list[Shown]:
        return self.house.messages_in(self.id)


@dataclass
class House:
    folder: Path
    now: datetime = START
    operator_ids: frozenset[int] = frozenset({1})
    locale: str = "vi"
    messages: list[Shown] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """What people sent, by Telegram's id of it."""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """What went out besides messages: menus, reactions."""

    def __post_init__(self) -> None:
        self._last_id = 99
        self._last_update_id = 4999
        self.config = Config(
            bot_username="tieuban_bot",
            locale=self.locale,
            timezone="Asia/Ho_Chi_Minh",
            operator_ids=self.operator_ids,
            registry=REGISTRY,
        )

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """Opened when it is first asked for: until then the file may be laid down as a copy."""
        if not self.path.exists():
            lay_down(self.path)
        opened = connect(self.path, query_only=False)
        # No process ends here in the middle of a write: the disk need not be waited for.
        opened.execute("PRAGMA synchronous = OFF")
        return opened

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was done in it yet."""
        return "connection" not in vars(self) and self._last_id == 99

    @property
    def path(self) -> Path:
        return self.folder / "house.db"

    def close(self) -> None:
        if "connection" in vars(self):
            self.connection.close()

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    # -- people, set up directly: the commands that do this have tests of their own -----------

    def somebody(self, name: str, **more: Any) -> Somebody:
        return Somebody(self, self._next_id(), name, **more)

    def subcommittee(
        self, name: str = "Tiểu ban An ninh, trật tự", language: str = "vi"
    ) -> Subcommittee:
        with self.connection:
            return subcommittees.create(
                self.connection, name, "Asia/Ho_Chi_Minh", language, self.now
            )

    def joins(
        self,
        name: str,
        subcommittee: Subcommittee,
        role: str = "member",
        unit: str | None = None,
        **more: Any,
    ) -> Somebody:
        """A person who is a member already and has started the bot; the unit is made if new."""
        somebody = self.somebody(name, **more)
        self.appoint(somebody, subcommittee, role, unit)
        return somebody

    def appoint(
        self,
        somebody: Somebody,
        subcommittee: Subcommittee,
        role: str,
        unit: str | None = None,
    ) -> None:
        """As `joins`, of somebody who may be a member elsewhere."""
        with self.connection:
            person = persons.ensure(
                self.connection,
                somebody.id,
                somebody.name,
                somebody.username,
                somebody.language_code,
            )
            self.connection.execute(
                "UPDATE chats SET unreachable = NULL WHERE id = ?", (person.chat_id,)
            )
            unit_id = None
            if unit:
                known = units.by_code(self.connection, subcommittee.id, unit)
                known = known or units.create(
                    self.connection, subcommittee.id, unit, f"Đơn vị {unit}"
                )
                unit_id = known.id
            members.add(self.connection, subcommittee.id, person.id, Role(role), unit_id, self.now)

    def group(self, title: str = "Nhóm Tiểu ban", kind: str = "supergroup") -> Group:
        return Group(self, -1_000_000_000_000 - self._next_id(), title, kind)

    # -- the clock ---------------------------------------------------------------------------

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def local(self, text: str) -> datetime:
        """'2024-03-16 07:00' in Việt Nam, as UTC."""
        from zoneinfo import ZoneInfo

        return (
            datetime.fromisoformat(text)
            .replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
            .astimezone(UTC)
        )

    def tick(self) -> list[Shown]:
        """Does what the clock has made due, slice by slice, and delivers; the new messages."""
        while self.slice():
            pass
        return self.deliver()

    def slice(self) -> bool:
        """One slice of what is due; whether more is due now."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            more = ticks.tick(self.connection, self.now, self.config)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return more

    def passes_to(self, local: str) -> list[Shown]:
        """Lets the time pass to this moment in Việt Nam, with all that is due on the way."""
        end = self.local(local)
        told = self.tick()
        while (moment := ticks.next_moment(self.connection)) is not None and moment <= end:
            self.now = max(self.now, moment)
            told += self.tick()
        self.now = end
        return told + self.tick()

    # -- updates -----------------------------------------------------------------------------

    def message(self, who: Somebody, raw: dict[str, Any], group: Group | None) -> list[Shown]:
        return self.update({"message": self._raw_message(who, raw, group)}, who)

    def edited(self, who: Somebody, text: str, group: Group | None = None) -> list[Shown]:
        raw = {"text": text, "edit_date": int(self.now.timestamp())}
        return self.update({"edited_message": self._raw_message(who, raw, group)}, who)

    def press(self, who: Somebody, data: str, on: Shown) -> list[Shown]:
        kind = "private" if on.chat > 0 else "supergroup"
        query = {
            "id": str(self._next_id()),
            "from": self._raw_user(who),
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": on.id,
                "date": int(self.now.timestamp()),
                "chat": {"id": on.chat, "type": kind},
                "text": on.text or "-",
            },
        }
        return self.update({"callback_query": query}, who)

    def membership(self, who: Somebody, status: str, group: Group | None = None) -> list[Shown]:
        """The bot's status in this person's private chat, or in the group, becomes this."""
        bot = {"id": 7, "is_bot": True, "first_name": "Tiểu ban"}
        chat = self._raw_chat(who, group)
        extra = {"until_date": 0} if status == "kicked" else {}
        change = {
            "chat": chat,
            "from": self._raw_user(who),
            "date": int(self.now.timestamp()),
            "old_chat_member": {"user": bot, "status": "left"},
            "new_chat_member": {"user": bot, "status": status, **extra},
        }
        return self.update({"my_chat_member": change}, who)

    def update(self, raw: dict[str, Any], who: Somebody) -> list[Shown]:
        """Handles one raw update in one transaction, then delivers; the new or edited messages."""
        self._last_update_id += 1
        update_id = self._last_update_id
        payload = {"update_id": update_id, **raw}
        before = len(self.messages)
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            arrival = inbox.Arrival(update_id, None, json.dumps(payload))
            inbox.store_batch(self.connection, [arrival], self.now)
            incoming = from_update(payload)
            who.toast = router.handle(self.connection, incoming, self.config, self.now, update_id)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return self.deliver() or self.messages[before:]

    def _raw_user(self, who: Somebody) -> dict[str, Any]:
        user = {"id": who.id, "is_bot": False, "first_name": who.name}
        if who.username:
            user["username"] = who.username
        if who.language_code:
            user["language_code"] = who.language_code
        return user

    def _raw_chat(self, who: Somebody, group: Group | None) -> dict[str, Any]:
        if group is None:
            return {"id": who.id, "type": "private", "first_name": who.name}
        return {"id": group.id, "type": group.kind, "title": group.title}

    def _raw_message(
        self, who: Somebody, raw: dict[str, Any], group: Group | None
    ) -> dict[str, Any]:
        return {
            "message_id": self._next_id(),
            "date": int(self.now.timestamp()),
            "chat": self._raw_chat(who, group),
            "from": self._raw_user(who),
            **raw,
        }

    # -- what goes out -----------------------------------------------------------------------

    def deliver(self) -> list[Shown]:
        """Sends all that waits and is due now; returns the messages new or changed, in order."""
        changed: list[Shown] = []
        while rows := self._due():
            for row in rows:
                shown = self._send(row)
                if shown is not None:
                    changed.append(shown)
        return changed

    def _due(self) -> list[outbox.OutboxRow]:
        rows = self.connection.execute(
            f"""
            SELECT {outbox.COLUMNS}
            FROM outbox
            WHERE state = 'waiting'
                AND not_before <= ?
                AND chat_id IN (SELECT id FROM chats WHERE unreachable IS NULL)
            ORDER BY priority, id
            """,
            (self.now.isoformat(timespec="microseconds").replace("+00:00", "Z"),),
        ).fetchall()
        return [outbox.row_of(row) for row in rows]

    def _send(self, row: outbox.OutboxRow) -> Shown | None:
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            shown = self._rendered(row)
            state = "void" if shown is None and row.kind != outbox.CALL else "sent"
            self.connection.execute(
                "UPDATE outbox SET state = ?, message_id = ?, task_id = coalesce(task_id, ?) "
                "WHERE id = ?",
                (
                    state,
                    shown.id if shown else None,
                    shown.params.pop("task_id", None) if shown else None,
                    row.id,
                ),
            )
            if shown is not None:
                notices.on_sent(self.connection, row, self.now)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return shown

    def menu_of(self, who: "Somebody") -> dict[str, str]:
        """The commands that this person's private chat shows, with what they do."""
        for method, params in reversed(self.calls):
            if method == "setMyCommands" and params["scope"].get("chat_id") == who.id:
                return {entry["command"]: entry["description"] for entry in params["commands"]}
        raise LookupError(f"no menu was set for {who.name}")

    def _rendered(self, row: outbox.OutboxRow) -> Shown | None:
        if row.kind == outbox.CALL:
            call = row.content
            method, params = call["method"], dict(call["params"])
        else:
            rendered = notices.render(self.connection, row, self.now)
            if rendered is None:
                return None
            method, params = rendered.method, dict(rendered.params)
            params["task_id"] = rendered.task_id
            if rendered.making is not None:
                return self._make(row, rendered, rendered.making)
        return self._apply(row, method, params)

    def _make(
        self, row: outbox.OutboxRow, rendered: outbox.Rendered, making: outbox.Making
    ) -> Shown | None:
        """The files that the workshop makes, made here; buttons and caption as they are sent."""
        files = list(_made(pickle.dumps((making.recipe, making.data))))
        with ExitStack() as opened:
            sent = with_files(rendered, files, opened)
        params = {"caption": "", **sent.params}
        if "media" in params:
            params["caption"] = params["media"][0].get("caption", "")
        shown = self._apply(row, sent.method, params)
        if shown is not None:
            shown.files = files
        return shown

    def _apply(self, row: outbox.OutboxRow, method: str, params: dict[str, Any]) -> Shown | None:
        if not method.startswith(("send", "edit")):
            self.calls.append((method, params))
            return None
        text = params.get("text", params.get("caption", ""))
        if "rich_message" in params:
            text = params["rich_message"]["html"]
            parse_rich_html(text, lambda _: None)
        check_message(method, text, params)
        keyboard = params.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button for line in keyboard for button in line]
        if method.startswith("edit"):
            for known in self.messages:
                if (known.chat, known.id) == (row.chat_telegram_id, params["message_id"]):
                    known.html, known.buttons, known.params = text or known.html, buttons, params
                    return known
        shown = Shown(
            row.chat_telegram_id, self._next_id(), text, buttons, params, row.kind, method
        )
        self.messages.append(shown)
        return shown

    def messages_in(self, chat: int) -> list[Shown]:
        return [message for message in self.messages if message.chat == chat]

    def ledger(self) -> list[tuple[str, str, datetime | None]]:
        """(kind, state, nominal time) of all outbox rows that are promises."""
        rows = self.connection.execute(
            "SELECT kind, state, nominal_at FROM outbox WHERE nominal_at IS NOT NULL ORDER BY id"
        )
        return [(row["kind"], row["state"], from_text(row["nominal_at"])) for row in rows]
