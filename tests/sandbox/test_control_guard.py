"""Who may ask the control API, and the headers of its answers."""

from __future__ import annotations

import io

import aiohttp
import pytest

from sandbox import Bot, Person, Sandbox
from sandbox.control.guard import POLICY
from tests.support.control import ControlClient, key_of

OTHER_PAGES = (403, "requests of other pages are refused")
OTHER_NAME = (403, "this address is not served here")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
async def test_another_origin_is_refused(control: ControlClient, origin: str) -> None:
    headers = {"Origin": origin}
    assert await control.refused("GET", "/control/state", headers=headers) == OTHER_PAGES
    refused = await control.refused(
        "POST", "/control/persons", json={"first_name": "A"}, headers=headers
    )
    assert refused == OTHER_PAGES
    assert (await control.get("/control/state"))["persons"] == []


async def test_another_port_of_this_machine_is_another_origin(
    control: ControlClient, sandbox: Sandbox
) -> None:
    headers = {"Origin": f"http://127.0.0.1:{sandbox.port + 1}"}
    assert await control.refused("GET", "/control/state", headers=headers) == OTHER_PAGES


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
async def test_what_another_site_sends_is_refused(control: ControlClient, site: str) -> None:
    headers = {"Sec-Fetch-Site": site}
    assert await control.refused("GET", "/control/events", headers=headers) == OTHER_PAGES


async def test_a_name_that_was_bent_to_this_machine_is_refused(
    control: ControlClient, sandbox: Sandbox
) -> None:
    for host in ("evil.example", f"evil.example:{sandbox.port}", "127.0.0.1", "127.0.0.1:1"):
        headers = {"Host": host}
        assert await control.refused("GET", "/control/state", headers=headers) == OTHER_NAME
        assert await control.refused("GET", "/control/nothing", headers=headers) == OTHER_NAME
        assert await control.refused("GET", "/", headers=headers) == OTHER_NAME
        assert await control.refused("GET", "/page/index.html", headers=headers) == OTHER_NAME


async def test_the_own_page_is_let_in_by_each_name_of_this_machine(
    control: ControlClient, sandbox: Sandbox
) -> None:
    for name in ("127.0.0.1", "localhost", "[::1]"):
        host = f"{name}:{sandbox.port}"
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        async with control.session.get("/control/state", headers=headers) as response:
            assert response.status == 200


async def test_a_body_that_a_form_could_send_is_refused(control: ControlClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        status, why = await control.refused(
            "POST", "/control/persons", data=b'{"first_name": "A"}', headers={"Content-Type": kind}
        )
        assert (status, why) == (403, "a body must come as application/json")


async def test_all_answers_carry_the_strict_headers(
    control: ControlClient, bot: Bot, chair: Person
) -> None:
    paths = ("/", "/page/index.html", "/control/state", "/control/nothing", "/page/nothing.js")
    menu = f"/control/chats/{key_of(bot, chair)}/menu"
    for path in (*paths, menu, "/control/openapi.json"):
        async with control.session.get(path) as response:
            assert response.headers["Content-Security-Policy"] == POLICY, path
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"


async def test_what_is_not_there_is_told_in_a_sentence(control: ControlClient) -> None:
    assert await control.refused("GET", "/control/nothing") == (404, "there is no such path")
    assert await control.refused("PUT", "/control/state") == (405, "only GET can be asked here")
    assert await control.refused("POST", "/control/persons", json={}) == (
        400,
        '"first_name" is missing',
    )
    assert await control.refused(
        "POST", "/control/persons", json={"first_name": "A", "age": 5}
    ) == (400, '"age" is unknown')
    assert await control.refused("POST", "/control/persons", json=[]) == (
        400,
        "the body must be of type object",
    )
    assert await control.refused("GET", "/control/calls", params={"limit": "many"}) == (
        400,
        '"limit" must be of type integer',
    )
    assert await control.refused("GET", "/control/calls", params={"many": "1"}) == (
        400,
        'the query\'s "many" is unknown',
    )


async def test_a_body_that_is_too_large_is_refused(control: ControlClient) -> None:
    body = io.BytesIO(b'{"first_name": "' + b"A" * (1 << 20) + b'"}')
    assert await control.refused(
        "POST", "/control/persons", data=body, headers={"Content-Type": "application/json"}
    ) == (413, "the body is too large")


async def test_the_bots_need_no_name_of_this_machine(sandbox: Sandbox, bot: Bot) -> None:
    """A bot may reach the Bot API through a proxy or by the name of a container."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/bot{bot.token}/getMe", headers={"Host": "bot-api"}) as response,
    ):
        assert response.status == 200
