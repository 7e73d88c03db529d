"""A plan carried out: a slice of rows at a time, so that nobody waits behind it.

Each row looks again at its task: what changed since the preview is left as it is and said.
"""

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.plans.matching import ONLY_OPEN, values_of
from domain.plans.rows import Values
from domain.task import Task
from domain.task_edits import due_at, reassigned
from handlers import agenda
from handlers.planning import ending, news, taking_back
from handlers.planning.scene import Scene
from handlers.work import changes, plain
from storage import import_rows, imports, tasks
from storage.import_rows import DONE, LEFT, NEW, SAME, ImportRow
from storage.tasks import NewTask

SLICE = 25
"""Rows carried out in one unit of work: some 10 ms, for an answer waits behind several of them."""


def waits(connection: sqlite3.Connection) -> bool:
    """Whether a slice is to be carried out."""
    return imports.under_way(connection) is not None


def step(connection: sqlite3.Connection, now: datetime) -> bool:
    """One slice of the import that is under way; whether there was one."""
    found = imports.under_way(connection)
    if found is None:
        return False
    scene = Scene(connection, found, now)
    if found.state == imports.UNDOING:
        taking_back.step(scene)
    else:
        _step(scene)
    return True


def give_up(connection: sqlite3.Connection, now: datetime) -> None:
    """After a slice that failed: what was carried out stays and is said, the rest is left.

    Where nothing was left it is the end that fails, and it is ended without one.
    """
    found = imports.under_way(connection)
    if found is None:
        return
    outcome = import_rows.KEPT if found.state == imports.UNDOING else LEFT
    if not import_rows.leave_rest(connection, found.id, outcome):
        ending.broken(Scene(connection, found, now))


def _step(scene: Scene) -> None:
    rows = import_rows.waiting(scene.connection, scene.found.id, SLICE)
    for row in rows:
        outcome, task_id, effect = _carried_out(scene, row)
        import_rows.settle(scene.connection, row.id, outcome, task_id, effect)
    if not rows and not news.tell_next(scene):
        ending.imported(scene)


Outcome = tuple[str, int | None, dict[str, Any] | None]
"""What became of a row, of which task, and each field changed: what it was and became."""


def _carried_out(scene: Scene, row: ImportRow) -> Outcome:
    if scene.event.closed:
        return LEFT, None, None
    if "due" in row.after and scene.due(row.after["due"]).at < scene.now:
        return LEFT, None, None
    return _create(scene, row.after) if row.kind == NEW else _change(scene, row)


def _create(scene: Scene, values: Values) -> Outcome:
    same = tasks.same(scene.connection, scene.event.id, values["unit"], values["title"])
    if same is not None:
        return SAME if values_of(same) == values else LEFT, same.id, None
    due = scene.due(values["due"])
    new = NewTask(
        event_id=scene.event.id,
        title=values["title"],
        lead_unit_id=values["unit"],
        due_day=due.day,
        due_hour=due.hour,
        due_offset=due.offset,
        due_at=due.at,
        cooperating=tuple(values["with"]),
        urgent=values["urgent"],
        ad_hoc=values["ad_hoc"],
        workstream=values["workstream"],
        source=values["source"],
    )
    task = tasks.create(scene.connection, new, scene.now)
    agenda.renew_task(scene.connection, task, scene.subcommittee, scene.now)
    news.note(scene, news.of_new(task))
    return DONE, task.id, {}


def _change(scene: Scene, row: ImportRow) -> Outcome:
    task = tasks.get(scene.connection, row.task_id or 0)
    if task is None:
        return LEFT, None, None
    present = {name: values_of(task)[name] for name in row.after}
    if present == row.after:
        return SAME, task.id, None
    if present != row.before or (not task.open and any(name in row.after for name in ONLY_OPEN)):
        return LEFT, task.id, None
    after = tasks.save(scene.connection, _edited(scene, task, row.after), before=task)
    agenda.renew_task(scene.connection, after, scene.subcommittee, scene.now)
    news.note(scene, news.of_changed(task, after))
    old, new = changes(task, after)
    return DONE, task.id, {name: [plain(old[name]), plain(new[name])] for name in old}


def _edited(scene: Scene, task: Task, values: Values) -> Task:
    texts = ("title", "urgent", "ad_hoc", "workstream", "source")
    after = replace(task, **{name: values[name] for name in texts if name in values})
    if "unit" in values:
        after = reassigned(after, scene.units[values["unit"]], scene.now)
    if "with" in values:
        wanted = (unit_id for unit_id in values["with"] if unit_id != after.lead_unit_id)
        after = replace(after, cooperating=tuple(sorted(wanted)))
    if "due" in values:
        after = due_at(after, scene.due(values["due"]))
    return after
