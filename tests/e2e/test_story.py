"""The story: a subcommittee prepares three events, from 15 March to 8 May 2024, day by day.

With `STORY_TRANSCRIPT` set the transcript is written there too.
"""

import os
from pathlib import Path

import pytest

from tests.e2e.story import april, founding, march, peak
from tests.e2e.story.acts import Acts
from tests.support.stage import Stage

CHAPTERS = (*founding.CHAPTERS, *march.CHAPTERS, *april.CHAPTERS, *peak.CHAPTERS)


@pytest.mark.early("story")
async def test_the_preparation_is_told_day_by_day(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        play = Acts(stage)
        try:
            for chapter in CHAPTERS:
                await chapter(play)
        finally:
            play.transcript.write(Path(os.environ.get("STORY_TRANSCRIPT", tmp_path / "story.txt")))
