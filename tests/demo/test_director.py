"""The clock is moved and the bot killed as the page does it: a real process, real HTTP."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from demo.playing import Demo
from sandbox.control.director import BusyError, Progress
from tests.support.demo_run import ADMIN, CHAIR, LEAD, NOW, ZONE, demo_in, local, person, replies


def at(day: int, hour: str) -> datetime:
    """So many days after the story's present."""
    return datetime.fromisoformat(f"{(NOW + timedelta(days=day)).date()} {hour}").replace(
        tzinfo=ZONE
    )


def slots_of(demo: Demo, name: str) -> list[datetime]:
    """When they were sent a summary or a digest, to the minute."""
    return [
        local(message).replace(second=0)
        for message in replies(demo, name)
        if "Tổng hợp" in message.text or "Việc của tôi" in message.text
    ]


async def test_moving_passes_every_slot_reminder_and_ladder_day_on_the_way(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        await demo.director.move(at(3, "07:30"))
        assert slots_of(demo, CHAIR) == [at(day, "07:00") for day in (1, 2, 3)]
        reminders = [each for each in replies(demo, LEAD) if each.text.startswith("⏰")]
        assert [local(each).replace(second=0) for each in reminders] == [at(1, "15:00")]
        ladder = [each for each in replies(demo, CHAIR) if "Tổng hợp" in each.text][-1]
        assert "7 ngày" in ladder.text
        assert at(3, "07:30") <= demo.clock.now() < at(3, "07:40")


@pytest.mark.long
async def test_the_moments_offered_are_the_agendas_own(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        offered = {moment.id: moment.at for moment in demo.director.moments()}
        assert offered == {
            "morning": at(1, "06:00"),
            "slot": at(1, "07:00"),
            "exact": at(1, "15:00"),
            "countdown": at(7, "07:00"),
            "peak": at(10, "07:00"),
        }
        assert list(offered) == sorted(offered, key=lambda name: offered[name] or NOW)
        await demo.director.move(at(9, "12:00"))
        later = {moment.id: moment for moment in demo.director.moments()}
        assert later["countdown"].at is None
        assert later["slot"].at == at(10, "07:00")
        assert all(set(each.labels) == {"vi", "en"} for each in later.values())


@pytest.mark.long
async def test_a_jump_is_downtime_and_the_newest_slot_is_made_up_for(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        before = demo.director.program().pid
        await demo.director.jump(at(3, "09:00"))
        assert slots_of(demo, CHAIR) == [at(3, "09:00")]
        assert not [each for each in replies(demo, LEAD) if each.text.startswith("⏰")]
        after = demo.director.program()
        assert (after.running, after.restarts) == (True, 1)
        assert after.pid not in (None, before)


async def test_a_killed_bot_loses_nothing_and_says_nothing_twice(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        await demo.director.kill()
        assert demo.director.program().pid is None
        lead = person(demo, LEAD)
        lead.says("/baocao DBP70-1 60% đã khảo sát 3 điểm", chat=demo.bot)
        await demo.director.move(at(1, "07:30"))
        await demo.director.start()
        await demo.settle()
        told = replies(demo, LEAD)
        assert len([each for each in told if "Đã ghi báo cáo DBP70-1" in each.text]) == 1
        assert slots_of(demo, CHAIR) == [at(1, "07:30")]
        await demo.director.start()
        assert demo.director.program().restarts == 1


@pytest.mark.long
async def test_the_very_moment_that_it_is_is_no_past(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        before = demo.clock.now()
        for go in (demo.director.move, demo.director.jump):
            await go(before)
            assert demo.clock.now() > before
            before = demo.clock.now()


@pytest.mark.long
async def test_the_past_is_refused(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        for go in (demo.director.move, demo.director.jump):
            with pytest.raises(ValueError, match="forward"):
                await go(NOW - timedelta(minutes=1))
        assert demo.director.program().running


async def test_while_the_story_is_told_nothing_else_moves_or_ends(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        with demo.director.telling() as show:
            progress = Progress({"vi": "…", "en": "…"}, 1, 2)
            show(progress)
            assert demo.director.progress() == progress
            for doing in (
                demo.director.move(at(1, "07:00")),
                demo.director.jump(at(1, "07:00")),
                demo.director.kill(),
                demo.director.stop(),
                demo.director.start(),
            ):
                with pytest.raises(BusyError):
                    await doing
        assert demo.director.progress() is None


@pytest.mark.long
async def test_the_page_can_do_all_of_it(tmp_path: Path) -> None:
    """Through the control interface, as the browser asks for it."""
    async with demo_in(tmp_path) as demo, httpx.AsyncClient(base_url=demo.sandbox.url) as page:
        state = (await page.get("/control/state")).json()
        assert state["clock"]["zone"] == "Asia/Ho_Chi_Minh"
        assert state["clock"]["movable"]
        assert state["program"]["running"]
        moved = await page.post("/control/clock/move", json={"moment": "slot"}, timeout=60)
        assert moved.status_code == 200, moved.text
        assert datetime.fromisoformat(moved.json()["now"]) >= at(1, "07:00")
        assert slots_of(demo, ADMIN) == [at(1, "07:00")]
        killed = await page.post("/control/program/kill", json={})
        assert killed.json()["running"] is False
        started = await page.post("/control/program/start", json={}, timeout=60)
        assert started.json() == {**started.json(), "running": True, "restarts": 1}


@pytest.mark.long
async def test_the_clock_moves_on_though_telegram_cannot_be_reached(tmp_path: Path) -> None:
    """What waits is sent once it can be."""
    async with demo_in(tmp_path) as demo:
        demo.sandbox.outage.begin()
        await demo.director.move(at(1, "07:05"))
        assert demo.clock.now() >= at(1, "07:05")
        assert slots_of(demo, CHAIR) == []
        demo.sandbox.outage.end()
        await demo.director.move(at(1, "07:10"))
        await demo.settle()
        assert len(slots_of(demo, CHAIR)) == 1


@pytest.mark.long
async def test_who_starts_it_twice_at_once_has_one_bot(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        await demo.director.stop()
        await asyncio.gather(demo.director.start(), demo.director.start())
        assert demo.director.program().restarts == 1


@pytest.mark.long
async def test_a_bot_that_cannot_begin_holds_up_no_clock(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        await demo.director.kill()
        demo.sandbox.outage.begin()
        starting = asyncio.create_task(demo.director.start())
        await demo.director.move(at(1, "07:05"))
        assert demo.clock.now() >= at(1, "07:05")
        demo.sandbox.outage.end()
        await starting
        await demo.settle()
        assert len(slots_of(demo, CHAIR)) == 1
