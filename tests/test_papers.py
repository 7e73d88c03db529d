"""The files whose pages `make papers` shows; turning them into pictures needs LibreOffice."""

import io
from pathlib import Path

import pytest
from PIL import Image

from scripts.papers import keep, ordered, pages
from tests.support.paper import lines_of, opened


@pytest.mark.long
def test_the_story_brings_every_kind_of_file(tmp_path: Path) -> None:
    files = dict(ordered(tmp_path))
    assert list(files) == [
        *("report", "card", "progress", "months", "follow-up", "template"),
        *("report-party", "report-en"),
    ]
    said = "\n".join(lines_of(opened(files["report"].content)))
    assert "trong tổng số 14 nhiệm vụ: đã hoàn thành 3/14" in said
    assert "chưa có kinh phí thuê 4 xe cứu thương" in said
    english = lines_of(opened(files["report-en"].content))
    assert "SITUATION REPORT" in english


@pytest.mark.long
def test_a_picture_is_kept_as_it_is_and_a_document_by_its_first_page(tmp_path: Path) -> None:
    files = dict(ordered(tmp_path))
    seen = pages(files["card"], tmp_path)
    (path,) = keep("card", seen, tmp_path)
    assert path.name == "card.png"
    with Image.open(path) as kept, Image.open(io.BytesIO(files["card"].content)) as drawn:
        assert kept.size == drawn.size
    white = [Image.new("RGB", (20, 30), "white")] * 3
    assert [path.name for path in keep("report-en", white, tmp_path)] == ["report-en.png"]
    assert [path.name for path in keep("report", white, tmp_path)] == [
        f"report-{number}.png" for number in (1, 2, 3)
    ]
