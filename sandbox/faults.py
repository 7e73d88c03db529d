"""Scripted trouble: what goes wrong with which call, and how often."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sandbox.errors import ApiError, too_many_requests


class Moment(Enum):
    """When the fault strikes: before the call has its effect, or after it."""

    BEFORE = "before"
    AFTER = "after"


class CutError(Exception):
    """The connection is to be cut: without an answer, or in the middle of `part` of one.

    With `reset` the other side sees a reset (RST) in place of an orderly end.
    """

    def __init__(self, *, reset: bool = False, part: bytes = b"") -> None:
        super().__init__(reset, part)
        self.reset = reset
        self.part = part


class BadAnswerError(Exception):
    """The answer is to be `body` with HTTP status `status`."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


@dataclass(eq=False)
class Fault:
    """One scripted fault, of the `kind` that made it.

    `hits` counts how often it struck, `remaining` what is left.
    """

    id: int
    kind: str
    moment: Moment
    error: Exception | None
    method: str | None
    chat_id: int | None
    remaining: int
    skip: int
    delay: float = 0.0
    held: asyncio.Event | None = None
    hits: int = 0

    def matches(self, method: str, chat_id: int | None) -> bool:
        if self.method is None:
            if method == "getupdates":
                return False
        elif self.method.lower() != method:
            return False
        return self.chat_id is None or self.chat_id == chat_id

    async def strike(self) -> None:
        """Waits where it is a slow fault, then raises where it is an error."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.held is not None:
            await self.held.wait()
        if self.error is not None:
            raise self.error

    def release(self) -> None:
        """Lets go the calls that `hold` keeps waiting."""
        if self.held is not None:
            self.held.set()
        self.remaining = 0


@dataclass
class Faults:
    """The faults in force.

    Each maker takes `method` (None: every method but getUpdates), `chat` (a chat, person or id),
    `times` (how many calls it strikes) and `skip` (how many matching calls pass first).
    `changed` is called whenever a fault is added, strikes or ends.
    """

    active: list[Fault] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def _add(
        self,
        kind: str,
        error: Exception | None,
        *,
        moment: Moment = Moment.BEFORE,
        method: str | None = None,
        chat: Any = None,
        times: int = 1,
        skip: int = 0,
        delay: float = 0.0,
        held: asyncio.Event | None = None,
    ) -> Fault:
        chat_id = chat if chat is None or isinstance(chat, int) else chat.id
        number = next(self._ids)
        fault = Fault(number, kind, moment, error, method, chat_id, times, skip, delay, held)
        self.active.append(fault)
        self.changed()
        return fault

    def too_many_requests(self, retry_after: int, **where: Any) -> Fault:
        """429 with `retry_after` seconds; no effect."""
        return self._add("too_many_requests", too_many_requests(retry_after), **where)

    def forbidden(
        self, description: str = "Forbidden: bot was blocked by the user", **where: Any
    ) -> Fault:
        """403; no effect."""
        return self._add("forbidden", ApiError(403, description), **where)

    def error(self, code: int, description: str, **where: Any) -> Fault:
        """Any Bot API error, for instance 400; no effect."""
        return self._add("error", ApiError(code, description), **where)

    def server_error(self, code: int = 502, *, effect: bool = False, **where: Any) -> Fault:
        """A 5xx as a gateway gives it (HTML, no JSON); with `effect` the call was carried out."""
        body = f"<html><body><h1>{code} Bad Gateway</h1></body></html>".encode()
        moment = Moment.AFTER if effect else Moment.BEFORE
        kind = "server_error_after" if effect else "server_error"
        return self._add(kind, BadAnswerError(code, body), moment=moment, **where)

    def slow(self, seconds: float, *, effect_first: bool = False, **where: Any) -> Fault:
        """An answer that comes `seconds` (real time) late."""
        moment = Moment.AFTER if effect_first else Moment.BEFORE
        return self._add("slow", None, moment=moment, delay=seconds, **where)

    def hold(self, *, effect_first: bool = False, **where: Any) -> Fault:
        """Keeps the call waiting until `release()`; with `effect_first` it has happened already."""
        moment = Moment.AFTER if effect_first else Moment.BEFORE
        return self._add("hold", None, moment=moment, held=asyncio.Event(), **where)

    def cut_before(self, *, reset: bool = False, **where: Any) -> Fault:
        """The connection is cut (or reset); the call had no effect."""
        return self._add("cut_before", CutError(reset=reset), **where)

    def cut_after(self, *, reset: bool = False, **where: Any) -> Fault:
        """The connection is cut (or reset); the call was carried out, the answer is lost."""
        return self._add("cut_after", CutError(reset=reset), moment=Moment.AFTER, **where)

    def cut_within(self, **where: Any) -> Fault:
        """The call was carried out; the connection is cut in the middle of the answer."""
        error = CutError(part=b'{"ok":true,"resu')
        return self._add("cut_within", error, moment=Moment.AFTER, **where)

    def bad_json(self, *, body: bytes = b'{"ok":true,"resu', **where: Any) -> Fault:
        """HTTP 200 with a body that is no JSON; the call was carried out."""
        return self._add("bad_json", BadAnswerError(200, body), moment=Moment.AFTER, **where)

    def clear(self) -> None:
        """Ends all faults and lets held calls go on."""
        for fault in self.active:
            fault.release()
        self.active.clear()
        self.changed()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The first fault that strikes this call, counted as used."""
        for fault in self.active:
            if not fault.matches(method, chat_id):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.remaining -= 1
            fault.hits += 1
            if fault.remaining <= 0:
                self.active.remove(fault)
            self.changed()
            return fault
        return None
