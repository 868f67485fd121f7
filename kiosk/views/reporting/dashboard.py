"""The landing page of staff, the comparison of units, and the figures of earlier years."""

from datetime import datetime

from flask import Blueprint
from flask import abort
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.period import month_of
from kiosk.db import get_db
from kiosk.figures.dashboard import Dashboard
from kiosk.figures.dashboard import read_dashboard
from kiosk.figures.rollup import ASKED
from kiosk.figures.rollup import MARKS
from kiosk.figures.rollup import Sees
from kiosk.figures.rollup import Selection
from kiosk.figures.rollup import SelectionError
from kiosk.figures.rollup import list_choices
from kiosk.figures.rollup import read_selection
from kiosk.figures.rollup import roll_up
from kiosk.figures.trend import yearly_trend
from kiosk.figures.visibility import find_obstacle
from kiosk.figures.visibility import latest_visible
from kiosk.figures.visibility import limit_dashboard
from kiosk.figures.visibility import limit_trend
from kiosk.forms.dashboard import YearlyForm
from kiosk.operations.first_steps import Step
from kiosk.operations.first_steps import list_first_steps
from kiosk.operations.installation import Installation
from kiosk.operations.warnings import as_text
from kiosk.operations.warnings import list_warnings
from kiosk.questionnaire.catalogue import item_names
from kiosk.questionnaire.catalogue import official
from kiosk.security.roles import ADMIN
from kiosk.security.roles import is_at_least
from kiosk.store.answers import rollups
from kiosk.store.engine.connection import is_postgres
from kiosk.store.offices import tree
from kiosk.store.offices import yearly as store
from kiosk.store.offices.units import Unit
from kiosk.store.offices.yearly import YearlyFigure
from kiosk.web import confirmation
from kiosk.web.periods import readable_period
from kiosk.web.periods import sees_everything
from kiosk.web.periods import siblings

bp = Blueprint("dashboard", __name__, url_prefix="/staf")


@bp.get("/dasbor")
def show() -> ResponseReturnValue:
    """This month so far, compared with earlier ones."""
    now = clock.local_now(g.unit.timezone)
    is_admin = g.person.role == "admin"
    db = get_db()
    view = _read(now)
    found = list_warnings(db, g.unit, Installation.of(current_app), now)
    warnings = [one for one in found if is_at_least(g.person.role, one.least)]
    has_second_disk = bool(current_app.config["BACKUP_FOLDER"]) or is_postgres(current_app.config["DATABASE"])
    return render_template(
        "dashboard/show.html",
        has_below=tree.has_units_below(get_db(), g.unit.unit_id),
        first_steps=list_first_steps(db, g.unit, now.date(), has_second_disk=has_second_disk)
        if is_admin
        else [],
        warnings=warnings,
        warning_text=as_text(g.unit, warnings, now),
        now=now,
        view=view,
        is_limited=not sees_everything(),
        item_names=item_names(),
    )


@bp.app_template_global()
def next_first_step() -> Step | None:
    """For an admin of a new office, the next of its first steps that has a page."""
    if not is_at_least(g.person.role, ADMIN):
        return None
    today = clock.local_now(g.unit.timezone).date()
    steps = list_first_steps(get_db(), g.unit, today, has_second_disk=True)
    return next((step for step in steps if step.endpoint and not step.is_done), None)


def _read(now: datetime) -> Dashboard:
    """The present month; for a petugas the latest one to be seen."""
    db, today = get_db(), now.date()
    if sees_everything():
        return read_dashboard(db, g.unit, month_of(today), now)
    view = read_dashboard(db, g.unit, latest_visible(db, g.unit, today), now)
    return limit_dashboard(db, view, today)


@bp.get("/banding")
def units() -> ResponseReturnValue:
    """The units below, side by side and together."""
    db = get_db()
    latest = rollups.get_latest_day_below(db, g.unit.unit_id)
    period, problem = readable_period(g.unit, month_of(latest) if latest else None)
    choices = list_choices(db, g.unit)
    selection = Selection()
    try:
        selection = read_selection(request.args, choices)
    except SelectionError as error:
        problem = str(error)
    page = render_template(
        "dashboard/units.html",
        rollup=roll_up(db, g.unit, period, selection, _sees_of(g.unit)),
        choices=choices,
        siblings=siblings(period),
        marks=MARKS,
        asked={name: request.args[name] for name in ASKED if request.args.get(name)},
        problem=problem,
    )
    return page, 422 if problem else 200


def _sees_of(top: Unit) -> Sees | None:
    """Which units' periods a petugas may see; None for users who see everything."""
    if sees_everything():
        return None
    today = clock.local_now(top.timezone).date()
    return lambda unit, days: find_obstacle(get_db(), unit, days, today) is None


def _yearly_page(form: YearlyForm | None = None) -> ResponseReturnValue:
    today = clock.local_now(g.unit.timezone).date()
    this_year = today.year
    years = yearly_trend(get_db(), g.unit, this_year, years=8)
    page = render_template(
        "dashboard/yearly.html",
        figures=store.list_yearly(get_db(), g.unit.unit_id),
        years=years if sees_everything() else limit_trend(get_db(), g.unit, years, today),
        bands=official().rules.bands,
        form=form or YearlyForm(this_year, formdata=None, year=this_year - 1),
    )
    return page, 422 if form else 200


@bp.get("/tahunan")
def yearly() -> ResponseReturnValue:
    """The IKM of each year, and those entered by hand."""
    return _yearly_page()


@bp.post("/tahunan")
def set_yearly() -> ResponseReturnValue:
    """Enter the IKM of an earlier year, or correct it."""
    form = YearlyForm(clock.local_now(g.unit.timezone).year)
    if not form.validate():
        return _yearly_page(form)
    figure = YearlyFigure(
        form.year.data, form.ikm.data, form.mutu.data, form.respondents.data, form.source.data
    )
    store.set_yearly(get_db(), g.unit.unit_id, figure, person_id=g.person.person_id, now=clock.now())
    flash(f"IKM tahun {form.year.data} disimpan.")
    return redirect(url_for("dashboard.yearly"), 303)


@bp.post("/tahunan/hapus")
def remove_yearly() -> ResponseReturnValue:
    """Remove the entry of a year."""
    year = request.form.get("year", type=int)
    if year is None:
        abort(400)
    question = confirmation.ask(
        f"Hapus IKM tahun {year}?",
        ["Angka yang diketik untuk tahun itu hilang dari grafik tren, LKj, dan Laporan SKM."],
        action="Hapus",
        back=url_for("dashboard.yearly"),
    )
    if question:
        return question
    store.remove_yearly(get_db(), g.unit.unit_id, year, clock.now())
    flash(f"IKM tahun {year} dihapus.")
    return redirect(url_for("dashboard.yearly"), 303)
