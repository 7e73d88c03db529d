"""Where an import is carried out: read once for each slice."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from domain.dates import Due, resolve
from domain.event import Event
from domain.plans.reading import moment_of
from domain.subcommittee import Subcommittee
from domain.unit import Unit
from storage import events, subcommittees, units
from storage.imports import Import


@dataclass(frozen=True)
class Scene:
    connection: sqlite3.Connection
    found: Import
    now: datetime

    @cached_property
    def event(self) -> Event:
        return events.get(self.connection, self.found.event_id or 0)

    @cached_property
    def subcommittee(self) -> Subcommittee:
        return subcommittees.get(self.connection, self.found.subcommittee_id)

    @cached_property
    def units(self) -> dict[int, Unit]:
        listed = units.all_of(self.connection, self.found.subcommittee_id)
        return {unit.id: unit for unit in listed}

    def due(self, due: list[Any]) -> Due:
        """A due time as the plan states it, in this event as it is now."""
        return resolve(moment_of(due), self.event.first_day, self.subcommittee.zone)
