"""Files fetched to the disk over real HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.arrival import InDoubt
from bot.downloads import fetch
from bot.request import FastRequest
from sandbox import Person, Sandbox

PHOTO = b"\x89PNG" + b"x" * 200_000


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.running() as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    request = FastRequest(pool_size=4, read_seconds=10)
    await request.initialize()
    made = sandbox.bot("Tiểu ban", "tieuban_bot")
    yield Bot(
        made.token,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=request,
        get_updates_request=FastRequest(),
    )
    await request.shutdown()


def sent(sandbox: Sandbox, content: bytes = PHOTO) -> str:
    """The file id of a document that somebody sent."""
    person: Person = sandbox.person("Đầu mối")
    person.start()
    message = person.sends_document(content, name="biên bản.pdf")
    return str(message.content["document"]["file_id"])


def left(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_file_is_fetched_with_its_ending(
    sandbox: Sandbox, bot: Bot, tmp_path: Path
) -> None:
    path = await fetch(bot, sent(sandbox), tmp_path, "7")
    assert path.stem == "7"
    assert path.read_bytes() == PHOTO
    assert left(tmp_path) == [path]


@pytest.mark.parametrize("most", [1, len(PHOTO) - 1])
async def test_a_file_that_is_too_large_is_not_fetched(
    sandbox: Sandbox, bot: Bot, tmp_path: Path, most: int
) -> None:
    with pytest.raises(BadRequest, match="too big"):
        await fetch(bot, sent(sandbox), tmp_path, "7", most)
    assert left(tmp_path) == []


async def test_a_file_that_grows_while_it_is_fetched_is_cut_off(
    sandbox: Sandbox, bot: Bot, tmp_path: Path
) -> None:
    request = bot.request
    assert isinstance(request, FastRequest)
    pieces: list[bytes] = []
    file_id = sent(sandbox)
    path = sandbox.world.files.get(file_id).path
    with pytest.raises(BadRequest, match="too big"):
        await request.copy(f"{bot.base_file_url}/{path}", pieces.append, 100_000)
    assert sum(map(len, pieces)) <= 100_000


async def test_a_file_that_is_gone_is_refused(bot: Bot, tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        await fetch(bot, "no-such-file", tmp_path, "7")
    request = bot.request
    assert isinstance(request, FastRequest)
    with pytest.raises(BadRequest, match="not there"):
        await request.copy(f"{bot.base_file_url}/documents/none", lambda _: None, 9)


async def test_without_a_network_nothing_is_left_and_no_token_told(
    sandbox: Sandbox, bot: Bot, tmp_path: Path
) -> None:
    file_id = sent(sandbox)
    path = sandbox.world.files.get(file_id).path
    await sandbox.go_offline()
    request = bot.request
    assert isinstance(request, FastRequest)
    with pytest.raises(NetworkError) as caught:
        await request.copy(f"{bot.base_file_url}/{path}", lambda _: None, 9)
    assert bot.token not in str(caught.value)
    assert not isinstance(caught.value.__cause__, InDoubt)
    with pytest.raises(NetworkError):
        await fetch(bot, file_id, tmp_path, "7")
    assert left(tmp_path) == []
