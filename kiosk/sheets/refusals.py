"""Why a file cannot be read, in words with the next step."""

from collections.abc import Sequence
from itertools import islice

from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.column_questions import explain_twice
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.headers import HeaderReader
from kiosk.sheets.readings import Reading
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import quote
from kiosk.sheets.understood import Understanding

_NAMED = 8
_FIRST_ROWS = 20


def refuse_unreadable(
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
            f"Di bawah baris judul ({row}) tidak ada baris dengan nilai 1 sampai 4." + hidden_hint(sheets)
        )
    widths = [table.width for reading in readings for table in reading.tables]
    # Without titles the width is that of the rows: columns can be chosen for them.
    widths += [sum(cell is not None for cell in row) for reading in readings if not _has_titles(reading)
               for row in islice(iter(reading.sheet.rows), _FIRST_ROWS)]  # fmt: skip
    if max(widths, default=0) < len(reader.keys):
        raise SheetError(explain_columns(readings, reader) + hidden_hint(sheets))


def _has_titles(reading: Reading) -> bool:
    """Whether a row names more than one unsur."""
    return any(table.header.found > 1 for table in reading.tables)


def refuse_faults(found: Understanding) -> None:
    """Raise `SheetError` when an answer is an error or a formula that was never calculated."""
    places = [
        (f"{letters(index)}{row}", str(cell))
        for judged in found.judged
        for row, index, cell in judged.places({one for one in judged.known if isinstance(one, Fault)})
    ]
    if places:
        raise SheetError(explain_faults(places, found.sheet))


def explain_columns(readings: Sequence[Reading], reader: HeaderReader) -> str:
    """Which unsur have no column, or several, in the table that comes nearest."""
    headers = [table.header for reading in readings for table in reading.tables]
    header = max(headers, key=lambda one: one.found, default=None)
    if header is None or not header.found:
        return "Tidak ada baris judul kolom dengan nama unsur atau U1 sampai U9."
    if header.absent:
        absent = reader.titles.vocabulary.official(header.absent)
        return f"Baris {header.row} tidak mempunyai kolom untuk unsur {absent}."
    return explain_twice(header, reader.titles)


def explain_faults(places: Sequence[tuple[str, str]], sheet: str | None) -> str:
    """Which answers are errors or formulas without a value."""
    shown = ", ".join(
        f"{place} ({'rumus tanpa nilai' if text == '=' else text})" for place, text in places[:_NAMED]
    )
    more = f" dan {len(places) - _NAMED} lagi" if len(places) > _NAMED else ""
    where = f" di lembar “{sheet}”" if sheet else ""
    return (
        f"{len(places)} sel jawaban{where} tidak mempunyai nilai: {shown}{more}. "
        "Buka berkas di Excel atau LibreOffice, perbaiki atau hitung ulang, simpan, lalu pakai berkas itu."
    )


def hidden_hint(sheets: Sequence[Sheet]) -> str:
    """That a hidden worksheet may be what is looked for."""
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    return (
        f" Lembar tersembunyi tidak dibaca: {quote(hidden)}; pakai --lembar bila itu yang dimaksud."
        if hidden
        else ""
    )
