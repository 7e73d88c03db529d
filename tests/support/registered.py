"""A subcommittee as its admins set it up by command: what most tests of theirs begin with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.subcommittee import Subcommittee
from domain.task import Task
from storage import events, tasks
from tests.support.house import House, Somebody
from tests.support.made_once import made_once


@dataclass
class Registered:
    """Event DBP70 (5 to 7 May 2024), units CATDB and CATPHN with a lead each, nobody in PC06."""

    house: House
    subcommittee: Subcommittee
    admin: Somebody
    chair: Somebody
    lead: Somebody
    """Of CATDB."""
    other: Somebody
    """Of CATPHN."""

    def task(self, number: int, code: str = "DBP70") -> Task:
        found = tasks.by_reference(self.house.connection, self.subcommittee.id, code, number)
        assert found is not None
        return found

    def tasks(self, code: str = "DBP70") -> list[Task]:
        event = events.by_code(self.house.connection, self.subcommittee.id, code)
        assert event is not None
        return tasks.of_event(self.house.connection, event.id)

    def audit(self, subject: str) -> list[Mapping[str, Any]]:
        """Action, before and after of each change of such subjects, oldest first."""
        rows = self.house.connection.execute(
            "SELECT action, before, after FROM audit WHERE subject = ? ORDER BY id", (subject,)
        )
        return [
            {
                "action": row["action"],
                "before": json.loads(row["before"]),
                "after": json.loads(row["after"]),
            }
            for row in rows
        ]

    def exact_reminders(self) -> dict[int, str]:
        """When each task is to be reminded of its set hour."""
        rows = self.house.connection.execute(
            "SELECT task_id, nominal_at FROM agenda WHERE kind = 'exact'"
        )
        return {row["task_id"]: row["nominal_at"] for row in rows}


@made_once
def registered(house: House, language: str) -> Registered:
    subcommittee = house.subcommittee(language=language)
    admin = house.joins("Tổ giúp việc", subcommittee, "admin")
    chair = house.joins("Trưởng", subcommittee, "chair")
    lead = house.joins("Đầu mối Điện Biên", subcommittee, "lead", "CATDB")
    other = house.joins("Đầu mối Hà Nội", subcommittee, "lead", "CATPHN")
    admin.says("/newunit PC06 | Phòng Cảnh sát hình sự | hình sự")
    admin.says("/newevent DBP70 | Kỷ niệm 70 năm | Điện Biên | 05/05/2024 - 07/05/2024")
    return Registered(house, subcommittee, admin, chair, lead, other)
