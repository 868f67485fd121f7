"""What a file contains, understood before anything is counted, for `ikm score`, `ikm import` and the page.

`understand` looks at every sheet, finds its tables, tells respondents from all other rows, and decides on one
scale for the whole file. What it cannot decide is a `Question`; what it left aside or assumed is a `Note`.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from kiosk.sheets import asking
from kiosk.sheets.arrangements import find_tally
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.choosing import best_sheet
from kiosk.sheets.choosing import choose_sheets
from kiosk.sheets.column_questions import about_columns
from kiosk.sheets.column_questions import about_extra
from kiosk.sheets.dates import DayOrder
from kiosk.sheets.dates import month_in
from kiosk.sheets.decisions import RESPONDENTS
from kiosk.sheets.decisions import TALLY
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.doubtful_tables import about_bare_tables
from kiosk.sheets.doubtful_tables import about_groups
from kiosk.sheets.doubtful_tables import about_rival_series
from kiosk.sheets.doubtful_tables import about_untitled
from kiosk.sheets.file_notes import note_items
from kiosk.sheets.file_notes import note_questionnaire
from kiosk.sheets.file_notes import notes_on_dates
from kiosk.sheets.file_notes import notes_on_file
from kiosk.sheets.file_notes import notes_on_tables
from kiosk.sheets.finding import find_questionnaire
from kiosk.sheets.finding import wanted_sheets
from kiosk.sheets.items import items_of
from kiosk.sheets.items import unsur_of
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.legends import NO_LEGEND
from kiosk.sheets.legends import Legend
from kiosk.sheets.legends import read_legend
from kiosk.sheets.legends import remarks
from kiosk.sheets.meanings import AnswerWords
from kiosk.sheets.named_numbers import NamedNumbers
from kiosk.sheets.progress import Progress
from kiosk.sheets.progress import silent
from kiosk.sheets.readings import Reading
from kiosk.sheets.recaps import is_pivot
from kiosk.sheets.recaps import is_recap
from kiosk.sheets.recaps import is_scale_of_respondents
from kiosk.sheets.recaps import restore_scales
from kiosk.sheets.refusals import refuse_faults
from kiosk.sheets.refusals import refuse_unreadable
from kiosk.sheets.rows import judge
from kiosk.sheets.scale import Scale
from kiosk.sheets.several import about_continued
from kiosk.sheets.tables import Table
from kiosk.sheets.tables import title_of
from kiosk.sheets.twins import APART
from kiosk.sheets.twins import ONCE
from kiosk.sheets.twins import Part
from kiosk.sheets.twins import about_blocks
from kiosk.sheets.twins import about_twins
from kiosk.sheets.twins import find_twins
from kiosk.sheets.understood import Understanding
from kiosk.sheets.vocabulary import Vocabulary
from kiosk.sheets.vocabulary import with_items
from scoring import Instrument


def understand(
    sheets: Sequence[Sheet], instrument: Instrument, decisions: Decisions, progress: Progress = silent
) -> Understanding:
    """Understand a file. Raises `SheetError`, with the true cause and the next step, where it cannot."""
    reader, readings, rivals = find_questionnaire(
        wanted_sheets(sheets, decisions), instrument, decisions, progress
    )
    usual, instrument = instrument.id, reader.titles.vocabulary.instrument
    vocabulary = _with_items(reader.titles.vocabulary, readings)
    for reading in readings:
        for table in reading.tables:
            if table.header.is_complete:
                _judge(reading, table, decisions, progress)
    good = [reading for reading in readings if reading.respondents]
    chosen, others, notes, questions = choose_sheets(good, sheets, decisions)
    tallied = [reading for reading in readings if reading.tallies]
    if not good and tallied:
        return _tallied(tallied[0], vocabulary, decisions, notes)
    if not good and (scales := restore_scales(readings)):
        chosen, others, notes, questions = choose_sheets(scales, sheets, decisions)
    elif not good:
        refuse_unreadable(readings, reader, sheets, decisions)
        chosen = [best_sheet(readings)]
    judged = [one for reading in chosen for one in reading.judged]
    said = list(remarks(readings))
    named = NamedNumbers(judged, said, reader)
    if named.columns.items() - decisions.columns.items():
        again = replace(decisions, columns={**named.columns, **decisions.columns})
        found = understand(sheets, instrument, again, progress)
        found.notes.append(named.note())
        return found
    day_order = _add_orders(judged)
    scale = _scale(vocabulary, decisions, judged, read_legend(said))
    twins = find_twins(judged, scale) if decisions.table != APART and not scale.questions else []
    if twins and decisions.table == ONCE:
        return understand(sheets, instrument, _without(twins, decisions), progress)
    found = Understanding(vocabulary, decisions, chosen, others, scale, questions, notes, day_order)
    found.summaries = [
        (row, one.table.header.columns)
        for reading in readings
        if reading in chosen or not reading.respondents
        for one in (*reading.judged, *reading.recaps)
        for row in one.summaries
    ]
    questions += about_columns(chosen, reader, decisions.row)
    if not any(question.code == "columns" for question in questions):
        refuse_faults(found)
        questions += asking.about_rivals(rivals, judged)
        questions += about_extra(judged, reader.titles.vocabulary)
        questions += about_continued(judged, vocabulary, decisions.columns)
        questions += named.questions()
        questions += asking.about_weights(judged, decisions.table)
        questions += asking.about_months(judged, decisions.table)
        questions += about_untitled(judged)
        questions += about_rival_series(judged)
        questions += about_groups(judged, decisions.table)
        questions += about_blocks(judged)
        questions += about_twins(twins, decisions.table)
        questions += asking.about_offices(judged, decisions.offices)
        questions += asking.about_office_sections(judged, decisions.offices)
        questions += asking.about_days(judged, decisions.scale)
        questions += scale.questions
        questions += asking.about_wide_rows(judged)
        questions += asking.about_rows(judged)
        questions += about_bare_tables(judged, decisions.rows)
        questions += asking.about_dates(judged, day_order, decisions.day_order)
    if instrument.id != usual:
        notes.append(note_questionnaire(instrument))
    notes += notes_on_file(chosen, sheets, readings)
    has_offices = bool(decisions.offices) or any(question.code == "office" for question in questions)
    if vocabulary is not reader.titles.vocabulary:
        notes.append(note_items(vocabulary.instrument))
    notes += notes_on_tables(judged, vocabulary, decisions.order, has_offices=has_offices)
    notes += scale.notes
    notes += notes_on_dates(judged, day_order, decisions.day_order)
    return found


def _with_items(vocabulary: Vocabulary, readings: Sequence[Reading]) -> Vocabulary:
    """The questionnaire with as many items for each unsur as a table has columns that a person chose for it.

    The only column of an unsur in another table is its first item.
    """
    tables = [table for reading in readings for table in reading.tables]
    counts: Counter[str] = Counter()
    for table in tables:
        counts |= Counter(map(unsur_of, table.header.columns))
    for table in tables:
        columns = {
            items_of(key, counts[key])[0] if key in counts else key: index
            for key, index in table.header.columns.items()
        }
        if columns != table.header.columns:
            names = dict(zip(table.header.columns, columns, strict=True))
            table.header = replace(
                table.header,
                columns=columns,
                labels={names[key]: label for key, label in table.header.labels.items()},
                grounds={names[key]: ground for key, ground in table.header.grounds.items()},
            )
    return with_items(vocabulary, counts)


def _without(twins: Sequence[Part], decisions: Decisions) -> Decisions:
    """The decisions with the rows of some parts said to be no respondents."""
    rows = {
        (part.table.sheet.name or "", row): False
        for part in twins
        for row in range(part.first, part.last + 1)
    }
    return replace(decisions, rows={**rows, **decisions.rows}, table=APART)


def _judge(reading: Reading, table: Table, decisions: Decisions, progress: Progress) -> None:
    table.month = _month(table)
    if decisions.table != RESPONDENTS and (tally := find_tally(table)):
        reading.tallies.append((table, tally))
        return
    name = table.sheet.name or ""
    said = {row: is_one for (sheet, row), is_one in decisions.rows.items() if sheet in ("", name)}
    judged = judge(table, said, progress)
    is_summed = is_recap(judged, decisions.scale) and not is_scale_of_respondents(judged)
    if is_summed or is_pivot(judged):
        reading.recaps.append(judged)
    elif judged.respondents or judged.reasons:
        reading.judged.append(judged)


def _month(table: Table) -> tuple[int | None, int | None]:
    """Year and month of the titles above a table, or of its sheet's name."""
    above, named = title_of(table.sheet, table), month_in(table.sheet.name or "")
    return above[0] or named[0], above[1] or named[1]


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
    return Understanding(vocabulary, decisions, [reading], [], scale, questions, notes, DayOrder(), tally)
