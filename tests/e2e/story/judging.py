"""Compares what a message says with what it must say."""

from tests.e2e.story.forecast import Expected, Numbers
from tests.e2e.story.reading import Read

_AT_ONCE = {"🔴": "overdue", "↩️": "returned", "🆕": "unaccepted", "📅": "soon"}
_ALSO_LISTED = ("overdue", "blocked", "submitted", "unaccepted")


def judge(found: Read, expected: Expected, *, whole: bool) -> None:
    """Asserts that the message says just this; not `whole`: only its first page was read."""
    listed = [each for part in found.lists.values() for each in part]
    assert list(found.lists) == list(expected.lists)[: len(found.lists)]
    assert found.climbed == expected.climbed & {*listed}
    late = expected.tried.keys() & {*found.lists.get("overdue", ())}
    assert {each: found.tried.get(each, 0) for each in late} == {
        each: expected.tried[each] for each in late
    }
    if whole:
        assert found.lists == expected.lists, (found.lists, expected.lists)
        assert not expected.numbers or found.climbed_said == found.marks
    else:
        _judge_beginning(found, expected)
    assert found.countdowns == expected.countdowns
    assert found.open_for_peak == expected.open_for_peak
    for part, listed in found.lists.items():
        assert found.counts[part] == len(expected.lists[part]), part
        assert not whole or found.counts[part] == len(listed), part
    if not expected.numbers:
        at_once = {
            mark: len(expected.lists[section])
            for mark, section in _AT_ONCE.items()
            if section in expected.lists
        }
        assert found.at_once == (at_once if len(at_once) > 1 else {})
    if expected.numbers:
        _judge_numbers(found, expected, whole=whole)
        if whole:
            _judge_units(found, expected)


def _judge_beginning(found: Read, expected: Expected) -> None:
    """The lists in order, as far as the first page goes."""
    for part, listed in found.lists.items():
        assert listed == expected.lists[part][: len(listed)], part


def _judge_numbers(found: Read, expected: Expected, *, whole: bool) -> None:
    said = {code: each for code, each in found.numbers.items() if code}
    assert said == {code: each for code, each in expected.numbers.items() if total(each)}
    for code, each in found.numbers.items():
        buckets = (each.done_in_time, each.done_late, each.in_time, each.overdue)
        assert found.totals[code] == (sum(buckets), each.done_in_time + each.done_late), code
    if "" in found.numbers:
        assert found.numbers[""] == added(list(said.values()))
    if whole:
        together = added(list(said.values()))
        for part in _ALSO_LISTED:
            assert getattr(together, part) == len(found.lists.get(part, [])), part


def _judge_units(found: Read, expected: Expected) -> None:
    wanted = {
        unit: (
            each.done_in_time + each.done_late,
            total(each),
            {part: getattr(each, part) for part in _ALSO_LISTED},
        )
        for unit, each in expected.units.items()
    }
    assert found.units == wanted
    assert sum(unit[1] for unit in found.units.values()) == sum(
        total(each) for each in expected.numbers.values()
    )


def total(each: Numbers) -> int:
    return each.done_in_time + each.done_late + each.in_time + each.overdue


def added(listed: list[Numbers]) -> Numbers:
    return Numbers(*(sum(getattr(each, name) for each in listed) for name in Numbers.__slots__))
