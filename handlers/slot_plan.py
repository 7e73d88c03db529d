"""What a slot promises to whom: a summary or a digest, and a picture on the days for it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.agenda import Slot
from domain.digest import View
from domain.member import Member
from domain.settings import Pictures
from domain.subcommittee import Subcommittee
from storage import outbox, promises
from storage.outbox import Outgoing, Priority
from storage.times import to_text

PICTURES_AFTER = timedelta(minutes=1)
"""By then everybody has their text: no picture takes the place of one in the line."""
_GROUP = "group"


@dataclass(frozen=True)
class SlotPlan:
    """One slot of one subcommittee; each promise is made but once, whoever asks again."""

    connection: sqlite3.Connection
    subcommittee: Subcommittee
    slot: Slot
    seen: View
    now: datetime
    bot_username: str

    def tell_group(self) -> None:
        if self.subcommittee.linked_chat_id is not None:
            self._summary(None)
            self._picture(None)

    def summarize(self, member: Member) -> None:
        self._summary(member)
        self._picture(member)

    def remind(self, member: Member) -> None:
        self._put("digest", "digest", member, {})

    def _summary(self, member: Member | None) -> None:
        more: dict[str, Any] = {}
        if self.subcommittee.settings.full_table:
            more = {"rich_by": self.bot_username, "if_refused": {"rich_by": ""}}
        self._put("summary", "summary", member, more)

    def _picture(self, member: Member | None) -> None:
        if _wanted(self.subcommittee.settings.pictures, self.seen):
            more = {"recipe": "status_card", "slot": True}
            self._put(outbox.MADE, "picture", member, more, self.now + PICTURES_AFTER, silent=True)

    def _put(
        self,
        kind: str,
        name: str,
        member: Member | None,
        more: dict[str, Any],
        not_before: datetime | None = None,
        *,
        silent: bool = False,
    ) -> None:
        """For the member, or for the linked group."""
        linked, slot = self.subcommittee, self.slot
        language = (member.language if member else None) or linked.language
        outgoing = Outgoing(
            chat_id=member.chat_id if member else linked.linked_chat_id or 0,
            thread_id=None if member else linked.linked_thread_id,
            kind=kind,
            payload={"full": slot.full, "language": language, **more},
            priority=Priority.BULK,
            key=f"{name}:{linked.id}:{to_text(slot.at)}:{member.person_id if member else _GROUP}",
            not_before=not_before,
            silent=silent,
            subcommittee_id=linked.id,
            person_id=member.person_id if member else None,
            about="slot",
            nominal_at=slot.at,
        )
        promises.put(self.connection, outgoing, self.now)


def _wanted(pictures: Pictures, seen: View) -> bool:
    if pictures is Pictures.PEAK:
        return bool(seen.rungs or seen.peaks)
    return pictures is Pictures.ALWAYS
