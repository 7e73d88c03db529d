from __future__ import annotations

import asyncio

from sandbox import Bot, Person, Sandbox
from tests.support.api import Api, plain_api
from tests.support.clock import ManualClock


async def ids(api: Api, **params: int) -> list[int]:
    return [update["update_id"] for update in await api.call("getUpdates", **params)]


async def test_updates_come_again_until_a_higher_offset_confirms_them(
    api: Api, chair: Person, bot: Bot
) -> None:
    first = bot.updates.next_id
    chair.says("một")
    chair.says("hai")
    assert await ids(api) == [first, first + 1]
    assert await ids(api, offset=first) == [first, first + 1]
    assert await ids(api, offset=first + 1) == [first + 1]
    assert await ids(api) == [first + 1]
    assert await ids(api, offset=first + 2) == []


async def test_a_negative_offset_keeps_the_last_ones(api: Api, chair: Person, bot: Bot) -> None:
    first = bot.updates.next_id
    for number in range(5):
        chair.says(str(number))
    assert await ids(api, offset=-2) == [first + 3, first + 4]
    assert await ids(api) == [first + 3, first + 4]


async def test_an_offset_far_beyond_the_end_confirms_nothing(
    api: Api, chair: Person, bot: Bot
) -> None:
    first = bot.updates.next_id
    chair.says("một")
    assert await ids(api, offset=first + 1000) == [first]


async def test_the_limit_is_kept(api: Api, chair: Person) -> None:
    for number in range(5):
        chair.says(str(number))
    assert len(await ids(api, limit=2)) == 2
    assert len(await ids(api, limit=0)) == 1
    assert len(await ids(api, limit=1000)) == 5


async def test_a_long_poll_ends_when_something_is_said(
    api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=30))
    await sandbox.until(lambda: bot.updates.poll)
    chair.says("một")
    chair.says("hai")
    assert [update["message"]["text"] for update in await poll] == ["một", "hai"]


async def test_the_older_of_two_polls_gets_the_conflict(
    api: Api, chair: Person, sandbox: Sandbox, bot: Bot
) -> None:
    older = asyncio.create_task(api.ask("getUpdates", timeout=30))
    await sandbox.until(lambda: bot.updates.poll)
    first = bot.updates.poll
    newer = asyncio.create_task(api.ask("getUpdates", timeout=30))
    await sandbox.until(lambda: bot.updates.poll not in (None, first))
    assert (await older).error == (
        "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running"
    )
    chair.says("một")
    assert len((await newer).result) == 1


async def test_a_webhook_and_polling_exclude_each_other(
    api: Api, sandbox: Sandbox, bot: Bot
) -> None:
    poll = asyncio.create_task(api.ask("getUpdates", timeout=30))
    await sandbox.until(lambda: bot.updates.poll)
    assert await api.call("setWebhook", url="https://127.0.0.1/hook")
    assert (await poll).error == "Conflict: terminated by setWebhook request"
    assert (await api.error("getUpdates")).startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )
    assert (await api.call("getWebhookInfo"))["url"] == "https://127.0.0.1/hook"
    deleted = await api.ask("deleteWebhook")
    assert deleted.body["description"] == "Webhook was deleted"
    assert (await api.ask("deleteWebhook")).body["description"] == "Webhook is already deleted"
    assert await api.call("getUpdates") == []


async def test_wrong_webhooks_are_refused(api: Api) -> None:
    assert await api.error("setWebhook", url="http://127.0.0.1/") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    second = await api.ask("setWebhook", url="https://127.0.0.1:1/")
    assert second.error == "Too Many Requests: retry after 1"


async def test_allowed_updates_are_remembered(api: Api, chair: Person, bot: Bot) -> None:
    await api.call("getUpdates", allowed_updates=["callback_query"])
    chair.says("unheard")
    await api.call("getUpdates")
    chair.says("unheard")
    await api.call("getUpdates", allowed_updates=["message"])
    chair.says("heard")
    updates = await api.call("getUpdates")
    assert [update["message"]["text"] for update in updates] == ["heard"]


async def test_messages_live_a_day_and_presses_150_seconds(
    api: Api, chair: Person, clock: ManualClock, sandbox: Sandbox
) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    await api.call("sendMessage", chat_id=chair.id, text="a", reply_markup=markup)
    chair.says("một")
    chair.press(sandbox.replies(chair)[0], "a")
    assert len(await ids(api)) == 2
    await clock.advance(151)
    assert len(await ids(api)) == 1
    await clock.advance(24 * 3600)
    assert await ids(api) == []


async def test_update_ids_can_restart_lower(
    api: Api, chair: Person, bot: Bot, sandbox: Sandbox
) -> None:
    bot.updates.restart_at(700_000_000)
    chair.says("một")
    assert await ids(api) == [700_000_000]
    poll = asyncio.create_task(ids(api, offset=700_000_001, timeout=30))
    await sandbox.until(lambda: bot.updates.poll)
    bot.updates.restart_at(117_000_000)
    chair.says("hai")
    assert await poll == [117_000_000]


async def test_the_same_offset_at_once_gets_one_update(clock: ManualClock) -> None:
    async with Sandbox.running(clock=clock) as sandbox:
        bot, person = sandbox.bot(), sandbox.person("A")
        person.start()
        person.says("a")
        async with plain_api(sandbox.url, bot.token) as api:
            first = bot.updates.events[0].id
            assert await ids(api, offset=first) == [first, first + 1]
            assert await ids(api, offset=first) == [first]


async def test_a_surrogate_travels_as_an_escape(api: Api, bot: Bot) -> None:
    bot.updates.add_raw({"message": {"text": "\ud83d"}}, expires=2e9)
    async with api.session.post(f"{api.base}/getUpdates") as response:
        assert b'"\\ud83d"' in await response.read()


async def test_a_revoked_token_ends_the_poll(api: Api, bot: Bot, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(api.ask("getUpdates", timeout=30))
    await sandbox.until(lambda: bot.updates.poll)
    bot.revoke()
    assert (await poll).error == "Unauthorized"
    assert await api.error("getMe") == "Unauthorized"
