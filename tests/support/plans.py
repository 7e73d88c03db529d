"""Plans sent to the bot, in the house: read and carried out as the bot's loops do it."""

import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from documents.plan import PlanFile
from documents.plan_reading import read
from handlers.planning import carrying_out, reading
from storage.database import Unit
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
        content = house.files[found.file_id]
        if not _unit(house, partial(reading.begin, import_id=found.id, now=house.now)):
            break
        between()
        ground = reading.ground(house.connection, found.id, house.now)
        if ground is None:
            _unit(house, partial(reading.drop, import_id=found.id, now=house.now))
            continue
        file = PlanFile(found.file_name, content, ground.basis)
        said = read(file)
        sentences = [reading.sentence(found, fault, ground.basis) for fault in said.compared.faults]
        for unit in reading.units_of(found, file, said, ground, sentences, house.now):
            _unit(house, unit)
            between()
    return house.deliver()


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
