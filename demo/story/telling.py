"""Tells the story, chapter by chapter and day by day, up to the present."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from demo.playing import Demo
from demo.story.first_half import FIRST_HALF
from demo.story.second_half import SECOND_HALF
from demo.story.teller import Teller
from sandbox.control.director import Progress

Chapter: TypeAlias = Callable[[Teller], Coroutine[None, None, None]]

logger = logging.getLogger("demo.story")

CHAPTERS: tuple[tuple[int, str, Chapter], ...] = (*FIRST_HALF, *SECOND_HALF)
ARRIVED = 1.0  # seconds before the present: so near nothing is passed over any more


async def tell(demo: Demo) -> None:
    """From its first day to the present, which it leaves as the demo's time.

    Raises what goes wrong on the way; then the demo begins anew the next time.
    """
    zone = ZoneInfo(demo.director.zone)
    told = Teller(demo, demo.clock.present().astimezone(zone).date())
    with demo.director.telling() as show:
        first_day, hour, _ = CHAPTERS[0]
        demo.clock.set_to(told.moment(first_day, hour))
        show(_progress(0, told.moment(first_day, hour)))
        await demo.director.process.start()
        for number, (day, hour, chapter) in enumerate(CHAPTERS):
            moment = told.moment(day, hour)
            show(_progress(number, moment))
            await demo.director.walk_to(moment)
            await _play(chapter, told)
        show(_progress(len(CHAPTERS), demo.clock.present().astimezone(zone)))
        await _come_to_the_present(demo)


async def _play(chapter: Chapter, told: Teller) -> None:
    """Whoever looks on may act too, and take a button or a person away from the story."""
    try:
        await chapter(told)
    except (LookupError, ValueError) as error:
        logger.warning("A part of the story is left out: %s: %s", chapter.__name__, error)


async def _come_to_the_present(demo: Demo) -> None:
    while (demo.clock.present() - demo.clock.now()).total_seconds() > ARRIVED:
        await demo.director.walk_to(demo.clock.present())
    demo.clock.shared.set_ahead(demo.clock.shared.present)


def _progress(done: int, moment: datetime) -> Progress:
    labels = {
        "vi": f"Kể lại ba tuần chuẩn bị: ngày {moment:%d/%m}",
        "en": f"Three weeks of preparation: {moment.day} {moment:%B}",
    }
    return Progress(labels, done, len(CHAPTERS) + 1)
