"""What `check` looks at: SQLite, the database, Telegram and its clock, and the five questions."""

from __future__ import annotations

import json
import shutil
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from bot import health
from bot.clock import Clock
from bot.errors import CommandFailed
from bot.server_clock import MOST_DIFFERENCE
from bot.settings import Settings
from storage import migrations
from storage.connection import check_library, connect_read_only
from storage.migrations import DatabaseTooNew

ANSWER_SECONDS = 10

SENTENCES = {
    "inbox_stuck": "an update has waited for more than 2 minutes",
    "outbox_stuck": "a message has been under way for more than 2 minutes",
    "outbox_late": "a message was due 10 minutes ago and has not left",
    "dead_rows": "there are dead rows (see `inbox` and `outbox`)",
    "no_poll": "no poll has succeeded for 3 minutes",
}


def report(settings: Settings, clock: Clock) -> Iterator[str]:
    """What was found, line by line; raises CommandFailed with all that is wrong at the end."""
    check_library()
    yield f"SQLite {sqlite3.sqlite_version}"
    wrong: list[str] = []
    yield from _telegram(settings, clock, wrong)
    if settings.database_path.exists():
        yield from _database(settings.database_path, clock.now(), wrong)
    else:
        yield f"database {settings.database_path}: not made yet"
    if wrong:
        raise CommandFailed("; ".join(wrong))


def polls_succeed(database: Path, now: datetime) -> bool:
    """Whether Telegram answered a poll within the last 3 minutes."""
    with closing(open_known(database)) as connection:
        return "no_poll" not in health.questions(connection, now)


def open_known(database: Path) -> sqlite3.Connection:
    """The database, read-only, beside a running bot. Raises CommandFailed, DatabaseTooNew."""
    if not database.exists():
        raise CommandFailed(f"there is no database at {database}")
    connection = connect_read_only(database)
    try:
        found, known = migrations.version(connection), len(migrations.load())
        if found > known:
            raise DatabaseTooNew(found, known)
        if found < known:
            raise CommandFailed(
                f"the database {database} is of an older version; the bot updates it at its start"
            )
    except BaseException:
        connection.close()
        raise
    return connection


def _database(path: Path, now: datetime, wrong: list[str]) -> Iterator[str]:
    size, free = path.stat().st_size, shutil.disk_usage(path).free
    with closing(open_known(path)) as connection:
        version = migrations.version(connection)
        found = health.questions(connection, now)
    yield (
        f"database {path}: schema {version}, {size / 1e6:.1f} MB, {free / 1e9:.1f} GB free on disk"
    )
    if free < health.LEAST_FREE:
        wrong.append("less than 1 GB is free on disk")
    for name, sentence in SENTENCES.items():
        yield f"{'NO' if name in found else 'ok'}: {sentence if name in found else name}"
        if name in found:
            wrong.append(sentence)


def _telegram(settings: Settings, clock: Clock, wrong: list[str]) -> Iterator[str]:
    address = f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS) as answer:
            me = json.load(answer)["result"]
            date = answer.headers.get("Date")
    except urllib.error.HTTPError as error:
        with error:
            wrong.append(_refusal(error.code))
        return
    except (OSError, ValueError, LookupError, TypeError) as error:
        # The text of an error may hold the address, and with it the token.
        reason = getattr(error, "reason", None) or type(error).__name__
        wrong.append(f"Telegram cannot be reached at {settings.bot_api_url}: {reason}")
        return
    yield f"Telegram: @{me.get('username')} ({me.get('first_name')})"
    if date is not None:
        yield _clock(parsedate_to_datetime(date) - clock.now(), wrong)


def _refusal(code: int) -> str:
    if code in (401, 404):
        return f"Telegram refuses BOT_TOKEN ({code}): it is wrong or was revoked"
    return f"Telegram answers with an error ({code})"


def _clock(difference: timedelta, wrong: list[str]) -> str:
    seconds = difference.total_seconds()
    if abs(difference) > MOST_DIFFERENCE:
        wrong.append(f"the clock differs from Telegram's by {seconds:.0f} s")
    return f"clock: Telegram's is {seconds:+.0f} s from this machine's"
