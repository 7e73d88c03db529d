"""The workshop with a real worker process: what it makes, and what ends in it."""

import asyncio
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import processors
from bot.application import loop_factory
from bot.workshop import MOST_KEPT, MOST_KEPT_BYTES, RecipeFailed, Workshop, WorkshopClosed
from documents.made import MadeFile
from documents.recipes import RECIPES
from tests.support import recipes

ROOT = Path(__file__).parents[2]
HEAVY = ("openpyxl", "docx", "matplotlib", "numpy", "icalendar", "lxml", "PIL")
GOODBYE = {"files": [{"name": "a.txt", "content": "tạm biệt"}]}


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    made = Workshop(recipes.RECIPES)
    yield made
    await made.close()


async def test_a_file_is_made_whatever_a_library_prints(workshop: Workshop) -> None:
    assert await workshop.make("say", GOODBYE) == [MadeFile("a.txt", "tạm biệt".encode())]


async def test_the_worker_stays_for_the_next_job(workshop: Workshop) -> None:
    first = await workshop.read("who", None)
    assert first != os.getpid()
    assert await workshop.read("who", None) == first


@pytest.mark.skipif(len(processors.ALLOWED) < 2, reason="there is only one processor")
async def test_the_worker_may_run_on_all_processors(workshop: Workshop) -> None:
    """The bot itself keeps to one of them, and what it begins would stay there too."""
    os.sched_setaffinity(0, {min(processors.ALLOWED)})
    try:
        worker = await workshop.read("who", None)
    finally:
        processors.spread()
    assert os.sched_getaffinity(worker) == processors.ALLOWED


async def test_jobs_that_come_together_are_done_one_after_another(workshop: Workshop) -> None:
    pids = await asyncio.gather(*[workshop.read("who", None) for _ in range(5)])
    assert len(set(pids)) == 1


async def test_what_many_are_sent_is_made_once(workshop: Workshop) -> None:
    """A slot's picture for everybody who gets it, ordered at the same moment or just after."""
    first, *others = await asyncio.gather(*[workshop.make("stamp", {"day": 1}) for _ in range(5)])
    assert others == [first] * 4
    assert await workshop.make("stamp", {"day": 1}) == first
    assert await workshop.make("stamp", {"day": 2}) != first


async def test_what_was_made_long_ago_or_is_large_is_made_again(workshop: Workshop) -> None:
    first = await workshop.make("stamp", {"day": 0})
    for day in range(1, MOST_KEPT + 1):
        await workshop.make("stamp", {"day": day})
    assert await workshop.make("stamp", {"day": 0}) != first
    for large in ({"path": "somewhere"}, {"size": MOST_KEPT_BYTES + 1}):
        assert await workshop.make("stamp", large) != await workshop.make("stamp", large)


async def test_a_recipe_that_fails_says_why_and_the_worker_stays(workshop: Workshop) -> None:
    before = await workshop.read("who", None)
    with pytest.raises(RecipeFailed, match="fail: ValueError: no such thing: 5"):
        await workshop.make("fail", 5)
    assert await workshop.read("who", None) == before


async def test_the_error_of_a_recipe_holds_no_token(workshop: Workshop) -> None:
    token = "123456:" + "secret" * 6
    with pytest.raises(RecipeFailed) as caught:
        await workshop.make("fail", token)
    assert token not in str(caught.value)


async def test_what_makes_no_files_has_failed(workshop: Workshop) -> None:
    with pytest.raises(RecipeFailed, match="nothing made no files"):
        await workshop.make("nothing", None)
    with pytest.raises(RecipeFailed, match="no recipe unheard"):
        await workshop.make("unheard", None)


async def test_a_job_that_hangs_is_ended_and_the_next_finds_a_new_worker() -> None:
    workshop = Workshop(recipes.RECIPES, seconds=3)
    before = await workshop.read("who", None)
    with pytest.raises(RecipeFailed, match="hang: took longer than 3 s"):
        await workshop.make("hang", None)
    assert await workshop.read("who", None) != before
    await workshop.close()


async def test_a_job_that_kills_its_worker_has_one_outcome(workshop: Workshop) -> None:
    before = await workshop.read("who", None)
    with pytest.raises(RecipeFailed, match="die: the worker died of it"):
        await workshop.make("die", None)
    assert await workshop.read("who", None) != before


async def test_a_worker_that_was_killed_while_it_rested_is_replaced(workshop: Workshop) -> None:
    before = await workshop.read("who", None)
    os.kill(before, signal.SIGKILL)
    assert await workshop.read("who", None) != before


def test_a_worker_that_died_is_replaced_on_the_quickest_loop_too() -> None:
    """uvloop does not say as asyncio does that the other end of a pipe is gone."""

    async def outlive_it() -> None:
        workshop = Workshop(recipes.RECIPES)
        before = await workshop.read("who", None)
        os.kill(before, signal.SIGKILL)
        await _turns(2000)
        assert await workshop.read("who", None) != before
        await workshop.close()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(outlive_it())


async def _turns(number: int) -> None:
    """So that the event loop hears what the system has to tell."""
    for _ in range(number):
        await asyncio.sleep(0)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory cannot be limited here")
async def test_a_job_that_wants_too_much_memory_fails_and_its_worker_goes() -> None:
    workshop = Workshop(recipes.RECIPES, megabytes=100)
    before = await workshop.read("who", None)
    assert await workshop.read("swell", 40) == 40 * 1024**2
    with pytest.raises(RecipeFailed, match="swell: MemoryError"):
        await workshop.read("swell", 200)
    assert await workshop.read("who", None) != before
    await workshop.close()


async def two_slices() -> AsyncIterator[list[int]]:
    yield [1, 2]
    yield [3]


async def test_what_is_read_goes_and_comes_in_slices(workshop: Workshop) -> None:
    taken: list[list[int]] = []

    async def take(said: list[int]) -> None:
        taken.append(said)

    await workshop.read_slices("twice", 7, two_slices, take)
    assert taken == [[7, 2], [7, 4], [7, 6]]
    assert await workshop.read("who", None)


async def test_slices_begin_again_where_another_worker_goes_on(
    workshop: Workshop, tmp_path: Path
) -> None:
    taken: list[int] = []

    async def take(said: int) -> None:
        taken.append(said)

    await workshop.read("who", None)
    await workshop.read_slices("half", str(tmp_path / "died"), two_slices, take)
    assert taken[-3:] == [1, 2, 3]
    assert taken[:-3] in ([], [1])


async def test_slices_that_cannot_be_stored_end_the_reading(workshop: Workshop) -> None:
    before = await workshop.read("who", None)

    async def take(said: object) -> None:
        raise OSError(f"no room for {said}")

    with pytest.raises(OSError, match="no room"):
        await workshop.read_slices("twice", 7, two_slices, take)
    assert await workshop.read("who", None) != before


async def test_closing_does_not_wait_for_slices_that_nobody_reads(workshop: Workshop) -> None:
    taking = asyncio.Event()

    async def take(_: object) -> None:
        taking.set()
        await asyncio.Event().wait()

    reading = asyncio.create_task(workshop.read_slices("flood", 8, two_slices, take))
    await taking.wait()
    await _turns(2000)
    await asyncio.wait_for(workshop.close(), 20)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_a_recipe_that_hangs_before_its_slices_ends_in_time() -> None:
    workshop = Workshop(recipes.RECIPES, seconds=3)

    async def take(said: object) -> None:
        raise AssertionError(said)

    with pytest.raises(RecipeFailed, match="longer than 3 s"):
        await workshop.read_slices("hang", None, two_slices, take)
    await workshop.close()


async def test_closing_ends_what_is_being_made(workshop: Workshop) -> None:
    await workshop.read("who", None)
    making = asyncio.create_task(workshop.make("hang", None))
    await asyncio.sleep(0)
    await workshop.close()
    with pytest.raises(WorkshopClosed):
        await making
    with pytest.raises(WorkshopClosed):
        await workshop.make("say", GOODBYE)


async def test_who_no_longer_waits_leaves_no_worker_behind(workshop: Workshop) -> None:
    before = await workshop.read("who", None)
    making = asyncio.create_task(workshop.make("hang", None))
    for _ in range(10):
        await asyncio.sleep(0)
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    assert await workshop.read("who", None) != before


async def test_the_worker_sees_no_setting_of_the_bot(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123456:" + "secret" * 6)
    monkeypatch.setenv("Admin_Ids", "5")
    seen = await workshop.read("environment", None)
    assert {"BOT_TOKEN", "Admin_Ids"} & seen.keys() == set()
    assert seen["PATH"] == os.environ["PATH"]


async def test_a_worker_ends_with_its_bot() -> None:
    program = (
        "import asyncio\n"
        "from bot.workshop import Workshop\n"
        "from tests.support.recipes import RECIPES\n"
        "async def main():\n"
        "    print(await Workshop(RECIPES).read('who', None), flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), cwd=ROOT, stdout=subprocess.PIPE
    )
    assert bot.stdout is not None
    worker = int(await bot.stdout.readline())
    bot.kill()
    await bot.wait()
    async with asyncio.timeout(30):
        while _lives(worker):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def _lives(pid: int) -> bool:
    """Whether it runs; one that nobody has buried yet does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_bot_loads_none_of_the_libraries_that_make_files() -> None:
    program = f"import bot.application, sys; print([n for n in {HEAVY} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is_there(recipe: str) -> None:
    module, _, name = RECIPES[recipe].partition(":")
    assert callable(getattr(importlib.import_module(module), name))
