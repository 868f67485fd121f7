"""The office's figures: the month page, any other period, and its printed rekap."""

from flask import Blueprint
from flask import Response
from flask import g
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import get_db
from kiosk.papers import rekap
from kiosk.profile import TITLES
from kiosk.store import figures
from kiosk.store.units import Unit
from kiosk.summary import Summary
from kiosk.summary import summarise
from scoring import Period
from scoring import PeriodError
from scoring import month_of

bp = Blueprint("results", __name__, url_prefix="/staf")


def _period(unit: Unit) -> tuple[Period, str | None]:
    """The period asked for, or the one with the latest answers; and why an odd one was not understood."""
    latest = figures.get_latest_day(get_db(), unit.unit_id) or clock.local_now(unit.timezone).date()
    asked = request.args.get("periode")
    if "dari" in request.args:
        asked = f"{request.args['dari']}..{request.args.get('sampai', '')}"
    if asked is None:
        return month_of(latest), None
    try:
        return Period.parse(asked), None
    except PeriodError as error:
        return month_of(latest), str(error)


def _siblings(period: Period) -> list[Period]:
    """The month, quarter, semester and year around the start of `period`."""
    day = period.start
    quarter = Period.parse(f"{day.year}-TW{(day.month + 2) // 3}")
    semester = Period.parse(f"{day.year}-S{1 if day.month <= 6 else 2}")
    return [month_of(day), quarter, semester, Period.parse(f"{day.year}")]


def _summary() -> tuple[Summary, str | None]:
    unit = g.unit
    period, problem = _period(unit)
    return summarise(get_db(), unit, period, clock.local_now(unit.timezone)), problem


def _page(summary: Summary, problem: str | None) -> ResponseReturnValue:
    page = render_template(
        "results/month.html",
        summary=summary,
        problem=problem,
        siblings=_siblings(summary.period),
        profile_titles=TITLES,
    )
    return page, 422 if problem else 200


@bp.get("/")
def month() -> ResponseReturnValue:
    """One period of the person's unit, on the screen."""
    return _page(*_summary())


@bp.get("/rekap.pdf")
def print_rekap() -> ResponseReturnValue:
    """The same period as a PDF to sign."""
    summary, problem = _summary()
    if problem:
        return _page(summary, problem)
    name = f"rekap-ikm-{summary.unit.code}-{summary.period.code}.pdf"
    return Response(
        rekap.render(summary),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
