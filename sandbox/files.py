"""Files that persons and bots sent, by file_id."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from sandbox.errors import bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `size` may be larger than `data`, for files too big to keep."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    data: bytes
    size: int

    @property
    def path(self) -> str:
        suffix = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.kind}s/{self.unique_id}.{suffix}"


@dataclass
class FileStore:
    """All files, found by file_id or by download path; with a `limit` (bytes) only the newest."""

    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)
    limit: int | None = None
    total: int = 0

    def add(
        self,
        data: bytes,
        *,
        kind: str = "document",
        name: str = "file.bin",
        mime_type: str = "application/octet-stream",
        size: int | None = None,
    ) -> StoredFile:
        """Keeps a file and gives it its ids; the same content and kind gets the same ids."""
        digest = hashlib.sha256(kind.encode() + b"\0" + name.encode() + b"\0" + data).digest()
        if size is not None:
            digest = hashlib.sha256(digest + str(size).encode()).digest()
        unique = "AgAD" + base64.urlsafe_b64encode(digest[:9]).decode()
        code = "".join(letter for letter in kind[:2].upper()) + "ACAgUAA"
        file_id = code + base64.urlsafe_b64encode(digest + digest[:10]).decode().rstrip("=")
        stored = StoredFile(
            file_id, unique, kind, name, mime_type, data, len(data) if size is None else size
        )
        self.keep(stored)
        return stored

    def keep(self, stored: StoredFile) -> None:
        """Puts a file where its ids find it; over the limit the oldest go, but never this one."""
        if stored.id not in self.by_id:
            self.total += len(stored.data)
        self.by_id[stored.id] = stored
        self.by_path[stored.path] = stored
        while self.limit is not None and self.total > self.limit and len(self.by_id) > 1:
            oldest = self.by_id.pop(next(iter(self.by_id)))
            self.by_path.pop(oldest.path, None)
            self.total -= len(oldest.data)

    def get(self, file_id: str) -> StoredFile:
        """The file; raises 400 for an unknown id."""
        stored = self.by_id.get(file_id)
        if stored is not None:
            return stored
        if len(file_id) < 20:
            raise bad_request("invalid file_id")
        raise bad_request("wrong file_id or the file is temporarily unavailable")
