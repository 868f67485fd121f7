"""Paper forms typed as they are: several columns for each unsur, and a mark below one of 1, 2, 3, 4."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import islice
from itertools import pairwise

from kiosk.sheets.arrangements import answer_of
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.tables import Table
from kiosk.sheets.values import is_no_answer

_FEWEST, _MOST = 3, 10  # columns of an unsur
_SAMPLED = 200
_NEARLY_ALL = 0.75


def unticked(sheet: Sheet, table: Table) -> Sheet | None:
    """The sheet with the marked answer in the first column of each unsur; None for a table of another kind.

    Raises `SheetError` where answers are marked and no row says which answer each column is.
    """
    starts = table.indexes
    steps = {two - one for one, two in pairwise(starts)}
    if len(steps) != 1 or not _FEWEST <= (size := steps.pop()) <= _MOST:
        return None
    width = starts[-1] + size
    if any(index in table.header.titles for index in range(starts[0], width) if index not in starts):
        return None
    below = list(islice(iter(sheet.rows), table.header.row, table.header.row + _SAMPLED))
    groups = [group for row in below[1:] for group in _groups(row, starts, size) if any(group)]
    marked = sum(sum(map(_is_mark, group)) == 1 for group in groups)
    spread = {place for group in groups for place, cell in enumerate(group) if _is_mark(cell)}
    if len(spread) < 2 or marked < _NEARLY_ALL * len(groups):
        return None
    labels = next(_groups(below[0], starts, size))
    answers = [answer_of(label, family=labels) for label in labels]
    if None in answers or any(group != labels for group in _groups(below[0], starts, size)):
        raise SheetError(
            f"Setiap unsur memakai {size} kolom dan jawabannya ditandai di salah satunya, tetapi di bawah "
            f"baris judul ({table.header.row}) tidak tertulis nilai tiap kolom. Tulis nilainya di sana."
        )
    note = Note(
        "ticks", f"Jawaban ditandai di salah satu dari {size} kolom tiap unsur; dibaca menurut judulnya."
    )
    rows = _Unticked(sheet.rows, table.header.row, tuple(starts), size, tuple(answers))
    return replace(sheet, rows=rows, notes=(*sheet.notes, note))


def _groups(row: Row, starts: Sequence[int], size: int) -> Iterator[Row]:
    """The cells of each unsur."""
    for start in starts:
        group = row[start : start + size]
        yield [*group, *[None] * (size - len(group))]


def _is_mark(cell: Cell) -> bool:
    return (
        cell is not None and cell != 0 and not (isinstance(cell, str) and (cell == "0" or is_no_answer(cell)))
    )


@dataclass(frozen=True)
class _Unticked:
    """Rows with one answer for each unsur; the row that says what the columns mean is left blank."""

    rows: Iterable[Row]
    header: int
    starts: Sequence[int]
    size: int
    answers: Sequence[Cell]

    def __iter__(self) -> Iterator[Row]:
        for number, row in enumerate(self.rows, start=1):
            if number == self.header + 1:
                yield []
                continue
            if number > self.header:
                row = list(row)
                for start, group in zip(self.starts, _groups(row, self.starts, self.size), strict=True):
                    said = [self.answers[place] for place, cell in enumerate(group) if _is_mark(cell)]
                    if start < len(row):
                        row[start] = said[0] if len(said) == 1 else ", ".join(map(str, said)) or None
                    row[start + 1 : start + self.size] = [None] * len(row[start + 1 : start + self.size])
            yield row
