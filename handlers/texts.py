"""Every text a person sees: macros of the templates in `locales/`, a folder per language.

A text is named `file.macro`, for instance `tasks.card`. `html` gives what Telegram's HTML needs,
`plain` the same without tags, for buttons, toasts and menus.
"""

import html as html_entities
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from domain import dates
from domain.task import Status, Task
from domain.text import shorten

LANGUAGES = ("vi", "en")
FOLDER = Path(__file__).parent.parent / "locales"
_MARKS = {
    Status.ASSIGNED: "🆕",
    Status.ACCEPTED: "🔵",
    Status.IN_PROGRESS: "🔵",
    Status.BLOCKED: "⛔",
    Status.SUBMITTED: "🟡",
    Status.DONE: "✅",
    Status.CANCELLED: "⚪",
}
_TAG = re.compile(r"<[^>]*>")


class _CompiledTemplates(FileSystemBytecodeCache):
    """Compiled once for all starts, beside the templates as Python does it beside its modules.

    Compiling all texts takes longer than the rest of a start; an update that had to wait for it
    would be in hand all that time.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, unless the file system is read-only."""
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


class _PlainCalls(Context):
    """Calls what a template calls, without asking each time whether it wants the context first.

    That question took a quarter of the time an answer's words take; nothing that the texts call
    wants it. (Filters that do are found when a template is compiled.) Words that depend on
    nothing but constants, a status for instance or a move, are made once.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *arguments: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        """The two with an underscore are what jinja adds to calls inside a loop or a block."""
        if type(called) is Macro and not named and _are_constants(arguments):
            return _words(called, *arguments)
        return called(*arguments, **named)


def _are_constants(values: Iterable[object]) -> bool:
    return all(isinstance(value, StrEnum) for value in values)


@lru_cache(maxsize=4096, typed=True)
def _words(macro: Macro, *constants: StrEnum) -> str:
    return macro(*constants)


class _Environment(Environment):
    context_class = _PlainCalls


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._environment = _Environment(
            loader=FileSystemLoader(FOLDER / language),
            bytecode_cache=_CompiledTemplates(str(FOLDER / language / "__pycache__")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            moment=self._moment,
            day=self._day,
            short_day=_short_day,
            due=self._due,
            short_due=_short_due,
            number=self._number,
            plural=self._plural,
            clock=_clock,
            span=self._span,
            left=self._left,
            mark=_mark,
            progress=_progress,
            listed=_listed,
            capital=_capital,
            offset=dates.format_offset,
            official_day=self._official_day,
            official_hour=self._official_hour,
            official_moment=self._official_moment,
            issue_date=self._issue_date,
            short=shorten,
        )
        self._modules: dict[str, TemplateModule] = {}
        self._label = lru_cache(maxsize=4096)(self._without_tags)

    def html(self, name: str, /, **data: object) -> str:
        """The text as HTML, its outer blanks removed. Raises LookupError where there is none."""
        return str(self._macro(name)(**data)).strip()

    def plain(self, name: str, /, **data: object) -> str:
        """The text without tags and entities, for where Telegram takes no HTML."""
        if _are_constants(data.values()):
            # Labels of buttons mostly: of so few values that each is made once.
            return self._label(name, **data)
        return self._without_tags(name, **data)

    def _without_tags(self, name: str, /, **data: object) -> str:
        return html_entities.unescape(_TAG.sub("", self.html(name, **data)))

    def _macro(self, name: str) -> Callable[..., object]:
        file, _, macro = name.partition(".")
        found = getattr(self._module(file), macro, None)
        if found is None:
            raise LookupError(f"no text {name} in {self.language}")
        macro_of_name: Callable[..., object] = found
        return macro_of_name

    def _module(self, file: str) -> TemplateModule:
        if file not in self._modules:
            self._modules[file] = self._environment.get_template(f"{file}.j2").module
        return self._modules[file]

    def load(self) -> None:
        """Make all texts ready, so that no answer waits for it."""
        for name in self._environment.list_templates(extensions=["j2"]):
            self._module(name.removesuffix(".j2"))
        self._number(0)

    def has(self, name: str) -> bool:
        try:
            self._macro(name)
        except LookupError:
            return False
        return True

    def _moment(self, moment: datetime, zone: ZoneInfo) -> str:
        """An instant as wall time: 17:00 thứ Ba 20/04/2027."""
        return dates.format_moment(moment.astimezone(zone), self.language)

    def _day(self, day: date) -> str:
        return dates.format_day(day, self.language)

    def _due(self, task: Task) -> str:
        """A task's due time as people write it; a day without an hour stays without one."""
        if task.due_hour is None:
            return dates.format_day(task.due_day, self.language)
        return dates.format_moment(datetime.combine(task.due_day, task.due_hour), self.language)

    def _span(self, span: timedelta) -> str:
        """The length of a span in its largest whole unit: 3 ngày."""
        return dates.format_span(span, self.language)

    def _left(self, left: timedelta) -> str:
        """The time left until a moment to come: 1 giờ 55 phút."""
        return dates.format_left(left, self.language)

    def _official_day(self, day: date, year: bool = True) -> str:
        """As documents write it: 05/5/2026."""
        return dates.official_day(day, self.language, year=year)

    def _official_hour(self, hour: time) -> str:
        return dates.official_hour(hour, self.language)

    def _official_moment(self, moment: datetime, zone: ZoneInfo, year: bool = True) -> str:
        """An instant as documents write it: 16 giờ 00 ngày 05/5/2026."""
        return dates.official_moment(moment.astimezone(zone), self.language, year=year)

    def _issue_date(self, day: date) -> str:
        return dates.issue_date(day, self.language)

    def _number(self, value: float) -> str:
        return format_decimal(value, locale=self.language)

    def _plural(self, count: int, one: str, other: str) -> str:
        """The form that the language's plural rule gives for this count."""
        return one if _plural_rule(self.language)(count) == "one" else other


@lru_cache
def _plural_rule(language: str):  # type: ignore[no-untyped-def]
    return Locale(language).plural_form


def _short_day(day: date) -> str:
    return f"{day:%d/%m}"


def _short_due(task: Task) -> str:
    hour = f"{task.due_hour:%H:%M} " if task.due_hour else ""
    return f"{hour}{task.due_day:%d/%m}"


def _clock(hour: time) -> str:
    return f"{hour:%H:%M}"


def _mark(task: Task, now: datetime) -> str:
    """How the task stands, at a glance; the same in every language."""
    blocked = task.status is Status.BLOCKED
    if task.overdue(now):
        return "🔴⛔" if blocked else "🔴"
    return _MARKS[task.status]


def _progress(task: Task) -> str:
    """How far it is, where that says more than its status."""
    told = task.open and task.status is not Status.SUBMITTED and 0 < task.percent < 100
    return f"{task.percent}%" if told else ""


def _listed(parts: Iterable[str | Markup], separator: str) -> Markup:
    """Those of the parts that say something, one after the other."""
    return Markup(separator.join([escape(part) for part in parts if part]))


def _capital(text: str) -> str:
    """With a capital first letter; safe HTML stays so."""
    letters = str(text)
    return type(text)(letters[:1].upper() + letters[1:])


@lru_cache
def texts(language: str) -> Texts:
    """The texts of `vi` or `en`, made once."""
    return Texts(language)


def visible_length(html: str) -> int:
    """How long Telegram counts the text: without tags, entities as one."""
    return len(html_entities.unescape(_TAG.sub("", html)))


def joined(parts: list[str], separator: str = "\n") -> Markup:
    """Already safe pieces of HTML as one safe piece."""
    return Markup(separator).join(Markup(part) for part in parts)
