"""Dates in every spelling: each on its own day, or listed, or asked about."""

import itertools
from collections.abc import Iterable
from datetime import date
from datetime import datetime
from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sheets import Decisions
from kiosk.sheets.dates import DAY_FIRST
from kiosk.sheets.dates import MONTH_FIRST
from kiosk.sheets.dates import SWAPPED
from kiosk.sheets.dates import YEAR_DAY
from kiosk.sheets.dates import YEAR_FIRST
from kiosk.sheets.dates import Moment
from kiosk.sheets.dates import read_moment
from tests.kiosk.import_files import LABELS
from tests.sheets.reading import Outcome
from tests.sheets.reading import as_cell
from tests.sheets.reading import read_rows

MONTHS = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
]  # fmt: skip
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu"]
ROMANS = "I II III IV V VI VII VIII IX X XI XII".split()
ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")]


def _rows(cells: Iterable[object], title: str = "Tanggal") -> list[list[object]]:
    return [[title, *LABELS], *([cell, *[3] * 9] for cell in cells)]


def _table(cells: Iterable[object], title: str = "Tanggal") -> Outcome:
    return read_rows(_rows(cells, title))


def _days(found: Outcome) -> list[date | None]:
    assert found.found is not None and not found.question, found
    return [one.moment.day if one.moment else None for one in found.found.respondents(lambda _rows: None)]


def _spellings(day: date) -> list[str]:
    month, weekday = MONTHS[day.month - 1], DAYS[day.weekday()]
    return [
        f"{day:%d/%m/%Y}" if day.day > 12 else f"{day:%d.%m.%Y}",
        f"{day.day} {month} {day.year}",
        f"{day.day:02} {month[:3]} {day.year}",
        f"{day.day}-{month[:3]}-{day:%y}",
        f"{weekday}, {day.day} {month} {day.year}",
        f"{weekday.replace(chr(39), chr(8217))} {day.day:02} {month} {day.year}",
        f"Hari {weekday}, tanggal {day.day} {month} {day.year}",
        f"{day.day}-{ROMANS[day.month - 1]}-{day.year}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d} 9:12:33",
        f"{day:%Y-%m-%d}T09:12:33+08:00",
        f"{day:%Y%m%d}",
        f"{day.day} {month} {day.year} pukul 09.12 WITA",
        f"{day.day} {month.upper()} {day.year} (pagi)",
        f"{month} {day.day}, {day.year}",
        f"tgl. {day.day} {month} {day.year}",
        f"'{day.day} {month} {day.year}",
    ]


@given(day=st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    for text in _spellings(day):
        found = read_moment(text)
        assert found is not None and found.day == day, text


@given(day=st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_weekday_says_which_number_is_the_day(day: date) -> None:
    weekday = DAYS[day.weekday()]
    for numbers in (f"{day.day}/{day.month}", f"{day.month}/{day.day}"):
        found = _table([f"{weekday}, {numbers}/{day.year}"])
        assert found.question or _days(found) == [day]


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31T23:30:00Z", date(2024, 6, 1)),
        ("2024-05-31T12:30:00.000+00:00", date(2024, 5, 31)),
        ("2024/05/31 11:30:00 PM GMT+8", None),
        ("2024-06-01 01:00:00 UTC", date(2024, 6, 1)),
        ("31 Mei 2024 23:30 WIT", date(2024, 5, 31)),
    ],
)
def test_a_time_with_a_zone_is_on_the_offices_own_day(zone: ZoneInfo, text: str, day: date | None) -> None:
    found = read_moment(text)
    assert found is not None
    expected = day or (date(2024, 6, 1) if zone.key == "Asia/Jayapura" else date(2024, 5, 31))
    assert found.on_wall(zone).day == expected


@pytest.mark.parametrize(
    "cells",
    [
        ["5/3/2024", "6/1/2024"],
        ["5/3/2024 9:00", "6/1/2024 9:00"],
        ["5-3-2024", "6-1-2024"],
        ["5/3/24", "6/1/24"],
        ["05/03/2024 09:12 AM", "06/01/2024 09:12 PM"],
        ["31/5/2024", "5/31/2024", "1/2/2024"],
    ],
)
def test_dates_that_can_be_read_both_ways_are_asked_about(cells: list[str]) -> None:
    asked = _table(cells)
    assert "--urutan-tanggal hari" in asked.question and "--urutan-tanggal bulan" in asked.question
    rows = _rows(cells)
    for order, month in ((DAY_FIRST, 2 if len(cells) > 2 else 1), (MONTH_FIRST, 1 if len(cells) > 2 else 6)):
        last = _days(read_rows(rows, Decisions(day_order=order)))[-1]
        assert last is not None and last.month == month


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["5/3/2024", "31/5/2024"], [(3, 5), (5, 31)]),
        (["5/3/2024", "5/31/2024"], [(5, 3), (5, 31)]),
        (["03/05/2024", "04/05/2024"], [(5, 3), (5, 4)]),
        (["3.5.2024", "4.5.2024"], [(5, 3), (5, 4)]),
        (["5/5/2024", "6/6/2024"], [(5, 5), (6, 6)]),
        (["Jumat 3/5/2024", "4/5/2024"], [(5, 3), (5, 4)]),
    ],
)
def test_what_the_file_says_of_its_order_is_not_asked(cells: list[str], days: list[tuple[int, int]]) -> None:
    assert _days(_table(cells)) == [date(2024, month, day) for month, day in days]


def test_only_the_way_of_writing_decides_and_that_is_said() -> None:
    found = _table(["03/05/2024", "04/05/2024"]).found
    assert found is not None
    assert "Tanggal seperti “03/05/2024” dibaca hari/bulan/tahun." in [note.text for note in found.notes]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["24/05/31", "24/06/01"], [(2024, 5, 31), (2024, 6, 1)]),
        (["25-01-12", "25-02-11"], [(2025, 1, 12), (2025, 2, 11)]),
        (["12/01/25", "11/02/25"], [(2025, 1, 12), (2025, 2, 11)]),
        (["17/05/24", "18/05/24"], [(2024, 5, 17), (2024, 5, 18)]),
        (["2024-05-04", "2024-31-05"], [(2024, 4, 5), (2024, 5, 31)]),
        (["2024-05-04", "2024-05-31"], [(2024, 5, 4), (2024, 5, 31)]),
    ],
)
def test_where_the_year_is_is_found_from_the_column(
    cells: list[str], days: list[tuple[int, int, int]]
) -> None:
    found = _table(cells)
    assert _days(found) == [date(*day) for day in days] and found.found is not None
    is_said = "year-first" in {note.code for note in found.found.notes}
    assert is_said == (found.found.day_order.order in (YEAR_FIRST, YEAR_DAY))


def test_one_slip_in_a_column_of_dates_turns_no_other_around() -> None:
    assert _days(_table(["2024-05-04", "2024-05-31", "2024-31-05"])) == [
        date(2024, 5, 4), date(2024, 5, 31), None,
    ]  # fmt: skip
    assert _days(_table(["24/05/31", "24/06/01"])) != _days(
        read_rows(_rows(["24/05/31", "24/06/01"]), Decisions(day_order=DAY_FIRST))
    )


@pytest.mark.parametrize(
    "number", [1717195800, 1717195800000, "1717195800", "1717195800000", "1717195800.25"]
)
def test_seconds_and_milliseconds_since_1970_are_moments_in_utc(number: object) -> None:
    found = read_moment(as_cell(number))
    assert found is not None and found.day == date(2024, 5, 31)
    assert {found.on_wall(zone).day for zone in ZONES} == {date(2024, 6, 1)}


@pytest.mark.parametrize("text", ["31/05/2024 24:00", "31/05/2024 24.00", "2024-05-31T24:00:00"])
def test_midnight_written_as_24_belongs_to_the_day_that_is_written(text: str) -> None:
    found = read_moment(text)
    assert found is not None and (found.day, found.clock) == (date(2024, 5, 31), time(23, 59, 59))


def test_dates_turned_around_by_an_american_program_are_asked_about() -> None:
    cells = [datetime(2024, 3, 5), datetime(2024, 6, 1), "13/05/2024", "14/05/2024"]  # noqa: DTZ001
    assert "tertukar" in _table(cells).question
    rows = _rows(cells)
    swapped = _days(read_rows(rows, Decisions(day_order=SWAPPED)))
    assert swapped == [date(2024, 5, 3), date(2024, 1, 6), date(2024, 5, 13), date(2024, 5, 14)]
    assert _days(read_rows(rows, Decisions(day_order=DAY_FIRST)))[:2] == [date(2024, 3, 5), date(2024, 6, 1)]


@pytest.mark.parametrize("text", ["kemarin", "31/02/2024", "99/99/2024", "3 Mai 2024?", "0000-00-00"])
def test_a_date_that_cannot_be_read_is_no_date_and_its_row_still_a_respondent(text: str) -> None:
    assert _days(_table(["13/05/2024", text, "14/05/2024"])) == [date(2024, 5, 13), None, date(2024, 5, 14)]


@pytest.mark.parametrize("blank", [None, "-", "N/A"])
def test_a_few_blank_dates_stay_blank(blank: object) -> None:
    found = _table([*["13/05/2024"] * 5, blank])
    assert _days(found)[-1] is None
    assert found.found is not None
    assert [one.date for one in found.found.respondents(lambda _rows: None)][-1] is None


def test_a_date_that_is_written_once_holds_for_the_rows_below() -> None:
    found = _table(["13/05/2024", None, None, "14/05/2024", None, None])
    assert [day.day if day else 0 for day in _days(found)] == [13, 13, 13, 14, 14, 14]
    assert found.found is not None and "dates-carried" in {note.code for note in found.found.notes}


@pytest.mark.parametrize("cells", [["Mei 2024", "Juni 2024"], ["05/2024", "06/2024"], ["2024-05", "2024-06"]])
def test_a_month_counts_as_its_last_day(cells: list[str]) -> None:
    assert _days(_table(cells, "Bulan")) == [date(2024, 5, 31), date(2024, 6, 30)]


def test_a_month_without_its_year_takes_the_year_of_the_title() -> None:
    rows: list[list[object]] = [["SURVEI TAHUN 2024"], *_rows(["Mei", "Juni"], "Bulan")]
    assert _days(read_rows(rows)) == [date(2024, 5, 31), date(2024, 6, 30)]
    assert _days(_table(["Mei", "Juni"], "Bulan")) == [None, None]


def test_the_column_with_dates_is_the_moment_and_not_one_with_times() -> None:
    times = [[f"09:1{number}", f"{13 + number}/05/2024", *[3] * 9] for number in range(3)]
    rows: list[list[object]] = [["Waktu Pengisian", "Tanggal", *LABELS], *times]
    assert [day.day if day else 0 for day in _days(read_rows(rows))] == [13, 14, 15]


def test_a_birthday_is_no_day_of_an_answer() -> None:
    assert _days(_table(["13/05/1990", "14/06/1991"], "Tanggal Lahir")) == [None, None]


def test_no_two_months_have_a_spelling_in_common() -> None:
    for one, two in itertools.combinations(range(1, 13), 2):
        assert read_moment(f"1 {MONTHS[one - 1]} 2024") != read_moment(f"1 {MONTHS[two - 1]} 2024")


PARTS: dict[str, tuple[list[str], list[object], date]] = {
    "three numbers": (["Tanggal", "Bulan", "Tahun"], [31, 5, 2024], date(2024, 5, 31)),
    "a day up to 12": (["Tgl", "Bln", "Thn"], [3, 5, 2024], date(2024, 5, 3)),
    "a name": (["Tanggal", "Bulan", "Tahun"], [31, "Mei", 2024], date(2024, 5, 31)),
    "another order": (["Tahun", "Bulan", "Hari"], [2024, "05", 31], date(2024, 5, 31)),
    "no day": (["Bulan", "Tahun"], ["Mei", 2024], date(2024, 5, 31)),
    "no day, a number": (["Tahun", "Bulan"], [2024, 5], date(2024, 5, 31)),
}


@pytest.mark.parametrize(("titles", "cells", "day"), PARTS.values(), ids=PARTS)
def test_a_date_in_several_columns_is_one(titles: list[str], cells: list[object], day: date) -> None:
    rows: list[list[object]] = [["No", *titles, *LABELS]]
    rows += [[number, *cells, *[3] * 9] for number in (1, 2)]
    found = read_rows(rows)
    assert _days(found) == [day, day]


def test_the_zone_in_the_title_of_a_column_is_that_of_its_times() -> None:
    found = _table(["2024-05-31 23:30:00", "2024-05-31 10:30:00"], "Submit Date (UTC)").found
    assert found is not None
    moments = [one.moment for one in found.respondents(lambda _rows: None) if one.moment]
    assert [moment.on_wall(ZONES[1]).day.day for moment in moments] == [1, 31]


@pytest.mark.parametrize("titles", [["SURVEI TAHUN 2024"], ["Laporan", "Tahun Anggaran 2024"]])
def test_days_and_months_without_a_year_are_of_the_year_of_the_title(titles: list[str]) -> None:
    head: list[list[object]] = [[title] for title in titles]
    assert _days(read_rows([*head, *_rows(["31 Mei", "1 Juni", "2/6"])])) == [
        date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 2),
    ]  # fmt: skip
    assert _days(read_rows([*head, *_rows(["Mei", None, "Juni", None], "Bulan")])) == [
        date(2024, 5, 31), date(2024, 5, 31), date(2024, 6, 30), date(2024, 6, 30),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "days"),
    [
        (["Jan 2024", "Feb 2024"], [date(2024, 1, 31), date(2024, 2, 29)]),
        (["Bulan : 05/2024", "Bulan : 06/2024"], [date(2024, 5, 31), date(2024, 6, 30)]),
        (["Tanggal 3 Mei 2024", "Senin, 6 Mei 2024"], [date(2024, 5, 3), date(2024, 5, 6)]),
    ],
)
def test_a_title_between_the_rows_dates_them(titles: list[str], days: list[date]) -> None:
    rows: list[list[object]] = [["No", *LABELS]]
    for number, title in enumerate(titles):
        rows += [[title], [2 * number + 1, *[3] * 9], [2 * number + 2, *[4] * 9]]
    assert _days(read_rows(rows)) == [days[0], days[0], days[1], days[1]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31052024", date(2024, 5, 31)), ("1st June 2024", date(2024, 6, 1)),
        ("5 Juni '24", date(2024, 6, 5)), ("01/06/2024 pagi", date(2024, 6, 1)),
        ("20240531", date(2024, 5, 31)), ("20240531T0930", date(2024, 5, 31)),
        ("20240531T093011+0800", date(2024, 5, 31)), ("20240531093011", date(2024, 5, 31)),
        ("45443,5", date(2024, 5, 31)), ("45443", date(2024, 5, 31)), ("31 / 05 / 2024", date(2024, 5, 31)),
        ("31–05–2024", date(2024, 5, 31)), ("31\\05\\2024", date(2024, 5, 31)),
        ("31-05-'24", date(2024, 5, 31)), ("Mei-24", date(2024, 5, 31)),
    ],
)  # fmt: skip
def test_rarer_spellings_are_days(text: str, day: date) -> None:
    assert _days(_table([text, "13/05/2024"]))[0] == day


@given(number=st.integers(-10, 10**9) | st.decimals(allow_nan=True, allow_infinity=True))
def test_a_number_is_a_day_or_none(number: int | Decimal) -> None:
    moment = read_moment(number)
    assert moment is None or date(2000, 1, 1) <= moment.day <= date(2099, 12, 31)
    assert read_moment(str(number)) is None or isinstance(read_moment(str(number)), Moment)
