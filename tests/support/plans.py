"""Plans sent to the bot, in the house: read and carried out as the bot's loops do it."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from documents.plan import PlanFile
from documents.plan_reading import read, slices_of
from domain.errors import Refusal
from domain.plans.basis import KnownTask
from domain.plans.rows import Compared
from handlers.planning import carrying_out, reading
from handlers.planning.reading import Ground
from storage.database import Unit
from storage.imports import Import
from tests.support.house import House, Shown, Somebody
from tests.support.plan_files import workbook

Between = Callable[[], None]
"""Called after each unit of work: what was committed by then is all there is."""


def _nothing() -> None:
    pass


def sends_plan(
    who: Somebody, content: bytes | Sequence[Sequence[Any]], name: str = "plan.xlsx", **raw: Any
) -> list[Shown]:
    """Sends the file (rows: as a workbook), has it read; all messages that came of it."""
    before = len(who.house.messages)
    sends_file(who, content, name, **raw)
    read_plans(who.house)
    return who.house.messages[before:]


def sends_file(
    who: Somebody, content: bytes | Sequence[Sequence[Any]], name: str = "plan.xlsx", **raw: Any
) -> list[Shown]:
    """Only sends it."""
    kept = content if isinstance(content, bytes) else workbook(content)
    file_id = f"file-{len(who.house.files)}"
    who.house.files[file_id] = kept
    document = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_name": name}
    caption = raw.get("caption", "")
    if caption.startswith("/"):
        length = len(caption.split()[0])
        raw["caption_entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return who.sends(document={**document, "file_size": len(kept)}, **raw)


def read_plans(house: House, between: Between = _nothing) -> list[Shown]:
    """Reads every file that waits; what was said of it."""
    while (found := reading.next_file(house.connection)) is not None:
        if not _unit(house, partial(reading.begin, import_id=found.id, now=house.now)):
            break
        between()
        ground = reading.ground(house.connection, found.id, house.now)
        if ground is None:
            _unit(house, partial(reading.drop, import_id=found.id, now=house.now))
            continue
        for unit in _units(house, found, ground):
            _unit(house, unit)
            between()
    return house.deliver()


def _units(house: House, found: Import, ground: Ground) -> Iterator[Unit[Any]]:
    """The units of work by which what is in the file is stored, and the one that answers."""
    content = house.files[found.file_id]
    tasks: list[KnownTask] = []
    while more := reading.tasks_after(
        house.connection, ground.event_id, tasks[-1].number if tasks else 0
    ):
        tasks += more
    basis = replace(ground.basis, tasks=tuple(tasks))
    said = read(PlanFile(found.file_name, content, basis))
    yield partial(reading.clear, import_id=found.id)
    if said.unreadable:
        why = Refusal(said.unreadable, **said.data)
        yield partial(reading.fail, import_id=found.id, why=why, now=house.now)
        return
    for rows in slices_of(said):
        if isinstance(rows, Compared):
            sentences = [reading.sentence(found, fault, basis) for fault in rows.faults]
            yield partial(reading.keep, import_id=found.id, rows=rows, sentences=sentences)
    if said.compared.faults:
        yield partial(reading.keep_part, import_id=found.id, part=0, content=content)
    yield partial(
        reading.preview, import_id=found.id, reading=said, mark=ground.mark, now=house.now
    )


def carry_out(house: House, between: Between = _nothing) -> list[Shown]:
    """All slices of what was decided; what was said of it."""
    while _unit(house, partial(carrying_out.step, now=house.now)):
        between()
    return house.deliver()


def presses(who: Somebody, label: str, on: Shown | None = None) -> list[Shown]:
    """Presses a button of an import and lets the bot do all that follows."""
    told = who.presses(label, on)
    return [*told, *read_plans(who.house), *carry_out(who.house)]


def _unit(house: House, unit: Unit[Any]) -> Any:
    """One unit of work, committed."""
    house.connection.execute("BEGIN IMMEDIATE")
    try:
        result = unit(house.connection)
    except BaseException:
        house.connection.execute("ROLLBACK")
        raise
    house.connection.execute("COMMIT")
    return result


def marked(shown: Shown) -> io.BytesIO:
    """The workbook that came with the message."""
    (file,) = shown.files
    return io.BytesIO(file.content)
