"""What a slot says to everybody, compared with what it must say."""

from datetime import datetime, timedelta

from tests.e2e.story.book import Post
from tests.e2e.story.cast import GROUP, WITHOUT_PEOPLE
from tests.e2e.story.forecast import Expected, Slot
from tests.e2e.story.hearing import Heard
from tests.e2e.story.judging import judge
from tests.e2e.story.people import People
from tests.e2e.story.reading import DIGEST_HEAD, SUMMARY_HEAD, Read, read
from tests.support.stage import ZONE


class Slots(People):
    async def _judge_slot(
        self, heard: list[Heard], slot: Slot, nominal: datetime, *, late: bool = False
    ) -> list[Heard]:
        """To whom, once, and what: everybody of the book, and the group."""
        said = [each for each in heard if _of_slot(each)]
        wanted = self._wanted(slot)
        assert sorted(each.to for each in said) == sorted(wanted), nominal
        self._turn += 1
        for place, each in enumerate(sorted(said, key=lambda each: each.to)):
            await self._judge_message(each, wanted[each.to], place, late=late, full=slot.full)
        self.sent_in[nominal] = len(said)
        if said:
            self.missed.clear()
        for name, expected in wanted.items():
            if name in self.book.posts and self.book.posts[name].unit:
                slot.note_reminded(name, expected, nominal)
        if slot.countdowns():
            await self._judge_pictures(slot, wanted)
        return [each for each in heard if each not in said]

    async def _judge_pictures(self, slot: Slot, wanted: dict[str, Expected]) -> None:
        """On ladder and peak days a card follows, without a sound, to whom the summary had news."""
        await self.stage.move_to((self.now + timedelta(minutes=1)).replace(tzinfo=ZONE))
        heads = [name for name in wanted if name == GROUP or not self._post(name).unit]
        told = [name for name in heads if wanted[name].lists or wanted[name].no_news]
        cards = self.listen()
        assert sorted(card.to for card in cards) == sorted(told)
        overdue = sum(job.overdue(self.now) for job in slot.jobs)
        for card in cards:
            assert card.message is not None
            assert "photo" in card.message.content
            assert card.silent
            assert f"🔴 {overdue} quá hạn" in card.text
            assert card.to != GROUP or card.thread == self.topic

    def _wanted(self, slot: Slot) -> dict[str, Expected]:
        wanted = {}
        if self.book.group_linked and (expected := slot.summary(GROUP, False)):
            wanted[GROUP] = expected
        for name, post in self.book.posts.items():
            if not post.reachable or post.role == "observer":
                continue
            if post.unit:
                expected = slot.digest(name)
            else:
                expected = slot.summary(name, slot.full and post.role == "admin")
            if expected is not None:
                wanted[name] = expected
        return wanted

    async def _judge_message(
        self, heard: Heard, expected: Expected, place: int, *, late: bool, full: bool
    ) -> None:
        assert not heard.edit
        if expected.no_news:
            assert "không có việc quá hạn" in heard.text
            assert read([heard.text]).countdowns == expected.countdowns
            return
        # Turning all pages of everybody's summary would only take time: one reader each slot.
        pages = [heard.text]
        whole = heard.to != GROUP and (
            bool(self._post(heard.to).unit) or place % 3 == self._turn % 3
        )
        if whole:
            pages += await self._turned(heard)
        found = read(pages)
        judge(found, expected, whole=whole or "›" not in heard.buttons)
        assert found.late == late
        assert bool(found.silent_since) == bool(self.missed), (found.silent_since, self.missed)
        if heard.to == GROUP:
            assert self.group is not None
            assert heard.thread == self.topic
        elif whole and expected.numbers:
            self._judge_trouble(found, full and self._post(heard.to).role == "admin")

    def _post(self, name: str) -> Post:
        return self.book.posts[name]

    def _judge_trouble(self, found: Read, wanted: bool) -> None:
        assert bool(found.trouble) == wanted
        if not wanted:
            return
        assert f"Chưa có người: {WITHOUT_PEOPLE}." in found.trouble
        gone = [name for name, post in self.book.posts.items() if not post.reachable]
        assert all(name in found.trouble for name in gone)
        assert ("Không gửi được tin" in found.trouble) == bool(gone)
        recent = self.away is not None and self.now - self.away[1] < timedelta(days=1)
        assert ("Bot ngừng nhận tin" in found.trouble) == recent

    async def _turned(self, heard: Heard) -> list[str]:
        """The further pages, as somebody turns them."""
        pages = []
        newest = heard
        while "›" in newest.buttons:
            assert newest.message is not None
            await self.stage.presses(self.people[heard.to], newest.message, "›")
            shown = self.ear.listen()
            edits = [each for each in shown if each.edit]
            assert len(edits) == 1
            assert {each.to for each in shown} == {heard.to}
            newest = edits[0]
            pages.append(newest.text)
            self.transcript.bot(self.now, [f"{heard.to} (trang tiếp)"], newest.text, newest.buttons)
        return pages


def _of_slot(heard: Heard) -> bool:
    first = heard.text.splitlines()
    return (
        any(line.startswith(SUMMARY_HEAD) or DIGEST_HEAD.match(line) for line in first)
        or "không có việc quá hạn" in heard.text
    )
