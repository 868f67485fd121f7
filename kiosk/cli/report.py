"""`ikm report`: writing any report of an office to a file."""

from contextlib import ExitStack
from pathlib import Path

import click
from flask import current_app

from kiosk.base import clock
from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.base.progress import counted
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.cli.unit_option import find_unit
from kiosk.cli.written_file import written_whole
from kiosk.db import get_db
from kiosk.figures.rollup import ASKED
from kiosk.figures.rollup import SelectionError
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.reports import batches
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.offices import survey_settings

_KINDS = "\n".join(
    f"{code}: {report.title} ({', '.join(report.formats)})" for code, report in REPORTS.items()
)


@click.command(help=f"Buat laporan KIND ke dalam berkas; jenisnya menurut akhiran FILE.\n\n\b\n{_KINDS}")
@click.argument("kind", type=click.Choice(list(REPORTS)), metavar="KIND")
@click.option("--unit", "code", help="Kode unit; boleh tidak disebut bila hanya ada satu.")
@click.option("--periode", required=True, help="2024-05, 2024-TW2, 2024-S1, 2024, 2024-05-01..2024-05-20.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--semua-unit",
    "every",
    is_flag=True,
    help="Untuk rekap: semua unit, ke PDF (paling banyak 25 unit tiap berkas) atau ZIP.",
)
@click.option("--kuesioner", "only", default="", metavar="ID", help="Hanya jawaban atas kuesioner ini.")
@click.option("--saran", is_flag=True, help="Sertakan saran dalam data mentah.")
@click.option(
    "--saring",
    "asked",
    multiple=True,
    metavar="NAMA=NILAI",
    help="Untuk gabungan: layanan, kanal, tingkat, cari, tanda (A B C D target sampel kosong).",
)
def report(
    kind: str,
    code: str | None,
    periode: str,
    output: Path,
    every: bool,
    only: str,
    saran: bool,
    asked: tuple[str, ...],
) -> None:
    """Make one report."""
    suffix = output.suffix.removeprefix(".").lower()
    formats = REPORTS[kind].formats
    if every and (kind != "rekap" or suffix not in batches.FORMS):
        raise click.UsageError("--semua-unit hanya untuk rekap, ke dalam FILE berakhiran pdf atau zip.")
    if suffix not in formats and not every:
        raise click.UsageError(f"{kind} dibuat sebagai {', '.join(formats)}; beri FILE akhiran itu.")
    try:
        period = Period.parse(periode)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    with opened_app():
        db = get_db()
        if only:
            load_questionnaire(only)  # an unknown one is refused with the known ones
        unit = find_unit(db, code)
        base = (
            survey_settings.get_survey_settings(db, unit.unit_id).base_url or current_app.config["BASE_URL"]
        )
        context = ReportContext(
            db,
            unit,
            period,
            clock.local_now(unit.timezone),
            base,
            saran,
            Path(current_app.instance_path) / "evidence",
            _selection(asked),
            only=only,
        )
        try:
            if every:
                _write_rekaps(context, output, suffix)
                return
            content = formats[suffix](context)
            if kind in ("data", "skm-online"):
                log_command(db, f"periode={period.code}", unit_id=unit.unit_id)  # single answers are exported
            with written_whole(output) as file:
                for part in [content] if isinstance(content, bytes) else content:
                    file.write(part)
        except SelectionError as error:
            raise click.UsageError(str(error)) from error
        except OSError as error:
            raise click.UsageError(f"{output}: tidak dapat ditulis ({error.strerror}).") from error


def _write_rekaps(context: ReportContext, output: Path, suffix: str) -> None:
    """The rekaps of all units; several PDFs get numbered names, all at the end."""
    answered = batches.list_answered(context)[0]
    made: list[str] = []
    with ExitStack() as files, counted("Rekap", len(answered)) as reach:
        if suffix == "zip":
            batches.write_zip(context, files.enter_context(written_whole(output)), reach)
        parts = batches.list_parts(answered) if suffix == "pdf" else []
        for part, (_, pdf) in zip(parts, batches.make_parts(context, reach), strict=False):
            path = output.with_stem(f"{output.stem}-{len(made) + 1}") if len(parts) > 1 else output
            files.enter_context(written_whole(path)).write(pdf)
            made.append(f"{path}: {len(part)} rekap")
    for line in made:
        click.echo(line)


def _selection(asked: tuple[str, ...]) -> dict[str, str]:
    chosen = dict(text.split("=", 1) for text in asked if "=" in text)
    if len(chosen) < len(asked) or not chosen.keys() <= set(ASKED):
        raise click.UsageError(f"--saring NAMA=NILAI, tiap NAMA sekali, salah satu dari {', '.join(ASKED)}.")
    return chosen
