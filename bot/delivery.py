"""Sends what stands in the outbox: in order, within Telegram's limits, losing nothing.

A loop takes turns. Each turn is one unit of work (`bot.claiming`): the outcomes of the calls that
have ended since are recorded, and as many rows are claimed as the limits and the places under way
leave room for. Then the loop rests until it is woken, a limit gives way or a row becomes due.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from random import Random
from typing import TypeVar

from telegram import Bot

from bot.backoff import Backoff
from bot.claiming import Claimed, Legacy, Render, Turn, carry_out, take_over
from bot.clock import Clock, sleep_unless
from bot.failures import Failure, Verdict, classify
from bot.limits import GROUP_SECONDS, Limits
from bot.logging import redact
from bot.outgoing_call import Call, message_id_of, prepare, send
from bot.server_clock import ServerClock
from bot.settlement import Listeners, Outcome, settle
from bot.steady_time import SteadyTime
from bot.trouble import SERVER_ANSWERED, Trouble
from bot.updates import TokenRefused
from bot.uploads import with_files
from bot.workshop import Workshop, WorkshopClosed
from documents.made import MadeFile
from storage import outbox
from storage.database import Database, is_transient
from storage.outbox import Making, OutboxRow, Rendered

logger = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_REST_SECONDS = 20.0
CONFLICT_SECONDS = 30.0
STOP_SECONDS = 3.0  # the process has 5, and closing takes its time
WIND_UP_SECONDS = 0.5  # between two tries to record what has ended, once no more is begun
# Before a message that failed is tried again, however well all else goes.
AGAIN_SECONDS = 1.0
MOST_UNDER_WAY = 128
# One file is being made, and one waits so that the worker need not.
MOST_MAKING = 2


class Delivery:
    """The loop that sends; ``render`` puts rows other than calls into words, in a unit of work."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        clock: Clock,
        limits: Limits,
        render: Render,
        listeners: Listeners | None = None,
        *,
        random: Random | None = None,
        most_under_way: int = MOST_UNDER_WAY,
        workshop: Workshop | None = None,
    ) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._limits = limits
        self._render = render
        self._listeners = listeners or Listeners()
        self._random = random or Random()
        self._most_under_way = most_under_way
        self._workshop = workshop or Workshop()
        self._trouble = Trouble(bot, clock, self._random, self.wake)
        self.server_clock = ServerClock()
        self._storage_backoff = Backoff(self._random)
        self._steady = SteadyTime(clock)
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}  # by row id
        self._making: set[int] = set()  # of these, whose files are not there yet
        self._outcomes: list[Outcome] = []
        self._paused_until = clock.monotonic()
        self._running = False

    async def run(self) -> None:
        """Send until `stop`; raises bot.updates.TokenRefused when the token is of no use."""
        self._running = True
        try:
            self._remember(await self._patiently(self._take_over))
            while not self._stopping.is_set():
                await self._turn()
                if self._trouble.token_refused is not None:
                    raise TokenRefused(self._trouble.token_refused.text)
        finally:
            self._stopping.set()
            try:
                await self._wind_up()
            finally:
                self._ended.set()
                self._idle.set()

    async def stop(self) -> None:
        """Claim nothing more; return once what is under way has ended, or after 3 s."""
        self._stopping.set()
        self._wake.set()
        if self._running:
            await self._ended.wait()

    def wake(self) -> None:
        """There may be new rows."""
        self._idle.clear()
        self._wake.set()

    def pause(self, seconds: float) -> None:
        """Send nothing new for so long."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)
        self.wake()

    @property
    def is_idle(self) -> bool:
        """Whether `wait_idle` would return at once."""
        return self._idle.is_set()

    async def wait_idle(self) -> None:
        """Return once nothing is under way and nothing can be done before the clock moves."""
        await self._idle.wait()

    # One turn ---------------------------------------------------------------------------------

    async def _turn(self) -> None:
        self._wake.clear()
        moment = self._clock.monotonic()
        room = self._room(moment)
        ended = self._limits.ended_waits(moment)
        claimed = Claimed()
        if room or ended or self._outcomes:
            claimed = await self._exchange(room, ended, moment)
            for row, rendered in claimed.ready:
                self._start(row, rendered)
        if not claimed.more and (not room or len(claimed.ready) < room):
            await self._rest(claimed, moment)

    def _room(self, moment: float) -> int:
        """How many rows may be claimed now."""
        if self._is_shut(moment):
            return 0
        places = 1 if self._trouble.cautious else self._most_under_way
        return self._limits.room(moment, max(0, places - self._places_taken()))

    def _is_shut(self, moment: float) -> bool:
        """Whether nothing new may leave."""
        return moment < self._paused_until or self._trouble.is_open

    def _places_taken(self) -> int:
        return len(self._under_way) - len(self._outcomes) - len(self._making)

    async def _exchange(self, room: int, ended: list[int], moment: float) -> Claimed:
        outcomes, self._outcomes = self._outcomes, []
        busy = self._limits.busy_chats(moment)
        makes = max(0, MOST_MAKING - len(self._making))
        turn = Turn(outcomes, room, busy, ended, self._clock.now(), self._steady.latest(), makes)
        try:
            claimed = await self._database.write(partial(self._carry_out, turn=turn))
        except Exception as error:
            await self._exchange_failed(outcomes, error)
            return Claimed()
        self._storage_backoff.reset()
        self._forget(outcomes)
        return claimed

    def _carry_out(self, connection: sqlite3.Connection, turn: Turn) -> Claimed:
        return carry_out(connection, turn, self._render, self._listeners)

    def _forget(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            del self._under_way[outcome.row.id]

    async def _exchange_failed(self, outcomes: list[Outcome], error: Exception) -> None:
        """Nothing of the turn was recorded. Either all of it later, or each outcome alone now."""
        if is_transient(error) or not outcomes:
            logger.error("the outbox cannot be written, trying again: %s", error)
            self._outcomes[:0] = outcomes
            await self._pause_for_storage()
            self._wake.set()
            return
        logger.error("recording %d outcomes together failed: %r", len(outcomes), error)
        for outcome in outcomes:
            await self._settle_alone(outcome)
        self._forget(outcomes)
        self._wake.set()

    async def _settle_alone(self, outcome: Outcome) -> None:
        """Record one outcome, without telling anybody when it is the telling that fails."""
        now = self._clock.now()
        try:
            await self._patiently(
                partial(settle, outcome=outcome, now=now, listeners=self._listeners)
            )
        except Exception:
            logger.exception("what follows from outbox row %d failed", outcome.row.id)
            await self._patiently(partial(settle, outcome=outcome, now=now, listeners=Listeners()))

    async def _patiently(self, unit: Callable[[sqlite3.Connection], T]) -> T:
        """Write, again and again while the disk is full or the file locked."""
        while True:
            try:
                return await self._database.write(unit)
            except Exception as error:
                if not is_transient(error) or self._stopping.is_set():
                    raise
                logger.error("the outbox cannot be written, trying again: %s", error)
            await self._pause_for_storage()

    async def _pause_for_storage(self) -> None:
        self._idle.set()
        if self._stopping.is_set():
            await self._clock.sleep(WIND_UP_SECONDS)
        else:
            await sleep_unless(self._clock, self._stopping, self._storage_backoff.next())
        self._idle.clear()

    # One message ------------------------------------------------------------------------------

    def _start(self, row: OutboxRow, rendered: Rendered) -> None:
        if rendered.making is not None:
            self._making.add(row.id)
            sending = self._make_and_send(row, rendered, rendered.making)
        else:
            sending = self._send(row, prepare(row, rendered, paid=self._limits.paid))
            self._take(row)
        self._under_way[row.id] = asyncio.create_task(sending)

    def _take(self, row: OutboxRow, messages: int = 1) -> None:
        for _ in range(messages):
            moment = self._clock.monotonic()
            self._limits.take(row.chat_id, moment, group=row.chat_kind != "private")

    async def _make_and_send(self, row: OutboxRow, rendered: Rendered, making: Making) -> None:
        """Until its files are there it holds up its chat and nobody else."""
        try:
            files = await self._workshop.make(making.recipe, making.data)
            verdict = await self._begin(row)
        except WorkshopClosed:
            verdict = Verdict(Failure.PUT_OFF, "the bot was stopping")
        except Exception as error:
            verdict = Verdict(Failure.NOT_MADE, redact(f"{type(error).__name__}: {error}"))
        finally:
            self._making.discard(row.id)
            self._wake.set()
        if verdict is None:
            await self._send_files(row, rendered, files)
        else:
            outcome = Outcome(row, Call(rendered.method, {}), verdict=verdict)
            self._end(outcome, self._clock.monotonic())

    async def _send_files(
        self, row: OutboxRow, rendered: Rendered, files: Sequence[MadeFile]
    ) -> None:
        with ExitStack() as opened:
            try:
                call = prepare(row, with_files(rendered, files, opened), paid=self._limits.paid)
            except (ValueError, OSError) as error:
                verdict = Verdict(Failure.NOT_MADE, f"{type(error).__name__}: {error}")
                outcome = Outcome(row, Call(rendered.method, {}), verdict=verdict)
                self._end(outcome, self._clock.monotonic())
                return
            self._take(row, len(files))
            await self._send(row, call)

    async def _begin(self, row: OutboxRow) -> Verdict | None:
        """From here on it may have arrived; a verdict where it cannot go now."""
        if self._stopping.is_set() or self._is_shut(self._clock.monotonic()):
            return Verdict(Failure.PUT_OFF, "nothing could be sent when it was made")
        now = self._clock.now()
        try:
            await self._patiently(partial(outbox.mark_sending, row_id=row.id, now=now))
        except Exception as error:
            if not self._stopping.is_set():
                raise
            # The end cannot wait for the database; the file itself has nothing wrong with it.
            return Verdict(Failure.PUT_OFF, redact(f"{type(error).__name__}: {error}"))
        return None

    async def _send(self, row: OutboxRow, call: Call) -> None:
        started = self._clock.monotonic()
        try:
            if self._limits.paid and not call.is_payable:
                await self._clock.sleep(self._limits.free_delay(started))
            result = await send(self._bot, call)
            outcome = Outcome(row, call, message_id=message_id_of(call, result))
            self._trouble.succeeded()
            if call.is_new_message:
                self.server_clock.learn(result, self._clock.now())
        except Exception as error:
            outcome = Outcome(row, call, verdict=classify(error))
        moment = self._clock.monotonic()
        self._limits.took(row.chat_id, started, moment)
        self._end(outcome, moment)

    def _end(self, outcome: Outcome, moment: float) -> None:
        if outcome.verdict is not None:
            self._note(outcome.row, outcome.verdict, moment)
        self._outcomes.append(outcome)
        self._wake.set()

    def _note(self, row: OutboxRow, verdict: Verdict, moment: float) -> None:
        """What a failure means beyond its row."""
        logger.warning("outbox row %d: %s: %s", row.id, verdict.failure.name, verdict.text)
        if verdict.failure in SERVER_ANSWERED:
            self._trouble.succeeded()
        if verdict.failure is Failure.FLOOD:
            self._limits.flood(row.chat_id, verdict.retry_after, moment)
        elif verdict.failure is Failure.CONFLICT:
            self.pause(CONFLICT_SECONDS)
        elif verdict.failure is Failure.TOKEN_REFUSED:
            self._trouble.token_refused = verdict
        elif verdict.failure in (Failure.NOT_SENT, Failure.IN_DOUBT):
            self._trouble.failed()
            pause = AGAIN_SECONDS * self._random.uniform(1.0, 2.0)
            self._limits.wait(row.chat_id, moment + pause)

    # Waiting ----------------------------------------------------------------------------------

    async def _rest(self, claimed: Claimed, moment: float) -> None:
        """Wait for what held the turn of that moment back, even if it gave way since."""
        until = min(moment + LONGEST_REST_SECONDS, self._next_moment(moment))
        if claimed.next_due is not None:
            wait = claimed.next_due - self._clock.now()
            until = min(until, self._clock.monotonic() + wait.total_seconds())
        busy = self._under_way or self._outcomes or self._trouble.is_looking
        pause = until - self._clock.monotonic()
        if pause > 0 and not busy and not self._wake.is_set():
            self._idle.set()
        await sleep_unless(self._clock, self._wake, pause)
        self._idle.clear()

    def _next_moment(self, moment: float) -> float:
        """When more may be sent than now."""
        if self._paused_until > moment:
            return self._paused_until
        if self._trouble.is_open:
            return self._trouble.next_look()
        return self._limits.next_moment(moment)

    # Beginning and end ------------------------------------------------------------------------

    def _take_over(self, connection: sqlite3.Connection) -> Legacy:
        now = self._clock.now()
        return take_over(connection, now, now - timedelta(seconds=GROUP_SECONDS))

    def _remember(self, legacy: Legacy) -> None:
        now, moment = self._clock.now(), self._clock.monotonic()
        if legacy.in_doubt:
            logger.warning("%d messages were under way when the process ended", legacy.in_doubt)
        if legacy.newest is not None:
            self._steady.reached(legacy.newest)
        for chat, until in legacy.waits.items():
            self._limits.wait(chat, moment + (until - now).total_seconds())
        self._limits.remember(
            (chat, moment - max(0.0, (now - sent).total_seconds()))
            for chat, sent in legacy.group_sends
        )

    async def _wind_up(self) -> None:
        """Let end what is under way and record it; what takes too long is left, in doubt."""
        deadline = self._clock.monotonic() + STOP_SECONDS
        await self._trouble.end()
        while self._under_way and (left := deadline - self._clock.monotonic()) > 0:
            self._wake.clear()
            if self._outcomes:
                await self._exchange(0, [], self._clock.monotonic())
            else:
                await sleep_unless(self._clock, self._wake, left)
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
