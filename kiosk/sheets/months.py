"""Days and months that are not in one cell: of titles between the rows, or in columns for year and month."""

from collections.abc import Sequence

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.dates import Moment
from kiosk.sheets.dates import last_day
from kiosk.sheets.dates import month_in
from kiosk.sheets.dates import read_moment
from kiosk.sheets.judged import Judged

LONGEST_MONTH = 15


def join_date(row: Row, parts: Sequence[int]) -> str | None:
    """The date whose year, month and perhaps day are in these columns; None where one is blank."""
    cells = [row[index] if index < len(row) else None for index in parts]
    if None in cells:
        return None
    return "-".join(map(str, cells)) if isinstance(cells[1], int) else " ".join(map(str, cells[::-1]))


class Months:
    """The months that titles between and above the tables name, where they name more than one."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        self._sections: dict[int, list[tuple[int, int | None, int | None, Moment | None]]] = {}
        years = set()
        for one in judged:
            sections: list[tuple[int, int | None, int | None, Moment | None]] = [
                (one.table.first_row, *one.table.month, None)
            ]
            for row, text in one.sections:
                year, month = month_in(text)
                if month or year:
                    sections.append((row, year, month, read_moment(text)))
            self._sections[id(one)] = sections
            years |= {year for _, year, _, _ in sections if year}
        named = {section[1:] for many in self._sections.values() for section in many if section[2]}
        self.are_used = len(named) > 1
        self._year = years.pop() if len(years) == 1 else None

    def read(self, cell: Cell, order: str) -> Moment | None:
        """The day or month of a cell that names it without its year, where the titles name one year."""
        if self._year and isinstance(cell, str) and (day := read_moment(f"{cell} {self._year}", order)):
            return day
        year, month = month_in(cell) if isinstance(cell, str) else (None, None)
        year = year or self._year
        is_short = isinstance(cell, str) and len(cell) <= LONGEST_MONTH
        return Moment(last_day(year, month), whole_month=True) if year and month and is_short else None

    def of(self, judged: Judged, row: int) -> Moment | None:
        """The month of a row: of the nearest title above it."""
        found: tuple[int | None, int | None, Moment | None] = (None, None, None)
        for first, year, month, moment in self._sections[id(judged)]:
            if first > row:
                break
            found = (year, month, moment)
        if found[2]:
            return found[2]
        year, month = found[0] or self._year, found[1]
        return Moment(last_day(year, month), whole_month=True) if year and month else None
