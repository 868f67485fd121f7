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
_SCALE = 4
_UNMARKED = frozenset({"0", "false", "no", "tidak"})


def unticked(sheet: Sheet, table: Table) -> Sheet | None:
    """The sheet with the marked answer in the first column of each unsur; None for a table of another kind.

    Raises `SheetError` where answers are marked and no row says which answer each column is.
    """
    if table.header.twice:
        return _unticked_titles(sheet, table)
    starts = table.indexes
    steps = {two - one for one, two in pairwise(starts)}
    if len(steps) != 1 or not _FEWEST <= (size := steps.pop()) <= _MOST:
        return None
    width = starts[-1] + size
    if any(index in table.header.titles for index in range(starts[0], width) if index not in starts):
        return None
    below = list(islice(iter(sheet.rows), table.header.row, table.header.row + _SAMPLED))
    if not _are_marked(below[1:], starts, size):
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


def _unticked_titles(sheet: Sheet, table: Table) -> Sheet | None:
    """The same where the title of each column ends with its answer: U1_1, U1_2, U1_3, U1_4."""
    header = table.header
    sets = sorted(header.twice.values())
    size = len(sets[0])
    starts = [places[0] for places in sets]
    whole = [list(range(start, start + size)) for start in starts]
    answers = [[_last_number(header.titles[index]) for index in places] for places in sets]
    if header.columns or header.absent or [list(places) for places in sets] != whole:
        return None
    if size != _SCALE or any(one != [1, 2, 3, 4] for one in answers):
        return None
    below = list(islice(iter(sheet.rows), header.row, header.row + _SAMPLED))
    if not _are_marked(below, starts, size):
        return None
    note = Note("ticks", f"Jawaban ditandai di salah satu dari {size} kolom tiap unsur, menurut judulnya.")
    rows = _Unticked(sheet.rows, header.row, tuple(starts), size, tuple(answers[0]), in_titles=True)
    return replace(sheet, rows=rows, notes=(*sheet.notes, note))


def _last_number(title: str) -> int | None:
    return int(title[-1]) if title[-1:].isdigit() and not title[-2:-1].isalnum() else None


def _are_marked(rows: Sequence[Row], starts: Sequence[int], size: int) -> bool:
    """Whether nearly every unsur of each row has one mark, below several of its columns."""
    groups = [group for row in rows for group in _groups(row, starts, size) if any(group)]
    marked = sum(sum(map(_is_mark, group)) == 1 for group in groups)
    spread = {place for group in groups for place, cell in enumerate(group) if _is_mark(cell)}
    return len(spread) > 1 and marked >= _NEARLY_ALL * len(groups)


def _groups(row: Row, starts: Sequence[int], size: int) -> Iterator[Row]:
    """The cells of each unsur."""
    for start in starts:
        group = row[start : start + size]
        yield [*group, *[None] * (size - len(group))]


def _is_mark(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.lower() not in _UNMARKED and not is_no_answer(cell)
    return cell is not None and cell != 0


@dataclass(frozen=True)
class _Unticked:
    """Rows with one answer for each unsur; the row that says what the columns mean is left blank."""

    rows: Iterable[Row]
    header: int
    starts: Sequence[int]
    size: int
    answers: Sequence[Cell]
    in_titles: bool = False

    def __iter__(self) -> Iterator[Row]:
        for number, row in enumerate(self.rows, start=1):
            if number == self.header + 1 and not self.in_titles:
                yield []
                continue
            if number == self.header and self.in_titles:
                gone = {start + place for start in self.starts for place in range(1, self.size)}
                row = [None if index in gone else cell for index, cell in enumerate(row)]
            if number > self.header:
                row = list(row)
                for start, group in zip(self.starts, _groups(row, self.starts, self.size), strict=True):
                    said = [self.answers[place] for place, cell in enumerate(group) if _is_mark(cell)]
                    if start < len(row):
                        row[start] = said[0] if len(said) == 1 else ", ".join(map(str, said)) or None
                    row[start + 1 : start + self.size] = [None] * len(row[start + 1 : start + self.size])
            yield row
