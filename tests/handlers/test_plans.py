"""Every query of an everyday command is answered by an index, however large the database."""

import re
import sqlite3

import pytest

from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.registered import Registered

EVERYDAY = (
    ("lead", "/viec"),
    ("chair", "/viec"),
    ("lead", "/xem DBP70-1"),
    ("chair", "/xem DBP70-1"),
    ("lead", "/nhan DBP70-1 DBP70-2"),
    ("lead", "/baocao DBP70-1 60% đã khảo sát"),
    ("lead", "DBP70-1 70%"),
    ("lead", "/baocao DBP70-1 80%\nDBP70-2 vướng: chờ kinh phí"),
    ("chair", "/govuong DBP70-2"),
    ("lead", "/xong DBP70-1"),
    ("chair", "/duyet DBP70-1"),
    ("chair", "/dondoc DBP70-2"),
    ("chair", "/vanban DBP70"),
    ("chair", "/vanban tuần"),
    ("lead", "/lich DBP70"),
    ("chair", "/lich CATDB"),
    ("lead", "/tasks"),
    ("other", "/tasks DBP70"),
    *(
        ("chair", f"/tasks {filter_}")
        for filter_ in (
            "",
            "overdue",
            "blocked",
            "submitted",
            "today",
            "week",
            "done",
            "unit CATDB",
            "DBP70",
            "DBP70 overdue",
        )
    ),
)
GROWING = (
    "tasks", "reports", "evidence", "audit", "outbox", "inbox", "persons", "members", "chats",
    "events", "units", "peaks", "cooperations", "loose_media", "agenda", "subcommittees", "forms",
    "continuations", "command_rates", "proposals", "invitations", "imports", "import_rows",
)  # fmt: skip


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def plans(connection: sqlite3.Connection, statements: list[str]) -> list[tuple[str, str]]:
    """Each step of each statement's plan, with the statement.

    Without insertions: their plans name scans for foreign keys that are never run.
    """
    found = []
    for statement in dict.fromkeys(statements):
        if re.match(r"\s*(SELECT|UPDATE|DELETE)\b", statement):
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                found.append((row["detail"], statement))
    return found


def newest_row(statement: str) -> bool:
    """Whether it reads a table from its end, and one row only."""
    return re.search(r"FROM \w+\s+ORDER BY id DESC\s+LIMIT 1\s*\Z", statement) is not None


def spoken(there: Registered, who: Somebody, text: str) -> list[str]:
    """The statements that handling it took, without its delivery."""
    statements: list[str] = []
    there.house.connection.set_trace_callback(statements.append)
    try:
        who.says(text)
    finally:
        there.house.connection.set_trace_callback(None)
    return statements[: statements.index("COMMIT")]


@pytest.mark.parametrize(("who", "text"), EVERYDAY)
def test_no_everyday_command_reads_a_whole_table(there: Registered, who: str, text: str) -> None:
    if "duyet" in text or "govuong" in text:
        there.lead.says("/xong DBP70-1")
        there.lead.says("/vuong DBP70-2 chờ kinh phí")
    statements = spoken(there, getattr(there, who), text)
    steps = plans(there.house.connection, statements)
    assert len(steps) > 3
    scans = [
        (detail, statement)
        for detail, statement in steps
        if re.match(rf"SCAN ({'|'.join(GROWING)})\b", detail) and not newest_row(statement)
    ]
    assert scans == []


@pytest.mark.parametrize(
    "text", ["/viec", "/tasks", "/tasks overdue", "/tasks week", "/tasks done"]
)
def test_a_list_is_read_in_its_order_and_never_sorted_whole(there: Registered, text: str) -> None:
    """Or else the first page would wait for the last task."""
    steps = plans(there.house.connection, spoken(there, there.chair, text))
    sorted_ = [
        statement
        for detail, statement in steps
        if "TEMP B-TREE" in detail and "FROM tasks" in statement
    ]
    assert sorted_ == []
