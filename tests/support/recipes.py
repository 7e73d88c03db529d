"""Recipes for the tests of the workshop and of the delivery; carried out in a worker process."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.made import MadeFile

_PLACE = "tests.support.recipes:"
RECIPES = {
    name: f"{_PLACE}{name}"
    for name in (
        "say",
        "who",
        "environment",
        "fail",
        "hang",
        "die",
        "swell",
        "nothing",
        "wait",
        "stamp",
        "twice",
        "half",
        "flood",
    )
}


def say(data: dict[str, Any]) -> list[MadeFile]:
    """The files that the data describes."""
    print("said on standard output")
    return [
        MadeFile(file["name"], file["content"].encode(), **file.get("more", {}))
        for file in data["files"]
    ]


def wait(data: dict[str, Any]) -> list[MadeFile]:
    """As `say`, once somebody has written to the named pipe."""
    Path(data["pipe"]).read_text()
    return say(data)


def stamp(data: dict[str, Any]) -> list[MadeFile]:
    """Another file each time it is made."""
    content = str(time.monotonic_ns()).rjust(data.get("size", 0)).encode()
    return [MadeFile("stamp.txt", content, path=data.get("path", ""))]


def twice(start: int, numbers: Iterator[int]) -> Iterator[list[int]]:
    """From `start` on, twice each number."""
    for number in numbers:
        yield [start, 2 * number]


def half(mark: str, numbers: Iterator[int]) -> Iterator[int]:
    """Dies after the first slice; not any more where the file `mark` tells that it has."""
    for number in numbers:
        yield number
        if not Path(mark).exists():
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)


def flood(count: int, _: Iterator[int]) -> Iterator[bytes]:
    """So many slices of a megabyte."""
    for _number in range(count):
        yield bytes(1024**2)


def who(_: Any) -> int:
    return os.getpid()


def environment(_: Any) -> dict[str, str]:
    return dict(os.environ)


def fail(data: Any) -> list[MadeFile]:
    raise ValueError(f"no such thing: {data}")


def hang(_: Any, *__: Any) -> list[MadeFile]:
    while True:
        time.sleep(1)


def die(_: Any) -> list[MadeFile]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def swell(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024**2))


def nothing(_: Any) -> None:
    return None
