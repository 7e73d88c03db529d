"""Whatever anybody types is answered with messages that Telegram takes, and never raises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.commands import COMMANDS
from tests.support.desk import Desk
from tests.support.examples import examples

PIECES = [
    "DBP70", "DBP70-1", "dbp70 - 2", "DBP70-99", "CATDB", "CATPHN", "1", "2", "60%", "150%", "x5",
    "|", "||", "=", "\n", ",", "-", "N-7", "20/4/2024", "17:00 20/4", "mai", "thứ sáu", "hạn =",
    "due =", "tên =", "title = a", "peak 5/5", "cao điểm", "no peak", "with CATPHN", "phối hợp",
    "urgent", "gấp", "ad hoc", "workstream", "nguồn", "lead", "đầu mối", "chair", "member", "off",
    "open", "quá hạn", "unit", "đơn vị", "done", "xong", "vướng: chờ", "@a", "#3", "slots = 08:00",
    "quiet = off", "ladder = 7, 3", "timezone = UTC", "language = en", "vi", "en", "<b>", "&amp;",
    "🙂", "\u200b", "\u202e", "ộ", "٣", "²", "９", "0", "-1", "9" * 30, "\x00", "{{ x }}", "%",
]  # fmt: skip
anything = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=8).map("|".join),
)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
@settings(max_examples=examples(4, 12), suppress_health_check=list(HealthCheck))
@given(argument=anything)
def test_whatever_is_typed_is_answered_and_never_raises(
    desk: Desk, name: str, argument: str
) -> None:
    """The trial itself asserts that every message is one that Telegram takes."""
    for role in ("admin", "lead"):
        trial = desk.trials.says(desk.person(role), f"/{name} {argument}")
        assert trial.said, argument


@settings(max_examples=examples(20, 60), suppress_health_check=list(HealthCheck))
@given(text=anything)
def test_whatever_is_written_plainly_is_answered_and_never_raises(desk: Desk, text: str) -> None:
    for role in ("admin", "lead", "operator"):
        desk.trials.says(desk.person(role), f"{text} .")
