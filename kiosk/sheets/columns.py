"""The other columns of a table: when it was answered, by what kind of person, for what, and remarks."""

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.dates import is_month_name
from kiosk.sheets.dates import read_moment
from kiosk.sheets.dates import read_month
from kiosk.sheets.headers import Header
from kiosk.sheets.roles import IGNORED
from kiosk.sheets.roles import ROLES
from kiosk.sheets.roles import role_of
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Ground
from kiosk.sheets.values import read_value

# How many rows from the top, and which ones further down, tell what a column holds.
_FIRST_ROWS = 300
_EACH = 16
_MOST_WORDS = 40
# A row that numbers the columns comes before the first respondents.
_FIRST_NUMBERED = 3
# A column is a running number when this part of its steps is short: a number may have been left out.
_COUNTING = 0.6
_STEP = 3
_LONG_NUMBER = 10
_SPARSE = 2
# Roles of hidden columns that are still used, to tell respondents from other rows.
_EVEN_HIDDEN = frozenset({"number", "id"})


@dataclass(frozen=True)
class Column:
    """A column by its place (from 0), its title in the file, and why it is what it is."""

    index: int
    title: str
    ground: Ground = Ground.NAME

    @property
    def letters(self) -> str:
        """As the spreadsheet names it: A, B … AA."""
        return letters(self.index)


_NUMBERED = re.compile(r"[(#]?([0-9]{1,9})(?:\.0+)?[).:*]?(?: ?[a-z*]{1,3})?", re.IGNORECASE)
_CODED = re.compile(r"(?:[a-z]{1,4}|responden|respondent|sampel|nomor)[ ._-]?([0-9]{1,6})", re.IGNORECASE)


def number_in(cell: Cell) -> int | None:
    """The running number in a cell: 5, "5.", "(5)", "5a"; None for anything else."""
    if type(cell) is int:
        return cell
    if type(cell) is not str or len(cell) > 14:
        return None
    found = _NUMBERED.fullmatch(cell)
    return int(found[1]) if found else None


def code_in(cell: Cell) -> int | None:
    """The number of a code, "R05"; None for anything else."""
    found = _CODED.fullmatch(cell) if type(cell) is str and len(cell) < 20 else None
    return int(found[1]) if found else None


def _is_long_number(cell: Cell) -> bool:
    """Whether a text may be a telephone number or a code as well as seconds since 1970."""
    return isinstance(cell, str) and cell.isdigit() and len(cell) >= _LONG_NUMBER


def is_numbering(cells: Sequence[Cell]) -> bool:
    """Whether the cells, from left to right, just count: 2 3 4 … 10."""
    first = str(cells[0]).strip("().") if cells and cells[0] is not None else ""
    if not (first.isascii() and first.isdigit() and len(first) < 3) or len(cells) < 2:
        return False
    return all(
        cell is not None and str(cell).strip("().") == str(int(first) + place)
        for place, cell in enumerate(cells)
    )


@dataclass
class Profile:
    """What one column holds in the rows that were looked at."""

    numbers: int = 0
    codes: int = 0
    dates: int = 0
    months: int = 0
    texts: int = 0
    others: int = 0
    steps: int = 0
    last: int | None = None
    words: dict[str, int] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """How many of its cells are not empty."""
        return self.numbers + self.dates + self.texts + self.others

    @property
    def is_coded(self) -> bool:
        """Whether all its numbers have letters before them: R01, R02."""
        return 0 < self.codes == self.numbers

    @property
    def is_counting(self) -> bool:
        """Whether its numbers go up in short steps."""
        return self.numbers > 1 and self.steps >= _COUNTING * (self.numbers - 1)

    def add(self, cell: Cell, apart: int = 1) -> None:
        """Take a cell that is not empty into account, so many rows below the one looked at before."""
        number = number_in(cell)
        is_month = number is None and (is_month_name(cell) or read_month(str(cell)) is not None)
        if number is None and not is_month and (number := code_in(cell)) is not None:
            self.codes += 1
            self._add_word(str(cell))
        if number is not None:
            self.numbers += 1
            self.steps += self.last is not None and self.last < number <= self.last + _STEP * apart
            self.last = number
        elif is_month or (read_moment(cell) is not None and not _is_long_number(cell)):
            self.dates += 1
            self.months += is_month
        elif isinstance(cell, str):
            self.texts += 1
            self._add_word(cell)
        else:
            self.others += 1

    def _add_word(self, cell: str) -> None:
        word = normalise(cell[:100])
        if word in self.words or len(self.words) < _MOST_WORDS:
            self.words[word] = self.words.get(word, 0) + 1


@dataclass
class Profiles:
    """The profiles of the columns of one table beside its unsur, and of what kinds its answers are."""

    skipped: frozenset[int]
    rows: int = 0
    seen: int = 0
    by_column: dict[int, Profile] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row, indexes: Sequence[int]) -> None:
        """Take a row with answers, which are in the columns of `indexes`, into account."""
        self.rows += 1
        if self.rows <= _FIRST_NUMBERED and is_numbering([row[i] for i in indexes if i < len(row)]):
            return
        if self.rows > _FIRST_ROWS and self.rows % _EACH:
            return
        # A line of a legend below the answers says nothing about the columns.
        if self.seen and _SPARSE * sum(i < len(row) and row[i] is not None for i in indexes) < len(indexes):
            return
        self.seen += 1
        self.kinds.update(
            read_value(cell).kind for i in indexes if i < len(row) and (cell := row[i]) is not None
        )
        for index, cell in enumerate(row[:200]):
            if cell is not None and index not in self.skipped:
                profile = self.by_column.get(index)
                if profile is None:
                    profile = self.by_column[index] = Profile()
                profile.add(cell, 1 if self.rows <= _FIRST_ROWS else _EACH)


def find_columns(
    header: Header, profiles: Profiles, chosen: Mapping[int, str], taught: Mapping[str, str]
) -> dict[str, Column]:
    """The other columns by what they are; each role is taken once, by hand, by title, or by its content."""
    several = {index for indexes in header.twice.values() for index in indexes}
    unsur = {*header.columns.values(), *header.aside, *header.extra, *several}
    fields: dict[str, Column] = {}
    for index, role in sorted(chosen.items()):
        if role in ROLES and role != IGNORED and header.first <= index <= header.last:
            fields.setdefault(role, Column(index, header.titles.get(index, ""), Ground.CHOSEN))
    ranked: list[tuple[int, int, str, Ground]] = []
    for index, title in header.titles.items():
        if index in unsur or index in chosen:
            continue
        text = normalise(title)
        if index in header.hidden and role_of(text)[0] not in _EVEN_HIDDEN:
            continue
        if told := taught.get(text):
            ranked.append((-1, index, told, Ground.TAUGHT))
        else:
            role, rank = role_of(text)
            ranked.append((rank, index, role, Ground.NAME))
    dated = {index for index, profile in profiles.by_column.items() if profile.dates}
    for _, index, role, ground in sorted(
        ranked, key=lambda one: (one[2] == "moment" and one[1] not in dated, one)
    ):
        if role in ROLES and role != IGNORED and not _is_used(fields, index):
            fields.setdefault(role, Column(index, header.titles[index], ground))
    _add_by_content(fields, header, profiles, unsur | chosen.keys())
    return fields


def _is_used(fields: Mapping[str, Column], index: int) -> bool:
    return any(column.index == index for column in fields.values())


def _add_by_content(fields: dict[str, Column], header: Header, profiles: Profiles, taken: set[int]) -> None:
    """A running number left of the answers, or dates, under a title that says nothing."""
    first = min(header.columns.values(), default=0)
    for index, profile in sorted(profiles.by_column.items()):
        title = header.titles.get(index, "")
        if index in taken or _is_used(fields, index) or not header.first <= index <= header.last:
            continue
        if index in header.hidden:
            continue
        is_running = profile.is_counting and profile.numbers > max(2, _COUNTING * profile.filled)
        if "number" not in fields and index < first and is_running:
            fields["number"] = Column(index, title, Ground.NEARLY)
        elif (
            "moment" not in fields and profile.dates > 0.8 * profiles.seen and "lahir" not in normalise(title)
        ):
            fields["moment"] = Column(index, title, Ground.NEARLY)
