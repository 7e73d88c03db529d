"""The house in which the handlers are tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.subcommittee import Subcommittee
from tests.support.house import House, Somebody


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def subcommittee(house: House) -> Subcommittee:
    return house.subcommittee()


@pytest.fixture
def admin(house: House, subcommittee: Subcommittee) -> Somebody:
    return house.joins("Trần Thị B", subcommittee, "admin")
