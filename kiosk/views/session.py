"""Logging in and out, and the front door."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk import auth
from kiosk.db import get_db
from kiosk.forms.staff import LoginForm
from kiosk.store import people
from kiosk.views.returning import local_path

bp = Blueprint("session", __name__)


@bp.get("/")
def front() -> ResponseReturnValue:
    """The bare address: staff are led in, a new office to its set-up."""
    if not people.has_people(get_db()):
        return redirect(url_for("setup.found"), 303)
    return redirect(url_for("dashboard.show" if g.person else "session.login"), 303)


@bp.route("/masuk", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Log in and go on to where one wanted to go."""
    form = LoginForm()
    if form.validate_on_submit():
        try:
            person = auth.log_in(form.username.data, form.password.data)
        except auth.TooManyGuesses:
            form.password.errors = ["Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."]
            return render_template("session/login.html", form=form), 429
        if person:
            return redirect(local_path(request.args.get("lanjut")) or url_for("dashboard.show"), 303)
        form.password.errors = ["Nama pengguna atau kata sandi salah. Periksa huruf besar dan kecilnya."]
    return render_template("session/login.html", form=form), 422 if form.errors else 200


@bp.post("/keluar")
def logout() -> ResponseReturnValue:
    """End this browser's session."""
    session.clear()
    flash("Anda sudah keluar.")
    return redirect(url_for("session.login"), 303)
