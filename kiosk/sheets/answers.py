"""Telling the responses below a header from numbering rows, summary rows, legends and blanks."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from kiosk.sheets.files import Cell
from kiosk.sheets.files import Sheet
from kiosk.sheets.files import SheetError
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import Recogniser
from kiosk.sheets.headers import find_header
from kiosk.sheets.headers import normalise
from scoring import Instrument

_ANSWER = re.compile(r"([1-4])(?:[.,]0+)?")
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


def read_answers(sheets: Iterable[Sheet], instrument: Instrument, order: str) -> Reading:
    """Read the first sheet whose header names every unsur; bare labels are in this order.

    Raises `SheetError`, saying what is missing, when there is no such sheet.
    """
    recogniser = Recogniser(instrument, order)
    complete: list[tuple[Sheet, Header]] = []
    partial: list[tuple[Header, set[str]]] = []
    for sheet in sheets:
        match find_header(sheet, recogniser):
            case (header, missing) if missing:
                partial.append((header, missing))
            case (header, _):
                complete.append((sheet, header))
                if sheet.name is None:
                    break  # the other ways to split a text are not other sheets
    if not complete:
        raise SheetError(_explain(partial, recogniser))
    sheet, header = complete[0]
    others = tuple(str(other.name) for other, _ in complete[1:])
    reading = Reading(header, sheet.name, others)
    _read_rows(sheet, recogniser, reading)
    return reading


def _explain(partial: list[tuple[Header, set[str]]], recogniser: Recogniser) -> str:
    if not partial:
        return "Tidak ada baris judul kolom dengan nama unsur atau U1 sampai U9."
    header, missing = min(partial, key=lambda found: len(found[1]))
    return f"Baris {header.row} tidak mempunyai kolom untuk unsur {recogniser.official(missing)}."


def _read_rows(sheet: Sheet, recogniser: Recogniser, reading: Reading) -> None:
    header = reading.header
    for number, row in enumerate(sheet.rows[header.row :], start=header.row + 1):
        cells = {key: row[index] if index < len(row) else None for key, index in header.columns.items()}
        bad = [key for key, cell in cells.items() if cell is not None and parse_answer(cell) is None]
        kind = _skip(row, number, cells, bad, recogniser, reading)
        if kind:
            reading.skipped[kind] += 1
        elif bad:
            reading.rejected.extend(
                Rejected(number, header.labels[key], str(cells[key]), REASON) for key in bad
            )
        elif any(cell is not None for cell in row):
            answers = {key: parse_answer(cell) for key, cell in cells.items()}
            reading.responses.append(Response(number, answers))


def parse_answer(cell: Cell) -> int | None:
    """1, 2, 3 or 4 from a number or a text ("3", "3,0", "3.00"); None for anything else, also a blank."""
    # True == 1, but is no answer; numbers with a fraction are Decimals and never in 1..4.
    text = "" if isinstance(cell, bool) else str(cell)
    match = _ANSWER.fullmatch(text)
    return int(match[1]) if match else None


def _skip(
    row: list[Cell],
    number: int,
    cells: Mapping[str, Cell],
    bad: list[str],
    recogniser: Recogniser,
    reading: Reading,
) -> str | None:
    """Why a row is not a response; None when it is one, or blank."""
    if _is_summary(row, min(reading.header.columns.values())):
        return "summary"
    if all(cell is None for cell in cells.values()):
        return "unanswered" if any(cell is not None for cell in row) else None
    if not bad:
        return None
    if _is_numbering([cells[key] for key in sorted(cells, key=reading.header.columns.__getitem__)]):
        return "numbering"
    if not recogniser.read(row, number)[1]:
        return "header"
    answered = sum(cell is not None for cell in cells.values()) - len(bad)
    if reading.skipped["summary"] and 2 * answered < len(cells):
        return "legend"
    return None


def _is_summary(row: list[Cell], first_unsur: int) -> bool:
    """Whether the first text of the row, left of the answers, names a summary."""
    text = next((cell for cell in row[: first_unsur + 1] if isinstance(cell, str)), "")
    return bool(_SUMMARY.match(normalise(text)))


def _is_numbering(cells: list[Cell]) -> bool:
    """Whether the cells, from left to right, just count: 2 3 4 … 10."""
    matches = [_NUMBERING.fullmatch(str(cell)) for cell in cells]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(cells) and numbers == list(range(numbers[0], numbers[0] + len(cells)))
