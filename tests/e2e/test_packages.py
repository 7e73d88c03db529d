"""The package of a closed event: put together by the real process, kills in the middle of it."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.outgoing_call import RESENT
from sandbox import Message
from tests.support.office import LONGEST, Office

PHOTOS = 12
TOO_LARGE = 30_000_000  # for Telegram to hand to a bot
BUTTON = "📦 Hồ sơ sự kiện (.zip)"


class Desk(Office):
    """An admin alone, who gives a task to a unit, reports on it with photos and closes."""

    async def closed(self) -> Message:
        """The message that offers the package."""
        await self.found()
        await self.says(self.admin, "/themdonvi CATDB | Công an tỉnh")
        await self.says(self.admin, "/themsukien DBP70 | Lễ kỷ niệm | Điện Biên | 7/5/2099")
        await self.says(self.admin, "/giaoviec DBP70 | Khảo sát | CATDB | 1/5/2099")
        for number in range(PHOTOS):
            before = len(self.sandbox.replies(self.admin))
            self.admin.sends_photo(b"photo %d" % number, caption=f"DBP70-1 ảnh {number}")
            await self.answered(self.admin, before + 1)
        before = len(self.sandbox.replies(self.admin))
        self.admin.sends_document(b"x", name="a.pdf", size=TOO_LARGE, caption="DBP70-1 bản vẽ")
        await self.answered(self.admin, before + 1)
        await self.says(self.admin, "/xong DBP70-1")
        await self.says(self.admin, "/duyet DBP70-1")
        return await self.says(self.admin, "/dongsukien DBP70")

    def pack(self) -> zipfile.ZipFile:
        (file,) = self.documents()
        stored = self.sandbox.world.files.get(file.content["document"]["file_id"])
        return zipfile.ZipFile(io.BytesIO(stored.data))

    def asked(self, method: str) -> int:
        """How many calls of the method have come."""
        return sum(call.method == method for call in self.sandbox.calls.calls)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk.opened(tmp_path) as opened:
        yield opened


@pytest.mark.long
async def test_a_package_comes_with_everything_and_its_message_tells(desk: Desk) -> None:
    async with desk.process() as process:
        await process.ready()
        offer = await desk.closed()
        desk.admin.press(offer, BUTTON)
        await desk.sandbox.until(lambda: "Đã gửi đủ" in offer.text, LONGEST)
        names = desk.pack().namelist()
        assert desk.pack().testzip() is None
        assert sum(name.startswith("Minh chứng/DBP70-1/") for name in names) == PHOTOS
        index = desk.pack().read("Mục lục.txt").decode("utf-8-sig")
        assert "DBP70-1, số 13: lớn hơn 20 MB" in index
        assert sum(name.endswith(".png") for name in names) == 2
        assert not (desk.database.parent / "packages" / "1").exists()
        process.terminate()
        assert await process.ended(within=5.0) == 0


@pytest.mark.long
async def test_a_package_outlives_kills_and_comes_once(desk: Desk) -> None:
    async with desk.process() as process:
        await process.ready()
        offer = await desk.closed()
        desk.admin.press(offer, BUTTON)
        await desk.sandbox.until(lambda: desk.asked("getFile") >= PHOTOS // 2, LONGEST)
        process.kill()
    assert desk.documents() == []
    async with desk.process() as process:
        await desk.sandbox.until(lambda: "đóng gói" in offer.text, LONGEST)
        process.kill()
    assert desk.documents() == []
    async with desk.process() as process:
        await desk.sandbox.until(lambda: "Đã gửi đủ" in offer.text, LONGEST)
        process.terminate()
        assert await process.ended(within=5.0) == 0
    assert desk.pack().testzip() is None
    assert RESENT["vi"] not in desk.documents()[0].content["caption"]
    # What had been fetched before the kill was not fetched again.
    assert desk.asked("getFile") <= PHOTOS + 2


async def test_a_stop_in_the_middle_is_in_time(desk: Desk) -> None:
    async with desk.process() as process:
        await process.ready()
        offer = await desk.closed()
        desk.admin.press(offer, BUTTON)
        await desk.sandbox.until(lambda: "đóng gói" in offer.text, LONGEST)
        process.terminate()
        assert await process.ended(within=5.0) == 0
    assert desk.documents() == []
