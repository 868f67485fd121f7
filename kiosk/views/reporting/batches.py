"""The rekaps of all units below: made in the background, downloaded, and deleted soon after."""

import shutil
import tempfile
import time
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path

from flask import Blueprint
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import send_file
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base.jobs import BATCHES
from kiosk.base.jobs import Jobs
from kiosk.base.jobs import Progress
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.reports import batches
from kiosk.reports.context import ReportContext
from kiosk.web.periods import readable_period
from kiosk.web.report_requests import report_context

# Files are deleted after an hour: by then they may no longer agree with the answers.
KEPT_S = 3600

bp = Blueprint("batches", __name__, url_prefix="/staf/laporan/semua-unit")


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions[BATCHES]
    return jobs


@dataclass(frozen=True)
class File:
    """A file to download: a PDF has a number and the code of its first unit, the ZIP has neither."""

    path: Path
    number: int = 0
    first: str = ""


def _requested() -> tuple[Period, str, Path]:
    """The requested period, the key of its job, and the folder of its files."""
    period, _ = readable_period(g.unit)
    key = f"{g.unit.unit_id}-{period.code}"
    return period, key, Path(current_app.instance_path) / "batches" / key


def _list_files(folder: Path) -> list[File]:
    """The PDFs in their order, and the ZIP."""
    pdfs = [
        File(path, int(path.name.split("-")[0]), path.stem.partition("-")[2]) for path in folder.glob("*.pdf")
    ]
    return sorted(pdfs, key=lambda file: file.number) + [File(path) for path in folder.glob("*.zip")]


def _delete_old() -> None:
    for path in (Path(current_app.instance_path) / "batches").glob("*"):
        if time.time() - path.stat().st_mtime > KEPT_S:
            shutil.rmtree(path, ignore_errors=True)


def _page(period: Period) -> ResponseReturnValue:
    return redirect(url_for(".show", periode=period.code), 303)


@bp.get("/")
def show() -> ResponseReturnValue:
    """What would be made, the progress of making it, or the files."""
    period, key, folder = _requested()
    _delete_old()
    job = _jobs().find(key)
    answered, without = batches.list_answered(report_context(period))
    failed = job is not None and job.is_done(0) and job.future.exception() is not None
    if job and failed:
        current_app.logger.error("batch %s stopped", key, exc_info=job.future.exception())
        _jobs().forget(key)
    return render_template(
        "reports/batch.html",
        period=period,
        job=job if job and not job.is_done(0) else None,
        files=[(file, file.path.stat().st_size) for file in _list_files(folder)],
        names={unit.code: unit.name for unit in answered},
        answered=answered,
        without=without,
        failed=failed,
    )


@bp.post("/")
def make() -> ResponseReturnValue:
    """Start; the page then shows the progress."""
    period, key, folder = _requested()
    context = report_context(period)

    def work(progress: Progress) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / key
            made.mkdir(mode=0o700)
            _fill(made, replace(context, db=get_db()), progress)
            made.replace(folder)

    _jobs().start(key, "rekap", work).is_done(0.5)
    return _page(period)


def _fill(folder: Path, context: ReportContext, progress: Progress) -> None:
    """Write all files; each rekap counts twice in the progress, for the ZIP and for the PDFs."""
    amount = len(batches.list_answered(context)[0])
    with (folder / "semua.zip").open("wb") as file:
        batches.write_zip(context, file, progress)
    parts = batches.make_parts(context, lambda done: progress(amount + done))
    for number, (first, pdf) in enumerate(parts, start=1):
        (folder / f"{number}-{first.code}.pdf").write_bytes(pdf)


@bp.post("/batal")
def cancel() -> ResponseReturnValue:
    """Stop, and delete what was made."""
    period, key, folder = _requested()
    _jobs().cancel(key)
    shutil.rmtree(folder, ignore_errors=True)
    flash("Dibatalkan. Tidak ada berkas yang disimpan.")
    return _page(period)


@bp.get("/berkas")
def download() -> ResponseReturnValue:
    """The PDF of this number, or the ZIP; once it is deleted, the page that makes it."""
    period, _, folder = _requested()
    asked = request.args.get("bagian", "")
    for file in _list_files(folder):
        if asked == str(file.number or ""):
            part = f"-{file.number}" if file.number else ""
            name = f"rekap-semua-unit-{g.unit.code}-{period.code}{part}{file.path.suffix}"
            return send_file(file.path, as_attachment=True, download_name=name)
    return _page(period)
