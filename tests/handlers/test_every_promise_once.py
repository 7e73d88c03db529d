"""Whatever people do and however the clock moves: each promised message goes out exactly once."""

import sqlite3
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handlers import ticks
from storage import subcommittees
from storage.times import from_text
from tests.support.examples import examples
from tests.support.house import House, Shown
from tests.support.registered import registered

MINUTES = st.integers(0, 60 * 16)
DUE = ("09:30", "17:00", "06:15", "23:00", "")


class Promises(RuleBasedStateMachine):
    """A subcommittee with one event, two units, and a clock that is not to be trusted."""

    @initialize()
    def found(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.house = House(Path(self.folder.name))
        self.there = registered(self.house)
        self.house.joins("Cán bộ", self.there.subcommittee, "member", "CATDB")
        for due in ("09:30", "17:00", ""):
            self.there.admin.says(f"/newtask DBP70 | Việc {due}x | CATDB | {due} {self._day(1)}")
        self.tasks = len(self.there.tasks())
        self.latest = self.house.now
        self.told: list[tuple[datetime, Shown]] = []
        self.away = False
        # Small enough that this subcommittee takes several slices.
        self.slice, ticks.SLICE = ticks.SLICE, 2

    def teardown(self) -> None:
        if hasattr(self, "house"):
            ticks.SLICE = self.slice
            self.house.close()
            self.folder.cleanup()

    # -- what people do ------------------------------------------------------------------------

    @rule(
        days=st.integers(0, 4),
        hour=st.sampled_from(DUE),
        unit=st.sampled_from(["CATDB", "CATPHN"]),
        minutes=MINUTES,
    )
    def give(self, days: int, hour: str, unit: str, minutes: int) -> None:
        self._pass(minutes)
        before = len(self.there.tasks())
        title = f"Việc {before + 1}"
        self.there.admin.says(f"/newtask DBP70 | {title} | {unit} | {hour} {self._day(days)}")
        self.tasks = len(self.there.tasks())

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), days=st.integers(0, 4), hour=st.sampled_from(DUE), minutes=MINUTES)
    def move_away(self, data: st.DataObject, days: int, hour: str, minutes: int) -> None:
        self._pass(minutes)
        number = data.draw(st.integers(1, self.tasks))
        self.there.admin.says(f"/edittask DBP70-{number} | due = {hour} {self._day(days)}")

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), minutes=MINUTES)
    def move_away_and_back(self, data: st.DataObject, minutes: int) -> None:
        self._pass(minutes)
        task = self.there.task(data.draw(st.integers(1, self.tasks)))
        hour = f"{task.due_hour:%H:%M} " if task.due_hour else ""
        self.there.admin.says(f"/edittask {task.reference} | due = 08:45 {self._day(9)}")
        self.there.admin.says(f"/edittask {task.reference} | due = {hour}{task.due_day:%d/%m/%Y}")

    @precondition(lambda self: self.tasks)
    @rule(
        data=st.data(),
        line=st.sampled_from(["/done", "/accept", "/unblock", "/block"]),
        minutes=MINUTES,
    )
    def report(self, data: st.DataObject, line: str, minutes: int) -> None:
        self._pass(minutes)
        reference = f"DBP70-{data.draw(st.integers(1, self.tasks))}"
        self.there.lead.says(f"{line} {reference}" + (" chờ kinh phí" if line == "/block" else ""))

    @precondition(lambda self: self.tasks)
    @rule(
        data=st.data(), line=st.sampled_from(["/return", "/canceltask", "/reopen"]), minutes=MINUTES
    )
    def decide(self, data: st.DataObject, line: str, minutes: int) -> None:
        self._pass(minutes)
        self.there.admin.says(f"{line} DBP70-{data.draw(st.integers(1, self.tasks))} xem lại")

    @rule(hour=st.sampled_from(["06:00", "07:00", "07:00, 12:00", "05:30, 18:15"]), minutes=MINUTES)
    def set_slots(self, hour: str, minutes: int) -> None:
        self._pass(minutes)
        self.there.admin.says(f"/caidat khung giờ = {hour}")

    @rule(days=st.integers(0, 3), minutes=MINUTES)
    def set_peak(self, days: int, minutes: int) -> None:
        self._pass(minutes)
        self.there.admin.says(f"/editevent DBP70 | peak = {self._day(days)}")

    @rule(zone=st.sampled_from(["Asia/Ho_Chi_Minh", "Asia/Tokyo", "Europe/Paris"]), minutes=MINUTES)
    def set_zone(self, zone: str, minutes: int) -> None:
        self._pass(minutes)
        self.there.admin.says(f"/caidat múi giờ = {zone}")

    @rule(minutes=MINUTES)
    def block_the_bot(self, minutes: int) -> None:
        self._pass(minutes)
        self.away = not self.away
        self.house.membership(self.there.lead, "kicked" if self.away else "member")

    # -- what the clock does -------------------------------------------------------------------

    @rule(minutes=st.integers(1, 60 * 30))
    def time_passes(self, minutes: int) -> None:
        self._pass(minutes)

    def _pass(self, minutes: int) -> None:
        end = self.house.now + timedelta(minutes=minutes)
        self._run()
        while (moment := ticks.next_moment(self.house.connection)) and moment <= end:
            self.house.now = max(self.house.now, moment)
            self._run()
        self._set(end)

    @rule(minutes=st.integers(1, 60 * 24 * 3))
    def it_is_switched_off_for_a_while(self, minutes: int) -> None:
        self._set(self.house.now + timedelta(minutes=minutes))

    @rule(minutes=st.integers(1, 60 * 30))
    def the_clock_is_set_back(self, minutes: int) -> None:
        self._set(self.house.now - timedelta(minutes=minutes))

    @rule()
    def it_crashes_in_the_middle_of_a_tick(self) -> None:
        connection = self.house.connection
        connection.execute("BEGIN IMMEDIATE")
        ticks.tick(connection, self.house.now, self.house.config)
        connection.execute("ROLLBACK")

    def _set(self, now: datetime) -> None:
        self.house.now = now
        self._run()

    def _run(self) -> None:
        self.latest = max(self.latest, self.house.now)
        self.told += [(self.house.now, shown) for shown in self.house.tick()]

    def _day(self, days: int) -> str:
        day: date = self.there.subcommittee.today(self.house.now) + timedelta(days=days)
        return f"{day:%d/%m/%Y}"

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def nothing_was_promised_twice(self) -> None:
        if not hasattr(self, "house"):
            return
        rows = self._rows("SELECT kind, nominal_at, chat_id, task_id FROM outbox WHERE kind IN "
                          "('digest', 'summary', 'exact')")  # fmt: skip
        doubled = [key for key, times in Counter(map(tuple, rows)).items() if times > 1]
        assert doubled == []

    @invariant()
    def what_was_sent_was_sent_once(self) -> None:
        if not hasattr(self, "house"):
            return
        sent = self._rows(
            "SELECT id FROM outbox WHERE kind IN ('digest', 'summary', 'exact') AND state = 'sent'"
        )
        arrived = [shown for shown in self.house.messages
                   if shown.kind in ("digest", "summary", "exact")]  # fmt: skip
        assert len(arrived) == len(sent)

    @invariant()
    def a_planned_slot_reached_every_head(self) -> None:
        if not hasattr(self, "house") or self._in_the_middle():
            return
        planned = self._rows("SELECT nominal_at FROM slots WHERE state = 'planned'")
        rows = self._rows(
            "SELECT nominal_at FROM outbox WHERE kind = 'summary' AND person_id IS NOT NULL"
        )
        promised = Counter(row["nominal_at"] for row in rows)
        assert all(promised[row["nominal_at"]] == 2 for row in planned)

    @invariant()
    def the_next_slot_is_near(self) -> None:
        """The clock never makes the bot fall silent."""
        if not hasattr(self, "house"):
            return
        (row,) = self._rows("SELECT nominal_at FROM agenda WHERE kind = 'slot'")
        ahead = from_text(row["nominal_at"]) - self.house.now
        assert ahead < timedelta(days=2) or self.house.now < self.latest

    def _in_the_middle(self) -> bool:
        return bool(self._rows("SELECT 1 FROM agenda WHERE cursor > 0"))

    @invariant()
    def every_reminder_to_come_is_on_the_agenda(self) -> None:
        if not hasattr(self, "house"):
            return
        now = self.house.now
        planned = {
            row["task_id"]: from_text(row["nominal_at"])
            for row in self._rows("SELECT task_id, nominal_at FROM agenda WHERE kind = 'exact'")
        }
        told = {
            (row["task_id"], row["nominal_at"])
            for row in self._rows("SELECT task_id, nominal_at FROM outbox WHERE kind = 'exact'")
        }
        for task in self.there.tasks():
            nominal = task.due_at - timedelta(hours=2)
            over = task.status in ("submitted", "done", "cancelled") or task.due_hour is None
            if over:
                assert task.id not in planned
            elif task.id in planned:
                assert planned[task.id] == nominal
            elif nominal > max(now, self.latest):
                said = {from_text(at) for task_id, at in told if task_id == task.id}
                # Not on the agenda any more: it went out before the quiet hours, or those and
                # the due time left no room for it.
                asleep = nominal.astimezone(self._zone()).hour >= 21 or (
                    nominal.astimezone(self._zone()).hour < 6
                )
                assert nominal in said or asleep

    def _zone(self) -> ZoneInfo:
        return subcommittees.get(self.house.connection, self.there.subcommittee.id).zone

    def _rows(self, sql: str) -> list[sqlite3.Row]:
        return self.house.connection.execute(sql).fetchall()


Promises.TestCase.settings = settings(
    max_examples=examples(6, 12),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestEveryPromise = Promises.TestCase
