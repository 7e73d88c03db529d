"""Evidence: photos, files and places that come with reports, alone and in albums."""

import itertools
from typing import Any

import pytest

from domain.task import Move, Status
from storage import evidence, loose_media, reports
from tests.support.assigned import assigned
from tests.support.house import House, Shown
from tests.support.registered import Registered


@pytest.fixture
def there(house: House) -> Registered:
    return assigned(house)


def photo(name: str, **more: Any) -> dict[str, Any]:
    size = {"file_id": f"F{name}", "file_unique_id": f"U{name}", "width": 9, "height": 9}
    return {"photo": [{**size, "file_id": "small", "file_unique_id": "s"}, size], **more}


def document(name: str, **more: Any) -> dict[str, Any]:
    return {"document": {"file_id": f"F{name}", "file_unique_id": f"U{name}"}, **more}


def answering(card: Shown) -> dict[str, Any]:
    chat = {"id": card.chat, "type": "private"}
    return {"reply_to_message": {"message_id": card.id, "date": 0, "chat": chat}}


def files(there: Registered, number: int = 1) -> list[str | None]:
    kept = evidence.of_task(there.house.connection, there.task(number).id, 99)
    return sorted((piece.file_id for piece in kept), key=str)


def notes(there: Registered, number: int = 1) -> list[str]:
    """Of all reports on the task but its acceptance, oldest first."""
    made = reports.of_task(there.house.connection, there.task(number).id)
    return [report.note for report in reversed(made) if report.move is not Move.ACCEPT]


def test_a_photo_with_a_command_as_its_caption_is_evidence(there: Registered) -> None:
    there.lead.sends(**photo("a", caption="/baocao DBP70-1 60% đã dựng rào"))
    assert there.task(1).percent == 60
    assert files(there) == ["Fa"]
    assert "1 minh chứng" in there.lead.last.text


def test_a_photo_whose_caption_begins_with_a_reference_is_a_report(there: Registered) -> None:
    there.lead.sends(**photo("a", caption="DBP70-1 xong"))
    assert there.task(1).status is Status.SUBMITTED
    assert files(there) == ["Fa"]


def test_a_photo_that_answers_a_card_is_a_report_on_it(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.sends(**photo("a", **answering(there.lead.last)))
    assert there.task(1).status is Status.IN_PROGRESS
    assert files(there) == ["Fa"]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (photo("a"), "photo"),
        (document("a"), "document"),
        ({"video": {**photo("a")["photo"][1], "duration": 3}}, "video"),
        ({"voice": {"file_id": "Fa", "file_unique_id": "Ua", "duration": 3}}, "voice"),
        ({"audio": {"file_id": "Fa", "file_unique_id": "Ua", "duration": 3}}, "audio"),
        ({"location": {"latitude": 21.38, "longitude": 103.01}}, "location"),
    ],
)
def test_media_without_a_reference_asks_of_which_task(
    there: Registered, raw: dict[str, Any], kind: str
) -> None:
    there.lead.sends(**raw)
    question = there.lead.last
    assert "Của nhiệm vụ nào?" in question.text
    assert question.labels == ["DBP70-1 · Khảo sát tuyến đường", "DBP70-2 · Bảo đảm y tế"]
    there.lead.presses("DBP70-2")
    assert there.lead.last is question
    assert "Đã ghi báo cáo DBP70-2" in question.text
    (piece,) = evidence.of_task(there.house.connection, there.task(2).id, 9)
    assert piece.kind == kind


def test_the_caption_of_media_without_a_reference_is_the_report(there: Registered) -> None:
    there.lead.sends(**photo("a", caption="40% đã đổ bê tông"))
    there.lead.presses("DBP70-1")
    assert there.task(1).percent == 40
    assert notes(there) == ["đã đổ bê tông"]


def test_a_question_is_answered_once(there: Registered) -> None:
    there.lead.sends(**photo("a"))
    question = there.lead.last
    data = question.data("DBP70-1")
    there.lead.presses("DBP70-1")
    there.lead.presses_data(data, question)
    assert there.lead.toast is not None
    assert there.lead.toast.text == "Tệp này đã được ghi vào một báo cáo."
    assert len(notes(there)) == 1


def test_nobody_places_the_media_of_somebody_else(there: Registered) -> None:
    there.lead.sends(**photo("a"))
    there.other.presses_data(there.lead.last.data("DBP70-1"), there.lead.last)
    assert there.other.toast is not None
    assert there.other.toast.text == "Nút này không còn dùng được."
    assert files(there) == []


def test_the_question_goes_by_pages(there: Registered) -> None:
    lines = "\n".join(f"Việc số {number} | CATDB | 1/5/2024" for number in range(12))
    there.admin.says(f"/newtask DBP70\n{lines}")
    there.lead.sends(**photo("a"))
    there.lead.presses("›")
    there.lead.presses("DBP70-16")
    assert files(there, 16) == ["Fa"]


def test_who_has_no_open_task_is_told_so(there: Registered) -> None:
    there.chair.sends(**photo("a"))
    assert there.chair.last.text == "Vai trò của đồng chí không báo cáo nhiệm vụ."
    there.admin.says("/canceltask DBP70-4 thôi")
    empty = there.house.joins("Cán bộ PC06", there.subcommittee, "member", unit="PC06")
    empty.sends(**photo("b"))
    assert "không có nhiệm vụ đang mở" in empty.last.text


CAPTION = "60% đã dựng rào"


@pytest.mark.parametrize("captioned", range(3))
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_an_album_with_a_reference_is_one_report_in_whatever_order(
    there: Registered, order: tuple[int, ...], captioned: int
) -> None:
    for part in order:
        caption = {"caption": f"DBP70-1 {CAPTION}"} if part == captioned else {}
        there.lead.sends(**photo(str(part), media_group_id="G", **caption))
    assert there.task(1).percent == 60
    assert files(there) == ["F0", "F1", "F2"]
    assert notes(there) == ["đã dựng rào"]


@pytest.mark.parametrize("captioned", [None, 0, 1, 2])
def test_an_album_that_answers_a_card_is_one_report(
    there: Registered, captioned: int | None
) -> None:
    there.lead.says("/xem DBP70-1")
    card = there.lead.last
    for part in range(3):
        caption = {"caption": "đã dựng rào"} if part == captioned else {}
        there.lead.sends(**photo(str(part), media_group_id="G", **caption, **answering(card)))
    assert files(there) == ["F0", "F1", "F2"]
    assert len(notes(there)) == 1
    there.lead.says("/xem DBP70-1")
    assert ("đã dựng rào" in there.lead.last.text) is (captioned is not None)
    assert "Minh chứng: 3" in there.lead.last.text


@pytest.mark.parametrize("answered_after", [1, 2, 3])
@pytest.mark.parametrize("captioned", [None, 0, 1, 2])
def test_an_album_is_asked_about_once_whenever_the_question_is_answered(
    there: Registered, answered_after: int, captioned: int | None
) -> None:
    for part in range(3):
        caption = {"caption": "đã dựng rào"} if part == captioned else {}
        there.lead.sends(**photo(str(part), media_group_id="G", **caption))
        if part + 1 == answered_after:
            there.lead.presses("DBP70-1")
    questions = [text for text in there.lead.texts if "Của nhiệm vụ nào?" in text]
    assert len(questions) == 0
    assert files(there) == ["F0", "F1", "F2"]
    assert len(notes(there)) == 1
    there.lead.says("/xem DBP70-1")
    assert ("đã dựng rào" in there.lead.last.text) is (captioned is not None)


def test_a_percent_on_a_later_part_still_counts(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    card = there.lead.last
    there.lead.sends(**photo("0", media_group_id="G", **answering(card)))
    there.lead.sends(**photo("1", media_group_id="G", caption="80%", **answering(card)))
    assert there.task(1).percent == 80
    assert files(there) == ["F0", "F1"]


def test_two_persons_albums_are_kept_apart(there: Registered) -> None:
    there.lead.sends(**photo("a", media_group_id="G", caption="DBP70-1 10%"))
    there.other.sends(**photo("b", media_group_id="G"))
    assert files(there) == ["Fa"]
    assert "Của nhiệm vụ nào?" in there.other.last.text


def test_evidence_is_sent_again_from_the_card(there: Registered) -> None:
    for part in range(12):
        caption = {"caption": "DBP70-1 10% <b>rào</b>"} if part == 0 else {}
        there.lead.sends(**photo(str(part), media_group_id="G", **caption))
    there.lead.sends(**document("d", caption="DBP70-1 sơ đồ"))
    there.lead.sends(location={"latitude": 21.38, "longitude": 103.01}, **_reply(there))
    there.other.says("/xem DBP70-1")
    sent = there.other.presses("Minh chứng (14)")
    methods = [message.method for message in sent]
    assert methods == ["sendMediaGroup", "sendMediaGroup", "sendDocument", "sendLocation"]
    assert [len(message.params["media"]) for message in sent[:2]] == [10, 2]
    assert sent[2].params["document"] == "Fd"
    assert "DBP70-1 · 08:00 thứ Sáu 15/03/2024, Đầu mối Điện Biên" in sent[2].params["caption"]
    assert sent[3].params["latitude"] == 21.38


def _reply(there: Registered) -> dict[str, Any]:
    there.lead.says("/xem DBP70-1")
    return answering(there.lead.last)


def test_evidence_is_for_those_who_may_see_the_task(there: Registered) -> None:
    there.lead.sends(**photo("a", caption="DBP70-2 10%"))
    there.other.presses_data(f"evidence:{there.task(2).id}", there.lead.last)
    assert there.other.toast is not None
    assert there.other.toast.text == "Nút này không còn dùng được."


def test_loose_media_are_forgotten_in_time(there: Registered) -> None:
    there.lead.sends(**photo("a"))
    question = there.lead.last
    there.house.advance(days=3)
    assert loose_media.forget_before(there.house.connection, there.house.now) == 1
    there.lead.presses("DBP70-1", question)
    assert there.lead.toast is not None
    assert there.lead.toast.text == "Nút này không còn dùng được."


def test_a_refused_report_keeps_no_evidence(there: Registered) -> None:
    there.lead.sends(**photo("a", caption="DBP70-1 150%"))
    assert "không phải tỷ lệ hoàn thành" in there.lead.last.text
    assert files(there) == []


def test_a_photo_answers_the_question_of_what_blocks(there: Registered) -> None:
    there.lead.says("/xem DBP70-1")
    there.lead.presses("Vướng mắc")
    prompt = there.lead.last
    there.lead.sends(**photo("a", caption="sạt lở đường", **answering(prompt)))
    assert there.task(1).obstacle == "sạt lở đường"
    assert files(there) == ["Fa"]


def test_the_first_part_of_an_album_is_not_counted_as_all_of_it(there: Registered) -> None:
    there.lead.sends(**photo("a", caption="DBP70-1 60%", media_group_id="7"))
    assert "cả album là minh chứng" in there.lead.last.text
    there.lead.sends(**photo("b", media_group_id="7"))
    assert files(there) == ["Fa", "Fb"]
