"""Messages as a chat holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.chats import Chat

MEDIA = ("photo", "document", "video", "audio", "voice", "animation", "sticker", "video_note")
SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    }
)


@dataclass(eq=False, slots=True)
class Message:
    """A message; `content` holds the fields of the API that say what it is."""

    id: int
    chat: Chat
    date: int
    sender: User | None
    content: dict[str, Any]
    sender_chat: Chat | None = None
    reply_to: Message | None = None
    thread_id: int | None = None
    reply_markup: dict[str, Any] | None = None
    edit_date: int | None = None
    deleted: bool = False
    silent: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text, or the caption, or nothing."""
        return self.content.get("text") or self.content.get("caption") or ""

    @property
    def entities(self) -> list[dict[str, Any]]:
        """Entities of the text or of the caption."""
        return self.content.get("entities") or self.content.get("caption_entities") or []

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """The rows of inline buttons, or of the reply keyboard."""
        markup = self.reply_markup or {}
        rows: list[list[dict[str, Any]]] = markup.get("inline_keyboard") or markup.get(
            "keyboard", []
        )
        return rows

    @property
    def buttons(self) -> list[str]:
        """The texts of all buttons, in order."""
        return [button["text"] for row in self.keyboard for button in row]

    def is_used_up_by(self, text: str) -> bool:
        """Whether a person who writes this has used the one-time keyboard of this message."""
        return bool((self.reply_markup or {}).get("one_time_keyboard")) and text in self.buttons

    @property
    def edited(self) -> bool:
        return self.edit_date is not None

    @property
    def is_service(self) -> bool:
        return not SERVICE_FIELDS.isdisjoint(self.content)

    @property
    def from_bot(self) -> bool:
        return self.sender is not None and self.sender.is_bot

    def to_json(self, *, nested: bool = False) -> dict[str, Any]:
        """The message as the API shows it; a nested one leaves out what it answers."""
        shown: dict[str, Any] = {"message_id": self.id}
        if self.sender is not None:
            shown["from"] = self.sender.to_json()
        if self.sender_chat is not None:
            shown["sender_chat"] = self.sender_chat.to_json()
        shown["chat"] = self.chat.to_json()
        shown["date"] = self.date
        if self.edit_date is not None:
            shown["edit_date"] = self.edit_date
        if self.thread_id is not None:
            shown["message_thread_id"] = self.thread_id
            shown["is_topic_message"] = True
        if self.reply_to is not None and not nested:
            shown["reply_to_message"] = self.reply_to.to_json(nested=True)
        shown.update(self.extra)
        shown.update(self.content)
        if self.reply_markup is not None and "inline_keyboard" in self.reply_markup:
            shown["reply_markup"] = self.reply_markup
        return shown

    def origin(self) -> dict[str, Any]:
        """Where a forwarded copy says it comes from: the first author."""
        known: dict[str, Any] | None = self.extra.get("forward_origin")
        if known is not None:
            return known
        origin: dict[str, Any] = {"date": self.date}
        if self.sender_chat is not None and self.chat.kind == "channel":
            origin.update(type="channel", chat=self.chat.to_json(), message_id=self.id)
        elif self.sender_chat is not None:
            origin.update(type="chat", sender_chat=self.sender_chat.to_json())
        elif self.sender is not None:
            origin.update(type="user", sender_user=self.sender.to_json())
        return origin

    def to_inaccessible(self) -> dict[str, Any]:
        """What is left of a message that is gone."""
        return {"chat": self.chat.to_json(), "message_id": self.id, "date": 0}

    def __repr__(self) -> str:
        return f"<Message {self.id} in {self.chat.id}: {self.text[:60]!r}>"
