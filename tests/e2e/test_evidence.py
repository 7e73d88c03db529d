"""Evidence over real HTTP: albums come in, are kept, and are sent again by their file ids."""

from pathlib import Path

from sandbox import Person
from tests.support.stage import WORK, Stage


async def founded(stage: Stage) -> tuple[Person, Person]:
    """An admin, and the lead of a unit with one task, both joined by their invitations."""
    admin = await stage.founded(*WORK, "/moi CATDB đầu mối")
    return admin, await stage.joined("Đầu mối", admin)


async def test_an_album_becomes_one_report_and_is_shown_to_the_admin(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, lead = await founded(stage)
        lead.sends_album([b"one", b"two", b"three"], caption="DBP70-1 60% đã dựng rào")
        await stage.settle()
        assert "Đang thực hiện, 60%" in stage.last(lead).text
        assert "Đã ghi báo cáo" in stage.last(lead).text
        lead.sends_document(b"plan", caption="sơ đồ", reply_to=stage.last(lead))
        lead.sends_location(21.38, 103.01, reply_to=stage.last(lead))
        await stage.settle()
        await stage.says(admin, "/xem DBP70-1")
        card = stage.last(admin)
        assert "Minh chứng: 5" in card.text
        await stage.presses(admin, card, "Minh chứng (5)")
        shown = stage.messages(admin)[-5:]
        kinds = [
            next(kind for kind in ("photo", "document", "location") if kind in message.content)
            for message in shown
        ]
        assert kinds == ["photo", "photo", "photo", "document", "location"]


async def test_a_prompt_is_answered_by_a_reply(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, lead = await founded(stage)
        await stage.says(lead, "/xong DBP70-1 đã bàn giao")
        await stage.says(admin, "/xem DBP70-1")
        await stage.presses(admin, stage.last(admin), "Trả lại")
        admin.says("bổ sung sơ đồ", reply_to=stage.last(admin))
        await stage.settle()
        assert "Đã trả lại DBP70-1" in stage.last(admin).text
        assert "bổ sung sơ đồ" in stage.last(lead).text


async def test_an_album_that_comes_whole_is_one_report_wherever_its_caption_is(
    tmp_path: Path,
) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, lead = await founded(stage)
        await stage.says(lead, "/xem DBP70-1")
        card = stage.last(lead)
        album = {"media_group_id": "77"}
        for data, caption in ((b"one", ""), (b"two", "80% đã dựng rào"), (b"three", "")):
            lead.sends_photo(data, caption=caption, reply_to=card, extra=dict(album))
        await stage.settle()
        answers = [message.text for message in stage.messages(lead) if "Đã ghi" in message.text]
        assert len(answers) == 1
        await stage.says(admin, "/xem DBP70-1")
        assert "80%" in stage.last(admin).text
        assert "Minh chứng: 3" in stage.last(admin).text
