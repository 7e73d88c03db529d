"""What the page sees of the world, as JSON."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from sandbox.bots import Bot
from sandbox.callbacks import CallbackQuery, Toast
from sandbox.chats import Chat, Topic
from sandbox.control.director import Moment, Program, Progress
from sandbox.control.operations import Control
from sandbox.faults import Fault
from sandbox.messages import Message
from sandbox.transcript import Call
from sandbox.users import User
from sandbox.world import World

TEXT_LENGTH = 2000
Shape = dict[str, Any]


def instant(moment: datetime) -> str:
    """The moment in UTC with milliseconds."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def instant_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else instant(moment)


def bot_shape(bot: Bot) -> Shape:
    return {"id": bot.id, "username": bot.username, "name": bot.user.first_name}


def person_shape(user: User) -> Shape:
    return {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "language_code": user.language_code,
        "deactivated": user.deactivated,
    }


def message_shape(message: Message) -> Shape:
    counted = Counter(
        reaction.get("emoji") or reaction.get("custom_emoji_id", "")
        for reactions in message.reactions.values()
        for reaction in reactions
    )
    return {
        **message.to_json(),
        "key": message.chat.key,
        "silent": message.silent,
        "reactions": [{"emoji": emoji, "count": count} for emoji, count in counted.items()],
    }


def _topic(topic: Topic) -> Shape:
    return {"id": topic.id, "name": topic.name, "closed": topic.closed}


def _members(chat: Chat) -> list[Shape]:
    return [
        {
            "id": user_id,
            "name": f"{member.user.first_name} {member.user.last_name}".strip(),
            "is_bot": member.user.is_bot,
            "status": member.status,
        }
        for user_id, member in chat.members.items()
    ]


def _keyboard(chat: Chat) -> Shape | None:
    source = chat.messages.get(chat.keyboard)
    if source is None or source.reply_markup is None:
        return None
    return {
        "rows": source.keyboard,
        "one_time": bool(source.reply_markup.get("one_time_keyboard")),
        "placeholder": str(source.reply_markup.get("input_field_placeholder") or ""),
    }


def chat_shape(chat: Chat) -> Shape:
    """The chat without what changes with each message."""
    private = chat.person is not None
    moved = chat.migrated_to
    return {
        "key": chat.key,
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "bot": chat.bot_id if private else None,
        "person": chat.id if private else None,
        "forum": chat.forum,
        "started": chat.started,
        "blocked": chat.blocked,
        "migrated_to": None if moved is None else moved.key,
        "members": _members(chat),
        "topics": [_topic(topic) for topic in chat.topics.values()],
        "pinned": list(chat.pinned),
        "keyboard": _keyboard(chat),
    }


def full_chat_shape(chat: Chat) -> Shape:
    newest_first = reversed(chat.messages.values())
    last = next(reversed(chat.messages.values()), None)
    by_person = (message for message in newest_first if _is_by_person(message))
    return {
        **chat_shape(chat),
        "last": None if last is None else message_shape(last),
        "total": len(chat.messages),
        "written": next((message.date for message in by_person), None),
    }


def _is_by_person(message: Message) -> bool:
    return message.sender is not None and not message.from_bot and not message.is_service


def _shortened(value: Any) -> Any:
    if isinstance(value, str) and len(value) > TEXT_LENGTH:
        return f"{value[: TEXT_LENGTH - 1]}…"
    if isinstance(value, list):
        return [_shortened(item) for item in value]
    if isinstance(value, dict):
        return {name: _shortened(item) for name, item in value.items()}
    return value


def _key_of_call(world: World, call: Call, chat_id: int | None) -> str | None:
    if chat_id is None:
        return None
    if chat_id > 0:
        return f"p:{call.bot_id}:{chat_id}"
    chat = world.chats.get(chat_id)
    return None if chat is None else chat.key


def call_shape(world: World, call: Call) -> Shape:
    chat_id = call.params.get("chat_id")
    if not isinstance(chat_id, int):
        chat_id = None
    return {
        "number": call.number,
        "at": instant(call.at),
        "bot": call.bot_id,
        "method": call.method,
        "chat": chat_id,
        "key": _key_of_call(world, call, chat_id),
        "code": call.code,
        "ok": call.ok,
        "error": call.error,
        "happened": call.happened,
        "done": call.done,
        "params": _shortened(call.params),
    }


def toast_shape(toast: Toast) -> Shape:
    return {"text": toast.text, "alert": toast.alert, "url": toast.url}


def answered_shape(query: CallbackQuery) -> Shape:
    """What a person saw after a press, and where."""
    return {
        "key": query.message.chat.key,
        "person": query.person.id,
        "message_id": query.message.id,
        **toast_shape(query.answer or Toast()),
    }


def _moment(moment: Moment) -> Shape:
    at = instant_or_none(moment.at)
    return {"id": moment.id, "at": at, "label": dict(moment.labels)}


def clock_shape(control: Control) -> Shape:
    director = control.director
    return {
        "now": instant(control.world.clock.now()),
        "zone": "UTC" if director is None else director.zone,
        "movable": director is not None,
        "moving": control.moving,
        "moments": [] if director is None else [_moment(moment) for moment in director.moments()],
    }


def program_shape(control: Control) -> Shape | None:
    program: Program | None = None if control.director is None else control.director.program()
    if program is None:
        return None
    return {"running": program.running, "restarts": program.restarts, "pid": program.pid}


def progress_shape(control: Control) -> Shape | None:
    progress: Progress | None = None if control.director is None else control.director.progress()
    if progress is None:
        return None
    return {"label": dict(progress.labels), "done": progress.done, "total": progress.total}


def _fault(fault: Fault) -> Shape:
    return {
        "id": fault.id,
        "kind": fault.kind,
        "method": fault.method,
        "chat": fault.chat_id,
        "remaining": fault.remaining,
        "hits": fault.hits,
    }


def trouble_shape(control: Control) -> Shape:
    return {
        "offline": control.world.offline,
        "until": instant_or_none(control.outage.until),
        "faults": [_fault(fault) for fault in control.world.faults.active],
    }
