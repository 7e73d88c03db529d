"""Forum topics: made, closed, gone."""

from __future__ import annotations

from sandbox.chats import Chat, Topic
from sandbox.users import User
from sandbox.world import World

DEFAULT_COLOR = 0x6FB9F0


def make_topic(
    world: World, chat: Chat, creator: User, name: str, icon_color: int = DEFAULT_COLOR
) -> Topic:
    """Makes a topic with its service message."""
    content = {"forum_topic_created": {"name": name, "icon_color": icon_color}}
    created = world.post(chat, creator, content)
    created.thread_id = created.id
    topic = Topic(created.id, name, creator, created, icon_color)
    chat.topics[topic.id] = topic
    world.feed.note("chat", chat)
    world.announce(created)
    return topic


def set_closed(world: World, chat: Chat, topic: Topic, closed: bool, by: User) -> None:
    """Closes or reopens a topic, with its service message."""
    topic.closed = closed
    world.feed.note("chat", chat)
    name = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.announce(world.post(chat, by, {name: {}}, thread_id=topic.id))


def rename_topic(world: World, chat: Chat, topic: Topic, name: str, by: User) -> None:
    """Renames a topic, with its service message."""
    topic.name = name
    world.feed.note("chat", chat)
    content = {"forum_topic_edited": {"name": name}}
    world.announce(world.post(chat, by, content, thread_id=topic.id))


def remove_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Removes a topic and all that was written in it; Telegram tells no bot of it."""
    chat.topics.pop(topic.id, None)
    world.feed.note("chat", chat)
    for message in list(chat.messages.values()):
        if message.thread_id == topic.id:
            world.remove(message)
