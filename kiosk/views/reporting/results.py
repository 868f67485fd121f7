"""The office's figures: the month page and any other period."""

from typing import Any

from flask import Blueprint
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.summary import Summary
from kiosk.papers import importance
from kiosk.papers import questionnaires
from kiosk.papers import rekap
from kiosk.papers import sentences
from kiosk.papers import tables
from kiosk.web.periods import readable_period
from kiosk.web.periods import siblings
from kiosk.web.report_requests import report_context

bp = Blueprint("results", __name__, url_prefix="/staf")


@bp.get("/")
def month() -> ResponseReturnValue:
    """One period of the person's unit, on the screen."""
    unit = g.unit
    period, problem = readable_period(unit)
    summary = report_context(period).current
    left, right = rekap.count_tables(summary)
    found = summary.importance
    page = render_template(
        "results/month.html",
        summary=summary,
        said=_say(summary),
        unsur=rekap.unsur_table(summary),
        gaps=importance.gap_table(summary, found, "Harapan dan kepuasan", is_captioned=False)
        if found
        else None,
        quadrants=importance.chart(summary, found, "Kuadran harapan dan kepuasan") if found else None,
        about_importance=importance.NOTE,
        has_several=questionnaires.has_any(summary),
        withheld=questionnaires.WITHHELD if questionnaires.are_withheld(summary) else "",
        about_several=questionnaires.about_several(summary),
        several=list(questionnaires.tables_of(summary)),
        counts_of=[*left, *right],
        extras=[tables.short_count_table(one.question, one.counts) for one in summary.extras if one.counts],
        fewest=MIN_RESPONDENTS,
        problem=problem,
        siblings=siblings(period),
    )
    return page, 422 if problem else 200


def _say(summary: Summary) -> dict[str, object]:
    """What the rekap says of the same figures."""
    lines = (sentences.about_certainty, sentences.about_blanks, sentences.about_target)
    return {
        "index": [said for line in lines if (said := line(summary))],
        "sample": sentences.about_sample(summary),
        "change": sentences.about_change(summary),
    }


@bp.get("/rekap.pdf")
def print_rekap() -> ResponseReturnValue:
    """The former address of the rekap PDF: redirects to the same report of the same period."""
    asked: dict[str, Any] = {name: request.args.get(name) for name in ("periode", "dari", "sampai")}
    return redirect(url_for("reports.download", jenis="rekap", format="pdf", **asked), 301)
