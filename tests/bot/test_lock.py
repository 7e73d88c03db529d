"""The lock of the database."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import DatabaseInUse, DatabaseLock

HOLD = """
import sys
from pathlib import Path
from bot.lock import DatabaseLock
with DatabaseLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    database = tmp_path / "some.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with (
            pytest.raises(DatabaseInUse, match=rf"some\.db is in use .*process {first.pid}\)"),
            DatabaseLock(database),
        ):
            pass
        first.kill()
        first.wait()
    with DatabaseLock(database):
        pass


def test_the_lock_is_free_again_after_use(tmp_path: Path) -> None:
    for _ in range(2):
        with DatabaseLock(tmp_path / "some.db") as lock:
            assert lock.path == tmp_path / "some.db.lock"
    assert lock.path.read_text() == ""


def test_the_folder_is_made_if_missing(tmp_path: Path) -> None:
    with DatabaseLock(tmp_path / "data" / "some.db") as lock:
        assert lock.path.exists()
