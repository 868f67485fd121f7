"""The rows of one table as they were judged: respondents, and others with the reason."""

from collections.abc import Iterator
from collections.abc import Sequence
from collections.abc import Set
from dataclasses import dataclass
from dataclasses import field
from itertools import islice

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.summaries import name_statistic
from kiosk.sheets.tables import Table

# What a row can be, as kept for each row of a table.
BLANK, RESPONDENT, SKIPPED, DOUBTFUL, REJECTED = range(5)
MOST_VALUES = 2000
_MOST_SUMMARIES = 60
_MOST_LEFT = 60
_MOST_PARTS = 60


@dataclass(frozen=True)
class Reason:
    """Why a row is no respondent: a stable kind and an Indonesian sentence a person can check."""

    kind: str
    text: str


@dataclass
class Judged:
    """The rows of one table. `verdicts[row - first_row]` says what each is, `reasons` why not a respondent.

    `counts` has the values of the respondents' answers, in the order of `table.indexes`; `respondents` is
    their number, `digest` the same for tables with the same answers in any order. `dated` and `undated` count
    respondents with a date and without one. `sections` are the titles between the rows, `summaries` the rows
    that sum up others, `left` the first rows that are no respondents, `repaired` rows with a separator too
    many, put right. `parts` has the rows that say the titles again, with the counts and respondents so far.
    `zeroth` is a respondent numbered 0, 0 for none.
    """

    table: Table
    verdicts: bytearray = field(default_factory=bytearray)
    reasons: dict[int, Reason] = field(default_factory=dict)
    counts: list[dict[Cell, int]] = field(default_factory=list)
    respondents: int = 0
    digest: int = 0
    dated: int = 0
    undated: int = 0
    first_is_dated: bool = False
    sections: list[tuple[int, str]] = field(default_factory=list)
    summaries: list[Row] = field(default_factory=list)
    left: dict[int, Row] = field(default_factory=dict)
    repaired: dict[int, Row] = field(default_factory=dict)
    zeroth: int = 0
    parts: list[tuple[int, list[dict[Cell, int]], int]] = field(default_factory=list)

    @property
    def carries_dates(self) -> bool:
        """Whether a date holds for the rows below it, too: only few rows have one, and the first does."""
        return 0 < self.dated <= self.undated and self.first_is_dated

    @property
    def undecided(self) -> int:
        """How many rows may be respondents, or are ones that cannot be read as they are."""
        return self.verdicts.count(DOUBTFUL) + self.verdicts.count(REJECTED)

    @property
    def doubtful(self) -> list[int]:
        """The rows of which it is not clear whether they are respondents."""
        return [self.table.first_row + place for place, one in enumerate(self.verdicts) if one == DOUBTFUL]

    @property
    def varies(self) -> bool:
        """Whether the respondents so far did not all answer alike."""
        return any(len(counts) > 1 for counts in self.counts)

    @property
    def known(self) -> set[Cell]:
        """The values of all answers."""
        return {cell for counts in self.counts for cell in counts}

    def are_statistic(self, cells: Sequence[Cell]) -> bool:
        """Whether values are the sums, the maxima or another statistic of the respondents so far."""
        return name_statistic(cells, self.counts) is not None

    def add(self, number: int, cells: list[Cell]) -> None:
        """Count a respondent."""
        self.verdicts[number - self.table.first_row] = RESPONDENT
        self.respondents += 1
        self.digest += hash(tuple(cells))
        for counts, cell in zip(self.counts, cells, strict=True):
            if cell in counts:
                counts[cell] += 1
            elif len(counts) < MOST_VALUES:
                counts[cell] = 1

    def places(self, cells: Set[Cell]) -> Iterator[tuple[int, int, Cell]]:
        """Where respondents have one of these cells as an answer: row, column and cell."""
        if any(cells & counts.keys() for counts in self.counts):
            first = self.table.first_row
            rows = islice(iter(self.table.sheet.rows), first - 1, first - 1 + len(self.verdicts))
            for number, row in enumerate(rows, first):
                if self.verdicts[number - first] == RESPONDENT:
                    for index in self.table.indexes:
                        if index < len(row) and row[index] in cells:
                            yield number, index, row[index]

    def begin_part(self, number: int) -> None:
        """Remember where the titles are said again, and what was counted before."""
        if len(self.parts) < _MOST_PARTS:
            self.parts.append((number, [dict(counts) for counts in self.counts], self.respondents))

    def take_back(self, number: int, cells: list[Cell]) -> None:
        """Count a row no longer that was counted as a respondent."""
        self.verdicts[number - self.table.first_row] = BLANK
        self.respondents -= 1
        self.digest -= hash(tuple(cells))
        for counts, cell in zip(self.counts, cells, strict=True):
            counts[cell] -= 1
            if not counts[cell]:
                del counts[cell]

    def skip(self, number: int, kind: str, text: str, row: Row, verdict: int = SKIPPED) -> None:
        """Leave a row out, with the reason."""
        if kind == "summary" and len(self.summaries) < _MOST_SUMMARIES:
            self.summaries.append(row)
        if len(self.left) < _MOST_LEFT and verdict != REJECTED:
            self.left[number] = row
        self.verdicts[number - self.table.first_row] = verdict
        self.reasons[number] = Reason(kind, text)
