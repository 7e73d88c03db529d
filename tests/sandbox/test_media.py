from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest

from sandbox import Person, Sandbox
from tests.support.api import Answer, Api


async def upload(api: Api, method: str, data: bytes, **fields: Any) -> Answer:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, str(value))
    kind = method.removeprefix("send").lower()
    form.add_field(kind, io.BytesIO(data), filename="bao-cao.pdf", content_type="application/pdf")
    async with api.session.post(f"{api.base}/{method}", data=form) as response:
        return Answer(response.status, await response.json(), response.headers)


async def download(api: Api, sandbox: Sandbox, file_id: str) -> bytes:
    path = (await api.call("getFile", file_id=file_id))["file_path"]
    address = api.base.replace("/bot", "/file/bot", 1) + f"/{path}"
    async with api.session.get(address) as response:
        assert response.status == 200
        return await response.read()


async def test_a_persons_photo_can_be_downloaded_and_sent_on(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    chair.sends_photo(b"\xff\xd8 picture", caption="/report DBP70-1 xong")
    message = (await api.call("getUpdates"))[-1]["message"]
    assert message["caption_entities"][0]["type"] == "bot_command"
    file_id = message["photo"][-1]["file_id"]
    assert await download(api, sandbox, file_id) == b"\xff\xd8 picture"
    sent = await api.call("sendPhoto", chat_id=chair.id, photo=file_id, caption="<b>a</b>",
                          parse_mode="HTML")  # fmt: skip
    assert sent["photo"][-1]["file_id"] == file_id
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_an_uploaded_document_arrives_whole(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    answer = await upload(api, "sendDocument", b"%PDF" * 1000, chat_id=chair.id, caption="a")
    document = answer.result["document"]
    assert document["file_name"] == "bao-cao.pdf"
    assert document["file_size"] == 4000
    assert await download(api, sandbox, document["file_id"]) == b"%PDF" * 1000


async def test_limits_of_files_are_kept(api: Api, chair: Person) -> None:
    empty = await upload(api, "sendDocument", b"", chat_id=chair.id)
    assert empty.error == "Bad Request: file must be non-empty"
    photo = await upload(api, "sendPhoto", b"x" * (10 * 1024**2 + 1), chat_id=chair.id)
    assert photo.error == "Bad Request: file is too big"
    huge = await upload(api, "sendDocument", b"x" * (53 * 1024**2), chat_id=chair.id)
    assert huge.status == 413
    large = chair.sends_document(size=20 * 1024**2 + 1).content["document"]["file_id"]
    assert await api.error("getFile", file_id=large) == "Bad Request: file is too big"


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "there is no photo in the request"),
        ({"photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "https://vd.vn/a.jpg"}, "failed to get HTTP URL content"),
        ({"photo": "attach://a"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "a", "caption": "a" * 1025}, "message caption is too long"),
    ],
)
async def test_wrong_photos_are_refused(
    api: Api, chair: Person, params: dict[str, Any], message: str
) -> None:
    error = await api.error("sendPhoto", chat_id=chair.id, **params)
    assert error == f"Bad Request: {message}"


async def test_unknown_file_ids_are_refused(api: Api) -> None:
    assert await api.error("getFile", file_id="x") == "Bad Request: invalid file_id"
    assert await api.error("getFile", file_id="x" * 60) == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


async def test_an_album_is_several_messages_of_one_group(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    first, second = chair.sends_album([b"1", b"2"], caption="a")
    ids = [message.content["photo"][-1]["file_id"] for message in (first, second)]
    updates = await api.call("getUpdates")
    groups = {update["message"]["media_group_id"] for update in updates}
    assert len(groups) == 1
    assert [update["message"].get("caption") for update in updates] == ["a", None]
    media = [{"type": "photo", "media": number} for number in ids]
    album = await api.call("sendMediaGroup", chat_id=chair.id, media=media)
    assert len({message["media_group_id"] for message in album}) == 1
    one = await api.error("sendMediaGroup", chat_id=chair.id, media=media[:1])
    assert one == "Bad Request: media group must include 2-10 items"


async def test_a_caption_and_a_picture_can_be_changed(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    first, second = chair.sends_album([b"1", b"2"])
    ids = [message.content["photo"][-1]["file_id"] for message in (first, second)]
    sent = await api.call("sendPhoto", chat_id=chair.id, photo=ids[0], caption="a")
    where = {"chat_id": chair.id, "message_id": sent["message_id"]}
    assert (await api.call("editMessageCaption", caption="b", **where))["caption"] == "b"
    media = {"type": "photo", "media": ids[1], "caption": "c"}
    edited = await api.call("editMessageMedia", media=media, **where)
    assert edited["photo"][-1]["file_id"] == ids[1]
    assert await api.error("editMessageText", text="a", **where) == (
        "Bad Request: there is no text in the message to edit"
    )


async def test_persons_send_all_kinds(api: Api, chair: Person) -> None:
    chair.sends_voice()
    chair.sends_video()
    chair.sends_location(21.39, 103.02)
    chair.sends_file("sticker")
    updates = await api.call("getUpdates")
    for update, kind in zip(updates, ("voice", "video", "location", "sticker"), strict=True):
        assert kind in update["message"]
