"""The whole bot over real HTTP: founded, joined, asked and answered, and speaking by itself."""

from pathlib import Path

from tests.support.stage import WORK, Stage


async def test_what_is_registered_by_command_is_shown_by_command(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(*WORK)
        await stage.says(admin, "/xem DBP70-1")
        card = stage.last(admin)
        assert "Khảo sát sân vận động" in card.text
        assert "Công an tỉnh Điện Biên" in card.text
        assert "thứ Hai 25/03/2024" in card.text


async def test_who_joins_a_unit_gets_its_tasks_and_accepts_them_by_a_button(
    tmp_path: Path,
) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(*WORK)
        await stage.says(admin, "/moi CATDB đầu mối")
        lead = await stage.joined("Đầu mối CATDB", admin)
        notice = next(shown for shown in stage.messages(lead) if "DBP70-1" in shown.text)
        button = next(label for label in notice.buttons if "Nhận" in label)
        await stage.presses(lead, notice, button)
        await stage.says(admin, "/xem DBP70-1")
        assert "Đã nhận" in stage.last(admin).text


async def test_each_morning_the_summary_goes_out_once(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(*WORK)
        before = len(stage.messages(admin))
        await stage.move_to("2024-03-18 09:00")
        summaries = [shown.text.splitlines()[0] for shown in stage.messages(admin)[before:]]
        assert summaries == [
            "📊 Tổng hợp 07:00 thứ Bảy 16/03/2024",
            "📊 Tổng hợp 07:00 Chủ nhật 17/03/2024",
            "📊 Tổng hợp 07:00 thứ Hai 18/03/2024",
        ]


async def test_a_card_that_was_deleted_is_shown_anew(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(*WORK)
        await stage.says(admin, "/xem DBP70-1")
        card = stage.last(admin)
        history = next(label for label in card.buttons if "Lịch sử" in label)
        stage.sandbox.faults.error(
            400, "Bad Request: message to edit not found", method="editMessageText"
        )
        await stage.presses(admin, card, history)
        assert stage.last(admin).id != card.id
        assert "DBP70-1" in stage.last(admin).text
