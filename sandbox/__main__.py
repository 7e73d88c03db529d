"""`python -m sandbox`: the server by itself, for any bot in any language."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.local import Sandbox
from sandbox.ports import port_number
from sandbox.saving import SavedWorldError

KEPT_CALLS = 10_000
KEPT_MESSAGES = 10_000
KEPT_BYTES = 512 * 1024 * 1024


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A strict local Telegram Bot API server."
    )
    parser.add_argument(
        "--port", type=port_number, default=8081, help="port on 127.0.0.1 (8081); 0: a free one"
    )
    parser.add_argument(
        "--token",
        action="append",
        default=[],
        help="accept only this bot token (may be given several times); otherwise any",
    )
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 by itself")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the world there from run to run, bots and their tokens included",
    )
    return parser


def _know(sandbox: Sandbox, token: str) -> None:
    """Makes the bot of this token, unless it is kept already."""
    if sandbox.world.bot_by_token(token) is None:
        sandbox.bot(username=f"sandbox_{token.partition(':')[0]}_bot", token=token)


async def _serve(arguments: argparse.Namespace) -> None:
    sandbox = Sandbox(
        port=arguments.port,
        limits=not arguments.no_limits,
        accept_any_token=not arguments.token,
        keep=arguments.keep,
        kept_calls=KEPT_CALLS,
        kept_messages=KEPT_MESSAGES,
        kept_bytes=KEPT_BYTES,
    )
    for token in arguments.token:
        _know(sandbox, token)
    await sandbox.open()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    print(f"ready {sandbox.url}\npage {sandbox.url}/", flush=True)
    await stop.wait()
    await sandbox.close()


def main(given: Sequence[str] | None = None) -> int:
    """Serves until it is interrupted; 1 when it cannot begin, with the reason in one line.

    `given`: the words of the command line, those of the process unless given; leaves by
    SystemExit with 2 where they cannot be understood.
    """
    arguments = _parser().parse_args(given)
    try:
        import uvloop
    except ImportError:  # Windows, PyPy
        run = asyncio.run
    else:
        run = uvloop.run
    try:
        run(_serve(arguments))
    except OSError as error:
        print(f"cannot listen on port {arguments.port}: {error}", file=sys.stderr)
        return 1
    except (ValueError, SavedWorldError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
