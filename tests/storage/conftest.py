from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.new_database import new_database


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """To a new database of the present schema."""
    opened = new_database(tmp_path / "some.db")
    yield opened
    opened.close()
