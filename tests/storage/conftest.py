from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrations
from storage.connection import connect


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """To a new database of the present schema."""
    opened = connect(tmp_path / "some.db", query_only=False)
    migrations.migrate(opened)
    yield opened
    opened.close()
