"""What is said about a file that was read: what was left aside, and how unclear things were read."""

from collections.abc import Iterator
from collections.abc import Sequence

from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.dates import YEAR_DAY
from kiosk.sheets.dates import YEAR_FIRST
from kiosk.sheets.dates import DayOrder
from kiosk.sheets.judged import Judged
from kiosk.sheets.readings import Reading
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import quote
from kiosk.sheets.texts import ranges
from kiosk.sheets.titles import Ground
from kiosk.sheets.vocabulary import Vocabulary
from scoring import Instrument

_NAMED = 8


def note_questionnaire(instrument: Instrument) -> Note:
    """That the titles are those of another questionnaire than the usual one."""
    return Note(
        "questionnaire", f"Judul kolomnya adalah butir {instrument.title}; dihitung menurut kuesioner itu."
    )


def note_items(instrument: Instrument) -> Note:
    """That some unsur have several columns, of which the mean counts."""
    several = sum(len(unsur.items) > 1 for unsur in instrument.unsur)
    return Note(
        "items", f"{several} unsur mempunyai beberapa kolom; yang dihitung rata-ratanya tiap responden."
    )


def notes_on_file(
    used: Sequence[Reading], sheets: Sequence[Sheet], readings: Sequence[Reading]
) -> Iterator[Note]:
    """Which sheets and rows were read, and which were left aside."""
    for reading in used:
        yield from reading.sheet.notes
    names = [reading.sheet.name for reading in used]
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.name not in names]
    if hidden:
        yield Note("hidden-sheet", f"Lembar tersembunyi tidak dibaca: {quote(hidden)}.")
    unread = [reading for reading in readings if reading not in used and reading.has_unread_rows]
    for reading in unread:
        yield Note(
            "sheet-unread", f"Lembar “{reading.sheet.name}” tidak dibaca: judul kolomnya tidak lengkap."
        )
    empty = [reading.sheet.name for reading in readings if not reading.respondents and reading not in unread]
    if empty and any(reading.respondents for reading in used):
        yield Note("sheet", f"Dibaca lembar {quote(names)}; tanpa responden: {quote(empty)}.")
    for reading in used:
        where = f" di lembar “{reading.sheet.name}”" if reading.sheet.name else ""
        rows = sorted(
            {row for one in reading.judged for row, why in one.reasons.items() if why.kind == "hidden"}
        )
        if rows:
            yield Note("hidden-rows", f"Baris tersembunyi{where} tidak dibaca: {ranges(rows)}.")
        tables = [one.table for one in reading.judged if one.respondents]
        if len(tables) > 1:
            at = ", ".join(
                f"{table.header.row} (kolom {letters(table.indexes[0])})" for table in tables[:_NAMED]
            )
            yield Note("tables", f"Dibaca {len(tables)} tabel{where}; judulnya di baris {at}.")


def notes_on_tables(
    judged: Sequence[Judged], vocabulary: Vocabulary, order: str, *, has_offices: bool
) -> Iterator[Note]:
    """How columns were understood where that is not plain."""
    for one in judged:
        header = one.table.header
        if header.aside:
            columns = ", ".join(letters(index) for index in sorted(header.aside))
            text = f"Kolom kepentingan atau harapan ({columns}) tidak dihitung; yang dihitung kepuasan."
            yield Note("importance", text)
        column = one.table.columns.get("office")
        words = one.table.profiles.by_column[column.index].words if column else {}
        if column and not has_offices and len(words) > 1:
            text = f"Kolom {column.letters} “{column.title}” memuat banyak nama; semua barisnya dibaca."
            yield Note("offices", text)
        if header.hidden:
            named = quote([f"{letters(index)} {header.titles.get(index, '')}" for index in header.hidden])
            yield Note("hidden-columns", f"Kolom tersembunyi tidak dibaca: {named}.")
        if one.zeroth:
            yield Note("numbered-zero", f"Baris {one.zeroth} bernomor 0 dihitung sebagai responden.")
        if header.row == 0:
            yield Note("no-header", "Berkas dibaca tanpa baris judul; kolomnya menurut pilihan.")
        for key, ground in header.grounds.items():
            if ground in (Ground.NUMBERED, Ground.LEFT_OVER):
                name = vocabulary.titles[key]
                text = f"Kolom {letters(header.columns[key])} “{header.labels[key]}” dibaca sebagai {name}."
                yield Note("numbered", text)
    moved = set().union(*(one.table.header.assumed for one in judged))
    if moved:
        keys = vocabulary.keys(order)
        named = "; ".join(
            f"U{keys.index(key) + 1} = {vocabulary.titles[key]}" for key in sorted(moved, key=keys.index)
        )
        yield Note("order-assumed", f"Kolom tanpa nama unsur dianggap urutan {order} ({named}).")


def notes_on_dates(judged: Sequence[Judged], found: DayOrder, chosen: str) -> Iterator[Note]:
    """How dates were understood where that is not plain."""
    if found.is_assumed and not chosen:
        yield Note("day-first", f"Tanggal seperti “{found.first_example}” dibaca hari/bulan/tahun.")
    if found.year_order and not chosen:
        written = {YEAR_FIRST: "24/05/31", YEAR_DAY: "2024-31-05"}[found.year_order]
        read = "tahun/bulan/hari" if found.year_order == YEAR_FIRST else "tahun-hari-bulan"
        yield Note("year-first", f"Tanggal yang tertulis seperti {written} dibaca {read}.")
    for one in judged:
        column = one.table.columns.get("moment")
        if column and one.carries_dates:
            text = f"Tanggal di kolom {column.letters} berlaku untuk baris-baris kosong di bawahnya."
            yield Note("dates-carried", text)


def note_unread_dates(unread: Sequence[tuple[int, str]]) -> Iterator[Note]:
    """Dates, with their rows, that could not be read."""
    if unread:
        shown = ", ".join(f"“{text}” (baris {row})" for row, text in unread[:_NAMED])
        more = f" dan {len(unread) - _NAMED} lagi" if len(unread) > _NAMED else ""
        yield Note("dates-unread", f"{len(unread)} tanggal tidak terbaca: {shown}{more}.")
