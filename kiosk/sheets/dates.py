"""Dates as offices write them: 31/05/2024, 31-5-24, 2024-05-31 09:12, 31 Mei 2024, or a serial."""

import re
from collections.abc import Iterable
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal

from kiosk.sheets.files import Cell

_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # the years 2000 to 2099
_TIME = (
    r"(?:[ T,]+(?:pukul |jam )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AP]M)?.*)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME, re.IGNORECASE
)
_YEAR_LAST = re.compile(
    r"(?:\w+, ?)?(?P<first>\d{1,2})[-/. ](?P<second_part>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:\w+, ?)?(?P<day>\d{1,2})[- ](?P<month>[a-z]{3,9})[- ](?P<year>\d{4})" + _TIME, re.IGNORECASE
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan",
            "feb|peb",
            "mar",
            "apr",
            "mei|may",
            "jun",
            "jul",
            "agu|aug|ags",
            "sep",
            "okt|oct",
            "nov|nop",
            "des|dec",
        ],
        1,
    )
    for name in names.split("|")
}


def is_month_first(cells: Iterable[Cell]) -> bool:
    """Whether dates like 5/31/2024 in this column put the month first: when some must, and none cannot."""
    must = False
    for cell in cells:
        if isinstance(cell, str) and (found := _YEAR_LAST.fullmatch(cell)):
            if int(found["first"]) > 12:
                return False
            must = must or int(found["second_part"]) > 12
    return must


def read_moment(cell: Cell, *, month_first: bool = False) -> tuple[date, time | None] | None:
    """The day, and the time of day where the cell has one, on the office's wall; None when it is no date."""
    if isinstance(cell, datetime):
        return cell.date(), cell.time() if cell.time() != time() else None
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _read_serial(cell)
    return _read_text(cell, month_first) if isinstance(cell, str) else None


def _read_serial(number: int | Decimal) -> tuple[date, time | None] | None:
    if not Decimal(number).is_finite() or int(number) not in _SERIALS:
        return None
    seconds = round((number - int(number)) * 86400) % 86400
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return _SERIAL_START + timedelta(days=int(number)), clock if seconds else None


def _read_text(text: str, month_first: bool) -> tuple[date, time | None] | None:
    if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 20:
        return _read_serial(Decimal(text))
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        elif found := _YEAR_LAST.fullmatch(text):
            parts = [int(found["first"]), int(found["second_part"])]
            month, day_of_month = parts if month_first else reversed(parts)
            year = int(found["year"])
            day = date(year + 2000 if year < 100 else year, month, day_of_month)
        elif (found := _WORDS.fullmatch(text)) and (month := _MONTHS.get(found["month"][:3].lower(), 0)):
            day = date(int(found["year"]), month, int(found["day"]))
        else:
            return None
        return day, _time(found)
    except ValueError:
        return None


def _time(found: re.Match[str]) -> time | None:
    if found["hour"] is None:
        return None
    hour = int(found["hour"])
    if half := found["half"]:
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    return time(hour, int(found["minute"]), int(found["second"] or 0))
