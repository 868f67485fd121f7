"""Reading rows as a file would give them, without a file."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kiosk.sheets import Cell
from kiosk.sheets import Decisions
from kiosk.sheets import Sheet
from kiosk.sheets import SheetError
from kiosk.sheets import Understanding
from kiosk.sheets import read_sheets
from kiosk.sheets import understand
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS


@dataclass(frozen=True)
class Outcome:
    """What reading comes to: figures, a question, or a refusal."""

    respondents: int = 0
    sums: tuple[int, ...] = ()
    filled: tuple[int, ...] = ()
    rejected: int = 0
    question: str = ""
    refusal: str = ""
    found: Understanding | None = None

    @property
    def figures(self) -> tuple[int, tuple[int, ...], tuple[int, ...], int]:
        """Everything that a wrong reading would change."""
        return self.respondents, self.sums, self.filled, self.rejected

    @property
    def is_open(self) -> bool:
        """Whether it gives no figure."""
        return bool(self.question or self.refusal)


def as_cells(row: Iterable[object]) -> list[Cell]:
    """A row as the files are read: trimmed texts, whole numbers as ints, others as Decimals."""
    return [as_cell(cell) for cell in row]


def as_cell(cell: Any) -> Cell:
    """One cell, as the files are read."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, float):
        return int(cell) if cell == int(cell) else Decimal(repr(cell))
    found: Cell = cell
    return found


def read(sheets: Sequence[Sheet], decisions: Decisions | None = None) -> Outcome:
    """Read sheets with these decisions."""
    try:
        found = understand(sheets, INSTRUMENT, decisions or Decisions())
    except SheetError as error:
        return Outcome(refusal=str(error))
    if found.questions:
        return Outcome(question=found.questions[0].line, found=found)
    rows = list(found.respondents(lambda _rows: None))
    good = [row.answers for row in rows if not row.unread and not row.wrong]
    keys = KEYS if found.instrument == INSTRUMENT else found.instrument.items
    return Outcome(
        len(good),
        tuple(sum(answers[key] or 0 for answers in good) for key in keys),
        tuple(sum(answers[key] is not None for answers in good) for key in keys),
        len(rows) - len(good),
        found=found,
    )


def read_file(data: bytes, decisions: Decisions | None = None) -> Outcome:
    """Read the bytes of a file."""
    try:
        return read(list(read_sheets(data)), decisions)
    except SheetError as error:
        return Outcome(refusal=str(error))


def read_rows(rows: Iterable[Iterable[object]], decisions: Decisions | None = None) -> Outcome:
    """Read rows that are one worksheet."""
    return read([Sheet("Data", [as_cells(row) for row in rows])], decisions)
