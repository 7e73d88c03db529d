"""Groups, supergroups with and without topics, and channels, as their people use them."""

from __future__ import annotations

from typing import Any, TypeAlias

from sandbox.bots import Bot
from sandbox.chats import Chat, Kind, Topic
from sandbox.messages import Message
from sandbox.people import Person, text_content
from sandbox.topics import make_topic, remove_topic, set_closed
from sandbox.users import ANONYMOUS_ADMIN, CHANNEL_SENDER, User
from sandbox.world import World

Guest: TypeAlias = Person | Bot


class Group:
    """A group made by its owner. Its `chat` changes when it becomes a supergroup."""

    def __init__(self, world: World, chat: Chat, owner: Person) -> None:
        self.world = world
        self._chat = chat
        self.owner = owner

    @classmethod
    def founded(
        cls,
        world: World,
        title: str,
        owner: Person,
        *,
        forum: bool = False,
        supergroup: bool = False,
    ) -> Group:
        """A new group with only its owner in it."""
        kind: Kind = "supergroup" if forum or supergroup else "group"
        chat = world.add_group(title, kind, forum=forum)
        world.set_status(chat, owner.user, "creator", by=owner.user)
        return cls(world, chat, owner)

    @property
    def chat(self) -> Chat:
        """The chat, wherever it has moved to."""
        while self._chat.migrated_to is not None:
            self._chat = self._chat.migrated_to
        return self._chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def title(self) -> str:
        return self.chat.title

    # members

    def add(self, *guests: Guest, by: Person | None = None, admin: bool = False) -> None:
        """Adds persons and bots: membership updates, then one service message."""
        actor = (by or self.owner).user
        for guest in guests:
            self.world.set_status(
                self.chat, guest.user, "administrator" if admin else "member", by=actor
            )
        users = [guest.user.to_json() for guest in guests]
        self._notice(actor, {"new_chat_members": users})

    def remove(self, guest: Guest, by: Person | None = None) -> None:
        """Removes a person or bot; a bot is told by my_chat_member, in a basic group also by the
        service message.
        """
        actor = (by or self.owner).user
        self.world.set_status(self.chat, guest.user, "kicked", by=actor)
        notice = self._notice(actor, {"left_chat_member": guest.user.to_json()})
        if isinstance(guest, Bot) and self.chat.kind == "group":
            self.world.announce(notice, owner=guest)

    def leaves(self, guest: Guest) -> None:
        """A person or a bot leaves by itself."""
        self.world.set_status(self.chat, guest.user, "left", by=guest.user)
        self._notice(guest.user, {"left_chat_member": guest.user.to_json()})

    def promote(self, guest: Guest, by: Person | None = None) -> None:
        self.world.set_status(self.chat, guest.user, "administrator", by=(by or self.owner).user)

    def demote(self, guest: Guest, by: Person | None = None) -> None:
        self.world.set_status(self.chat, guest.user, "member", by=(by or self.owner).user)

    def restrict(self, guest: Guest, by: Person | None = None) -> None:
        """The member may read but no longer write."""
        self.world.set_status(self.chat, guest.user, "restricted", by=(by or self.owner).user)

    def delete(self) -> None:
        """The group is no more."""
        self.chat.deleted = True
        self.world.feed.note("chat", self.chat)

    # messages

    def _notice(self, actor: User, content: dict[str, Any], **fields: Any) -> Message:
        message = self.world.post(self.chat, actor, content, **fields)
        self.world.announce(message)
        return message

    def rename(self, title: str) -> Message:
        self.chat.title = title
        self.world.feed.note("chat", self.chat)
        return self._notice(self.owner.user, {"new_chat_title": title})

    def says_anonymously(self, text: str, *, reply_to: Message | None = None) -> Message:
        """An administrator writes in the group's name."""
        message = self.world.post(
            self.chat,
            ANONYMOUS_ADMIN,
            text_content(text),
            sender_chat=self.chat,
            reply_to=reply_to,
        )
        self.world.announce(message)
        return message

    def bot_says(self, bot: Bot, text: str) -> Message:
        """Another bot writes and is seen, as where bots may talk to each other."""
        message = self.world.post(self.chat, bot.user, text_content(text))
        self.world.announce(message)
        return message

    # topics

    def create_topic(self, name: str, by: Person | None = None) -> Topic:
        """A forum topic; its `id` is the thread."""
        if not self.chat.forum:
            raise ValueError("the group has no topics")
        actor = (by or self.owner).user
        return make_topic(self.world, self.chat, actor, name)

    def close_topic(self, topic: Topic) -> None:
        set_closed(self.world, self.chat, topic, True, self.owner.user)

    def reopen_topic(self, topic: Topic) -> None:
        set_closed(self.world, self.chat, topic, False, self.owner.user)

    def delete_topic(self, topic: Topic) -> None:
        """The topic goes with its messages; Telegram tells no bot of it."""
        remove_topic(self.world, self.chat, topic)

    # migration

    def upgrade(self, *, forum: bool = False) -> Chat:
        """The group becomes a supergroup; returns the new chat, which `chat` is from now on.

        Announces both messages: migrate_to_chat_id in the old chat, migrate_from_chat_id in the
        new one. Calls to the old chat are refused with migrate_to_chat_id from now on.
        """
        old = self.chat
        if old.kind != "group":
            raise ValueError("only a basic group can become a supergroup")
        new = self.world.add_group(old.title, "supergroup", forum=forum)
        new.members = dict(old.members)
        self._notice(self.owner.user, {"migrate_to_chat_id": new.id})
        old.migrated_to = new
        self.world.feed.note("chat", old)
        self._notice(ANONYMOUS_ADMIN, {"migrate_from_chat_id": old.id}, sender_chat=new)
        return new


class Channel:
    """A channel; bots see its posts when they administer it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    def add(self, bot: Bot, by: Person) -> None:
        """Makes the bot an administrator."""
        self.world.set_status(self.chat, bot.user, "administrator", by=by.user)

    def posts(self, text: str) -> Message:
        message = self.world.post(self.chat, None, text_content(text), sender_chat=self.chat)
        self.world.announce(message)
        return message

    def says_in(self, group: Group, text: str) -> Message:
        """Somebody writes into a group in the channel's name."""
        message = self.world.post(
            group.chat, CHANNEL_SENDER, text_content(text), sender_chat=self.chat
        )
        self.world.announce(message)
        return message
