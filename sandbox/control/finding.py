"""Who and what a request means; 404 for what is not there."""

from __future__ import annotations

import re

from sandbox.bots import Bot
from sandbox.chats import Chat, Topic
from sandbox.control.errors import missing, wrong
from sandbox.control.operations import Asked
from sandbox.groups import Group
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.world import World

_PRIVATE = re.compile(r"p:(\d{1,16}):(\d{1,16})")
_GROUP = re.compile(r"g:(-\d{1,16})")


def chat_of(asked: Asked) -> Chat:
    """The chat of the path's key."""
    key, world = asked.path["key"], asked.world
    if private := _PRIVATE.fullmatch(key):
        bot, person = world.bots.get(int(private[1])), world.users.get(int(private[2]))
        if bot is not None and person is not None and not person.is_bot:
            return world.private_chat(bot, person)
    elif group := _GROUP.fullmatch(key):
        chat = world.chats.get(int(group[1]))
        if chat is not None:
            return chat
    raise missing(f"there is no chat {key}")


def private_chat_of(asked: Asked) -> tuple[Chat, Bot, Person]:
    """The private chat of the path's key with its bot and its person."""
    chat = chat_of(asked)
    if chat.person is None:
        raise wrong("this can be done in private chats only")
    return chat, asked.world.bots[chat.bot_id], Person(asked.world, chat.person)


def person_of(world: World, number: int) -> Person:
    user = world.users.get(number)
    if user is None or user.is_bot:
        raise missing(f"there is no person {number}")
    if user.deactivated:
        raise wrong("this account was deleted")
    return Person(world, user)


def guest_of(world: World, number: int) -> Person | Bot:
    """A person or a bot."""
    return world.bots.get(number) or person_of(world, number)


def speaker_of(asked: Asked, chat: Chat, number: int | None) -> Person:
    """Who acts: the one named, and in a private chat nobody else than its person."""
    if chat.person is not None:
        if number not in (None, chat.person.id):
            raise wrong("only its person can act in a private chat")
        return person_of(asked.world, chat.person.id)
    if number is None:
        raise wrong('"person" is missing')
    member = chat.member(number)
    if member is None or not member.present:
        raise wrong(f"{number} is no member of this chat")
    return person_of(asked.world, number)


def place_of(asked: Asked, chat: Chat) -> Group | Bot:
    """The chat as persons name it: a group, or for a private one its bot."""
    if chat.person is not None:
        return asked.world.bots[chat.bot_id]
    return group_of(asked.world, chat)


def group_of(world: World, chat: Chat) -> Group:
    """The group in the hands of its owner, or of an administrator where that one has gone."""
    if chat.kind not in ("group", "supergroup"):
        raise wrong("this can be done in groups only")
    if chat.migrated_to is not None:
        raise wrong(f"this group has become the supergroup {chat.migrated_to.key}")
    for status in ("creator", "administrator", "member"):
        for member in chat.members.values():
            if member.status == status and not member.user.is_bot:
                return Group(world, chat, Person(world, member.user))
    raise wrong("nobody is in this group")


def message_of(chat: Chat, number: int) -> Message:
    message = chat.messages.get(number)
    if message is None:
        raise missing(f"there is no message {number} in this chat")
    return message


def topic_of(chat: Chat, number: int) -> Topic:
    topic = chat.topics.get(number)
    if topic is None:
        raise missing(f"there is no topic {number} in this chat")
    return topic
