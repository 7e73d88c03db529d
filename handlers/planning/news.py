"""What an import did, told once to each person of the units concerned when all of it is done."""

from collections.abc import Iterable, Iterator

from domain.notices import Item, What
from domain.roles import UNIT_ROLES
from domain.task import Task
from handlers.planning.scene import Scene
from handlers.work import put_notice
from storage import import_rows, imports, members
from storage.import_rows import News

_MEMBERS = 20
"""Looked at in one slice."""


def note(scene: Scene, news: Iterable[News]) -> None:
    """To be told at the end; of one task each unit is told the first thing noted."""
    import_rows.add_news(scene.connection, scene.found.id, news)


def of_new(task: Task) -> Iterator[News]:
    yield from _to(What.ASSIGNED, task, (task.lead_unit_id, *task.cooperating))


def of_cancelled(task: Task) -> Iterator[News]:
    yield from _to(What.CANCELLED, task, (task.lead_unit_id, *task.cooperating))


def of_changed(before: Task, after: Task) -> Iterator[News]:
    """Both units of a new lead, who is newly to cooperate, and all units of a new due time."""
    if not after.open:
        return
    if after.lead_unit_id != before.lead_unit_id:
        yield from _to(What.REASSIGNED_TO, after, (after.lead_unit_id,))
        yield from _to(What.REASSIGNED_FROM, after, (before.lead_unit_id,))
    added = [unit_id for unit_id in after.cooperating if unit_id not in before.cooperating]
    yield from _to(What.ASSIGNED, after, added)
    if after.due_at != before.due_at:
        yield from _to(What.DUE_CHANGED, after, (after.lead_unit_id, *after.cooperating))


def _to(what: What, task: Task, unit_ids: Iterable[int]) -> Iterator[News]:
    for unit_id in unit_ids:
        yield News(unit_id, task.id, what, task.lead_unit_id)


def tell_next(scene: Scene) -> bool:
    """Puts the notices of the next few members; whether there were members left."""
    batch = members.after(
        scene.connection, scene.found.subcommittee_id, scene.found.cursor, _MEMBERS
    )
    if not batch:
        return False
    items: dict[int, list[Item]] = {}
    for member in batch:
        unit_id = member.unit_id
        if unit_id is None or member.role not in UNIT_ROLES:
            continue
        if member.person_id == scene.found.person_id:
            continue
        if unit_id not in items:
            items[unit_id] = list(_items(scene, unit_id))
        if items[unit_id]:
            put_notice(scene.connection, member, items[unit_id], scene.now)
    imports.change(scene.connection, scene.found.id, cursor=batch[-1].id)
    return True


def _items(scene: Scene, unit_id: int) -> Iterator[Item]:
    for news in import_rows.news_of(scene.connection, scene.found.id, unit_id):
        what = What(news.what)
        # The former unit is named where it is the one that is told.
        concerned = unit_id if what is What.REASSIGNED_FROM else news.lead_unit_id
        yield Item(what, news.task_id, scene.now, scene.found.person_id, concerned)
