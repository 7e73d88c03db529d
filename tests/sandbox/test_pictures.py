"""Photos have the size of their pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from sandbox.local import Sandbox
from sandbox.pictures import picture_size


def picture(form: str, size: tuple[int, int], **options: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, form, **options)
    return written.getvalue()


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {}),
        ("GIF", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "exif": b"Exif\0\0" + bytes(4000)}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\0\0MM"}),
    ],
)
@pytest.mark.parametrize("size", [(1080, 1500), (1, 1), (640, 3)])
def test_the_size_is_read_from_the_head(
    form: str, options: dict[str, object], size: tuple[int, int]
) -> None:
    assert picture_size(picture(form, size, **options)) == size


@pytest.mark.parametrize("form", ["PNG", "GIF", "JPEG", "WEBP"])
def test_a_cut_head_has_no_size_and_does_no_harm(form: str) -> None:
    whole = picture(form, (300, 200))
    for length in range(60):
        assert picture_size(whole[:length]) in (None, (300, 200))


def test_anything_else_has_no_size() -> None:
    for data in (b"", b"photo", b"<svg width='9' height='9'/>", b"\x89PNG\r\n\x1a\n" + bytes(40)):
        assert picture_size(data) is None


async def test_a_photo_keeps_the_shape_of_its_picture() -> None:
    async with Sandbox.running() as sandbox:
        bot, person = sandbox.bot(), sandbox.person("Clerk")
        person.start(bot)
        tall = person.sends_photo(picture("PNG", (600, 1500))).content["photo"]
        strange = person.sends_photo(b"no picture").content["photo"]
    assert [(size["width"], size["height"]) for size in tall] == [(36, 90), (600, 1500)]
    assert [(size["width"], size["height"]) for size in strange] == [(90, 67), (1280, 960)]
