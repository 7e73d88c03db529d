"""Chats: private ones, groups, supergroups with or without topics, channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sandbox.messages import Message
from sandbox.users import User

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINISTRATION = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_ADMINISTRATION = ("can_pin_messages", "can_manage_topics")
CHANNEL_ADMINISTRATION = ("can_post_messages", "can_edit_messages")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


@dataclass(eq=False, slots=True)
class Member:
    """How a user stands in a chat; `restricted` members here may read but not write."""

    user: User
    status: Status = "member"

    @property
    def present(self) -> bool:
        return self.status in PRESENT

    @property
    def administers(self) -> bool:
        return self.status in ("creator", "administrator")

    def to_json(self, kind: Kind) -> dict[str, Any]:
        shown: dict[str, Any] = {"status": self.status, "user": self.user.to_json()}
        if self.status == "creator":
            shown["is_anonymous"] = False
        elif self.status == "administrator":
            extra = CHANNEL_ADMINISTRATION if kind == "channel" else GROUP_ADMINISTRATION
            shown.update(can_be_edited=False, is_anonymous=False)
            shown.update(dict.fromkeys(ADMINISTRATION + extra, True))
        elif self.status == "restricted":
            shown.update(is_member=True, until_date=0, **dict.fromkeys(PERMISSIONS, False))
        elif self.status == "kicked":
            shown["until_date"] = 0
        return shown


@dataclass(eq=False, slots=True)
class Topic:
    """A forum topic; its id is that of the message that made it."""

    id: int
    name: str
    creator: User
    created: Message
    icon_color: int = 0x6FB9F0
    closed: bool = False


@dataclass(eq=False)
class Chat:
    """A chat with its members and what it shows now.

    Of a private chat, `bot_id` names the bot, and `keyboard` the message that brought the reply
    keyboard that is shown now (0: none is).
    """

    id: int
    kind: Kind
    title: str = ""
    username: str = ""
    forum: bool = False
    person: User | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: Chat | None = None
    deleted: bool = False
    started: bool = False
    blocked: bool = False
    last_bot: int = 0
    last_message_id: int = 0
    bot_id: int = 0
    keyboard: int = 0

    @property
    def key(self) -> str:
        """What tells this chat from all others: private ones share the person's id."""
        return f"p:{self.bot_id}:{self.id}" if self.kind == "private" else f"g:{self.id}"

    def to_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.person is not None:
            shown["first_name"] = self.person.first_name
            if self.person.last_name:
                shown["last_name"] = self.person.last_name
            if self.person.username:
                shown["username"] = self.person.username
            return shown
        shown["title"] = self.title
        if self.username:
            shown["username"] = self.username
        if self.forum:
            shown["is_forum"] = True
        return shown

    @property
    def word(self) -> str:
        """How error texts call this kind."""
        return f"{self.kind} chat"

    def member(self, user_id: int) -> Member | None:
        return self.members.get(user_id)

    def status_of(self, user_id: int) -> Status:
        member = self.members.get(user_id)
        return member.status if member is not None else "left"

    def present_bots(self) -> Iterator[int]:
        for user_id, member in self.members.items():
            if member.user.is_bot and member.present:
                yield user_id

    def present_count(self) -> int:
        return sum(member.present for member in self.members.values())
