"""Several columns of one unsur: columns that complement each other are one, others are items of their own.

A form whose question was replaced, or that asks each service on a page of its own, has two columns for an
unsur of which a respondent fills one. Columns that are both filled are items, whose mean counts.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import islice
from itertools import pairwise

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.items import unsur_of
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.summaries import says_note
from kiosk.sheets.summaries import says_summary
from kiosk.sheets.tables import Layout
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.values import is_blank
from kiosk.sheets.values import read_value
from kiosk.sheets.vocabulary import Vocabulary

_FEWEST = 2  # rows that a column must complete to be asked about


@dataclass(frozen=True)
class _Move:
    """In the rows of `table`, what `others` hold goes into the column `first`."""

    table: Table
    first: int
    others: tuple[int, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        return (self.first, *self.others)


def join_columns(sheet: Sheet, tables: Sequence[Table], layout: Layout) -> tuple[Sheet, Layout] | None:
    """The sheet with columns that complement each other as one, and what is left of the chosen columns.

    None when a row has more than one of them filled, or no unsur has several columns.
    """
    moves = [*_of_one_table(tables), *_side_by_side(tables)]
    moves = [move for move in moves if _complement(move)]
    if not moves:
        return None
    gone = {index for move in moves for index in move.others}
    shown = ", ".join(
        f"{letters(move.first)} dan {' dan '.join(map(letters, move.others))}" for move in moves
    )
    note = Note("columns-joined", f"Kolom yang tidak pernah terisi bersama dibaca sebagai satu: {shown}.")
    chosen = {index: role for index, role in layout.chosen.items() if index not in gone}
    rows = _Joined(sheet.rows, tuple(moves))
    return replace(sheet, rows=rows, notes=(*sheet.notes, note)), replace(layout, chosen=chosen)


def _of_one_table(tables: Sequence[Table]) -> Iterator[_Move]:
    for table in tables:
        columns: dict[str, list[int]] = {key: list(many) for key, many in table.header.twice.items()}
        for key, index in table.header.columns.items():
            columns.setdefault(unsur_of(key), []).append(index)
        for first, *others in map(sorted, columns.values()):
            if others:
                yield _Move(table, first, tuple(others))


def _side_by_side(tables: Sequence[Table]) -> Iterator[_Move]:
    """The columns of a second set of titles in the same row, when each row is filled in one set only."""
    beside = sorted(tables, key=lambda table: (table.header.row, table.header.first))
    for one, two in pairwise(beside):
        left, right = one.header, two.header
        if left.row == right.row and left.is_complete and left.columns.keys() == right.columns.keys():
            both = (one.indexes, two.indexes)
            if not any(all(_has_answer(row, side) for side in both) for row in _rows(one)):
                for key, index in left.columns.items():
                    yield _Move(one, index, (right.columns[key],))


def _complement(move: _Move) -> bool:
    """Whether each of the columns is filled somewhere, and never two of them with answers."""
    filled = dict.fromkeys(move.columns, 0)
    for number, row in enumerate(_rows(move.table), move.table.first_row):
        if number in move.table.repeats or _is_labelled(row[: min(move.columns)]):
            continue
        own = [index for index in move.columns if _has_answer(row, [index])]
        if len(own) > 1 and all(_is_answer(row[index]) for index in own):
            return False
        for index in own:
            filled[index] += 1
    return all(filled.values())


def _is_labelled(cells: Row) -> bool:
    """Whether a text beside the answers says that the row sums up others, or explains them."""
    return any(isinstance(cell, str) and (says_summary(cell) or says_note(cell)) for cell in cells)


def _rows(table: Table) -> Iterator[Row]:
    return islice(iter(table.sheet.rows), table.first_row - 1, table.last_row)


def _has_answer(row: Row, indexes: Sequence[int]) -> bool:
    return any(index < len(row) and not is_blank(row[index]) for index in indexes)


def _is_answer(cell: Cell) -> bool:
    """Whether a cell can be an answer from 1 to 4, or 0 for a mark that is not set, and not a sum of them."""
    value = read_value(cell)
    return value.kind != "fraction" and (value.number is None or 0 <= value.number <= 4)


@dataclass(frozen=True)
class _Joined:
    """Rows whose columns were put together; the titles of those that were emptied are gone, too."""

    rows: Iterable[Row]
    moves: Sequence[_Move]

    def __iter__(self) -> Iterator[Row]:
        for number, row in enumerate(self.rows, start=1):
            row = list(row)
            for move in self.moves:
                table = move.table
                if not table.header.row - 1 <= number <= table.last_row:
                    continue
                places = [index for index in move.columns if index < len(row)]
                if number > table.header.row and places[:1] == [move.first] and is_blank(row[move.first]):
                    row[move.first] = next(
                        (row[index] for index in places if not is_blank(row[index])), row[move.first]
                    )
                for index in places:
                    if index != move.first:
                        row[index] = None
            yield row


def about_continued(
    judged: Sequence[Judged], vocabulary: Vocabulary, chosen: Iterable[int]
) -> list[Question]:
    """A column without a role that has answers just where an unsur has none: is it the same question?"""
    settled = {*chosen}
    for one in judged:
        header = one.table.header
        used = {*header.columns.values(), *header.aside, *header.extra, *header.hidden, *settled}
        used |= {column.index for column in one.table.columns.values()}
        lacking = [key for key, index in header.columns.items() if _is_lacking(one, index)]
        left = [index for index in header.titles if index not in used]
        for key in lacking:
            for index in left:
                if _continues(one, header.columns[key], index, vocabulary.options[key]):
                    places = (letters(header.columns[key]), letters(index))
                    text = (
                        f"Kolom {places[1]} “{header.titles[index]}” hanya terisi di baris-baris yang kolom "
                        f"{places[0]} ({vocabulary.titles[key]}) kosong. Apakah itu unsur yang sama?"
                    )
                    same = f"{places[0]}={unsur_of(key)},{places[1]}={unsur_of(key)}"
                    choices = (
                        Choice(same, "sama, dibaca bersama"),
                        Choice(f"{places[1]}=abaikan", "bukan, diabaikan"),
                    )
                    return [Question("continued", text, "--kolom", "column", choices)]
    return []


def _is_lacking(judged: Judged, index: int) -> bool:
    counts = judged.counts[judged.table.indexes.index(index)]
    blank = sum(count for cell, count in counts.items() if is_blank(cell))
    return _FEWEST <= blank < judged.respondents


def _continues(judged: Judged, unsur: int, index: int, options: Iterable[str]) -> bool:
    """Whether the column has answers in most rows where the unsur is blank, and nothing in any other."""
    words = {*options}
    lacking = filled = 0
    for verdict, row in zip(judged.verdicts, _rows(judged.table), strict=False):
        if verdict != RESPONDENT:
            continue
        is_blank, has_other = not _has_answer(row, [unsur]), _has_answer(row, [index])
        if has_other:
            value = read_value(row[index])
            is_answer = value.text in words or value.kind in ("degree", "letter", "code") or value.number
            if not is_blank or not is_answer or not _is_answer(row[index]):
                return False
        lacking += is_blank
        filled += has_other
    return filled >= max(_FEWEST, lacking / 2)
