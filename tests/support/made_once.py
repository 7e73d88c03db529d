"""What many tests begin with is done once in a process, and copied into the house of each."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Generic, Protocol, TypeVar

from tests.support.house import House

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_STATE = ("now", "messages", "files", "calls", "_last_id", "_last_update_id")


class SetUp(Protocol[T_co]):
    def __call__(self, house: House, language: str = "vi") -> T_co: ...


class _AnyHouse:
    """Stands in what is kept for the house into which it will be copied."""


@dataclass(frozen=True)
class _Kept(Generic[T]):
    database: bytes
    state: dict[str, object]
    result: T
    place: _AnyHouse


def made_once(build: Callable[[House, str], T]) -> SetUp[T]:
    """Of a function that sets up a house in a language and gives what it set up.

    The first untouched house is set up by it, every later one is a copy. In a house in which
    something was done already it does its work as ever.
    """
    kept: dict[object, _Kept[T]] = {}

    @wraps(build)
    def copied(house: House, language: str = "vi") -> T:
        if not house.is_untouched:
            return build(house, language)
        key = (house.now, house.operator_ids, house.locale, language)
        if key in kept:
            return _lay_down(house, kept[key])
        result = build(house, language)
        kept[key] = _keep(house, result)
        return result

    return copied


def _keep(house: House, result: T) -> _Kept[T]:
    place = _AnyHouse()
    state = {name: vars(house)[name] for name in _STATE}
    state, result = deepcopy((state, result), {id(house): place})
    return _Kept(house.connection.serialize(), state, result, place)


def _lay_down(house: House, kept: _Kept[T]) -> T:
    house.path.write_bytes(kept.database)
    state, result = deepcopy((kept.state, kept.result), {id(kept.place): house})
    vars(house).update(state)
    return result
