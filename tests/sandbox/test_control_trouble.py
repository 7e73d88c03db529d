"""Trouble by the control API, and what the bots then meet."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox import Bot, Person, Sandbox
from sandbox.control.trouble import KINDS
from tests.support.api import Api, plain_api
from tests.support.control import ControlClient, key_of


async def trouble(control: ControlClient) -> Any:
    return (await control.get("/control/state"))["trouble"]


async def outcome(api: Api, **params: Any) -> Any:
    """Status of a sendMessage, or what broke it."""
    try:
        async with api.session.post(f"{api.base}/sendMessage", json=params) as response:
            await response.json(content_type=None)
            return response.status
    except (aiohttp.ClientError, ValueError) as error:
        return type(error)


@pytest.mark.parametrize(
    ("kind", "more", "status", "happens"),
    [
        ("too_many_requests", {"seconds": 3}, 429, False),
        ("server_error", {"code": 503}, ValueError, False),
        ("server_error_after", {}, ValueError, True),
        ("forbidden", {}, 403, False),
        ("slow", {"seconds": 0.01}, 200, True),
        ("cut_before", {}, aiohttp.ClientError, False),
        ("cut_after", {}, aiohttp.ClientError, True),
        ("cut_within", {}, aiohttp.ClientError, True),
        ("bad_json", {}, ValueError, True),
    ],
)
async def test_each_kind_strikes_once(
    control: ControlClient,
    api: Api,
    chair: Person,
    sandbox: Sandbox,
    kind: str,
    more: dict[str, Any],
    status: Any,
    happens: bool,
) -> None:
    made = await control.post("/control/trouble", kind=kind, **more)
    assert [fault["kind"] for fault in made["faults"]] == [kind]
    met = await outcome(api, chat_id=chair.id, text="a")
    assert issubclass(met, status) if isinstance(status, type) else met == status
    assert bool(sandbox.replies(chair)) is happens
    assert (await trouble(control))["faults"] == []
    assert await outcome(api, chat_id=chair.id, text="b") == 200


def test_every_kind_is_tried() -> None:
    [parameters] = [
        mark for mark in test_each_kind_strikes_once.pytestmark if mark.name == "parametrize"
    ]
    assert {row[0] for row in parameters.args[1]} == set(KINDS)


async def test_trouble_can_be_kept_to_a_method_a_chat_and_a_count(
    control: ControlClient, api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    other = sandbox.person("B")
    other.start(bot)
    await control.post(
        "/control/trouble", kind="forbidden", method="sendmessage", chat=chair.id, times=2, skip=1
    )
    assert await outcome(api, chat_id=other.id, text="a") == 200
    assert await api.call("getMe")
    met = [await outcome(api, chat_id=chair.id, text="a") for _ in range(4)]
    assert met == [200, 403, 403, 200]


async def test_trouble_is_told_when_it_is_made_and_when_it_strikes(
    control: ControlClient, api: Api, chair: Person
) -> None:
    async with control.events() as events:
        await control.post("/control/trouble", kind="forbidden", times=2)
        [fault] = (await events.until("trouble"))["trouble"]["faults"]
        assert (fault["remaining"], fault["hits"]) == (2, 0)
        await outcome(api, chat_id=chair.id, text="a")
        [fault] = (await events.until("trouble"))["trouble"]["faults"]
        assert (fault["remaining"], fault["hits"]) == (1, 1)
        assert (await control.delete("/control/trouble"))["faults"] == []
        assert (await events.until("trouble"))["trouble"]["faults"] == []


async def test_trouble_that_cannot_be_is_refused(control: ControlClient) -> None:
    for body in (
        {},
        {"kind": "fire"},
        {"kind": "slow", "method": "sendNothing"},
        {"kind": "slow", "times": 0},
        {"kind": "slow", "seconds": -1},
        {"kind": "server_error", "code": 200},
    ):
        assert (await control.refused("POST", "/control/trouble", json=body))[0] == 400


async def test_offline_cuts_the_bots_but_not_the_page(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    async with control.events() as events, plain_api(sandbox.url, bot.token) as idle:
        await idle.call("getMe")
        poll = asyncio.create_task(api.ask("getUpdates", timeout=50))
        await sandbox.until(lambda: bot.updates.poll)
        assert (await control.post("/control/offline"))["offline"] is True
        with pytest.raises(aiohttp.ClientError):
            await poll
        assert bot.updates.poll is None
        for cut in (api, idle):
            with pytest.raises(aiohttp.ClientError):
                await cut.ask("getMe")
        async with control.session.get("/") as page:
            assert page.status == 200
        said = await control.post(f"/control/chats/{key_of(bot, chair)}/messages", text="một")
        assert (await events.until("message"))["message"]["message_id"] == said["message_id"]
        assert (await control.post("/control/online"))["offline"] is False
        assert [one["message"]["text"] for one in await api.call("getUpdates")] == ["một"]


async def test_a_connection_that_is_cut_is_reset(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot
) -> None:
    poll = asyncio.create_task(api.ask("getUpdates", timeout=50))
    await sandbox.until(lambda: bot.updates.poll)
    await control.post("/control/offline")
    for asking in (poll, api.ask("getMe")):
        with pytest.raises(aiohttp.ClientOSError, match="reset"):
            await asking


async def test_a_poll_that_was_cut_stands_in_the_list_of_calls(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot
) -> None:
    poll = asyncio.create_task(api.ask("getUpdates", timeout=50))
    await sandbox.until(lambda: bot.updates.poll)
    await control.post("/control/offline")
    with pytest.raises(aiohttp.ClientError):
        await poll
    [call] = (await control.get("/control/calls"))["calls"]
    assert (call["done"], call["ok"], call["error"]) == (True, False, "cut")


async def test_the_bots_come_back_by_themselves_after_the_seconds(
    control: ControlClient, api: Api
) -> None:
    async with control.events() as events:
        begun = await control.post("/control/offline", seconds=0.05)
        assert begun["until"] is not None
        while (await events.until("trouble"))["trouble"]["offline"]:
            pass
    assert await api.call("getMe")


async def test_an_earlier_end_does_not_end_a_later_outage(control: ControlClient) -> None:
    async with control.events() as events:
        await control.post("/control/offline", seconds=0.01)
        later = await control.post("/control/offline", seconds=0.1)
        while (await events.until("trouble"))["trouble"]["offline"]:
            pass
    assert datetime.now(UTC) >= datetime.fromisoformat(later["until"])


async def test_files_cannot_be_had_while_offline(
    control: ControlClient, api: Api, sandbox: Sandbox, bot: Bot, chair: Person
) -> None:
    chair.sends_photo()
    number = sandbox.messages(chair)[-1].content["photo"][-1]["file_id"]
    path = (await api.call("getFile", file_id=number))["file_path"]
    await control.post("/control/offline")
    with pytest.raises(aiohttp.ClientError):
        await api.session.get(f"{sandbox.url}/file/bot{bot.token}/{path}")
