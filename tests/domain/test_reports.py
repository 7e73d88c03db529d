from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Reference
from domain.reports import ReportWords, parse_report_line, parse_reports
from domain.text import clean_note
from tests.domain.properties import SPELLINGS, any_text, pieces_of, refusal

SAID = {
    "": ReportWords(),
    "60": ReportWords(percent=60),
    "60%": ReportWords(percent=60),
    "60 %": ReportWords(percent=60),
    "0%": ReportWords(percent=0),
    "60% đã khảo sát": ReportWords(percent=60, note="đã khảo sát"),
    "60 %: đã khảo sát": ReportWords(percent=60, note="đã khảo sát"),
    "60, đã khảo sát": ReportWords(percent=60, note="đã khảo sát"),
    "60 đã khảo sát": ReportWords(percent=60, note="đã khảo sát", bare_percent=True),
    "đã khảo sát 60%": ReportWords(note="đã khảo sát 60%"),
    "100%": ReportWords(percent=100, done=True),
    "100% đã gửi": ReportWords(percent=100, done=True, note="đã gửi"),
    "100 đại biểu": ReportWords(note="100 đại biểu"),
    "0 vắng mặt": ReportWords(note="0 vắng mặt"),
    "150 đại biểu": ReportWords(note="150 đại biểu"),
    "60-70%": ReportWords(note="60-70%"),
    "2/3 việc": ReportWords(note="2/3 việc"),
    "17h họp": ReportWords(note="17h họp"),
    "20/4 họp": ReportWords(note="20/4 họp"),
    "xong": ReportWords(done=True),
    "done": ReportWords(done=True),
    "xong.": ReportWords(done=True),
    "xong: đã gửi": ReportWords(done=True, note="đã gửi"),
    "xong, đã gửi": ReportWords(done=True, note="đã gửi"),
    "xong\nđã gửi": ReportWords(done=True, note="đã gửi"),
    "60% xong": ReportWords(percent=60, done=True),
    "vướng": ReportWords(blocked=True),
    "vướng: chờ kinh phí": ReportWords(blocked=True, note="chờ kinh phí"),
    "vuong, cho kinh phi": ReportWords(blocked=True, note="cho kinh phi"),
    "blocked. no funds": ReportWords(blocked=True, note="no funds"),
    "100% vướng: chờ": ReportWords(percent=100, blocked=True, note="chờ"),
    "xong phần một": ReportWords(note="xong phần một", suggests_submit=True),
    "đã làm xong": ReportWords(note="đã làm xong", suggests_submit=True),
    "đã hoàn thành": ReportWords(note="đã hoàn thành", suggests_submit=True),
    "60% xong phần một": ReportWords(percent=60, note="xong phần một", suggests_submit=True),
    "chưa xong, còn thiếu": ReportWords(note="chưa xong, còn thiếu"),
    "CHƯA hoàn thành": ReportWords(note="CHƯA hoàn thành"),
    "not done yet": ReportWords(note="not done yet"),
    "xong.pdf": ReportWords(note="xong.pdf", suggests_submit=True),
    "vướng mặt bằng": ReportWords(note="vướng mặt bằng", suggests_block=True),
    "Vương: đã gửi": ReportWords(note="Vương: đã gửi"),
    "xongg": ReportWords(note="xongg"),
}


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_in_a_report_is_understood(text: str) -> None:
    assert parse_report_line(text) == SAID[text]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_keywords_count_however_they_are_spelled(spelling: str) -> None:
    assert parse_report_line(SPELLINGS[spelling]("vướng: a")).blocked
    assert parse_report_line(SPELLINGS[spelling]("xong: a")).done


@pytest.mark.parametrize(
    "text", ["101%", "120 %", "-5%", "12,5%", "12.5%", "150", "101: đã gửi", "9999999%"]
)
def test_a_percent_out_of_range_is_refused(text: str) -> None:
    assert refusal(parse_report_line, text).key == "bad_percent"


def test_a_note_that_is_too_long_is_refused_with_the_limit() -> None:
    assert parse_report_line("a" * 2000).note == "a" * 2000
    caught = refusal(parse_report_line, "a" * 2001)
    assert (caught.key, caught.data["limit"]) == ("too_long", 2000)


def test_each_line_with_a_reference_is_a_report_of_its_own() -> None:
    lines = parse_reports(
        "DBP70-1 xong\nđbp70-3 60% đã khảo sát\n\n  còn cầu  Mường Thanh\n"
        "DBP70 – 5 vướng: chờ kinh phí"
    )
    assert [(str(line.reference), line.words) for line in lines] == [
        ("DBP70-1", ReportWords(done=True)),
        ("DBP70-3", ReportWords(percent=60, note="đã khảo sát\n\ncòn cầu Mường Thanh")),
        ("DBP70-5", ReportWords(blocked=True, note="chờ kinh phí")),
    ]


def test_a_bad_line_is_kept_with_its_reason_and_harms_no_other() -> None:
    bad, hidden, good = parse_reports("DBP70-1 120%\nDBP\u200b70-2 xong\nDBP70-3 xong")
    assert bad.refusal is not None
    assert (bad.text, bad.reference, bad.words) == ("DBP70-1 120%", Reference("DBP70", 1), None)
    assert bad.refusal.key == "bad_percent"
    assert hidden.refusal is not None
    assert hidden.refusal.data["reason"] == "invisible"
    assert good.words == ReportWords(done=True)


def test_a_beginning_without_a_reference_is_refused_and_what_follows_is_not() -> None:
    first, second = parse_reports("báo cáo:\nhôm nay\nDBP70-3 xong")
    assert first.refusal is not None
    assert (first.refusal.key, first.text) == ("reference_missing", "báo cáo:\nhôm nay")
    assert second.words == ReportWords(done=True)


def test_words_that_look_like_a_reference_continue_the_note_when_codes_are_known() -> None:
    (line,) = parse_reports("DBP70-1 60%\nTổ - 2 người\n10-15 xe", known={"DBP70"})
    assert line.words == ReportWords(percent=60, note="Tổ - 2 người\n10-15 xe")


def test_more_than_100_lines_are_refused() -> None:
    assert len(parse_reports("\n".join(f"A1-{n} xong" for n in range(1, 101)))) == 100
    caught = refusal(parse_reports, "a\n" * 101)
    assert (caught.key, caught.data) == ("too_many_lines", {"limit": 100, "count": 101})


def test_nothing_said_is_no_report() -> None:
    assert parse_reports(" \n\u200b\n") == []


@given(any_text | pieces_of("DBP70-1 DBP70-2 60% 150 % xong vướng : , . đã \n 10-15 \u200b - -1"))
def test_each_report_of_any_text_is_understood_or_refused(text: str) -> None:
    for line in parse_reports(text):
        assert (line.words is None) is not (line.refusal is None)
        assert line.text == clean_note(line.text)


@given(st.text("ab xong vướng 0159%:,.\n", max_size=30))
def test_a_report_is_never_both_done_and_blocked(text: str) -> None:
    for line in parse_reports(f"A1-1 {text}"):
        if line.words is not None:
            assert not (line.words.done and line.words.blocked)
