"""What a file contains, once it is understood: its respondents, other rows, questions and notes."""

from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from itertools import islice

from kiosk.sheets import asking
from kiosk.sheets.arrangements import TallyTable
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.dates import DAY_FIRST
from kiosk.sheets.dates import DayOrder
from kiosk.sheets.dates import Moment
from kiosk.sheets.dates import read_moment
from kiosk.sheets.dates import zone_in
from kiosk.sheets.decisions import EVERY
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.judged import REJECTED
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.meanings import NO_ANSWER
from kiosk.sheets.months import LONGEST_MONTH
from kiosk.sheets.months import Months
from kiosk.sheets.months import join_date
from kiosk.sheets.progress import Progress
from kiosk.sheets.questions import Question
from kiosk.sheets.readings import Reading
from kiosk.sheets.scale import Scale
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import normalise
from kiosk.sheets.values import is_no_answer
from kiosk.sheets.vocabulary import Vocabulary
from scoring import Instrument

RECAP = "Berisi jumlah, rata-rata, atau nilai di luar skala, bukan jawaban."
NOT_AN_ANSWER = "Bukan 1, 2, 3, atau 4; baris ini tidak dihitung."


@dataclass(frozen=True)
class Rejected:
    """A value that is no answer. Its whole row is left out; `column` is the header's text."""

    row: int
    column: str
    value: str
    reason: str
    sheet: str | None = None


@dataclass(slots=True)
class Answered:
    """The row of a respondent, with its answers: 1 to 4, None where there is none.

    `unread` has the cells that are no answer, by unsur, and `wrong` says when the whole row cannot be read;
    with either it is not counted. `moment` is when it was answered, or the month of a title above it, in
    which case `from_title` is set; `date` is the cell that should say so. `office` is the name in the office
    column or in the section's title, `asking.NO_OFFICE` where there is none, "" in a file without any.
    """

    judged: Judged
    number: int
    cells: Row
    answers: Mapping[str, int | None]
    unread: Mapping[str, Cell]
    wrong: str
    date: Cell
    moment: Moment | None
    from_title: bool
    office: str = ""


@dataclass(frozen=True)
class Skipped:
    """Rows of a sheet that are no respondents, for one reason. `kind` is stable, `reason` Indonesian."""

    sheet: str | None
    kind: str
    reason: str
    rows: tuple[int, ...]


@dataclass
class Understanding:
    """A file, understood. Nothing may be counted or stored while there are `questions`.

    `readings` are the sheets that are read, `others` those with respondents that are not. `tally` has counts
    of answers where that is what the file holds, and a person said so. `summaries` are rows anywhere in the
    file that state sums, averages or an index, with the columns of the unsur there.
    """

    vocabulary: Vocabulary
    decisions: Decisions
    readings: list[Reading]
    others: list[Reading]
    scale: Scale
    questions: list[Question]
    notes: list[Note]
    day_order: DayOrder
    tally: TallyTable | None = None
    summaries: list[tuple[Row, Mapping[str, int]]] = field(default_factory=list)

    @property
    def instrument(self) -> Instrument:
        """The rules of the questionnaire, with as many items for each unsur as the file has."""
        return self.vocabulary.instrument

    @property
    def judged(self) -> list[Judged]:
        """Every table that is read."""
        return [one for reading in self.readings for one in reading.judged]

    @property
    def table(self) -> Table:
        """The first table: what is said of titles and columns is said of it."""
        first = self.readings[0]
        tables = (
            [one.table for one in first.judged if one.respondents]
            or [table for table, _ in first.tallies]
            or first.tables
        )
        return max(tables, key=lambda table: table.header.is_complete)

    @property
    def sheet(self) -> str | None:
        """The name of what was read: None for a text, the names of several sheets together."""
        names = [reading.sheet.name for reading in self.readings if reading.sheet.name]
        return ", ".join(names) if names else None

    @property
    def is_order_assumed(self) -> bool:
        """Whether the stated order alone tells two unsur apart."""
        return any(one.table.header.assumed for one in self.judged)

    def of_offices(self, names: Sequence[str]) -> "Understanding":
        """The same file with the rows of these offices alone, every row for none; it shares no question."""
        decisions = replace(self.decisions, offices=tuple(names))
        return replace(self, decisions=decisions, questions=[*self.questions], notes=[*self.notes])

    def skipped(self) -> list[Skipped]:
        """The rows that are no respondents, by sheet and reason."""
        found: dict[tuple[str | None, str, str], list[int]] = {}
        for one in self.judged:
            for row, reason in one.reasons.items():
                if one.verdicts[row - one.table.first_row] != REJECTED:
                    found.setdefault((one.table.sheet.name, reason.kind, reason.text), []).append(row)
        for one in (recap for reading in self.readings for recap in reading.recaps):
            rows = [one.table.first_row + place for place, verdict in enumerate(one.verdicts)
                    if verdict == RESPONDENT]  # fmt: skip
            found.setdefault((one.table.sheet.name, "summary", RECAP), []).extend(rows)
        return [Skipped(*key, tuple(sorted(set(rows)))) for key, rows in found.items()]

    def respondents(self, progress: Progress) -> Iterator[Answered]:
        """Every respondent's row, table by table."""
        done = 0
        order = self.decisions.day_order or self.day_order.order or DAY_FIRST
        months = Months(self.judged)
        has_offices = any("office" in one.table.columns or asking.office_sections(one) for one in self.judged)
        for judged in self.judged:
            for answered in self._read(judged, order, months, has_offices=has_offices):
                done += 1
                if done % 500 == 0:
                    progress(done)
                yield answered

    def _read(self, judged: Judged, order: str, months: Months, *, has_offices: bool) -> Iterator[Answered]:
        table = judged.table
        columns = table.header.columns
        keys = [key for key in self.instrument.items if key in columns]
        plan = [(key, columns[key], self.scale.codes(key)) for key in keys]
        moment_column = table.columns.get("moment")
        moment_index = moment_column.index if moment_column else None
        office = table.columns.get("office")
        office_index = office.index if office else None
        sections = asking.office_sections(judged) if office is None else {}
        starts = sorted(sections)
        names = self.decisions.offices
        has_all = not names or EVERY in names or not has_offices
        wanted = {normalise(name) for name in names}
        carries, parts = judged.carries_dates, table.date_parts
        zone = zone_in(moment_column.title) if moment_column else None
        scale, verdicts, first = self.scale, judged.verdicts, table.first_row
        kept: Cell = None
        repaired = judged.repaired
        rows = islice(iter(table.sheet.rows), first - 1, first - 1 + len(verdicts))
        for place, row in enumerate(rows):
            verdict = verdicts[place]
            if verdict != RESPONDENT and verdict != REJECTED:
                continue
            if repaired and first + place in repaired:
                row = repaired[first + place]
            length = len(row)
            named = asking.NO_OFFICE if has_offices else ""
            if office_index is not None:
                cell = row[office_index] if office_index < length else None
                named = named if cell is None else str(cell)
            elif starts:
                above = bisect_right(starts, first + place)
                named = sections[starts[above - 1]] if above else named
            if not has_all and normalise(named) not in wanted:
                if carries and moment_index is not None and moment_index < length:
                    kept = kept if row[moment_index] is None else row[moment_index]
                continue
            answers: dict[str, int | None] = {}
            unread: dict[str, Cell] = {}
            for key, index, codes in plan:
                cell = row[index] if index < length else None
                if cell is None:
                    answers[key] = None
                    continue
                code = codes.get(cell)
                if code is None:
                    code = scale.read(key, cell)
                if code > 0:
                    answers[key] = code
                elif code == NO_ANSWER:
                    answers[key] = None
                else:
                    unread[key] = cell
            if not unread and verdict == RESPONDENT and not any(answers.values()):
                judged.skip(first + place, "unanswered", "Tanpa satu jawaban pun.", row)
                continue
            date = row[moment_index] if moment_index is not None and moment_index < length else None
            if type(date) is str and len(date) <= LONGEST_MONTH and is_no_answer(date):
                date = None
            if carries:
                date = kept = kept if date is None else date
            if parts:
                date = join_date(row, parts) or date
            moment = None if date is None else read_moment(date, order) or months.read(date, order)
            if zone and moment and moment.clock and moment.zone is None:
                moment = moment._replace(zone=zone)
            from_title = date is None and months.are_used
            if from_title:
                moment = months.of(judged, first + place)
            reason = judged.reasons[first + place].text if verdict == REJECTED else ""
            yield Answered(
                judged, first + place, row, answers, unread, reason, date, moment, from_title, named
            )

    def reject(self, answered: Answered) -> list[Rejected]:
        """What is wrong with a row, cell by cell."""
        sheet = answered.judged.table.sheet.name
        if answered.wrong:
            shown = "; ".join(str(cell) for cell in answered.cells if cell is not None)[:200]
            return [Rejected(answered.number, "", shown, answered.wrong, sheet)]
        labels = answered.judged.table.header.labels
        return [
            Rejected(answered.number, labels[key], str(cell), NOT_AN_ANSWER, sheet)
            for key, cell in answered.unread.items()
        ]
