"""sendRichMessage, and what editMessageText takes of it."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request, refuse_unknown
from sandbox.methods.base import Request, method
from sandbox.methods.composing import SENDING, send
from sandbox.rich import parse_rich_html
from sandbox.text import check_unicode

_FIELDS = frozenset({"html", "markdown", "blocks", "media", "is_rtl", "skip_entity_detection"})


def _given(request: Request) -> dict[str, Any]:
    try:
        given = request.args.structure("rich_message")
    except ValueError:
        raise bad_request("can't parse rich message JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("object expected as rich message")
    refuse_unknown(given, _FIELDS, "rich_message")
    contents = [name for name in ("html", "markdown", "blocks") if given.get(name)]
    if len(contents) != 1:
        raise bad_request("rich message must have exactly one of html, markdown and blocks")
    if contents != ["html"] or given.get("media"):
        raise bad_request("the sandbox builds rich messages from html alone, and without media")
    return given


def rich_content(request: Request) -> dict[str, Any]:
    """The content of a rich message; raises 400 for one that Telegram or the sandbox refuses."""

    def user_of(number: int) -> dict[str, Any] | None:
        user = request.world.users.get(number)
        return user.to_json() if user is not None and user.id in request.bot.known else None

    given = _given(request)
    source = given["html"]
    if not isinstance(source, str):
        raise bad_request('field "html" must be of type String')
    check_unicode(source)
    blocks = parse_rich_html(source, user_of, detect=not given.get("skip_entity_detection"))
    rich: dict[str, Any] = {"blocks": blocks}
    if given.get("is_rtl"):
        rich["is_rtl"] = True
    return {"rich_message": rich}


def send_rich_message(request: Request) -> dict[str, Any]:
    return send(request, rich_content(request))


TABLE = (method("sendRichMessage", send_rich_message, SENDING, "rich_message"),)
