"""One's own account: who one is here, a new password, leaving every device."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk import auth
from kiosk.access import ROLE_NAMES
from kiosk.db import get_db
from kiosk.forms.people import OwnPasswordForm
from kiosk.store import people
from kiosk.store import units

bp = Blueprint("account", __name__, url_prefix="/staf/akun")


@bp.route("/", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Show the account; change the password, which ends all other sessions."""
    form = OwnPasswordForm()
    form.about = auth.names_around(g.person)
    if form.validate_on_submit():
        try:
            is_right = auth.check_own_password(form.current.data)
        except auth.TooManyGuesses:
            form.current.errors = ["Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."]
        else:
            if is_right:
                people.set_password(get_db(), g.person.person_id, auth.hash_password(form.password.data))
                auth.start_session(people.get_person(get_db(), g.person.person_id))
                flash("Kata sandi diganti. Perangkat lain sudah dikeluarkan.")
                return redirect(url_for("account.show"), 303)
            form.current.errors = ["Kata sandi sekarang salah."]
    own = units.get_unit(get_db(), g.person.unit_id)
    page = render_template("account/show.html", form=form, own=own, role=ROLE_NAMES[g.person.role])
    return page, 422 if form.errors else 200


@bp.post("/keluar-semua")
def log_out_everywhere() -> ResponseReturnValue:
    """End every session of one's own, this one too."""
    people.end_sessions(get_db(), g.person.person_id)
    session.clear()
    flash("Anda sudah keluar dari semua perangkat.")
    return redirect(url_for("session.front"), 303)
