"""What a package of a closed event is put together from: plain values.

Light: handlers import it, and nothing heavy comes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Nested:
    """Files that another recipe makes, put into a folder of the package."""

    recipe: str
    data: Any
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file on disk, and its name in the package."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text, as UTF-8."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that become a CSV file."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PackageContents:
    """`name`: of the parts, without number and ending; `part`: how number and total are added.

    `folder` is where the parts are left, in a folder `parts`. `index` stands first; where a nested
    recipe fails, `not_made` is added to it with the recipe's name.
    """

    name: str
    part: str
    folder: str
    index: Written
    not_made: str
    most_bytes: int
    nested: tuple[Nested, ...]
    tables: tuple[Table, ...]
    written: tuple[Written, ...]
    attached: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part that lies ready."""

    name: str
    path: str
