"""The office's figures: the month page, any other period, and its printed rekap."""

from flask import Blueprint
from flask import Response
from flask import g
from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.figures.summary import Summary
from kiosk.figures.summary import summarise
from kiosk.papers import rekap
from kiosk.questionnaire.profile import TITLES
from kiosk.reports.context import publication_url
from kiosk.web.periods import asked_period
from kiosk.web.periods import siblings
from kiosk.web.report_requests import order_for

bp = Blueprint("results", __name__, url_prefix="/staf")


def _summary() -> tuple[Summary, str | None]:
    unit = g.unit
    period, problem = asked_period(unit)
    return summarise(get_db(), unit, period, clock.local_now(unit.timezone)), problem


def _page(summary: Summary, problem: str | None) -> ResponseReturnValue:
    page = render_template(
        "results/month.html",
        summary=summary,
        problem=problem,
        siblings=siblings(summary.period),
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
        rekap.paper(summary, publication_url(order_for(summary.period), summary)).pdf(),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
