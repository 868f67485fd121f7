"""The rekaps of all units below at once: made in the background, downloaded, and not kept for long."""

import time
from dataclasses import replace
from pathlib import Path

from flask import Blueprint
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import send_file
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk import batches
from kiosk.db import get_db
from kiosk.jobs import BATCHES
from kiosk.jobs import Jobs
from kiosk.jobs import Progress
from kiosk.store.files import create_private
from kiosk.store.files import replace_file
from kiosk.views.orders import order_for
from kiosk.views.periods import asked_period
from scoring import Period

# A file is for whoever asked for it just now; an older one may not be what the answers say any more.
KEPT_S = 3600

bp = Blueprint("printing", __name__, url_prefix="/staf/laporan/semua-unit")


def _jobs() -> Jobs:
    jobs: Jobs = current_app.extensions[BATCHES]
    return jobs


def _asked() -> tuple[Period, str, Path]:
    """The period asked for, the key of its work and the file that comes out."""
    period, _ = asked_period(g.unit)
    key = f"{g.unit.unit_id}-{period.code}"
    return period, key, Path(current_app.instance_path) / "batches" / f"{key}.zip"


def _forget_old(folder: Path) -> None:
    for path in folder.glob("*.zip*"):
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)


def _page(period: Period) -> ResponseReturnValue:
    return redirect(url_for(".show", periode=period.code), 303)


@bp.get("/")
def show() -> ResponseReturnValue:
    """What would be made, how far it is, or where it is to be had."""
    period, key, path = _asked()
    _forget_old(path.parent)
    job = _jobs().find(key)
    answered, without = batches.list_answered(order_for(period))
    failed = job is not None and job.is_done(0) and job.future.exception() is not None
    if job and failed:
        current_app.logger.error("batch %s stopped", key, exc_info=job.future.exception())
        _jobs().forget(key)
    return render_template(
        "reports/batch.html",
        period=period,
        job=job if job and not job.is_done(0) else None,
        size=path.stat().st_size if path.exists() else None,
        answered=answered,
        without=without,
        failed=failed,
    )


@bp.post("/")
def make() -> ResponseReturnValue:
    """Begin; the page then shows how far it is."""
    period, key, path = _asked()
    order = order_for(period)

    def work(progress: Progress) -> None:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.unlink(missing_ok=True)
        content = batches.rekaps(replace(order, db=get_db()), progress)
        part = path.with_suffix(".zip.part")
        part.unlink(missing_ok=True)
        create_private(part)
        part.write_bytes(content)
        replace_file(part, path)

    _jobs().start(key, "rekap", work).is_done(0.5)
    return _page(period)


@bp.post("/batal")
def cancel() -> ResponseReturnValue:
    """Stop, and forget what was made."""
    period, key, path = _asked()
    _jobs().cancel(key)
    path.unlink(missing_ok=True)
    flash("Dibatalkan. Tidak ada berkas yang disimpan.")
    return _page(period)


@bp.get("/berkas")
def download() -> ResponseReturnValue:
    """The ZIP; where it is gone, the page that makes it."""
    period, _, path = _asked()
    if not path.exists():
        return _page(period)
    return send_file(
        path, as_attachment=True, download_name=f"rekap-semua-unit-{g.unit.code}-{period.code}.zip"
    )
