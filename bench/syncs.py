"""Counts what SQLite asks of the disk, at SQLite's own door: its table of file methods.

The file objects behind a connection (the database and its log) get a copy of that table in which
`xSync` counts before it does what it did. On Linux one `xSync` is one fsync. Works where Python's
`sqlite3` is linked to a shared library, which is asked for below.
"""

from __future__ import annotations

import ctypes
import sqlite3
from dataclasses import dataclass, field
from typing import Any

_FILE_POINTER, _JOURNAL_POINTER = 7, 28  # SQLITE_FCNTL_…
_METHODS = 19  # pointers in sqlite3_io_methods up to version 3, its version counted as one
_SYNC = 5
_OK = 0

_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


@dataclass
class SyncCounter:
    """`attach` it to a connection within that connection's thread; then `count` grows."""

    count: int = 0
    _kept: list[Any] = field(default_factory=list)

    def attach(self, connection: sqlite3.Connection) -> bool:
        """Whether it could be done here; once it was, the connection must outlive no counter."""
        library = _library()
        if library is None:
            return False
        # A connection object begins with the head of every object, then the library's own handle.
        handle = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__).value
        for what in (_FILE_POINTER, _JOURNAL_POINTER):
            file = ctypes.c_void_p()
            code = library.sqlite3_file_control(
                ctypes.c_void_p(handle), b"main", what, ctypes.byref(file)
            )
            if code != _OK or not file.value:
                return False
            self._replace(file.value)
        return True

    def _replace(self, file: int) -> None:
        slot = ctypes.c_void_p.from_address(file)
        table = ctypes.c_void_p * _METHODS
        copy = table(*table.from_address(slot.value or 0))
        original = _Sync(int(copy[_SYNC] or 0))

        def sync(opened: int, flags: int) -> int:
            self.count += 1
            return int(original(opened, flags))

        counting = _Sync(sync)
        copy[_SYNC] = ctypes.cast(counting, ctypes.c_void_p)
        self._kept += [copy, original, counting]
        slot.value = ctypes.addressof(copy)


def _library() -> Any:
    import _sqlite3

    path = getattr(_sqlite3, "__file__", None)
    if path is None:
        return None
    library = ctypes.CDLL(path)
    return library if hasattr(library, "sqlite3_file_control") else None
