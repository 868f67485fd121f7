"""The tables of a file, under the questionnaire whose titles they have."""

from collections.abc import Sequence

from kiosk.questionnaire.catalogue import load_rules
from kiosk.sheets.arrangements import turned
from kiosk.sheets.arrangements import widened
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.decisions import EVERY
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import HeaderReader
from kiosk.sheets.progress import Progress
from kiosk.sheets.readings import Reading
from kiosk.sheets.several import join_columns
from kiosk.sheets.tables import Layout
from kiosk.sheets.tables import Table
from kiosk.sheets.tables import find_tables
from kiosk.sheets.texts import normalise
from kiosk.sheets.ticked import unticked
from kiosk.sheets.titles import Ground
from kiosk.sheets.titles import Text
from kiosk.sheets.titles import Titles
from kiosk.sheets.vocabulary import Vocabulary
from kiosk.sheets.vocabulary import make_vocabulary
from scoring import Instrument
from scoring import list_instruments


def find_titles(sheets: Sequence[Sheet], instrument: Instrument, decisions: Decisions) -> dict[int, str]:
    """The titles of the first table by column, for naming columns by them. Raises `SheetError`."""
    reader = HeaderReader(Titles(make_vocabulary(instrument), decisions.taught), decisions.order)
    layout = Layout(decisions.order, decisions.taught, {}, decisions.row)
    tables = [
        table for sheet in wanted_sheets(sheets, decisions) for table in find_tables(sheet, reader, layout)
    ]
    best = max(tables, key=lambda table: (table.header.is_complete, table.header.found), default=None)
    return dict(best.header.titles) if best else {}


def wanted_sheets(sheets: Sequence[Sheet], decisions: Decisions) -> list[Sheet]:
    names = set(decisions.sheets) - {EVERY}
    if not names:
        return [sheet for sheet in sheets if not sheet.hidden]
    known = {sheet.name for sheet in sheets}
    if missing := sorted(names - known):
        there = ", ".join(f"“{sheet.name}”" for sheet in sheets if sheet.name)
        raise SheetError(f"Tidak ada lembar “{missing[0]}”" + (f"; yang ada: {there}." if there else "."))
    return [sheet for sheet in sheets if sheet.name in names]


def find_questionnaire(
    sheets: list[Sheet], instrument: Instrument, decisions: Decisions, progress: Progress
) -> tuple[HeaderReader, list[Reading], list[str]]:
    """The tables under the questionnaire whose titles they have: the usual one, or the one with most items.

    The last of the result are ids of others that have the same titles and count them differently.
    """
    id = first = decisions.questionnaire or instrument.id
    others: list[str] = []
    if not decisions.questionnaire and not decisions.columns and decisions.row is None:
        others = sorted({id for id in list_instruments() if load_rules(id).unsur} - {first})
    texts: dict[str, Text] = {}
    tried: list[tuple[HeaderReader, list[Reading]]] = []
    complete: list[tuple[HeaderReader, list[Reading]]] = []
    while True:
        titles = Titles(
            make_vocabulary(load_rules(id)), decisions.taught, with_misprints=id == first, texts=texts
        )
        reader = HeaderReader(titles, decisions.order)
        readings = _read_sheets(sheets, reader, decisions, progress, guesses=id == first)
        tried.append((reader, readings))
        tables = [table for reading in readings for table in reading.tables if table.header.is_complete]
        if any(id == first or not _is_bare(table.header) for table in tables):
            complete.append(tried[-1])
            if id == first:
                others = _find_named(readings, titles, others)
        if not others:
            break
        id = others.pop()
    if len(complete) > 1 and complete[0] is tried[0]:
        complete = complete[1:]
    if not complete:
        return *tried[0], []
    best = max(complete, key=lambda one: len(one[0].keys))
    size = len(best[0].keys)
    rivals = [one.titles.vocabulary.instrument.id for one, _ in complete if len(one.keys) == size]
    return *best, rivals


def _is_bare(header: Header) -> bool:
    """Whether mere numbers name most of the items: any questionnaire that is short enough has them."""
    return 2 * [*header.grounds.values()].count(Ground.BARE) > len(header.grounds)


def _find_named(readings: Sequence[Reading], titles: Titles, others: Sequence[str]) -> list[str]:
    """Of other questionnaires those that name an unsur in a title that is only a number in the usual one.

    "U8 Maklumat" is no eighth question of the regulation of 2017.
    """
    unnamed = [
        f" {normalise(title)} "
        for reading in readings
        for table in reading.tables
        if table.header.is_complete
        for index in table.header.columns.values()
        if (title := table.header.titles.get(index)) and titles.read(title).key is None
    ]
    known = titles.vocabulary.titles.keys()

    def names_own(vocabulary: Vocabulary) -> bool:
        own = [f" {name} " for name, key in vocabulary.names.items() if key not in known]
        return any(name in title for title in unnamed for name in own)

    return [id for id in others if unnamed and names_own(make_vocabulary(load_rules(id)))]


def _read_sheets(
    sheets: list[Sheet], reader: HeaderReader, decisions: Decisions, progress: Progress, *, guesses: bool
) -> list[Reading]:
    layout = Layout(decisions.order, decisions.taught, decisions.columns, decisions.row, guesses)
    alike = _alike(sheets, reader, decisions) if decisions.columns and len(sheets) > 1 else sheets
    plain = Layout(decisions.order, decisions.taught, guesses=guesses)
    readings = [
        Reading(sheet, find_tables(sheet, reader, layout if sheet in alike else plain, progress))
        for sheet in sheets
    ]
    if not any(table.header.is_complete for reading in readings for table in reading.tables):
        for reading in readings:
            # Where a row has the titles, a list of the unsur below it is another table. Answers such as
            # "3. Baik" look like four titles.
            if any(table.header.found > (len(reader.keys) + 1) // 2 for table in reading.tables):
                continue
            for arrange in (turned, widened):
                other = arrange(reading.sheet, reader.titles)
                found = Layout(decisions.order, guesses=guesses)
                tables = find_tables(other, reader, found, progress) if other else []
                if other and any(table.header.is_complete for table in tables):
                    reading.sheet, reading.tables = other, tables
                    break
    for reading in readings:
        own = layout if reading.sheet in alike else plain
        if joined := join_columns(reading.sheet, reading.tables, own):
            reading.sheet, own = joined
            reading.tables = find_tables(reading.sheet, reader, own, progress)
        marked = next((table for table in reading.tables if not table.header.absent), None)
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
