"""The tree of units: adding, renaming and moving units below the user's own."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.units import UnitForm
from kiosk.operations.founding import open_branch
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.store.offices.tree import Branch

bp = Blueprint("units", __name__, url_prefix="/staf/kelola/unit")


def _branches() -> list[Branch]:
    """The user's own unit and all below it, whichever unit is chosen."""
    return tree.list_branches(get_db(), g.person.unit_id)


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("units.index"), 303)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show the tree."""
    return render_template("units/index.html", branches=_branches())


@bp.route("/baru", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Add a unit with a tablet and a QR code of its own."""
    branches = _branches()
    form = UnitForm(branches, [branch.unit.name for branch in branches], parent_unit_id=g.unit.unit_id)
    if form.validate_on_submit():
        parent = units.get_unit(get_db(), form.parent_unit_id.data)
        unit = open_branch(get_db(), parent=parent, name=form.name.data, now=clock.now())
        return _done(f"{unit.name} ditambahkan. Lengkapi kop surat dan penanda tangannya lewat “Kop surat”.")
    return render_template("units/add.html", form=form), 422 if form.errors else 200


@bp.route("/<unit_id>", methods=["GET", "POST"])
def change(unit_id: str) -> ResponseReturnValue:
    """Rename a unit, or move it below another one."""
    if unit_id == g.person.unit_id or not tree.is_within(get_db(), unit_id, g.person.unit_id):
        raise NotFound(f"unit {unit_id}")
    unit = units.get_unit(get_db(), unit_id)
    own = {branch.unit.unit_id for branch in tree.list_branches(get_db(), unit_id)}
    branches = _branches()
    names = [branch.unit.name for branch in branches if branch.unit.unit_id != unit_id]
    form = UnitForm([branch for branch in branches if branch.unit.unit_id not in own], names, obj=unit)
    if form.validate_on_submit():
        tree.change_unit(
            get_db(),
            unit_id,
            name=form.name.data,
            parent_unit_id=form.parent_unit_id.data,
            below=g.person.unit_id,
            now=clock.now(),
        )
        return _done(f"{form.name.data} disimpan.")
    return render_template("units/change.html", form=form, unit=unit), 422 if form.errors else 200
