"""Plans through the whole bot: fetched over HTTP, read by the worker, imported beside all else."""

import io
import sqlite3
import tracemalloc
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import openpyxl

from sandbox import Message, Person
from tests.support.plan_files import HEADINGS, text_table, workbook
from tests.support.stage import Stage

ROWS = [
    HEADINGS,
    ("Khảo sát tuyến đường", "CATDB", "", "17:00 20/04/2024"),
    ("Dẫn đoàn", "CATDB", "", "N-7"),
    ("Việc lạ", "CAXX", "", "N-7"),
]
MANY = [HEADINGS, *((f"Việc số {number}", "CATDB", "", "N-7") for number in range(400))]


async def founded(stage: Stage) -> tuple[Person, Person]:
    """An admin, and the lead of CATDB, in a subcommittee with the event DBP70."""
    admin = await stage.founded(
        "/themdonvi CATDB | Công an tỉnh Điện Biên",
        "/themsukien DBP70 | Kỷ niệm 70 năm | Điện Biên | 7/5/2024",
        "/moi CATDB đầu mối",
    )
    return admin, await stage.joined("Đầu mối", admin)


def sends(who: Person, rows: Sequence[tuple[str, ...]]) -> None:
    who.sends_document(workbook(rows), "Kế hoạch.xlsx", caption="/nhap DBP70")


def with_text(stage: Stage, who: Person, text: str) -> list[Message]:
    return [message for message in stage.messages(who) if text in message.text]


async def test_a_plan_is_shown_corrected_imported_and_taken_back(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, lead = await founded(stage)
        sends(admin, ROWS)
        await stage.settle()
        (preview,) = with_text(stage, admin, "Mới: 2")
        assert "B4: Không có đơn vị nào tên là CAXX" in preview.text
        file = stage.document(stage.last(admin))
        assert file.name == "Kế hoạch - lỗi.xlsx"
        sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
        assert sheet is not None
        assert sheet["B4"].comment is not None
        await stage.presses(admin, preview, "Nhập 2 dòng đúng")
        assert "giao mới 2" in preview.text
        (notice,) = with_text(stage, lead, "DBP70-1")
        assert "DBP70-2" in notice.text
        await stage.presses(admin, preview, "Hoàn tác")
        assert "Đã hoàn tác" in preview.text
        await stage.says(lead, "/viec")
        assert "DBP70-" not in stage.last(lead).text


async def test_a_plan_that_cannot_be_fetched_now_is_fetched_later(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, _ = await founded(stage)
        stage.sandbox.faults.server_error(502, method="getFile")
        sends(admin, ROWS)
        await stage.settle()
        assert not with_text(stage, admin, "Mới: 2")
        await stage.move_to("2024-03-15 08:05")
        assert len(with_text(stage, admin, "Mới: 2")) == 1


async def test_a_plan_that_telegram_does_not_give_out_is_asked_for_again(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, _ = await founded(stage)
        stage.sandbox.faults.error(400, "Bad Request: wrong file_id", method="getFile")
        sends(admin, ROWS)
        await stage.settle()
        assert "Không tải được tệp từ Telegram" in stage.last(admin).text


async def test_a_plan_that_is_gone_holds_up_no_other(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, _ = await founded(stage)
        await stage.switch_off()
        sends(admin, MANY)
        stage.sandbox.world.files.by_path.clear()
        sends(admin, ROWS)
        await stage.switch_on()
        assert len(with_text(stage, admin, "Không tải được tệp từ Telegram")) == 1
        assert len(with_text(stage, admin, "Mới: 2")) == 1


async def test_a_bot_that_ends_meanwhile_goes_on_where_it_was(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, lead = await founded(stage)
        await stage.switch_off()
        sends(admin, MANY)
        await stage.switch_on()
        (preview,) = with_text(stage, admin, "Mới: 400")
        admin.press(preview, "Nhập 400 dòng")
        while not await _some(stage):
            pass
        await stage.switch_off()
        await stage.switch_on()
        assert "giao mới 400" in preview.text
        assert len(with_text(stage, lead, "DBP70-1")) == 1
        await stage.says(admin, "/nhatky")
        assert stage.last(admin).text.count("nhập kế hoạch vào") == 1


async def test_a_plan_four_times_as_long_needs_no_more_of_the_bots_memory(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, _ = await founded(stage)
        # Whatever is there for good from the first plan on is there for the second.
        await _peak_of_reading(stage, admin, 300)
        short, long = [await _peak_of_reading(stage, admin, rows) for rows in (500, 2000)]
        assert long < 1.5 * short


async def _peak_of_reading(stage: Stage, admin: Person, rows: int) -> int:
    """Bytes more than before, while the plan is read, compared and stored."""
    listed = [HEADINGS, *((f"Việc số {number}", "CATDB", "", "N-7") for number in range(rows))]
    content = text_table(listed)
    tracemalloc.start()
    try:
        admin.sends_document(content, "Kế hoạch.csv", caption="/nhap DBP70")
        await stage.settle()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert with_text(stage, admin, "Mới: " + f"{rows:,}".replace(",", "."))
    return peak


async def test_a_bot_that_is_stopped_while_it_reads_a_plan_has_not_failed_at_it(
    tmp_path: Path,
) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, _ = await founded(stage)
        assert stage.tieuban is not None
        stage.tieuban.workshop._recipes = {"plan": "tests.support.recipes:hang"}
        sends(admin, ROWS)
        while await stage.tieuban.database.read(_how_far) != [("reading", 1)]:
            pass
        await stage.switch_off()
    with closing(sqlite3.connect(tmp_path / "stage.db")) as connection:
        assert _how_far(connection) == [("fetching", 0)]


def _how_far(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    return [tuple(row) for row in connection.execute("SELECT state, attempts FROM imports")]


async def _some(stage: Stage) -> bool:
    """Whether some of the tasks are there, and not yet all."""
    assert stage.tieuban is not None
    return await stage.tieuban.database.read(
        lambda connection: bool(connection.execute("SELECT 1 FROM tasks LIMIT 1").fetchone())
    )
