"""Packs what an event leaves into zip files, each of them whole by itself."""

from __future__ import annotations

import csv
import importlib
import io
import logging
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from documents.guarding import guarded
from documents.made import MadeFile
from documents.package_contents import Nested, PackageContents, Part, Table
from documents.recipes import RECIPES

logger = logging.getLogger(__name__)

# What a zip file spends on each name, besides the name itself twice.
ENTRY_BYTES = 300


def make(contents: PackageContents) -> list[MadeFile]:
    """The parts, on disk in `parts` of the package's folder; made beside it until all are whole."""
    ready = Path(contents.folder, "parts")
    beside = Path(contents.folder, "parts.new")
    for old in (ready, beside):
        shutil.rmtree(old, ignore_errors=True)
    beside.mkdir(parents=True)
    paths = _pack(contents, beside)
    os.replace(beside, ready)
    names = _names(contents, len(paths))
    return [
        MadeFile(name, b"", path=str(ready / path.name))
        for name, path in zip(names, paths, strict=True)
    ]


def part(ready: Part) -> list[MadeFile]:
    """A part that was made before. Raises FileNotFoundError."""
    if not Path(ready.path).exists():
        raise FileNotFoundError(ready.name)
    return [MadeFile(ready.name, b"", path=ready.path)]


def _names(contents: PackageContents, total: int) -> list[str]:
    if total == 1:
        return [f"{contents.name}.zip"]
    added = [contents.part.format(number=number, total=total) for number in range(1, total + 1)]
    return [f"{contents.name} {part}.zip" for part in added]


def _pack(contents: PackageContents, folder: Path) -> list[Path]:
    paths: list[Path] = []
    pack: zipfile.ZipFile | None = None
    try:
        for name, content in _entries(contents):
            size = _size(name, content)
            if pack is None or pack.fp is None or pack.fp.tell() + size > contents.most_bytes:
                if pack is not None:
                    pack.close()
                paths.append(folder / f"{len(paths) + 1}.zip")
                pack = zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED)
            _add(pack, name, content)
    finally:
        if pack is not None:
            pack.close()
    return paths


def _size(name: str, content: bytes | Path) -> int:
    """More than it will take; a compressed text takes much less."""
    held = len(content) if isinstance(content, bytes) else content.stat().st_size
    return held + 2 * len(name.encode()) + ENTRY_BYTES


def _add(pack: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        pack.writestr(name, content)
    else:
        # Photos and videos are compressed already.
        pack.write(content, name, zipfile.ZIP_STORED)


def _entries(contents: PackageContents) -> Iterator[tuple[str, bytes | Path]]:
    made: list[tuple[str, bytes]] = []
    failed: list[str] = []
    for nested in contents.nested:
        try:
            made += _nested(nested)
        except Exception:
            # The rest is worth having without it; the index says what is missing.
            logger.exception("%s for a package failed", nested.recipe)
            failed.append(contents.not_made.format(recipe=nested.recipe))
    index = "\n".join([contents.index.text, *failed])
    yield contents.index.name, index.encode("utf-8-sig")
    yield from made
    for table in contents.tables:
        yield table.name, _as_csv(table)
    for written in contents.written:
        yield written.name, written.text.encode()
    yield from ((attached.name, Path(attached.path)) for attached in contents.attached)


def _nested(nested: Nested) -> list[tuple[str, bytes]]:
    module, _, name = RECIPES[nested.recipe].partition(":")
    files: list[MadeFile] = getattr(importlib.import_module(module), name)(nested.data)
    return [(f"{nested.folder}{file.name}", file.content) for file in files]


def _as_csv(table: Table) -> bytes:
    said = io.StringIO(newline="")
    writer = csv.writer(said)
    writer.writerow(table.headings)
    writer.writerows([guarded(text) for text in row] for row in table.rows)
    return said.getvalue().encode("utf-8-sig")
