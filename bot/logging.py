"""What the process writes on standard error: one record a line, and never a bot token."""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

REDACTED = "[token]"

# As in a URL, where the colon may be escaped, and as Telegram gives it.
_TOKEN = re.compile(r"\d+(?::|%3[Aa])[\w-]{30,}", re.ASCII)

# httpx writes whole addresses, and with them the token, at INFO; aiosqlite writes at DEBUG every
# statement with its values, which are what people wrote.
_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "aiohttp")


def redact(text: str) -> str:
    """The text with everything that looks like a bot token replaced."""
    return _TOKEN.sub(REDACTED, text)


def configure_logging(
    level: Literal["debug", "info", "warning", "error"],
    form: Literal["console", "json"],
    stream: TextIO | None = None,
) -> None:
    """Send every record of structlog and of the standard library to ``stream``.

    Without a stream it is standard error. Uncaught exceptions become records too, so that their
    tracebacks lose tokens like any other.
    """
    target = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(target)
    handler.setFormatter(_formatter(form, colours=target.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(form: Literal["console", "json"], colours: bool) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_shared(), structlog.stdlib.ExtraAdder()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(_as_json() if form == "json" else _as_lines(colours)),
            _without_tokens,
        ],
    )


def _as_json() -> list[Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=repr)]


def _as_lines(colours: bool) -> list[Processor]:
    # Plain tracebacks: the decorated ones break long lines, and a broken token is not recognised.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain)]


def _without_tokens(_: WrappedLogger, __: str, rendered: EventDict | str | bytes) -> str:
    """The last step, on the finished text: nothing can be added to a record after it."""
    return redact(str(rendered))


def _log_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    logging.getLogger("bot").critical("Uncaught exception", exc_info=(kind, error, traceback))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
