"""A demo in a test: a short story of its own, on a day that the test chooses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.folder import DemoFolder
from demo.playing import Demo, Story, play
from demo.story.teller import Teller
from sandbox import Message, Person

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=ZONE)
ADMIN, LEAD, CHAIR = "Tổ giúp việc", "Đầu mối CATDB", "Trưởng Tiểu ban"


async def short_story(demo: Demo) -> None:
    """An event whose peak is ten days ahead, one task due in five days, one at a set hour."""
    told = Teller(demo, NOW.date())
    await demo.director.process.start()
    told.people["operator"] = demo.operator
    await told.says("operator", "/laptieuban Tiểu ban An ninh, trật tự")
    await told.join((ADMIN, told.code(demo.operator)))
    await told.says(ADMIN, "/themdonvi CATDB | Công an tỉnh Điện Biên")
    await told.join((CHAIR, await told.invited(ADMIN, "trưởng")))
    await told.join((LEAD, await told.invited(ADMIN, "CATDB đầu mối")))
    await told.says(ADMIN, "/themsukien DBP70 | Lễ kỷ niệm | Điện Biên | [+10] - [+12]")
    await told.says(ADMIN, "/giaoviec DBP70 | Khảo sát | CATDB | [+5]")
    await told.says(ADMIN, "/giaoviec DBP70 | Xuất quân | CATDB | 17:00 [+1]")


@asynccontextmanager
async def demo_in(
    path: Path, story: Story = short_story, now: datetime | None = NOW
) -> AsyncIterator[Demo]:
    """A demo of the folder, played; what an earlier one left there is gone on with."""
    folder = DemoFolder(path)
    folder.take()
    try:
        async with Demo.running(folder, port=0, now=now) as demo:
            await play(demo, story)
            yield demo
    finally:
        folder.release()


def person(demo: Demo, name: str) -> Person:
    """Somebody of the story by name."""
    world = demo.sandbox.world
    return next(Person(world, user) for user in world.users.values() if user.first_name == name)


def replies(demo: Demo, name: str) -> list[Message]:
    """What the bot wrote to them, oldest first."""
    return demo.sandbox.replies(person(demo, name))


def local(message: Message) -> datetime:
    """When it was sent, as a wall clock in Việt Nam shows it."""
    return datetime.fromtimestamp(message.date, ZONE)
