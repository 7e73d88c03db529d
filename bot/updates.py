"""One raw ``getUpdates`` call: what Telegram sent, as rows to be stored.

The answer is decoded here and not by the library, so that an update that the library could not
parse is stored like any other and confirmed like any other.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeGuard

from telegram.request import BaseRequest

from bot.request import as_json
from storage import fast_json
from storage.inbox import Arrival

logger = logging.getLogger(__name__)

# Named at every start: Telegram remembers the last list it was given.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
LONGEST_POLL_SECONDS = 50  # Telegram ends longer ones itself
ANSWER_SECONDS = 10.0  # beyond the poll itself

_LARGEST_INTEGER = 2**63 - 1


class TokenRefused(Exception):  # noqa: N818
    """401 or 404: the token is wrong or was revoked."""


class Conflict(Exception):  # noqa: N818
    """409: somebody else polls with the same token, or a webhook is set."""


class PollFailed(Exception):  # noqa: N818
    """Any other answer that is no batch; ``retry_after`` are the seconds Telegram asks for."""

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Batch:
    """Updates in the order sent; the offset that confirms them, None for an empty batch."""

    arrivals: tuple[Arrival, ...]
    next_offset: int | None


class UpdatesSource:
    """Asks one Bot API server for updates.

    ``base_url`` is the bot's, with the token; ``poll_seconds`` how long the server may hold the
    answer back while there is nothing new.
    """

    def __init__(
        self, request: BaseRequest, base_url: str, poll_seconds: int = LONGEST_POLL_SECONDS
    ) -> None:
        self._request = request
        self._base_url = base_url
        self._poll_seconds = poll_seconds

    async def get(self, offset: int | None) -> Batch:
        """The next batch; with an offset, all updates below it are confirmed.

        Raises TokenRefused, Conflict, PollFailed, and telegram.error.NetworkError.
        """
        status, body = await self._request.do_request(
            f"{self._base_url}/getUpdates",
            "POST",
            as_json(self._parameters(offset)),
            read_timeout=self._poll_seconds + ANSWER_SECONDS,
        )
        return batch_of(_result(status, body))

    def _parameters(self, offset: int | None) -> dict[str, Any]:
        parameters = {"timeout": self._poll_seconds, "allowed_updates": ALLOWED_UPDATES}
        return parameters if offset is None else {**parameters, "offset": offset}


def batch_of(updates: list[Any]) -> Batch:
    """The batch that a ``getUpdates`` result is; what has no usable number is logged and left."""
    arrivals = []
    for update in updates:
        number = update.get("update_id") if isinstance(update, dict) else None
        if not _is_integer(number):
            logger.error("an update without a usable update_id was left out: %.200r", update)
            continue
        payload = fast_json.text_of(update)
        arrivals.append(Arrival(number, chat_of(update), payload))
    return Batch(tuple(arrivals), arrivals[-1].update_id + 1 if arrivals else None)


def chat_of(update: dict[str, Any]) -> int | None:
    """The Telegram id of the chat an update came from, else of the person; None without either."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        for holder in (part, part.get("message"), {"chat": part.get("from")}):
            chat = holder.get("chat") if isinstance(holder, dict) else None
            number = chat.get("id") if isinstance(chat, dict) else None
            if _is_integer(number):
                return number
    return None


def _is_integer(value: Any) -> TypeGuard[int]:
    # bool is an int to Python, and SQLite takes 64 bits.
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_INTEGER


def _result(status: int, body: bytes) -> list[Any]:
    try:
        answer = fast_json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        answer = {}
    if status == HTTPStatus.OK and answer.get("ok") is True:
        result = answer.get("result")
        if isinstance(result, list):
            return result
    raise _failure(status, answer)


def _failure(status: int, answer: dict[str, Any]) -> Exception:
    # "ok": false with HTTP 200 happens too; then the code stands in the answer only.
    code = answer.get("error_code", status)
    text = f"{code} {answer.get('description') or 'an answer that is no batch of updates'}"
    if answer.get("ok") is not False:
        # Not from a Bot API server: a proxy or a login page stands between, for a while perhaps.
        return PollFailed(text)
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        return TokenRefused(text)
    if code == HTTPStatus.CONFLICT:
        return Conflict(text)
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return PollFailed(text, float(seconds) if _is_integer(seconds) else None)
