"""The table of commands: complete, in words, with examples that work, as the documents say."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.roles import Role
from handlers import menus, reference, router
from handlers.commands import COMMANDS, REGISTRY
from handlers.incoming import from_update
from handlers.registry import Place
from handlers.texts import LANGUAGES, texts
from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.registered import Registered

CONTRACT = (
    ("start", None), ("help", "trogiup"), ("language", "ngonngu"), ("switch", "chuyen"),
    ("cancel", "huy"), ("events", "sukien"), ("tasks", "nhiemvu"), ("mine", "viec"),
    ("task", "xem"), ("accept", "nhan"), ("report", "baocao"), ("block", "vuong"),
    ("unblock", "govuong"), ("done", "xong"), ("summary", "tonghop"), ("confirm", "duyet"),
    ("return", "tralai"), ("reopen", "molai"), ("remind", "dondoc"), ("newevent", "themsukien"),
    ("editevent", "suasukien"), ("closeevent", "dongsukien"), ("newtask", "giaoviec"),
    ("edittask", "suaviec"), ("canceltask", "huyviec"), ("units", "donvi"),
    ("newunit", "themdonvi"), ("members", "thanhvien"), ("invite", "moi"), ("role", "vaitro"),
    ("remove", "xoa"), ("link", "lienket"), ("settings", "caidat"), ("audit", "nhatky"),
    ("newsubcommittee", "laptieuban"), ("template", "mau"), ("import", "nhap"), ("export", "xuat"),
    ("document", "vanban"), ("chart", "bieudo"), ("calendar", "lich"),
)  # fmt: skip
"""The public names, in the order of the menus."""

NEEDS_FORM = (
    "language", "switch", "task", "accept", "report", "block", "unblock", "done", "confirm",
    "return", "reopen", "remind", "newevent", "editevent", "closeevent", "newtask", "edittask",
    "canceltask", "newunit", "invite", "role", "remove", "newsubcommittee", "import",
)  # fmt: skip

BEFORE_THE_EXAMPLE = {
    "unblock": ["/block DBP70-1 chờ kinh phí"],
    "confirm": ["/done DBP70-1"],
    "return": ["/done DBP70-1"],
    "reopen": ["/done DBP70-1", "/confirm DBP70-1"],
}
NAMES = [name for name, _ in CONTRACT]


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def test_every_public_command_has_its_row_and_alias_in_this_order() -> None:
    assert tuple((command.name, command.alias) for command in COMMANDS) == CONTRACT


def test_every_command_that_needs_arguments_has_a_form() -> None:
    assert [command.name for command in COMMANDS if command.form] == [
        name for name in NAMES if name in NEEDS_FORM
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_put_in_words_within_telegrams_limits(name: str, language: str) -> None:
    said = texts(language)
    menu = said.plain(f"commands.{name}_menu")
    assert 1 <= len(menu) <= 60
    assert said.has(f"commands.{name}_usage")
    assert 10 <= len(said.plain(f"commands.{name}_about")) <= 500
    example = said.plain(f"commands.{name}_example", **reference.CODES)
    command = REGISTRY.by_name[name]
    assert example.split()[0] == f"/{menus.name_in(command, language)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_example_works_as_it_stands(there: Registered, name: str, language: str) -> None:
    who = there.admin
    for said in BEFORE_THE_EXAMPLE.get(name, []):
        who.says(said)
    if name == "newsubcommittee":
        who = Somebody(there.house, 1, "Người vận hành")
    if name in ("role", "remove"):
        assert "2." in who.says("/members")[-1].text
    day = there.subcommittee.today(there.house.now) + timedelta(days=7)
    codes = {"ref": "DBP70-1", "event": "DBP70", "unit": "CATDB", "day": day}
    example = texts(language).plain(f"commands.{name}_example", **codes)
    # Run without the edge that turns refusals into sentences, so that one would be seen here.
    raw = there.house._raw_message(who, {"text": example}, None)
    incoming = from_update({"update_id": 1, "message": raw})
    assert incoming is not None
    work = router._begin(there.house.connection, incoming, there.house.config, there.house.now)
    last = there.house.connection.execute("SELECT max(id) FROM outbox").fetchone()[0]
    REGISTRY.by_name[incoming.command or ""].run(work, incoming.argument)
    answers = there.house.connection.execute(
        "SELECT payload FROM outbox WHERE id > ? AND kind IN ('call', 'made')", (last,)
    ).fetchall()
    assert answers
    for row in answers:
        text = json.loads(row["payload"]).get("params", {}).get("text", "")
        assert "<pre>" not in text, "a line of it was not carried out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_in_the_documents_is_what_the_table_says(language: str) -> None:
    path = reference.FILES[language]
    assert path.read_text("utf-8") == reference.reference(language), (
        "write it anew: python -m handlers.reference"
    )


def test_the_menu_shows_only_what_the_role_may_do_in_the_persons_language(
    there: Registered,
) -> None:
    there.admin.says("/start")
    there.lead.says("/start")
    there.lead.says("/language en")
    admins, leads = there.house.menu_of(there.admin), there.house.menu_of(there.lead)
    assert {"giaoviec", "thanhvien", "caidat", "nhatky"} <= admins.keys()
    assert {"mine", "report", "invite", "members"} <= leads.keys()
    assert not {"newtask", "settings", "audit", "role", "summary", "confirm"} & leads.keys()
    assert admins["caidat"] == texts("vi").plain("commands.settings_menu")
    assert not {"laptieuban", "newsubcommittee"} & (admins.keys() | leads.keys())


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("operator", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_menu_is_one_that_telegram_takes(
    role: Role | None, operator: bool, language: str
) -> None:
    held = [role] if role else []
    menu = menus.menu_of(REGISTRY, held, language, operator=operator)
    assert 1 <= len(menu) <= 100
    for name, description in menu:
        assert name == name.lower()
        assert 1 <= len(name) <= 32
        assert 1 <= len(description) <= 256
        command = REGISTRY.by_name[name]
        assert command.operator <= operator


def test_everybodys_menus_are_set_for_each_language_and_kind_of_chat() -> None:
    calls = menus.defaults(REGISTRY, "vi")
    assert {(call[1].get("language_code"), call[1]["scope"]["type"]) for call in calls} == {
        (code, scope)
        for code in (None, *LANGUAGES)
        for scope in ("all_private_chats", "all_group_chats")
    }
    for method, params in calls:
        assert method == "setMyCommands"
        names = [entry["command"] for entry in params["commands"]]
        english = params.get("language_code") == "en"
        if params["scope"]["type"] == "all_private_chats":
            assert names == ["start"]
        else:
            assert names == (["events", "summary", "link"] if english else [
                "sukien", "tonghop", "lienket",
            ])  # fmt: skip


def test_only_summary_events_and_link_answer_in_full_in_a_group() -> None:
    answering = {
        command.name for command in COMMANDS if command.place in (Place.GROUP, Place.ANY_GROUP)
    }
    assert answering == {"summary", "events", "link"}


def test_help_lists_and_explains_only_what_the_role_may_do(there: Registered) -> None:
    there.lead.says("/help")
    assert "/baocao – " in there.lead.last.text
    assert "/giaoviec" not in there.lead.last.text
    for said in ("/help baocao", "/trogiup /report", "/help REPORT"):
        there.lead.says(said)
        assert "/baocao MÃ" in there.lead.last.text or "/baocao" in there.lead.last.text
        assert "/report" in there.lead.last.text
        assert "DBP70-" in there.lead.last.text
    there.lead.says("/help newtask")
    assert "không được dùng lệnh này" in there.lead.last.text
    there.lead.says("/help nosuch")
    assert "Không có lệnh" in there.lead.last.text
    there.lead.says("/help <b>")
    assert "Không có lệnh" in there.lead.last.text


def test_the_operator_gets_help_with_what_the_operator_may_do(house: House) -> None:
    operator = Somebody(house, 1, "Người vận hành")
    operator.says("/start")
    assert len(operator.last.buttons) == 3
    operator.says("/help")
    assert "/laptieuban" in operator.last.text
    assert "/baocao" not in operator.last.text
    operator.says("/events")
    assert "không xem nội dung" in operator.last.text
    operator.says("xin chào")
    assert "không xem nội dung" in operator.last.text
    operator.presses("Lập tiểu ban", operator.shown[0])
    operator.says("Tiểu ban Lễ tân")
    operator.presses("Lưu")
    assert "t.me/" in operator.last.text


def test_a_greetings_buttons_give_the_commands_they_name(there: Registered) -> None:
    there.lead.says("/start")
    there.lead.presses("Trợ giúp")
    assert "/baocao" in there.lead.last.text
    there.lead.says("/start")
    there.lead.presses("Việc đơn vị")
    assert "DBP70-1" in there.lead.last.text
    for data in ("go:newtask", "go:newsubcommittee", "go:remove", "go", "go:x"):
        there.lead.presses_data(data)
        assert there.lead.toast is not None
        assert there.lead.toast.alert, data


def test_the_chosen_language_counts_before_the_subcommittees(there: Registered) -> None:
    there.lead.says("/language en")
    assert "speaks English" in there.lead.last.text
    there.lead.says("/trogiup")
    assert "The commands you may use" in there.lead.last.text
    there.lead.says("/ngonngu tiếng việt")
    assert "tiếng Việt" in there.lead.last.text
    there.lead.says("/language fr")
    assert "Ví dụ: /ngonngu en" in there.lead.last.text


def test_switching_makes_another_subcommittee_the_active_one(there: Registered) -> None:
    other = there.house.subcommittee("Tiểu ban Hậu cần")
    there.house.appoint(there.lead, other, "observer")
    there.lead.says("/switch hậu cần")
    assert "Tiểu ban Hậu cần" in there.lead.last.text
    there.lead.says("/switch")
    there.lead.presses("An ninh")
    assert "An ninh" in there.lead.last.text
    there.lead.says("/switch tiểu ban")
    assert "Chưa rõ tiểu ban nào" in there.lead.last.text
    there.other.says("/switch hậu cần")
    assert "Hậu cần" not in there.other.last.text


def test_an_edited_command_gets_one_sentence_and_is_not_carried_out(there: Registered) -> None:
    there.house.edited(there.lead, "/accept DBP70-1")
    assert "không được thực hiện lại" in there.lead.last.text
    assert there.task(1).accepted_at is None
    count = len(there.lead.shown)
    there.house.edited(there.lead, "chữ thường")
    assert len(there.lead.shown) == count


def test_forwarded_commands_and_those_of_bots_get_no_answer(there: Registered) -> None:
    count = len(there.lead.shown)
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 0}
    there.lead.says("/accept DBP70-1", forward_origin=origin)
    user = {"id": there.lead.id, "is_bot": True, "first_name": "Bot"}
    raw: dict[str, Any] = {"from": user}
    there.lead.says("/accept DBP70-1", **raw)
    assert len(there.lead.shown) == count
    assert there.task(1).accepted_at is None


def test_thirty_commands_in_ten_seconds_are_carried_out_and_the_rest_counted(
    there: Registered,
) -> None:
    there.house.advance(minutes=1)
    before = len(there.lead.shown)
    for number in range(36):
        there.lead.says("/help" if number % 2 else "/help nosuchcommand")
    assert len(there.lead.shown) == before + 30
    there.chair.says("/help")
    assert "Các lệnh" in there.chair.last.text
    there.house.advance(seconds=10)
    there.house.deliver()
    assert "6 lệnh" in there.lead.last.text
    there.lead.says("/help")
    assert len(there.lead.shown) == before + 32


def test_the_documents_folder_holds_both_pages() -> None:
    assert {path.name for path in reference.FILES.values()} <= {
        path.name for path in Path(reference.DOCS).iterdir()
    }
