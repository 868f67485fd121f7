"""The worksheets of XLSX, XLSB, XLS and ODS files, with what is hidden, merged or without a value."""

import io
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal

from python_calamine import CalamineError
from python_calamine import CalamineSheet
from python_calamine import CalamineWorkbook
from python_calamine import PasswordError
from python_calamine import SheetTypeEnum
from python_calamine import SheetVisibleEnum

from kiosk.sheets import kinds
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.delimited import visible
from kiosk.sheets.marks import Marks
from kiosk.sheets.marks import read_marks

# More merged cells than this are decoration of a whole sheet, not of a table.
_MOST_MERGED = 100_000
_PLACES = 8  # decimals beyond it are traces of calculating with floats
_EXACT = 2.0**53  # whole floats below it are as typed


def read_workbook(data: bytes) -> Iterator[Sheet]:
    """The worksheets in the workbook's order. Raises `SheetError`."""
    with _refusing(data):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        with workbook:
            marks = read_marks(data)
            for place, about in enumerate(workbook.sheets_metadata):
                if about.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_name(about.name)
                rows = _WorksheetRows(sheet, marks.get(place, Marks()))
                yield Sheet(
                    visible(about.name),
                    rows,
                    hidden=about.visible is not SheetVisibleEnum.Visible,
                    hidden_rows=rows.marks.hidden_rows,
                    hidden_columns=rows.marks.hidden_columns,
                    struck_rows=rows.marks.struck_rows,
                    merged=rows.merged,
                    spans=rows.spans,
                )


@contextmanager
def _refusing(data: bytes) -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise kinds.locked() from error
    except CalamineError as error:
        raise (kinds.refuse_ole(data) if data.startswith(kinds.OLE) else kinds.broken()) from error


class _WorksheetRows:
    """The rows of a worksheet, made one by one: a hundred thousand need no list."""

    def __init__(self, sheet: CalamineSheet, marks: Marks) -> None:
        self._sheet = sheet
        self.marks = marks
        self._sources: dict[int, dict[int, int]] = {}
        self.spans: dict[int, list[tuple[int, int]]] = {}
        room = _MOST_MERGED
        for (top, left), (bottom, right) in [*(sheet.merged_cell_ranges or ()), *marks.merged]:
            room -= (bottom - top + 1) * (right - left + 1)
            if room < 0:
                break
            if right > left:
                self.spans.setdefault(top + 1, []).append((left, right))
            for row in range(top + 1, bottom + 1):
                self._sources.setdefault(row, {})[left] = top
        self._anchors = {(top, left) for columns in self._sources.values() for left, top in columns.items()}

    @property
    def merged(self) -> Mapping[int, frozenset[int]]:
        """By row, from 1: the columns that have the value of a cell above."""
        return {row + 1: frozenset(columns) for row, columns in self._sources.items()}

    def __iter__(self) -> Iterator[Row]:
        left: Row = [None] * (self._sheet.start[1] if self._sheet.start else 0)
        values: dict[tuple[int, int], Cell] = {}
        faults = self.marks.faults
        for number, cells in enumerate(self._sheet.iter_rows()):
            row = left + [_tidy(cell) for cell in cells]
            if number in faults:
                for column, text in faults[number].items():
                    _set(row, column, Fault(text))
            if self._anchors:
                for column, top in self._sources.get(number, {}).items():
                    _set(row, column, values.get((top, column)))
                for column in range(len(row)):
                    if (number, column) in self._anchors:
                        values[number, column] = row[column]
            yield row


def _set(row: Row, column: int, cell: Cell) -> None:
    row.extend([None] * (column + 1 - len(row)))
    row[column] = cell


def _tidy(cell: str | float | bool | date | datetime | time | timedelta) -> Cell:
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT:
            return int(cell)
        # Workbooks store every number as a float; the shortest text that gives it back is what was typed.
        number = Decimal(repr(round(cell, _PLACES)))
        return int(number) if number.is_finite() and number == int(number) else number
    if isinstance(cell, str):
        return (cell if cell.isprintable() else visible(cell)).strip() or None
    return str(cell) if isinstance(cell, bool) else cell  # True == 1, but is no answer
