"""What exactly goes to Telegram for a row."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.outgoing_call import Call, message_id_of, prepare
from storage.outbox import OutboxRow, Priority, Rendered

NOW = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)
MARK = "\n\n(gửi lại, có thể trùng)"
ROW = OutboxRow(
    id=1,
    chat_id=1,
    chat_telegram_id=77,
    chat_kind="private",
    thread_id=None,
    priority=Priority.ANSWER,
    kind="call",
    payload=None,
    key=None,
    state="sending",
    not_before=NOW,
    silent=False,
    attempts=0,
    doubts=0,
    plain=False,
    message_id=None,
    task_id=None,
    error=None,
    subcommittee_id=None,
    person_id=None,
    about=None,
    nominal_at=None,
    created_at=NOW,
)


def _params(method: str, params: dict[str, Any], **changes: Any) -> dict[str, Any]:
    call = prepare(replace(ROW, **changes), Rendered(method, params), paid=False)
    del call.params["chat_id"]
    return call.params


def test_the_mark_of_a_repeat_stands_where_the_words_are() -> None:
    assert _params("sendMessage", {"text": "a"}, doubts=1) == {"text": "a" + MARK}
    assert _params("sendPhoto", {"caption": "a"}, doubts=1) == {"caption": "a" + MARK}
    rich = _params("sendRichMessage", {"rich_message": {"html": "<p>a</p>"}}, doubts=1)
    assert rich == {"rich_message": {"html": "<p>a</p><p>(gửi lại, có thể trùng)</p>"}}
    assert _params("sendLocation", {"latitude": 1}, doubts=1) == {"latitude": 1}


@pytest.mark.parametrize(("name", "limit"), [("text", 4096), ("caption", 1024)])
def test_a_message_that_is_full_is_repeated_without_a_mark(name: str, limit: int) -> None:
    fits = "<b>" + "x" * (limit - len(MARK)) + "</b>"
    full = fits.replace("x</b>", "xx</b>")
    assert _params("sendMessage", {name: fits}, doubts=1)[name] == fits + MARK
    assert _params("sendMessage", {name: full}, doubts=1)[name] == full


def test_preparing_changes_nothing_of_what_was_rendered() -> None:
    params = {"text": "<b>a</b>", "parse_mode": "HTML", "reply_parameters": {"message_id": 1}}
    before = {**params, "reply_parameters": {"message_id": 1}}
    prepare(replace(ROW, doubts=1, plain=True), Rendered("sendMessage", params), paid=True)
    assert params == before


def test_plain_text_keeps_every_word() -> None:
    params = {"caption": "<b>1 &lt; 2</b> &amp; <i>3</i>", "parse_mode": "HTML"}
    assert _params("sendPhoto", params, plain=True) == {"caption": "1 < 2 & 3"}
    assert _params("sendMessage", {"text": "<x>"}, plain=True) == {"text": "<x>"}


def test_the_message_id_is_found_in_every_kind_of_result() -> None:
    made = Call("sendMessage", {})
    assert message_id_of(made, {"message_id": 4}) == 4
    assert message_id_of(made, [{"message_id": 5}, {"message_id": 6}]) == 5
    assert message_id_of(made, True) is None
    assert message_id_of(Call("editMessageText", {"message_id": 7}), True) == 7
