"""Separated text: its encoding, its separator, and quotation marks that were never closed."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from itertools import islice
from statistics import median

from kiosk.sheets.cells import ERRORS
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.formulas import from_text
from kiosk.sheets.texts import ranges

# What spreadsheets separate with. The semicolon first: where it does, the comma is the decimal sign.
_DELIMITERS = ";\t,|^~"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
# What commands a terminal that shows it, and what no database takes: a workbook writes NUL as `_x0000_`. Also
# the byte order marks of files put together, and spaces of no width.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_BREAK = re.compile(r"\r\n?|\n")
_ALIGNED = re.compile(r"\S {2,}(?=\S)")
_SAMPLED_LINES = 200
# Wider rows say no more about a separator than these.
_WIDE = 12
# A separator earlier in the list is taken when it splits this part of what the best one splits.
_GOOD_ENOUGH = 0.6
# A line inside a quoted cell with this part of a row's separators is a row of its own.
_LIKE_A_ROW = 0.6
_NAMED_LINES = 20
# A worksheet is separated text in one column when nearly all of these rows are, with so many separators.
_SAMPLED_ROWS = 50
_NEARLY_ALL = 0.8
_FEWEST_SEPARATORS = 4


def visible(text: str) -> str:
    """The text without control characters."""
    return _CONTROL.sub("", text)


def decode(data: bytes) -> str | None:
    """The text of a file: UTF-8, UTF-16 or UTF-32, with or without a mark, or Windows-1252; None for none."""
    if data.startswith(_UTF32):
        return data.decode("utf-32", errors="replace")
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        encoding = _unmarked_utf16(data)
        return data.decode(encoding, errors="replace") if encoding else None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a NUL as every second byte, but for full-width digits and curly quotes."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else None


def read_delimited(text: str) -> Sheet:
    """A text as one sheet. Raises `SheetError` when a cell is longer than any cell is."""
    lines = list(io.StringIO(visible(text), newline=""))
    delimiter = _find_delimiter(lines)
    aligned = [len(_ALIGNED.findall(line)) for line in lines[:_SAMPLED_LINES] if line.strip()]
    if aligned and median(aligned) >= _FEWEST_SEPARATORS and not any(delimiter in line for line in lines):
        raise SheetError(
            "Kolom-kolom teks ini hanya dipisahkan spasi, sehingga isian yang kosong tidak terlihat. Buka di "
            "Excel (Data › From Text › lebar tetap), lalu simpan sebagai XLSX."
        )
    reader = _Reader(lines, delimiter)
    rows = list(reader)
    notes: tuple[Note, ...] = ()
    if reader.repaired:
        shown = ranges(reader.repaired[:_NAMED_LINES]) + ", …" * (len(reader.repaired) > _NAMED_LINES)
        words = f"Tanda kutip di baris {shown} tidak ditutup; baris sesudahnya dibaca sebagai baris sendiri."
        notes = (Note("quote", words),)
    return Sheet(None, rows, notes=notes, is_text=True)


def split_lines(sheet: Sheet) -> Sheet:
    """A worksheet whose lines are all in its first column is split as the text it was; any other stays."""
    sample = [row for row in islice(iter(sheet.rows), _SAMPLED_ROWS) if any(cell is not None for cell in row)]
    alone = [
        row[0] for row in sample if isinstance(row[0], str) and not any(cell is not None for cell in row[1:])
    ]
    if not alone or len(alone) < _NEARLY_ALL * len(sample):
        return sheet
    delimiter = _find_delimiter(alone)
    if median(line.count(delimiter) for line in alone) < _FEWEST_SEPARATORS:
        return sheet
    return replace(sheet, rows=_Lines(sheet.rows, delimiter), is_text=True)


@dataclass(frozen=True)
class _Lines:
    """Rows of a worksheet, each split at a separator."""

    rows: Iterable[Row]
    delimiter: str

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            line = "" if not row or row[0] is None else str(row[0])
            yield [_tidy(cell) for cell in _split(line, self.delimiter)]


def _find_delimiter(lines: list[str]) -> str:
    sample = [line for line in lines[:_SAMPLED_LINES] if line.strip()]
    if sample and (stated := _SEPARATOR_LINE.fullmatch(sample[0])):
        return stated[1]
    split = {
        delimiter: sum(min(count + 1, _WIDE) for line in sample if (count := line.count(delimiter)))
        for delimiter in _DELIMITERS
    }
    best = max(split.values())
    if not best and sample and median(line.count(":") for line in sample) >= _FEWEST_SEPARATORS:
        return ":"
    good = [one for one in _DELIMITERS if best and split[one] >= _GOOD_ENOUGH * best]
    # A sign after each answer separates nothing where the titles have another.
    titles = next((line for line in sample if any(line.count(one) >= _FEWEST_SEPARATORS for one in good)), "")
    return max(good, key=titles.count, default=",")


class _Reader:
    """Rows of separated lines. `repaired` has the lines whose quotation mark would swallow the rows below."""

    def __init__(self, lines: list[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._at = 0
        counts = [line.count(delimiter) for line in lines[:_SAMPLED_LINES]]
        self._usual = median([count for count in counts if count] or [0])
        escaped = re.escape(delimiter)
        self._cell = re.compile(rf'(?:^|{escaped})("(?:[^"]|"")*"(?={escaped}|$)|[^{escaped}]*)')
        # A row whose quotation marks all open and close at a separator; no cell begins with a break.
        one = rf'(?:"(?![\r\n])(?:[^"]|"")*"|[^"{escaped}\r\n]*)'
        self._whole = re.compile(rf"{one}(?:{escaped}{one})*[\r\n]*")
        self.repaired: list[int] = []

    def _feed(self) -> Iterator[str]:
        while self._at < len(self._lines):
            self._at += 1
            yield self._lines[self._at - 1]

    def __iter__(self) -> Iterator[Row]:
        reader = csv.reader(self._feed(), delimiter=self._delimiter)
        while True:
            start = self._at
            try:
                row = next(reader, None)
                swallowed = row is not None and self._at > start + 1 and self._swallows(row, start)
            except csv.Error as error:
                # One cell beyond every limit: an open quotation mark, unless the line itself is that long.
                row, swallowed = [], True
                if len(self._lines[start]) >= csv.field_size_limit():
                    raise SheetError(
                        f"Berkas bukan CSV yang dapat dibaca (baris {start + 1}). Satu isiannya terlalu "
                        "panjang."
                    ) from error
            if row is None:
                return
            if swallowed:
                self.repaired.append(start + 1)
                row = self._parse_alone(self._lines[start])
                self._at = start + 1
                reader = csv.reader(self._feed(), delimiter=self._delimiter)
            elif len(row) == 1 or not any(row[1:]):
                row = self._unquote(row)
            yield [_tidy(cell) for cell in row]

    def _swallows(self, row: list[str], start: int) -> bool:
        """Whether a cell of several lines holds whole rows."""
        if self._usual < 2:
            return False
        if self._whole.fullmatch("".join(self._lines[start : self._at])):
            return False  # closed as it should be: lines of a table pasted into a cell
        inner = (line for cell in row if "\n" in cell or "\r" in cell for line in _BREAK.split(cell))
        return any(line.count(self._delimiter) >= _LIKE_A_ROW * self._usual for line in inner)

    def _parse_alone(self, line: str) -> list[str]:
        """The cells of one line, where a quotation mark without its second is a character like any other."""
        cells = self._cell.findall(line.rstrip("\r\n"))
        return [
            cell[1:-1].replace('""', '"')
            if len(cell) > 1 and cell[0] == cell[-1] == '"'
            else cell.lstrip('"')
            for cell in cells
        ]

    def _unquote(self, row: list[str]) -> list[str]:
        """A row that was saved again as one quoted cell, or with another separator, is split."""
        if self._usual < 2 or row[:1] == []:
            return row
        for delimiter in (self._delimiter, *_DELIMITERS):
            if row[0].count(delimiter) >= _LIKE_A_ROW * self._usual:
                return _split(row[0], delimiter)
        return row


def _split(line: str, delimiter: str) -> list[str]:
    """The cells of one line."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _tidy(cell: str) -> Cell:
    cell = cell.strip()
    if cell[:1] == "#" and cell.upper() in ERRORS:
        return Fault(cell.upper())
    return (from_text(cell).strip() if "'" in cell else cell) or None
