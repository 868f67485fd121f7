"""What a file holds: cells, the sheets they are on, and what reading the file found out about them."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a usable value: an error such as "#N/A", or "=" for a formula that was never calculated.

    It is neither blank nor an answer.
    """

    text: str

    def __str__(self) -> str:
        return self.text


# What spreadsheets show for a formula that failed, also in what they save as text.
ERRORS = frozenset({"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})

# An int for every whole number, a Decimal for any other, None for an empty cell; text is trimmed.
Cell = str | int | Decimal | date | datetime | time | timedelta | Fault | None
Row = list[Cell]


class SheetError(ValueError):
    """A file that cannot be read. The message is Indonesian: the true cause and the next step."""


@dataclass(frozen=True)
class Note:
    """Something a person should know about how a file was read: a stable code and an Indonesian sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """One table of cells: the first of the first row is A1, rows may differ in length.

    `rows` can be iterated any number of times. `name` is the worksheet's, None for a file that is one table
    by itself. Rows count from 1, columns from 0. A cell merged with cells below it has its value in each of
    them: `merged[row]` has the columns filled that way. `spans[row]` has the first and last column of cells
    merged to the right. `struck_rows` have cells whose text is struck through. `is_text` says that rows come
    from separated text, where a cell too many means a separator too many.
    """

    name: str | None
    rows: Iterable[Row]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    merged: Mapping[int, frozenset[int]] = field(default_factory=dict)
    spans: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    is_text: bool = False
