"""Periods: what their codes mean, what they are called, what came before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.base.period import month_of


@pytest.mark.parametrize(
    ("code", "start", "end", "title", "span"),
    [
        ("2024-05", "2024-05-01", "2024-05-31", "Mei 2024", "Mei 2024"),
        ("2024-02", "2024-02-01", "2024-02-29", "Februari 2024", "Februari 2024"),
        ("2024-TW2", "2024-04-01", "2024-06-30", "Triwulan II Tahun 2024", "April s.d. Juni 2024"),
        ("2023-TW4", "2023-10-01", "2023-12-31", "Triwulan IV Tahun 2023", "Oktober s.d. Desember 2023"),
        ("2024-S1", "2024-01-01", "2024-06-30", "Semester I Tahun 2024", "Januari s.d. Juni 2024"),
        ("2024-S2", "2024-07-01", "2024-12-31", "Semester II Tahun 2024", "Juli s.d. Desember 2024"),
        ("2024", "2024-01-01", "2024-12-31", "Tahun 2024", "Januari s.d. Desember 2024"),
    ],
)
def test_a_calendar_period(code: str, start: str, end: str, title: str, span: str) -> None:
    period = Period.parse(code)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.title, period.span_title, period.code) == (title, span, code)


def test_a_period_knows_its_kind() -> None:
    codes = ("2024-05", "2024-TW2", "2024-S1", "2024", "2024-05-01..2024-05-20")
    kinds = [Period.parse(code).kind for code in codes]
    assert kinds == ["bulan", "triwulan", "semester", "tahun", "rentang"]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("2024-05-01..2024-05-20", "1 s.d. 20 Mei 2024"),
        ("2024-05-20..2024-06-03", "20 Mei s.d. 3 Juni 2024"),
        ("2023-12-20..2024-01-05", "20 Desember 2023 s.d. 5 Januari 2024"),
        ("2024-05-03..2024-05-03", "3 Mei 2024"),
        ("2024-01-01..2024-06-30", "Januari s.d. Juni 2024"),
        ("2023-07-01..2024-06-30", "Juli 2023 s.d. Juni 2024"),
        ("2024-05-01..2024-05-31", "Mei 2024"),
    ],
)
def test_a_range_says_what_both_ends_share_once(code: str, title: str) -> None:
    period = Period.parse(code)
    assert (period.kind, period.title, period.code) == ("rentang", title, code)


@pytest.mark.parametrize(
    ("code", "previous"),
    [
        ("2024-01", "2023-12"),
        ("2024-TW1", "2023-TW4"),
        ("2024-S1", "2023-S2"),
        ("2024", "2023"),
        ("2024-03-01..2024-03-20", "2024-02-10..2024-02-29"),
        ("2024-03-01..2024-04-30", "2024-01-01..2024-02-29"),
    ],
)
def test_the_period_before(code: str, previous: str) -> None:
    assert Period.parse(code).previous().code == previous
    assert Period.parse(previous).next().code == code


@pytest.mark.parametrize(
    "code",
    ["", "24-05", "2024-13", "2024-00", "2024-5", "2024-TW5", "2024-tw2", "2024-S3", "0999", "Mei 2024",
     "2024-05-01", "2024-05-01..", "2024-02-30..2024-03-01", "2024-05-01..2024-05-02..2024-05-03",
     "20240501..20240502", "2024-W01-1..2024-W02-1", "٢٠٢٤", "2024-05\n"],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_words(code: str) -> None:
    with pytest.raises(PeriodError, match="tidak dikenal. Contoh: 2024-05"):
        Period.parse(code)


def test_a_range_backwards_is_refused_for_what_it_is() -> None:
    with pytest.raises(PeriodError, match="berakhir sebelum dimulai"):
        Period.parse("2024-05-20..2024-05-01")


def test_the_calendar_has_an_end() -> None:
    period = Period.parse("1900-01-01..2999-12-30")
    with pytest.raises(PeriodError, match="Kalender"):
        period.previous().previous()


@given(st.dates(date(1901, 1, 1), date(2999, 1, 1)))
def test_a_months_neighbours_touch_it(day: date) -> None:
    month = month_of(day)
    assert month.start <= day <= month.end
    assert (month.start - month.previous().end).days == 1
    assert (month.next().start - month.end).days == 1
    assert month.next().previous() == month == Period.parse(month.code)
