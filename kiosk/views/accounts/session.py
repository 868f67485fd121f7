"""Logging in and out, and the bare address."""

from urllib.parse import parse_qsl
from urllib.parse import urlsplit

from flask import Blueprint
from flask import current_app
from flask import flash
from flask import g
from flask import jsonify
from flask import redirect
from flask import render_template
from flask import request
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from kiosk.base import clock
from kiosk.base.paths import requested_path
from kiosk.db import get_db
from kiosk.forms.session import LinkPasswordForm
from kiosk.forms.session import LoginForm
from kiosk.forms.two_factor import CodeForm
from kiosk.security import kept_forms
from kiosk.security import known_browsers
from kiosk.security import reauthentication
from kiosk.security import sessions
from kiosk.security.kept_forms import KeptForm
from kiosk.security.pages import PAGES
from kiosk.store.accounts import password_links
from kiosk.store.accounts import people
from kiosk.store.accounts.account_changes import record_change
from kiosk.store.accounts.people import Person
from kiosk.store.engine.errors import NotFound
from kiosk.web.cross_site import is_cross_site
from kiosk.web.notices import CROWDED
from kiosk.web.notices import TOO_MANY
from kiosk.web.notices import WRONG_CODE
from kiosk.web.notices import announce_changes
from kiosk.web.returning import local_path

bp = Blueprint("session", __name__)

# Fields that are never written into a page.
_SECRET = ("csrf_token", "password", "pin")


@bp.get("/")
def front() -> ResponseReturnValue:
    """The bare address: leads staff to the dashboard or the login, and a new office to its set-up."""
    if not people.has_people(get_db()):
        return redirect(url_for("setup.found"), 303)
    return redirect(url_for("dashboard.show" if g.person else "session.login"), 303)


@bp.route("/masuk", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Log in, and go on to the page that was asked for."""
    form, kept = LoginForm(), request.form.get("kept")
    if form.validate_on_submit():
        try:
            person = reauthentication.check_password(form.username.data, form.password.data)
        except reauthentication.TooManyGuesses as error:
            form.password.errors = [CROWDED if isinstance(error, reauthentication.Crowded) else TOO_MANY]
            return render_template("session/login.html", form=form, kept=kept), 429
        if person:
            return _go_on(person) if sessions.log_in(person) else _ask_code()
        form.password.errors = ["Nama pengguna atau kata sandi salah. Periksa huruf besar dan kecilnya."]
    page = render_template("session/login.html", form=form, kept=kept)
    return page, 422 if form.errors else 200


@bp.app_errorhandler(sessions.LoggedOut)
def ask_again(_: sessions.LoggedOut) -> ResponseReturnValue:
    """The session ended while a form was filled in: log in, then send it. Files have to be chosen again."""
    if request.accept_mimetypes.best == "application/json":
        # A page's script keeps what was typed, and offers the way to the log-in itself.
        return jsonify(error="Sesi berakhir. Masuk lagi."), 401
    sent = (request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host)
    # A form from another site is not kept, nor one about accounts: it may hold a password. A session that its
    # user ended is gone, so nothing is kept for the user of before.
    if (
        "person" not in session
        or request.headers.get("Origin") is None
        or is_cross_site(*sent)
        or request.blueprint in sessions.OWN_ACCOUNT
    ):
        return redirect(url_for("session.login"), 303)
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(secret in name for secret in _SECRET)
    ]
    kept = KeptForm(requested_path(), fields).keep_for(session["person"])
    return render_template("session/login.html", form=LoginForm(formdata=None), kept=kept), 401


def _show_kept(person: Person) -> ResponseReturnValue | None:
    """What the form that this person sent after the last session will do, and a button that sends it.

    None when there is none. Forms of sensitive pages are dropped.
    """
    kept = kept_forms.read(request.form.get("kept", ""), person)
    if kept is None:
        return None
    try:
        endpoint, _ = current_app.url_map.bind("").match(
            urlsplit(kept.path.removeprefix(request.root_path)).path, "POST"
        )
    except (ValueError, HTTPException):
        return None
    page = PAGES.get(endpoint)
    if page is None or page.is_sensitive:
        return None
    query = parse_qsl(urlsplit(kept.path).query)
    values = [value for _, value in [*query, *kept.fields] if value.strip()]
    return render_template(
        "session/resend.html", path=kept.path, fields=kept.fields, act=page.act, values=values, person=person
    )


@bp.route("/masuk/kode", methods=["GET", "POST"])
def verify() -> ResponseReturnValue:
    """Ask for a code after the password, and go on to the page that was asked for."""
    person = sessions.find_waiting()
    if person is None:
        return redirect(url_for("session.login", lanjut=request.args.get("lanjut")), 303)
    form = CodeForm()
    if request.args.get("cadangan"):
        form.answer.label.text = "Kode cadangan"
    status = 200
    if form.validate_on_submit():
        try:
            if reauthentication.check_code(person, form.answer.data):
                sessions.start_session(person)
                return _go_on(person)
            form.answer.errors = [WRONG_CODE]
        except reauthentication.TooManyGuesses:
            form.answer.errors = [TOO_MANY]
            status = 429
    page = render_template("session/verify.html", form=form, kept=request.form.get("kept"))
    return page, 422 if form.errors and status == 200 else status


def _ask_code() -> ResponseReturnValue:
    if kept := request.form.get("kept"):
        return render_template("session/verify.html", form=CodeForm(formdata=None), kept=kept)
    return redirect(url_for("session.verify", lanjut=request.args.get("lanjut")), 303)


def _go_on(person: Person) -> ResponseReturnValue:
    """Show what changed in the account since the last login, and go on."""
    db, now = get_db(), clock.now()
    if changes := announce_changes(db, person, now):
        flash(changes)
    if not known_browsers.known_as(person.username):
        record_change(db, person.person_id, "browser", by=person.person_id, now=now)
    if shown := _show_kept(person):
        return shown
    return redirect(local_path(request.args.get("lanjut")) or url_for("dashboard.show"), 303)


@bp.post("/keluar")
def logout() -> ResponseReturnValue:
    """End this browser's session."""
    sessions.end_session()
    flash("Anda sudah keluar.")
    return redirect(url_for("session.login"), 303)


@bp.route("/sandi/<code>", methods=["GET", "POST"])
def set_password(code: str) -> ResponseReturnValue:
    """Set a password through the one-time link from an admin; opening the link does not use it up."""
    db = get_db()
    try:
        person = password_links.find_invited(db, code, clock.now())
    except NotFound:
        return render_template("session/link_over.html"), 410
    form = LinkPasswordForm()
    form.about = sessions.names_around(person)
    if form.validate_on_submit():
        person = password_links.use_link(
            db, code, reauthentication.hash_password(form.password.data), clock.now()
        )
        if not sessions.log_in(person):
            return _ask_code()
        flash("Kata sandi disimpan.")
        return redirect(url_for("dashboard.show"), 303)
    page = render_template("session/set_password.html", form=form, person=person)
    return page, 422 if form.errors else 200
