"""The command line of the demo."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.director import ZONE
from demo.folder import DemoFolder, DemoRunning
from demo.playing import Demo, play
from demo.story import tell
from sandbox.ports import port_number
from sandbox.saving import SavedWorldError

logger = logging.getLogger("demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves the demo until it is interrupted; 1 where its folder cannot be used."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    folder = DemoFolder(chosen.folder)
    try:
        folder.take()
    except DemoRunning as running:
        return _refuse(f"The demo runs already: {running}")
    except OSError as error:
        return _refuse(f"The demo cannot keep its state in {folder.path}: {error.strerror}")
    try:
        if chosen.reset or chosen.now is not None:
            folder.begin_anew()
        _run(_serve(folder, chosen))
    except SavedWorldError as error:
        return _refuse(f"{error}. To begin anew: make demo RESET=1")
    finally:
        folder.release()
    return 0


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description="The whole bot on a local Telegram, in the browser, with a clock to move.",
    )
    parser.add_argument(
        "--port",
        type=port_number,
        default=8090,
        help="on 127.0.0.1, or the next free one (8090); 0: any free one",
    )
    parser.add_argument("--reset", action="store_true", help="forget what was and begin anew")
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="YYYY-MM-DDTHH:MM",
        help=f"begin anew and take this for the present (time in {ZONE})",
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("data/demo"), help="where it is kept (data/demo)"
    )
    return parser


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


async def _serve(folder: DemoFolder, chosen: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Demo.running(folder, port=chosen.port, now=chosen.now) as demo:
        print(f"The demo is at {demo.sandbox.url} (Ctrl-C ends it)", flush=True)
        playing = asyncio.create_task(_play(demo))
        await stop.wait()
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)


async def _play(demo: Demo) -> None:
    try:
        await play(demo, tell)
    except Exception:
        logger.exception("The story could not be told to its end; see also %s", demo.folder.log)


def _run(serving: Coroutine[None, None, None]) -> None:
    try:
        import uvloop
    except ImportError:  # Windows, PyPy
        asyncio.run(serving)
    else:
        uvloop.run(serving)
