"""Hostile names and notes through everything that the bot says, in both languages."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from domain.agenda import Rung
from domain.dates import Due
from domain.digest import Countdown
from domain.event import Event, Peak
from domain.member import Member
from domain.roles import Role
from domain.settings import Settings
from domain.subcommittee import Subcommittee
from domain.summary import EventState
from domain.task import Count, Status
from domain.text import clean
from domain.unit import Unit
from handlers.audit_lines import Change
from handlers.commands import COMMANDS
from handlers.seat import Seat
from handlers.texts import LANGUAGES, Texts, texts
from sandbox.html import parse_html
from storage.chats import Chat
from storage.event_records import Shown
from storage.evidence import Evidence
from storage.nobody import Unreachable
from tests.support.house import START, House, Somebody
from tests.support.plans import presses, sends_file, sends_plan
from tests.support.task import sample_task
from tests.test_texts import macros, said_in_templates

NASTY = (
    "</b><i>&amp; <script>alert(1)</script> {{ x }} {% raw %} \u202eđảo\u202c a\u0323\u0302 👨‍👩‍👧 "
)
LONG = NASTY + "dài " * 200
"""Cleaned and shortened, or refused, wherever it is typed."""


def story(house: House, language: str) -> None:
    """Everybody uses every command, with names that would break what is not escaped."""
    subcommittee = house.subcommittee(clean(NASTY), language)
    people = {
        role: house.joins(clean(f"{role} {NASTY}"), subcommittee, role, username=role)
        for role in ("admin", "chair", "deputy", "observer")
    }
    admin, chair = people["admin"], people["chair"]
    lead = house.joins(clean(f"lead {NASTY}"), subcommittee, "lead", "CATDB")
    member = house.joins(clean(f"member {LONG}"), subcommittee, "member", "CATDB")
    other = house.joins(clean(f"other {NASTY}"), subcommittee, "lead", "CATPHN")
    group = house.group(f"Nhóm {NASTY}")
    admin.says("/link", group=group)
    for said in (
        f"/newunit PC06 | {NASTY} | {NASTY} khác, y",
        f"/newevent DBP70 | {NASTY} | {NASTY} | 05/05/2024 - 07/05/2024 | peak 07/05 {NASTY}",
        "/newevent DBP71 | Trống | Huế | 20/03/2024 - 21/03/2024",
        f"/newtask DBP70 | {NASTY} một | CATDB | 20/03/2024 17:00 | with CATPHN, PC06 | urgent"
        f" | workstream {NASTY} | source {NASTY}",
        f"/newtask DBP70\n{NASTY} hai | CATDB | N-3"
        f"\n{NASTY} ba | PC06 | 16/03/2024\n{NASTY} | x | y",
        f"/newtask DBP70 | {NASTY} một | CATDB | 20/03/2024",
        f"/newtask DBP70 | {LONG} | CATDB | 20/03/2024",
    ):
        admin.says(said)
    for said in FILES:
        house.advance(seconds=10)
        admin.says(said)
        _press_all(admin, most=1)
    _plans(house, admin)
    house.passes_to("2024-03-17 07:00")
    for who, said in (
        (lead, "/accept DBP70-1"),
        (lead, f"/report DBP70-1 60% {NASTY}\nDBP70-2 vướng: {NASTY}\nDBP70-9 x\nxxx"),
        (member, f"/done DBP70-1 {LONG}"),
        (chair, f"/return DBP70-1 {NASTY}"),
        (lead, f"/block DBP70-1 {LONG}"),
        (chair, f"/unblock DBP70-1 {NASTY}"),
        (lead, "/done DBP70-1"),
        (admin, f"/remind DBP70 {NASTY}"),
        (
            admin,
            f"/edittask DBP70-2 | title = {NASTY} mới | unit = CATPHN | due = 17:00 18/03/2024",
        ),
        (admin, f"/editevent DBP70 | name = {NASTY} mới | days = 06/05/2024 - 08/05/2024"),
        (admin, f"/canceltask DBP70-3 {NASTY}"),
        (chair, "/confirm DBP70-1"),
        (chair, f"/reopen DBP70-1 {NASTY}"),
        (admin, "/newevent DBP70 | a | b | 1/1/2030"),
        (admin, "/closeevent DBP70"),
        (admin, f"/newunit CATDB | {NASTY} đổi"),
        (admin, f"/settings name = {NASTY} | decision = {NASTY}"),
        (admin, f"/settings slots = {NASTY}"),
        (admin, "/invite PC06 lead x3"),
        (admin, "/role 7 lead PC06"),
    ):
        house.advance(seconds=1)
        who.says(said)
        _press_all(who)
    for who in (*people.values(), lead, member, other):
        for said in READING:
            house.advance(seconds=1)
            who.says(said)
            _press_all(who)
            who.says(said, group=group)
    house.membership(member, "kicked")
    lead.sends(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}])
    _press_all(lead)
    for text in (NASTY, LONG, f"DBP70-2 {NASTY}"):
        lead.says(text)
    house.passes_to("2024-04-05 07:00")
    house.passes_to("2024-05-06 17:00")
    admin.says("/remove 7")
    stranger = house.somebody(NASTY)
    stranger.says(f"/start {NASTY}")


READING = (
    "/start", "/help", "/help newtask", "/events", "/events DBP70", "/tasks", "/tasks overdue",
    "/calendar", "/calendar DBP70", "/document", "/document DBP70 week",
    "/tasks DBP70 unit CATDB", "/mine", "/task DBP70-1", "/summary", "/summary DBP70", "/units",
    "/members", "/audit", "/audit DBP70-1", "/settings", f"/task {NASTY}", f"/tasks {NASTY}",
    f"/{NASTY}", f"/events {NASTY}", f"/audit {NASTY}", f"/language {NASTY}", f"/switch {NASTY}",
)  # fmt: skip


FILES = (
    "/template", "/export", "/export DBP70",
)  # fmt: skip


def _press_all(who: Somebody, most: int = 10) -> None:
    """Buttons of the last message, and of what it then shows, each once."""
    pressed: set[str] = set()
    for _ in range(most):
        waiting = [
            button["callback_data"]
            for button in who.last.buttons
            if button.get("callback_data", "") not in pressed and "callback_data" in button
        ]
        if not waiting:
            return
        pressed.add(waiting[0])
        who.presses_data(waiting[0])


def _plans(house: House, admin: Somebody) -> None:
    """A plan with such names in its cells and for its own, in every way it can be dealt with."""
    heading = ("Mã", "Nội dung", "Chủ trì", "Hạn", "Mảng")
    good = [("", f"{NASTY} kế hoạch {number}", "CATDB", "N-1", NASTY) for number in range(9)]
    bad = ("", NASTY, NASTY, NASTY, NASTY)
    name = f"{NASTY}.xlsx"
    house.advance(seconds=30)
    sends_plan(admin, b"%PDF", name, caption="/import DBP71")
    admin.says("/import DBP71")
    sends_plan(admin, [heading, *good, bad], name)
    preview = next(shown for shown in reversed(admin.shown) if "›" in shown.labels)
    admin.presses("›", preview)
    admin.says(f"/newunit V01 | {NASTY} nữa")
    presses(admin, preview.labels[-2], preview)
    sends_file(admin, [heading, *good], name)
    admin.presses(admin.last.labels[-1])
    sends_plan(admin, [heading, *good], name, caption="/import DBP71")
    admin.presses(admin.last.labels[-1])
    preview = next(shown for shown in reversed(admin.shown) if "›" in shown.labels)
    presses(admin, preview.labels[-2], preview)
    again = [("DBP71-1", f"{NASTY} khác", "CATPHN", "N", "")]
    sends_plan(admin, [heading, *again], name, caption="/import DBP71")
    changed = admin.last
    presses(admin, changed.labels[0], changed)
    presses(admin, changed.labels[0], changed)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The texts that were put into words since; each is said as always."""
    names: set[str] = set()
    html = Texts.html

    def noted(self: Texts, name: str, /, **data: object) -> str:
        names.add(name)
        return html(self, name, **data)

    monkeypatch.setattr(Texts, "html", noted)
    return names


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_and_notes_break_no_message(
    house: House, language: str, said: set[str]
) -> None:
    story(house, language)
    assert len(house.messages) > 300
    for message in house.messages:
        assert "<script>" not in message.html
        assert "\u202e" not in message.text
    said |= said_in_templates(language)
    for full, macro in macros(language).items():
        if full in said:
            continue
        data = {**DATA, **OF_THIS_TEXT.get(full, {})}
        assert set(macro.parameters) - macro.optional <= data.keys(), f"{full} was never said"
        html = texts(language).html(
            full, **{name: data[name] for name in macro.parameters if name in data}
        )
        visible = parse_html(html).text
        assert "<script>" not in html, full
        assert len(visible) <= 4096, full
        assert visible.strip() or full in MAY_BE_EMPTY, full


TASK = sample_task(
    title=NASTY, status=Status.BLOCKED, percent=60, due_hour=time(17), due_offset=-7,
    due_at=START, obstacle=NASTY, workstream=NASTY, source=NASTY,
)  # fmt: skip
EVENT = Event(1, 1, "DBP70", NASTY, NASTY, date(2024, 5, 5), date(2024, 5, 7))
PEAK = Peak(date(2024, 5, 5), date(2024, 5, 7), NASTY)
UNIT = Unit(1, 1, "CATDB", NASTY, (NASTY,))
SUBCOMMITTEE = Subcommittee(1, NASTY, NASTY, "Asia/Ho_Chi_Minh", "vi", Settings())
MEMBER = Member(1, 1, 1, 1, Role.LEAD, 1, NASTY, "nasty", 1, 1, None, "blocked")
PIECE = Evidence(1, 1, 1, "photo", "file", None, None, NASTY, START, NASTY)
DATA: dict[str, object] = {
    **dict.fromkeys(
        ("text", "name", "title", "about", "usage", "example", "link", "label", "part", "said",
         "reference", "code", "nearest", "field", "command", "error_id", "part"),
        NASTY,
    ),
    **dict.fromkeys(
        ("count", "limit", "length", "most", "least", "longest", "total", "number", "uses",
         "minutes", "others", "pieces"),
        1234,
    ),
    **dict.fromkeys(("at", "since", "until", "now"), START),
    **dict.fromkeys(("day", "first", "last", "today", "past"), date(2024, 5, 5)),
    "hour": time(17), "offset": -7, "zone": SUBCOMMITTEE.zone, "task": TASK, "event": EVENT,
    "unit": UNIT, "units": [UNIT] * 300, "subcommittee": SUBCOMMITTEE, "member": MEMBER,
    "role": Role.LEAD, "reason": "blocked", "names": [NASTY] * 3, "status": "blocked",
    "ref": "DBP70-1", "operator": False, "everybody": False, "roles": list(Role), "form": True,
    "which": "funding",
    "value_now": NASTY,
    "who": NASTY,
    "caption": NASTY,
    "piece": PIECE,
    "before": TASK,
    "after": TASK,
    "filled": [(NASTY, NASTY)] * 5,
    "left": timedelta(hours=2),
    "place": "private", "seat": Seat(MEMBER, SUBCOMMITTEE), "on": True, "move": "report",
    "chat": Chat(1, -1, "group", NASTY, None), "due": Due(date(2024, 5, 5), None, None, START),
}  # fmt: skip
OF_THIS_TEXT: dict[str, dict[str, object]] = {
    "refusals.plan_no_headings": {"fields": ["title", "unit", "due"]},
    "refusals.plan_heading_twice": {"cell": "B1", "first": "A1", "heading": NASTY},
    "refusals.plan_row_twice": {"row": 2},
    "refusals.several_leads": {"codes": ["CATDB", "PC06"]},
    "refusals.import_decided": {"state": "imported"},
    "planning.reading_again": {"file": NASTY},
    "planning.with_unit": {"sentence": NASTY},
    "settings.documents": {"lines": [("signer", NASTY, NASTY), ("symbol", NASTY, NASTY)]},
    "planning.imported": {"created": 1, "changed": 1, "same": 1, "left": [("", NASTY)], "more": 1},
    "planning.undone": {"cancelled": 1, "restored": 1, "kept": [("A-1", NASTY)], "more": 1},
    "refusals.remind_refused": {"task": replace(TASK, status=Status.DONE)},
    "refusals.note_missing": {"move": "return"},
    "moves.button_suggested": {"move": "done"},
    "refusals.bad_code": {"reason": "characters"},
    "refusals.nothing_to_urge": {"lately": True, "whose": EVENT},
    "trouble.joins": {"listed": [(MEMBER, UNIT)] * 40},
    "summary.group_unreachable": {"group": Unreachable(None, NASTY, None, "blocked", None)},
    "notice.more": {"own": True},
    "ledger.page": {"ahead": "", "lines": ""},
    "packages.progress": {"event": EVENT, "stage": "fetching", "done": 2, "total": 9},
    "workbooks.export": {"events": [EVENT], "count": Count(done_late=3), "local": START},
    "packages.part": {"number": 1, "total": 2},
    "packages.part_caption": {"event": EVENT, "number": 1, "total": 2},
    "packages.not_made": {"recipe": "report"},
    "packages.move": {"move": "report"},
    "packages.missing": {"reason": "gone"},
    "packages.values": {"changes": [Change("title", "", NASTY, NASTY)] * 3, "side": "after"},
    "packages.index": {
        "local": START,
        "pieces": 9,
        "absent": [(Shown(1, "DBP70-1", START, NASTY, "photo", "F", None, None, NASTY), "full")],
    },
    "situation.motto": {"layout": "state"},
    "situation.usual_signer": {"layout": "party"},
    "situation.event_results": {"state": EventState(EVENT, Count(done_late=3), [])},
    "situation.proposal_heading": {"class": "funding"},
    "summary.no_news": {"state": EventState(EVENT, Count(), [Countdown(Rung(EVENT, PEAK, 3), 9)])},
    "pictures.marks": {"count": Count(blocked=1234, submitted=1234, unaccepted=1234)},
    "pictures.unit_note": {"count": Count(overdue=1234)},
    "reference.command": {"names": ["/report", "/baocao"]},
}
"""Where a name means something else than elsewhere."""
MAY_BE_EMPTY = frozenset(f"commands.{command.name}_usage" for command in COMMANDS)
