"""What `/settings` sets: its names in both languages, how a value is read, and what must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from domain.dates.clock_time import read_clock_time
from domain.dates.words import normalized
from domain.errors import Refusal
from domain.keywords import ANSWERS, Names, find_name
from domain.letterhead import Layout, recipient_lines, signature_lines
from domain.settings import Pictures, Settings
from domain.subcommittee import Subcommittee
from domain.text import NAME_LIMIT, clean, fold, limited, shorten

MOST_TIMES = 6
MOST_RUNGS = 12
LONGEST_LADDER = 365
_MINUTES = re.compile(
    r"(?P<number>[0-9]{1,5}) ?"
    r"(?:(?P<hours>h|g|gio|hours?|tieng)|(?P<days>ngay|days?)|(?:p|phut|min(?:ute)?s?|m)?)"
)
_LAYOUTS: Names = {
    Layout.STATE: ("state", "nhà nước", "nghị định 30"),
    Layout.PARTY: ("party", "đảng"),
    Layout.PLAIN: ("plain", "đơn giản", "thường"),
}
_SYMBOL = re.compile(r"[^\W_]{1,12}(?:[-.&][^\W_]{1,12}){0,3}")
_MOST_RECIPIENTS = 12
_PICTURES: Names = {
    Pictures.NEVER: ("never", "không", "no", "off"),
    Pictures.PEAK: ("peak", "cao điểm", "peak days", "ngày cao điểm"),
    Pictures.ALWAYS: ("always", "luôn", "luôn luôn", "yes", "on", "có"),
}
_LANGUAGES: Names = {
    "vi": ("vi", "tiếng việt", "việt", "vietnamese"),
    "en": ("en", "tiếng anh", "anh", "english"),
}


@dataclass(frozen=True)
class SettingField:
    """One thing that can be set. `read` raises Refusal for a value that cannot be."""

    name: str
    words: tuple[str, ...]
    """What people type, English first, then Vietnamese; the first of each is shown."""
    read: Callable[[str], Any]
    choices: tuple[str, ...] = ()
    """Values that are offered by buttons."""
    of_documents: bool = False
    """It is shown apart, with what else concerns documents."""
    may_be_empty: bool = False

    def shown(self, language: str) -> str:
        return self.words[0] if language == "en" else self.words[1]


def _times(least: int) -> Callable[[str], tuple[time, ...]]:
    def read(text: str) -> tuple[time, ...]:
        if least == 0 and find_name(text, ANSWERS) == "no":
            return ()
        times = {
            _time(piece) for piece in re.split(r"[,;]|\s+(?:và|and)\s+", text) if piece.strip()
        }
        if not max(least, 1) <= len(times) <= MOST_TIMES:
            raise Refusal("setting_times", most=MOST_TIMES)
        return tuple(sorted(times))

    return read


def _time(text: str) -> time:
    """Raises Refusal("setting_time") for what is no time of day."""
    said = normalized(text)
    if said.isdigit() and len(said) <= 2:
        said = f"{said}h"
    found = read_clock_time(said)
    resolved = found.resolved() if found else None
    if resolved is None:
        raise Refusal("setting_time", text=shorten(clean(text), 40))
    return resolved


def _quiet(text: str) -> tuple[time | None, time]:
    """ "21:30 - 06:00", or `off`."""
    if find_name(text, ANSWERS) == "no":
        return None, Settings().quiet_until
    pieces = re.split(r"\s*[-–—]\s*|\s+(?:đến|den|to)\s+", clean(text).lower())
    pieces = [piece.removeprefix("từ ").removeprefix("from ") for piece in pieces]
    if len(pieces) != 2:
        raise Refusal("setting_quiet")
    begin, end = map(_time, pieces)
    if begin == end:
        raise Refusal("setting_quiet")
    return begin, end


def _ladder(text: str) -> tuple[int, ...]:
    if find_name(text, ANSWERS) == "no" and text.strip() != "0":
        return ()
    pieces = [piece for piece in re.split(r"[,;\s]+", clean(text)) if piece]
    if not all(re.fullmatch(r"[0-9]{1,4}", piece) for piece in pieces):
        raise Refusal("setting_ladder", most=MOST_RUNGS, longest=LONGEST_LADDER)
    rungs = {int(piece) for piece in pieces}
    if not 1 <= len(rungs) <= MOST_RUNGS or max(rungs) > LONGEST_LADDER:
        raise Refusal("setting_ladder", most=MOST_RUNGS, longest=LONGEST_LADDER)
    return tuple(sorted(rungs, reverse=True))


def _number(least: int, most: int) -> Callable[[str], int]:
    """A whole number, with or without its unit: "3", "3 ngày", "24 giờ"."""

    def read(text: str) -> int:
        match = re.fullmatch(r"([0-9]{1,5}) ?(?:ngay|days?|gio|h|hours?|tieng)?", fold(text))
        if match is None or not least <= int(match[1]) <= most:
            raise Refusal("setting_number", least=least, most=most)
        return int(match[1])

    return read


def _minutes(text: str) -> int:
    """Minutes; "2 giờ" and "2h" are 120, `off` is 0."""
    if find_name(text, ANSWERS) == "no":
        return 0
    match = _MINUTES.fullmatch(fold(text))
    if match is None:
        raise Refusal("setting_minutes")
    unit = 60 if match["hours"] else 1440 if match["days"] else 1
    minutes = int(match["number"]) * unit
    if not 0 <= minutes <= 2 * 1440:
        raise Refusal("setting_minutes")
    return minutes


def _answer(text: str) -> bool:
    answer = find_name(text, ANSWERS)
    if answer is None:
        raise Refusal("setting_answer")
    return answer == "yes"


def _name(text: str) -> str:
    name = limited(clean(text), "name", NAME_LIMIT)
    if not name:
        raise Refusal("missing_value", field="name")
    return name


def _words(name: str) -> Callable[[str], str]:
    """Words that may also be taken away, by nothing or a dash."""

    def read(text: str) -> str:
        said = limited(clean(text), name, NAME_LIMIT)
        return "" if said in ("-", "–") else said

    return read


def _symbol(text: str) -> str:
    """The issuing body's part of a symbol, in capitals, without the "BC-" before it."""
    said = re.sub(r"^BC[-/]", "", _words("symbol")(text).upper().replace(" ", ""))
    if said and _SYMBOL.fullmatch(said) is None:
        raise Refusal("setting_symbol", text=shorten(said, 40))
    return said


def _signer_title(text: str) -> str:
    return " / ".join(signature_lines(_words("signer_title")(text)))


def _recipients(text: str) -> str:
    lines = recipient_lines(_words("recipients")(text))
    if len(lines) > _MOST_RECIPIENTS:
        raise Refusal("setting_recipients", most=_MOST_RECIPIENTS)
    return "; ".join(lines)


def _layout(text: str) -> Layout:
    layout = find_name(text, _LAYOUTS)
    if layout is None:
        raise Refusal("setting_layout")
    return Layout(layout)


def _pictures(text: str) -> Pictures:
    pictures = find_name(text, _PICTURES)
    if pictures is None:
        raise Refusal("setting_pictures")
    return Pictures(pictures)


def _language(text: str) -> str:
    language = find_name(text, _LANGUAGES)
    if language is None:
        raise Refusal("bad_language")
    return language


def _timezone(text: str) -> str:
    said = clean(text).replace(" ", "_").lower()
    for name in sorted(available_timezones()):
        if name.lower() == said and "/" in name:
            return name
    raise Refusal("setting_timezone", text=shorten(clean(text), 40))


def _of_documents(
    name: str, words: tuple[str, ...], read: Callable[[str], str] | None = None
) -> SettingField:
    return SettingField(name, words, read or _words(name), of_documents=True, may_be_empty=True)


FIELDS: tuple[SettingField, ...] = (
    SettingField("slots", ("slots", "khung giờ"), _times(1)),
    SettingField("peak_slots", ("peak slots", "khung giờ cao điểm"), _times(0)),
    SettingField("quiet", ("quiet hours", "giờ yên lặng", "quiet"), _quiet),
    SettingField("ladder", ("ladder", "mốc nhắc", "mốc nhắc cao điểm"), _ladder),
    SettingField("due_within_days", ("days ahead", "số ngày tới"), _number(1, 30), ("1", "3", "7")),
    SettingField(
        "exact_minutes",
        ("exact reminder", "nhắc trước giờ"),
        _minutes,
        ("0", "60", "120", "240"),
    ),
    SettingField("overdue_leads_days", ("overdue leads", "quá hạn đầu mối"), _number(0, 60)),
    SettingField("overdue_admins_days", ("overdue admins", "quá hạn giúp việc"), _number(0, 60)),
    SettingField("overdue_chair_days", ("overdue chair", "quá hạn trưởng"), _number(0, 60)),
    SettingField("unaccepted_hours", ("unaccepted", "chưa nhận"), _number(1, 720)),
    SettingField(
        "unaccepted_admins_hours", ("unaccepted admins", "chưa nhận giúp việc"), _number(1, 720)
    ),
    SettingField("late_slot_hours", ("late slot", "bù khung giờ"), _number(0, 12)),
    SettingField("tell_chair_submitted", ("tell chair", "báo trưởng"), _answer, ("yes", "no")),
    SettingField(
        "done_without_confirmation",
        ("no confirmation", "không cần duyệt"),
        _answer,
        ("yes", "no"),
    ),
    SettingField("members_see_all", ("see all", "xem tất cả"), _answer, ("yes", "no")),
    SettingField("full_table", ("full table", "bảng đầy đủ"), _answer, ("yes", "no")),
    SettingField("pictures", ("pictures", "hình ảnh"), _pictures, tuple(Pictures)),
    SettingField("name", ("name", "tên"), _name),
    SettingField("decision", ("decision", "quyết định"), _words("decision"), may_be_empty=True),
    SettingField("language", ("language", "ngôn ngữ"), _language, ("vi", "en")),
    SettingField("timezone", ("time zone", "múi giờ", "timezone"), _timezone),
    SettingField(
        "layout",
        ("layout", "thể thức"),
        _layout,
        tuple(Layout),
        of_documents=True,
    ),
    _of_documents("superior_body", ("superior body", "cơ quan cấp trên")),
    _of_documents("issuing_body", ("issuing body", "cơ quan ban hành")),
    _of_documents("document_place", ("place", "địa danh")),
    _of_documents("symbol", ("symbol", "ký hiệu"), _symbol),
    SettingField(
        "number_documents",
        ("number documents", "đánh số văn bản"),
        _answer,
        ("yes", "no"),
        of_documents=True,
    ),
    _of_documents("addressee", ("addressee", "kính gửi")),
    _of_documents("signer_title", ("signer title", "chức vụ người ký"), _signer_title),
    _of_documents("signer", ("signer", "người ký")),
    _of_documents("recipients", ("recipients", "nơi nhận"), _recipients),
)
BY_NAME = {field.name: field for field in FIELDS}
_NAMES: Names = {field.name: field.words for field in FIELDS}
_OF_SUBCOMMITTEE = frozenset({"name", "decision", "language", "timezone"})


def read_setting(text: str) -> tuple[SettingField, Any]:
    """ "field = value". Raises Refusal "unknown_field", "missing_value" or the field's own."""
    left, sign, value = text.partition("=" if "=" in text else ":")
    name = find_name(left, _NAMES)
    if name is None:
        raise Refusal("unknown_field", text=shorten(clean(left), 60))
    if not sign or not (clean(value) or BY_NAME[name].may_be_empty):
        raise Refusal("missing_value", field=clean(left))
    return BY_NAME[name], BY_NAME[name].read(value.strip())


def value_of(subcommittee: Subcommittee, name: str) -> Any:
    if name in _OF_SUBCOMMITTEE:
        return getattr(subcommittee, name)
    if name == "quiet":
        return subcommittee.settings.quiet_from, subcommittee.settings.quiet_until
    return getattr(subcommittee.settings, name)


def changed(subcommittee: Subcommittee, name: str, value: Any) -> Subcommittee:
    """The subcommittee with this set. Raises Refusal where it contradicts another setting."""
    if name in _OF_SUBCOMMITTEE:
        return replace(subcommittee, **{name: value})
    if name == "quiet":
        settings = replace(subcommittee.settings, quiet_from=value[0], quiet_until=value[1])
    else:
        settings = replace(subcommittee.settings, **{name: value})
    _check(settings)
    return replace(subcommittee, settings=settings)


def _check(settings: Settings) -> None:
    """Raises Refusal where settings that are sound by themselves contradict each other."""
    twice = set(settings.slots) & set(settings.peak_slots)
    if twice:
        raise Refusal("setting_slot_twice", hour=min(twice))
    for slot in settings.slots:
        if in_quiet_hours(settings, slot):
            raise Refusal("setting_slot_quiet", hour=slot)
    steps = (
        settings.overdue_leads_days,
        settings.overdue_admins_days,
        settings.overdue_chair_days,
    )
    if list(steps) != sorted(steps):
        raise Refusal("setting_climbing")
    if settings.unaccepted_hours > settings.unaccepted_admins_hours:
        raise Refusal("setting_climbing")


def in_quiet_hours(settings: Settings, hour: time) -> bool:
    """Whether this time of day lies in the quiet hours, their beginning included."""
    begin, end = settings.quiet_from, settings.quiet_until
    if begin is None:
        return False
    if begin < end:
        return begin <= hour < end
    return hour >= begin or hour < end
