"""The tables of a sheet: each header with the rows below it, up to the next header."""

import re
from collections import deque
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from itertools import islice
from itertools import pairwise

from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.columns import Column
from kiosk.sheets.columns import Profiles
from kiosk.sheets.columns import find_columns
from kiosk.sheets.dates import DayOrder
from kiosk.sheets.dates import month_in
from kiosk.sheets.headers import ROWS_ABOVE
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import HeaderReader
from kiosk.sheets.progress import Progress
from kiosk.sheets.progress import silent
from kiosk.sheets.roles import role_of
from kiosk.sheets.texts import normalise
from kiosk.sheets.values import read_value

# How many rows are searched for unknown titles.
_DEEPEST_UNKNOWN = 50
_MOST_TABLES = 3000
_LONGEST_SCALE = 5  # codes of answers count no further
_WIDE = 60  # a row with more cells takes as long to look at as many usual ones


_DATE_PARTS = (("tahun", "thn", "year"), ("bulan", "bln", "month"), ("tanggal", "tgl", "hari", "day"))
_NUMBERED_TITLE = re.compile(r"\b(unsur|pertanyaan|pernyataan|butir|item|indikator|soal)\b")


@dataclass(frozen=True)
class Layout:
    """What is said about a file's columns beforehand.

    `order` is that of bare labels. `taught` has normalised titles and `chosen` columns by index, each with
    what it is: an unsur, a role of `kiosk.sheets.roles`, or `IGNORED`. `row` is the row of the titles, 0
    when there is none, None when it is to be found. `guesses` asks for the likeliest header where none is
    recognised.
    """

    order: str
    taught: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[int, str] = field(default_factory=dict)
    row: int | None = None
    guesses: bool = True


@dataclass
class Table:
    """A header and its rows, from `first_row` to `last_row` (from 1, inclusive).

    `repeats` are rows that say the header again. `columns` are the other columns by role. `month` is that of
    a title above the table: year and month, each None where it is not said. `date_parts` are the columns of
    year, month and, where there is one, day, where a date takes several.
    """

    sheet: Sheet
    header: Header
    first_row: int
    last_row: int
    repeats: set[int] = field(default_factory=set)
    columns: dict[str, Column] = field(default_factory=dict)
    profiles: Profiles = field(default_factory=lambda: Profiles(frozenset()))
    day_order: DayOrder = field(default_factory=DayOrder)
    month: tuple[int | None, int | None] = (None, None)
    date_parts: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the row of the titles has, or the first row when there are none."""
        row: Row = next(islice(iter(self.sheet.rows), max(0, self.header.row - 1), None), [])
        return sum(cell is not None for cell in row)

    @property
    def indexes(self) -> list[int]:
        """The columns of the unsur, in the order of the file."""
        return sorted(self.header.columns.values())


def find_tables(
    sheet: Sheet, reader: HeaderReader, layout: Layout, progress: Progress = silent
) -> list[Table]:
    """Every table of a sheet, in the order of the file; where no header is recognised, the likeliest one.

    The result is empty when no row names two unsur and nothing is chosen by hand.
    """
    if layout.row is not None:
        return _with_columns([_stated(sheet, reader, layout)], layout)
    tables = _scan(sheet, reader, layout, progress)
    if not tables and layout.guesses:
        header = _best_guess(sheet, reader, bool(layout.chosen), progress)
        tables = [] if header is None else [_make(sheet, header.choose(layout.chosen, reader.keys))]
        for table in tables:
            _profile(table)
    return _with_columns(tables, layout)


def _with_columns(tables: list[Table], layout: Layout) -> list[Table]:
    for table in tables:
        table.columns = find_columns(table.header, table.profiles, layout.chosen, layout.taught)
        table.date_parts = _date_parts(table.header)
        moment = table.columns.get("moment")
        if moment and moment.index not in _moments(table.header):
            _read_order(table, moment.index)
    return tables


def _date_parts(header: Header) -> tuple[int, ...]:
    """The columns "Tahun", "Bulan" and "Tanggal", where the first two are there."""
    titles = {normalise(title): index for index, title in sorted(header.titles.items(), reverse=True)}
    found = [next((titles[name] for name in names if name in titles), None) for names in _DATE_PARTS]
    parts = tuple(index for index in found if index is not None)
    return parts if None not in found[:2] else ()


def _make(sheet: Sheet, header: Header, last_row: int = 1 << 31) -> Table:
    skipped = frozenset({*header.columns.values(), *header.aside, *header.extra})
    outside = frozenset(range(header.first)) if header.first else frozenset()
    return Table(sheet, header, header.row + 1, last_row, profiles=Profiles(skipped | outside))


def _scan(sheet: Sheet, reader: HeaderReader, layout: Layout, progress: Progress) -> list[Table]:
    """Go through the rows once: find the headers, and see what the columns below them hold."""
    tables: list[Table] = []
    current: list[tuple[Table, list[int], int | None]] = []
    above: deque[Row] = deque(maxlen=ROWS_ABOVE)
    first: Header | None = None
    skip_row = 0
    number = 0
    for number, row, below in _with_next(sheet):
        if number % 500 == 0 or len(row) > _WIDE:
            progress(number)
        if number != skip_row and reader.may_be_header(row):
            headers = reader.read(list(above), row, below, number, sheet)
            first = first or headers[0]
            headers = [header.choose(_chosen(layout, first, header), reader.keys) for header in headers]
            skip_row = headers[0].row
            if current and _is_repeat(headers, [table for table, _, _ in current]):
                for table, _, _ in current:
                    table.repeats |= {number, skip_row}
            elif len(tables) < _MOST_TABLES:
                for table, _, _ in current:
                    table.last_row = number - 1
                new = [_make(sheet, header) for header in headers]
                tables += new
                current = [(table, table.indexes, _moment(table.header)) for table in new]
        elif number != skip_row:
            for table, indexes, moment in current:
                if any(index < len(row) and row[index] is not None for index in indexes):
                    table.profiles.add(row, indexes)
                    if moment is not None and moment < len(row):
                        table.day_order.add(row[moment])
        above.append(row)
    for table, _, _ in current:
        table.last_row = number
    return tables


def _chosen(layout: Layout, first: Header, header: Header) -> dict[int, str]:
    """What a person chose for the columns of the first table, for those of this one with the same titles."""
    chosen = {}
    for index, role in layout.chosen.items():
        title = first.titles.get(index)
        if header.row == first.row or title is None:
            if header.first <= index <= max(header.last, index if header is first else 0):
                chosen[index] = role
        else:
            # The first of several columns with the same title is the first here, too.
            which = [place for place, text in first.titles.items() if text == title].index(index)
            places = [place for place, text in header.titles.items() if text == title]
            chosen.update(dict.fromkeys(places[which : which + 1], role))
    return chosen


def _with_next(sheet: Sheet) -> Iterator[tuple[int, Row, Row]]:
    """Each row with its number and the row below it."""
    rows = iter(sheet.rows)
    row = next(rows, None)
    number = 0
    while row is not None:
        number += 1
        below = next(rows, None)
        yield number, row, below or []
        row = below


def _is_repeat(headers: list[Header], current: list[Table]) -> bool:
    """Whether a header says what the tables above it have already, but for misprints."""
    if len(headers) != len(current):
        return False
    for header, table in zip(headers, current, strict=True):
        known = table.header.columns
        if header.twice or not table.header.is_complete:
            return header.columns == known and header.twice == table.header.twice
        if any(known.get(key) != index for key, index in header.columns.items()):
            return False
        if any(known[key] <= header.last and known[key] in header.columns.values() for key in header.absent):
            return False
    return True


def _moments(header: Header) -> list[int]:
    roles = ((role_of(normalise(title)), index) for index, title in header.titles.items())
    return [index for (role, rank), index in sorted((r, i) for r, i in roles if r[0] == "moment")]


def _moment(header: Header) -> int | None:
    """The column of the dates by its title; checked again when all columns are known."""
    return next(iter(_moments(header)), None)


def _read_order(table: Table, index: int) -> None:
    table.day_order = DayOrder()
    for row in _own_rows(table):
        if index < len(row):
            table.day_order.add(row[index])


def _own_rows(table: Table) -> Iterator[Row]:
    return islice(iter(table.sheet.rows), table.first_row - 1, table.last_row)


def _profile(table: Table) -> None:
    indexes, moment = table.indexes, _moment(table.header)
    count = 0
    for row in _own_rows(table):
        count += 1
        if any(index < len(row) and row[index] is not None for index in indexes):
            table.profiles.add(row, indexes)
            if moment is not None and moment < len(row):
                table.day_order.add(row[moment])
    table.last_row = table.first_row + count - 1


def _stated(sheet: Sheet, reader: HeaderReader, layout: Layout) -> Table:
    """The table whose titles are in the stated row; row 0 means that there are none."""
    number = layout.row or 0
    rows = list(islice(iter(sheet.rows), max(0, number - 1 - ROWS_ABOVE), number + 1))
    place = min(number - 1, ROWS_ABOVE)
    if number and place < len(rows):
        row = rows[place]
        below = rows[place + 1] if place + 1 < len(rows) else []
        header = reader.read(rows[:place], row, below, number, sheet)[0]
    else:
        width = max((len(row) for row in rows), default=1)
        header = Header(0, 0, max(0, width - 1), absent=frozenset(reader.keys))
    table = _make(sheet, header.choose(layout.chosen, reader.keys))
    _profile(table)
    return table


def _best_guess(sheet: Sheet, reader: HeaderReader, look_further: bool, progress: Progress) -> Header | None:
    """The header that names the most unsur; with columns chosen by hand also one that names none."""
    best: Header | None = None
    likely: tuple[int, Header] | None = None
    above: deque[Row] = deque(maxlen=ROWS_ABOVE)
    for number, row, below in islice(_with_next(sheet), _DEEPEST_UNKNOWN):
        progress(number)
        row = _numbered(row, above[-1] if above else [], len(reader.keys))
        texts = [cell for cell in row if isinstance(cell, str)]
        words = texts if _is_series(texts) else [cell for cell in texts if _is_title(cell, reader)]
        if len(words) > 1:
            header = reader.read(list(above), row, below, number, sheet)[0]
            if header.found > max(1, best.found if best else 0):
                best = header
            if likely is None or len(words) > likely[0]:
                likely = (len(words), header)
        above.append(row)
    if best or (likely and not look_further):
        return best or (likely[1] if likely else None)
    return likely[1] if likely else Header(0, 0, 0, absent=frozenset(reader.keys))


def _numbered(row: Row, above: Row, size: int) -> Row:
    """A row of mere numbers from 1 below a title such as "Unsur ke-", with the numbers made labels."""
    for start, cell in enumerate(row):
        run = 0
        while start + run < len(row) and str(row[start + run]) == str(run + 1):
            run += 1
        if cell is not None and run:
            title = next((one for one in reversed(above[: start + 1]) if isinstance(one, str)), "")
            is_title = run >= size and start and _NUMBERED_TITLE.search(normalise(title))
            return (
                [f"U{int(str(one))}" if start <= i < start + run else one for i, one in enumerate(row)]
                if is_title
                else row
            )
    return row


def _is_series(texts: Sequence[str]) -> bool:
    """Whether codes count from left to right, "VAR1", "VAR2": titles of a statistical program, no answers."""
    codes = [value for value in map(read_value, texts) if value.kind == "code"]
    steps = [(b.number or 0) - (a.number or 0) == 1 and a.stem == b.stem
             for a, b in pairwise(codes)]  # fmt: skip
    return len(steps) >= _LONGEST_SCALE and all(steps)


def _is_title(text: str, reader: HeaderReader) -> bool:
    """Whether a text may be a title and is no answer."""
    if reader.titles.read(text).number:
        return True
    return read_value(text).kind == "word" and any(char.isalpha() for char in text)


def title_of(sheet: Sheet, table: Table) -> tuple[int | None, int | None]:
    """Year and month that the titles above a table name."""
    rows = islice(iter(sheet.rows), max(0, table.header.row - 6), table.header.row)
    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    year, month = month_in(" ".join(texts)[:2000])
    # Short forms, "Jan 2024" and "05/2024", are months only in a title of their own.
    alone = next((found for text in reversed(texts) if not month and (found := month_in(text))[1]), None)
    return (alone[0] or year, alone[1]) if alone else (year, month)
