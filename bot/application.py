"""Puts the whole bot together, and runs it until it is told to stop."""

import asyncio
import gc
import logging
import signal
import sqlite3
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler
from telegram.request import BaseRequest

from bot import health, processors
from bot.backoff import Backoff
from bot.clock import Clock, SystemClock
from bot.delivery import Delivery
from bot.errors import IntakeFailed
from bot.fetching import Fetching
from bot.gateway import Gateway, Received, read
from bot.intake import Intake
from bot.limits import Limits
from bot.nightly import Nightly
from bot.outgoing_call import Call, send
from bot.packing import Packer
from bot.request import build_request
from bot.scheduler import Scheduler
from bot.server_clock import ServerClock
from bot.settings import Settings
from bot.settlement import Listeners
from bot.updates import LONGEST_POLL_SECONDS, TokenRefused, UpdatesSource
from bot.workshop import Workshop
from handlers import making, menus, notices, reachability
from handlers.apologies import apologise
from handlers.commands import REGISTRY
from handlers.people import start
from handlers.texts import LANGUAGES, texts
from handlers.work import Config
from storage.database import Database
from storage.outbox import OutboxRow

logger = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
POLL_CONNECTIONS = 4
# So many make the collector look through the youngest. What is under way at once in a burst is
# some thousands, all of it in use: looking more often finds nothing.
NEW_OBJECTS = 10_000
MENUS = "menus"
PACKAGES = "packages"
"""The folder beside the database in which packages are put together."""
PLANS = "plans"
"""The folder beside the database in which a plan lies while it is read."""


@dataclass
class Tieuban:
    """The bot, put together; `run` it once."""

    settings: Settings
    clock: Clock
    config: Config
    database: Database
    telegram: AnyApplication
    gateway: Gateway
    intake: Intake
    delivery: Delivery
    scheduler: Scheduler
    workshop: Workshop
    packer: Packer
    fetching: Fetching

    async def run(self, stop: asyncio.Event) -> None:
        """Everything at once, until `stop` is set; then ends within 5 s.

        Raises IntakeFailed when going on is of no use.
        """
        parts = [asyncio.create_task(part, name=name) for name, part in self._parts(stop).items()]
        logger.info("ready: @%s", self.config.bot_username)
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._stop()
            stop.set()
            await _end(parts)
        for part in parts:
            try:
                if not part.cancelled():
                    part.result()
            except TokenRefused as error:
                raise IntakeFailed(f"Telegram refuses the bot token: {error}") from None

    def _parts(self, stop: asyncio.Event) -> dict[str, Coroutine[Any, Any, object]]:
        return {
            "stop": stop.wait(),
            "intake": self.intake.run(),
            "delivery": self.delivery.run(),
            "scheduler": self.scheduler.run(),
            "packer": self.packer.run(),
            "fetching": self.fetching.run(),
            MENUS: self._set_menus(stop),
        }

    async def _stop(self) -> None:
        """All at once: each part has seconds of its own to end, and together they have 5."""
        self.scheduler.stop()
        self.packer.stop()
        ends = (
            self.intake.stop(),
            self.delivery.stop(),
            self.fetching.stop(),
            self.workshop.close(),
        )
        await asyncio.gather(*ends, return_exceptions=True)

    async def _set_menus(self, stop: asyncio.Event) -> None:
        """The menus of those whom no menu of their own was sent; nothing hangs on it."""
        for method, parameters in menus.defaults(REGISTRY, self.settings.locale):
            with suppress(TelegramError):
                await send(self.telegram.bot, Call(method, parameters))
        await stop.wait()

    async def close(self) -> None:
        """Lets go of the network and of the database."""
        await self.gateway.close()
        await _shut_down(self.telegram)
        await self.database.close()


async def _end(parts: Iterable[asyncio.Task[object]]) -> None:
    """Wait for the parts that end by themselves; nobody waits for a menu that is being set."""
    for part in parts:
        if part.get_name() == MENUS:
            part.cancel()
    await asyncio.gather(*parts, return_exceptions=True)


async def build(
    settings: Settings, clock: Clock, *, poll_seconds: int = LONGEST_POLL_SECONDS
) -> Tieuban:
    """Opens the database, asks Telegram who the bot is, and puts all parts together.

    `poll_seconds`: how long Telegram may hold back an empty answer.
    Raises IntakeFailed where the token is wrong, and what `Database.open` raises.
    """
    poll_request = build_request(POLL_CONNECTIONS)
    telegram = _telegram(settings, poll_request)
    async with AsyncExitStack() as opened:
        opened.push_async_callback(_shut_down, telegram)
        await asyncio.gather(_introduce(telegram, clock), asyncio.to_thread(_load_texts))
        database = await Database.open(settings.database_path)
        opened.push_async_callback(database.close)
        tieuban = _put_together(settings, clock, telegram, database, poll_request, poll_seconds)
        opened.pop_all()
        return tieuban


def _put_together(
    settings: Settings,
    clock: Clock,
    telegram: AnyApplication,
    database: Database,
    poll_request: BaseRequest,
    poll_seconds: int,
) -> Tieuban:
    config = _config(settings, telegram)
    gateway = Gateway(database, clock, config, telegram.bot)
    telegram.add_handler(TypeHandler(Received, gateway.handle))
    workshop = Workshop()
    folder = settings.database_path.parent
    packer = Packer(database, telegram.bot, clock, workshop, folder / PACKAGES)
    delivery = Delivery(
        database,
        telegram.bot,
        clock,
        Limits(settings.messages_per_second),
        notices.render,
        _listeners(packer),
        workshop=workshop,
    )
    fetching = Fetching(database, telegram.bot, clock, workshop, folder / PLANS)
    for listener in (packer.changed, delivery.wake, fetching.wake):
        database.on_change(listener)
    return Tieuban(
        settings=settings,
        clock=clock,
        config=config,
        database=database,
        telegram=telegram,
        gateway=gateway,
        intake=_intake(settings, clock, telegram, database, poll_request, poll_seconds, delivery),
        delivery=delivery,
        scheduler=_scheduler(settings, clock, config, database, delivery),
        workshop=workshop,
        packer=packer,
        fetching=fetching,
    )


def _config(settings: Settings, telegram: AnyApplication) -> Config:
    return Config(
        bot_username=telegram.bot.username,
        locale=settings.locale,
        timezone=settings.timezone,
        operator_ids=frozenset(settings.admin_ids),
        registry=REGISTRY,
    )


def _intake(
    settings: Settings,
    clock: Clock,
    telegram: AnyApplication,
    database: Database,
    poll_request: BaseRequest,
    poll_seconds: int,
    delivery: Delivery,
) -> Intake:
    return Intake(
        telegram,
        database,
        clock,
        UpdatesSource(poll_request, telegram.bot.base_url, poll_seconds),
        apologise=partial(apologise, locale=settings.locale),
        pause=delivery.pause,
        read=read,
    )


def _scheduler(
    settings: Settings, clock: Clock, config: Config, database: Database, delivery: Delivery
) -> Scheduler:
    path = settings.database_path
    nightly = Nightly(database, path, clock, settings.timezone)
    return Scheduler(
        database,
        clock,
        config,
        nightly=nightly.run_if_due,
        health=partial(_look_after_health, database, path, clock, delivery.server_clock),
    )


def _telegram(settings: Settings, poll_request: BaseRequest) -> AnyApplication:
    return (
        ApplicationBuilder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .request(build_request())
        .get_updates_request(poll_request)
        .updater(None)
        .job_queue(None)
        .build()
    )


def _load_texts() -> None:
    """Before the first update is in hand: else it would be in hand for as long as that takes."""
    for language in LANGUAGES:
        texts(language).load()


async def _shut_down(telegram: AnyApplication) -> None:
    await telegram.shutdown()
    # Where the application was never initialized it leaves its connections open.
    await telegram.bot.shutdown()


async def _introduce(telegram: AnyApplication, clock: Clock) -> None:
    """Asks who the bot is, again and again while Telegram cannot be reached."""
    backoff = Backoff(Random())
    while True:
        try:
            await telegram.initialize()
            # While a webhook stands, left by another program perhaps, Telegram answers no poll.
            await send(telegram.bot, Call("deleteWebhook", {}))
        except InvalidToken:
            raise IntakeFailed(
                "Telegram refuses the bot token: it is wrong or was revoked"
            ) from None
        except NetworkError as error:
            seconds = backoff.next()
            logger.warning("Telegram cannot be reached, again in %.0f s: %s", seconds, error)
            await clock.sleep(seconds)
        else:
            return


def _listeners(packer: Packer) -> Listeners:
    def sent(connection: sqlite3.Connection, row: OutboxRow, _: int | None, now: datetime) -> None:
        notices.on_sent(connection, row, now)
        packer.noted(row)

    def dead(connection: sqlite3.Connection, row: OutboxRow, error: str, now: datetime) -> None:
        making.on_dead(connection, row, error, now)
        packer.noted(row)

    return Listeners(
        on_unreachable=reachability.on_unreachable,
        on_topic_gone=reachability.on_topic_gone,
        on_dead=dead,
        on_sent=sent,
    )


async def _look_after_health(
    database: Database, path: Path, clock: Clock, server_clock: ServerClock
) -> None:
    machine = health.machine(path, server_clock)
    wrong = await database.write(lambda connection: health.note(connection, clock.now(), machine))
    if wrong:
        logger.error("not all is well: %s", ", ".join(wrong))


def run(settings: Settings) -> int:
    """Runs the bot until SIGTERM or SIGINT; the exit code. Raises as `Tieuban.run` does."""
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_run(settings))
    return 0


def loop_factory() -> Any:
    """What makes the quickest event loop there is on this machine; None: the usual one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # Made before, for its size goes by how many processors there are.
    loop.set_default_executor(ThreadPoolExecutor(initializer=processors.spread))
    together = asyncio.create_task(processors.stay_together())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    tieuban = await build_unless(stop, settings, SystemClock())
    if tieuban is None:
        return
    # What the start made is there to stay: a full round of the collector through it would hold
    # up everybody for a tenth of a second.
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    try:
        await _say_setup_code(tieuban)
        await tieuban.run(stop)
    finally:
        together.cancel()
        await tieuban.close()


async def build_unless(stop: asyncio.Event, settings: Settings, clock: Clock) -> Tieuban | None:
    """As `build`; None where `stop` is set before all is there."""
    building = asyncio.create_task(build(settings, clock))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({building, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if building.done():
        stopping.cancel()
        return building.result()
    building.cancel()
    await asyncio.gather(building, return_exceptions=True)
    return None


async def _say_setup_code(tieuban: Tieuban) -> None:
    """Where no operator is named, whoever reads the log can become one, once."""
    if tieuban.settings.admin_ids:
        return
    now = tieuban.clock.now()
    code = await tieuban.database.write(lambda connection: start.setup_code(connection, now))
    if code:
        logger.warning("no ADMIN_IDS: whoever sends the bot this becomes operator: /start %s", code)
