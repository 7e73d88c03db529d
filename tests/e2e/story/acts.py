"""A task's life as persons lead it: by command, by button, by answering."""

from tests.e2e.story.cast import UNITS
from tests.e2e.story.hearing import Heard
from tests.e2e.story.ledger import Ledger
from tests.e2e.story.people import Told
from tests.e2e.story.planning import Planning, references_in


class Acts(Planning):
    """The story's verbs."""

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

    def says_meanwhile(
        self, who: str, text: str, reference: str, percent: int | None = None, move: str = "report"
    ) -> None:
        """While the bot is switched off; Telegram keeps it."""
        self.transcript.person(self.now, who, text)
        self.people[who].says(text)
        self.meanwhile = (reference, move, percent)

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
