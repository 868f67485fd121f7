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
from flask import request
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


def _asked() -> tuple[Period, str, dict[str, Path]]:
    """The period asked for, the key of its work and the files that come out, by form."""
    period, _ = asked_period(g.unit)
    key = f"{g.unit.unit_id}-{period.code}"
    folder = Path(current_app.instance_path) / "batches"
    return period, key, {form: folder / f"{key}.{form}" for form in batches.FORMS}


def _forget_old() -> None:
    for path in (Path(current_app.instance_path) / "batches").glob("*"):
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)


def _page(period: Period) -> ResponseReturnValue:
    return redirect(url_for(".show", periode=period.code), 303)


@bp.get("/")
def show() -> ResponseReturnValue:
    """What would be made, how far it is, or where it is to be had."""
    period, key, paths = _asked()
    _forget_old()
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
        sizes={form: path.stat().st_size for form, path in paths.items() if path.exists()},
        answered=answered,
        without=without,
        failed=failed,
    )


@bp.post("/")
def make() -> ResponseReturnValue:
    """Begin; the page then shows how far it is."""
    period, key, paths = _asked()
    order = order_for(period)

    def work(progress: Progress) -> None:
        for path in paths.values():
            path.unlink(missing_ok=True)
        made = batches.rekaps(replace(order, db=get_db()), paths, progress)
        for form, path in paths.items():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            part = path.with_name(f"{path.name}.part")
            part.unlink(missing_ok=True)
            create_private(part)
            part.write_bytes(made[form])
            replace_file(part, path)

    _jobs().start(key, "rekap", work).is_done(0.5)
    return _page(period)


@bp.post("/batal")
def cancel() -> ResponseReturnValue:
    """Stop, and forget what was made."""
    period, key, paths = _asked()
    _jobs().cancel(key)
    for path in paths.values():
        path.unlink(missing_ok=True)
    flash("Dibatalkan. Tidak ada berkas yang disimpan.")
    return _page(period)


@bp.get("/berkas")
def download() -> ResponseReturnValue:
    """The file; where it is gone, the page that makes it."""
    period, _, paths = _asked()
    form = request.args.get("bentuk", "")
    if form not in paths or not paths[form].exists():
        return _page(period)
    name = f"rekap-semua-unit-{g.unit.code}-{period.code}.{form}"
    return send_file(paths[form], as_attachment=True, download_name=name)
