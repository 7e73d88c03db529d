"""The operator's commands: what they do, their one line and their exit code."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.lock import DatabaseLock
from bot.polling import LAST_POLL
from storage import audit, facts, inbox, migrations
from storage.connection import connect
from storage.times import to_text

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)


pytestmark = pytest.mark.usefixtures("logging_as_before")


@dataclass
class Answer:
    code: int
    out: str
    err: str


class Shell:
    """An operator's shell in a folder of its own; Telegram is a server on loopback."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.database = folder / "data" / "tieuban.db"
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        for name in list(os.environ):
            if name in ("ADMIN_IDS", "TIMEZONE", "LOCALE", "LOG_LEVEL", "LOG_FORMAT"):
                monkeypatch.delenv(name)
        self.set(BOT_TOKEN=TOKEN, DATABASE_PATH="data/tieuban.db", BOT_API_URL="http://127.0.0.1:9")

    def set(self, **variables: str) -> None:
        for name, value in variables.items():
            self._monkeypatch.setenv(name, value)

    def says(self, *words: str) -> Answer:
        self._capsys.readouterr()
        code = cli.main(words)
        out, err = self._capsys.readouterr()
        return Answer(code, out, err)

    def refuses(self, *words: str, code: int = 1) -> str:
        """Carry out what must fail: the one line on standard error."""
        answer = self.says(*words)
        assert answer.code == code
        assert answer.err.count("\n") == 1
        assert answer.err.endswith("\n")
        return answer.err.strip()

    def connect(self) -> sqlite3.Connection:
        return connect(self.database, query_only=False)


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    return Shell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def filled(shell: Shell) -> Shell:
    """With two dead updates, one dead and two held messages, and an audit row."""
    shell.database.parent.mkdir()
    with closing(shell.connect()) as connection:
        migrations.migrate(connection)
        arrivals = [inbox.Arrival(number, 1001, "{}") for number in (7, 8, 9)]
        inbox.store_batch(connection, arrivals, NOW)
        for row_id in (1, 2):
            inbox.mark_dead(connection, row_id, "Traceback\nValueError: no\n", f"E{row_id}", NOW)
        connection.execute("INSERT INTO chats (id, telegram_id, kind) VALUES (1, 1001, 'private')")
        for state in ("dead", "held", "held", "sent"):
            connection.execute(
                "INSERT INTO outbox (chat_id, priority, kind, payload, state, error, not_before,"
                " created_at) VALUES (1, 1, 'call', '{}', ?, 'Bad Request', ?, ?)",
                (state, to_text(NOW), to_text(NOW)),
            )
        change = audit.Entry("test", "task", 1, {}, {"text": "a"}, None, None, None)
        audit.append(connection, change, NOW)
    return shell


def states(shell: Shell, table: str) -> list[str]:
    with closing(shell.connect()) as connection:
        return [
            row["state"] for row in connection.execute(f"SELECT state FROM {table} ORDER BY id")
        ]


READING = [["verify"], ["inbox"], ["outbox"], ["backup", "some.backup"]]
WRITING = [
    ["restore", "some.backup"],
    ["inbox", "replay", "1"],
    ["inbox", "drop", "1"],
    ["outbox", "replay", "1"],
    ["outbox", "release", "2"],
    ["outbox", "drop", "1"],
]


@pytest.mark.parametrize("words", [["run"], ["check"], *READING, *WRITING])
def test_without_a_token_every_command_ends_with_2(shell: Shell, words: list[str]) -> None:
    shell.set(BOT_TOKEN="")
    assert "BOT_TOKEN is missing" in shell.refuses(*words, code=2)


@pytest.mark.parametrize("words", [*READING, *WRITING])
def test_without_a_database_the_line_says_so(shell: Shell, words: list[str]) -> None:
    if words[0] == "restore":
        assert "no backup file" in shell.refuses(*words)
    else:
        assert "there is no database at data/tieuban.db" in shell.refuses(*words)


@pytest.mark.parametrize("words", [["run"], *WRITING])
def test_what_writes_is_refused_while_the_bot_runs(filled: Shell, words: list[str]) -> None:
    before = states(filled, "outbox")
    with DatabaseLock(filled.database):
        assert "in use by another process" in filled.refuses(*words, code=3)
    assert states(filled, "outbox") == before


@pytest.mark.parametrize("words", READING)
def test_what_reads_works_beside_a_running_bot(filled: Shell, words: list[str]) -> None:
    with DatabaseLock(filled.database), closing(filled.connect()) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM inbox")
        assert filled.says(*words).code == 0
        writer.execute("ROLLBACK")


@pytest.mark.parametrize("words", [*READING[:3], *WRITING[1:]])
def test_a_newer_database_ends_with_3(filled: Shell, words: list[str]) -> None:
    with closing(filled.connect()) as connection:
        connection.execute("INSERT INTO migrations (version, name) VALUES (999, 'x')")
    assert "newer than this version" in filled.refuses(*words, code=3)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["frobnicate"],
        ["backup"],
        ["inbox", "burn"],
        ["outbox", "drop", "x"],
        ["outbox", "drop"],
    ],
)
def test_a_command_that_is_none_is_told_in_one_line(filled: Shell, words: list[str]) -> None:
    assert filled.refuses(*words)


def test_dead_updates_are_listed_with_their_error(filled: Shell) -> None:
    first, second = filled.says("inbox").out.splitlines()
    assert first == "1  update 7  2027-04-20T03:00:00.000000Z  error E1  ValueError: no"
    assert second.startswith("2  update 8")


def test_a_dead_update_is_replayed_or_dropped(filled: Shell) -> None:
    assert filled.says("inbox", "replay", "1").out == "replay: 1\n"
    assert filled.says("inbox", "drop", "2").out == "drop: 1\n"
    assert states(filled, "inbox") == ["open", "open"]
    assert filled.says("inbox").out == ""


def test_dead_and_held_messages_are_listed(filled: Shell) -> None:
    lines = filled.says("outbox").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["1", "dead"], ["2", "held"], ["3", "held"]]


def test_messages_are_replayed_released_and_dropped(filled: Shell) -> None:
    assert filled.says("outbox", "replay", "1").code == 0
    assert filled.says("outbox", "release", "2").code == 0
    assert filled.says("outbox", "drop", "3").code == 0
    assert states(filled, "outbox") == ["waiting", "waiting", "void", "sent"]


def test_all_that_is_held_is_released_by_one_word(filled: Shell) -> None:
    assert filled.says("outbox", "release", "all").out == "release: 2\n"
    assert states(filled, "outbox") == ["dead", "waiting", "waiting", "sent"]


@pytest.mark.parametrize("words", [["outbox", "release", "2", "4"], ["inbox", "drop", "1", "3"]])
def test_with_one_wrong_id_nothing_is_changed(filled: Shell, words: list[str]) -> None:
    before = states(filled, words[0])
    assert "no change" in filled.refuses(*words)
    assert states(filled, words[0]) == before


def test_a_sound_database_is_verified_with_its_newest_hash(filled: Shell) -> None:
    with closing(filled.connect()) as connection:
        newest = audit.newest_hash(connection)
    assert filled.says("verify").out == f"sound; newest audit hash {newest}\n"


def test_a_changed_audit_row_is_found(filled: Shell) -> None:
    with closing(filled.connect()) as connection:
        connection.execute("DROP TRIGGER audit_is_never_changed")
        connection.execute("UPDATE audit SET after = '{}'")
    assert "the audit chain is broken at 1 rows, first at row 1" in filled.refuses("verify")


def test_a_damaged_file_is_found(filled: Shell) -> None:
    with filled.database.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)
    assert filled.refuses("verify")


def test_a_loose_reference_is_found(filled: Shell) -> None:
    with closing(filled.connect()) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE outbox SET chat_id = 404 WHERE id = 1")
    assert "a row of outbox refers to nothing" in filled.refuses("verify")


def test_the_drill_of_backup_and_restore(filled: Shell) -> None:
    told = filled.says("backup", "drill.backup")
    assert told.out.startswith("backup drill.backup, newest audit hash ")
    filled.set(DATABASE_PATH="drill/tieuban.db")
    restored = filled.says("restore", "drill.backup").out
    assert "restored drill/tieuban.db from drill.backup\ndata may be missing from " in restored
    assert filled.says("verify").code == 0
    assert len(filled.says("outbox").out.splitlines()) == 3


def test_what_cannot_be_restored_is_told_in_one_line(filled: Shell, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not a backup", encoding="utf-8")
    assert "not a sound database" in filled.refuses("restore", "letter.txt")


def test_the_real_process_ends_with_the_same_line_and_code(filled: Shell) -> None:
    command = [sys.executable, "-m", "bot", "restore", "some.backup"]
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    with DatabaseLock(filled.database):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "in use by another process" in done.stderr


# check --------------------------------------------------------------------------------------------


class FakeTelegram(BaseHTTPRequestHandler):
    status = 200
    difference = timedelta()

    def do_GET(self) -> None:
        assert self.path == f"/bot{TOKEN}/getMe"
        body = json.dumps(
            {"ok": True, "result": {"username": "tieuban_bot", "first_name": "Tiểu ban"}}
        ).encode()
        self.send_response_only(type(self).status)
        date = datetime.now(UTC) + type(self).difference
        self.send_header("Date", format_datetime(date, usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing on standard error."""


@pytest.fixture
def telegram(shell: Shell) -> Iterator[type[FakeTelegram]]:
    class Telegram(FakeTelegram):
        pass

    with HTTPServer(("127.0.0.1", 0), Telegram) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        shell.set(BOT_API_URL=f"http://127.0.0.1:{server.server_port}")
        yield Telegram
        server.shutdown()
        thread.join()


@pytest.fixture
def well(shell: Shell) -> Shell:
    """With a database of a bot that polled just now."""
    shell.database.parent.mkdir()
    with closing(shell.connect()) as connection:
        migrations.migrate(connection)
        facts.put(connection, LAST_POLL, to_text(datetime.now(UTC)))
    return shell


def test_a_check_of_a_bot_that_is_well(well: Shell, telegram: type[FakeTelegram]) -> None:
    answer = well.says("check")
    assert (answer.code, answer.err) == (0, "")
    assert f"SQLite {sqlite3.sqlite_version}" in answer.out
    assert "Telegram: @tieuban_bot (Tiểu ban)" in answer.out
    assert "clock: Telegram's is" in answer.out
    assert answer.out.count("ok: ") == 5


def test_a_check_before_the_first_start(shell: Shell, telegram: type[FakeTelegram]) -> None:
    assert "not made yet" in shell.says("check").out


def test_a_check_with_a_wrong_token(well: Shell, telegram: type[FakeTelegram]) -> None:
    telegram.status = 401
    assert "refuses BOT_TOKEN (401)" in well.refuses("check")


def test_a_check_without_telegram_does_not_show_the_token(well: Shell) -> None:
    line = well.refuses("check")
    assert "Telegram cannot be reached at http://127.0.0.1:9" in line
    assert "AAAA" not in line


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_check_tells_a_clock_that_is_wrong(
    well: Shell, telegram: type[FakeTelegram], minutes: int
) -> None:
    telegram.difference = timedelta(minutes=minutes)
    assert "the clock differs from Telegram's by" in well.refuses("check")


def test_a_check_tells_all_that_is_wrong(filled: Shell, telegram: type[FakeTelegram]) -> None:
    line = filled.refuses("check")
    assert "there are dead rows" in line
    assert "no poll has succeeded for 3 minutes" in line


def test_the_health_check_asks_only_for_the_last_poll(well: Shell) -> None:
    assert well.says("check", "--health") == Answer(0, "", "")
    with closing(well.connect()) as connection:
        facts.put(connection, LAST_POLL, to_text(datetime.now(UTC) - timedelta(minutes=4)))
    assert "no poll has succeeded" in well.refuses("check", "--health")
