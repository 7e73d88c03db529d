"""Documents and calendars as people get them: through the bot, its worker and Telegram."""

from pathlib import Path

import icalendar

from sandbox import Message, Person
from tests.e2e.test_the_whole_bot import code_in
from tests.support.paper import lines_of, opened
from tests.support.stage import Stage


async def founded(stage: Stage) -> Person:
    """An admin with an event and its tasks."""
    await stage.says(stage.operator, "/laptieuban Tiểu ban An ninh, trật tự")
    admin = stage.person("Tổ giúp việc")
    admin.start(payload=code_in(stage.last(stage.operator).text))
    await stage.settle()
    await stage.says(admin, "/themdonvi CATDB | Công an tỉnh Điện Biên")
    await stage.says(admin, "/themsukien DBP70 | Lễ kỷ niệm | Điện Biên | 5/5/2024 - 7/5/2024")
    await stage.says(admin, "/giaoviec DBP70 | Khảo sát sân vận động | CATDB | 20/4/2024 17:00")
    return admin


def content(stage: Stage, message: Message) -> tuple[str, bytes]:
    """The name of the file that the message brought, and what is in it."""
    stored = stage.sandbox.world.files.get(message.content["document"]["file_id"])
    return stored.name, stored.data


async def test_a_report_and_a_calendar_arrive_as_files_that_open(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await founded(stage)
        await stage.says(admin, "/vanban DBP70 tuần")
        name, data = content(stage, stage.last(admin))
        assert name == "Bao-cao-01-TBANTT-2024-03-15.docx"
        lines = lines_of(opened(data))
        assert "Số: 01/BC-TBANTT" in lines
        assert any("trong tổng số 1 nhiệm vụ: đã hoàn thành 0/1" in line for line in lines)
        assert "còn hạn" in stage.last(admin).content["caption"]

        await stage.says(admin, "/lich CATDB")
        name, data = content(stage, stage.last(admin))
        assert name == "CATDB.ics"
        entries = icalendar.Calendar.from_ical(data).walk("VEVENT")
        assert sorted(str(entry["UID"]) for entry in entries) == [
            "event-1@tieuban_bot",
            "task-1@tieuban_bot",
        ]
