"""Files, made by a real worker that is warm: what is read for each, and the time until it is there.

And what the bot does meanwhile: `/mine` asked by others while file after file is ordered, and the
memory of the bot's own process before the very first of them and after.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from bench.figures import median, milliseconds, percentile
from bench.filler import CODE, FIRST_PERSON, Filled, Shape, fill
from bench.processes import Telegram, TheBot, token_of
from bench.table import Row
from bot.heap import REST_SECONDS
from bot.workshop import Workshop
from documents.made import MadeFile
from domain.period import PeriodKind
from domain.roles import Role
from handlers.making import ORDERS
from handlers.orders import Order
from handlers.planning.buttons import IMPORT, UNDO
from handlers.seat import Seat
from handlers.texts import texts
from storage import events, members, subcommittees
from storage.connection import connect_read_only

TARGET_MINE_MS = 250.0
TARGET_MEGABYTES = 3.0
EVERY_SECONDS = 0.05
ORDINARY_USE = 600
"""As many `/mine` are answered before any memory is called that of the bot in use."""
ORDINARY_SECONDS = 0.02
LANGUAGE = "vi"
# Recipe, what the row says, the seconds to stay under (None: nothing is to be reached).
MAKERS: tuple[tuple[str, str, float | None], ...] = (
    ("report", "document", 3.0),
    ("export", "workbook and CSV", None),
    ("status_card", "picture of how things stand", 1.5),
    ("progress", "picture of the progress", 1.5),
    ("months", "picture of three months", 1.5),
)
IMPORT_SECONDS = 5.0
ADMIN = 2  # the second of all persons
ASKED = ("/document {code}", "/chart {code}", "/export {code}")


def measure(folder: Path, *, tasks: int, plan_rows: int, runs: int, seconds: float) -> list[Row]:
    """`plan_rows`: of the plan that is read; `seconds`: how long `/mine` is asked."""
    filled = fill(folder / "making.db", Shape(tasks, event_tasks=tasks))
    return [
        *asyncio.run(_makers(filled, tasks, runs)),
        *_import(folder, plan_rows, runs),
        *_meanwhile(filled, seconds),
    ]


# -- the makers ------------------------------------------------------------------------------------


async def _makers(filled: Filled, tasks: int, runs: int) -> list[Row]:
    workshop = Workshop()
    try:
        rows = []
        for recipe, what, limit in MAKERS:
            spent = await _spent(workshop, filled.path, recipe, runs)
            rows.append(_row(f"{what}, {tasks:,} tasks", spent, limit))
        return rows
    finally:
        await workshop.close()


async def _spent(workshop: Workshop, path: Path, recipe: str, runs: int) -> list[float]:
    """Seconds of each run, the first one, in which libraries are loaded, left out.

    Each asks as of another minute: the same order again would get the file that was kept.
    """
    spent = []
    start = datetime.now(UTC)
    for run in range(-1, runs):
        began = perf_counter()
        await workshop.make(recipe, _collected(path, recipe, start + timedelta(minutes=run)))
        if run >= 0:
            spent.append(perf_counter() - began)
    return spent


def _collected(path: Path, recipe: str, now: datetime) -> Any:
    with closing(connect_read_only(path)) as connection:
        subcommittee = subcommittees.get(connection, 1)
        (chair, *_) = members.with_roles(connection, subcommittee.id, (Role.CHAIR,))
        event = events.by_code(connection, subcommittee.id, CODE)
        assert event is not None
        order = Order(
            connection,
            now,
            subcommittee,
            Seat(chair, subcommittee),
            texts(LANGUAGE),
            _arguments(event.id, now),
        )
        found = ORDERS[recipe].collect(order)
    assert found is not None
    return found.data


def _arguments(event_id: int, now: datetime) -> Mapping[str, Any]:
    """What all of these orders are given, together."""
    day = now.date().isoformat()
    return {
        "event": event_id,
        "events": [event_id],
        "kind": PeriodKind.WEEK,
        "since": None,
        "number": None,
        "day": day,
    }


# -- an import -------------------------------------------------------------------------------------


def _import(folder: Path, rows: int, runs: int) -> list[Row]:
    """From the file that an admin sends to the preview of what it would do: all of it is new."""
    filled = fill(folder / "plan.db", Shape(rows, event_tasks=rows))
    plan = _collected(filled.path, "export", datetime.now(UTC))
    lines = (
        replace(line, reference="", title=f"{line.title} {number}")
        for number, line in enumerate(plan.sheets[0].lines)
    )
    sheet = replace(plan.sheets[0], lines=tuple(lines))
    book, _ = asyncio.run(_made("export", replace(plan, sheets=(sheet,))))
    path = folder / "plan.xlsx"
    path.write_bytes(book.content)
    token = token_of(71)
    with Telegram() as telegram:
        telegram.order("bot", token=token)
        telegram.order("people", token=token, **filled.people_of_telegram)
        with TheBot(telegram, token, filled.path) as bot:
            bot.wait_ready()
            _used(telegram, token, filled)
            before = _at_rest(bot)
            _uploaded(telegram, token, path)  # waits for the libraries too
            first = _at_rest(bot)
            spent = [_uploaded(telegram, token, path) for _ in range(runs)]
            _carried_out_and_back(telegram, token)
            after = _at_rest(bot)
    what = f"import of {rows:,} rows, from the file to its preview"
    return [
        _row(what, spent, IMPORT_SECONDS),
        *_memory("after the first plan more than before it", before, first),
        *_memory(f"after {runs} more, one of them imported and taken back", first, after),
    ]


def _used(telegram: Telegram, token: str, filled: Filled) -> tuple[list[tuple[int, str]], str]:
    """Has the bot do for a while what it does all day; the questions, and how answers begin."""
    asked = [(person, "/mine") for person, _ in filled.in_progress]
    [(_, head)] = telegram.order("ask", questions=[(token, *asked[-1])])
    questions = (asked * ORDINARY_USE)[:ORDINARY_USE]
    answer = str(head)[:8]
    order = {"token": token, "every": ORDINARY_SECONDS, "answer": answer}
    telegram.order("paced", questions=questions, **order)
    return asked, answer


def _carried_out_and_back(telegram: Telegram, token: str) -> None:
    """The newest plan; to its end, and to the end of taking it back."""
    person = {"token": token, "person_id": FIRST_PERSON + ADMIN}
    telegram.order("press", data=f"{IMPORT}:", answer="✅", **person)
    telegram.order("press", data=f"{UNDO}:", answer="↩️", **person)


def _uploaded(telegram: Telegram, token: str, path: Path) -> float:
    """Seconds until the admin who sent the file has its preview."""
    milliseconds_spent: float = telegram.order(
        "upload",
        token=token,
        person_id=FIRST_PERSON + ADMIN,
        caption=f"/import {CODE}",
        path=str(path),
        answer=f"<b>{CODE}: ",
    )
    return milliseconds_spent / 1000


async def _made(recipe: str, data: Any) -> list[MadeFile]:
    workshop = Workshop()
    try:
        return await workshop.make(recipe, data)
    finally:
        await workshop.close()


def _row(what: str, spent: list[float], limit: float | None) -> Row:
    took = median(spent)
    if limit is None:
        return Row(what, f"{took:.2f} s")
    return Row(what, f"{took:.2f} s", f"under {limit:g} s", took < limit)


# -- meanwhile -------------------------------------------------------------------------------------


def _meanwhile(filled: Filled, seconds: float) -> list[Row]:
    token = token_of(70)
    with Telegram() as telegram:
        telegram.order("bot", token=token)
        telegram.order("people", token=token, **filled.people_of_telegram)
        with TheBot(telegram, token, filled.path) as bot:
            bot.wait_ready()
            asked, answer = _used(telegram, token, filled)
            questions = (asked * 1000)[: int(seconds / EVERY_SECONDS)]
            order = {"token": token, "every": EVERY_SECONDS, "answer": answer}
            before = _at_rest(bot)
            ordered = list(_ordered(filled, int(seconds)))
            spent = telegram.order("paced", questions=questions, beside=ordered, **order)
            after = _at_rest(bot)
    words = f"after the first {len(ordered)} files more than before any"
    return [*_mine(spent), *_memory(words, before, after)]


def _ordered(filled: Filled, files: int) -> Iterator[tuple[int, str]]:
    """One a second, by deputies in turn."""
    for number in range(files):
        deputy = filled.deputies[number % len(filled.deputies)]
        yield deputy, ASKED[number % len(ASKED)].format(code=CODE)


def _mine(spent: list[float | None]) -> Iterator[Row]:
    answered = [value for value in spent if value is not None]
    worst = percentile(answered, 99)
    yield Row(
        f"`/mine` 20 times a second while files are made, p50 / p99 of {len(spent)}",
        f"{milliseconds(median(answered))} / {milliseconds(worst)}",
        f"p99 under {TARGET_MINE_MS:.0f} ms",
        worst < TARGET_MINE_MS and len(answered) == len(spent),
    )


def _at_rest(bot: TheBot) -> int | None:
    """Its memory once it has tidied up."""
    sleep(2 * REST_SECONDS)
    return bot.resident_bytes()


def _memory(when: str, before: int | None, after: int | None) -> Iterator[Row]:
    if before is not None and after is not None:
        grown = (after - before) / 1e6
        yield Row(
            f"memory of the bot's process, {when}",
            f"{grown:.1f} MB",
            f"under {TARGET_MEGABYTES:g} MB",
            grown < TARGET_MEGABYTES,
        )
