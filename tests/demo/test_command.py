"""`python -m demo` as its user knows it: its one line, its signals, its exit codes."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from demo import cli

ROOT = Path(__file__).parents[2]
WITHIN = 60.0  # seconds; only a guard against waiting for ever


@asynccontextmanager
async def started(
    folder: Path, *words: str, python: Sequence[str] = ()
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m demo` in the folder's `data/demo`; killed when the block ends.

    `python`: options of the interpreter.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, *python, "-m", "demo", *words),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def address(child: asyncio.subprocess.Process) -> str:
    """From the line it prints."""
    assert child.stdout is not None
    async with asyncio.timeout(WITHIN):
        line = (await child.stdout.readline()).decode()
    found = re.fullmatch(r"The demo is at (http://127\.0\.0\.1:\d+) \(Ctrl-C ends it\)\n", line)
    assert found, line
    return found[1]


async def ended(child: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    """The exit code, and what else it said and complained of."""
    async with asyncio.timeout(WITHIN):
        out, err = await child.communicate()
    return child.returncode, out.decode(), err.decode()


async def bots_process(page: httpx.AsyncClient) -> int:
    """The process id of its bot, once there is one."""
    async with asyncio.timeout(WITHIN):
        while True:
            program = (await page.get("/control/state")).json()["program"]
            if program["pid"]:
                return int(program["pid"])
            await asyncio.sleep(0.01)


async def until(condition: Callable[[], bool], within: float = WITHIN) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 -- another process makes it true
            await asyncio.sleep(0.01)


async def ready(folder: Path) -> str:
    """What the bot's log says once the bot runs."""
    log = folder / "bot.log"
    await until(lambda: log.exists() and "ready: @tieuban_bot" in log.read_text(encoding="utf-8"))
    return log.read_text(encoding="utf-8")


async def gone(pid: int) -> None:
    await until(lambda: state_of(pid) == "Z")


def state_of(pid: int) -> str:
    """As the system's list of processes has it; Z for one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


async def test_ctrl_c_ends_it_in_silence_and_its_bot_too(tmp_path: Path) -> None:
    async with (
        started(tmp_path, "--port", "0") as child,
        httpx.AsyncClient(base_url=await address(child)) as page,
    ):
        pid = await bots_process(page)
        child.send_signal(signal.SIGINT)
        assert await ended(child) == (0, "", "")
        await gone(pid)


async def test_sigterm_ends_it_the_same(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as child:
        await address(child)
        child.terminate()
        assert await ended(child) == (0, "", "")


async def test_an_interrupt_before_anything_is_served_is_no_error(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0", python=("-X", "importtime")) as child:
        assert child.stderr is not None
        async with asyncio.timeout(WITHIN):
            while b"demo.clock" not in (await child.stderr.readline()):
                pass
        child.send_signal(signal.SIGINT)
        code, out, err = await ended(child)
        assert (code, out) == (0, "")
        assert "Traceback" not in err


@pytest.mark.long
async def test_a_bot_does_not_outlive_a_demo_that_was_killed(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as child:
        async with httpx.AsyncClient(base_url=await address(child)) as page:
            pid = await bots_process(page)
        child.kill()
        await gone(pid)


async def test_the_page_is_served_while_the_story_is_still_told(tmp_path: Path) -> None:
    async with (
        started(tmp_path, "--port", "0") as child,
        httpx.AsyncClient(base_url=await address(child)) as page,
    ):
        await bots_process(page)
        progress = (await page.get("/control/state")).json()["progress"]
        assert set(progress["label"]) == {"vi", "en"}
        assert 0 <= progress["done"] < progress["total"]
        refused = await page.post("/control/clock/move", json={"seconds": 3600})
        assert refused.status_code == 409


async def test_a_second_one_says_where_the_first_is(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as first:
        url = await address(first)
        async with started(tmp_path) as second:
            assert await ended(second) == (1, "", f"The demo runs already: {url}\n")


async def test_a_folder_that_cannot_be_used_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")

    async with started(tmp_path) as child:
        code, out, err = await ended(child)

    assert (code, out) == (1, "")
    assert err == "The demo cannot keep its state in data/demo: Not a directory\n"


async def test_a_broken_world_is_left_as_it_is_and_says_how_to_begin_anew(tmp_path: Path) -> None:
    saved = tmp_path / "data/demo/world/world.json"
    saved.parent.mkdir(parents=True)
    saved.write_text("{")
    (tmp_path / "data/demo/told").touch()

    async with started(tmp_path) as child:
        code, out, err = await ended(child)

    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "cannot be read as a saved world" in err
    assert err.endswith("To begin anew: make demo RESET=1\n")
    assert saved.read_text() == "{"


async def test_where_the_port_is_taken_the_next_free_one_is_used(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with started(tmp_path, "--port", str(port)) as child:
            assert not (await address(child)).endswith(f":{port}")


async def test_the_bots_log_is_a_file_and_holds_no_token(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as child:
        await address(child)
        assert ":sandbox-" not in await ready(tmp_path / "data/demo")


@pytest.mark.long
async def test_a_reset_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / "data/demo"
    folder.mkdir(parents=True)
    (folder / "told").touch()
    (folder / "tieuban.db").write_text("a database that cannot be read")
    async with started(tmp_path, "--port", "0", "--reset") as child:
        await address(child)
        assert not (folder / "told").exists()
        await ready(folder)


async def test_a_moment_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    async with started(tmp_path, "--now", "tomorrow") as child:
        code, out, err = await ended(child)
        assert (code, out) == (2, "")
        assert "--now" in err.splitlines()[-1]


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_is_none_is_refused_before_anything_is_kept(
    port: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    with pytest.raises(SystemExit) as left:
        cli.main([f"--port={port}", f"--folder={folder}"])
    assert left.value.code == 2
    sentence = f"{port!r} is no port: a port is a number from 0 to 65535"
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == f"python -m demo: error: argument --port: {sentence}"
    assert not folder.exists()


@pytest.mark.long
async def test_a_demo_that_was_killed_goes_on_with_what_was_saved(tmp_path: Path) -> None:
    async with started(tmp_path, "--port", "0") as child:
        async with httpx.AsyncClient(base_url=await address(child)) as page:
            await bots_process(page)
            folder = tmp_path / "data/demo"
            await until((folder / "told").exists, within=5 * WITHIN)
            await page.post("/control/persons", json={"first_name": "Newcomer"})
            await until(lambda: "Newcomer" in (folder / "world/world.json").read_text("utf-8"))
            before = (await page.get("/control/state")).json()
        child.kill()
    async with (
        started(tmp_path, "--port", "0") as child,
        httpx.AsyncClient(base_url=await address(child)) as page,
    ):
        await bots_process(page)
        after = (await page.get("/control/state")).json()
        assert after["persons"] == before["persons"]
        assert after["progress"] is None
        assert [chat["total"] for chat in after["chats"]] == [
            chat["total"] for chat in before["chats"]
        ]
