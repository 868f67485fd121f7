"""From the bytes of a file to rows of cells, whatever program wrote it."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal

from python_calamine import CalamineError
from python_calamine import CalamineSheet
from python_calamine import CalamineWorkbook

from kiosk.sheets.formulas import from_text

# An int for every whole number, a Decimal for any other, None for an empty cell; text is trimmed.
Cell = str | int | Decimal | bool | date | datetime | time | timedelta | None

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods are zip archives, xls is an OLE file
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What spreadsheets separate with. The semicolon first: where it does, the comma is the decimal sign.
_DELIMITERS = ";\t,|"


# What commands a terminal that shows it, and what no database takes: a workbook writes NUL as `_x0000_`.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class SheetError(ValueError):
    """A file nothing can be read from; the message is one Indonesian sentence that says why."""


@dataclass(frozen=True)
class Sheet:
    """One table of cells: the first of the first row is A1, rows may differ in length.

    `rows` can be gone through again and again. `name` is that of the worksheet; None when the file is text,
    which is one table that was split at one of several possible separators.
    """

    name: str | None
    rows: Iterable[list[Cell]]


class _WorksheetRows:
    """The rows of a worksheet, made one by one: a hundred thousand need no list."""

    def __init__(self, sheet: CalamineSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[list[Cell]]:
        left: list[Cell] = [None] * (self._sheet.start[1] if self._sheet.start else 0)
        return (left + [_tidy(cell) for cell in row] for row in self._sheet.iter_rows())


def read_sheets(data: bytes) -> Iterator[Sheet]:
    """The worksheets of a workbook in its order, or a text file split at each separator it contains.

    Text may be UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252. Raises
    `SheetError` when the bytes are neither.
    """
    if not data.strip():
        raise SheetError("Berkas kosong.")
    if is_workbook(data):
        return _read_workbook(data)
    return _read_text(_decode(data))


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are, or claim to be, a workbook and not text."""
    return data.startswith(_WORKBOOKS)


def _read_workbook(data: bytes) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for name in workbook.sheet_names:
                yield Sheet(_visible(name), _WorksheetRows(workbook.get_sheet_by_name(name)))
    except CalamineError as error:
        raise SheetError(
            "Berkas bukan buku kerja (XLSX, XLS, ODS) yang dapat dibaca, atau dilindungi kata sandi."
        ) from error


def _visible(text: str) -> str:
    return _CONTROL.sub("", text)


def _tidy(cell: str | float | bool | date | datetime | time | timedelta) -> Cell:
    if isinstance(cell, str):
        return _visible(cell).strip() or None
    if isinstance(cell, float):
        # Workbooks store every number as a float; the shortest text that gives it back is what was typed.
        number = Decimal(repr(cell))
        return int(number) if number.is_finite() and number == int(number) else number
    return cell


def _tidy_text(cell: str) -> Cell:
    cell = cell.strip()
    return (from_text(cell).strip() if "'" in cell else cell) or None


def _decode(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data or data.startswith(b"%PDF"):
        raise SheetError("Jenis berkas tidak dikenal: yang dapat dibaca CSV, XLSX, XLS, dan ODS.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_text(text: str) -> Iterator[Sheet]:
    text = _visible(text)
    found = [delimiter for delimiter in _DELIMITERS if delimiter in text]
    for delimiter in found or [","]:
        # `newline=""`: line ends inside quoted cells belong to the cell.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            rows: list[list[Cell]] = [[_tidy_text(cell) for cell in row] for row in reader]
        except csv.Error as error:
            raise SheetError(f"Berkas bukan CSV yang dapat dibaca (baris {reader.line_num}).") from error
        yield Sheet(None, rows)
