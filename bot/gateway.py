"""The door between python-telegram-bot and the handlers: one unit of work per update.

Nothing is awaited before the unit is queued, so that units stand in the order of the updates.
"""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.clock import Clock
from bot.outgoing_call import Call, send
from handlers import router
from handlers.incoming import Incoming, addressed_elsewhere, from_update
from handlers.work import Config, Toast
from storage.database import Database

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Received:
    """An update as python-telegram-bot routes it here: in our own words already.

    The library's object of an update costs ten times as much, and few of its fields are wanted.
    """

    update_id: int
    incoming: Incoming | None


def read(raw: dict[str, Any]) -> Received:
    """An update of the Bot API from its JSON; raises as `handlers.incoming.from_update` does."""
    return Received(raw["update_id"], from_update(raw))


class Gateway:
    """Queues `handlers.router.handle` for each update, and answers button presses."""

    def __init__(self, database: Database, clock: Clock, config: Config, bot: Bot) -> None:
        self._database = database
        self._clock = clock
        self._config = config
        self._bot = bot
        self._answers: set[asyncio.Task[None]] = set()

    async def handle(self, update: object, _: CallbackContext[Any, Any, Any, Any]) -> None:
        """Handles one update; whatever goes wrong is raised to the intake, which keeps it."""
        assert isinstance(update, Received)
        incoming = update.incoming
        if incoming and addressed_elsewhere(incoming.text, self._config.bot_username):
            incoming = None
        toast = await self._database.write(
            partial(
                router.handle,
                incoming=incoming,
                config=self._config,
                now=self._clock.now(),
                update_id=update.update_id,
            )
        )
        if toast is not None:
            # Beside the line: a slow answer to a press must not hold up the next update.
            task = asyncio.create_task(self._answer(toast))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, toast: Toast) -> None:
        """Best effort: a press that is not answered in time is only a spinner that stays."""
        parameters: dict[str, Any] = {"callback_query_id": toast.press_id}
        if toast.text:
            parameters |= {"text": toast.text, "show_alert": toast.alert}
        try:
            await send(self._bot, Call("answerCallbackQuery", parameters))
        except TelegramError as error:
            logger.info("a press was not answered: %s", error)

    async def drain(self) -> None:
        """Waits for the answers under way."""
        await asyncio.gather(*self._answers, return_exceptions=True)

    async def close(self) -> None:
        """Gives up the answers under way: a press is worth no waiting at the end."""
        for task in self._answers:
            task.cancel()
        await self.drain()
