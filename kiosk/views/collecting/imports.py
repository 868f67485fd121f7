"""Files of answers: uploaded, previewed, imported as one batch, and undone as a whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint
from flask import Response
from flask import abort
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from sqlite_utils import Database

from kiosk.base import clock
from kiosk.base.formatting import whole
from kiosk.base.jobs import IMPORTS
from kiosk.base.jobs import Job
from kiosk.base.jobs import Jobs
from kiosk.base.text import one_line
from kiosk.db import get_db
from kiosk.forms import imports as forms
from kiosk.importing import folder
from kiosk.importing import work
from kiosk.importing.choices import Choices
from kiosk.importing.folder import Pending
from kiosk.importing.offices import BY_UNIT
from kiosk.importing.offices import list_targets
from kiosk.importing.offices import propose
from kiosk.importing.preview import Preview
from kiosk.importing.source import Context
from kiosk.importing.source import latest_month
from kiosk.importing.storing import list_begun
from kiosk.papers.template import FILE_NAME
from kiosk.papers.template import make_template
from kiosk.questionnaire.catalogue import official
from kiosk.questionnaire.profile import TITLES
from kiosk.security.own_work import may_take_back
from kiosk.sheets import SheetError
from kiosk.sheets.progress import Progress
from kiosk.sheets.spans import read_choice
from kiosk.store.accounts import people
from kiosk.store.answers import imports
from kiosk.store.answers.imports import Import
from kiosk.store.answers.imports import ImportUndone
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import KeptElsewhere
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import local
from kiosk.store.offices import units
from kiosk.store.offices.questionnaires import get_asked

bp = Blueprint("imports", __name__, url_prefix="/staf/impor")

_FORM_BYTES = 1024 * 1024
_CHUNK_BYTES = 256 * 1024
# Letters of the reason for undoing what another person imported.
_LEAST_WORDS, _MOST_WORDS = 10, 400
# What a column can be besides an unsur and a field of the profile.
_COLUMN_ROLES = {
    "moment": "Tanggal jawaban",
    "service": "Jenis layanan",
    "comment": "Saran",
    "number": "Nomor urut",
    "id": "Nomor tanggapan (ID)",
    "office": "Nama kantor",
}


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before the CSRF check, which reads the whole body.
    if endpoint == "imports.upload":
        request.max_content_length = folder.MAX_FILE_BYTES + _FORM_BYTES


def _unit_id() -> str:
    return str(g.unit.unit_id)


def _root() -> Path:
    return Path(current_app.instance_path) / "imports"


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions[IMPORTS]
    return jobs


def _pending(import_id: str) -> Pending:
    return folder.find(_root(), import_id, _unit_id())


def _start_preview(pending: Pending) -> Job:
    def look(progress: Progress) -> Preview:
        context = work.make_context(get_db(), pending.unit_id, clock.now())
        return work.preview_file(pending, work.with_parts(get_db(), context, pending.choices), progress)

    return _jobs().start(pending.import_id, "preview", look, pending.unit_id)


def _list(form: forms.UploadForm | None = None) -> ResponseReturnValue:
    db = get_db()
    page = render_template(
        "imports/index.html",
        form=form or forms.UploadForm(formdata=None),
        pending=[
            (file, local(from_text(file.uploaded_at), g.unit.timezone))
            for file in folder.list_pending(_root(), _unit_id())
        ],
        batches=[(batch, _may_change(batch)) for batch in imports.list_imports(db, _unit_id())],
        least_words=_LEAST_WORDS,
        names=partial(people.get_name, db),
        most=folder.MAX_FILE_BYTES // 1024**2,
    )
    return page, 422 if form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """The imported files, the waiting ones, and a form for another one."""
    return _list()


@bp.post("/")
def upload() -> ResponseReturnValue:
    """Receive a file and lead to its preview; no answer is stored yet."""
    form = forms.UploadForm()
    if not form.validate():
        return _list(form)
    file = form.file.data
    chunks = iter(partial(file.stream.read, _CHUNK_BYTES), b"")
    try:
        pending = folder.receive(
            _root(), chunks, file_name=file.filename, unit_id=_unit_id(), now=clock.now()
        )
    except SheetError as error:
        form.file.errors = [str(error)]
        return _list(form)
    _start_preview(pending)
    return redirect(url_for(".show", import_id=pending.import_id), 303)


@bp.get("/berkas-isian")
def template() -> ResponseReturnValue:
    """A spreadsheet to fill in, of the questionnaire that the unit asks, with the unit's services."""
    asked = get_asked(get_db(), _unit_id(), clock.local_now(g.unit.timezone).date())
    services = [service.name for service in units.list_services(get_db(), _unit_id())]
    return Response(
        make_template(asked if asked.unsur else official(), services),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )


@bp.get("/<import_id>")
def show(import_id: str) -> ResponseReturnValue:
    """The preview of a file, or the progress of the work on it."""
    return _show(_pending(import_id))


def _show(pending: Pending, problem: str | None = None) -> ResponseReturnValue:
    job = _jobs().find(pending.import_id) or _start_preview(pending)
    if not job.is_done():
        return render_template("imports/progress.html", pending=pending, job=job)
    error = job.future.exception()
    if job.task == "store":
        return _after_storing(pending, error)
    if isinstance(error, SheetError):
        return render_template("imports/unreadable.html", pending=pending, problem=str(error)), 422
    preview: Preview = job.future.result()
    # Reading it may have recalled choices of an earlier import.
    return _page(_pending(pending.import_id), preview, problem), 422 if problem else 200


def _after_storing(pending: Pending, error: BaseException | None) -> ResponseReturnValue:
    """Explain why storing failed; once it succeeds the file is deleted and this is not reached."""
    _jobs().forget(pending.import_id)
    if isinstance(error, KeptElsewhere):
        raise error
    if isinstance(error, ImportUndone):
        names = [
            units.get_unit(get_db(), one.unit_id).name
            for one in list_begun(get_db(), pending)
            if one.undone_at and pending.choices.targets
        ]
        place = f" riwayat impor {', '.join(names)}" if names else " daftar"
        return _show(
            pending,
            f"Impor ini dibatalkan sebelum selesai. Tekan Aktifkan kembali di{place}, atau Hapus berkas.",
        )
    if isinstance(error, Conflict):
        return _show(
            pending, "Berkas ini sudah pernah diimpor. Centang “Impor lagi” bila memang itu maksudnya."
        )
    if error:
        current_app.logger.error("import %s stopped", pending.import_id, exc_info=error)
    return _show(
        pending,
        f"Penyimpanan terhenti.{_describe_begun(pending)} Tekan Impor lagi untuk melanjutkannya; tidak ada "
        "yang tersimpan dua kali.",
    )


def _describe_begun(pending: Pending) -> str:
    """Which units of a file of several offices have their part, and which do not yet."""
    db = get_db()
    begun = list_begun(db, pending) if pending.choices.targets else []
    said = ""
    for title, is_finished in (("Sudah tersimpan", True), ("Belum selesai", False)):
        names = [
            units.get_unit(db, one.unit_id).name for one in begun if bool(one.finished_at) == is_finished
        ]
        said += f" {title}: {', '.join(names)}." if names else ""
    return said


def _context(unit_id: str) -> Context:
    """What is known of the unit, and where this user may import to."""
    context = work.make_context(get_db(), unit_id, clock.now())
    return replace(context, targets=list_targets(get_db(), g.person))


def _page(pending: Pending, preview: Preview, problem: str | None) -> str:
    context = _context(pending.unit_id)
    likely = {**propose(preview.offices, context), **pending.choices.targets}
    return render_template(
        "imports/preview.html",
        pending=pending,
        preview=preview,
        choices=pending.choices,
        context=context,
        same=_list_same(pending, preview),
        likely=likely,
        likely_month=latest_month(clock.local_now(context.unit.timezone).date()),
        codes={
            **{
                name: [(code, text["id"]) for code, text in codes.items()]
                for name, codes in preview.source.profile.items()
            },
            "service": [(service.service_id, service.name) for service in context.services],
        },
        titles=TITLES,
        column_roles=_COLUMN_ROLES,
        role_names={**_COLUMN_ROLES, **{key: title["id"] for key, title in TITLES.items()}, **preview.items},
        none_chosen=Choices(),
        by_unit=BY_UNIT,
        problem=problem,
    )


def _list_same(pending: Pending, preview: Preview) -> list[tuple[Import, str]]:
    """Imports of the same file that count, each with the unit's name where the file has several offices.

    An import of the whole file in the unit that uploaded it is one of them: its answers would count twice
    above both units.
    """
    names = {part.unit.unit_id: part.unit.name for part in preview.parts}
    places = {pending.unit_id: g.unit.name if names else "", **names}.items()
    return [
        (batch, name)
        for unit_id, name in places
        for batch in imports.find_same(get_db(), unit_id, pending.sha256, preview.sheet)
        if batch.import_id not in pending.import_ids
    ]


def _changed(pending: Pending, preview: Preview) -> Choices | None:
    """The submitted choices, if they differ from those of the preview. Raises InvalidChoice."""
    sent = forms.read_choices(request.form, preview, _context(pending.unit_id))
    kept = {
        name: {**pending.choices.words.get(name, {}), **sent.words.get(name, {})}
        for name in {*pending.choices.words, *sent.words}
    }
    sent = replace(sent, words=kept, columns=_changed_columns(pending, preview, sent))
    if sent.row == preview.header_row:
        sent = replace(sent, row=pending.choices.row)
    if sent.sheets != pending.choices.sheets:
        sent = replace(sent, columns={}, row=None)
    shown = pending.choices
    if sent.skip_repeated == preview.skips_repeated:
        sent = replace(sent, skip_repeated=shown.skip_repeated)
    return None if sent == shown else sent


def _changed_columns(pending: Pending, preview: Preview, sent: Choices) -> dict[str, str]:
    """The columns whose role the user changed, now or before, or said in answer to a question."""
    answered = read_choice(request.form.get("column", ""), preview.source.understanding.instrument)
    read = {column.letters: column.role for column in preview.columns}
    before = pending.choices.columns
    return {
        **before,
        **{
            name: role
            for name, role in sent.columns.items()
            if name in {*before, *answered} or role != read[name]
        },
    }


@bp.post("/<import_id>")
def choose(import_id: str) -> ResponseReturnValue:
    """Import what was shown; or, if other choices were submitted, show their preview."""
    pending = _pending(import_id)
    job = _jobs().find(import_id) or _start_preview(pending)
    if not job.is_done() or job.future.exception() or not isinstance(job.future.result(), Preview):
        return redirect(url_for(".show", import_id=import_id), 303)
    preview: Preview = job.future.result()
    pending = _pending(import_id)  # with the choices that reading it recalled
    try:
        is_reset = request.form.get("action") == "reset"
        changed = Choices() if is_reset else _changed(pending, preview)
    except forms.InvalidChoice as error:
        return _show(pending, str(error))
    if changed and list_begun(get_db(), pending):
        return _show(
            pending,
            "Penyimpanan sudah dimulai dengan pilihan semula. Lanjutkan, atau batalkan dari daftar.",
        )
    if changed:
        pending = pending.choose(changed, "" if is_reset else pending.recalled)
        _jobs().cancel(import_id)
        _start_preview(pending)
        if request.form.get("action") == "import":
            flash("Pilihan berubah; ini hasilnya. Tekan Impor bila sudah benar.")
        return redirect(url_for(".show", import_id=import_id), 303)
    if request.form.get("action") != "import" or preview.problems:
        return redirect(url_for(".show", import_id=import_id), 303)
    allowed = {unit.unit_id for unit in list_targets(get_db(), g.person)}
    if not {part.unit.unit_id for part in preview.parts} <= allowed:
        return _show(pending, "Anda tidak berhak mengimpor ke salah satu unit yang dipilih.")
    return _store(pending, preview)


def _store(pending: Pending, preview: Preview) -> ResponseReturnValue:
    person_id = g.person.person_id
    again = "again" in request.form

    def store(progress: Progress) -> list[Import]:
        context = work.make_context(get_db(), pending.unit_id, clock.now())
        return work.import_file(
            get_db(), pending, preview, context, person_id=person_id, again=again, progress=progress
        )

    job = _jobs().start(pending.import_id, "store", store, pending.unit_id)
    if job.is_done() and job.future.exception():
        return _show(pending)
    if job.is_done(0):
        parts = ", ".join(f"{part.unit.name} {whole(part.preview.responses)}" for part in preview.parts)
        where = f": {parts}. Tiap bagian ada di riwayat impor unitnya." if parts else "."
        flash(f"{whole(preview.responses)} jawaban dari {pending.file_name} sudah diimpor{where}")
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".progress", import_id=pending.import_id), 303)


@bp.get("/<import_id>/kemajuan")
def progress(import_id: str) -> ResponseReturnValue:
    """The progress of storing; the list once it is done."""
    job = _jobs().find(import_id)
    if job and not job.is_done():
        return render_template("imports/progress.html", pending=_pending(import_id), job=job)
    batch = imports.find_import(get_db(), import_id)
    is_stored = job is not None and job.task == "store" and job.is_successful
    if is_stored or (batch and batch.finished_at and batch.unit_id == _unit_id()):
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".show", import_id=_pending(import_id).import_id), 303)


@bp.post("/<import_id>/buang")
def discard(import_id: str) -> ResponseReturnValue:
    """Delete an uploaded file."""
    pending = _pending(import_id)
    job = _jobs().find(import_id)
    if job and not job.is_done() and job.task == "store":
        return redirect(url_for(".progress", import_id=import_id), 303)
    _jobs().cancel(import_id)
    pending.discard()
    flash(f"{pending.file_name} dihapus. Tidak ada yang disimpan.")
    return redirect(url_for(".index"), 303)


def _may_change(batch: Import) -> bool:
    """Whether the user may undo the import, or restore it once it is undone."""
    by, at = (batch.undone_by, batch.undone_at) if batch.undone_at else (batch.imported_by, batch.started_at)
    return may_take_back(g.person, by, at, clock.now(), g.unit.timezone)


@bp.post("/<batch_id>/batalkan")
def undo(batch_id: str) -> ResponseReturnValue:
    """Leave a whole import out of every figure; another person's work takes a pimpinan, and words."""
    batch = imports.get_import(get_db(), _unit_id(), batch_id)
    words = one_line(request.form.get("words", ""))[:_MOST_WORDS]
    if not _may_change(batch):
        abort(403)
    if batch.imported_by != g.person.person_id and len(words) < _LEAST_WORDS:
        flash(f"Jelaskan mengapa impor {batch.file_name} dibatalkan: sedikitnya {_LEAST_WORDS} karakter.")
        return redirect(url_for(".index"), 303)
    if batch.undone_at:
        return redirect(url_for(".index"), 303)
    done = f"Impor {batch.file_name} dibatalkan: {whole(batch.responses)} jawabannya tidak dihitung lagi."
    return _change(batch, partial(imports.undo_import, words=words), done)


@bp.post("/<batch_id>/pulihkan")
def restore(batch_id: str) -> ResponseReturnValue:
    """Count an undone import again."""
    batch = imports.get_import(get_db(), _unit_id(), batch_id)
    if not _may_change(batch):
        abort(403)
    if not batch.undone_at:
        return redirect(url_for(".index"), 303)
    return _change(batch, imports.restore_import, f"Impor {batch.file_name} dihitung lagi.")


def _change(
    batch: Import, work_on: Callable[[Database, Import, str, datetime], None], done: str
) -> ResponseReturnValue:
    """Undo or restore in the background, since a hundred thousand answers need more time than a request."""
    person_id, now = g.person.person_id, clock.now()
    job = _jobs().start(
        f"change {new_key()}",  # not the change by another user that runs now
        "change",
        lambda _progress: work_on(get_db(), batch, person_id, now),
        batch.unit_id,
    )
    if job.is_done():
        try:
            job.future.result()
            flash(done)
        except imports.CountedAlready:
            flash(f"{batch.file_name} sudah diimpor lagi dan dihitung. Batalkan dahulu impor yang baru itu.")
        except Conflict:
            flash(f"{batch.file_name} baru saja diubah orang lain; keadaannya tampak di bawah.")
    else:
        flash(f"{batch.file_name} sedang dikerjakan; muat ulang halaman ini sebentar lagi.")
    return redirect(url_for(".index"), 303)
