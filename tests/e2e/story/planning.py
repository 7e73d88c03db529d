"""Who comes and goes, and what the admins plan: each act enters the book too."""

import re
from datetime import timedelta

from tests.e2e.story.book import Happening, Post, Span
from tests.e2e.story.cast import ADMIN
from tests.e2e.story.hearing import Heard
from tests.e2e.story.people import Told
from tests.e2e.story.play import Play
from tests.support.invitations import code_in


def references_in(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z0-9]{2,12}-\d+\b", text))


class Planning(Play):
    def told(self, move: str, by: str, *references: str) -> Told:
        found: Told = {}
        for reference in references:
            for name in self.book.concerned(move, reference, by):
                found.setdefault(name, set()).add(reference)
        return found

    async def _answered(
        self, who: str, text: str, reference: str, told: Told | None = None
    ) -> Heard:
        answers = await self.says(who, text, told)
        assert len(answers) == 1, answers
        assert reference in answers[0].text, answers
        return answers[0]

    # -- coming and going ------------------------------------------------------------------------

    async def joins(self, code: str, name: str, role: str, unit: str = "") -> None:
        """Presses Start in an invitation; an hour's joins are told to the admins at once."""
        person = self.enters(name)
        self.transcript.person(self.now, name, "bấm [Bắt đầu] trong lời mời")
        person.start(payload=code)
        await self.stage.settle()
        heard = self.listen()
        assert {each.to for each in heard} == {name}
        assert any("Chào mừng" in each.text for each in heard)
        if self.book.with_role("admin"):
            self._gather(name)
        self.book.posts[name] = Post(role, unit)
        if unit:
            self.book.reached(name, self.now)

    def _gather(self, name: str) -> None:
        open_since = [at for at in self.newcomers if at > self.now]
        at = open_since[0] if open_since else self.now + timedelta(minutes=1)
        self.newcomers.setdefault(at, []).append(name)

    async def invites(self, who: str, words: str) -> str:
        """The code of the invitation."""
        answers = await self.says(who, f"/moi {words}")
        return code_in(answers[0])

    async def blocks_the_bot(self, who: str) -> None:
        """The admins are told once, at once."""
        self.transcript.aside(self.now, f"{who} chặn bot.")
        self.people[who].blocks()
        self.book.posts[who].reachable = False
        await self.stage.settle()
        admins = {name: {who} for name in self.book.with_role("admin")}
        self._judge_told(self.listen(), admins, self.book.quiet(self.now))

    async def comes_back(self, who: str, *references: str) -> list[Heard]:
        """Presses Start: a greeting, and in one message what still holds."""
        self.transcript.aside(self.now, f"{who} bỏ chặn bot.")
        self.book.posts[who].reachable = True
        self.book.reached(who, self.now)
        answers = await self.says(who, "/start")
        caught_up = [each for each in answers if set(references) <= references_in(each.text)]
        assert len(caught_up) >= 1, answers
        return answers

    async def removes(self, who: str, name: str) -> None:
        """From then on they hear nothing; they are told so."""
        answers = await self.says(who, "/thanhvien")
        pages = [answers[0].text]
        while "›" in self.heard[who][-1].buttons:
            turned = await self.presses(who, "›", under=self.heard[who][-1])
            pages += [each.text for each in turned if each.edit]
        number = next(
            line.partition(".")[0] for line in "\n".join(pages).splitlines() if f". {name} " in line
        )
        del self.book.posts[name]
        await self.says(who, f"/xoa {number}", {name: set()})

    # -- the plan --------------------------------------------------------------------------------

    async def registers(self, command: str, code: str, days: Span, *peaks: Span) -> None:
        self.book.events[code] = Happening(code, days, peaks)
        answers = await self.says(ADMIN, command)
        assert "Đã đăng ký sự kiện" in answers[0].text

    async def gives(self, who: str, command: str) -> list[str]:
        """One command with its lines; each person of the units hears of it in one message."""
        given = self.book.give(command, self.now)
        answers = await self.says(who, command, self.told("assign", who, *given))
        assert all(any(each in said.text for said in answers) for each in given)
        return given

    async def moves_event(self, who: str, code: str, days: Span, said: str) -> None:
        moved = self.book.move_event(code, days)
        answers = await self.says(
            who, f"/suasukien {code} | ngày = {said}", self.told("due", who, *moved)
        )
        assert all(any(each in said.text for said in answers) for each in moved)

    async def changes_due(self, who: str, reference: str, due: str) -> None:
        self.book.set_due(self.book.jobs[reference], due)
        await self._answered(
            who, f"/suaviec {reference} | hạn = {due}", reference, self.told("due", who, reference)
        )

    async def reassigns(self, who: str, reference: str, unit: str) -> None:
        former = self.told("reassign", who, reference)
        self.book.reassign(reference, unit, self.now)
        told = former | self.told("reassign", who, reference)
        await self._answered(who, f"/suaviec {reference} | chủ trì = {unit}", reference, told)

    async def cancels(self, who: str, reference: str, reason: str) -> None:
        told = self.told("cancel", who, reference)
        self.book.move(reference, "cancel", self.now)
        await self._answered(who, f"/huyviec {reference} {reason}", reference, told)

    async def closes_with_the_rest(self, who: str, code: str) -> None:
        """Refused while tasks are open; then these are cancelled by a button, asked twice."""
        left = [job.reference for job in self.book.jobs.values() if job.event == code and job.open]
        answers = await self.says(who, f"/dongsukien {code}")
        assert references_in(answers[0].text) == set(left)
        await self.presses(who, "Dừng các nhiệm vụ này")
        told = self.told("cancel", who, *left)
        for reference in left:
            self.book.move(reference, "cancel", self.now)
        self.book.events[code].closed = True
        await self.presses(who, "Dừng và đóng", told)

    async def closes(self, who: str, code: str) -> None:
        self.book.events[code].closed = True
        answers = await self.says(who, f"/dongsukien {code}")
        assert "Đã đóng sự kiện" in answers[0].text
