"""Whatever people do in whatever order: tasks live by the table, people hear what concerns them.

How promises are kept while the clock moves is `test_every_promise_once`.
"""

import json
import sqlite3
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.task import Bucket, Status, Task, bucket, count
from handlers import router, ticks
from handlers.incoming import from_update
from storage import audit, events, inbox, tasks
from tests.support.examples import examples
from tests.support.house import House, Somebody
from tests.support.invitations import code_in
from tests.support.trial import state_of

SECRET = "kín"
UNITS = ("CATDB", "CATPHN")
PLACES = ("own", "with", "other")
"""How a task stands to somebody's unit."""

# The life of a task as the product says it: what each move makes of each status; "" is refused.
MOVES = ("accept", "report", "block", "unblock", "done", "confirm", "return", "canceltask",
         "reopen")  # fmt: skip
LIFE = {
    "assigned": ("accepted", "in_progress", "blocked", "", "submitted", "", "", "cancelled", ""),
    "accepted": ("", "in_progress", "blocked", "", "submitted", "", "", "cancelled", ""),
    "in_progress": ("", "in_progress", "blocked", "", "submitted", "", "", "cancelled", ""),
    "blocked": ("", "in_progress", "blocked", "in_progress", "submitted", "", "", "cancelled", ""),
    "submitted": ("", "in_progress", "blocked", "", "submitted", "done", "in_progress",
                  "cancelled", ""),
    "done": ("", "", "", "", "", "", "", "", "in_progress"),
    "cancelled": ("", "", "", "", "", "", "", "", "in_progress"),
}  # fmt: skip
Reach = dict[str, tuple[str, ...]]
WORK: Reach = {"member": ("own",), "lead": ("own",), "admin": PLACES}
HEADS: Reach = dict.fromkeys(("chair", "deputy", "admin"), PLACES)
MAY: dict[str, Reach] = {
    **dict.fromkeys(("accept", "report", "block", "done"), WORK),
    "unblock": WORK | HEADS,
    **dict.fromkeys(("confirm", "return", "reopen"), HEADS),
    "canceltask": {"admin": PLACES},
}
NOTES = {
    "report": " 40% đang làm", "block": " chờ kinh phí", "return": " làm lại",
    "reopen": " làm thêm", "canceltask": " thôi",
}  # fmt: skip


BEGINNING = (
    ("done",), ("done", "confirm"), ("block",), ("report",), ("accept",), ("canceltask",), (),
)  # fmt: skip
"""What has been done with each of the first tasks: one of them is in each status."""


class Sequence(RuleBasedStateMachine):
    """Two subcommittees, a person of both, and an event whose days may move."""

    @initialize()
    def found(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.house = House(Path(self.folder.name))
        self.own = self.house.subcommittee()
        self.people: dict[int, tuple[str, str | None]] = {}
        """By Telegram id: role and unit."""
        self.gone: dict[int, int] = {}
        """Of who left: how many messages of the bot's own accord they had by then."""
        self.by_role: dict[str, Somebody] = {}
        for role, unit in (
            ("admin", None), ("chair", None), ("deputy", None), ("observer", None),
            ("lead", "CATDB"), ("member", "CATDB"),
        ):  # fmt: skip
            self.by_role[role] = self._joins(role, role, unit)
        self.by_role["other"] = self._joins("other", "lead", "CATPHN")
        self.by_role["second"] = self._joins("second", "admin", None)
        self._found_the_foreign_one()
        self.admin = self.by_role["admin"]
        self.day = self.house.now.date() + timedelta(days=20)
        self.admin.says(f"/newevent DBP70 | Lễ | Huế | {self.day:%d/%m/%Y}")
        self.versions: dict[int, Task] = {}
        self.checked = 0
        for number, verbs in enumerate(BEGINNING, 1):
            unit = UNITS[number % 2]
            self._says(self.admin, f"/newtask DBP70 | Việc {number} | {unit} | N-10")
            for verb in verbs:
                self._says(self.admin, f"/{verb} DBP70-{number}{NOTES.get(verb, '')}")
        assert {str(task.status) for task in self._tasks()} == set(LIFE)

    def _joins(self, name: str, role: str, unit: str | None) -> Somebody:
        who = self.house.joins(name, self.own, role, unit)
        self.people[who.id] = (role, unit)
        return who

    def _found_the_foreign_one(self) -> None:
        """With a member of the own one among its people."""
        self.foreign = self.house.subcommittee(f"Tiểu ban {SECRET}")
        self.foreign_admin = self.house.joins(f"admin {SECRET}", self.foreign, "admin")
        self.foreign_admin.says("/newunit CATDB | Đơn vị kín")
        self.foreign_admin.says("/newevent DBP70 | Lễ kín | Nơi kín | 20/04/2024")
        self.house.appoint(self.by_role["member"], self.foreign, "lead", "CATDB")

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.close()
            self.folder.cleanup()

    # -- what people do ------------------------------------------------------------------------

    @rule(
        unit=st.sampled_from(UNITS),
        cooperating=st.sampled_from(["", " | phối hợp CATDB", " | phối hợp CATPHN"]),
        due=st.sampled_from(["N-10", "N-3", "17:00 N-1", "9:00 {soon}", "{soon}"]),
    )
    def give(self, unit: str, cooperating: str, due: str) -> None:
        soon = self.own.today(self.house.now) + timedelta(days=2)
        due = due.format(soon=f"{soon:%d/%m/%Y}")
        title = f"Việc {len(self._tasks()) + 1}"
        self._says(self.admin, f"/newtask DBP70 | {title} | {unit} | {due}{cooperating}")

    @rule(data=st.data(), verb=st.sampled_from(MOVES))
    def move(self, data: st.DataObject, verb: str) -> None:
        """Refused or carried out just as the tables of the product and the contract say."""
        task = self._drawn(data)
        name = data.draw(st.sampled_from(sorted(self.by_role)))
        who = self.by_role[name]
        status = self._expected(who, verb, task)
        self._says(who, f"/{verb} {task.reference}{NOTES.get(verb, '')}")
        assert self._task(task.id).status == status, f"{name}: {verb} of {task.status}"

    @rule(data=st.data(), times=st.integers(1, 4))
    def move_on(self, data: st.DataObject, times: int) -> None:
        """What the table lets somebody do, several times in turn, by anybody."""
        task = self._drawn(data)
        for _ in range(times):
            task = self._task(task.id)
            possible = [verb for verb, to in zip(MOVES, LIFE[task.status], strict=True) if to]
            verb = data.draw(st.sampled_from(possible))
            name = data.draw(st.sampled_from([*sorted(self.by_role), "admin", "chair", "lead"]))
            status = self._expected(self.by_role[name], verb, task)
            self._says(self.by_role[name], f"/{verb} {task.reference}{NOTES.get(verb, '')}")
            assert self._task(task.id).status == status, f"{name}: {verb} of {task.status}"

    @rule(data=st.data(), verb=st.sampled_from(MOVES))
    def move_after_a_crash(self, data: st.DataObject, verb: str) -> None:
        """The process dies before the commit: nothing of it is there; then it is done again."""
        task = self._drawn(data)
        who = self.by_role[data.draw(st.sampled_from(["admin", "chair", "lead"]))]
        text = f"/{verb} {task.reference}{NOTES.get(verb, '')}"
        connection, before = self.house.connection, state_of(self.house.connection)
        update = {"update_id": 1, "message": self.house._raw_message(who, {"text": text}, None)}
        now, config = self.house.now, self.house.config
        connection.execute("BEGIN IMMEDIATE")
        inbox.store_batch(connection, [inbox.Arrival(1, None, json.dumps(update))], now)
        router.handle(connection, from_update(update), config, now, 1)
        connection.execute("ROLLBACK")
        assert state_of(connection) == before
        status = self._expected(who, verb, task)
        self._says(who, text)
        assert self._task(task.id).status == status

    @rule(data=st.data(), unit=st.sampled_from(UNITS))
    def reassign(self, data: st.DataObject, unit: str) -> None:
        task = self._drawn(data)
        self._says(self.admin, f"/edittask {task.reference} | chủ trì = {unit}")
        after = self._task(task.id)
        if task.open and task.lead_unit_code != unit:
            assert (after.status, after.percent) == (Status.ASSIGNED, task.percent)
        else:
            assert after.status == task.status

    @rule(data=st.data(), days=st.integers(1, 30))
    def change_due(self, data: st.DataObject, days: int) -> None:
        task = self._drawn(data)
        day = self.own.today(self.house.now) + timedelta(days=days)
        back = f"{task.due_hour or ''} {task.due_day:%d/%m/%Y}".strip()
        self._says(self.by_role["chair"], f"/edittask {task.reference} | hạn = {day:%d/%m/%Y}")
        assert self._task(task.id).status == task.status
        self._says(self.by_role["deputy"], f"/edittask {task.reference} | hạn = {back}")

    @rule(days=st.integers(-5, 20))
    def move_the_event(self, days: int) -> None:
        """Each person is told once, of all tasks that move with it."""
        day = max(self.day + timedelta(days=days), self.house.now.date() + timedelta(days=12))
        before = {task.id: task.status for task in self._tasks()}
        self._says(self.admin, f"/editevent DBP70 | ngày = {day:%d/%m/%Y}")
        self.day = day
        assert {task.id: task.status for task in self._tasks()} == before

    @rule(on=st.booleans())
    def let_done_count_by_itself(self, on: bool) -> None:
        answer = "có" if on else "không"
        self._says(self.admin, f"/settings không cần duyệt = {answer}")

    @rule(unit=st.sampled_from(UNITS))
    def somebody_joins(self, unit: str) -> None:
        self._says(self.admin, f"/invite {unit} member")
        code = code_in(*self.admin.shown)
        newcomer = self.house.somebody(f"Người mới {unit}")
        open_tasks = [task for task in self._tasks() if task.open and task.lead_unit_code == unit]
        self._says(newcomer, f"/start {code}")
        told = [shown for shown in newcomer.shown if shown.kind == "notice"]
        assert len(told) == bool(open_tasks)
        self.people[newcomer.id] = ("member", unit)
        self.by_role["newcomer"] = newcomer

    @rule()
    def somebody_leaves(self) -> None:
        newcomer = self.by_role.pop("newcomer", None)
        if newcomer is not None:
            self._says(self.admin, f"/remove {newcomer.id}")
            self.gone[newcomer.id] = self._unasked(newcomer)

    @rule(verb=st.sampled_from(["newtask", "report", "block"]))
    def the_foreign_ones_work(self, verb: str) -> None:
        said = {
            "newtask": "DBP70 | Việc kín | CATDB | 19/04/2024 17:00",
            "report": "DBP70-1 10% kín",
            "block": "DBP70-1 kín",
        }[verb]
        self._says(self.foreign_admin, f"/{verb} {said}")

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        end = self.house.now + timedelta(hours=hours)
        while (moment := ticks.next_moment(self.house.connection)) and moment <= end:
            self.house.now = max(self.house.now, moment)
            self.house.tick()
        self.house.now = end
        self.house.tick()

    # -- what is expected ----------------------------------------------------------------------

    def _expected(self, who: Somebody, verb: str, task: Task) -> str:
        role, unit = self.people[who.id]
        place = "own" if unit == task.lead_unit_code else "with" if self._with(task, unit) else (
            "other"
        )  # fmt: skip
        if place not in MAY[verb].get(role, ()):
            return task.status
        status = LIFE[task.status][MOVES.index(verb)]
        if status == "submitted" and self._counts_by_itself():
            status = "done"
        return status or task.status

    def _with(self, task: Task, code: str | None) -> bool:
        rows = self._rows(
            "SELECT code FROM cooperations JOIN units ON units.id = unit_id WHERE task_id = ?",
            task.id,
        )
        return code in [row["code"] for row in rows]

    def _counts_by_itself(self) -> bool:
        (row,) = self._rows("SELECT settings FROM subcommittees WHERE id = ?", self.own.id)
        kept: dict[str, object] = json.loads(row["settings"])
        return bool(kept.get("done_without_confirmation", False))

    # -- what always holds ---------------------------------------------------------------------

    def _says(self, who: Somebody, text: str) -> None:
        """Says it; each person is then told of it in one message, and never the one who said it."""
        self.house.advance(seconds=7)
        (last,) = self._rows("SELECT coalesce(max(id), 0) AS id FROM outbox")
        who.says(text)
        notices = self._rows(
            "SELECT person_id, subcommittee_id, payload FROM outbox "
            "WHERE kind = 'notice' AND id > ?",
            last["id"],
        )
        told = Counter((row["person_id"], row["subcommittee_id"]) for row in notices)
        assert all(times == 1 for times in told.values()), text
        for row in notices:
            by = {item["by"] for item in json.loads(row["payload"])["items"]}
            assert row["person_id"] not in by, text

    @invariant()
    def nothing_crosses(self) -> None:
        """Neither a row nor a word of the one subcommittee reaches people of the other alone."""
        if not hasattr(self, "foreign_admin"):
            return
        both = self.by_role["member"].id
        for shown in self.house.messages[self.checked :]:
            if shown.chat not in (self.foreign_admin.id, both):
                assert SECRET not in shown.html
            if shown.chat == self.foreign_admin.id:
                assert "Tiểu ban An ninh" not in shown.html
        self.checked = len(self.house.messages)
        assert (
            self._rows(
                "SELECT outbox.id FROM outbox WHERE person_id IS NOT NULL AND NOT EXISTS (SELECT 1 "
                "FROM members WHERE members.person_id = outbox.person_id "
                "AND members.subcommittee_id = outbox.subcommittee_id)"
            )
            == []
        )

    @invariant()
    def who_left_is_told_nothing_more(self) -> None:
        for telegram_id, heard in getattr(self, "gone", {}).items():
            assert self._unasked(Somebody(self.house, telegram_id, "")) == heard

    def _unasked(self, who: Somebody) -> int:
        return sum(shown.kind != "call" for shown in who.shown)

    @invariant()
    def a_changed_task_has_a_new_version(self) -> None:
        """All but who heard of it when, which no button cares about."""
        if not hasattr(self, "versions"):
            return
        for task in self._tasks():
            old = self.versions.get(task.id)
            if old is not None and replace(old, delivered_at=None) != replace(
                task, delivered_at=None, version=old.version
            ):
                same_but_class = replace(
                    old, delivered_at=None, obstacle_class=task.obstacle_class
                ) == replace(task, delivered_at=None, version=old.version)
                assert task.version > old.version or same_but_class
            self.versions[task.id] = task

    @invariant()
    def what_is_counted_from_d_day_is_so_many_days_from_it(self) -> None:
        """But for finished ones, which stay where they were."""
        if not hasattr(self, "versions"):
            return
        for task in self._tasks():
            if task.due_offset is not None and task.status is not Status.DONE:
                assert task.due_day == self.day + timedelta(days=task.due_offset)

    @invariant()
    def the_audit_log_hangs_together(self) -> None:
        if hasattr(self, "house"):
            assert list(audit.broken_links(self.house.connection)) == []

    @invariant()
    def the_buckets_hold_every_task_once(self) -> None:
        if not hasattr(self, "versions"):
            return
        listed = self._tasks()
        counted = count(listed, self.house.now)
        assert sum(getattr(counted, each.value) for each in Bucket) == counted.total
        assert counted.total + counted.cancelled == len(listed)
        assert [bucket(task, self.house.now) is None for task in listed] == [
            task.status is Status.CANCELLED for task in listed
        ]

    @invariant()
    def a_report_tells_of_each_status(self) -> None:
        """The newest report of a task says what the task is, unless it was given anew since."""
        if not hasattr(self, "versions"):
            return
        for row in self._rows(
            "SELECT tasks.status, tasks.assigned_at, reports.status AS said, reports.created_at "
            "FROM tasks JOIN reports ON reports.id = (SELECT max(id) FROM reports "
            "WHERE task_id = tasks.id)"
        ):
            assert row["status"] == row["said"] or row["assigned_at"] > row["created_at"]

    def _tasks(self) -> list[Task]:
        event = events.by_code(self.house.connection, self.own.id, "DBP70")
        return tasks.of_event(self.house.connection, event.id) if event else []

    def _drawn(self, data: st.DataObject) -> Task:
        listed = self._tasks()
        return listed[data.draw(st.integers(0, len(listed) - 1), "which task")]

    def _task(self, task_id: int) -> Task:
        return next(task for task in self._tasks() if task.id == task_id)

    def _rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.house.connection.execute(sql, values).fetchall()


Sequence.TestCase.settings = settings(
    max_examples=examples(5, 10),
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnySequence = Sequence.TestCase
