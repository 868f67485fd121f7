"""`ikm import`: importing a file's answers; shows what was read, and stores it with `--ya`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kiosk.base import clock
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import day
from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import whole
from kiosk.base.interruption import postponed
from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.base.progress import counted
from kiosk.cli import office_option
from kiosk.cli import reading_options
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.cli.skipped_rows import describe_skipped
from kiosk.cli.unit_option import find_unit
from kiosk.db import get_db
from kiosk.importing import folder
from kiosk.importing import work
from kiosk.importing.choices import BY_MONTH
from kiosk.importing.choices import REFUSED
from kiosk.importing.choices import read_extras
from kiosk.importing.offices import list_targets
from kiosk.importing.preview import Preview
from kiosk.importing.recalled import find_earlier
from kiosk.importing.source import Context
from kiosk.importing.storing import list_begun
from kiosk.questionnaire.profile import TITLES
from kiosk.sheets import SheetError
from kiosk.sheets.finding import find_titles
from kiosk.store.accounts import people
from kiosk.store.accounts.people import Person
from kiosk.store.answers import imports
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import KeptElsewhere
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import units
from scoring import Result

_SHOWN_REJECTIONS = 20
PASSES = 3  # over the rows until the preview is known: find the tables, judge the rows, count them


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "unit_code", help="Kode unit; boleh dihilangkan bila hanya ada satu unit.")
@click.option("--oleh", "username", required=True, help="Nama pengguna yang bertanggung jawab.")
@reading_options.choose_reading
@click.option("--bulan", default="", help="Bulan untuk jawaban tanpa tanggal, misalnya 2024-05.")
@click.option(
    "--tanggal-rusak",
    type=click.Choice([BY_MONTH, REFUSED]),
    help="Baris yang tanggalnya tidak terbaca: ikut --bulan, atau ditolak.",
)
@click.option("--layanan", default="", help="Kode layanan bila berkas tidak menyebutnya.")
@click.option(
    "--kembar",
    type=click.Choice(["lewati", "simpan"]),
    help="Baris yang sama persis; biasanya dilewati hanya bila sama sampai jam dan menitnya.",
)
@click.option(
    "--tambahan",
    multiple=True,
    metavar="KOLOM=ya",
    help="Apakah sebuah kolom berisi jawaban pertanyaan tambahan kantor: K=ya, L=tidak.",
)
@click.option(
    "--seperti-terakhir",
    is_flag=True,
    help="Jawab pertanyaan seperti pada impor terakhir dengan judul kolom yang sama.",
)
@click.option("--lagi", is_flag=True, help="Impor meski berkas yang sama sudah pernah diimpor.")
@click.option("--ya", is_flag=True, help="Simpan. Tanpa ini hanya ditunjukkan apa yang terbaca.")
def import_command(
    file: Path,
    unit_code: str | None,
    username: str,
    bulan: str,
    tanggal_rusak: str | None,
    layanan: str,
    kembar: str | None,
    tambahan: tuple[str, ...],
    seperti_terakhir: bool,
    lagi: bool,
    ya: bool,
    **reading: Any,
) -> None:
    """Impor jawaban dari FILE (XLSX, XLS, ODS, CSV) sebagai satu impor yang dapat dibatalkan."""
    with opened_app() as app:
        try:
            person = _person(username)
            targets = office_option.read_targets(get_db(), reading["kantor"], person)
            own = units.get_unit(get_db(), person.unit_id)
            unit = find_unit(get_db(), own.code if targets and unit_code is None else unit_code)
            if targets and layanan:
                raise click.UsageError("--layanan tidak berlaku bila tiap kantor disimpan di unitnya.")
            context = replace(
                work.make_context(get_db(), unit.unit_id, clock.now()),
                targets=list_targets(get_db(), person),
            )
            choices = replace(
                reading_options.read_choices(context, **{**reading, "kantor": ()} if targets else reading),
                targets=targets,
                month=_month(bulan),
                service_id=_service(context, layanan),
                skip_repeated=None if kembar is None else kembar == "lewati",
                unread_dates=tanggal_rusak or "",
                extras=read_extras(tambahan),
            )
            with file.open("rb") as stream:
                pending = folder.receive(
                    Path(app.instance_path) / "imports",
                    iter(lambda: stream.read(1 << 20), b""),
                    file_name=file.name,
                    unit_id=unit.unit_id,
                    now=clock.now(),
                ).choose(choices, None if seperti_terakhir else "")
            try:
                if reading["kolom"]:
                    decisions = choices.decisions(context.learned)
                    titles = find_titles(pending.sheets(), context.instrument, decisions)
                    columns = reading_options.read_columns(reading["kolom"], titles, context.instrument)
                    pending = pending.choose(replace(choices, columns=columns), pending.recalled)
                _import(pending, context, person, again=lagi, store=ya)
            finally:
                pending.discard()
        except (SheetError, PeriodError) as error:
            raise click.UsageError(f"{file.name}: {error}") from error
        except KeptElsewhere:
            raise
        except Conflict as error:
            raise click.UsageError(
                f"{file.name}: berkas yang sama sudah pernah diimpor; --lagi untuk tetap mengimpornya."
            ) from error


def _person(username: str) -> Person:
    try:
        return people.find_person(get_db(), username)
    except NotFound as error:
        raise click.UsageError(f"tidak ada pengguna {username}.") from error


def _month(text: str) -> str:
    if text and Period.parse(text).kind != "bulan":
        raise PeriodError("--bulan ditulis seperti 2024-05.")
    return text


def _service(context: Context, code: str) -> str:
    found = [service.service_id for service in context.services if service.code == code]
    if code and not found:
        raise click.UsageError(f"tidak ada layanan {code}.")
    return found[0] if code else ""


def _import(pending: folder.Pending, context: Context, person: Person, *, again: bool, store: bool) -> None:
    pending.sheets()
    context = work.with_parts(get_db(), context, pending.choices)
    with counted("Baris", PASSES * pending.count_rows()) as reach:
        preview = work.preview_file(pending, context, reach)
    pending = folder.find(pending.path.parent, pending.import_id, pending.unit_id)  # with what was recalled
    office_option.check_names(preview)
    for line in _describe(preview, pending, context):
        click.echo(line)
    if preview.questions:
        if not pending.recalled and (earlier := find_earlier(pending.sheets(), context)):
            click.echo(f"Dijawab pada impor {earlier.file_name}: --seperti-terakhir memakai jawabannya lagi.")
        line = office_option.ask(preview.questions[0], preview, context)
        raise click.UsageError(f"{pending.file_name}: {line}")
    if preview.problems:
        raise click.UsageError(f"{pending.file_name}: {' '.join(preview.problems)}")
    if not store:
        for unit in {one.unit_id: one for one in (context.unit, *(p.unit for p in preview.parts))}.values():
            for batch in imports.find_same(get_db(), unit.unit_id, pending.sha256, preview.sheet)[:1]:
                where = f" ke {unit.name}" if preview.parts else ""
                click.echo(f"Berkas yang sama sudah diimpor{where} pada {day(batch.started_at[:10])}.")
        click.echo("Belum ada yang disimpan; ulangi dengan --ya untuk mengimpor.")
        return
    for batch in _store(pending, preview, context, person.person_id, again=again):
        subject = f"batch_id={batch.import_id}"
        log_command(get_db(), subject, unit_id=batch.unit_id, person_id=person.person_id)
        name = units.get_unit(get_db(), batch.unit_id).name
        click.echo(f"{whole(batch.responses)} jawaban diimpor ke {name}.")


def _store(
    pending: folder.Pending, preview: Preview, context: Context, person_id: str, *, again: bool
) -> list[imports.Import]:
    """Store all of it; when that is interrupted or fails, what was stored no longer counts."""
    db = get_db()
    try:
        with counted("Jawaban", preview.responses) as reach:
            return work.import_file(
                db, pending, preview, context, person_id=person_id, again=again, progress=reach
            )
    except BaseException:
        for begun in list_begun(db, pending):
            if not begun.undone_at:
                with postponed():
                    imports.undo_import(db, begun, person_id, clock.now(), "terhenti")
        raise


def _describe_outcome(outcome: Result | str) -> str:
    if isinstance(outcome, str):
        return outcome
    return f"IKM {decimal(outcome.ikm)}, {whole(outcome.respondents)} responden"


def _describe(preview: Preview, pending: folder.Pending, context: Context) -> Iterator[str]:
    result = preview.result
    yield f"Berkas    {pending.file_name}" + (f", lembar “{preview.sheet}”" if preview.sheet else "")
    yield f"Unit      {context.unit.name}"
    if pending.recalled:
        yield f"Pilihan   {pending.recalled}"
    yield from office_option.describe(preview)
    yield f"Jawaban   {whole(preview.responses)}"
    if preview.first_day and preview.last_day:
        yield f"Tanggal   {long_date(preview.first_day)} s.d. {long_date(preview.last_day)}"
    grade = f"   mutu {result.mutu}   {result.kinerja}" if result.ikm else ""
    yield f"IKM       {'belum pasti' if preview.is_open else decimal(result.ikm) + grade}"
    if preview.by_hundredths and not preview.is_open:
        yield f"Dengan 0,11   {decimal(preview.by_hundredths.ikm)}   mutu {preview.by_hundredths.mutu}"
    for note in preview.notes:
        yield f"Catatan   {note.text}"
    for question in preview.questions:
        for choice in question.choices:
            if outcome := preview.outcomes.get(question.code, {}).get(choice.value):
                yield f"Bila {question.option} {choice.value}: {_describe_outcome(outcome)}"
    yield ""
    for column in preview.columns:
        row = result.unsur.get(column.role)
        sums = f"   jumlah {answer_sum(row.sum):>9}   NRR {decimal(row.nrr, 4)}" if row else ""
        name = reading_options.name_role(column.role, preview.items)
        yield f"  {column.letters:3} {column.title[:30]:30} {name:41}{sums}".rstrip()
    for check in preview.checks:
        differs = f"berbeda: berkas {check.stated}, di sini {check.ours}. {check.note}"
        yield f"{check.title} di berkas: {'cocok' if check.agrees else differs}"
    if preview.skipped:
        yield describe_skipped(preview.skipped_rows)
    if preview.alike:
        fate = "dilewati" if preview.skips_repeated else "ikut diimpor"
        yield f"{whole(preview.alike)} baris kembar {fate}."
    for name, words in preview.words.items():
        unknown = [f"“{word.written}” ({whole(word.count)})" for word in words if word.code is None]
        if unknown:
            title = "Jenis layanan" if name == "service" else TITLES[name]["id"]
            yield f"{title} belum dikenal, tidak disimpan (--arti): {', '.join(unknown)}."
    for key, words in preview.labels.items():
        unknown = [f"“{word.written}” ({whole(word.count)})" for word in words]
        yield f"Jawaban {key} belum dikenal, barisnya ditolak (--arti): {', '.join(unknown)}."
    if preview.rejected_rows:
        yield f"{whole(preview.rejected_rows)} baris ditolak:"
        for one in preview.rejected[:_SHOWN_REJECTIONS]:
            yield f"  baris {one.row}, kolom {one.column}: “{one.value}” {one.reason}"
