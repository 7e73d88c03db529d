"""Forum topics by the bot."""

from __future__ import annotations

from typing import Any

from sandbox.chats import Chat, Topic
from sandbox.errors import bad_request
from sandbox.methods.access import administers, topic_of, writable_chat
from sandbox.methods.base import Request, method
from sandbox.methods.composing import charge
from sandbox.topics import DEFAULT_COLOR, make_topic, remove_topic, rename_topic, set_closed

NAME_LENGTH = 128
_COLORS = frozenset({0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F})


def _forum(request: Request) -> Chat:
    chat = writable_chat(request)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _name(request: Request) -> str:
    name = request.args.text("name").strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > NAME_LENGTH:
        raise bad_request("topic name is too long")
    return name


def create_forum_topic(request: Request) -> dict[str, Any]:
    chat, name = _forum(request), _name(request)
    if not administers(chat, request.bot):
        raise bad_request("not enough rights to create a topic")
    color = request.args.integer("icon_color", DEFAULT_COLOR)
    if color not in _COLORS:
        raise bad_request("invalid icon color specified")
    charge(request, chat)
    topic = make_topic(request.world, chat, request.bot.user, name, color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def _managed(request: Request) -> tuple[Chat, Topic]:
    chat = _forum(request)
    topic = topic_of(request, chat)
    if topic is None:
        raise bad_request("message thread not found")
    if not administers(chat, request.bot) and topic.creator is not request.bot.user:
        raise bad_request("not enough rights to manage the topic")
    return chat, topic


def edit_forum_topic(request: Request) -> bool:
    chat, topic = _managed(request)
    name = _name(request)
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    rename_topic(request.world, chat, topic, name, request.bot.user)
    return True


def _set_closed(request: Request, closed: bool) -> bool:
    chat, topic = _managed(request)
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    set_closed(request.world, chat, topic, closed, request.bot.user)
    return True


def close_forum_topic(request: Request) -> bool:
    return _set_closed(request, True)


def reopen_forum_topic(request: Request) -> bool:
    return _set_closed(request, False)


def delete_forum_topic(request: Request) -> bool:
    chat, topic = _managed(request)
    if not administers(chat, request.bot):
        raise bad_request("not enough rights to delete the topic")
    remove_topic(request.world, chat, topic)
    return True


_TOPIC = "chat_id message_thread_id"

TABLE = (
    method("createForumTopic", create_forum_topic, "chat_id name icon_color"),
    method("editForumTopic", edit_forum_topic, _TOPIC, "name"),
    method("closeForumTopic", close_forum_topic, _TOPIC),
    method("reopenForumTopic", reopen_forum_topic, _TOPIC),
    method("deleteForumTopic", delete_forum_topic, _TOPIC),
)
