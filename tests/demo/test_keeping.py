"""A demo goes on where it ended, or begins anew."""

from datetime import timedelta
from pathlib import Path

import pytest

from demo.playing import Demo
from tests.support.demo_run import CHAIR, LEAD, NOW, demo_in, person, replies, short_story


@pytest.mark.long
async def test_chats_tasks_and_the_clock_are_as_they_were(tmp_path: Path) -> None:
    async with demo_in(tmp_path) as demo:
        await demo.director.move(NOW + timedelta(days=2))
        before = [message.text for message in replies(demo, CHAIR)]
        token, operator = demo.bot.token, demo.operator.id
    async with demo_in(tmp_path, now=None) as demo:
        assert not demo.is_new
        await demo.settle()
        assert (demo.bot.token, demo.operator.id) == (token, operator)
        assert demo.clock.now() >= NOW + timedelta(days=2)
        assert [message.text for message in replies(demo, CHAIR)] == before
        person(demo, LEAD).says("/baocao DBP70-1 70%", chat=demo.bot)
        await demo.settle()
        assert "70%" in replies(demo, LEAD)[-1].text


@pytest.mark.long
async def test_a_story_that_was_not_told_to_its_end_is_told_anew(tmp_path: Path) -> None:
    async def breaks_off(demo: Demo) -> None:
        await short_story(demo)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        async with demo_in(tmp_path, breaks_off):
            pass
    async with demo_in(tmp_path) as demo:
        assert demo.is_new
        assert [user.first_name for user in demo.sandbox.world.users.values()].count(CHAIR) == 1
        assert len([each for each in replies(demo, CHAIR) if "Chào mừng" in each.text]) == 1
