"""Plays a day of a subcommittee on the local Telegram and takes a picture of two phones.

`make picture` writes docs/pictures/chat.png. All that is seen was said by the bot or to it.
Needs Chromium; with pngquant the file is a third as large.
"""

import asyncio
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment
from markupsafe import Markup

from sandbox import Message, Person
from scripts.entities import as_html
from tests.support.stage import ZONE, Stage

HERE = Path(__file__).resolve().parent
PICTURE = HERE.parent / "docs" / "pictures" / "chat.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 856, 1128  # of the page, in its own pixels
SCALE = 1.5

UNITS = """/themdonvi CATDB | Công an tỉnh Điện Biên
CSGT | Cục Cảnh sát giao thông
CANHVE | Bộ Tư lệnh Cảnh vệ
YTE | Cục Y tế"""
EVENT = "/themsukien DBP70 | Lễ kỷ niệm 70 năm | TP Điện Biên Phủ | 5/5/2024 - 7/5/2024"
TASKS = """/giaoviec DBP70
Khảo sát sân vận động tỉnh | CATDB | 22/3/2024 | phối hợp CANHVE
Phương án phân luồng giao thông | CSGT | 10/4/2024 | phối hợp CATDB
Chỗ nghỉ lực lượng tăng cường | CATDB | 29/4/2024
Kiểm tra nơi đại biểu lưu trú | CANHVE | 26/4/2024 | phối hợp CATDB
Phương án y tế, cấp cứu | YTE | 27/4/2024
Dự báo số người dự lễ | CATDB | N-6 | gấp"""
FOUND = "/laptieuban Tiểu ban An ninh, trật tự"
OBSTACLE = "/vuong DBP70-3 chưa có kinh phí thuê nhà nghỉ"
WAY_OUT = "/govuong DBP70-3 đã duyệt kinh phí, triển khai ngay"


@dataclass(frozen=True)
class Phone:
    """What one person sees."""

    owner: str
    messages: list[Message]


def code_in(message: Message) -> str:
    """The code of the invitation that the message brings."""
    found = re.search(r"start=([\w-]+)", message.text)
    if found is None:
        raise LookupError(f"no invitation in {message.text!r}")
    return found[1]


async def invited(stage: Stage, admin: Person, name: str, words: str) -> Person:
    await stage.says(admin, f"/moi {words}")
    person = stage.person(name)
    person.start(payload=code_in(stage.last(admin)))
    await stage.settle()
    return person


async def founded(stage: Stage) -> tuple[Person, Person]:
    """Six weeks of preparation; the lead of a unit and the chair."""
    await stage.says(stage.operator, FOUND)
    admin = stage.person("Tổ giúp việc")
    admin.start(payload=code_in(stage.last(stage.operator)))
    await stage.settle()
    for said in (UNITS, EVENT):
        await stage.says(admin, said)
    chair = await invited(stage, admin, "Trưởng Tiểu ban", "trưởng")
    lead = await invited(stage, admin, "Đầu mối CATDB", "CATDB đầu mối")
    others = {
        unit: await invited(stage, admin, f"Đầu mối {unit}", f"{unit} đầu mối")
        for unit in ("CSGT", "CANHVE", "YTE")
    }
    await stage.says(admin, TASKS)
    await stage.says(lead, "/nhan DBP70-3 DBP70-6")
    await stage.says(others["CANHVE"], "DBP70-4 40% đã kiểm tra 3 trên 7 nơi")
    await stage.move_to("2024-03-21 15:00")
    await stage.says(lead, "DBP70-1 xong: đã khảo sát cùng Bộ Tư lệnh Cảnh vệ")
    await stage.says(others["CSGT"], "DBP70-2 xong")
    await stage.says(admin, "/duyet DBP70-1 DBP70-2")
    await stage.move_to("2024-04-27 16:00")
    await stage.says(others["YTE"], "DBP70-5 xong")
    return lead, chair


async def seven_days_before(stage: Stage, lead: Person, chair: Person) -> None:
    """Seven days before the peak: reports, an obstacle, and the chair who clears it."""
    await stage.move_to("2024-04-28 07:06")
    await stage.says(lead, "DBP70-6 80% đang lấy ý kiến các đơn vị")
    await stage.move_to("2024-04-28 07:09")
    await stage.says(lead, OBSTACLE)
    await stage.move_to("2024-04-28 07:15")
    await stage.says(chair, WAY_OUT)
    await stage.move_to("2024-04-28 16:40")
    await stage.says(lead, "DBP70-6 xong: đã gửi Tổ giúp việc")


async def play() -> list[Phone]:
    """The two phones as they are in the end."""
    with TemporaryDirectory() as folder:
        async with Stage.running(Path(folder)) as stage:
            lead, chair = await founded(stage)
            await stage.move_to("2024-04-28 06:59")
            before = {who: len(stage.sandbox.messages(who)) for who in (lead, chair)}
            await seven_days_before(stage, lead, chair)
            return [
                Phone(who.user.first_name, stage.sandbox.messages(who)[since:])
                for who, since in before.items()
            ]


def page(phones: list[Phone]) -> str:
    """The phones side by side, as HTML."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["marked_up"] = lambda message: Markup(
        as_html(message.text, message.entities)
    )
    environment.filters["clock"] = clock
    template = environment.from_string((HERE / "picture.html.j2").read_text(encoding="utf-8"))
    return template.render(phones=phones, width=WIDTH, height=HEIGHT)


def clock(seconds: int) -> str:
    """The time of day in Việt Nam."""
    return datetime.fromtimestamp(seconds, ZONE).strftime("%H:%M")


def photograph(html: str, target: Path) -> None:
    """Writes the page as a PNG. Raises SystemExit without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"a browser is needed (looked for: {', '.join(BROWSERS)})")
    with TemporaryDirectory() as folder:
        source = Path(folder, "chat.html")
        source.write_text(html, encoding="utf-8")
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--hide-scrollbars",
                f"--user-data-dir={folder}/profile",
                f"--force-device-scale-factor={SCALE}",
                f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
    if (shrink := shutil.which("pngquant")) is not None:
        subprocess.run([shrink, "--force", "--output", str(target), str(target)], check=True)


if __name__ == "__main__":
    photograph(page(asyncio.run(play())), PICTURE)
    print(PICTURE)
