"""Texts are compiled once for all starts."""

import shutil
from pathlib import Path

import pytest

from handlers import texts
from handlers.texts import Texts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "locales"
    shutil.copytree(texts.FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(texts, "FOLDER", copy)
    return copy


def test_what_was_compiled_is_used_by_the_next_start(folder: Path) -> None:
    Texts("vi").load()
    compiled = {path: path.stat().st_mtime_ns for path in (folder / "vi/__pycache__").iterdir()}
    assert len(compiled) == len(list((folder / "vi").glob("*.j2")))
    Texts("vi").load()
    assert compiled == {path: path.stat().st_mtime_ns for path in compiled}


def test_a_text_that_was_changed_is_compiled_anew(folder: Path) -> None:
    Texts("en").load()
    general = folder / "en/general.j2"
    general.write_text(general.read_text() + "{% macro greeting_of_a_test() %}Hello{% endmacro %}")
    assert Texts("en").html("general.greeting_of_a_test") == "Hello"


def test_where_nothing_can_be_written_texts_are_compiled_at_each_start(folder: Path) -> None:
    (folder / "vi/__pycache__").symlink_to(folder / "nowhere")
    Texts("vi").load()
