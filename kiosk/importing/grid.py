"""The tables of a file as they were understood, row by row, to be looked at before anything is stored."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.importing.source import Entry
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.items import unsur_of
from kiosk.sheets.judged import DOUBTFUL
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.roles import IGNORED
from kiosk.sheets.texts import letters
from kiosk.sheets.understood import Understanding

_TABLES = 6
_FIRST = 3
_REJECTED = 20
_COLUMNS = 40
_LONGEST = 40


@dataclass(frozen=True)
class ShownRow:
    """A row of a file. `kind` is header, respondent, rejected, skipped, doubtful or more.

    `note` says why it is no respondent; `wrong` has the places of cells that are no answers. A row of kind
    "more" stands for `count` respondents from row `number` to row `last` that are not shown.
    """

    number: int
    kind: str
    cells: tuple[str, ...] = ()
    note: str = ""
    wrong: frozenset[int] = frozenset()
    last: int = 0
    count: int = 0


@dataclass(frozen=True)
class ShownTable:
    """One table: its columns' letters and roles, where its respondents are, and some of its rows in order.

    `unshown` counts the rows that are no respondents and were left out for their number.
    """

    sheet: str | None
    letters: tuple[str, ...]
    roles: tuple[str, ...]
    first: int
    last: int
    respondents: int
    rows: tuple[ShownRow, ...]
    unshown: int


class Grid:
    """Collects what is shown of each table while its respondents pass by."""

    def __init__(self, found: Understanding) -> None:
        self._parts = {id(one): _Part(one) for one in found.judged[:_TABLES]}

    def see(self, entry: Entry) -> None:
        """Keep the entry if it is one of the first or last of its table, or rejected."""
        if part := self._parts.get(id(entry.answered.judged)):
            part.see(entry)

    def tables(self) -> tuple[ShownTable, ...]:
        """The tables with respondents or rows in doubt, as far as they are shown."""
        return tuple(part.table() for part in self._parts.values())


class _Part:
    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        header = judged.table.header
        places = {index: unsur_of(key) for key, index in header.columns.items()}
        places |= {column.index: role for role, column in judged.table.columns.items()}
        self._indexes = range(header.first, min(header.last + 1, header.first + _COLUMNS))
        self._roles = tuple(places.get(index, IGNORED) for index in self._indexes)
        self._first: list[ShownRow] = []
        self._latest: Entry | None = None
        self._rejected: list[ShownRow] = []
        self._count = self._lowest = 0
        self._rejections = 0

    def see(self, entry: Entry) -> None:
        answered = entry.answered
        if entry.kind == "rejected":
            self._rejections += 1
            if len(self._rejected) < _REJECTED:
                columns = self._judged.table.header.columns
                wrong = frozenset(columns[key] - self._indexes.start for key in answered.unread)
                note = "" if wrong else entry.rejected[0].reason
                self._rejected.append(self._row(answered.number, "rejected", answered.cells, note, wrong))
            return
        self._count += 1
        self._lowest = self._lowest or answered.number
        if len(self._first) < _FIRST:
            self._first.append(self._row(answered.number, "respondent", answered.cells))
        self._latest = entry

    def table(self) -> ShownTable:
        judged = self._judged
        header = judged.table.header
        last = self._latest.answered.number if self._latest else 0
        rows = {one.number: one for one in (*self._skipped(), *self._rejected, *self._first)}
        if self._latest and last not in rows:
            rows[last] = self._row(last, "respondent", self._latest.answered.cells)
        titles: Mapping[int, Cell] = header.titles
        shown = [self._row(header.row, "header", [titles.get(i) for i in range(header.last + 1)])]
        shown += self._with_gaps([rows[number] for number in sorted(rows)])
        return ShownTable(
            sheet=judged.table.sheet.name,
            letters=tuple(letters(index) for index in self._indexes),
            roles=self._roles,
            first=self._lowest,
            last=last,
            respondents=self._count,
            rows=tuple(shown),
            unshown=len(judged.reasons) - len(judged.left) + self._rejections - len(self._rejected),
        )

    def _skipped(self) -> Iterator[ShownRow]:
        first = self._judged.table.first_row
        for number, row in self._judged.left.items():
            is_doubtful = self._judged.verdicts[number - first] == DOUBTFUL
            reason = self._judged.reasons[number].text
            yield self._row(number, "doubtful" if is_doubtful else "skipped", row, reason)

    def _with_gaps(self, rows: list[ShownRow]) -> Iterator[ShownRow]:
        """The rows, with one in place of the respondents left out between two of them."""
        before = self._judged.table.first_row - 1
        for row in rows:
            between = self._judged.verdicts[before + 1 - self._judged.table.first_row :][
                : row.number - before - 1
            ]
            count = between.count(RESPONDENT)
            if count:
                first = before + 1 + between.index(RESPONDENT)
                last = before + 1 + between.rindex(RESPONDENT)
                yield ShownRow(first, "more", last=last, count=count)
            yield row
            before = row.number

    def _row(
        self, number: int, kind: str, row: Row, note: str = "", wrong: frozenset[int] = frozenset()
    ) -> ShownRow:
        cells = tuple(_show(row[index]) if index < len(row) else "" for index in self._indexes)
        return ShownRow(number, kind, cells, note, wrong)


def _show(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
