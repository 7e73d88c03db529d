"""Whatever a bot sends, it gets an answer: a result or a refusal, never a fault of the server."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import Sandbox
from sandbox.errors import ApiError
from sandbox.methods import METHODS
from sandbox.methods.base import Request
from sandbox.parameters import Parameters
from tests.support.clock import ManualClock
from tests.support.examples import examples

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["1", "2", "7100000001", "https://vd.vn", "{", "[]", "photo", "chat"]),
)
NAMES = st.sampled_from(
    ["type", "text", "url", "chat_id", "message_id", "offset", "length", "user", "id", "media",
     "inline_keyboard", "keyboard", "callback_data", "copy_text", "style", "command",
     "description", "emoji", "is_disabled", "quote", "unix_time"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=6,
)
SERVED = sorted(name for name, entry in METHODS.items() if entry.serve is not None)


@pytest.mark.parametrize("name", SERVED)
@settings(max_examples=examples(8, 25))
@given(data=st.data())
def test_any_value_is_served_or_refused(name: str, data: st.DataObject) -> None:
    sandbox = Sandbox(clock=ManualClock(), limits=False)
    bot, person = sandbox.bot(), sandbox.person("A")
    person.start()
    sandbox.world.post(person.chat_with(), bot.user, {"text": "a"})
    entry = METHODS[name]
    values: dict[str, Any] = {
        parameter: data.draw(VALUES, label=parameter)
        for parameter in sorted(entry.parameters)
        if data.draw(st.booleans())
    }
    if "chat_id" in entry.parameters:
        values["chat_id"] = data.draw(st.sampled_from([person.id, str(person.id), 5, "@a", []]))
    if "message_id" in entry.parameters:
        values["message_id"] = data.draw(st.sampled_from([1, "2", 3, None]))
    assert entry.serve is not None
    try:
        entry.serve(Request(sandbox.world, bot, Parameters(values)))
    except ApiError as error:
        assert 400 <= error.code < 500  # noqa: PT017
