"""The command line: one line on standard error for every failure, and its exit code."""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from bot import checks, operations
from bot.clock import SystemClock
from bot.errors import CommandFailed, IntakeFailed
from bot.lock import DatabaseInUse, DatabaseLock
from bot.logging import configure_logging, redact
from bot.settings import Settings, SettingsError, load_settings
from storage import outbox_upkeep
from storage.backup import BackupFailed
from storage.connection import SqliteTooOld
from storage.migrations import DatabaseTooNew

logger = logging.getLogger(__name__)

EXIT_CODES: dict[type[Exception], int] = {
    SettingsError: 2,
    DatabaseInUse: 3,
    DatabaseTooNew: 3,
    CommandFailed: 1,
    BackupFailed: 1,
    IntakeFailed: 1,
    SqliteTooOld: 1,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command; the exit code: 0, 2 settings, 3 database in use or newer, else 1."""
    try:
        chosen = _parser().parse_args(arguments)
        settings = load_settings()
        configure_logging(settings.log_level, settings.log_format)
        code: int = chosen.command(settings, chosen)
    except KeyboardInterrupt:
        return _fail("interrupted", 1)
    except tuple(EXIT_CODES) as error:
        return _fail(str(error), EXIT_CODES[type(error)])
    except Exception as error:
        logger.debug("unexpected", exc_info=True)
        return _fail(f"{type(error).__name__}: {error} ({_place(error)})", 1)
    return code


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Run the bot until it is told to stop."""
    with DatabaseLock(settings.database_path):
        # Here alone, for the other commands need none of it and start five times as fast.
        from bot import application

        code: int = application.run(settings)
        return code


def check(settings: Settings, chosen: argparse.Namespace) -> int:
    """Look whether all is well."""
    clock = SystemClock()
    if not chosen.health:
        return _show(checks.report(settings, clock))
    if not checks.polls_succeed(settings.database_path, clock.now()):
        raise CommandFailed(checks.SENTENCES["no_poll"])
    return 0


def backup(settings: Settings, chosen: argparse.Namespace) -> int:
    """Back up beside the running bot."""
    now = SystemClock().now()
    return _show([operations.make_backup(settings.database_path, chosen.file, now)])


def restore(settings: Settings, chosen: argparse.Namespace) -> int:
    """Put a backup in the place of the database."""
    now = SystemClock().now()
    return _show(operations.restore(chosen.file, settings.database_path, now))


def verify(settings: Settings, _: argparse.Namespace) -> int:
    """Check the file and the audit chain."""
    return _show([operations.verify(settings.database_path)])


def inbox(settings: Settings, chosen: argparse.Namespace) -> int:
    """List, replay or drop updates that are dead."""
    changes = {"replay": operations.replay_inbox, "drop": operations.drop_inbox}
    return _list_or_change(settings, chosen, operations.list_inbox, changes)


def outbox(settings: Settings, chosen: argparse.Namespace) -> int:
    """List, replay, release or drop messages that are dead or held."""
    changes: dict[str, operations.Change] = {
        "replay": outbox_upkeep.replay,
        "release": outbox_upkeep.release,
        "drop": lambda connection, row_ids: outbox_upkeep.drop(
            connection, SystemClock().now(), row_ids
        ),
    }
    return _list_or_change(settings, chosen, operations.list_outbox, changes)


def _list_or_change(
    settings: Settings,
    chosen: argparse.Namespace,
    lines: Callable[[Path], Iterable[str]],
    changes: Mapping[str, operations.Change],
) -> int:
    if chosen.action == "list":
        return _show(lines(settings.database_path))
    if not chosen.ids:
        raise CommandFailed(f"{chosen.action} what? Name the ids, or: {chosen.action} all")
    row_ids: Collection[int] | None = None if "all" in chosen.ids else set(chosen.ids)
    changed = operations.change(settings.database_path, changes[chosen.action], row_ids)
    return _show([f"{chosen.action}: {changed}"])


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every other failure."""

    def error(self, message: str) -> NoReturn:
        raise CommandFailed(f"{message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[Settings, argparse.Namespace], int]) -> _Parser:
        subparser = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        subparser.set_defaults(command=command)
        return subparser

    add("run", run)
    add("check", check).add_argument(
        "--health", action="store_true", help="only: did a poll succeed within 3 minutes"
    )
    add("backup", backup).add_argument("file", type=Path, metavar="FILE")
    add("restore", restore).add_argument("file", type=Path, metavar="FILE")
    add("verify", verify)
    for name, command, actions in (
        ("inbox", inbox, ("list", "replay", "drop")),
        ("outbox", outbox, ("list", "replay", "release", "drop")),
    ):
        subparser = add(name, command)
        subparser.add_argument("action", nargs="?", choices=actions, default="list")
        subparser.add_argument("ids", nargs="*", type=_row_id, metavar="ID")
    return parser


def _row_id(text: str) -> int | str:
    if text != "all" and not text.isdecimal():
        raise argparse.ArgumentTypeError(f"an id is a number, or the word all, not {text!r}")
    return text if text == "all" else int(text)


def _show(lines: Iterable[str]) -> int:
    show = partial(print, flush=True)
    for line in lines:
        show(line)
    return 0


def _fail(text: str, code: int) -> int:
    print(redact(" ".join(text.split())), file=sys.stderr, flush=True)
    return code


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
