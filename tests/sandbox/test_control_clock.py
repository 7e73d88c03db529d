"""Clock and program, moved by whoever embeds the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.control.director import Director, Progress
from tests.support.clock import ManualClock
from tests.support.control import ControlClient, control_client
from tests.support.embedding import LABELS, NOWHERE, Embedding


@pytest.fixture
async def director(clock: ManualClock) -> Embedding:
    return Embedding(clock)


@pytest.fixture
async def sandbox(clock: ManualClock, director: Embedding) -> AsyncIterator[Sandbox]:
    fitting: Director = director
    async with Sandbox.running(clock=clock, director=fitting) as running:
        yield running


async def test_without_a_director_the_clock_stands_as_it_is(clock: ManualClock) -> None:
    async with (
        Sandbox.running(clock=clock) as sandbox,
        control_client(sandbox.url) as control,
    ):
        state = await control.get("/control/state")
        assert state["clock"] == {
            "now": "2027-04-20T03:00:00.000Z",
            "zone": "UTC",
            "movable": False,
            "moving": False,
            "moments": [],
        }
        assert (state["program"], state["progress"]) == (None, None)
        for path in ("clock/move", "clock/jump"):
            refused = await control.refused("POST", f"/control/{path}", json={"seconds": 1})
            assert refused == (409, "nobody directs clock and program here")
        for what in ("kill", "start", "stop"):
            assert (await control.refused("POST", f"/control/program/{what}"))[0] == 409


async def test_the_state_shows_clock_program_and_progress(
    control: ControlClient, director: Embedding
) -> None:
    director.shown = Progress({"vi": "Kể chuyện", "en": "The story"}, done=3, total=40)
    state = await control.get("/control/state")
    assert state["clock"]["zone"] == "Asia/Ho_Chi_Minh"
    assert state["clock"]["movable"] is True
    assert state["clock"]["moments"] == [
        {"id": "morning", "at": "2027-04-20T23:00:00.000Z", "label": LABELS},
        {"id": "never", "at": None, "label": NOWHERE},
    ]
    assert state["program"] == {"running": True, "restarts": 1, "pid": 4711}
    assert state["progress"] == {
        "label": {"vi": "Kể chuyện", "en": "The story"},
        "done": 3,
        "total": 40,
    }


@pytest.mark.parametrize(
    ("body", "arrives"),
    [
        ({"seconds": 3600}, "2027-04-20T04:00:00.000Z"),
        ({"moment": "morning"}, "2027-04-20T23:00:00.000Z"),
        ({"to": "2027-04-21T10:00:00+07:00"}, "2027-04-21T03:00:00.000Z"),
        ({"to": "2027-04-21T03:00:00Z"}, "2027-04-21T03:00:00.000Z"),
    ],
)
@pytest.mark.parametrize("way", ["move", "jump"])
async def test_the_clock_arrives_where_it_was_sent(
    control: ControlClient, director: Embedding, way: str, body: dict[str, Any], arrives: str
) -> None:
    clock = await control.post(f"/control/clock/{way}", **body)
    assert (clock["now"], clock["moving"]) == (arrives, False)
    assert director.done == [way]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"seconds": 1, "moment": "morning"},
        {"seconds": -1},
        {"seconds": "1"},
        {"moment": "never"},
        {"to": "2027-04-20T02:59:59Z"},
        {"to": "2027-04-21T03:00:00"},
        {"to": "9999-12-31T23:59:59-12:00"},
        {"to": "tomorrow"},
        {"to": "2047-04-20T03:00:00Z"},
    ],
)
async def test_the_clock_is_not_sent_where_it_cannot_go(
    control: ControlClient, director: Embedding, body: dict[str, Any]
) -> None:
    assert (await control.refused("POST", "/control/clock/move", json=body))[0] == 400
    assert director.done == []


async def test_an_unknown_moment_is_not_found(control: ControlClient) -> None:
    refused = await control.refused("POST", "/control/clock/move", json={"moment": "noon"})
    assert refused == (404, "there is no moment noon")


async def test_the_clock_is_moved_by_one_at_a_time(
    control: ControlClient, director: Embedding
) -> None:
    director.arrives.clear()
    async with control.events() as events:
        moving = asyncio.create_task(control.post("/control/clock/move", seconds=60))
        assert (await events.until("clock"))["clock"]["moving"] is True
        for way in ("move", "jump"):
            refused = await control.refused("POST", f"/control/clock/{way}", json={"seconds": 5})
            assert refused == (409, "the clock is being moved")
        director.arrives.set()
        assert (await moving)["moving"] is False
        assert (await events.until("clock"))["clock"]["moving"] is False
    assert director.done == ["move"]


async def test_who_is_busy_with_something_else_says_so(
    control: ControlClient, director: Embedding
) -> None:
    director.busy = "the story is being told"
    refused = await control.refused("POST", "/control/clock/move", json={"seconds": 5})
    assert refused == (409, "the story is being told")
    assert await control.refused("POST", "/control/program/kill") == refused
    director.busy = ""
    assert await control.post("/control/clock/move", seconds=5)


async def test_the_program_is_killed_stopped_and_started(
    control: ControlClient, director: Embedding
) -> None:
    assert (await control.post("/control/program/kill"))["pid"] is None
    assert (await control.post("/control/program/start"))["running"] is True
    assert (await control.post("/control/program/stop"))["running"] is False
    assert director.done == ["kill", "start", "stop"]


async def test_what_the_director_changes_is_told(
    control: ControlClient, sandbox: Sandbox, director: Embedding
) -> None:
    async with control.events() as events:
        director.shown = Progress(LABELS, 1, 2)
        sandbox.feed_director()
        sandbox.feed_director()
        told = await events.batch()
        assert [event["type"] for event in told] == ["clock", "program", "progress"]
        assert told[-1]["progress"]["done"] == 1
        director.shown = None
        sandbox.feed_director()
        assert (await events.batch())[-1] == {"type": "progress", "progress": None}
