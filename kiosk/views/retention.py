"""How long the unit keeps personal data."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.db import get_db
from kiosk.forms.retention import RetentionForm
from kiosk.store.answers import retention
from kiosk.store.answers.retention import Retention

bp = Blueprint("retention", __name__, url_prefix="/staf/kelola/masa-simpan")


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
    retention.set_retention(get_db(), g.unit.unit_id, kept)
    flash("Masa simpan disimpan. Yang lewat masanya dihapus sekali sehari.")
    return redirect(url_for("retention.show"), 303)
