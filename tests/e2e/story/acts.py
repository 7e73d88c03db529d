"""What persons do: by command, by button, by answering; each act enters the book too."""

import re
from datetime import timedelta

from tests.e2e.story.book import Happening, Post, Span
from tests.e2e.story.cast import ADMIN, UNITS
from tests.e2e.story.hearing import Heard
from tests.e2e.story.ledger import Ledger
from tests.e2e.story.play import Play, Told


def references_in(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z0-9]{2,12}-\d+\b", text))


class Acts(Play):
    """The story's verbs."""

    def told(self, move: str, by: str, *references: str) -> Told:
        found: Told = {}
        for reference in references:
            for name in self.book.concerned(move, reference, by):
                found.setdefault(name, set()).add(reference)
        return found

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
        found = re.search(r"start=([\w-]+)", answers[0].text)
        assert found, answers
        return found[1]

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

    # -- a task's life, by command ---------------------------------------------------------------

    async def _answered(
        self, who: str, text: str, reference: str, told: Told | None = None
    ) -> Heard:
        answers = await self.says(who, text, told)
        assert len(answers) == 1, answers
        assert reference in answers[0].text, answers
        return answers[0]

    async def _moves(
        self, who: str, command: str, move: str, reference: str, percent: int | None = None
    ) -> Heard:
        self.book.move(reference, move, self.now, percent)
        return await self._answered(who, command, reference, self.told(move, who, reference))

    async def reports(self, who: str, reference: str, percent: int, note: str) -> Heard:
        return await self._moves(
            who, f"/baocao {reference} {percent}% {note}", "report", reference, percent
        )

    async def is_done(self, who: str, reference: str, note: str = "") -> Heard:
        return await self._moves(who, f"/xong {reference} {note}".strip(), "done", reference)

    async def blocks(self, who: str, reference: str, reason: str, kind: str) -> None:
        """The class is chosen by a button under the answer."""
        await self._moves(who, f"/vuong {reference} {reason}", "block", reference)
        answers = await self.presses(who, kind)
        assert any(reference in each.text for each in answers if not each.toast)

    async def unblocks(self, who: str, reference: str, note: str) -> None:
        await self._moves(who, f"/govuong {reference} {note}", "unblock", reference)

    async def returns(self, who: str, reference: str, note: str) -> None:
        await self._moves(who, f"/tralai {reference} {note}", "return", reference)

    async def reopens(self, who: str, reference: str, note: str) -> None:
        await self._moves(who, f"/molai {reference} {note}", "reopen", reference)

    async def accepts(self, who: str, *references: str) -> None:
        for reference in references:
            self.book.move(reference, "accept", self.now)
        await self.says(who, f"/nhan {' '.join(references)}")

    async def confirms(self, who: str, *references: str) -> None:
        """Several at once: each unit hears of its own in one message."""
        for reference in references:
            self.book.move(reference, "confirm", self.now)
        answers = await self.says(
            who, f"/duyet {' '.join(references)}", self.told("confirm", who, *references)
        )
        assert references_in("\n".join(each.text for each in answers)) >= set(references)

    async def urges(self, who: str, reference: str, note: str) -> None:
        told = self.told("remind", who, reference)
        job = self.book.jobs[reference]
        if told:
            job.reminded.add((job.unit, self.now))
        await self._answered(who, f"/dondoc {reference} {note}", reference, told)

    # -- the same by buttons ---------------------------------------------------------------------

    async def accepts_all(self, unit: str, who: str) -> None:
        """Every notice that offers it: one button for several tasks, or for one."""
        waiting = {
            job.reference
            for job in self.book.jobs.values()
            if job.status == "assigned" and job.unit == unit
        }
        for heard in list(self.heard[who]):
            offered = references_in(heard.text) & waiting
            label = next((each for each in heard.buttons if "Nhận" in each), "")
            if not offered or not label or heard.toast:
                continue
            for reference in offered:
                self.book.move(reference, "accept", self.now)
            waiting -= offered
            answers = await self.presses(who, label, under=heard)
            assert references_in("\n".join(each.text for each in answers)) >= offered
        assert not waiting

    async def opens_card(self, who: str, reference: str) -> Heard:
        answers = await self.says(who, f"/xem {reference}")
        return answers[0]

    async def presses_move(self, who: str, reference: str, label: str, move: str) -> None:
        """Opens the card and presses the move's button there."""
        card = await self.opens_card(who, reference)
        self.book.move(reference, move, self.now)
        await self.presses(who, label, self.told(move, who, reference), card)

    async def answers_prompt(
        self, who: str, reference: str, label: str, move: str, note: str
    ) -> None:
        """Presses a button that asks for a note, and answers the question."""
        card = await self.opens_card(who, reference)
        asked = [each for each in await self.presses(who, label, under=card) if not each.toast]
        self.book.move(reference, move, self.now)
        await self.says(who, note, self.told(move, who, reference), reply_to=asked[-1].message)

    async def sees(self, who: str, reference: str) -> None:
        """The card says what the book says."""
        job = self.book.jobs[reference]
        card = await self.opens_card(who, reference)
        words = {
            "assigned": "Mới giao",
            "accepted": "Đã nhận",
            "in_progress": "Đang thực hiện",
            "blocked": "Vướng mắc",
            "submitted": "Chờ xác nhận",
            "done": "Hoàn thành",
            "cancelled": "Dừng",
        }
        first = card.text.splitlines()[0]
        assert words[job.status] in first, (first, job)
        assert f"Chủ trì: {job.unit} – {UNITS[job.unit]}" in card.text
        assert f"{job.due_day:%d/%m/%Y}" in card.text
        if job.working and 0 < job.percent < 100:
            assert f"{job.percent}%" in first, (first, job)

    # -- reports in other forms ------------------------------------------------------------------

    async def reports_lines(self, who: str, *lines: tuple[str, str, int | None, str]) -> None:
        """One message of several lines: reference, move, percent, and the words typed."""
        told: Told = {}
        for reference, move, percent, _ in lines:
            for name, told_of in self.told(move, who, reference).items():
                told.setdefault(name, set()).update(told_of)
            self.book.move(reference, move, self.now, percent)
        text = "/baocao\n" + "\n".join(f"{line[0]} {line[3]}" for line in lines)
        answers = await self.says(who, text, told)
        assert references_in(answers[0].text) == {line[0] for line in lines}

    async def sends_photo(
        self, who: str, caption: str, reference: str, percent: int, under: Heard | None = None
    ) -> None:
        """A photo is evidence: as an answer to what spoke of the task, or with a reference."""
        self.book.move(reference, "report", self.now, percent)
        self.transcript.person(self.now, who, f"[ảnh] {caption}")
        reply_to = under.message if under else None
        answers = await self._act(
            who, self.stage.sends_photo(self.people[who], caption, reply_to), None
        )
        assert len(answers) == 1
        assert reference in answers[0].text
        assert "1 minh chứng" in answers[0].text

    async def answers(
        self, who: str, text: str, reference: str, percent: int, under: Heard
    ) -> None:
        """A text that answers a digest's card or a reminder is a report."""
        self.book.move(reference, "report", self.now, percent)
        said = await self.says(who, text, reply_to=under.message)
        assert reference in said[0].text

    # -- gone and back ---------------------------------------------------------------------------

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

    def says_meanwhile(
        self, who: str, text: str, reference: str, percent: int | None = None, move: str = "report"
    ) -> None:
        """While the bot is switched off; Telegram keeps it."""
        self.transcript.person(self.now, who, text)
        self.people[who].says(text)
        self.meanwhile = (reference, move, percent)

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

    async def reads_ledger(self, who: str, code: str) -> Ledger:
        await self.says(who, f"/sukien {code}")
        shown = [each for each in await self.presses(who, "Sổ nhắc việc") if not each.toast]
        ledger = Ledger()
        ledger.take(shown[-1].text)
        while "›" in shown[-1].buttons:
            turned = await self.presses(who, "›", under=shown[-1])
            shown = [each for each in turned if each.edit]
            ledger.take(shown[-1].text)
        return ledger
