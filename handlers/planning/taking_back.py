"""An import taken back, slice by slice: what it created is cancelled, what it changed is as before.

What somebody reported on or changed since is kept as it is.
"""

from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.plans.matching import values_of
from domain.task import Move, ObstacleClass, Status, Task, moved
from handlers import agenda, due_times
from handlers.planning import ending, news
from handlers.planning.saying import texts_of
from handlers.planning.scene import Scene
from storage import import_rows, reports, tasks
from storage.import_rows import DONE, KEPT, NEW, UNDONE, ImportRow
from storage.times import from_text

SLICE = 25
_MOMENTS = (
    "assigned_at",
    "delivered_at",
    "accepted_at",
    "blocked_at",
    "returned_at",
    "submitted_at",
    "done_at",
)


def step(scene: Scene) -> None:
    """One slice."""
    rows = import_rows.with_outcome(scene.connection, scene.found.id, DONE, SLICE)
    for row in rows:
        import_rows.settle(scene.connection, row.id, _taken_back(scene, row))
    if not rows and not news.tell_next(scene):
        ending.undone(scene)


def _taken_back(scene: Scene, row: ImportRow) -> str:
    task = tasks.get(scene.connection, row.task_id or 0)
    since = scene.found.imported_at
    if task is None or since is None:
        return KEPT
    if import_rows.task_reported(scene.connection, task.id, since):
        return KEPT
    if row.kind == NEW:
        return _cancel(scene, task)
    if any(values_of(task)[name] != value for name, value in row.after.items()):
        return KEPT
    _restore(scene, task, row.effect)
    return UNDONE


def _cancel(scene: Scene, task: Task) -> str:
    if task.status is Status.DONE:
        return KEPT
    note = texts_of(scene.found).plain("planning.undone_reason")
    cancelled = moved(task, Move.CANCEL, scene.now)
    after = tasks.save(scene.connection, cancelled, before=task)
    reports.add(
        scene.connection,
        after,
        scene.found.person_id,
        Move.CANCEL,
        note,
        scene.now,
        scene.found.update_id,
    )
    agenda.renew_task(scene.connection, after, scene.subcommittee, scene.now)
    news.note(scene, news.of_cancelled(after))
    return UNDONE


def _restore(scene: Scene, task: Task, effect: dict[str, Any]) -> None:
    former = {name: _value(name, was) for name, (was, _) in effect.items()}
    wanted = replace(task, **former)
    if "due_at" in former:
        # Its event may have moved since then.
        wanted = due_times.again(wanted, scene.event.first_day, scene.subcommittee.zone)
    after = tasks.save(scene.connection, wanted, before=task)
    agenda.renew_task(scene.connection, after, scene.subcommittee, scene.now)
    news.note(scene, news.of_changed(task, after))


def _value(name: str, value: Any) -> Any:
    """A field of a task from what JSON made of it."""
    if value is None:
        return None
    if name in _MOMENTS or name == "due_at":
        return from_text(value)
    match name:
        case "due_day":
            return date.fromisoformat(value)
        case "due_hour":
            return time.fromisoformat(value)
        case "status":
            return Status(value)
        case "obstacle_class":
            return ObstacleClass(value)
        case "cooperating":
            return tuple(value)
    return value
