from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox import Person, Sandbox
from tests.support.api import Api


async def send(api: Api, chair: Person, text: str = "a") -> int:
    return (await api.ask("sendMessage", chat_id=chair.id, text=text)).status


def shown(sandbox: Sandbox, chair: Person) -> list[str]:
    return [message.text for message in sandbox.replies(chair)]


async def test_a_429_strikes_so_often_and_has_no_effect(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    fault = sandbox.faults.too_many_requests(7, method="sendMessage", times=2, skip=1)
    assert [await send(api, chair) for _ in range(4)] == [200, 429, 429, 200]
    assert fault.hits == 2
    assert len(shown(sandbox, chair)) == 2


async def test_a_fault_strikes_its_chat_and_method_only(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    other = sandbox.person("Other")
    other.start()
    sandbox.faults.forbidden(method="sendMessage", chat=other)
    sandbox.faults.error(400, "Bad Request: strange", method="sendPhoto")
    assert await send(api, chair) == 200
    assert await send(api, other) == 403
    assert await send(api, other) == 200


async def test_a_fault_without_a_method_leaves_polling_alone(api: Api, sandbox: Sandbox) -> None:
    sandbox.faults.server_error(502, times=2)
    assert await api.call("getUpdates") == []
    async with api.session.get(f"{api.base}/getMe") as response:
        assert response.status == 502
        assert response.content_type == "text/html"


@pytest.mark.parametrize("effect", [False, True])
async def test_a_server_error_may_hide_an_effect(
    api: Api, chair: Person, sandbox: Sandbox, effect: bool
) -> None:
    sandbox.faults.server_error(500, effect=effect)
    params = {"chat_id": chair.id, "text": "a"}
    async with api.session.post(f"{api.base}/sendMessage", json=params) as response:
        assert response.status == 500
    assert shown(sandbox, chair) == (["a"] if effect else [])
    assert sandbox.calls[-1].happened is effect


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_is_cut_before_or_after_the_effect(
    api: Api, chair: Person, sandbox: Sandbox, after: bool, caplog: pytest.LogCaptureFixture
) -> None:
    (sandbox.faults.cut_after if after else sandbox.faults.cut_before)()
    with pytest.raises(aiohttp.ClientError):
        await send(api, chair)
    await sandbox.until(lambda: sandbox.calls[-1].done)
    assert shown(sandbox, chair) == (["a"] if after else [])
    assert sandbox.calls[-1].error == "cut"
    assert caplog.records == []
    assert await send(api, chair) == 200


async def test_a_cut_may_be_a_reset(api: Api, chair: Person, sandbox: Sandbox) -> None:
    for cut in (sandbox.faults.cut_before, sandbox.faults.cut_after):
        cut(reset=True)
        with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
            await send(api, chair)
    await sandbox.until(lambda: sandbox.calls[-1].done)
    assert shown(sandbox, chair) == ["a"]


async def test_an_answer_may_be_cut_in_the_middle(
    api: Api, chair: Person, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.faults.cut_within()
    with pytest.raises(aiohttp.ClientPayloadError):
        await send(api, chair)
    assert shown(sandbox, chair) == ["a"]
    assert caplog.records == []


async def test_an_answer_may_be_no_json(api: Api, chair: Person, sandbox: Sandbox) -> None:
    sandbox.faults.bad_json()
    params = {"chat_id": chair.id, "text": "a"}
    async with api.session.post(f"{api.base}/sendMessage", json=params) as response:
        assert response.status == 200
        assert await response.read() == b'{"ok":true,"resu'
    assert shown(sandbox, chair) == ["a"]


@pytest.mark.parametrize("effect_first", [False, True])
async def test_a_held_call_waits_for_its_release(
    api: Api, chair: Person, sandbox: Sandbox, effect_first: bool
) -> None:
    fault = sandbox.faults.hold(effect_first=effect_first)
    call = asyncio.create_task(send(api, chair))
    await sandbox.until(lambda: fault.hits and len(shown(sandbox, chair)) == effect_first)
    assert not call.done()
    fault.release()
    assert await call == 200
    assert shown(sandbox, chair) == ["a"]


async def test_offline_refuses_connections_and_forgets_nothing(
    api: Api, chair: Person, sandbox: Sandbox
) -> None:
    port = sandbox.port
    await sandbox.go_offline()
    with pytest.raises(aiohttp.ClientConnectorError):
        await send(api, chair)
    chair.says("while away")
    await sandbox.go_online()
    assert sandbox.port == port
    updates: list[dict[str, Any]] = await api.call("getUpdates")
    assert updates[-1]["message"]["text"] == "while away"


async def test_going_offline_cuts_a_waiting_poll(
    api: Api, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    poll = asyncio.create_task(api.ask("getUpdates", timeout=30))
    await sandbox.until(lambda: sandbox.calls and not sandbox.calls[-1].done)
    await sandbox.go_offline()
    with pytest.raises(aiohttp.ClientError):
        await poll
    assert caplog.records == []
    await sandbox.go_online()


async def test_until_raises_with_the_last_calls(api: Api, sandbox: Sandbox) -> None:
    await api.call("getMe")
    with pytest.raises(TimeoutError, match="getMe"):
        await sandbox.until(lambda: False, within=0.01)
