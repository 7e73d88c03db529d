"""answerCallbackQuery."""

from __future__ import annotations

from sandbox.callbacks import Toast
from sandbox.errors import bad_request
from sandbox.methods.base import Request, method

TOAST_LENGTH = 200


def answer_callback_query(request: Request) -> bool:
    """Answers a press once, while the query lives; later and again it is too old."""
    world, number = request.world, request.args.text("callback_query_id")
    query = world.callbacks.get(number)
    text = request.args.text("text")
    if len(text) > TOAST_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    age = world.clock.now().timestamp() - query.at if query is not None else 0.0
    if (
        query is None
        or query.bot is not request.bot
        or query.answer is not None
        or age > world.callback_seconds
    ):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answer = Toast(text, request.args.boolean("show_alert"), request.args.text("url"))
    world.feed.note("toast", query)
    return True


TABLE = (
    method(
        "answerCallbackQuery",
        answer_callback_query,
        "callback_query_id text show_alert url cache_time",
    ),
)
