"""Accounts of staff: adding, changing and closing them, and links to set a password."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from flask import Blueprint
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.people import NewPersonForm
from kiosk.forms.people import PersonForm
from kiosk.forms.people import TwoFactorRuleForm
from kiosk.forms.people_list import USERNAME_TAKEN
from kiosk.forms.people_list import PeopleListForm
from kiosk.security import reauthentication
from kiosk.security.roles import ROLE_NAMES
from kiosk.security.roles import ROLES
from kiosk.security.two_factor import require
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.account_changes import record_change
from kiosk.store.accounts.password_links import LIFETIME
from kiosk.store.accounts.password_links import Newcomer
from kiosk.store.accounts.password_links import PasswordLink
from kiosk.store.accounts.password_links import create_link
from kiosk.store.accounts.password_links import invite
from kiosk.store.accounts.people import Person
from kiosk.store.engine.errors import Conflict
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.web import confirmation

bp = Blueprint("people", __name__, url_prefix="/staf/kelola/orang")


def _find(person_id: str) -> Person:
    """A person of the chosen unit or one below it. Raises NotFound."""
    return people.get_person_below(get_db(), person_id, g.unit.unit_id)


def _is_named(person: Person, wanted: str) -> bool:
    return wanted in person.name.casefold() or wanted in person.username


def _names(but: Person | None = None) -> list[tuple[str, str]]:
    """Unit id and name of every account of the chosen unit and those below it, but one."""
    db = get_db()
    return [
        (person.unit_id, person.name)
        for branch in tree.list_branches(db, g.unit.unit_id)
        for person in people.list_people(db, branch.unit.unit_id)
        if person != but
    ]


def _held(person_id: str) -> AbstractContextManager[Person]:
    """A transaction in which the user changes this person."""
    return people.held_below(get_db(), person_id, g.unit.unit_id, g.person)


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("people.index"), 303)


def _make_link(person: Person) -> PasswordLink:
    """A one-time link for setting a password."""
    return create_link(get_db(), person_id=person.person_id, made_by=g.person.person_id, now=clock.now())


def _show_links(links: Sequence[tuple[Person, PasswordLink]]) -> ResponseReturnValue:
    """Show new links this once."""
    base = current_app.config["BASE_URL"] or ""
    invited = [
        (person, base + url_for("session.set_password", code=link.code, _external=not base))
        for person, link in links
    ]
    return render_template("people/links.html", invited=invited, hours=LIFETIME.total_seconds() / 3600)


def _invite(forms: Sequence[NewPersonForm]) -> ResponseReturnValue:
    """Add accounts, all or none, and show their links. Raises Conflict when a user name is taken."""
    newcomers = [
        Newcomer(form.username.data, form.name.data, form.unit_id.data, form.role.data) for form in forms
    ]
    password_hash, now = reauthentication.NO_PASSWORD, clock.now()
    by = g.person.person_id
    return _show_links(invite(get_db(), newcomers, password_hash=password_hash, made_by=by, now=now))


@bp.get("/")
def index() -> ResponseReturnValue:
    """The people of the unit, and of the units below it that have any."""
    db = get_db()
    offices = [
        (branch.unit, people.list_people(db, branch.unit.unit_id))
        for branch in tree.list_branches(db, g.unit.unit_id)
    ]
    wanted = request.args.get("q", "").strip().casefold()
    offices = [(unit, [one for one in staff if _is_named(one, wanted)]) for unit, staff in offices]
    if request.args.get("urut") == "peran":
        offices = [(unit, sorted(staff, key=lambda one: -ROLES.index(one.role))) for unit, staff in offices]
    found = [(unit, staff) for unit, staff in offices if staff]
    shown = found if wanted else [(unit, staff) for unit, staff in offices if staff or unit == g.unit]
    has_rule = two_factor.has_rule(db, g.unit.unit_id)
    return render_template(
        "people/index.html",
        offices=shown,
        is_searched=bool(wanted),
        role_names=ROLE_NAMES,
        protected=two_factor.list_protected(db),
        rule_form=TwoFactorRuleForm(formdata=None, is_asked=has_rule),
        is_asked_above=not has_rule and two_factor.is_required(db, g.unit.unit_id),
    )


@bp.route("/baru", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add an account, and show the link with which its owner sets the password."""
    form = NewPersonForm(tree.list_branches(get_db(), g.unit.unit_id), _names())
    if form.validate_on_submit():
        try:
            return _invite([form])
        except Conflict:
            form.username.errors = [USERNAME_TAKEN]
    return render_template("people/add.html", form=form), 422 if form.errors else 200


@bp.route("/daftar", methods=["GET", "POST"])
def add_list() -> ResponseReturnValue:
    """Add the accounts of a pasted list, once the list as it was understood has been looked at."""
    db = get_db()
    branches = tree.list_branches(db, g.unit.unit_id)
    form = PeopleListForm(branches, _names(), lambda username: people.has_account(db, username))
    unit = next((one.unit for one in branches if one.unit.unit_id == form.unit_id.data), g.unit)
    if form.validate_on_submit() and confirmation.is_given():
        try:
            return _invite(form.people)
        except Conflict:
            form.lines.errors = [USERNAME_TAKEN]
    page = render_template("people/add_list.html", form=form, unit=unit, role_names=ROLE_NAMES)
    return page, 422 if form.errors else 200


@bp.route("/<person_id>", methods=["GET", "POST"])
def change(person_id: str) -> ResponseReturnValue:
    """Change name, role and unit of an account."""
    person = _find(person_id)
    form = PersonForm(tree.list_branches(get_db(), g.unit.unit_id), _names(but=person), obj=person)
    is_own = person.person_id == g.person.person_id
    if form.validate_on_submit():
        if is_own and (form.role.data, form.unit_id.data) != (person.role, person.unit_id):
            form.role.errors = ["Peran dan unit Anda sendiri hanya dapat diubah oleh admin lain."]
        else:
            with _held(person_id) as person:
                people.update_person(
                    get_db(),
                    person_id,
                    name=form.name.data,
                    unit_id=form.unit_id.data,
                    role=form.role.data,
                    now=clock.now(),
                )
                _tell(person, form)
            return _done(f"Data {form.name.data} disimpan.")
    has_factor = two_factor.find_second_factor(get_db(), person_id) is not None
    page = render_template(
        "people/change.html", form=form, person=person, is_own=is_own, has_factor=has_factor
    )
    return page, 422 if form.errors else 200


def _tell(person: Person, form: PersonForm) -> None:
    """Notify the person, at the next login, of another role or unit."""
    by, now = g.person.person_id, clock.now()
    if form.role.data != person.role:
        role = ROLE_NAMES[form.role.data]
        record_change(get_db(), person.person_id, "role", by=by, now=now, detail=role)
    if form.unit_id.data != person.unit_id:
        unit = units.get_unit(get_db(), form.unit_id.data).name
        record_change(get_db(), person.person_id, "unit", by=by, now=now, detail=unit)


@bp.post("/<person_id>/tautan")
def reset(person_id: str) -> ResponseReturnValue:
    """Make a link with which the person sets a new password; the old one works until then."""
    with _held(person_id) as person:
        if person.disabled_at is not None:
            raise Conflict("the account is disabled")
        link = _make_link(person)
    return _show_links([(person, link)])


@bp.post("/<person_id>/tutup")
def disable(person_id: str) -> ResponseReturnValue:
    """Close an account, but not the user's own, so that an admin remains."""
    if person_id == g.person.person_id:
        raise Conflict("the user's own account")
    with _held(person_id) as person:
        people.disable_person(get_db(), person_id, clock.now())
    return _done(f"Akun {person.name} ditutup.")


@bp.post("/<person_id>/buka")
def enable(person_id: str) -> ResponseReturnValue:
    """Open a closed account again."""
    with _held(person_id) as person:
        people.enable_person(get_db(), person_id, clock.now())
    return _done(f"Akun {person.name} dibuka kembali.")


@bp.post("/sekaligus")
def change_chosen() -> ResponseReturnValue:
    """Close the chosen accounts, or log their owners out everywhere; never the user's own."""
    found = [_find(person_id) for person_id in request.form.getlist("pilih")]
    chosen = [one for one in found if one.person_id != g.person.person_id and one.disabled_at is None]
    if not chosen:
        return _done("Centang dahulu pengguna lain yang akunnya terbuka.")
    is_closing = request.form.get("tindakan") == "tutup"
    if is_closing and (
        question := confirmation.ask(
            f"Tutup {len(chosen)} akun?",
            ["Pemiliknya dikeluarkan dan tidak dapat masuk lagi. Setiap akun dapat dibuka kembali."],
            details=[f"{one.name} ({one.username})" for one in chosen],
            action="Tutup akun",
            back=url_for("people.index"),
        )
    ):
        return question
    for person in chosen:
        with _held(person.person_id):
            if is_closing:
                people.disable_person(get_db(), person.person_id, clock.now())
            else:
                people.end_sessions(get_db(), person.person_id)
    return _done(f"{len(chosen)} {'akun ditutup' if is_closing else 'pengguna dikeluarkan'}.")


@bp.post("/<person_id>/keluarkan")
def log_out(person_id: str) -> ResponseReturnValue:
    """Log a person out on every device."""
    with _held(person_id) as person:
        people.end_sessions(get_db(), person_id)
    return _done(f"{person.name} dikeluarkan dari semua perangkat.")


@bp.post("/<person_id>/matikan-verifikasi")
def stop_two_factor(person_id: str) -> ResponseReturnValue:
    """Turn two-factor authentication off for a person who lost phone and recovery codes."""
    person = _find(person_id)
    question = confirmation.ask(
        f"Matikan verifikasi dua langkah {person.name}?",
        ["Kode dari ponselnya dan kode cadangannya tidak berlaku lagi; ia masuk dengan kata sandi saja."],
        action="Matikan",
        back=url_for("people.index"),
    )
    if question:
        return question
    with _held(person_id):
        two_factor.disable_second_factor(get_db(), person_id, by=g.person.person_id, now=clock.now())
    return _done(f"Verifikasi dua langkah {person.name} dimatikan; ia dapat mengaktifkannya lagi.")


@bp.post("/wajib-verifikasi")
def require_two_factor() -> ResponseReturnValue:
    """Require two-factor authentication of pimpinan and admins of the unit and those below it, or not."""
    if not TwoFactorRuleForm().is_asked.data:
        two_factor.set_rule(get_db(), g.unit.unit_id, False, clock.now())
        return _done("Disimpan.")
    try:
        require(get_db(), g.unit.unit_id, g.person, clock.now())
    except Conflict:
        return _done("Belum disimpan: aktifkan dulu verifikasi dua langkah untuk akun Anda sendiri.")
    return _done("Disimpan. Yang belum memakainya diminta mengaktifkan.")
