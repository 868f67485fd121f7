"""Indonesian formats."""

from datetime import UTC
from datetime import date
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.base import formatting
from kiosk.base.formatting import Exact


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("88.2"), 2, "88,20"),
        (Decimal("88.19"), 2, "88,19"),
        (Fraction(4667, 1323), 4, "3,5276"),
        (Fraction(516, 147), 2, "3,51"),
        (4, 2, "4,00"),
        (Decimal("12345.6"), 2, "12.345,60"),
        (1234567, 0, "1.234.567"),
        (None, 2, "–"),
    ],
)
def test_a_figure_has_a_comma_and_fixed_decimals(value: Exact | None, places: int, text: str) -> None:
    assert formatting.decimal(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("88.305"), "88,31"),
        (Decimal("88.30499999999999999999999999999999999"), "88,30"),
        (Fraction(1, 200), "0,01"),
        (Decimal("2.665"), "2,67"),
    ],
)
def test_halves_round_up_exactly(value: Exact, text: str) -> None:
    assert formatting.decimal(value) == text


def test_a_float_is_refused() -> None:
    inexact: Any = 88.19
    with pytest.raises(TypeError):
        formatting.decimal(inexact)


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (147, "147"), (10000, "10.000"), (None, "–")])
def test_a_count_has_thousands_dots(value: int | None, text: str) -> None:
    assert formatting.whole(value) == text


def test_percent_follows_the_number_without_a_space() -> None:
    assert formatting.percent(Fraction("88.19") / Fraction("87.5") * 100) == "100,79%"
    assert formatting.percent(Decimal("7.00"), 0) == "7%"
    assert formatting.percent(None) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.35"), "+0,35"),
        (Decimal("-0.04"), "−0,04"),
        (Decimal("0"), "0,00"),
        (Fraction(1, 1000), "0,00"),
        (Fraction(-1, 1000), "0,00"),
        (Fraction(-1, 200), "−0,01"),
        (None, "–"),
    ],
)
def test_a_change_has_its_sign(value: Exact | None, text: str) -> None:
    assert formatting.change(value) == text


@pytest.mark.parametrize("month", range(1, 13))
def test_a_long_date_has_the_indonesian_month(month: int) -> None:
    names = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
    assert formatting.long_date(date(2024, month, 1)) == f"1 {names[month - 1]} 2024"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Asia/Jakarta", "31 Mei 2024 pukul 23.12 WIB"),
        ("Asia/Pontianak", "31 Mei 2024 pukul 23.12 WIB"),
        ("Asia/Makassar", "1 Juni 2024 pukul 00.12 WITA"),
        ("Asia/Jayapura", "1 Juni 2024 pukul 01.12 WIT"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_its_office(place: str, text: str) -> None:
    moment = datetime(2024, 5, 31, 16, 12, tzinfo=UTC).astimezone(ZoneInfo(place))
    assert formatting.date_time(moment) == text


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formatting.date_time(datetime(2024, 5, 31, 9, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("197001311995031001", "19700131 199503 1 001"),
        ("19700131 199503 1 001", "19700131 199503 1 001"),
        (" 1970 0131199503 1001 ", "19700131 199503 1 001"),
        ("NRP 12345", "NRP 12345"),
        ("", ""),
    ],
)
def test_an_nip_is_grouped(typed: str, text: str) -> None:
    assert formatting.nip(typed) == text
