"""Pictures and the full table over real HTTP: drawn by the worker, sent to a strict server."""

from pathlib import Path

from sandbox import Message, Person
from tests.support.stage import Stage

UNITS = "/themdonvi CATDB | Công an tỉnh Điện Biên\nYTE | Cục Y tế"
EVENT = "/themsukien DBP70 | Lễ kỷ niệm 70 năm | Điện Biên | 15/4/2024 - 16/4/2024"
TASKS = """/giaoviec DBP70
Khảo sát sân vận động | CATDB | 25/3/2024
Phương án y tế | YTE | 10/4/2024"""


def photos(stage: Stage, admin: Person, since: int) -> list[Message]:
    return [each for each in stage.messages(admin)[since:] if "photo" in each.content]


async def test_the_pictures_arrive_with_their_words(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNITS, EVENT, TASKS)
        before = len(stage.messages(admin))
        await stage.says(admin, "/bieudo DBP70")
        card, progress = photos(stage, admin, before)
        assert "2 nhiệm vụ: ✅ 0 xong · 🔵 2 còn hạn · 🔴 0 quá hạn" in card.text
        assert "0/2 nhiệm vụ hoàn thành" in progress.text
        size = card.content["photo"][-1]
        assert size["file_size"] > 20_000


async def test_on_a_ladder_day_a_picture_follows_the_summary_silently(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNITS, EVENT, TASKS)
        before = len(stage.messages(admin))
        await stage.move_to("2024-03-16 09:00")  # 30 days before the peak
        summary, card = stage.messages(admin)[before:]
        assert summary.text.startswith("📊 Tổng hợp 07:00 thứ Bảy 16/03/2024")
        assert "photo" in card.content
        assert card.silent
        await stage.move_to("2024-03-17 09:00")
        assert len(photos(stage, admin, before)) == 1


async def test_the_full_table_is_a_rich_message(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNITS, EVENT, TASKS)
        await stage.says(admin, "/tonghop")
        await stage.presses(admin, stage.last(admin), "📋 Bảng đầy đủ")
        kinds = [block["type"] for block in stage.last(admin).content["rich_message"]["blocks"]]
        assert kinds.count("table") == 1
        assert kinds.count("details") == 2


async def test_where_the_server_is_too_old_for_it_the_usual_form_comes(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNITS, EVENT, TASKS)
        stage.sandbox.faults.error(
            404, "Not Found: method not found", method="sendRichMessage", times=10
        )
        await stage.says(admin, "/tonghop")
        await stage.presses(admin, stage.last(admin), "📋 Bảng đầy đủ")
        usual = stage.last(admin)
        assert usual.text.startswith("Không gửi được bảng đầy đủ ở đây")
        assert "2 nhiệm vụ" in usual.text
        await stage.says(admin, "/caidat bảng đầy đủ = có")
        await stage.says(admin, "/tonghop")
        assert stage.last(admin).text.startswith("📊 Tổng hợp")
        before = len(stage.messages(admin))
        await stage.move_to("2024-03-17 09:00")
        told = [each for each in stage.messages(admin)[before:] if "photo" not in each.content]
        assert [each.text.splitlines()[0] for each in told] == [
            "📊 Tổng hợp 07:00 thứ Bảy 16/03/2024",
            "📊 Tổng hợp 07:00 Chủ nhật 17/03/2024",
        ]
