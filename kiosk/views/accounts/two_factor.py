"""Two-factor authentication of the user's own account: turning it on and off, new recovery codes."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base import qr
from kiosk.db import get_db
from kiosk.forms.two_factor import NewTwoFactorForm
from kiosk.security import reauthentication
from kiosk.security import sessions
from kiosk.security import totp
from kiosk.security.two_factor import is_required
from kiosk.security.two_factor import stop_own
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.engine.ids import new_key
from kiosk.store.offices import units
from kiosk.web.notices import WRONG_CODE

bp = Blueprint("two_factor", __name__, url_prefix="/staf/akun/verifikasi")


@bp.get("/")
def show() -> ResponseReturnValue:
    """How to turn it on or, once it is on, what can be changed."""
    db, person = get_db(), g.person
    if two_factor.find_second_factor(db, person.person_id) is None:
        return _show_new(NewTwoFactorForm(formdata=None, seed=new_key(26)))
    return render_template(
        "two_factor/show.html",
        left=two_factor.count_recovery_codes(db, person.person_id),
        is_required=is_required(get_db(), g.person),
    )


@bp.post("/")
def start() -> ResponseReturnValue:
    """Turn it on: the user typed a code that the phone showed. All other sessions end."""
    db, person = get_db(), g.person
    form = NewTwoFactorForm()
    if not form.validate():
        return _show_new(form)
    seed, now = form.seed.data, clock.now()
    step = totp.find_step(reauthentication.derive_secret(person, seed), totp.tidy(form.answer.data), now)
    if step is None:
        form.answer.errors = [WRONG_CODE]
        return _show_new(form)
    made = reauthentication.make_recovery_codes(person)
    two_factor.enable_second_factor(
        db, person.person_id, seed=seed, step=step, recovery_codes=made.values(), now=now
    )
    sessions.start_session(people.get_person(db, person.person_id))
    return render_template("two_factor/recovery.html", codes=map(totp.in_groups, made), is_new=True)


@bp.post("/kode-cadangan")
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once."""
    made = reauthentication.make_recovery_codes(g.person)
    two_factor.renew_recovery_codes(get_db(), g.person.person_id, made.values(), clock.now())
    return render_template("two_factor/recovery.html", codes=map(totp.in_groups, made), is_new=False)


@bp.post("/matikan")
def stop() -> ResponseReturnValue:
    """Turn it off, unless the office requires it. All other sessions end."""
    stop_own(get_db(), g.person, clock.now())
    sessions.start_session(people.get_person(get_db(), g.person.person_id))
    flash("Verifikasi dua langkah dimatikan. Perangkat lain sudah dikeluarkan.")
    return redirect(url_for("account.show"), 303)


def _show_new(form: NewTwoFactorForm) -> ResponseReturnValue:
    """The page with a QR code, of the same seed as before: the phone may have scanned it already."""
    if form.seed.errors:
        form.seed.data = new_key(26)
    secret = reauthentication.derive_secret(g.person, form.seed.data)
    office = units.get_unit(get_db(), g.person.unit_id).name
    page = render_template(
        "two_factor/new.html",
        form=form,
        code=qr.encode(totp.make_address(secret, g.person.username, office)),
        key=totp.in_groups(secret),
        is_required=is_required(get_db(), g.person),
    )
    return page, 422 if form.errors else 200
