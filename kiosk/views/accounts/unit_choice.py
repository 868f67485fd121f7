"""Choosing the unit to look at, for staff of a unit with others below it."""

from flask import Blueprint
from flask import g
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base.paths import requested_path
from kiosk.db import get_db
from kiosk.store.offices import tree
from kiosk.web.returning import local_path
from kiosk.web.returning import with_unit

# The most units that are listed; the search finds the others.
MOST = 300

bp = Blueprint("unit_choice", __name__, url_prefix="/staf/pilih-unit")


@bp.app_template_global()
def has_choice_of_units() -> bool:
    """Whether the user may see more than their own unit."""
    return g.person is not None and tree.has_units_below(get_db(), g.person.unit_id)


@bp.app_template_global()
def same_page() -> str | None:
    """This page's path, to open it for another unit; None for a page about a thing of this unit."""
    if request.endpoint == "unit_choice.choose":
        return local_path(request.args.get("lanjut"))
    return requested_path() if request.method == "GET" and not request.view_args else None


@bp.get("/")
def choose() -> ResponseReturnValue:
    """The user's unit and all below it; `q` filters them by name, `lanjut` is the page to go on to."""
    target = local_path(request.args.get("lanjut")) or url_for("results.month")
    wanted = request.args.get("q", "").strip().casefold()
    branches = [
        (branch, with_unit(target, branch.unit.code))
        for branch in tree.list_branches(get_db(), g.person.unit_id)
        if wanted in branch.unit.name.casefold()
    ]
    left_out = max(0, len(branches) - MOST)
    return render_template(
        "unit_choice/choose.html", branches=branches[:MOST], left_out=left_out, target=target
    )
