"""`ikm score`: the IKM of a file, without a kiosk, a database or a network."""

import json
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
from kiosk.cli import said
from kiosk.cli.skipped import say_skipped
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.messages import sum_as_data
from kiosk.questionnaire.messages import unscored
from kiosk.sheets import Reading
from kiosk.sheets import Sheet
from kiosk.sheets import SheetError
from kiosk.sheets import read_answers
from kiosk.sheets.answers import find_tables
from kiosk.sheets.headers import Layout
from kiosk.sheets.headers import column_index
from kiosk.sheets.stored import open_sheets
from kiosk.sheets.stored import unpack
from scoring import CONVENTIONS
from scoring import Instrument
from scoring import Result
from scoring import Tallies
from scoring import interval
from scoring import round_half_up
from scoring import score as score_tallies

_SHOWN_REJECTIONS = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--konvensi",
    type=click.Choice(list(CONVENTIONS)),
    default="1/9",
    show_default=True,
    help="Bobot tiap unsur; 0.111 dan 0.11 untuk mengulang angka lama.",
)
@said.choose_order
@said.choose_columns
@click.option("--json", "as_json", is_flag=True, help="Cetak satu objek JSON.")
def score(file: Path, konvensi: str, urutan: str, kolom: tuple[str, ...], as_json: bool) -> None:
    """Hitung IKM dari FILE (CSV, XLSX, XLS, ODS), atau dari masukan standar bila FILE adalah "-"."""
    instrument = load_rules(DEFAULT)
    name = "masukan standar" if str(file) == "-" else file.name
    try:
        with tempfile.TemporaryDirectory() as folder:
            unpack(_source(file, Path(folder)), Path(folder))
            sheets = open_sheets(Path(folder))
            chosen = _chosen(kolom, sheets, instrument, urutan)
            reading = read_answers(sheets, instrument, urutan, chosen)
    except FileNotFoundError as error:
        raise click.UsageError(f"{file}: berkas tidak ditemukan.") from error
    except OSError as error:
        raise click.UsageError(f"{name}: berkas tidak dapat dibaca ({error.strerror}).") from error
    except SheetError as error:
        raise click.UsageError(f"{name}: {error}") from error
    if not reading.responses:
        raise click.UsageError(f"{name}: tidak ada jawaban yang dapat dihitung. {_why_nothing(reading)}")
    if reading.other_sheets:
        click.echo(
            f"Hanya lembar “{reading.sheet}” yang dihitung, bukan {', '.join(reading.other_sheets)}.",
            err=True,
        )
    tallies = Tallies.from_answers(instrument, (response.answers for response in reading.responses))
    result = score_tallies(instrument, tallies, konvensi)
    if as_json:
        click.echo(json.dumps(_as_json(result, reading, urutan), ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(result, reading, urutan, name)))


def _chosen(
    kolom: tuple[str, ...], sheets: list[Sheet], instrument: Instrument, order: str
) -> dict[int, str]:
    """What columns are, by index, where that is said by hand."""
    if not kolom:
        return {}
    titles = find_tables(sheets, instrument, Layout(order), partly=True)[0].titles
    roles = said.read_columns(kolom, titles, instrument)
    return {column_index(place): role for place, role in roles.items()}


def _source(file: Path, folder: Path) -> Path:
    """The file to read; standard input and pipes, which can be read only once, are kept as one."""
    if file.is_file():
        return file
    kept = folder / "masukan"
    with sys.stdin.buffer if str(file) == "-" else file.open("rb") as stream, kept.open("wb") as source:
        shutil.copyfileobj(stream, source)
    return kept


def _why_nothing(reading: Reading) -> str:
    if not reading.rejected:
        return f"Di bawah baris judul ({reading.header.row}) tidak ada baris dengan nilai 1 sampai 4."
    rows = len({one.row for one in reading.rejected})
    first = reading.rejected[0]
    where = f"baris {first.row}, kolom {first.column}"
    return f"{whole(rows)} baris ditolak; yang pertama {where}, berisi “{first.value}”."


def _as_json(result: Result, reading: Reading, order: str) -> dict[str, Any]:
    """The object scripts rely on: numbers that are not counts are text with a decimal point."""
    return {
        "respondents": result.respondents,
        "convention": result.convention,
        "order": order,
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
            for one in reading.rejected
        ],
    }


def _as_text(result: Result, reading: Reading, order: str, name: str) -> Iterator[str]:
    yield f"Berkas           {name}" + (f", lembar “{reading.sheet}”" if reading.sheet else "")
    yield f"Responden        {whole(result.respondents)}"
    yield f"Bobot tiap unsur {result.convention}"
    yield f"Urutan kolom     {_order(result, reading, order)}"
    yield ""
    yield from _table(result)
    yield ""
    if result.ikm is None:
        yield unscored(result)
    else:
        yield f"NI   {decimal(result.ni, 4)}"
        yield f"IKM  {decimal(result.ikm)}   mutu {result.mutu}   {result.kinerja}"
        if sure := interval(result):
            yield f"Selang kepercayaan 95%: {decimal(sure.low)} s.d. {decimal(sure.high)}"
    if reading.skipped:
        yield say_skipped(reading.skipped)
    if reading.rejected:
        yield ""
        yield f"{whole(len(reading.rejected))} nilai bukan 1, 2, 3, atau 4; barisnya tidak dihitung:"
        for one in reading.rejected[:_SHOWN_REJECTIONS]:
            yield f"  baris {one.row}, kolom {one.column}: “{one.value}”"
        if len(reading.rejected) > _SHOWN_REJECTIONS:
            yield f"  … dan {whole(len(reading.rejected) - _SHOWN_REJECTIONS)} lagi; semuanya dengan --json."


def _order(result: Result, reading: Reading, order: str) -> str:
    if not reading.header.bare:
        return "menurut nama unsur di judul kolom"
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
