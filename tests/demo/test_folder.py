"""What is kept of a demo, and that one has it at a time."""

import socket
from pathlib import Path

import pytest

from demo import folder as folders
from demo.folder import DemoFolder, DemoRunning
from demo.ports import HOST, free_port


def test_a_second_one_is_told_where_the_first_is(tmp_path: Path) -> None:
    first, second = DemoFolder(tmp_path), DemoFolder(tmp_path)
    first.take()
    first.announce("http://127.0.0.1:8090")
    with pytest.raises(DemoRunning, match=r"^http://127\.0\.0\.1:8090$"):
        second.take()
    first.release()
    second.take()
    second.release()


def test_beginning_anew_takes_away_only_what_demos_make(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "demo")
    folder.take()
    folder.mark_told()
    folder.world.mkdir()
    made = [folder.clock, folder.database, folder.log, folder.world / "world.json"]
    foreign = folder.path / "notes.txt"
    for path in (*made, foreign):
        path.write_text("x")
    folder.begin_anew()
    assert not any(path.exists() for path in made)
    assert foreign.exists()
    assert not folder.told
    with pytest.raises(DemoRunning):
        DemoFolder(tmp_path / "demo").take()
    folder.release()


def test_a_log_grown_long_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DemoFolder(tmp_path)
    folder.trim_log()
    folder.log.write_text("a line\n")
    folder.trim_log()
    assert folder.log.exists()
    monkeypatch.setattr(folders, "LONGEST_LOG", 3)
    folder.trim_log()
    assert not folder.log.exists()
    assert (tmp_path / "bot.log.old").read_text() == "a line\n"


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server((HOST, 0)) as taken:
        wanted = taken.getsockname()[1]
        found = free_port(wanted)
        assert found != wanted
        assert found == 0 or found > wanted
