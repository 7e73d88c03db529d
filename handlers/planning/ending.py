"""The end of an import, or of its being taken back: one entry in the audit log, and one answer."""

import json
from collections.abc import Iterable
from typing import Any

from handlers import unit_people
from handlers.keyboards import Rows
from handlers.planning import saying
from handlers.planning.buttons import UNDO
from handlers.planning.saying import texts_of
from handlers.planning.scene import Scene
from storage import audit, import_rows, imports
from storage.import_rows import CHANGED, DONE, KEPT, LEFT, NEW, SAME, UNDONE

_SHOWN = 10
"""As many of those that were left are named; the rest are counted."""


def imported(scene: Scene) -> None:
    """All rows are through and all people told."""
    counted = import_rows.count(scene.connection, scene.found.id)
    created, changed = counted.get((NEW, DONE), 0), counted.get((CHANGED, DONE), 0)
    if created or changed:
        _audit(scene, "imported", DONE)
    html = texts_of(scene.found).html(
        "planning.imported",
        event=scene.event,
        created=created,
        changed=changed,
        same=_sum(counted, SAME),
        left=_left(scene, LEFT),
        more=max(0, _sum(counted, LEFT) - _SHOWN),
    )
    warned = unit_people.lines(
        scene.connection,
        texts_of(scene.found),
        import_rows.units_with_news(scene.connection, scene.found.id),
    )
    rows: Rows = []
    if created or changed:
        rows = [[saying.button(scene.found, "planning.button_undo", f"{UNDO}:{scene.found.id}")]]
    _end(scene, imports.IMPORTED, "\n".join([html, *warned]), rows)


def undone(scene: Scene) -> None:
    """All that could be is as it was."""
    counted = import_rows.count(scene.connection, scene.found.id)
    if _sum(counted, UNDONE):
        _audit(scene, "undone", UNDONE)
    html = texts_of(scene.found).html(
        "planning.undone",
        event=scene.event,
        cancelled=counted.get((NEW, UNDONE), 0),
        restored=counted.get((CHANGED, UNDONE), 0),
        kept=_left(scene, KEPT),
        more=max(0, _sum(counted, KEPT) - _SHOWN),
    )
    _end(scene, imports.UNDONE, html, ())


def broken(scene: Scene) -> None:
    """What was carried out stands, but neither an entry nor an account of it could be made."""
    state = imports.UNDONE if scene.found.state == imports.UNDOING else imports.IMPORTED
    html = texts_of(scene.found).html("planning.broken", event=scene.event, number=scene.found.id)
    _end(scene, state, html, ())


def _end(scene: Scene, state: str, html: str, rows: Rows) -> None:
    imports.change(scene.connection, scene.found.id, state=state, finished_at=scene.now)
    saying.show(scene.connection, scene.found, html, rows, scene.now)


def _sum(counted: dict[tuple[str, str | None], int], outcome: str) -> int:
    return counted.get((NEW, outcome), 0) + counted.get((CHANGED, outcome), 0)


def _left(scene: Scene, outcome: str) -> list[tuple[str, str]]:
    """Reference (of what has one) and title of the first rows of which nothing came."""
    named = []
    for row in import_rows.with_outcome(scene.connection, scene.found.id, outcome, _SHOWN):
        if row.task_id is None:
            named.append(("", row.after["title"]))
        else:
            number, title = import_rows.number_and_title(scene.connection, row.task_id)
            named.append((f"{scene.event.code}-{number}", title))
    return named


def _audit(scene: Scene, action: str, outcome: str) -> None:
    """The whole in one entry: what was created, and each changed field before and after."""
    numbers: list[int] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for row in import_rows.changes(scene.connection, scene.found.id, outcome):
        if row["kind"] == NEW:
            numbers.append(row["number"])
        else:
            before[str(row["number"])] = json.loads(row["before"])
            after[str(row["number"])] = json.loads(row["after"])
    if action == "undone":
        before, after = after, before
    code = scene.event.code
    entry = audit.Entry(
        action,
        "import",
        scene.found.id,
        {"tasks": before},
        {
            "file": scene.found.file_name,
            "created" if action == "imported" else "cancelled": spans(code, numbers),
            "changed" if action == "imported" else "restored": spans(code, map(int, after)),
            "tasks": after,
        },
        scene.found.subcommittee_id,
        scene.found.person_id,
        scene.found.update_id,
    )
    audit.append(scene.connection, entry, scene.now)


def spans(code: str, numbers: Iterable[int]) -> list[str]:
    """References of tasks, those that follow upon each other as "DBP70-3 – DBP70-9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return [" – ".join(f"{code}-{number}" for number in run) for run in runs]
