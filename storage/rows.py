"""Rows of results as mappings."""

import sqlite3
from typing import Any


def values_of(row: sqlite3.Row) -> dict[str, Any]:
    """The values by the names of their columns.

    Not by ``dict(row)``, which looks each name up among all: lists have hundreds of rows.
    """
    return dict(zip(row.keys(), row, strict=True))
