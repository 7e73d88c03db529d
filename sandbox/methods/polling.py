"""getUpdates and the webhook's methods."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import ApiError, bad_request, conflict, too_many_requests
from sandbox.methods.base import Described, Encoded, Method, Request, method
from sandbox.updates import Update, UpdateQueue
from sandbox.world import World

POLL_SECONDS = 50
_WEBHOOK_PORTS = (None, 443, 80, 88, 8443)


def _remember_kinds(request: Request) -> None:
    kinds = request.args.structure_or_none("allowed_updates")
    if isinstance(kinds, list):
        request.bot.updates.allow(str(kind) for kind in kinds)


def _encoded(updates: list[Update]) -> Encoded:
    body = b"[" + b",".join(update.body for update in updates) + b"]"
    return Encoded(body, [update.content for update in updates])


async def get_updates(request: Request) -> Encoded:
    """Answers at once when there is something, else within `timeout` seconds (at most 50)."""
    queue, now = request.bot.updates, asyncio.get_running_loop().time()
    if request.bot.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first"
        )
    offset = request.args.integer("offset")
    limit = request.args.integer("limit", 100, 1, 100)
    timeout = request.args.integer("timeout", 0, 0, POLL_SECONDS)
    _remember_kinds(request)
    if request.world.slow_repeated_polls and offset == queue.previous_offset:
        timeout = max(timeout, 3) if now < queue.previous_start + 3 else timeout
        limit = 1 if now < queue.previous_start + 0.5 else limit
    queue.previous_offset, queue.previous_start = offset, now
    updates = queue.take(offset, limit, request.world.clock.now().timestamp())
    if not updates and timeout:
        await _wait(request.world, queue, timeout)
        if request.bot.revoked:
            raise ApiError(401, "Unauthorized")
        updates = queue.take(max(offset, 0), limit, request.world.clock.now().timestamp())
    return _encoded(updates)


async def _wait(world: World, queue: UpdateQueue, seconds: float) -> None:
    """Sleeps until something is queued; the next poll ends this one with 409."""
    end_poll(
        queue,
        "terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    loop = asyncio.get_running_loop()
    poll: asyncio.Future[None] = loop.create_future()
    queue.poll = poll
    world.transcript.wake()
    try:
        await asyncio.wait_for(poll, seconds)
    except TimeoutError:
        pass  # nothing came: the answer is an empty array
    except ApiError:
        await _delay_conflict(queue)
        raise
    finally:
        if queue.poll is poll:
            queue.poll = None


async def _delay_conflict(queue: UpdateQueue) -> None:
    """A second conflict within three seconds is told three seconds later."""
    now = asyncio.get_running_loop().time()
    if now < queue.next_conflict:
        await asyncio.sleep(3)
    else:
        queue.next_conflict = now + 3


def end_poll(queue: UpdateQueue, message: str) -> None:
    """Ends the waiting poll, if there is one, with 409."""
    if queue.poll is not None and not queue.poll.done():
        queue.poll.set_exception(conflict(message))
        queue.poll = None


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in _WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return url


def _secret(request: Request) -> str:
    secret = request.args.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def set_webhook(request: Request) -> Described:
    """Remembers the webhook; the sandbox itself never calls it."""
    bot, url = request.bot, request.args.text("url")
    if not url:
        return delete_webhook(request)
    now = request.world.clock.monotonic()
    if now < bot.next_webhook:
        raise too_many_requests(1)
    bot.next_webhook = now + 1
    webhook = {
        "url": _checked_url(url),
        "max_connections": request.args.integer("max_connections", 40, 1, 100),
        "ip_address": request.args.text("ip_address"),
        "secret_token": _secret(request),
    }
    _remember_kinds(request)
    if webhook == bot.webhook and not request.args.boolean("drop_pending_updates"):
        return Described(True, "Webhook is already set")
    end_poll(bot.updates, "terminated by setWebhook request")
    bot.webhook = webhook
    if request.args.boolean("drop_pending_updates"):
        bot.updates.events.clear()
    return Described(True, "Webhook was set")


def delete_webhook(request: Request) -> Described:
    bot, was_set = request.bot, bool(request.bot.webhook)
    bot.webhook = {}
    if request.args.boolean("drop_pending_updates"):
        bot.updates.events.clear()
        was_set = True
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(request: Request) -> dict[str, Any]:
    queue, webhook = request.bot.updates, request.bot.webhook
    info: dict[str, Any] = {
        "url": webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": queue.pending(request.world.clock.now().timestamp()),
    }
    if webhook:
        info["max_connections"] = webhook["max_connections"]
        if webhook["ip_address"]:
            info["ip_address"] = webhook["ip_address"]
    if queue.allowed != UpdateQueue(1).allowed:
        info["allowed_updates"] = sorted(queue.allowed)
    return info


_WEBHOOK = "url ip_address max_connections allowed_updates drop_pending_updates secret_token"

TABLE = (
    Method(
        "getUpdates",
        frozenset({"offset", "limit", "timeout", "allowed_updates"}),
        wait=get_updates,
    ),
    method("setWebhook", set_webhook, _WEBHOOK),
    method("deleteWebhook", delete_webhook, "drop_pending_updates"),
    method("getWebhookInfo", get_webhook_info),
)
