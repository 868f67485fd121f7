"""Tables in markup: a web page saved as .xls, and the XML spreadsheets of 2003."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from html.parser import HTMLParser

from kiosk.sheets.cells import ERRORS
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.delimited import visible

_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype|html|head|body|table|meta|style|div|(?:\w+:)?workbook|\?mso)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_SPANNED = 1000  # columns or rows that one cell may cover
_MOST_COLUMNS = 16_384
_STRUCK = frozenset({"s", "del", "strike"})
_HIDDEN_CELLS = Note("hidden-columns", "Sel tersembunyi di halaman web ini tidak dibaca.")


def is_markup(text: str) -> bool:
    """Whether a text begins as a web page or an XML spreadsheet does."""
    return _OPENING.match(text[:4096]) is not None


def read_markup(text: str) -> list[Sheet]:
    """Each table of a page, or each worksheet of an XML spreadsheet. Raises `SheetError` without one."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    grids = [grid for grid in parser.grids if any(any(cell is not None for cell in row) for row in grid.rows)]
    if not grids:
        raise SheetError(
            "Berkas ini halaman web tanpa tabel, mungkin halaman masuk. "
            "Unduh datanya lagi sebagai XLSX atau CSV, lalu pakai berkas itu."
        )
    return [
        Sheet(grid.name or (f"Tabel {number}" if len(grids) > 1 else None), grid.rows,
              hidden_rows=frozenset(grid.hidden), hidden_columns=frozenset(grid.hidden_columns),
              struck_rows=frozenset(grid.struck),
              merged={row: frozenset(columns) for row, columns in grid.merged.items()}, spans=grid.spans,
              notes=(_HIDDEN_CELLS,) if grid.has_hidden_cells else ())
        for number, grid in enumerate(grids, start=1)
    ]  # fmt: skip


@dataclass
class _Grid:
    """A table under construction. `down` has the cells that reach into the rows below: rows left, cell."""

    name: str | None
    rows: list[Row] = field(default_factory=list)
    merged: dict[int, set[int]] = field(default_factory=dict)
    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    down: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    next_column: int = 0
    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    has_hidden_cells: bool = False
    next_about: int = 0

    def add_column(self, index: int | None, more: int, *, is_hidden: bool) -> None:
        """What the file says about a column and `more` right of it; `index` counts from 1."""
        first = self.next_about if index is None else index - 1
        self.next_about = first + 1 + min(more, _MOST_COLUMNS)
        if is_hidden:
            self.hidden_columns |= set(range(first, self.next_about))

    def begin_row(self, number: int | None = None) -> None:
        for _ in range((number or 0) - len(self.rows) - 1 if number and number < 1_048_577 else 0):
            self.rows.append([])
        self.rows.append([])
        self.next_column = 0

    def _take_from_above(self) -> None:
        while self.next_column in self.down:
            left, cell = self.down.pop(self.next_column)
            self._put(cell)
            self.merged.setdefault(len(self.rows), set()).add(self.next_column - 1)
            if left > 1:
                self.down[self.next_column - 1] = (left - 1, cell)

    def _put(self, cell: Cell) -> None:
        self.rows[-1].append(cell)
        self.next_column += 1
        if self.next_column > _MOST_COLUMNS:
            raise SheetError(
                "Berkas rusak: satu baris tabelnya lebih panjang daripada lembar kerja mana pun."
            )

    def add_cell(self, cell: Cell, across: int, below: int, index: int | None = None) -> None:
        if not self.rows:
            self.begin_row()
        self._take_from_above()
        while index and self.next_column < min(index - 1, _MOST_COLUMNS):
            self._put(None)
            self._take_from_above()
        first = self.next_column
        for place in range(max(1, across)):
            self._put(None if place else cell)
            if below > 1:
                self.down[self.next_column - 1] = (below - 1, None if place else cell)
        if across > 1:
            self.spans.setdefault(len(self.rows), []).append((first, self.next_column - 1))

    def end_row(self) -> None:
        for column in sorted(self.down):
            if column >= self.next_column:
                while self.next_column < column:
                    self._put(None)
                self._take_from_above()


class _Tables(HTMLParser):
    """Collects every table; a table inside a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self._open: list[_Grid] = []
        self._text: list[str] | None = None
        self._cell: tuple[int, int, int | None] = (1, 1, None)
        self._sheet: str | None = None
        self._is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row, cell or line break begins."""
        values = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        tag = tag.rpartition(":")[2]
        if tag == "worksheet":
            self._sheet = visible(values.get("name", "")) or None
        elif tag == "table":
            self._end_cell()
            self._open.append(_Grid(self._sheet))
            self.grids.append(self._open[-1])
        elif not self._open:
            return
        elif tag in ("tr", "row"):
            self._end_row()
            self._open[-1].begin_row(_whole(values.get("index")))
            if _is_hidden(values):
                self._open[-1].hidden.add(len(self._open[-1].rows))
        elif tag in ("td", "th"):
            self._end_cell()
            self._is_hidden = _is_hidden(values)
            if "line-through" in values.get("style", ""):
                self._open[-1].struck.add(len(self._open[-1].rows))
            spans = [
                min(max(1, _whole(values.get(name)) or 1), _MOST_SPANNED) for name in ("colspan", "rowspan")
            ]
            self._text, self._cell = [], (spans[0], spans[1], None)
        elif tag == "column":
            self._open[-1].add_column(
                _whole(values.get("index")), _whole(values.get("span")) or 0, is_hidden=_is_hidden(values)
            )
        elif tag == "cell":
            self._end_cell()
            self._is_hidden = False
            more = [
                min(_whole(values.get(name)) or 0, _MOST_SPANNED) for name in ("mergeacross", "mergedown")
            ]
            self._text, self._cell = [], (more[0] + 1, more[1] + 1, _whole(values.get("index")))
        elif tag in _STRUCK and self._text is not None:
            self._open[-1].struck.add(len(self._open[-1].rows))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A cell, row or table ends."""
        tag = tag.rpartition(":")[2]
        if tag in ("td", "th", "cell"):
            self._end_cell()
        elif tag in ("tr", "row"):
            self._end_row()
        elif tag == "table" and self._open:
            self._end_row()
            self._open.pop()
        elif tag == "worksheet":
            self._sheet = None

    def handle_data(self, data: str) -> None:
        """Text, of a cell or between cells."""
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        if self._is_hidden:
            # A page shows the cells right of it in its place.
            self._open[-1].has_hidden_cells = True
            self._text = None
            return
        words = visible("".join(self._text))
        text = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
        cell = Fault(text.upper()) if text.upper() in ERRORS else text or None
        self._open[-1].add_cell(cell, *self._cell)
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._open and self._open[-1].rows:
            self._open[-1].end_row()


def _is_hidden(values: Mapping[str, str]) -> bool:
    """Whether a row, cell or column with these attributes is not shown."""
    return "display:none" in values.get("style", "").replace(" ", "") or values.get("hidden") == "1"


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None
