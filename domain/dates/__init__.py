"""Dates as people write them: understood as a whole or refused, and shown in one form."""

from domain.dates.formatting import (
    format_date,
    format_day,
    format_days,
    format_entered,
    format_left,
    format_moment,
    format_offset,
    format_short,
    format_span,
    format_stated,
)
from domain.dates.moment import Due, Moment, at_hour, end_of_day, resolve
from domain.dates.official import (
    issue_date,
    official_day,
    official_hour,
    official_moment,
)
from domain.dates.parsing import parse_day, parse_moment, parse_since
from domain.dates.ranges import parse_days

__all__ = [
    "Due",
    "Moment",
    "at_hour",
    "end_of_day",
    "format_date",
    "format_day",
    "format_days",
    "format_entered",
    "format_left",
    "format_moment",
    "format_offset",
    "format_short",
    "format_span",
    "format_stated",
    "issue_date",
    "official_day",
    "official_hour",
    "official_moment",
    "parse_day",
    "parse_days",
    "parse_moment",
    "parse_since",
    "resolve",
]
