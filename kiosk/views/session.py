"""Logging in and out, and the front door."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk import auth
from kiosk import clock
from kiosk.db import get_db
from kiosk.forms.people import LinkPasswordForm
from kiosk.forms.staff import LoginForm
from kiosk.store import password_links
from kiosk.store import people
from kiosk.store.errors import NotFound
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
    auth.end_session()
    flash("Anda sudah keluar.")
    return redirect(url_for("session.login"), 303)


@bp.route("/sandi/<code>", methods=["GET", "POST"])
def set_password(code: str) -> ResponseReturnValue:
    """Set a password by the one-time link that an admin handed over; opening it changes nothing yet."""
    db = get_db()
    try:
        person = password_links.find_invited(db, code, clock.now())
    except NotFound:
        return render_template("session/link_over.html"), 410
    form = LinkPasswordForm()
    form.about = auth.names_around(person)
    if form.validate_on_submit():
        person = password_links.use_link(db, code, auth.hash_password(form.password.data), clock.now())
        auth.start_session(person)
        flash("Kata sandi disimpan.")
        return redirect(url_for("results.month"), 303)
    page = render_template("session/set_password.html", form=form, person=person)
    return page, 422 if form.errors else 200
