"""One unit of work: what a handler is given, and where it puts what it has to say.

A handler reads (`storage`), asks the rule (`domain`), writes (`storage`) and says; it never sends.
All of it happens in one savepoint of the writer's transaction.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.errors import Refusal
from domain.event import Event
from domain.member import Member
from domain.notices import Item, What
from domain.subcommittee import Subcommittee
from domain.task import Task
from domain.text import NAME_LIMIT, clean, shorten
from domain.unit import Unit
from handlers.incoming import Incoming, Kind
from handlers.keyboards import Button, Rows, markup, text_params
from handlers.registry import Registry
from handlers.seat import Seat
from handlers.texts import Texts, joined, visible_length
from storage import audit, chats, outbox, subcommittees
from storage.continuations import Continuation
from storage.outbox import Outgoing, Priority
from storage.persons import Person
from storage.spoken import Spoken
from storage.times import to_text

MESSAGE_LIMIT = 4000
"""Below Telegram's 4096, which leaves room for the mark of a repeated message."""
TOAST_LIMIT = 200


@dataclass(frozen=True)
class Config:
    """What the handlers know of this installation."""

    bot_username: str
    locale: str
    timezone: str
    operator_ids: frozenset[int]
    """Telegram ids."""
    registry: Registry


@dataclass(frozen=True)
class Toast:
    """What answers a button press, once its unit is committed."""

    press_id: str
    text: str = ""
    alert: bool = False


@dataclass
class Work:
    connection: sqlite3.Connection
    now: datetime
    incoming: Incoming
    config: Config
    person: Person
    texts: Texts
    seats: list[Seat]
    """All of the person's, the active one first; in a group only the linked subcommittee's."""
    toast: Toast | None = None
    asked: Spoken | None = None
    """What the person was asked last, if they have done nothing since, see `handlers.asking`."""
    kept: Continuation | None = None
    """What the person was in the middle of before this, in their own chat; see
    `handlers.continuing`."""
    _told: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    _members: dict[int, Member] = field(default_factory=dict)

    # -- who ---------------------------------------------------------------------------------

    @property
    def seat(self) -> Seat:
        """The active seat. Raises Refusal("stranger")."""
        if not self.seats:
            raise Refusal("stranger")
        return self.seats[0]

    def seat_in(self, subcommittee_id: int) -> Seat:
        """Raises Refusal("not_a_member")."""
        for seat in self.seats:
            if seat.subcommittee.id == subcommittee_id:
                return seat
        raise Refusal("not_a_member")

    @property
    def operator(self) -> bool:
        return self.person.operator or self.person.telegram_id in self.config.operator_ids

    @property
    def in_group(self) -> bool:
        return not self.incoming.private

    # -- saying ------------------------------------------------------------------------------

    def button(self, text: str, data: str, style: str | None = None, /, **values: object) -> Button:
        """A button whose label is the named text in the reader's language."""
        return Button(self.texts.plain(text, **values), data, style)

    def html(self, text: str, /, **data: object) -> str:
        return self.texts.html(text, **data)

    def answer(
        self, text: str, rows: Rows = (), /, task: Task | None = None, **data: object
    ) -> None:
        """Says the named text where the person spoke; `task`, when given, is also the text's."""
        if task is not None:
            data["task"] = task
        self.say(self.texts.html(text, **data), rows, task_id=task.id if task else None)

    def say(
        self,
        html: str,
        rows: Rows = (),
        *,
        task_id: int | None = None,
        line: str | None = None,
        about: str | None = None,
    ) -> None:
        """Puts an answer in the outbox, for the chat from which the person spoke.

        `line`: what is said instead in a group, without buttons. `about`: what a reply to this
        message is, see `handlers.asking`.
        """
        if line is not None and self.in_group:
            html, rows = line, ()
        if len(html) > MESSAGE_LIMIT and visible_length(html) > MESSAGE_LIMIT:
            raise ValueError(f"a message of {visible_length(html)} letters; use say_blocks")
        self._put("sendMessage", text_params(html, rows), task_id, about)

    def say_blocks(self, blocks: Iterable[str], rows: Rows = (), *, separator: str = "\n") -> None:
        """Says blocks of HTML in as few messages as hold them; buttons stand under the last."""
        pages = paged(list(blocks), separator)
        for page in pages[:-1]:
            self.say(page)
        if pages:
            self.say(pages[-1], rows)

    def show(self, html: str, rows: Rows = (), *, task_id: int | None = None) -> None:
        """After a press: edits the message with the button. After anything else: says."""
        if self.incoming.press_id is None:
            self.say(html, rows, task_id=task_id)
            return
        # Without rows the keyboard that is there is to go.
        message = {"message_id": self.incoming.message_id, "reply_markup": markup(rows)}
        params = text_params(html) | message
        self._put("editMessageText", params, task_id, send_if_gone=True)

    def say_in_private(self, text: str, rows: Rows = (), /, **data: object) -> None:
        """Says the named text in the person's private chat, wherever they spoke."""
        self._put_in_private(self.texts.html(text, **data), rows)

    def say_blocks_in_private(self, blocks: Iterable[str]) -> None:
        """Says blocks of HTML in the person's private chat, wherever they spoke."""
        for page in paged(list(blocks)):
            self._put_in_private(page)

    def _put_in_private(self, html: str, rows: Rows = ()) -> None:
        params = text_params(html, rows)
        payload = {"method": "sendMessage", "params": params, "language": self.texts.language}
        outgoing = Outgoing(chat_id=self.person.chat_id, payload=payload)
        outbox.put(self.connection, outgoing, self.now)

    def pop_up(self, text: str, /, alert: bool = False, **data: object) -> None:
        """The toast that answers the press; nothing where nothing was pressed."""
        self.pop_up_plain(self.texts.plain(text, **data), alert)

    def pop_up_plain(self, text: str, alert: bool = False) -> None:
        if self.incoming.press_id is not None:
            self.toast = Toast(self.incoming.press_id, text[:TOAST_LIMIT], alert)

    def send(
        self,
        method: str,
        params: dict[str, Any],
        task_id: int | None = None,
        about: str | None = None,
        *,
        if_refused: dict[str, Any] | None = None,
    ) -> None:
        """Any other call, for the chat from which the person spoke.

        `if_refused`: `method` and `params` of what is sent instead where Telegram refuses it.
        """
        self._put(method, params, task_id, about, if_refused=if_refused)

    def make(self, recipe: str, seat: Seat | None = None, /, **arguments: Any) -> None:
        """Orders files for the person's private chat; see `handlers.making`.

        `seat`: in whose subcommittee, by default the active one. `arguments` are what JSON holds.
        """
        outgoing = Outgoing(
            chat_id=self.person.chat_id,
            kind=outbox.MADE,
            payload={**arguments, "recipe": recipe, "language": self.texts.language},
            priority=Priority.ANSWER,
            subcommittee_id=(seat or self.seat).subcommittee.id,
            person_id=self.person.id,
            about=recipe,
        )
        outbox.put(self.connection, outgoing, self.now)

    def _put(
        self,
        method: str,
        params: dict[str, Any],
        task_id: int | None,
        about: str | None = None,
        *,
        send_if_gone: bool = False,
        if_refused: dict[str, Any] | None = None,
    ) -> None:
        """`send_if_gone`: where the message to be edited was deleted, it is sent as a new one."""
        payload: dict[str, Any] = {
            "method": method,
            "params": params,
            "language": self.texts.language,
        }
        if send_if_gone:
            payload["send_if_gone"] = True
        if if_refused is not None:
            payload["if_refused"] = if_refused
        outgoing = Outgoing(
            chat_id=self.chat_id,
            thread_id=self.incoming.thread_id if self.in_group else None,
            kind="call",
            payload=payload,
            priority=Priority.ANSWER,
            task_id=task_id,
            about=about,
            reachable=self.incoming.private and self.incoming.kind is not Kind.MEMBERSHIP,
        )
        outbox.put(self.connection, outgoing, self.now)

    @property
    def chat_id(self) -> int:
        """Our own id of the chat from which the person spoke."""
        if self.incoming.private:
            return self.person.chat_id
        kind = "supergroup" if self.incoming.chat_kind == "supergroup" else "group"
        return chats.ensure(self.connection, self.incoming.chat_id, kind, self.chat_title).id

    @property
    def chat_title(self) -> str:
        """Of the group; cleaned like all that people type."""
        return shorten(clean(self.incoming.chat_title), NAME_LIMIT)

    # -- telling others ----------------------------------------------------------------------

    def tell(self, members: Iterable[Member], item: Item) -> None:
        """Notes what each of them is to be told; `flush` makes one message of it per person."""
        for member in members:
            self._members[member.id] = member
            self._told[member.id].append(item)

    def flush(self) -> None:
        """Puts one notice per person in the outbox, for all that this unit of work did."""
        for member_id, items in self._told.items():
            member = self._members[member_id]
            put_notice(self.connection, member, items, self.now)
        self._told.clear()

    # -- one of several --------------------------------------------------------------------

    def attempt(self, unit: Callable[[], None]) -> Refusal | None:
        """Carries out one of several things; a Refusal undoes that one alone and is returned."""
        told = {member_id: list(items) for member_id, items in self._told.items()}
        self.connection.execute("SAVEPOINT one_of_several")
        try:
            unit()
        except Refusal as refusal:
            self.connection.execute("ROLLBACK TO one_of_several")
            self._told = defaultdict(list, told)
            return refusal
        finally:
            self.connection.execute("RELEASE one_of_several")
        return None

    # -- remembering -------------------------------------------------------------------------

    def audit(
        self,
        seat_or_subcommittee: Seat | Subcommittee | None,
        action: str,
        subject: Task | Event | Unit | Member | Subcommittee | tuple[str, int],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        """Writes one change to the audit log; only what differs is kept of before and after."""
        subcommittee = (
            seat_or_subcommittee.subcommittee
            if isinstance(seat_or_subcommittee, Seat)
            else seat_or_subcommittee
        )
        kind, subject_id = (
            subject if isinstance(subject, tuple) else (type(subject).__name__.lower(), subject.id)
        )
        entry = audit.Entry(
            action,
            kind,
            subject_id,
            {name: plain(value) for name, value in before.items()},
            {name: plain(value) for name, value in after.items()},
            subcommittee.id if subcommittee else None,
            self.person.id,
            self.incoming.update_id,
        )
        audit.append(self.connection, entry, self.now)


def plain(value: object) -> Any:
    """The value as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def changes(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields in which two dataclasses of one kind differ, without their versions."""
    old, new = vars(before), vars(after)
    other = [name for name in old if old[name] != new[name] and name != "version"]
    return {name: old[name] for name in other}, {name: new[name] for name in other}


def paged(blocks: list[str], separator: str = "\n", limit: int = MESSAGE_LIMIT) -> list[str]:
    """The blocks joined into as few messages as hold them, never cut within a block."""
    pages: list[list[str]] = []
    room = 0
    for block in blocks:
        length = visible_length(block) + len(separator)
        if not pages or length > room:
            pages.append([])
            room = limit
        pages[-1].append(block)
        room -= length
    return [str(joined(page, separator)) for page in pages]


def put_notice(
    connection: sqlite3.Connection, member: Member, items: list[Item], now: datetime
) -> None:
    """One message to one person about what one unit of work did."""
    payload = {
        "member_id": member.id,
        "language": member.language
        or subcommittees.get(connection, member.subcommittee_id).language,
        # Not by `asdict`, which copies deeply: a plan tells of hundreds of tasks.
        "items": [{**vars(item), "at": to_text(item.at)} for item in items],
    }
    urged = any(item.what is What.URGED for item in items)
    outgoing = Outgoing(
        chat_id=member.chat_id,
        kind="notice",
        payload=payload,
        priority=Priority.URGENT if urged else Priority.NOTICE,
        subcommittee_id=member.subcommittee_id,
        person_id=member.person_id,
        about=",".join(sorted({item.what for item in items})),
        nominal_at=now,
    )
    outbox.put(connection, outgoing, now)
