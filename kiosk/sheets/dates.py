"""Dates as offices write them: 31/05/2024, Jum'at, 5-1-24, 2024-05-31T09:12+08:00, Mei 2024, a serial."""

import re
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone
from datetime import tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kiosk.sheets.cells import Cell
from kiosk.sheets.texts import fold

_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # the years 2000 to 2099
_EPOCHS = range(1262304000, 2208988800)  # seconds since 1970 that are in the years 2010 to 2039
_SHORT_YEARS = range(15, 31)  # of two digits: what comes before the year of the regulation is a day
_WEEKDAY = re.compile(
    r"(?:hari )?(?P<name>senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|wed|thu|sat)\b[\s,./:-]*"
)
_WEEKDAYS = {
    name[:3]: number
    for number, names in enumerate(
        ("senin mon", "selasa tue", "rabu wed", "kamis thu", "jumat fri", "sabtu sat", "minggu ahad sun")
    )
    for name in names.split()
}
# Spaces around separators, other dashes, and the apostrophe of a short year: 31 / 05 / '24.
_LOOSE = re.compile(
    r"(\d{1,4})\s*[-/\\|\u2010-\u2015]\s*(\d{1,2}|[a-z]{3,9}|[ivx]{1,4})\s*[-/\\|\u2010-\u2015]\s*['’]?(\d{1,4})\b"
)
_BRACKETED = re.compile(r"\s*\([^()]*\)$")
# Words by which a person says when, without a date.
_SOMEHOW = re.compile(
    r"(kemarin|hari ini|tadi|besok|lusa|lupa|tidak (tahu|ingat)|tdk (tahu|ingat)|pagi|siang|sore|malam"
    r"|minggu lalu|bulan (lalu|ini)|tahun (lalu|ini)|awal|akhir|pertengahan)\b"
)
_DAYTIME = re.compile(r"[ ,]+(?:pagi|siang|sore|malam)$")
_ZONE_IN_TITLE = re.compile(r"\b(utc|gmt|wib|wita|wit)\b")
_LEAD = re.compile(r"(?:pada )?(?:tanggal|tgl)\b[\s.:]*")
_TIME = (
    r"(?:(?:[\s,]+|\s*t\s*)(?:pukul|pkl|jam|at)?[\s.]*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>z\b|wib\b|wita\b|wit\b|utc\b|gmt\b)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?\b.*)?"
)
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "wib": 7, "wita": 8, "wit": 9}
_MONTH_NAMES = (
    "januari january", "februari february pebruari", "maret march mrt", "april", "mei may", "juni june",
    "juli july", "agustus august agt ags", "september", "oktober october", "november nopember",
    "desember december",
)  # fmt: skip
_WORD_MONTHS = {
    name[:length]: number
    for number, names in enumerate(_MONTH_NAMES, 1)
    for name in names.split()
    for length in range(3, len(name) + 1)
}
_ROMANS = dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), range(1, 13), strict=True))
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})" + _TIME)
_NUMBERS = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[-/. ])(?P<next>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})" + _TIME
)
_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/., ]{0,3}(?P<month>[a-z]{3,9}|[ivx]{1,4})"
    r"[-/., '’]{0,3}(?P<year>\d{4}|\d{2})" + _TIME
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})[-/. ]{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(?P<year>\d{4})" + _TIME
)
_PLAIN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?", re.ASCII)
_COMPACT = re.compile(r"(?P<year>20\d\d)(?P<month>0\d|1[0-2])(?P<day>\d\d)")
_BASIC = re.compile(
    _COMPACT.pattern + r"[t ]?(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?(?:[.,]\d+)?"
    r"(?P<half>)(?P<zone>z)?(?P<offset>[+-]\d\d:?\d\d)?"
)
_COMPACT_LAST = re.compile(r"(?P<day>\d\d?)(?P<month>0\d|1[0-2])(?P<year>20\d\d)")
_MONTH_ALONE = re.compile(
    r"(?:bulan|periode|masa)?[\s:]*(?:(?P<word>[a-z]{3,9})[-/., ]{0,3}(?P<year>20\d\d)"
    r"|(?P<number>0?[1-9]|1[0-2])[-/](?P<after>20\d\d)|(?P<before>20\d\d)[-/](?P<second>0?[1-9]|1[0-2])"
    r"|(?P<name>[a-z]{3,9})-['’]?(?P<short>1[5-9]|2\d|30))"
)
_MONTH_IN_TEXT = re.compile(
    rf"\b(?:{'|'.join(name for names in _MONTH_NAMES for name in names.split() if len(name) > 2)})\b"
)
_SHORT_MONTH_IN_TEXT = re.compile(
    r"\b(?:jan|feb|mar|apr|jun|jul|agu|ags|agt|aug|sept?|okt|oct|nov|nop|des|dec)\b"
)
_LIKE_A_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}\b|\b\d{1,2} ?(?:[a-z]{3,9}) ?(?:20)?\d\d\b")
_YEAR_IN_TEXT = re.compile(r"\b20\d\d\b")
_DAY = re.compile(
    r"(?:\d{1,2}[-/. ]?(?P<after>[a-z]{3,9})(?:[-/. ]\d{2,4})?|(?P<before>[a-z]{3,9})[-/. ]?\d{1,4}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)|\d{4}-\d\d?-\d\d?)(?: \d\d?[:.]\d\d.*)?"
)
_SHORT_TITLE = 20  # in a longer one "des" and "mar" may be anything
_TRIMMED = "'\"`’‘ʼ.,;"

DAY_FIRST = "hari"
MONTH_FIRST = "bulan"
# A program that puts the month first has turned dates with a day up to 12 around, and left the others text.
SWAPPED = "tukar"
# With a year of two digits before the month, 24/05/31, and with the day between year and month, 2024-31-05.
YEAR_FIRST = "tahun"
YEAR_DAY = "tahun-hari"
ORDERS = (DAY_FIRST, MONTH_FIRST, SWAPPED, YEAR_FIRST, YEAR_DAY)


class Moment(NamedTuple):
    """When something was answered: the day, the time of day and its zone where the cell has them.

    `whole_month` says that only the month is known; the day is then its last.
    """

    day: date
    clock: time | None = None
    zone: tzinfo | None = None
    whole_month: bool = False

    def on_wall(self, zone: tzinfo) -> "Moment":
        """The same moment as the clocks of an office show it."""
        if self.zone is None or self.clock is None:
            return self
        there = datetime.combine(self.day, self.clock, self.zone).astimezone(zone)
        return Moment(there.date(), there.time())


@dataclass
class DayOrder:
    """What a column's dates in numbers say about their order, added up cell by cell.

    `firsts` and `lasts` are the outer numbers of dates such as 24/05/25, where each could be the year.
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    padded: int = 0
    american: int = 0
    early: int = 0
    late: int = 0
    year_day: int = 0
    year_month: int = 0
    short_first: int = 0
    short_last: int = 0
    firsts: set[int] = field(default_factory=set)
    lasts: set[int] = field(default_factory=set)
    first_example: str = ""

    def add(self, cell: Cell) -> None:
        """Take one cell into account."""
        if isinstance(cell, date):
            self.early += cell.day <= 12
            self.late += cell.day > 12
            return
        if type(cell) is not str:
            return
        if plain := _PLAIN.fullmatch(cell):
            self._add_numbers(cell, plain[1], plain[2], "", is_american=False)
        elif found := _NUMBERS.fullmatch(_stripped(cell)):
            order = DAY_FIRST if found["sign"] == "." else _order_by_weekday(cell, found)
            is_american = found["half"] is not None
            self._add_numbers(cell, found["first"], found["next"], order, is_american=is_american)
            if len(found["year"]) == 2:
                self._add_short_year(int(found["first"]), int(found["next"]), int(found["year"]))
        elif found := _YEAR_FIRST.fullmatch(_stripped(cell)):
            month, day = int(found["month"]), int(found["day"])
            self.year_day += month > 12 >= day
            self.year_month += day > 12 >= month

    def _add_short_year(self, first: int, month: int, last: int) -> None:
        """Whether the first or the last of three short numbers can be the year."""
        may_be_first = first in _SHORT_YEARS and month <= 12 and last <= 31
        if may_be_first and last in _SHORT_YEARS:
            self.firsts.add(first)
            self.lasts.add(last)
        self.short_first += may_be_first and last not in _SHORT_YEARS
        self.short_last += not may_be_first

    def _add_numbers(self, cell: str, one: str, two: str, order: str, *, is_american: bool) -> None:
        first, second = int(one), int(two)
        if first > 12 >= second or order == DAY_FIRST:
            self.day_first += 1
        elif second > 12 >= first or order == MONTH_FIRST:
            self.month_first += 1
        elif first != second:
            self.either += 1
            self.first_example = self.first_example or cell
            self.american += is_american
            self.padded += "0" in (one[0], two[0])

    def merge(self, other: "DayOrder") -> None:
        """Take what another column says into account."""
        for name, value in vars(other).items():
            if isinstance(value, set):
                getattr(self, name).update(value)
            elif isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
        self.first_example = self.first_example or other.first_example

    @property
    def year_order(self) -> str:
        """`YEAR_FIRST` or `YEAR_DAY` where the dates can be read in no other order; "" for all others."""
        is_short = self.short_first or (len(self.firsts) == 1 < len(self.lasts))
        if is_short and not self.short_last:
            return YEAR_FIRST
        return YEAR_DAY if self.year_day and not self.year_month else ""

    @property
    def order(self) -> str:
        """One of `ORDERS` where the dates say so; "" where a person has to."""
        if self.year_order:
            return self.year_order
        if self.day_first and self.month_first:
            return "" if self.either else DAY_FIRST
        if self.month_first:
            return MONTH_FIRST
        if self.day_first or not self.either:
            return DAY_FIRST
        # Indonesian programs write 05/03/2024, American ones 3/5/2024.
        return DAY_FIRST if self.padded and not self.american else ""

    @property
    def is_perhaps_swapped(self) -> bool:
        """Whether all real dates are of the first twelve days, and all that stayed text are of later days."""
        return (
            self.early > 1 and not self.late and self.day_first > 1 and not (self.either or self.month_first)
        )

    @property
    def is_assumed(self) -> bool:
        """Whether only the way the numbers are written says which of them is the day."""
        return bool(self.either and not self.day_first and not self.month_first and self.order)


def read_moment(cell: Cell, order: str = DAY_FIRST) -> Moment | None:
    """The moment a cell states; None when it is no date. `order` is that of dates in mere numbers."""
    if isinstance(cell, date):
        clock = cell.time() if isinstance(cell, datetime) and cell.time() != time() else None
        day = date(cell.year, cell.month, cell.day)
        return Moment(
            date(day.year, day.day, day.month) if order == SWAPPED and day.day <= 12 else day, clock
        )
    if isinstance(cell, int | Decimal):
        return _read_serial(cell)
    if not isinstance(cell, str):
        return None
    if plain := _PLAIN.fullmatch(cell):
        return _read_plain(plain, order)
    return _read_text(_stripped(cell), order)


def _read_plain(found: re.Match[str], order: str) -> Moment | None:
    """The way of most files, 5/10/2024 09:00, read without looking for any other."""
    first, second, year, hour, minute, last = found.groups()
    day = _plain_day(first, second, year, order == MONTH_FIRST)
    if day is None or hour is None:
        return Moment(day) if day else None
    try:
        return Moment(day, _clock(int(hour), int(minute), int(last or 0)))
    except ValueError:
        return None


def _clock(hour: int, minute: int, second: int) -> time:
    """A time of day; 24:00 is the end of the day that is written. Raises ValueError."""
    return time(23, 59, 59) if (hour, minute, second) == (24, 0, 0) else time(hour, minute, second)


@lru_cache(maxsize=4096)
def _plain_day(first: str, second: str, year: str, is_month_first: bool) -> date | None:
    one, two = int(first), int(second)
    if is_month_first and one <= 12 or two > 12 >= one:
        one, two = two, one
    try:
        return date(int(year), two, one)
    except ValueError:
        return None


def _order_by_weekday(cell: str, found: re.Match[str]) -> str:
    """The order of day and month that fits the weekday before a date; "" when both or neither do."""
    weekday = _WEEKDAY.match(fold(cell).strip(_TRIMMED + " "))
    if weekday is None:
        return ""
    wanted = _WEEKDAYS.get(weekday["name"][:3])
    orders = [
        order
        for order in (DAY_FIRST, MONTH_FIRST)
        if (moment := _read_text(found[0], order)) and moment.day.weekday() == wanted
    ]
    return orders[0] if len(orders) == 1 else ""


def looks_like_date(cell: Cell) -> bool:
    """Whether a cell is meant as a date, even one that cannot be: 31/02/2024."""
    if isinstance(cell, str):
        text = _stripped(cell)
        return bool(
            read_moment(cell) or _LIKE_A_DATE.search(text) or _SOMEHOW.match(text) or is_month_name(cell)
        )
    return isinstance(cell, date)


def is_month_name(cell: Cell) -> bool:
    """Whether a cell is the name of a month and no more: "Mei"."""
    return isinstance(cell, str) and fold(cell) in _WORD_MONTHS


def is_day(text: str) -> bool:
    """Whether a folded text is a day of a month, with or without its year: "3-jan", "jan-03", "3/1/2024"."""
    found = _DAY.fullmatch(text)
    return found is not None and (found["after"] or found["before"] or "mei") in _WORD_MONTHS


def zone_in(title: str) -> tzinfo | None:
    """The time zone that the title of a column of dates names: "Submit Date (UTC)"."""
    found = _ZONE_IN_TITLE.search(fold(title))
    return timezone(timedelta(hours=_ZONES[found[1]])) if found else None


def _stripped(text: str) -> str:
    text = _DAYTIME.sub("", fold(text).strip(_TRIMMED + " "))
    if text[-1:] == ")":
        text = _BRACKETED.sub("", text)
    if not text[:1].isdigit():
        text = _LEAD.sub("", _WEEKDAY.sub("", _LEAD.sub("", text, count=1), count=1), count=1)
    loose = _LOOSE.match(text)
    return "-".join(loose.groups()) + text[loose.end() :] if loose else text


def _read_serial(number: int | Decimal) -> Moment | None:
    if not Decimal(number).is_finite():
        return None
    compact = str(int(number)) if number == int(number) else ""
    if _COMPACT.fullmatch(compact) or _COMPACT_LAST.fullmatch(compact) or _BASIC.fullmatch(compact):
        return _read_text(compact, DAY_FIRST)
    for seconds in (int(number), int(number) // 1000):
        if seconds in _EPOCHS:
            stamp = datetime.fromtimestamp(seconds, UTC)
            return Moment(stamp.date(), stamp.time(), UTC)
    if int(number) not in _SERIALS:
        return None
    seconds = round((number - int(number)) * 86400) % 86400
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return Moment(_SERIAL_START + timedelta(days=int(number)), clock if seconds else None)


def _read_text(text: str, order: str) -> Moment | None:
    if (
        text.isascii()
        and (number := text.replace(",", ".", 1)).replace(".", "", 1).isdigit()
        and 4 < len(text) < 20
        and not (_COMPACT.fullmatch(text) or _COMPACT_LAST.fullmatch(text) or _BASIC.fullmatch(text))
    ):
        return _read_serial(Decimal(number))
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            numbers = [int(found["month"]), int(found["day"])]
            if order == YEAR_DAY and numbers[1] <= 12:
                numbers.reverse()
            day = date(int(found["year"]), *numbers)
        elif found := _COMPACT.fullmatch(text) or _COMPACT_LAST.fullmatch(text) or _BASIC.fullmatch(text):
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        elif found := _NUMBERS.fullmatch(text):
            parts = [int(found["first"]), int(found["next"])]
            if order == YEAR_FIRST and len(found["year"]) == 2:
                day = date(2000 + parts[0], parts[1], int(found["year"]))
                return Moment(day, *_time(found))
            if order == MONTH_FIRST and parts[0] <= 12 or parts[1] > 12 >= parts[0]:
                parts.reverse()
            day = date(_year(found), parts[1], parts[0])
        elif found := _WORDS.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
            month = _WORD_MONTHS.get(found["month"]) or _ROMANS.get(found["month"], 0)
            day = date(_year(found), month, int(found["day"]))
        elif month_alone := read_month(text):
            return Moment(last_day(*month_alone), whole_month=True)
        else:
            return None
        return Moment(day, *_time(found)) if "hour" in found.re.groupindex else Moment(day)
    except ValueError:
        return None


def _year(found: re.Match[str]) -> int:
    year = int(found["year"])
    return year + 2000 if year < 100 else year


def _time(found: re.Match[str]) -> tuple[time | None, tzinfo | None]:
    if found["hour"] is None:
        return None, None
    hour = int(found["hour"])
    if half := found["half"]:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    clock = _clock(hour, int(found["minute"]), int(found["second"] or 0))
    # "09:12-10:00" is from one time to another.
    if (offset := found["offset"]) and (found["second"] or found["zone"] or "t" in found[0]):
        digits = offset[1:].replace(":", "").rjust(2, "0").ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return clock, timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    return clock, timezone(timedelta(hours=_ZONES[found["zone"]])) if found["zone"] else None


def read_month(text: str) -> tuple[int, int] | None:
    """Year and month of a text that says nothing else: "Mei 2024", "05/2024", "Bulan: Mei 2024"."""
    found = _MONTH_ALONE.fullmatch(fold(text).strip(_TRIMMED + " "))
    if not found:
        return None
    if word := found["word"] or found["name"]:
        month = _WORD_MONTHS.get(word)
        return (int(found["year"] or 2000 + int(found["short"])), month) if month else None
    return (
        (int(found["after"]), int(found["number"]))
        if found["number"]
        else (int(found["before"]), int(found["second"]))
    )


def month_in(text: str) -> tuple[int | None, int | None]:
    """The year and the month that a title names somewhere; None for what it does not name, or names twice."""
    words = fold(text)
    months = {_WORD_MONTHS[name] for name in _MONTH_IN_TEXT.findall(words)}
    years = set(_YEAR_IN_TEXT.findall(words))
    if not months and len(words) <= _SHORT_TITLE:
        months = {_WORD_MONTHS[name] for name in _SHORT_MONTH_IN_TEXT.findall(words)}
        if not months and (alone := read_month(text)):
            return alone
    return (int(years.pop()) if len(years) == 1 else None), (months.pop() if len(months) == 1 else None)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
