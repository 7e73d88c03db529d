"""How large a picture is, read from the head of its file."""

from __future__ import annotations

Size = tuple[int, int]

_JPEG_WITH_SIZE = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def picture_size(data: bytes) -> Size | None:
    """Width and height in pixels of a PNG, JPEG, GIF or WebP; None for anything else."""
    for reader in (_png, _gif, _jpeg, _webp):
        size = reader(data)
        if size is not None:
            return size if min(size) > 0 else None
    return None


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _png(data: bytes) -> Size | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    return _big(data[16:20]), _big(data[20:24])


def _gif(data: bytes) -> Size | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    return _little(data[6:8]), _little(data[8:10])


def _jpeg(data: bytes) -> Size | None:
    """The size stands in the frame's segment, somewhere after others."""
    if data[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in _JPEG_WITH_SIZE:
            return _big(data[place + 7 : place + 9]), _big(data[place + 5 : place + 7])
        alone = marker in _JPEG_ALONE or marker == 0xFF
        length = 0 if alone else _big(data[place + 2 : place + 4])
        place += (1 if marker == 0xFF else 2) + length
    return None


def _webp(data: bytes) -> Size | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if kind == b"VP8L":
        bits = _little(data[21:25])
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    return None
