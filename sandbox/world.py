"""The world the server shows: users, bots, chats and what happens among them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sandbox.bots import TOKEN, Bot
from sandbox.callbacks import CallbackQuery
from sandbox.chats import Chat, Kind, Member, Status
from sandbox.clock import Clock
from sandbox.counters import Counters
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.files import FileStore
from sandbox.limits import FloodLimits
from sandbox.messages import Message
from sandbox.privacy import sees
from sandbox.transcript import Transcript
from sandbox.updates import CALLBACK_LIFE, MESSAGE_LIFE, UpdateQueue
from sandbox.users import User


@dataclass
class World:
    """Everything there is. Changes are plain calls; whatever changes is announced to the bots.

    While it is `offline`, every connection of a bot is reset.
    """

    clock: Clock
    limits: FloodLimits
    faults: Faults = field(default_factory=Faults)
    files: FileStore = field(default_factory=FileStore)
    transcript: Transcript = field(default_factory=Transcript)
    feed: Feed = field(default_factory=Feed)
    offline: bool = False
    accept_any_token: bool = False
    slow_repeated_polls: bool = True
    callback_seconds: float = 15.0
    kept_messages: int | None = None
    bots: dict[int, Bot] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    private: dict[tuple[int, int], Chat] = field(default_factory=dict)
    callbacks: dict[str, CallbackQuery] = field(default_factory=dict)
    counters: Counters = field(default_factory=Counters)
    _tokens: dict[str, Bot] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faults.changed = partial(self.feed.note, "trouble")

    def time(self) -> int:
        """The present Unix time."""
        return int(self.clock.now().timestamp())

    # users and chats

    def add_user(self, first_name: str, **fields: Any) -> User:
        user = User(fields.pop("id", None) or self.counters.users.take(), first_name, **fields)
        self.users[user.id] = user
        if not user.is_bot:
            self.feed.note("person", user, new=True)
            self._introduce(self.bots.values(), [user])
        return user

    def add_bot(self, name: str, username: str, token: str | None = None) -> Bot:
        """Makes a bot; without `token` it gets one.

        Raises ValueError for a malformed token and for another token of a bot that is there.
        """
        if token is not None and not TOKEN.fullmatch(token):
            raise ValueError("a token looks like 123456:AAAA…")
        number = int(token.partition(":")[0]) if token else self.counters.bots.take()
        if number in self.bots:
            raise ValueError(f"there is a bot {number} already, with another token")
        token = token or f"{number}:sandbox-{number:x}-{'A' * 16}"
        user = self.add_user(name, id=number, is_bot=True, username=username)
        bot = Bot(user, token, UpdateQueue(next_id=100_000_001 + number % 1000 * 1000))
        self.keep_bot(bot)
        self.feed.note("bot", bot, new=True)
        self._introduce([bot], self.users.values())
        return bot

    def keep_bot(self, bot: Bot) -> None:
        """Lets the bot be found by its id and its token."""
        self.bots[bot.id] = bot
        self._tokens[bot.token] = bot

    def bot_by_token(self, token: str) -> Bot | None:
        return self._tokens.get(token)

    def add_group(self, title: str, kind: Kind, **fields: Any) -> Chat:
        if kind == "group":
            number = -self.counters.groups.take()
        else:
            number = -1000000000000 - self.counters.supergroups.take()
        chat = Chat(number, kind, title, **fields)
        self.chats[chat.id] = chat
        self.feed.note("chat", chat, new=True)
        return chat

    def private_chat(self, bot: Bot, person: User) -> Chat:
        """The chat of these two, made where there is none; it may be not started yet."""
        key = (bot.id, person.id)
        chat = self.private.get(key)
        if chat is None:
            chat = Chat(person.id, "private", person=person, bot_id=bot.id)
            self.private[key] = chat
            self.feed.note("chat", chat, new=True)
        return chat

    def look(self) -> None:
        """Somebody looks on: from now on the feed keeps what changes, and all know each other."""
        self.feed.start()
        self._introduce(self.bots.values(), self.users.values())

    def _introduce(self, bots: Iterable[Bot], users: Iterable[User]) -> None:
        """Gives each person a chat with each bot, where somebody is there to see them."""
        if self.feed.recording:
            for bot, user in itertools.product(bots, users):
                if not user.is_bot:
                    self.private_chat(bot, user)

    def bots_of(self, chat: Chat) -> list[Bot]:
        """The bots that take part in a chat."""
        if chat.person is not None:
            return [self.bots[chat.bot_id]]
        return [self.bots[bot_id] for bot_id in chat.present_bots() if bot_id in self.bots]

    # messages

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves, all other chats together."""
        if chat.kind in ("supergroup", "channel"):
            chat.last_message_id += 1
            return chat.last_message_id
        return self.counters.messages.take()

    def new_album_id(self) -> str:
        """What the messages of one album share."""
        return str(self.counters.albums.take())

    def post(
        self, chat: Chat, sender: User | None, content: dict[str, Any], **fields: Any
    ) -> Message:
        """Puts a message into a chat; does not announce it."""
        message = Message(self.next_message_id(chat), chat, self.time(), sender, content, **fields)
        if message.thread_id is not None and message.reply_to is None:
            topic = chat.topics.get(message.thread_id)
            message.reply_to = topic.created if topic is not None else None
        chat.messages[message.id] = message
        if sender is not None and sender.is_bot:
            chat.last_bot = sender.id
        if chat.kind == "private":
            self._show_keyboard(chat, message)
        self.feed.note("message", message, new=True)
        self._forget_messages(chat)
        return message

    def _forget_messages(self, chat: Chat) -> None:
        """The oldest messages go where only so many are kept."""
        while self.kept_messages is not None and len(chat.messages) > self.kept_messages:
            oldest = next(iter(chat.messages.values()))
            self.remove(oldest)
            oldest.reply_to = None  # else answers to answers would keep all there ever was

    def _show_keyboard(self, chat: Chat, message: Message) -> None:
        """A bot's message may bring a reply keyboard or take it away; a used one may go."""
        shown, markup = chat.keyboard, message.reply_markup or {}
        if "keyboard" in markup:
            chat.keyboard = message.id
        elif "remove_keyboard" in markup:
            chat.keyboard = 0
        elif shown and message.sender is chat.person:
            source = chat.messages.get(shown)
            if source is not None and source.is_used_up_by(message.text):
                chat.keyboard = 0
        if chat.keyboard != shown:
            self.feed.note("chat", chat)

    def remove(self, message: Message) -> None:
        """Takes a message out of its chat; Telegram tells no bot of it."""
        chat = message.chat
        message.deleted = True
        chat.messages.pop(message.id, None)
        self.feed.note("deleted", (chat, message.id))
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
            self.feed.note("chat", chat)
        elif message.id == chat.keyboard:
            self.feed.note("chat", chat)

    def announce(self, message: Message, kind: str = "message", owner: Bot | None = None) -> None:
        """Queues the message for every bot that may see it; `owner` names a private chat's bot."""
        if message.chat.kind == "channel":
            kind = {"message": "channel_post"}.get(kind, "edited_channel_post")
        bots = [owner] if owner is not None else self.bots_of(message.chat)
        payload = None
        for bot in bots:
            if message.sender is bot.user and not message.is_service:
                continue
            if not sees(bot, message):
                continue
            payload = payload or message.to_json()
            if message.sender is not None:
                bot.known.add(message.sender.id)
            base = message.edit_date or message.date
            bot.updates.add(kind, payload, base + MESSAGE_LIFE)
        self.transcript.wake()

    # members

    def set_status(self, chat: Chat, user: User, status: Status, by: User) -> None:
        """Changes how a user stands in a chat and tells the bots that may know."""
        member = chat.members.get(user.id)
        old = Member(user, member.status if member is not None else "left")
        new = chat.members[user.id] = Member(user, status)
        self.feed.note("chat", chat)
        change = {
            "chat": chat.to_json(),
            "from": by.to_json(),
            "date": self.time(),
            "old_chat_member": old.to_json(chat.kind),
            "new_chat_member": new.to_json(chat.kind),
        }
        expires = self.time() + MESSAGE_LIFE
        for bot in self.bots_of(chat):
            bot.known.add(user.id)
            other = chat.member(bot.id)
            if bot.user is not user and other is not None and other.administers:
                bot.updates.add("chat_member", change, expires)
        if user.id in self.bots:
            self.bots[user.id].known.update(chat.members)
            self.bots[user.id].updates.add("my_chat_member", change, expires)
        self.transcript.wake()

    def set_blocked(self, bot: Bot, person: User, blocked: bool) -> None:
        """A person blocks the bot, or takes it back; the bot is told."""
        chat = self.private_chat(bot, person)
        chat.blocked = blocked
        self.feed.note("chat", chat)
        present, gone = Member(bot.user, "member"), Member(bot.user, "kicked")
        old, new = (present, gone) if blocked else (gone, present)
        bot.updates.add(
            "my_chat_member",
            {
                "chat": chat.to_json(),
                "from": person.to_json(),
                "date": self.time(),
                "old_chat_member": old.to_json("private"),
                "new_chat_member": new.to_json("private"),
            },
            self.time() + MESSAGE_LIFE,
        )
        self.transcript.wake()

    # presses and reactions

    def react(self, person: User, message: Message, reactions: list[dict[str, Any]]) -> None:
        """A person's reactions to a message, told to the bots that may know."""
        old = message.reactions.get(person.id, [])
        message.reactions[person.id] = reactions
        self.feed.note("message", message)
        change = {
            "chat": message.chat.to_json(),
            "message_id": message.id,
            "user": person.to_json(),
            "date": self.time(),
            "old_reaction": old,
            "new_reaction": reactions,
        }
        for bot in self.bots_of(message.chat):
            member = message.chat.member(bot.id)
            if message.chat.kind == "private" or (member is not None and member.administers):
                bot.updates.add("message_reaction", change, self.time() + MESSAGE_LIFE)
        self.transcript.wake()

    def press(self, bot: Bot, person: User, message: Message, data: str) -> CallbackQuery:
        """A person presses a button of the bot's message."""
        now = self.clock.now().timestamp()
        query = CallbackQuery(str(self.counters.queries.take()), bot, person, message, data, now)
        self._forget_presses(now)
        self.callbacks[query.id] = query
        shown = message.to_inaccessible() if message.deleted else message.to_json()
        bot.known.add(person.id)
        bot.updates.add(
            "callback_query",
            {
                "id": query.id,
                "from": person.to_json(),
                "message": shown,
                "chat_instance": str(message.chat.id * 7919 + 104729),
                "data": data,
            },
            now + CALLBACK_LIFE,
        )
        self.transcript.wake()
        return query

    def _forget_presses(self, now: float) -> None:
        """Presses that nothing can be answered to any more go."""
        life = max(CALLBACK_LIFE, self.callback_seconds)
        while self.callbacks and next(iter(self.callbacks.values())).at < now - life:
            self.callbacks.pop(next(iter(self.callbacks)))
