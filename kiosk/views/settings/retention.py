"""How long the unit keeps personal data."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.formatting import whole
from kiosk.db import get_db
from kiosk.forms.retention import RetentionForm
from kiosk.store.answers import retention
from kiosk.store.answers.retention import Retention
from kiosk.web import confirmation

bp = Blueprint("retention", __name__, url_prefix="/staf/kelola/masa-simpan")

_PARTS = {"profile": "profil", "comment": "saran"}


@bp.get("/")
def show() -> ResponseReturnValue:
    """The retention periods."""
    kept = retention.get_retention(get_db(), g.unit.unit_id)
    return render_template("retention/show.html", form=RetentionForm(formdata=None, obj=kept))


@bp.post("/")
def change() -> ResponseReturnValue:
    """Store the retention periods; deletion starts with the next daily maintenance."""
    form = RetentionForm()
    if not form.validate():
        return render_template("retention/show.html", form=form), 422
    kept = Retention(form.profile_months.data, form.comment_months.data)
    if question := _ask(kept):
        return question
    retention.set_retention(get_db(), g.unit.unit_id, kept)
    flash("Masa simpan disimpan. Yang lewat masanya dihapus sekali sehari.")
    return redirect(url_for("retention.show"), 303)


def _ask(kept: Retention) -> ResponseReturnValue | None:
    """The question that names what the next daily maintenance would delete; None where that is nothing."""
    today = clock.local_now(g.unit.timezone).date()
    due = retention.count_due(get_db(), g.unit.unit_id, kept, today)
    parts = [f"{whole(count)} {_PARTS[part]}" for part, count in due.items() if count]
    if not parts:
        return None
    return confirmation.ask(
        "Hapus data yang lewat masa simpan?",
        [
            f"Dalam sehari {' dan '.join(parts)} yang lebih lama dari masa simpan ini dihapus "
            "dan tidak dapat dikembalikan.",
            "Nilai jawaban dan IKM tidak berubah. Cadangan yang sudah dibuat masih memuatnya.",
        ],
        action="Simpan dan hapus",
        back=url_for("retention.show"),
    )
