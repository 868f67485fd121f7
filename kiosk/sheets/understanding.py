"""What a file contains, understood before anything is counted, for `ikm score`, `ikm import` and the page.

`understand` looks at every sheet, finds its tables, tells respondents from all other rows, and decides on one
scale for the whole file. What it cannot decide is a `Question`; what it left aside or assumed is a `Note`.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from itertools import islice

from kiosk.questionnaire.catalogue import load_rules
from kiosk.sheets import asking
from kiosk.sheets.arrangements import TallyTable
from kiosk.sheets.arrangements import find_tally
from kiosk.sheets.arrangements import turned
from kiosk.sheets.arrangements import widened
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.dates import DAY_FIRST
from kiosk.sheets.dates import DayOrder
from kiosk.sheets.dates import Moment
from kiosk.sheets.dates import month_in
from kiosk.sheets.dates import read_moment
from kiosk.sheets.dates import zone_in
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import HeaderReader
from kiosk.sheets.judged import REJECTED
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.legends import NO_LEGEND
from kiosk.sheets.legends import Legend
from kiosk.sheets.legends import read_legend
from kiosk.sheets.legends import remarks
from kiosk.sheets.months import LONGEST_MONTH
from kiosk.sheets.months import Months
from kiosk.sheets.months import join_date
from kiosk.sheets.named_numbers import NamedNumbers
from kiosk.sheets.progress import Progress
from kiosk.sheets.progress import silent
from kiosk.sheets.questions import Question
from kiosk.sheets.readings import Reading
from kiosk.sheets.rows import judge
from kiosk.sheets.scale import NO_ANSWER
from kiosk.sheets.scale import UNREADABLE
from kiosk.sheets.scale import AnswerWords
from kiosk.sheets.scale import Scale
from kiosk.sheets.tables import Layout
from kiosk.sheets.tables import Table
from kiosk.sheets.tables import find_tables
from kiosk.sheets.tables import title_of
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.ticked import unticked
from kiosk.sheets.titles import Ground
from kiosk.sheets.titles import Text
from kiosk.sheets.titles import Titles
from kiosk.sheets.twins import APART
from kiosk.sheets.twins import ONCE
from kiosk.sheets.twins import Part
from kiosk.sheets.twins import about_blocks
from kiosk.sheets.twins import about_twins
from kiosk.sheets.twins import find_twins
from kiosk.sheets.values import HIGHEST
from kiosk.sheets.values import is_no_answer
from kiosk.sheets.values import read_value
from kiosk.sheets.vocabulary import Vocabulary
from kiosk.sheets.vocabulary import make_vocabulary
from scoring import Instrument
from scoring import list_instruments

EVERY = "semua"
RESPONDENTS = APART
TALLY = "hitungan"
NOT_AN_ANSWER = "Bukan 1, 2, 3, atau 4; baris ini tidak dihitung."


@dataclass(frozen=True)
class Decisions:
    """What a person, or an office for all its files, has said about how to read a file.

    `questionnaire` is the id of the one that was asked, "" where the titles decide. `order` is that of bare
    labels; `sheets` are names of worksheets, or `EVERY`; empty leaves it to the file.
    `columns` says by index what a column is, `row` where the titles are (0: nowhere), `taught` what titles
    mean, `words` what words of answers mean, by unsur. `scale` has the meaning of values for all unsur,
    `day_order` that of dates in mere numbers, `rows` by sheet and row whether they are respondents, `table`
    whether a table of numbers holds respondents or counts, `offices` which offices' rows are read.
    """

    questionnaire: str = ""
    order: str = "kuesioner"
    sheets: tuple[str, ...] = ()
    columns: Mapping[int, str] = field(default_factory=dict)
    row: int | None = None
    taught: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scale: Mapping[str, int] = field(default_factory=dict)
    day_order: str = ""
    rows: Mapping[tuple[str, int], bool] = field(default_factory=dict)
    table: str = ""
    offices: tuple[str, ...] = ()


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
    which case `from_title` is set; `date` is the cell that should say so.
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

    instrument: Instrument
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

    def skipped(self) -> list[Skipped]:
        """The rows that are no respondents, by sheet and reason."""
        found: dict[tuple[str | None, str, str], list[int]] = {}
        for one in self.judged:
            for row, reason in one.reasons.items():
                if one.verdicts[row - one.table.first_row] != REJECTED:
                    found.setdefault((one.table.sheet.name, reason.kind, reason.text), []).append(row)
        return [Skipped(*key, tuple(sorted(set(rows)))) for key, rows in found.items()]

    def respondents(self, progress: Progress) -> Iterator[Answered]:
        """Every respondent's row, table by table."""
        done = 0
        order = self.decisions.day_order or self.day_order.order or DAY_FIRST
        months = Months(self.judged)
        for judged in self.judged:
            for answered in self._read(judged, order, months):
                done += 1
                if done % 500 == 0:
                    progress(done)
                yield answered

    def _read(self, judged: Judged, order: str, months: Months) -> Iterator[Answered]:
        table = judged.table
        columns = table.header.columns
        keys = [key for key in self.instrument.items if key in columns]
        plan = [(key, columns[key], self.scale.codes(key)) for key in keys]
        moment_column = table.columns.get("moment")
        moment_index = moment_column.index if moment_column else None
        office = table.columns.get("office")
        wanted = {normalise(name) for name in self.decisions.offices}
        sections = asking.office_sections(judged) if wanted and office is None else {}
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
            if wanted and sections and EVERY not in wanted:
                above = max((start for start in sections if start <= first + place), default=None)
                if above is None or normalise(sections[above]) not in wanted:
                    continue
            elif wanted and office and EVERY not in wanted:
                cell = row[office.index] if office.index < length else None
                if normalise(str(cell)) not in wanted:
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
            yield Answered(judged, first + place, row, answers, unread, reason, date, moment, from_title)

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


def understand(
    sheets: Sequence[Sheet], instrument: Instrument, decisions: Decisions, progress: Progress = silent
) -> Understanding:
    """Understand a file. Raises `SheetError`, with the true cause and the next step, where it cannot."""
    reader, readings, rivals = _find_questionnaire(
        _wanted(sheets, decisions), instrument, decisions, progress
    )
    vocabulary = reader.titles.vocabulary
    usual = instrument.id
    instrument = vocabulary.instrument
    for reading in readings:
        for table in reading.tables:
            if table.header.is_complete:
                _judge(reading, table, decisions, progress)
    good = [reading for reading in readings if reading.respondents]
    chosen, others, notes, questions = _choose(good, sheets, decisions)
    tallied = [reading for reading in readings if reading.tallies]
    if not good and tallied:
        return _tallied(tallied[0], vocabulary, decisions, notes)
    if not good:
        _refuse(readings, reader, sheets, decisions)
        chosen = [_best(readings)]
    judged = [one for reading in chosen for one in reading.judged]
    said = list(remarks(readings))
    named = NamedNumbers(judged, said, reader)
    if named.columns.items() - decisions.columns.items():
        again = replace(decisions, columns={**named.columns, **decisions.columns})
        found = understand(sheets, vocabulary.instrument, again, progress)
        found.notes.append(named.note())
        return found
    day_order = _add_orders(judged)
    scale = _scale(vocabulary, decisions, judged, read_legend(said))
    twins = find_twins(judged, scale) if decisions.table != APART and not scale.questions else []
    if twins and decisions.table == ONCE:
        return understand(sheets, vocabulary.instrument, _without(twins, decisions), progress)
    found = Understanding(instrument, decisions, chosen, others, scale, questions, notes, day_order)
    found.summaries = [
        (row, one.table.header.columns)
        for reading in readings
        if reading in chosen or not reading.respondents
        for one in (*reading.judged, *reading.recaps)
        for row in one.summaries
    ]
    questions += asking.about_columns(chosen, reader, decisions.row)
    if not any(question.code == "columns" for question in questions):
        _refuse_faults(found)
        questions += asking.about_rivals(rivals, judged)
        questions += asking.about_extra(judged, vocabulary)
        questions += named.questions()
        questions += asking.about_weights(judged, decisions.table)
        questions += about_blocks(judged)
        questions += about_twins(twins, decisions.table)
        questions += asking.about_offices(judged, decisions.offices)
        questions += asking.about_office_sections(judged, decisions.offices)
        questions += scale.questions
        questions += asking.about_wide_rows(judged)
        questions += asking.about_rows(judged)
        questions += asking.about_dates(judged, day_order, decisions.day_order)
    if instrument.id != usual:
        notes.append(asking.note_questionnaire(instrument))
    notes += asking.notes_on_file(chosen, sheets, readings)
    notes += asking.notes_on_tables(judged, vocabulary, decisions.order)
    notes += scale.notes
    notes += asking.notes_on_dates(judged, day_order, decisions.day_order)
    return found


def _without(twins: Sequence[Part], decisions: Decisions) -> Decisions:
    """The decisions with the rows of some parts said to be no respondents."""
    rows = {
        (part.table.sheet.name or "", row): False
        for part in twins
        for row in range(part.first, part.last + 1)
    }
    return replace(decisions, rows={**rows, **decisions.rows}, table=APART)


def find_titles(sheets: Sequence[Sheet], instrument: Instrument, decisions: Decisions) -> dict[int, str]:
    """The titles of the first table by column, for naming columns by them. Raises `SheetError`."""
    reader = HeaderReader(Titles(make_vocabulary(instrument), decisions.taught), decisions.order)
    layout = Layout(decisions.order, decisions.taught, {}, decisions.row)
    tables = [table for sheet in _wanted(sheets, decisions) for table in find_tables(sheet, reader, layout)]
    best = max(tables, key=lambda table: (table.header.is_complete, table.header.found), default=None)
    return dict(best.header.titles) if best else {}


def _wanted(sheets: Sequence[Sheet], decisions: Decisions) -> list[Sheet]:
    names = set(decisions.sheets) - {EVERY}
    if not names:
        return [sheet for sheet in sheets if not sheet.hidden]
    known = {sheet.name for sheet in sheets}
    if missing := sorted(names - known):
        there = ", ".join(f"“{sheet.name}”" for sheet in sheets if sheet.name)
        raise SheetError(f"Tidak ada lembar “{missing[0]}”" + (f"; yang ada: {there}." if there else "."))
    return [sheet for sheet in sheets if sheet.name in names]


def _find_questionnaire(
    sheets: list[Sheet], instrument: Instrument, decisions: Decisions, progress: Progress
) -> tuple[HeaderReader, list[Reading], list[str]]:
    """The tables under the questionnaire whose titles they have: the usual one, or the one with most items.

    The last of the result are ids of others that have the same titles and count them differently.
    """
    ids = [decisions.questionnaire or instrument.id]
    if not decisions.questionnaire and not decisions.columns and decisions.row is None:
        ids += sorted({id for id in list_instruments() if load_rules(id).unsur} - {*ids}, reverse=True)
    texts: dict[str, Text] = {}
    tried: list[tuple[HeaderReader, list[Reading]]] = []
    complete: list[tuple[HeaderReader, list[Reading]]] = []
    for id in ids:
        titles = Titles(
            make_vocabulary(load_rules(id)), decisions.taught, with_misprints=id == ids[0], texts=texts
        )
        reader = HeaderReader(titles, decisions.order)
        readings = _read_sheets(sheets, reader, decisions, progress)
        tried.append((reader, readings))
        if any(table.header.is_complete for reading in readings for table in reading.tables):
            complete.append(tried[-1])
            if id == ids[0]:
                break
    if not complete:
        return *tried[0], []
    best = max(complete, key=lambda one: len(one[0].keys))
    size = len(best[0].keys)
    rivals = [one.titles.vocabulary.instrument.id for one, _ in complete if len(one.keys) == size]
    return *best, rivals


def _read_sheets(
    sheets: list[Sheet], reader: HeaderReader, decisions: Decisions, progress: Progress
) -> list[Reading]:
    layout = Layout(decisions.order, decisions.taught, decisions.columns, decisions.row)
    alike = _alike(sheets, reader, decisions) if decisions.columns and len(sheets) > 1 else sheets
    plain = Layout(decisions.order, decisions.taught)
    readings = [
        Reading(sheet, find_tables(sheet, reader, layout if sheet in alike else plain, progress))
        for sheet in sheets
    ]
    if not any(table.header.is_complete for reading in readings for table in reading.tables):
        for reading in readings:
            for arrange in (turned, widened):
                other = arrange(reading.sheet, reader.titles)
                tables = find_tables(other, reader, Layout(decisions.order), progress) if other else []
                if other and any(table.header.is_complete for table in tables):
                    reading.sheet, reading.tables = other, tables
                    break
    for reading in readings:
        marked = next((table for table in reading.tables if table.header.is_complete), None)
        if marked and (other := unticked(reading.sheet, marked)):
            reading.sheet, reading.tables = other, find_tables(other, reader, layout, progress)
    return readings


def _alike(sheets: list[Sheet], reader: HeaderReader, decisions: Decisions) -> list[Sheet]:
    """The sheets whose columns a person chose: the one with the best header, and those with its titles."""
    layout = Layout(decisions.order, decisions.taught, {}, decisions.row)
    best = [_best_header(find_tables(sheet, reader, layout)) for sheet in sheets]
    first = max(best, key=lambda header: (header.is_complete, header.found))
    wanted = {index: first.titles.get(index) for index in decisions.columns}
    return [
        sheet
        for sheet, header in zip(sheets, best, strict=True)
        if all(header.titles.get(index) == title for index, title in wanted.items())
    ]


def _best_header(tables: list[Table]) -> Header:
    headers = [table.header for table in tables] or [Header(0, 0, 0, absent=frozenset("x"))]
    return max(headers, key=lambda header: (header.is_complete, header.found))


def _judge(reading: Reading, table: Table, decisions: Decisions, progress: Progress) -> None:
    table.month = _month(table)
    if decisions.table != RESPONDENTS and (tally := find_tally(table)):
        reading.tallies.append((table, tally))
        return
    name = table.sheet.name or ""
    said = {row: is_one for (sheet, row), is_one in decisions.rows.items() if sheet in ("", name)}
    judged = judge(table, said, progress)
    if _is_recap(judged):
        reading.recaps.append(judged)
    elif judged.respondents or judged.reasons:
        reading.judged.append(judged)


def _month(table: Table) -> tuple[int | None, int | None]:
    """Year and month of the titles above a table, or of its sheet's name."""
    above, named = title_of(table.sheet, table), month_in(table.sheet.name or "")
    return above[0] or named[0], above[1] or named[1]


def _is_recap(judged: Judged) -> bool:
    """Whether a table holds sums or averages: most of its values cannot be answers on any scale."""
    good = bad = 0
    for counts in judged.counts:
        for cell, count in counts.items():
            if cell is not None:
                value = read_value(cell)
                is_bad = value.kind == "fraction" or (value.number is not None and value.number > HIGHEST)
                good, bad = good + count * (not is_bad), bad + count * is_bad
    return bad > good


def _choose(
    good: list[Reading], sheets: Sequence[Sheet], decisions: Decisions
) -> tuple[list[Reading], list[Reading], list[Note], list[Question]]:
    """Which of the sheets with respondents are read."""
    notes: list[Note] = []
    kept: list[Reading] = []
    digests: dict[tuple[int, int], str | None] = {}
    for reading in good:
        same = digests.setdefault(reading.digest, reading.sheet.name)
        if same != reading.sheet.name and decisions.sheets != (EVERY,):
            text = f"Lembar “{reading.sheet.name}” berisi jawaban yang sama dengan “{same}”; dibaca sekali."
            notes.append(Note("same-sheet", text))
        else:
            kept.append(reading)
    if len(kept) < 2 or decisions.sheets:
        return kept, [], notes, []
    if len(kept) > 2 and (whole := next((one for one in kept if _is_sum(one, kept)), None)):
        text = f"Lembar “{whole.sheet.name}” berisi jawaban semua lembar lain; tidak dibaca lagi."
        notes.append(Note("same-sheet", text))
        kept.remove(whole)
    if all(month_in(reading.sheet.name or "")[1] for reading in kept):
        names = ", ".join(f"“{reading.sheet.name}”" for reading in kept)
        notes.append(
            Note("month-sheets", f"Lembar {names} adalah bulan-bulan dari satu survei; dibaca bersama.")
        )
        return kept, [], notes, []
    return kept[:1], kept[1:], notes, [asking.about_sheets(kept)]


def _is_sum(reading: Reading, readings: list[Reading]) -> bool:
    """Whether a sheet has the answers of all the others together."""
    digests = [one.digest for one in readings if one is not reading]
    return reading.digest == tuple(map(sum, zip(*digests, strict=True)))


def _best(readings: list[Reading]) -> Reading:
    """The sheet whose header names the most unsur."""
    return max(
        readings, key=lambda reading: max((table.header.found for table in reading.tables), default=-1)
    )


def _add_orders(judged: list[Judged]) -> DayOrder:
    found = DayOrder()
    for one in judged:
        found.merge(one.table.day_order)
    return found


def _scale(
    vocabulary: Vocabulary, decisions: Decisions, judged: list[Judged], legend: Legend = NO_LEGEND
) -> Scale:
    counts: dict[str, Counter[Cell]] = {key: Counter() for key in vocabulary.titles}
    for one in judged:
        places = {index: place for place, index in enumerate(one.table.indexes)}
        for key, index in one.table.header.columns.items():
            counts[key].update({cell: n for cell, n in one.counts[places[index]].items() if cell is not None})

    def count_rows(selected: Mapping[str, frozenset[Cell]]) -> int:
        return sum(_count_rows(one, selected) for one in judged)

    rows = sum(one.respondents for one in judged)
    return Scale(counts, AnswerWords(vocabulary, decisions.words), decisions.scale, count_rows, rows, legend)


def _count_rows(judged: Judged, selected: Mapping[str, frozenset[Cell]]) -> int:
    """How many respondents have one of the selected values."""
    wanted = [
        (index, selected[key]) for key, index in judged.table.header.columns.items() if selected.get(key)
    ]
    if not wanted:
        return 0
    first = judged.table.first_row
    rows = islice(iter(judged.table.sheet.rows), first - 1, first - 1 + len(judged.verdicts))
    return sum(
        verdict == RESPONDENT and any(index < len(row) and row[index] in cells for index, cells in wanted)
        for verdict, row in zip(judged.verdicts, rows, strict=False)
    )


def _refuse(
    readings: list[Reading], reader: HeaderReader, sheets: Sequence[Sheet], decisions: Decisions
) -> None:
    """Raise `SheetError` unless columns that a person chooses could make respondents of the rows."""
    complete = [table for reading in readings for table in reading.tables if table.header.is_complete]
    if not any(cell is not None for sheet in sheets for row in sheet.rows for cell in row):
        raise SheetError("Berkas ini tidak berisi satu sel pun.")
    summed = (one for reading in readings for one in reading.judged if one.summaries)
    if recap := next((one for reading in readings for one in reading.recaps), next(summed, None)):
        raise SheetError(
            f"Tabel di bawah baris {recap.table.header.row} berisi jumlah, rata-rata, atau nilai di atas 10, "
            "bukan jawaban tiap responden. Pakai berkas dengan satu baris untuk setiap responden."
        )
    if complete:
        row = complete[0].header.row
        raise SheetError(
            "tidak ada jawaban yang dapat dihitung. "
            f"Di bawah baris judul ({row}) tidak ada baris dengan nilai 1 sampai 4."
            + asking.hidden_hint(sheets)
        )
    widths = [table.width for reading in readings for table in reading.tables]
    if max(widths, default=0) < len(reader.keys):
        raise SheetError(asking.explain_columns(readings, reader) + asking.hidden_hint(sheets))


def _refuse_faults(found: Understanding) -> None:
    """Raise `SheetError` when an answer is an error or a formula that was never calculated."""
    places = []
    for judged in found.judged:
        if any(isinstance(cell, Fault) for counts in judged.counts for cell in counts):
            first = judged.table.first_row
            rows = islice(iter(judged.table.sheet.rows), first - 1, first - 1 + len(judged.verdicts))
            places += [
                (f"{letters(index)}{first + place}", str(row[index]))
                for place, row in enumerate(rows)
                for index in judged.table.indexes
                if judged.verdicts[place] == RESPONDENT and index < len(row) and isinstance(row[index], Fault)
            ]
    if places:
        raise SheetError(asking.explain_faults(places, found.sheet))


def _tallied(
    reading: Reading, vocabulary: Vocabulary, decisions: Decisions, notes: list[Note]
) -> Understanding:
    table, tally = reading.tallies[0]
    questions = [] if decisions.table == TALLY else [asking.about_tally(table, tally)]
    if not questions:
        notes.append(
            Note(
                "tally",
                f"Baris {tally.first}–{tally.last} dihitung sebagai banyaknya jawaban, bukan responden.",
            )
        )
    scale = _scale(vocabulary, decisions, [])
    return Understanding(
        vocabulary.instrument, decisions, [reading], [], scale, questions, notes, DayOrder(), tally
    )


__all__ = [
    "EVERY",
    "ONCE",
    "RESPONDENTS",
    "TALLY",
    "UNREADABLE",
    "Answered",
    "Decisions",
    "Ground",
    "Reading",
    "Rejected",
    "Skipped",
    "Understanding",
    "understand",
]
