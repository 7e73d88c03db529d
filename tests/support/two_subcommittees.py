"""Two subcommittees furnished alike, so that whatever crosses from one to the other is seen.

Everything of the foreign one has the word "kín" in its names and titles, which no text of the bot
has, and codes of its own.
"""

from dataclasses import dataclass, field
from typing import Any

from domain.subcommittee import Subcommittee
from storage import events, members, persons, tasks, units
from tests.support.house import Group, House, Somebody
from tests.support.plans import presses, sends_file, sends_plan

SECRET = "kín"
"""In every name and title of the foreign subcommittee."""
ROLES = ("observer", "member", "lead", "chair", "deputy", "admin")


@dataclass(frozen=True)
class Words:
    """What one of the two is made of."""

    name: str
    event: str
    empty_event: str
    unit: str
    other_unit: str
    busy_unit: str
    mark: str


OWN = Words("Tiểu ban An ninh", "DBP70", "HOIDAM", "CATDB", "CATPHN", "PC06", "thường")
FOREIGN = Words("Tiểu ban kín", "XQWJZ", "WJQXK", "QXJWA", "QXJWB", "QXJWC", SECRET)
UNKNOWN = Words("Tiểu ban lạ", "ZWXJQ", "KXQJW", "JXQWA", "JXQWB", "JXQWC", "lạ")
"""Of the same shape, and nowhere to be found."""

# Own, cooperating and neither, as seen from the first unit.
TASKS = """/newtask {event}
Khảo sát {mark} | {unit} | 20/4/2024 17:00 | with {other_unit}
Vướng {mark} | {unit} | 20/4/2024
Trình {mark} | {unit} | 20/4/2024
Kết thúc {mark} | {unit} | 20/4/2024
Cùng làm {mark} | {other_unit} | 20/4/2024 17:00 | with {unit}
Việc khác {mark} | {other_unit} | 20/4/2024 17:00
Khác vướng {mark} | {other_unit} | 20/4/2024
Khác trình {mark} | {other_unit} | 20/4/2024
Khác kết thúc {mark} | {other_unit} | 20/4/2024
Cùng vướng {mark} | {other_unit} | 20/4/2024 | with {unit}"""
BLOCKED, SUBMITTED, DONE = (2, 7, 10), (3, 8), (4, 9)


@dataclass
class Furnished:
    house: House
    words: Words
    subcommittee: Subcommittee
    people: dict[str, Somebody]
    """By role; the lead and the member are of the first unit."""
    mate: Somebody
    """Another member of the first unit."""
    other: Somebody
    """A lead of the other unit."""
    busy: Somebody
    """The lead of a unit with more tasks than fit on a page."""
    left: Somebody
    """Was a member of the first unit."""
    group: Group
    buttons: dict[str, list[str]] = field(default_factory=dict)
    """Of each verb the data that were really shown, the newest last."""

    def number_of(self, who: Somebody) -> int:
        person = persons.by_telegram_id(self.house.connection, who.id)
        assert person is not None
        member = members.in_subcommittee(self.house.connection, person.id, self.subcommittee.id)
        assert member is not None
        return member.number

    def task_id(self, number: int) -> int:
        found = tasks.by_reference(
            self.house.connection, self.subcommittee.id, self.words.event, number
        )
        assert found is not None
        return found.id

    def event_id(self, code: str | None = None) -> int:
        found = events.by_code(
            self.house.connection, self.subcommittee.id, code or self.words.event
        )
        assert found is not None
        return found.id

    def unit_id(self, code: str) -> int:
        found = units.by_code(self.house.connection, self.subcommittee.id, code)
        assert found is not None
        return found.id

    def data(self, prefix: str) -> str:
        """The newest data of a button that begin so. Raises LookupError."""
        for data in reversed(self.buttons.get(prefix.split(":")[0], [])):
            if data == prefix or data.startswith(prefix.rstrip(":") + ":"):
                return data
        raise LookupError(f"no button {prefix} was shown")

    def collect(self, *more: Somebody) -> None:
        """Keeps what the buttons carry that its people have been shown."""
        people = [*self.people.values(), self.mate, self.other, self.busy, self.left, *more]
        chats = {who.id for who in people} | {self.group.id}
        for message in self.house.messages:
            if message.chat not in chats:
                continue
            for button in message.buttons:
                if data := button.get("callback_data"):
                    self.buttons.setdefault(data.split(":")[0], []).append(data)


def furnished(house: House, words: Words) -> Furnished:
    """A subcommittee with everything in it that a button or command can be about."""
    subcommittee = house.subcommittee(words.name)
    mark = words.mark

    def joins(name: str, role: str, unit: str | None = None) -> Somebody:
        username = f"{words.event}_{name}".lower().replace(" ", "_")
        more = {"username": username.encode("ascii", "ignore").decode()}
        return house.joins(f"{name} {mark}", subcommittee, role, unit, **more)

    of_unit = {"lead": words.unit, "member": words.unit}
    there = Furnished(
        house,
        words,
        subcommittee,
        {role: joins(role, role, of_unit.get(role)) for role in ROLES},
        joins("mate", "member", words.unit),
        joins("other", "lead", words.other_unit),
        joins("busy", "lead", words.busy_unit),
        joins("left", "member", words.unit),
        house.group(f"Nhóm {mark}"),
    )
    for number in range(6):
        joins(f"more{number}", "member", words.other_unit)
    _name_units(there)
    _give_tasks(there)
    there.people["admin"].says("/link", group=there.group)
    there.people["admin"].says(f"/remove {there.number_of(there.left)}")
    return there


def _name_units(there: Furnished) -> None:
    words, admin = there.words, there.people["admin"]
    with there.house.connection as connection:
        connection.execute(
            "UPDATE units SET name = 'Đơn vị ' || code || ? WHERE subcommittee_id = ?",
            (f" {words.mark}", there.subcommittee.id),
        )
    lines = [f"{words.unit[:3]}X{number} | Đội {number} {words.mark}" for number in range(7)]
    admin.says("/newunit " + "\n".join(lines))
    for code in (words.event, words.empty_event):
        admin.says(f"/newevent {code} | Lễ {code} {words.mark} | Nơi {words.mark} | 05/05/2024")


def _give_tasks(there: Furnished) -> None:
    words, admin = there.words, there.people["admin"]
    admin.says(TASKS.format(**vars(words)))
    photo: dict[str, Any] = {
        "photo": [{"file_id": "F", "file_unique_id": f"U{words.event}", "width": 9, "height": 9}]
    }
    admin.sends(**photo, caption=f"/report {words.event}-2 10% ảnh {words.mark}")
    for number in BLOCKED:
        admin.says(f"/block {words.event}-{number} chờ kinh phí {words.mark}")
    for number in (*SUBMITTED, *DONE):
        admin.says(f"/done {words.event}-{number} đã xong {words.mark}")
    admin.says("/confirm " + " ".join(f"{words.event}-{number}" for number in DONE))
    # Enough to fill more than one page of a digest and a summary.
    title = "Chuẩn bị lực lượng, phương tiện, hậu cần tại chỗ cho các điểm"
    lines = [f"{title} {n} {words.mark} | {words.busy_unit} | 17/3/2024" for n in range(30)]
    admin.says(f"/newtask {words.event}\n" + "\n".join(lines))


def shown_every_button(there: Furnished) -> None:
    """Lets its people ask for everything that has buttons, and keeps what these carry."""
    words, people = there.words, there.people
    admin, lead = people["admin"], people["lead"]
    for who in people.values():
        who.says("/start")
        who.says("/events")
        who.says(f"/events {words.event}")
        who.says("/mine")
        who.says("/tasks")
        who.says("/summary")
        who.says(f"/summary {words.event}")
        who.says("/members")
    there.house.advance(seconds=20)
    admin.says("/units")
    admin.says("/audit")
    for said in ("/calendar", f"/calendar {words.event}"):
        admin.says(said)
    admin.says("/settings")
    admin.presses_data(f"st:{there.subcommittee.id}:exact_minutes")
    for number in range(1, 11):
        admin.says(f"/task {words.event}-{number}")
    there.house.advance(seconds=20)
    admin.says("/invite chair")
    admin.says(f"/invite {words.unit} member")
    admin.says(f"/closeevent {words.event}")
    there.house.advance(seconds=20)
    over = f"{words.unit[:3]}CU"
    admin.says(f"/newevent {over} | Lễ {over} {words.mark} | Nơi {words.mark} | 01/04/2024")
    admin.says(f"/closeevent {over}")
    there.collect()
    admin.presses_data(f"closeall:{there.event_id()}")
    admin.says(f"/newtask {words.event} | Khảo sát {words.mark} | {words.unit} | 20/4/2024")
    admin.says(f"/newunit {words.unit} | Tên mới {words.mark}")
    for who in (admin, lead):
        who.sends(photo=[{"file_id": "F", "file_unique_id": "U", "width": 9, "height": 9}])
    there.mate.says("/accept")
    there.collect()


def shown_imports(there: Furnished) -> None:
    """Lets an admin import a plan, and be shown another that is not decided on."""
    words, admin = there.words, there.people["admin"]
    event = f"{words.event[:8]}KH"
    admin.says(f"/newevent {event} | Lễ {event} {words.mark} | Nơi {words.mark} | 05/05/2024")
    heading = ("Nhiệm vụ", "Chủ trì", "Hạn")
    small = [heading, (f"Việc {words.mark}", words.busy_unit, "N-7")]
    sends_plan(admin, small, caption=f"/import {event}")
    presses(admin, "Nhập")
    sends_file(admin, small)
    lines = [(f"Việc {number} {words.mark}", words.unit, "N-7") for number in range(10)]
    sends_plan(admin, [heading, *lines], caption=f"/import {event}")
    there.collect()
