"""What a failed call means for the message it carried: one table for all that Telegram says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.arrival import NotSent
from bot.logging import redact


class Failure(Enum):
    """The kinds of failure that are handled differently."""

    NOT_SENT = auto()  # certainly not: again
    IN_DOUBT = auto()  # may have arrived: once more, marked
    FLOOD = auto()  # 429: wait as told, then again
    MIGRATED = auto()  # the group has another id now: again, there
    CONFLICT = auto()  # 409: somebody else uses the token
    TOKEN_REFUSED = auto()  # 401, 404: nothing will ever work
    NOT_MODIFIED = auto()  # the edit changes nothing: as good as done
    BAD_ENTITIES = auto()  # can't parse the markup: once as plain text
    UNREACHABLE = auto()  # nobody there to read it
    TOPIC_GONE = auto()  # the group is there, its topic is not
    MESSAGE_GONE = auto()  # the message to be edited is not there
    REFUSED = auto()  # any other 400: for good
    NOT_MADE = auto()  # its file could not be made: for good
    PUT_OFF = auto()  # nothing was tried: again


PASSING = frozenset(
    {
        Failure.NOT_SENT,
        Failure.IN_DOUBT,
        Failure.FLOOD,
        Failure.CONFLICT,
        Failure.TOKEN_REFUSED,
    }
)
"""What says nothing of the thing asked for: asked again later, it may be had."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A failure, with what it takes to act on it; ``text`` holds no token."""

    failure: Failure
    text: str
    unreachable: str | None = None  # the reason as the table `chats` has it
    retry_after: float = 0.0  # seconds
    new_chat_id: int | None = None  # Telegram's


# The first that is found in the description counts; python-telegram-bot changes its capitals.
BAD_REQUESTS: tuple[tuple[str, Failure, str | None], ...] = (
    ("message is not modified", Failure.NOT_MODIFIED, None),
    ("can't parse entities", Failure.BAD_ENTITIES, None),
    ("message thread not found", Failure.TOPIC_GONE, None),
    ("topic_closed", Failure.TOPIC_GONE, None),
    ("topic_deleted", Failure.TOPIC_GONE, None),
    ("message to edit not found", Failure.MESSAGE_GONE, None),
    ("message can't be edited", Failure.MESSAGE_GONE, None),
    ("message_id_invalid", Failure.MESSAGE_GONE, None),
    ("no text in the message to edit", Failure.MESSAGE_GONE, None),
    ("chat not found", Failure.UNREACHABLE, "not_found"),
    ("peer_id_invalid", Failure.UNREACHABLE, "not_found"),
    ("group chat was deactivated", Failure.UNREACHABLE, "not_found"),
    ("not enough rights to send", Failure.UNREACHABLE, "no_rights"),
    ("need administrator rights", Failure.UNREACHABLE, "no_rights"),
    ("have no write access to the chat", Failure.UNREACHABLE, "no_rights"),
    ("chat_write_forbidden", Failure.UNREACHABLE, "no_rights"),
    ("chat_restricted", Failure.UNREACHABLE, "no_rights"),
    ("user_is_blocked", Failure.UNREACHABLE, "blocked"),
    ("bot was kicked", Failure.UNREACHABLE, "kicked"),
)
FORBIDDEN = (
    ("blocked by the user", "blocked"),
    ("can't initiate conversation", "never_started"),
    ("user is deactivated", "deactivated"),
    ("was deleted", "not_found"),
    ("can't send messages to", "not_found"),
    ("kicked", "kicked"),
    ("not a member", "kicked"),
)
NO_RIGHTS = "no_rights"

_NOT_SENT = (
    NotSent,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def classify(error: BaseException) -> Verdict:
    """What an exception of a call to the Bot API means; anything unknown is in doubt."""
    text = redact(str(error) or type(error).__name__)
    if isinstance(error, RetryAfter):
        return Verdict(Failure.FLOOD, text, retry_after=_retry_after(error))
    if isinstance(error, ChatMigrated):
        return Verdict(Failure.MIGRATED, text, new_chat_id=error.new_chat_id)
    if isinstance(error, Conflict | InvalidToken | Forbidden | BadRequest):
        return _refused(error, text)
    cause = error.__cause__
    if isinstance(error, NetworkError) and isinstance(cause, _NOT_SENT):
        return Verdict(Failure.NOT_SENT, text)
    return Verdict(Failure.IN_DOUBT, text)


def _refused(error: TelegramError, text: str) -> Verdict:
    if error.__cause__ is not None:
        # The body was not the Bot API's: a proxy or a login page stands between, it never arrived.
        return Verdict(Failure.NOT_SENT, text)
    description = text.lower()
    if isinstance(error, Conflict):
        return Verdict(Failure.CONFLICT, text)
    if isinstance(error, InvalidToken):
        wrong_method = "method not found" in description
        return Verdict(Failure.REFUSED if wrong_method else Failure.TOKEN_REFUSED, text)
    if isinstance(error, Forbidden):
        nobody = next((reason for part, reason in FORBIDDEN if part in description), NO_RIGHTS)
        return Verdict(Failure.UNREACHABLE, text, unreachable=nobody)
    for part, failure, reason in BAD_REQUESTS:
        if part in description:
            return Verdict(failure, text, unreachable=reason)
    return Verdict(Failure.REFUSED, text)


def _retry_after(error: RetryAfter) -> float:
    # The attribute warns of its coming change of type; what the exception is rebuilt from does not.
    return float(error.__reduce__()[1][0])
