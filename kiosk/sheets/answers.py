"""Telling the responses below a header from numbering rows, summary rows, legends and blanks."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from itertools import islice

from kiosk.sheets.files import Cell
from kiosk.sheets.files import Sheet
from kiosk.sheets.files import SheetError
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import Layout
from kiosk.sheets.headers import Recogniser
from kiosk.sheets.headers import find_header
from kiosk.sheets.headers import letters
from kiosk.sheets.headers import likely_header_row
from kiosk.sheets.headers import normalise
from kiosk.sheets.headers import read_titles
from kiosk.sheets.labels import AnswerWords
from scoring import Instrument

_NUMBERING = re.compile(r"\(?([0-9]{1,2})\)?\.?")
# How summary rows begin: "ΣNilai/Unsur", "NRR tertbg/unsur", "Jumlah", "Rata-rata", "IKM Unit Pelayanan" …
_SUMMARY = re.compile(
    r"σ|(jumlah|jml|total|sum|nrr|rata|rata2|rerata|bobot|ikm|indeks|mutu|kinerja|average|mean"
    r"|nilai (unsur|per|rata|rata2|ikm|indeks|interval|konversi|tertimbang))\b"
)
REASON = "Bukan 1, 2, 3, atau 4; baris ini tidak dihitung."


@dataclass(frozen=True)
class Response:
    """One respondent: the spreadsheet's row number (from 1) and the answers, None where blank."""

    row: int
    answers: Mapping[str, int | None]


@dataclass(frozen=True)
class Rejected:
    """A value that is no answer. Its whole row is left out; `column` is the header's text."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Row:
    """A row below the header, by what it is.

    `kind` is response, rejected, blank, or why it is none: numbering, summary, header, legend, unanswered.
    `unread` has the cells of a rejected row that are no answer, by unsur.
    """

    number: int
    kind: str
    cells: list[Cell]
    answers: Mapping[str, int | None] = field(default_factory=dict)
    unread: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A sheet with its header, ready to be gone through. `titles` are those of all its columns."""

    sheet: Sheet
    header: Header
    titles: Mapping[int, str]
    recogniser: Recogniser
    words: AnswerWords

    @property
    def width(self) -> int:
        """How many columns the header has, or the first row when there is no header."""
        row: list[Cell] = next(islice(self.sheet.rows, max(0, self.header.row - 1), None), [])
        return sum(cell is not None for cell in row)

    def rows(self) -> Iterator[Row]:
        """Every row below the header."""
        past_summary = False
        for number, cells in enumerate(islice(self.sheet.rows, self.header.row, None), self.header.row + 1):
            row = self._read(number, cells, past_summary)
            past_summary = past_summary or row.kind == "summary"
            yield row

    def _read(self, number: int, row: list[Cell], past_summary: bool) -> Row:
        columns = self.header.columns
        cells = {key: row[index] if index < len(row) else None for key, index in columns.items()}
        answers = {key: self.words.read(key, cell) for key, cell in cells.items()}
        bad = [key for key, cell in cells.items() if cell is not None and answers[key] is None]
        if all(cell is None for cell in row):
            return Row(number, "blank", row)
        if kind := self._skip(row, number, cells, bad, past_summary):
            return Row(number, kind, row)
        if bad:
            return Row(number, "rejected", row, unread={key: cells[key] for key in bad})
        return Row(number, "response", row, answers)

    def reject(self, row: Row) -> list[Rejected]:
        """What is wrong with a rejected row, cell by cell."""
        return [
            Rejected(row.number, self.header.labels[key], str(cell), REASON)
            for key, cell in row.unread.items()
        ]

    def _skip(
        self, row: list[Cell], number: int, cells: Mapping[str, Cell], bad: list[str], past_summary: bool
    ) -> str | None:
        """Why a row is not a response; None when it is one."""
        columns = self.header.columns
        if is_summary(row, min(columns.values(), default=0)):
            return "summary"
        if all(cell is None for cell in cells.values()):
            return "unanswered"
        if not bad:
            return None
        if _is_numbering([cells[key] for key in sorted(cells, key=columns.__getitem__)]):
            return "numbering"
        again = self.recogniser.read(row, number, with_misprints=False)
        if not again.absent or self._repeats_titles(cells):
            return "header"
        answered = sum(cell is not None for cell in cells.values()) - len(bad)
        return "legend" if past_summary and 2 * answered < len(cells) else None

    def _repeats_titles(self, cells: Mapping[str, Cell]) -> bool:
        return all(cell == self.header.labels[key] for key, cell in cells.items())


@dataclass(frozen=True)
class Reading:
    """What a file holds. `skipped` counts rows by kind: numbering, summary, header, legend, unanswered.

    `sheet` is the worksheet's name (None for text), `other_sheets` are worksheets with answers that were not
    read.
    """

    header: Header
    sheet: str | None
    other_sheets: tuple[str, ...]
    responses: list[Response] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def find_tables(
    sheets: Iterable[Sheet],
    instrument: Instrument,
    layout: Layout,
    learned: Mapping[str, Mapping[str, str]] | None = None,
    *,
    partly: bool = False,
) -> list[Table]:
    """Every sheet whose header names every unsur; with `partly`, those after them that are wide enough to.

    `learned` has answers in the office's own words, as `AnswerWords` takes them. Raises `SheetError`, saying
    what is missing, when there is no such sheet.
    """
    recogniser = Recogniser(instrument, layout)
    words = AnswerWords(instrument, learned or {})
    complete: list[Table] = []
    partial: list[Table] = []
    for sheet in sheets:
        header = _header(sheet, recogniser, layout, look_further=partly or bool(layout.chosen))
        titles = read_titles(sheet, header.row)
        table = Table(sheet, recogniser.choose(header, layout.chosen, titles), titles, recogniser, words)
        (complete if table.header.is_complete else partial).append(table)
        if complete and sheet.name is None:
            break  # the other ways to split a text are not other sheets
    partial.sort(key=lambda table: (len(table.header.absent), -table.width))
    if partly and not (complete and complete[0].sheet.name is None):
        complete += [table for table in partial if table.width >= len(instrument.unsur)]
    if not complete:
        raise SheetError(_explain(partial, recogniser))
    return complete


def _header(sheet: Sheet, recogniser: Recogniser, layout: Layout, *, look_further: bool) -> Header:
    """The header at the stated row, the one that is found, or at the row that is most like one."""
    number = layout.row
    if number is None:
        if header := find_header(sheet, recogniser):
            return header
        number = likely_header_row(sheet) if look_further else 0
    row: list[Cell] = next(islice(sheet.rows, number - 1, None), []) if number else []
    return recogniser.read(row, number)


def read_answers(
    sheets: Iterable[Sheet], instrument: Instrument, order: str, chosen: Mapping[int, str] | None = None
) -> Reading:
    """Read the first sheet whose header names every unsur, as `find_tables` does. Raises `SheetError`."""
    table, *others = find_tables(sheets, instrument, Layout(order, chosen=chosen or {}))
    reading = Reading(table.header, table.sheet.name, tuple(str(other.sheet.name) for other in others))
    for row in table.rows():
        match row.kind:
            case "response":
                reading.responses.append(Response(row.number, row.answers))
            case "rejected":
                reading.rejected.extend(table.reject(row))
            case "blank":
                pass
            case kind:
                reading.skipped[kind] += 1
    return reading


def _explain(partial: list[Table], recogniser: Recogniser) -> str:
    headers = (table.header for table in partial)
    header = next((header for header in headers if header.columns or header.twice), None)
    if header is None:
        return "Tidak ada baris judul kolom dengan nama unsur atau U1 sampai U9."
    if header.absent:
        return f"Baris {header.row} tidak mempunyai kolom untuk unsur {recogniser.official(header.absent)}."
    return explain_twice(header, recogniser)


def explain_twice(header: Header, recogniser: Recogniser) -> str:
    """That several columns could be the same unsur."""
    key, indexes = next(iter(header.twice.items()))
    where = " dan ".join(letters(index) for index in indexes)
    return f"Unsur {recogniser.official({key})} ada di kolom {where} (baris {header.row})."


def is_summary(row: list[Cell], first_unsur: int) -> bool:
    """Whether the first text of the row, left of the answers, names a summary."""
    text = next((cell for cell in row[: first_unsur + 1] if isinstance(cell, str)), "")
    return bool(_SUMMARY.match(normalise(text)))


def _is_numbering(cells: list[Cell]) -> bool:
    """Whether the cells, from left to right, just count: 2 3 4 … 10."""
    matches = [_NUMBERING.fullmatch(str(cell)) for cell in cells]
    numbers = [int(match[1]) for match in matches if match]
    return 1 < len(numbers) == len(cells) and numbers == list(range(numbers[0], numbers[0] + len(cells)))
