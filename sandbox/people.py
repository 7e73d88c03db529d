"""Persons: what a human does in front of Telegram."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sandbox.bots import Bot
from sandbox.callbacks import CallbackQuery, Toast
from sandbox.chats import Chat
from sandbox.media import content_of, store_media
from sandbox.messages import Message
from sandbox.text import MESSAGE_LENGTH, Formatted, finish
from sandbox.users import User
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.groups import Group


def text_content(text: str, entities: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """The content of a text as a client sends it, with what the server finds in it."""
    result = finish(Formatted(text, list(entities)))
    content: dict[str, Any] = {"text": result.text}
    if result.entities:
        content["entities"] = result.entities
    return content


def caption_content(text: str) -> dict[str, Any]:
    """The content of a caption; empty for an empty text."""
    if not text:
        return {}
    return {
        "caption" if name == "text" else f"caption_{name}": value
        for name, value in text_content(text).items()
    }


class Person:
    """A human with an account. Speaks to the sole bot unless `chat` says otherwise.

    `chat` may be a `Group` or a `Bot`. What a person does reaches the bots at once, as updates;
    the message itself is returned.
    """

    def __init__(self, world: World, user: User) -> None:
        self.world = world
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    def __repr__(self) -> str:
        return f"<Person {self.user.first_name} {self.id}>"

    # where

    def _bot(self, chat: Bot | None = None) -> Bot:
        if chat is not None:
            return chat
        if len(self.world.bots) != 1:
            raise ValueError("there is not exactly one bot: say which by chat=")
        return next(iter(self.world.bots.values()))

    def _place(self, chat: Group | Bot | None) -> tuple[Chat, Bot | None]:
        """The chat, and for a private one its bot; writing opens and unblocks a private chat."""
        if chat is not None and not isinstance(chat, Bot):
            self._check_present(chat.chat)
            return chat.chat, None
        bot = self._bot(chat)
        private = self.world.private_chat(bot, self.user)
        if private.blocked:
            self.world.set_blocked(bot, self.user, False)
        if not private.started:
            private.started = True
            self.world.feed.note("chat", private)
        bot.known.add(self.id)
        return private, bot

    def _check_sees(self, chat: Chat) -> None:
        if chat.person is None:
            self._check_present(chat)
        elif chat.person is not self.user:
            raise ValueError(f"{self!r} does not see the chat of {chat.person.first_name}")

    def _check_present(self, chat: Chat) -> None:
        member = chat.member(self.id)
        if member is None or not member.present:
            raise ValueError(f"{self!r} is no member of {chat.title!r}")

    def chat_with(self, bot: Bot | None = None) -> Chat:
        """The private chat with the bot, as it stands."""
        return self.world.private_chat(self._bot(bot), self.user)

    # what is said and sent

    def sends(
        self,
        content: dict[str, Any],
        *,
        chat: Group | Bot | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        **fields: Any,
    ) -> Message:
        """Sends a message of any content (fields as in the Bot API).

        Raises ValueError where this person cannot write: no member, no such topic.
        """
        place, owner = self._place(chat)
        if thread is not None and thread not in place.topics:
            raise ValueError(f"there is no topic {thread} in {place.title!r}")
        message = self.world.post(
            place, self.user, content, reply_to=reply_to, thread_id=thread, **fields
        )
        self.world.announce(message, owner=owner)
        return message

    def says(
        self,
        text: str,
        *,
        chat: Group | Bot | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
        entities: Iterable[dict[str, Any]] = (),
    ) -> Message:
        """Sends a text; `thread` is a topic's id.

        Raises ValueError over 4096 letters: a client would send several messages.
        """
        if len(text) > MESSAGE_LENGTH:
            raise ValueError("a client splits a text this long: say its parts")
        content = text_content(text, entities)
        return self.sends(content, chat=chat, reply_to=reply_to, thread=thread)

    def sends_file(
        self,
        kind: str,
        data: bytes = b"sandbox",
        *,
        caption: str = "",
        name: str = "",
        mime_type: str = "",
        size: int | None = None,
        **where: Any,
    ) -> Message:
        """Sends media of any kind (`photo`, `document`, `video`, `voice`, `audio` …).

        `size` pretends another size than that of `data`; `where` is as for `sends`.
        """
        files = self.world.files
        stored = store_media(files, kind, data, name=name, mime_type=mime_type, size=size)
        content = {**content_of(files, stored), **caption_content(caption)}
        return self.sends(content, **where)

    def sends_photo(self, data: bytes = b"photo", **options: Any) -> Message:
        return self.sends_file("photo", data, **options)

    def sends_document(
        self, data: bytes = b"document", name: str = "report.pdf", **options: Any
    ) -> Message:
        return self.sends_file("document", data, name=name, **options)

    def sends_video(self, data: bytes = b"video", **options: Any) -> Message:
        return self.sends_file("video", data, **options)

    def sends_voice(self, data: bytes = b"voice", **options: Any) -> Message:
        return self.sends_file("voice", data, **options)

    def sends_location(self, latitude: float, longitude: float, **where: Any) -> Message:
        return self.sends({"location": {"latitude": latitude, "longitude": longitude}}, **where)

    def sends_album(
        self, photos: Iterable[bytes], *, caption: str = "", **where: Any
    ) -> list[Message]:
        """Sends photos as one album: a message each, the caption with the first."""
        extra = {"media_group_id": self.world.new_album_id()}
        return [
            self.sends_photo(data, caption="" if number else caption, extra=dict(extra), **where)
            for number, data in enumerate(photos)
        ]

    def start(self, bot: Bot | None = None, payload: str = "") -> Message:
        """Presses Start, from a deep link when there is a payload."""
        return self.says(f"/start {payload}".strip(), chat=self._bot(bot))

    def edits(self, message: Message, text: str) -> Message:
        """Changes the text, or the caption, of an own message."""
        new = text_content(text) if "text" in message.content else caption_content(text)
        message.content = {
            **{key: value for key, value in message.content.items() if "entities" not in key},
            **new,
        }
        message.edit_date = self.world.time()
        self.world.feed.note("message", message)
        self.world.announce(message, "edited_message", owner=self._owner(message))
        return message

    def _owner(self, message: Message) -> Bot | None:
        if message.chat.kind != "private":
            return None
        return self.world.bots[message.chat.bot_id]

    def deletes(self, message: Message) -> None:
        """Deletes a message for all; Telegram tells no bot of it.

        Raises ValueError for another's message in a group that this person does not administer.
        """
        chat = message.chat
        self._check_sees(chat)
        member = chat.member(self.id)
        administers = member is not None and member.administers
        if chat.person is None and message.sender is not self.user and not administers:
            raise ValueError(f"{self!r} may not delete the message of another")
        self.world.remove(message)

    def forwards(self, message: Message, *, chat: Group | Bot | None = None) -> Message:
        """Forwards a message; the copy says where it comes from."""
        extra = {"forward_origin": message.origin()}
        return self.sends(dict(message.content), chat=chat, extra=extra)

    # presses

    def press(self, message: Message, button: str) -> CallbackQuery | str:
        """Presses a button by its text or its data and does not wait for the answer.

        A link's button gives its address. Raises LookupError when there is no such button.
        """
        for row in message.keyboard:
            for shown in row:
                if button in (shown["text"], shown.get("callback_data")):
                    return self._pressed(message, shown)
        raise LookupError(f"no button {button!r} among {message.buttons}")

    def _pressed(self, message: Message, shown: dict[str, Any]) -> CallbackQuery | str:
        if "callback_data" in shown:
            return self.press_data(message, shown["callback_data"])
        if "url" in shown:
            return str(shown["url"])
        if "copy_text" in shown:
            return str(shown["copy_text"]["text"])
        raise LookupError(f"the sandbox cannot press {shown}")

    def press_data(self, message: Message, data: str) -> CallbackQuery:
        """Sends any callback data, as a tampered client can."""
        bot = next((bot for bot in self.world.bots.values() if bot.user is message.sender), None)
        if bot is None:
            raise LookupError("only messages of bots have buttons to press")
        self._check_sees(message.chat)
        return self.world.press(bot, self.user, message, data)

    def reacts(self, message: Message, emoji: str) -> None:
        """Sets this person's reaction, none for no emoji.

        Bots that administer the chat are told if they asked.
        """
        self._check_sees(message.chat)
        reactions = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self.world.react(self.user, message, reactions)

    async def presses(self, message: Message, button: str, within: float = 5.0) -> Toast:
        """Presses a button and waits for what the bot shows: nothing, a toast or an alert."""
        query = self.press(message, button)
        if isinstance(query, str):
            return Toast(url=query)
        await self.world.transcript.until(lambda: query.answer is not None, within)
        assert query.answer is not None
        return query.answer

    # blocking and leaving

    def blocks(self, bot: Bot | None = None) -> None:
        self.world.set_blocked(self._bot(bot), self.user, True)

    def unblocks(self, bot: Bot | None = None) -> None:
        self.world.set_blocked(self._bot(bot), self.user, False)

    def speaks(self, language_code: str) -> None:
        """Sets the language of the person's client."""
        self.user.language_code = language_code
        self.world.feed.note("person", self.user)

    def deactivates(self) -> None:
        """Deletes the account; nothing more can be sent to it. Telegram tells no bot of it."""
        self.user.deactivated = True
        self.world.feed.note("person", self.user)
