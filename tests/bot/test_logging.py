"""The log: its two forms, and the token that never gets into either."""

import io
import json
import logging
import sys
import threading
import warnings
from typing import Literal

import pytest
import structlog

from bot.logging import REDACTED, configure_logging, redact

TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz012345"
Form = Literal["console", "json"]
both_forms = pytest.mark.parametrize("form", ["console", "json"])


pytestmark = pytest.mark.usefixtures("logging_as_before")


def start(form: Form, level: Literal["debug", "info"] = "info") -> io.StringIO:
    stream = io.StringIO()
    configure_logging(level, form, stream)
    return stream


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://api.telegram.org/bot{TOKEN.replace(':', '%3A')}/getMe",
        f"two of them: {TOKEN},{TOKEN}",
    ],
)
def test_a_token_is_redacted_wherever_it_stands(text: str) -> None:
    assert TOKEN.partition(":")[2] not in redact(text)
    assert REDACTED in redact(text)


@pytest.mark.parametrize("text", ["10:00:00", "2027-04-20T10:00:00.000000Z", "DBP70-12: xong"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


@both_forms
def test_a_token_in_an_event_or_a_value_is_not_written(form: Form) -> None:
    stream = start(form)
    structlog.get_logger("bot").info(f"calling {TOKEN}", url=f"/bot{TOKEN}/x", deep={"a": [TOKEN]})
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count(REDACTED) == 3


@both_forms
def test_a_token_in_a_traceback_is_not_written(form: Form) -> None:
    stream = start(form)
    try:
        raise RuntimeError(f"no answer from /bot{TOKEN}/getMe")
    except RuntimeError:
        structlog.get_logger("bot").exception("poll failed")
        logging.getLogger("elsewhere").exception("poll failed")
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count(f"no answer from /bot{REDACTED}/getMe") == 2


@both_forms
def test_a_token_in_an_uncaught_exception_is_not_written(form: Form) -> None:
    stream = start(form)
    error = RuntimeError(TOKEN)
    sys.excepthook(RuntimeError, error, None)
    threading.excepthook(threading.ExceptHookArgs((RuntimeError, error, None, None)))
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("Uncaught exception") == 2


@both_forms
def test_a_token_in_the_arguments_of_a_foreign_record_is_not_written(form: Form) -> None:
    stream = start(form)
    logging.getLogger("elsewhere").warning("asked %s", TOKEN, extra={"url": TOKEN})
    assert TOKEN not in stream.getvalue()
    assert f"asked {REDACTED}" in stream.getvalue()


def test_a_token_in_a_warning_is_not_written() -> None:
    stream = start("json")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(TOKEN, stacklevel=1)
    assert REDACTED in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_json_is_one_object_a_line() -> None:
    stream = start("json")
    structlog.get_logger("bot.intake").warning("poll failed", attempt=3, name="Đ \ud83d")
    record = json.loads(stream.getvalue())
    assert record["event"] == "poll failed"
    assert (record["level"], record["logger"], record["attempt"]) == ("warning", "bot.intake", 3)
    assert record["timestamp"].endswith("Z")
    assert stream.getvalue().count("\n") == 1


def test_console_lines_name_level_event_and_values() -> None:
    stream = start("console")
    structlog.get_logger("bot.intake").info("ready", bot="tieuban_bot")
    line = stream.getvalue()
    assert "info" in line
    assert "ready" in line
    assert "bot=tieuban_bot" in line


def test_records_below_the_level_are_not_written() -> None:
    stream = start("console")
    structlog.get_logger("bot").debug("a detail")
    logging.getLogger("elsewhere").debug("a detail")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("name", ["httpx", "httpcore.connection", "telegram.ext", "aiosqlite"])
def test_chatty_libraries_are_quiet_at_every_level(name: str) -> None:
    stream = start("console", "debug")
    logging.getLogger(name).info("HTTP Request: POST /bot…")
    assert stream.getvalue() == ""
    logging.getLogger(name).warning("slow")
    assert "slow" in stream.getvalue()
