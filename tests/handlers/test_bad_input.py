"""What cannot be carried out gets one sentence and an example that works, and changes nothing."""

import html
import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest

from handlers.commands import COMMANDS
from handlers.texts import LANGUAGES, texts
from tests.support.assigned import assigned
from tests.support.desk import Desk
from tests.support.house import House, Somebody
from tests.support.invitations import code_in
from tests.support.registered import Registered
from tests.support.trial import Trial, Trials

READING = {"events", "tasks", "task", "summary", "audit", "help", "closeevent"}
"""Commands whose example shows something and changes nothing: open tasks keep an event open."""
LONG = "dài " * 1250


BAD = {
    "an unknown code, with the nearest": (
        ("admin", "/events DBP7", "DBP70"),
        ("chair", "/summary DPB70", "DBP70"),
        ("admin", "/newtask DBP7 | Khảo sát | CATDB | 20/4/2024", "DBP70"),
        ("admin", "/newtask DBP70 | Khảo sát mới | CATD | 20/4/2024", "CATDB"),
        ("admin", "/newtask DBP70 | Việc | CATDB | 20/4/2024 | with CATPN", "CATPHN"),
        ("admin", "/invite CATD member", "CATDB"),
        ("admin", "/role 2 member CATD", "CATDB"),
        ("admin", "/editevent DBP7 | place = Huế", "DBP70"),
        ("admin", "/closeevent DBP7", "DBP70"),
        ("admin", "/tasks DBP70 unit CATD", "CATDB"),
        ("lead", "/report DBP7-1 60%", "DBP70-1"),
        ("lead", "/accept DBP71-1", "DBP70-1"),
        ("chair", "/confirm DPB70-2", "DBP70-2"),
    ),
    "an unknown code, with nothing near": (
        ("admin", "/events XYZXYZ", "XYZXYZ"),
        ("lead", "/done DBP70-999", "DBP70-999"),
        ("lead", "/task KHAC-1", "KHAC-1"),
        ("chair", "/remind XYZXYZ", "XYZXYZ"),
        ("admin", "/audit XYZXYZ", "XYZXYZ"),
        ("admin", "/remove 99", "99"),
        ("admin", "/role @nobody lead CATDB", "nobody"),
    ),
    "a date that is none": (
        ("admin", "/newtask DBP70 | Việc | CATDB | ngày mơ", "ngày mơ"),
        ("admin", "/newtask DBP70 | Việc | CATDB | 30/2/2024", "30/2/2024"),
        ("admin", "/newtask DBP70 | Việc | CATDB | 25:00 20/4/2024", ""),
        ("admin", "/newevent HOI1 | Hội | Huế | 31/4/2024", "31/4/2024"),
        ("admin", "/editevent DBP70 | days = mùa xuân", "mùa xuân"),
        ("admin", "/editevent DBP70 | peak = 32/5", ""),
        ("chair", "/edittask DBP70-1 | due = 1/13/2024", ""),
    ),
    "a date in the past": (
        ("admin", "/newtask DBP70 | Việc | CATDB | 1/3/2024", ""),
        ("admin", "/newevent HOI1 | Hội | Huế | 1/3/2024", ""),
        ("admin", "/newevent HOI1 | Hội | Huế | 1/6/2024 | peak 1/3/2024", ""),
        ("admin", "/editevent DBP70 | days = 1/3/2024 - 2/3/2024", ""),
        ("chair", "/edittask DBP70-1 | due = 14/3/2024", ""),
        ("admin", "/newtask DBP70 | Việc | CATDB | N-70", ""),
    ),
    "a percent out of range": (
        ("lead", "/report DBP70-1 120%", "120"),
        ("lead", "/report DBP70-1 -5%", "-5"),
        ("lead", "/report DBP70-1 12.5%", "12.5"),
        ("lead", "/report DBP70-1 999999999999%", "9999"),
    ),
    "an end before its start": (
        ("admin", "/newevent HOI1 | Hội | Huế | 07/05/2024 - 05/05/2024", ""),
        ("admin", "/newevent HOI1 | Hội | Huế | 05/05/2024 | peak 07/05/2024 - 06/05/2024", ""),
        ("admin", "/editevent DBP70 | days = 07/05/2024 - 05/05/2024", ""),
        ("admin", "/editevent DBP70 | peak = 07/05/2024 - 05/05/2024", ""),
    ),
    "a code with emoji or characters that cannot be seen": (
        ("admin", "/events DBP🙂70", ""),
        ("admin", "/newevent HỘI🎉 | Hội | Huế | 1/6/2024", ""),
        ("admin", "/newevent HO\u200bI1 | Hội | Huế | 1/6/2024", ""),
        ("admin", "/newunit CA\u202eT1 | Đội", ""),
        ("admin", "/newunit C\ufe0f1 | Đội", ""),
        ("lead", "/report DBP\u200d70-1 60%", ""),
        ("lead", "/accept DBP70\u2060-1", ""),
        ("admin", "/newunit A | Đội", ""),
        ("admin", "/newunit ABCDEFGHIJKLM | Đội", ""),
        ("admin", "/newunit A_B | Đội", ""),
    ),
    "thousands of letters": (
        ("admin", f"/newevent HOI1 | {LONG} | Huế | 1/6/2024", ""),
        ("admin", f"/newevent HOI1 | Hội | {LONG} | 1/6/2024", ""),
        ("admin", f"/newevent {LONG.replace(' ', '')} | Hội | Huế | 1/6/2024", ""),
        ("admin", f"/newevent HOI1 | Hội | Huế | {LONG}", ""),
        ("admin", f"/newtask DBP70 | {LONG} | CATDB | 20/4/2024", ""),
        ("admin", f"/newtask DBP70 | Việc | {LONG} | 20/4/2024", ""),
        ("admin", f"/newtask DBP70 | Việc | CATDB | 20/4/2024 | source {LONG}", ""),
        ("admin", f"/newtask DBP70 | Việc | CATDB | 20/4/2024 | {LONG}", ""),
        ("admin", f"/newunit MOI | {LONG}", ""),
        ("admin", f"/newunit MOI | Đội | {LONG}", ""),
        ("admin", f"/settings name = {LONG}", ""),
        ("admin", f"/settings {LONG}", ""),
        ("admin", f"/edittask DBP70-1 | title = {LONG}", ""),
        ("admin", f"/editevent DBP70 | name = {LONG}", ""),
        ("admin", f"/canceltask DBP70-1 {LONG}", ""),
        ("admin", f"/invite {LONG}", ""),
        ("admin", f"/role 2 {LONG}", ""),
        ("admin", f"/remove {LONG}", ""),
        ("admin", f"/audit {LONG}", ""),
        ("admin", f"/events {LONG}", ""),
        ("admin", f"/tasks {LONG}", ""),
        ("lead", f"/report DBP70-1 {LONG}", ""),
        ("lead", f"/report {LONG}", ""),
        ("lead", f"/block DBP70-1 {LONG}", ""),
        ("lead", f"/accept {LONG}", ""),
        ("lead", f"/task {LONG}", ""),
        ("lead", f"/language {LONG}", ""),
        ("chair", f"/return DBP70-2 {LONG}", ""),
        ("chair", f"/remind DBP70-1 {LONG}", ""),
        ("operator", f"/newsubcommittee {LONG}", ""),
    ),
    "some but not all arguments": (
        ("admin", "/newtask DBP70 | Khảo sát", ""),
        ("admin", "/newtask DBP70 | Khảo sát | CATDB |", ""),
        ("admin", "/newtask DBP70", ""),
        ("admin", "/newtask | | |", ""),
        ("admin", "/newevent HOI1", ""),
        ("admin", "/newevent HOI1 | Hội | Huế", ""),
        ("admin", "/newevent | Hội | Huế | 1/6/2024", ""),
        ("admin", "/editevent DBP70", ""),
        ("admin", "/editevent DBP70 | place =", ""),
        ("admin", "/newunit MOI", ""),
        ("admin", "/edittask DBP70-1", ""),
        ("admin", "/edittask | due = 20/4/2024", ""),
        ("admin", "/edittask DBP70-1 | colour = red", "colour"),
        ("admin", "/canceltask DBP70-1", ""),
        ("admin", "/role 2", ""),
        ("admin", "/role 4 sếp", ""),
        ("admin", "/invite lead", ""),
        ("admin", "/settings slots =", ""),
        ("admin", "/settings slots = 99:00", ""),
        ("lead", "/block DBP70-1", ""),
        ("lead", "/block chờ kinh phí", ""),
        ("lead", "/done xong rồi", ""),
        ("lead", "/report 60%", ""),
        ("lead", "/tasks sometimes", ""),
        ("chair", "/return DBP70-2", ""),
        ("lead", "/language fr", ""),
        ("lead", "/help nosuch", ""),
    ),
    "more than 100 lines": (
        ("admin", "/newtask DBP70\n" + "Việc | CATDB | 20/4/2024\n" * 101, "102"),
        ("admin", "/newunit " + "\n".join(f"U{n} | Đội {n}" for n in range(101)), "101"),
        ("lead", "/report " + "\n".join(f"DBP70-{n} 5%" for n in range(1, 102)), "101"),
        ("lead", "/accept " + " ".join(f"DBP70-{n}" for n in range(1, 102)), "101"),
        ("admin", "/invite CATDB member x99999", ""),
        ("admin", "/invite CATDB member x0", ""),
    ),
}
CASES = [
    pytest.param(who, text, tells, id=f"{kind}: {text[:40]!r}")
    for kind, cases in BAD.items()
    for who, text, tells in cases
]


def example_of(trial: Trial, language: str) -> str | None:
    """The line that is said to work."""
    begin = texts(language).plain("general.example", example="§").split("§")[0]
    found = re.search(re.escape(begin) + "<code>(.*?)</code>", trial.answers[-1].html, re.S)
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize(("role", "text", "tells"), CASES)
def test_a_mistake_gets_one_sentence_and_an_example_that_works(
    desk: Desk, role: str, text: str, tells: str
) -> None:
    who = desk.person(role)
    trial = desk.trials.says(who, text)
    assert trial.changes_nothing
    assert len(trial.said) == 1, trial.answer
    sentence, *rest = trial.answer.split("\n")
    assert re.fullmatch(r"[^.?!]*(?:[.?!](?! ).*)*[.?!]", sentence), sentence
    assert len(sentence) <= 400
    assert tells in sentence
    example = example_of(trial, desk.language)
    if "nosuch" in text:
        assert not rest
        return
    assert example is not None, trial.answer
    assert len(rest) == 1
    works(desk, who, example)


def works(desk: Desk, who: Somebody, example: str) -> None:
    """The example, typed as it stands, is accepted."""
    trial = desk.trials.says(who, example)
    assert example_of(trial, desk.language) is None, f"{example}\n{trial.answer}"
    name = example.split()[0].removeprefix("/")
    command = next(each for each in COMMANDS if name in (each.name, each.alias))
    if command.name == "language":
        assert trial.answer
    elif command.name not in READING:
        assert not trial.changes_nothing, f"{example}\n{trial.answer}"


@pytest.mark.parametrize("role", ["admin", "chair", "lead"])
def test_the_example_of_every_command_works_for_whom_it_is_shown_to(desk: Desk, role: str) -> None:
    who = desk.person(role)
    for command in COMMANDS:
        trial = desk.trials.says(who, f"/help {command.name}")
        refused = texts(desk.language).plain("refusals.not_allowed") in trial.answer
        found = re.findall(r"<code>(/.*?)</code>", trial.answers[-1].html, re.S)
        if refused or not found or command.name == "help":
            continue
        tried = desk.trials.says(who, html.unescape(found[-1]))
        assert example_of(tried, desk.language) is None, f"{found[-1]}\n{tried.answer}"


# -- buttons and more ------------------------------------------------------------------------------


@pytest.fixture(params=LANGUAGES)
def live(request: pytest.FixtureRequest, house: House) -> Registered:
    return assigned(house, request.param)


def said(live: Registered, text: str, **data: object) -> str:
    return texts(live.subcommittee.language).plain(text, **data)


def test_a_button_that_somebody_else_pressed_first_says_who(live: Registered) -> None:
    mate = live.house.joins("Cán bộ cùng đơn vị", live.subcommittee, "member", "CATDB")
    for who in (live.lead, mate):
        who.says("/task DBP70-1")
    card = mate.last
    live.lead.presses_data(live.lead.last.data("✓"), live.lead.last)
    before = live.task(1)
    mate.presses_data(card.data("✓"), card)
    assert mate.toast is not None
    assert mate.toast.alert
    assert live.lead.name in mate.toast.text
    assert live.task(1) == before
    # The card in its place is as the task is now.
    assert mate.last.id == card.id
    assert f"accept:{before.id}" not in str(card.buttons)


def test_a_button_weeks_old_says_what_the_task_is_now(live: Registered) -> None:
    live.lead.says("/task DBP70-1")
    card = live.lead.last
    data = {button["text"]: button["callback_data"] for button in card.buttons}
    live.lead.says("/done DBP70-1")
    live.chair.says("/confirm DBP70-1")
    live.house.advance(weeks=3)
    before = live.task(1)
    for each in data.values():
        verb = each.split(":")[0]
        if verb in ("history", "evidence"):
            continue
        live.lead.presses_data(each, card)
        assert live.lead.toast is not None
        assert live.lead.toast.alert
        assert live.task(1) == before


def test_a_question_of_the_day_before_yesterday_is_gone(live: Registered) -> None:
    live.admin.says("/newtask")
    question = live.admin.last
    live.house.advance(days=2)
    live.admin.presses_data(question.buttons[0]["callback_data"], question)
    assert live.admin.toast is not None
    assert live.admin.toast.text == said(live, "refusals.form_gone")


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_an_edited_command_is_not_carried_out_again(desk: Desk, name: str) -> None:
    who = desk.there.admin
    raw = desk.there.house._raw_message(who, {"text": f"/{name} DBP70-1 x"}, None)
    raw["edit_date"] = int(desk.there.house.now.timestamp())
    trial = desk.trials.update({"edited_message": raw}, who.id)
    assert trial.changes_nothing
    assert trial.answer == texts(desk.language).plain("general.edited", command=name)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_an_anonymous_admin_of_a_group_is_asked_for_the_name(desk: Desk, name: str) -> None:
    group = desk.there.house.group()
    robot: Any = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    chat: Any = {"id": group.id, "type": "supergroup", "title": group.title}
    trial = desk.trials.says(
        desk.there.admin, f"/{name} DBP70-1", group, **{"sender_chat": chat, "from": robot}
    )
    assert trial.changes_nothing
    assert trial.answer == texts(desk.language).plain("groups.anonymous")


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_channels_bots_and_forwarded_commands_get_no_answer(desk: Desk, name: str) -> None:
    who, house = desk.there.admin, desk.there.house
    text = f"/{name} DBP70-1 x"
    robot: Any = {"id": who.id, "is_bot": True, "first_name": "Bot"}
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 0}
    post = {"message_id": 5, "date": 0, "chat": {"id": -100, "type": "channel"}, "text": text}
    for trial in (
        desk.trials.says(who, text, **{"from": robot}),
        desk.trials.says(who, text, forward_origin=origin),
        desk.trials.says(who, text, house.group(), forward_origin=origin),
        desk.trials.update({"channel_post": post}, -100),
        desk.trials.update({"edited_channel_post": post}, -100),
    ):
        assert (trial.said, trial.toast, trial.changes_nothing) == ([], None, True)


def test_who_left_is_a_stranger_and_their_buttons_say_so(live: Registered) -> None:
    """In the language of their Telegram, Vietnamese, as to any stranger."""
    live.lead.says("/task DBP70-1")
    card = live.lead.last
    live.admin.says(f"/remove {live.lead.id}")
    live.house.advance(hours=2)
    before = live.task(1)
    trials = Trials(live.house)
    for command in ("/accept DBP70-1", "/report DBP70-1 60%", "/mine", "DBP70-1 60%"):
        trial = trials.says(live.lead, command)
        assert trial.changes_nothing
        assert trial.answer == texts("vi").plain("general.stranger")
    for button in card.buttons:
        trial = trials.presses(live.lead, button["callback_data"])
        assert trial.changes_nothing
        assert trial.answer == texts("vi").plain("refusals.not_a_member")
    assert live.task(1) == before


def test_an_invitation_used_up_or_expired_is_refused_in_a_sentence(live: Registered) -> None:
    links = []
    for _ in range(2):
        live.admin.says("/invite CATDB member")
        links.append(code_in(live.admin.last))
    code = live.subcommittee.language
    first, second = (live.house.somebody(f"Người {n}", language_code=code) for n in (1, 2))
    first.says(f"/start {links[0]}")
    before = live.audit("member")
    second.says(f"/start {links[0]}")
    assert second.last.text == said(live, "refusals.invitation_used")
    live.house.advance(days=8)
    second.says(f"/start {links[1]}")
    assert second.last.text == said(live, "refusals.invitation_expired")
    second.says("/start nosuchcode")
    assert second.last.text == said(live, "refusals.invitation_unknown")
    assert live.audit("member") == before


# -- what is no mistake ----------------------------------------------------------------------------

MARKS = "<b>Đậm</b> & \u202eđảo\u202c ẩn\u200b\u2060 👨\u200d👩\u200d👧 \U0001f389"


def test_marks_and_pictures_in_titles_and_notes_are_cleaned_and_shown(live: Registered) -> None:
    typed = unicodedata.normalize("NFD", MARKS)
    live.admin.says(f"/newtask DBP70 | Việc {typed} | CATDB | 20/4/2024 | source {typed}")
    task = live.task(5)
    shown = "<b>Đậm</b> & đảo ẩn 👨\u200d👩\u200d👧 \U0001f389"
    assert task.title == f"Việc {shown}"
    live.lead.says(f"/report DBP70-5 60% {typed}")
    live.chair.says("/task DBP70-5")
    assert live.chair.last.text.count(shown) >= 2


def test_decomposed_and_wide_typing_is_understood(live: Registered) -> None:
    decomposed = unicodedata.normalize("NFD", "/newtask dbp70 | Việc | cắtđb | thứ sáu tuần sau")
    live.admin.says(decomposed)
    assert live.task(5).lead_unit_code == "CATDB"
    assert live.task(5).due_day - live.house.now.date() <= timedelta(days=10)
