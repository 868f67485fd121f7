"""Rows that only their place among the others tells from respondents: out of order, counts, the last one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.columns import number_in
from kiosk.sheets.evidence import Evidence
from kiosk.sheets.judged import DOUBTFUL
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.summaries import name_statistic
from kiosk.sheets.texts import shorten

# A running number further ahead than this is no row deleted here and there.
FAR = 10
# A table of counts has a row for each answer of a scale, the number column says which.
_LONGEST_SCALE = 5
# Statistics of fewer respondents are often a respondent's answers, too.
_FEWEST = 4


@dataclass(frozen=True)
class Waiting:
    """A row whose fate the next running number decides."""

    number: int
    row: Row
    cells: list[Cell]


@dataclass(frozen=True)
class Lonely:
    """A row counted with a number that does not go on from `last`: 99 or 0 among 1 to 60."""

    row: Waiting
    running: int
    last: int

    def goes_on(self, following: int | None) -> bool:
        """Whether the next number goes on from this one, or sections of one respondent begin again."""
        if following is None:
            return False
        return self.running < following <= self.running + FAR or self.running == following == 1


class CountedRows:
    """The rows since the running number began again, by number, while they may be a table of counts."""

    def __init__(self) -> None:
        self.rows: dict[int, Waiting] | None = None

    def begin(self, running: int, waiting: Waiting) -> None:
        """A running number that does not go on: perhaps the first row of a table of counts."""
        if self.rows is None or running in self.rows or running > _LONGEST_SCALE:
            self.rows = {}
        self.add(running, waiting)

    def add(self, running: int, waiting: Waiting) -> None:
        """A row after the first one, if there is one."""
        if self.rows is not None:
            self.rows[running] = waiting
            if len(self.rows) > _LONGEST_SCALE:
                self.rows = None

    def take_back(self, judged: Judged) -> None:
        """Leave out the last rows where they count the answers above: one for each of 1 to 4, or 1 to 5."""
        rows = self.rows or {}
        if {*rows} not in ({1, 2, 3, 4}, {1, 2, 3, 4, 5}):
            return
        first = judged.table.first_row
        accepted = [one for one in rows.values() if judged.verdicts[one.number - first] == RESPONDENT]
        for place, counts in enumerate(judged.counts):
            own = [one.cells[place] for one in rows.values()]
            total = sum(cell if isinstance(cell, int) else number_in(cell) or 0 for cell in own)
            answered = sum(count for cell, count in counts.items() if cell is not None)
            if total != answered - sum(one.cells[place] is not None for one in accepted):
                return
        for one in rows.values():
            if one in accepted:
                judged.take_back(one.number, one.cells)
            if one in accepted or judged.verdicts[one.number - first] == DOUBTFUL:
                text = "Baris-baris terakhir, bernomor 1 sampai 4, berisi banyaknya jawaban di atasnya."
                judged.skip(one.number, "summary", text, one.row)


def settle_zeroth(judged: Judged, zeroth: Waiting | None) -> None:
    """A first row numbered 0 that is like no other: perhaps an example where its answers are all alike."""
    if zeroth is None or judged.verdicts[zeroth.number - judged.table.first_row] != RESPONDENT:
        return
    if len({*zeroth.cells}) == 1:
        judged.take_back(zeroth.number, zeroth.cells)
        judged.skip(zeroth.number, "doubt", "Bernomor 0, di luar urutan.", zeroth.row, DOUBTFUL)
    else:
        judged.zeroth = zeroth.number


def doubt_last(judged: Judged, about: Evidence, latest: Iterable[tuple[int, Row, list[Cell]]]) -> None:
    """Doubt the last rows as long as they may sum up those above.

    `latest` are the last respondents, the very last first, about whom nothing is known but their answers.
    """
    for number, row, cells in latest:
        judged.take_back(number, cells)
        reason = _doubt(judged, about, row, cells) if judged.respondents else ""
        if not reason:
            judged.add(number, cells)
            return
        judged.skip(number, "doubt", f"Baris terakhir, dan {reason}.", row, DOUBTFUL)


def _doubt(judged: Judged, about: Evidence, row: Row, cells: list[Cell]) -> str:
    """Why a last row may be no respondent; "" where nothing says so."""
    label, filled = about.label(row), len(cells) - cells.count(None)
    is_enough = judged.respondents >= _FEWEST and judged.varies
    if is_enough and (statistic := name_statistic(cells, judged.counts)) and not _occurs(judged, cells):
        return f"nilainya {statistic} di atasnya"
    if about.is_written_otherwise(cells):
        return "nilainya tertulis lain daripada jawaban di atasnya"
    is_left = -1 < label.index < judged.table.indexes[0] and label.index != about.number
    if is_left and (label.is_telling or about.is_odd_alone(label)):
        return f"berisi “{shorten(label.text)}”"
    lacking = about.tells_people + about.lacks_its_date()
    if lacking > 1 or (lacking and len({*cells}) == 1 and judged.varies):
        return "tanpa tanggal atau data diri seperti baris lain"
    return f"hanya berisi {filled} jawaban" if 2 * filled < len(cells) else ""


def _occurs(judged: Judged, cells: list[Cell]) -> bool:
    """Whether a respondent has these answers."""
    indexes, first = judged.table.indexes, judged.table.first_row
    rows = islice(iter(judged.table.sheet.rows), first - 1, None)
    return any(
        verdict == RESPONDENT and [row[i] if i < len(row) else None for i in indexes] == cells
        for verdict, row in zip(judged.verdicts, rows, strict=False)
    )
