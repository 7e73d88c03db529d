"""What changes, as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from starlette.types import Receive, Scope, Send

from sandbox.control.errors import wrong
from sandbox.control.guard import drain
from sandbox.control.operations import Asked, Control, Operation
from sandbox.control.schema import integer, reference
from sandbox.control.shapes import (
    answered_shape,
    bot_shape,
    call_shape,
    chat_shape,
    clock_shape,
    message_shape,
    person_shape,
    program_shape,
    progress_shape,
    trouble_shape,
)
from sandbox.feed import Event, Kind
from sandbox.wire import encode

HEARTBEAT = 15.0  # seconds
RETRY = 1000  # milliseconds after which a page comes again
BATCH = 500
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
]

Fields = dict[str, Any]


def _deleted(control: Control, subject: Any) -> Fields:
    chat, number = subject
    return {"key": chat.key, "message_id": number}


def _typing(control: Control, subject: Any) -> Fields:
    chat, thread = subject
    return {"key": chat.key, "thread": thread}


# What each kind of event says beside its type.
_FIELDS: dict[Kind, Callable[[Control, Any], Fields]] = {
    "message": lambda _, message: {"message": message_shape(message)},
    "deleted": _deleted,
    "chat": lambda _, chat: {"chat": chat_shape(chat)},
    "person": lambda _, user: {"person": person_shape(user)},
    "bot": lambda _, bot: {"bot": bot_shape(bot)},
    "toast": lambda _, query: answered_shape(query),
    "typing": _typing,
    "call": lambda control, call: {"call": call_shape(control.world, call)},
    "clock": lambda control, _: {"clock": clock_shape(control)},
    "program": lambda control, _: {"program": program_shape(control)},
    "progress": lambda control, _: {"progress": progress_shape(control)},
    "trouble": lambda control, _: {"trouble": trouble_shape(control)},
}


def worth_telling(events: Iterable[Event]) -> Iterator[Event]:
    """Each subject once, as what is told is how it is now; of a message that is gone only that."""
    told = set()
    for event in events:
        subject = (event.kind, id(event.subject))
        if subject in told or (event.kind == "message" and event.subject.deleted):
            continue
        told.add(subject)
        yield event


def event_shape(control: Control, event: Event) -> Fields:
    return {"type": event.kind, **_FIELDS[event.kind](control, event.subject)}


class EventStream:
    """The ASGI application that tells one page everything after the change `after`."""

    def __init__(self, control: Control, after: int) -> None:
        self.control = control
        self.feed = control.world.feed
        self.after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        telling = asyncio.create_task(self._tell(send))
        leaving = asyncio.create_task(drain(receive))
        try:
            await asyncio.wait((telling, leaving), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            return  # the server closes
        finally:
            telling.cancel()
            leaving.cancel()
            await asyncio.gather(telling, leaving, return_exceptions=True)

    async def _tell(self, send: Send) -> None:
        await _write(send, b"retry: %d\n\n" % RETRY)
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self.feed.changed(self.after)
            except TimeoutError:
                await _write(send, b": still here\n\n")
            else:
                await self._tell_news(send)

    async def _tell_news(self, send: Send) -> None:
        events = self.feed.since(self.after)
        if events is None:
            self.after = self.feed.sequence
            await _write(send, _block(self.after, [{"type": "reload"}]))
            return
        # One batch a turn: what changes while it is sent is told once, in the next.
        batch = events[:BATCH]
        self.after = batch[-1].sequence
        shapes = [event_shape(self.control, event) for event in worth_telling(batch)]
        await _write(send, _block(self.after, shapes))


def _block(sequence: int, events: list[Fields]) -> bytes:
    return b"id: %d\ndata: %s\n\n" % (sequence, encode(events))


async def _write(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def events(asked: Asked) -> EventStream:
    asked.world.look()
    newest = asked.world.feed.sequence
    last = asked.headers.get("last-event-id")
    if last is None:
        return EventStream(asked.control, asked.query.get("after", newest))
    if not last.isdecimal() or len(last) > 16:
        raise wrong("Last-Event-ID must be the number of an event")
    return EventStream(asked.control, int(last))


OPERATIONS = (
    Operation(
        "GET",
        "/control/events",
        "What changes after `after` (or the header Last-Event-ID), as server-sent events: each"
        " `data` is an array of events. One event `reload` means that the state must be asked"
        " anew, because the changes since then are no longer all kept.",
        events,
        reference("Events"),
        query={"after": integer(0)},
        media_type="text/event-stream",
    ),
)
