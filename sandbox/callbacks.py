"""Presses of buttons, and what is shown to whoever pressed."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.bots import Bot
from sandbox.messages import Message
from sandbox.users import User


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person sees after a press: nothing, a toast or an alert."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(eq=False, slots=True)
class CallbackQuery:
    """One press of a button; `answer` is what the bot said, None until then."""

    id: str
    bot: Bot
    person: User
    message: Message
    data: str
    at: float
    answer: Toast | None = None
