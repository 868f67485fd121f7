"""`ikm score`: the IKM of a file, without a kiosk, a database or a network."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.cli import reading_options
from kiosk.cli.skipped_rows import describe_skipped
from kiosk.importing.stated import TITLES
from kiosk.importing.stated import read_stated
from kiosk.importing.stated import reconcile
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.messages import sum_as_data
from kiosk.questionnaire.messages import unscored
from kiosk.sheets import Note
from kiosk.sheets import Rejected
from kiosk.sheets import SheetError
from kiosk.sheets import Understanding
from kiosk.sheets import understand
from kiosk.sheets.file_notes import note_unread_dates
from kiosk.sheets.stored import open_sheets
from kiosk.sheets.stored import unpack
from kiosk.sheets.texts import letters
from scoring import CONVENTIONS
from scoring import Result
from scoring import Tallies
from scoring import interval
from scoring import round_half_up
from scoring import score as score_tallies
from scoring import score_indices

_SHOWN_REJECTIONS = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--konvensi",
    type=click.Choice(list(CONVENTIONS)),
    help="Bobot tiap unsur; 0.111 dan 0.11 untuk mengulang angka lama.  [default: 1/9]",
)
@reading_options.choose_reading
@click.option("--json", "as_json", is_flag=True, help="Cetak satu objek JSON.")
def score(file: Path, konvensi: str | None, as_json: bool, **reading: Any) -> None:
    """Hitung IKM dari FILE (CSV, XLSX, XLS, ODS), atau dari masukan standar bila FILE adalah "-"."""
    instrument = reading_options.load_chosen(reading["instrumen"]).rules
    name = "masukan standar" if str(file) == "-" else file.name
    try:
        with tempfile.TemporaryDirectory(prefix=f"ikm-score-{os.getpid()}-") as folder:
            unpack(_source(file, Path(folder)), Path(folder))
            sheets = open_sheets(Path(folder))
            decisions = reading_options.read_decisions(sheets, instrument, **reading)
            found = understand(sheets, instrument, decisions)
            if found.questions:
                raise click.UsageError(f"{name}: {found.questions[0].line}")
            counted = _Counted(found)
    except FileNotFoundError as error:
        raise click.UsageError(f"{file}: berkas tidak ditemukan.") from error
    except OSError as error:
        raise click.UsageError(f"{name}: berkas tidak dapat dibaca ({error.strerror}).") from error
    except SheetError as error:
        raise click.UsageError(f"{name}: {error}") from error
    if not counted.tallies.respondents:
        raise click.UsageError(
            f"{name}: tidak ada jawaban yang dapat dihitung. {_why_nothing(found, counted)}"
        )
    result = score_tallies(found.instrument, counted.tallies, konvensi)
    counted.notes += _notes_on_stated(found, counted.tallies)
    if as_json:
        click.echo(json.dumps(_as_json(result, found, counted), ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(result, found, counted, name)))


class _Counted:
    """The answers of a file that has no open questions, counted."""

    def __init__(self, found: Understanding) -> None:
        self.rejected: list[Rejected] = []
        self._unread: list[tuple[int, str]] = []
        if found.tally:
            most = max(sum(counts.values()) for counts in found.tally.counts.values())
            self.tallies = Tallies(most, found.tally.counts, None)
        else:
            self.tallies = Tallies.from_answers(found.instrument, self._answers(found))
        self.notes: list[Note] = [*found.notes, *note_unread_dates(self._unread)]

    def _answers(self, found: Understanding) -> Iterator[Any]:
        for answered in found.respondents(lambda _rows: None):
            if answered.unread or answered.wrong:
                self.rejected += found.reject(answered)
                continue
            if answered.date is not None and answered.moment is None:
                self._unread.append((answered.number, str(answered.date)))
            yield answered.answers


def _notes_on_stated(found: Understanding, tallies: Tallies) -> Iterator[Note]:
    """Where the file states other figures than its answers give, and what explains that."""
    for check in reconcile(read_stated(found), score_tallies(found.instrument, tallies)):
        if not check.agrees and check.title != TITLES["weighted"]:  # those follow from the averages
            text = f"{check.title} di berkas {check.stated}, di sini {check.ours}. {check.note}"
            yield Note("stated", text.strip())


def _source(file: Path, folder: Path) -> Path:
    """The file to read; standard input and pipes, which can be read only once, are copied to a file."""
    if file.is_file():
        return file
    kept = folder / "masukan"
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream, kept.open("wb") as source:
        shutil.copyfileobj(stream, source)
    return kept


def _why_nothing(found: Understanding, counted: _Counted) -> str:
    if not counted.rejected:
        return f"Di bawah baris judul ({found.table.header.row}) tidak ada baris dengan nilai 1 sampai 4."
    rows = len({(one.sheet, one.row) for one in counted.rejected})
    first = counted.rejected[0]
    where = f"baris {first.row}, kolom {first.column}"
    return f"{whole(rows)} baris ditolak; yang pertama {where}, berisi “{first.value}”."


def _as_json(result: Result, found: Understanding, counted: _Counted) -> dict[str, Any]:
    """The object scripts rely on: numbers that are not counts are text with a decimal point."""
    several = len(found.readings) > 1
    return {
        "respondents": result.respondents,
        "convention": result.convention,
        "instrument": result.instrument.id,
        "order": found.decisions.order,
        "sheet": found.sheet,
        "columns": _columns(found),
        "ni": None if result.ni is None else str(round_half_up(result.ni, 6)),
        "ikm": None if result.ikm is None else str(result.ikm),
        "mutu": result.mutu,
        "kinerja": result.kinerja,
        "unsur": {
            key: {
                "sum": sum_as_data(result, key),
                "filled": unsur.filled,
                "blank": unsur.blank,
                "nrr": None if unsur.nrr is None else str(round_half_up(unsur.nrr, 6)),
            }
            for key, unsur in result.unsur.items()
        },
        "rejected": [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason}
            | ({"sheet": one.sheet} if several else {})
            for one in counted.rejected
        ],
        "skipped": [
            {"rows": list(one.rows), "reason": one.reason} | ({"sheet": one.sheet} if several else {})
            for one in found.skipped()
        ],
        "warnings": [{"code": note.code, "message": note.text} for note in counted.notes],
    } | {
        key: None if index.value is None else str(round_half_up(index.value, 4))
        for key, index in score_indices(result.instrument, result.tallies).items()
    }


def _columns(found: Understanding) -> dict[str, str]:
    """The columns of each unsur and index, several of them where it has several items."""
    columns = found.table.header.columns
    return {
        group.key: ", ".join(letters(columns[item]) for item in group.items if item in columns)
        for group in found.instrument.groups
    }


def _as_text(result: Result, found: Understanding, counted: _Counted, name: str) -> Iterator[str]:
    yield f"Berkas           {name}" + (f", lembar “{found.sheet}”" if found.sheet else "")
    yield f"Responden        {whole(result.respondents)}"
    yield f"Bobot tiap unsur {result.convention}"
    yield f"Urutan kolom     {_order(result, found)}"
    yield ""
    yield from _table(result)
    yield ""
    if result.ikm is None:
        yield unscored(result)
    else:
        yield f"NI   {decimal(result.ni, 4)}"
        yield f"IKM  {decimal(result.ikm)}   mutu {result.mutu}   {result.kinerja}"
        names = {one.key: one.name for one in load_questionnaire(result.instrument.id).indices}
        for index in score_indices(result.instrument, result.tallies).values():
            if index.value is not None:
                yield f"{names[index.key]}: {decimal(index.value, 4)} dari 4"
        if sure := interval(result):
            yield f"Selang kepercayaan 95%: {decimal(sure.low)} s.d. {decimal(sure.high)}"
    skipped = found.skipped()
    if skipped:
        yield describe_skipped(skipped)
    for note in counted.notes:
        if note.code != "order-assumed":
            yield f"Catatan: {note.text}"
    if counted.rejected:
        yield ""
        yield f"{whole(len(counted.rejected))} nilai bukan 1, 2, 3, atau 4; barisnya tidak dihitung:"
        for one in counted.rejected[:_SHOWN_REJECTIONS]:
            yield f"  baris {one.row}, kolom {one.column}: “{one.value}”"
        if len(counted.rejected) > _SHOWN_REJECTIONS:
            yield f"  … dan {whole(len(counted.rejected) - _SHOWN_REJECTIONS)} lagi; semuanya dengan --json."


def _order(result: Result, found: Understanding) -> str:
    if not found.is_order_assumed:
        return "menurut nama unsur di judul kolom"
    order = found.decisions.order
    keys = result.instrument.keys(order)
    names = (f"U{number} = {unsur_name(result.instrument, keys[number - 1])}" for number in (8, 9))
    return f"U1 sampai U9 dianggap urutan {order} ({'; '.join(names)})"


def _table(result: Result) -> Iterator[str]:
    width = max(len(unsur_name(result.instrument, key)) for key in result.unsur)
    yield f"{'Unsur':{width}}  Jumlah  Terisi  Kosong     NRR  Tertimbang  NRR×25  Mutu"
    for key, unsur in result.unsur.items():
        yield (
            f"{unsur_name(result.instrument, key):{width}}"
            f"{answer_sum(unsur.sum):>8}{whole(unsur.filled):>8}{whole(unsur.blank):>8}"
            f"{decimal(unsur.nrr, 4):>8}{decimal(unsur.weighted, 4):>12}{decimal(unsur.converted):>8}"
            f"{unsur.mutu or '–':>6}"
        )
