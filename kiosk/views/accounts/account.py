"""The user's own account: a new password, logging out everywhere, reauthentication."""

from urllib.parse import urlsplit

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.paths import requested_path
from kiosk.db import get_db
from kiosk.forms.account import OwnPasswordForm
from kiosk.forms.account import PasswordForm
from kiosk.forms.two_factor import CodeForm
from kiosk.security import reauthentication
from kiosk.security import sessions
from kiosk.security.roles import ROLE_NAMES
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.account_changes import record_change
from kiosk.store.engine.times import local
from kiosk.store.offices import units
from kiosk.web.notices import TOO_MANY
from kiosk.web.notices import WRONG_CODE
from kiosk.web.notices import list_changes
from kiosk.web.returning import local_path

bp = Blueprint("account", __name__, url_prefix="/staf/akun")

WRONG_PASSWORD = "Kata sandi Anda salah. Periksa huruf besar dan kecilnya."  # noqa: S105  (a message)


@bp.route("/", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Show the account; change the password, which ends all other sessions."""
    db, person_id = get_db(), g.person.person_id
    form = OwnPasswordForm()
    form.about = sessions.names_around(g.person)
    if form.validate_on_submit():
        try:
            is_right = sessions.check_own_password(form.current.data)
        except reauthentication.TooManyGuesses:
            form.current.errors = [TOO_MANY]
        else:
            if is_right:
                chosen = reauthentication.hash_password(form.password.data)
                people.change_own_password(db, g.person, chosen, clock.now())
                record_change(db, person_id, "password", by=person_id, now=clock.now())
                sessions.restart_session(people.get_person(db, person_id))
                flash("Kata sandi diganti. Perangkat lain sudah dikeluarkan.")
                return redirect(url_for("account.show"), 303)
            form.current.errors = ["Kata sandi sekarang salah."]
    own = units.get_unit(db, g.person.unit_id)
    factor = two_factor.find_second_factor(db, person_id)
    page = render_template(
        "account/show.html",
        form=form,
        own=own,
        role=ROLE_NAMES[g.person.role],
        protected_since=local(factor.since, own.timezone) if factor else None,
        changes=list_changes(db, g.person),
    )
    return page, 422 if form.errors else 200


@bp.post("/keluar-semua")
def log_out_everywhere() -> ResponseReturnValue:
    """End every session of the user, this one too."""
    people.end_sessions(get_db(), g.person.person_id)
    session.clear()
    flash("Anda sudah keluar dari semua perangkat.")
    return redirect(url_for("session.front"), 303)


@bp.app_errorhandler(sessions.ReauthenticationNeeded)
def ask_to_reauthenticate(_error: sessions.ReauthenticationNeeded) -> ResponseReturnValue:
    """Ask for reauthentication before a sensitive page opens; a form that is sent too late is refused."""
    if request.method == "GET":
        return redirect(url_for("account.reauthenticate", lanjut=requested_path()), 303)
    parts = urlsplit(request.referrer or "")
    back = f"{parts.path}?{parts.query}".rstrip("?") if parts.netloc == request.host else None
    return render_template("account/late.html", back=back), 403


@bp.route("/pastikan", methods=["GET", "POST"])
def reauthenticate() -> ResponseReturnValue:
    """Ask for a code, or for the password of users without two-factor authentication, and go back."""
    has_factor = two_factor.find_second_factor(get_db(), g.person.person_id) is not None
    form = CodeForm() if has_factor else PasswordForm()
    target = local_path(request.args.get("lanjut"))
    if form.validate_on_submit():
        try:
            if _is_right(form.answer.data, has_factor):
                sessions.record_reauthentication()
                return redirect(target or url_for("account.show"), 303)
            form.answer.errors = [WRONG_CODE if has_factor else WRONG_PASSWORD]
        except reauthentication.TooManyGuesses:
            form.answer.errors = [TOO_MANY]
    page = render_template("account/reauthenticate.html", form=form, target=target, has_factor=has_factor)
    return page, 422 if form.errors else 200


def _is_right(answer: str, has_factor: bool) -> bool:
    return (
        reauthentication.check_code(g.person, answer) if has_factor else sessions.check_own_password(answer)
    )
