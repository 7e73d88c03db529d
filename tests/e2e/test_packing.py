"""Packages beside the line of messages: odd files, a lost folder, one that cannot be made."""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from sandbox import Message, Person
from tests.support.stage import Stage

LONGEST = 60.0  # seconds; only a guard against waiting for ever
UNIT = "/themdonvi CATDB | Công an tỉnh"
BUTTON = "📦 Hồ sơ sự kiện (.zip)"


async def closed(stage: Stage, admin: Person, code: str, *names: str) -> Message:
    """The message that offers the package; the event's one task is shown for with these files."""
    await stage.says(admin, f"/themsukien {code} | Lễ kỷ niệm | Điện Biên | 7/5/2024")
    await stage.says(admin, f"/giaoviec {code} | Khảo sát | CATDB | 1/5/2024")
    for name in names:
        admin.sends_document(name.encode(), name=name, caption=f"{code}-1 bản vẽ")
        await stage.settle()
    await stage.says(admin, f"/xong {code}-1")
    await stage.says(admin, f"/duyet {code}-1")
    await stage.says(admin, f"/dongsukien {code}")
    return stage.last(admin)


async def packed(stage: Stage, admin: Person, offer: Message) -> zipfile.ZipFile:
    await stage.sandbox.until(lambda: "Đã gửi đủ" in offer.text, LONGEST)
    file = stage.document(files(stage, admin)[-1])
    return zipfile.ZipFile(io.BytesIO(file.data))


def files(stage: Stage, admin: Person) -> list[Message]:
    return [each for each in stage.messages(admin) if "document" in each.content]


async def test_the_endings_of_evidence_are_only_endings(tmp_path: Path) -> None:
    names = ("a.missing", "b.part", "c")
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNIT)
        offer = await closed(stage, admin, "DBP70", *names)
        admin.press(offer, BUTTON)
        pack = await packed(stage, admin, offer)
    shown = [pack.read(name).decode() for name in pack.namelist() if "Minh chứng/" in name]
    assert sorted(shown) == sorted(names)


async def test_a_package_whose_folder_is_lost_is_fetched_again(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNIT)
        offer = await closed(stage, admin, "DBP70", "a.pdf")
        await stage.switch_off()
        admin.press(offer, BUTTON)
        await stage.switch_on()
        await stage.switch_off()
        with closing(sqlite3.connect(tmp_path / "stage.db")) as connection:
            connection.execute("UPDATE packages SET state = 'packing'")
            connection.execute("DELETE FROM outbox WHERE key LIKE 'package:%'")
            connection.commit()
        await stage.switch_on()
        pack = await packed(stage, admin, offer)
        assert any("Minh chứng/" in name for name in pack.namelist())


async def test_a_package_that_cannot_be_made_holds_up_no_other(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin = await stage.founded(UNIT)
        await closed(stage, admin, "DBP70")
        second = await closed(stage, admin, "QK30")
        await stage.switch_off()
        with closing(sqlite3.connect(tmp_path / "stage.db")) as connection:
            connection.execute(
                """
                INSERT INTO packages (
                    subcommittee_id, event_id, person_id, language, message_id, state, created_at
                )
                SELECT 1, 1, id, 'none', 1, 'fetching', ''
                FROM persons
                WHERE name = 'Tổ giúp việc'
                """
            )
            connection.commit()
        await stage.switch_on()
        await stage.presses(admin, second, BUTTON)
        await stage.sandbox.until(lambda: files(stage, admin), LONGEST)
