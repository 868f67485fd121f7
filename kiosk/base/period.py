"""Periods as calendar values: `2024-05`, `2024-TW2`, `2024-S1`, `2024`, `2024-05-01..2024-05-20`."""

import re
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from typing import Self

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_LENGTHS = {"bulan": 1, "triwulan": 3, "semester": 6, "tahun": 12}  # in months
_CODE = re.compile(r"(?P<year>[0-9]{4})(-((?P<bulan>[0-9]{2})|TW(?P<triwulan>[1-4])|S(?P<semester>[12])))?")
YEARS = range(1900, 3000)
_DAY = timedelta(days=1)


class PeriodError(ValueError):
    """A code that is no period; the message is Indonesian and fit to show."""


@dataclass(frozen=True)
class Period:
    """Whole days of the calendar from `start` to `end`, both included.

    `kind` is "bulan", "triwulan", "semester", "tahun" or "rentang" (a range); `code` is what `parse` reads.
    """

    kind: str
    start: date
    end: date

    @classmethod
    def parse(cls, code: str) -> Self:
        """The period with this code; raises `PeriodError`."""
        try:
            if ".." in code:
                start, end = map(_parse_day, code.split(".."))
                if start > end:
                    raise PeriodError(f"Periode “{code}” berakhir sebelum dimulai.")
                return cls("rentang", start, end)
            match = _CODE.fullmatch(code)
            if match is None or int(match["year"]) not in YEARS:
                raise ValueError(code)
            for kind in ("bulan", "triwulan", "semester"):
                if match[kind]:
                    return cls._of_months(kind, int(match["year"]), (int(match[kind]) - 1) * _LENGTHS[kind])
            return cls._of_months("tahun", int(match["year"]), 0)
        except PeriodError:
            raise
        except ValueError:
            raise PeriodError(
                f"Periode “{code}” tidak dikenal. "
                "Contoh: 2024-05, 2024-TW2, 2024-S1, 2024, 2024-05-01..2024-05-20."
            ) from None

    @classmethod
    def _of_months(cls, kind: str, year: int, month: int) -> Self:
        """The period that starts at month 0..11 of a year."""
        start = date(year, month + 1, 1)
        return cls(kind, start, _add_months(start, _LENGTHS[kind]) - _DAY)

    @property
    def code(self) -> str:
        """The canonical code, which is stable: URLs contain it."""
        year, month = self.start.year, self.start.month
        match self.kind:
            case "bulan":
                return f"{year:04}-{month:02}"
            case "triwulan":
                return f"{year:04}-TW{(month + 2) // 3}"
            case "semester":
                return f"{year:04}-S{(month + 5) // 6}"
            case "tahun":
                return f"{year:04}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def title(self) -> str:
        """For headings: "Mei 2024", "Triwulan II Tahun 2024", "1 s.d. 20 Mei 2024"."""
        match self.kind:
            case "triwulan":
                return f"Triwulan {_ROMAN[(self.start.month - 1) // 3]} Tahun {self.start.year}"
            case "semester":
                return f"Semester {_ROMAN[(self.start.month - 1) // 6]} Tahun {self.start.year}"
            case "tahun":
                return f"Tahun {self.start.year}"
        return self.span_title

    @property
    def span_title(self) -> str:
        """From when to when: "Mei 2024", "Januari s.d. Juni 2024", "20 Mei s.d. 3 Juni 2024"."""
        start, end = self.start, self.end
        if self._whole_months:
            first, last = f"{MONTHS[start.month - 1]} {start.year}", f"{MONTHS[end.month - 1]} {end.year}"
        else:
            first, last = _long_date(start), _long_date(end)
        if first == last:
            return last
        # What both ends share is said once, at the end.
        common = f" {start.year}" if start.year == end.year else ""
        if common and start.month == end.month:
            common = f" {MONTHS[start.month - 1]}{common}"
        return f"{first.removesuffix(common)} s.d. {last}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int | None:
        """How many whole months it has; None for a range that is not of whole months."""
        return self._months if self._whole_months else None

    def contains(self, other: "Period") -> bool:
        """Whether every day of the other is one of its own."""
        return self.start <= other.start and other.end <= self.end

    def previous(self) -> "Period":
        """The period of the same kind and length just before this one.

        For a range of whole months that is as many whole months, for any other as many days.
        """
        return self._shift(-1)

    def next(self) -> "Period":
        """The period of the same kind and length just after this one."""
        return self._shift(1)

    def _shift(self, steps: int) -> "Period":
        try:
            if self._whole_months:
                start = _add_months(self.start, steps * self._months)
                return Period(self.kind, start, _add_months(start, self._months) - _DAY)
            length = self.end - self.start + _DAY
            return Period(self.kind, self.start + steps * length, self.end + steps * length)
        except (OverflowError, ValueError):
            raise PeriodError("Kalender tidak sampai ke periode itu.") from None

    @property
    def _whole_months(self) -> bool:
        return self.start.day == 1 and (self.end + _DAY).day == 1

    @property
    def _months(self) -> int:
        return 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1


def month_of(day: date) -> Period:
    """The calendar month a day lies in."""
    return Period.parse(f"{day.year:04}-{day.month:02}")


def months_of(period: Period) -> list[Period]:
    """The calendar months of a month, quarter, semester or year."""
    months = [month_of(period.start)]
    while months[-1].end < period.end:
        months.append(months[-1].next())
    return months


def calendar_parts(period: Period) -> list[Period]:
    """The quarters and semesters that are a part of a semester or a year, the quarters first."""
    inside = [kind for kind in ("triwulan", "semester") if _LENGTHS[kind] < _LENGTHS.get(period.kind, 0)]
    return [
        Period._of_months(kind, month.start.year, month.start.month - 1)
        for kind in inside
        for month in months_of(period)[:: _LENGTHS[kind]]
    ]


def _parse_day(text: str) -> date:
    # Not every form of ISO 8601 that `fromisoformat` reads: a code is written in one way only.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or int(text[:4]) not in YEARS:
        raise ValueError(text)
    return date.fromisoformat(text)


def _add_months(first: date, months: int) -> date:
    year, month = divmod(12 * first.year + first.month - 1 + months, 12)
    return first.replace(year=year, month=month + 1)


def _long_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
