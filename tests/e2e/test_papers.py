"""Documents and calendars as people get them: through the bot, its worker and Telegram."""

from pathlib import Path

import icalendar

from tests.support.paper import lines_of, opened
from tests.support.stage import Stage

COMMANDS = (
    "/themdonvi CATDB | Công an tỉnh Điện Biên",
    "/themsukien DBP70 | Lễ kỷ niệm | Điện Biên | 5/5/2024 - 7/5/2024",
    "/giaoviec DBP70 | Khảo sát sân vận động | CATDB | 20/4/2024 17:00",
)


async def test_a_report_and_a_calendar_arrive_as_files_that_open(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(*COMMANDS)
        await stage.says(admin, "/vanban DBP70 tuần")
        report = stage.document(stage.last(admin))
        assert report.name == "Bao-cao-01-TBANTT-2024-03-15.docx"
        lines = lines_of(opened(report.data))
        assert "Số: 01/BC-TBANTT" in lines
        assert any("trong tổng số 1 nhiệm vụ: đã hoàn thành 0/1" in line for line in lines)
        assert "còn hạn" in stage.last(admin).content["caption"]

        await stage.says(admin, "/lich CATDB")
        calendar = stage.document(stage.last(admin))
        assert calendar.name == "CATDB.ics"
        entries = icalendar.Calendar.from_ical(calendar.data).walk("VEVENT")
        assert sorted(str(entry["UID"]) for entry in entries) == [
            "event-1@tieuban_bot",
            "task-1@tieuban_bot",
        ]
