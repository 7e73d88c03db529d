"""The house in which the handlers are tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.subcommittee import Subcommittee
from handlers.texts import LANGUAGES
from tests.support.desk import Desk, desk_in
from tests.support.house import House, Somebody
from tests.support.rights_world import World, made


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


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Where rights are tried; every trial is undone, so one is enough for all of them."""
    world = made(tmp_path_factory.mktemp("rights"))
    yield world
    world.house.close()


@pytest.fixture(scope="module", params=LANGUAGES)
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    desk = desk_in(tmp_path_factory.mktemp("desk"), request.param)
    yield desk
    desk.there.house.close()
