"""The report context of a request."""

from flask import abort
from flask import g
from flask import request

from kiosk.base import clock
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.reports.context import ReportContext
from kiosk.store.offices import survey_settings
from kiosk.web.addresses import base_url
from kiosk.web.periods import sees_everything
from kiosk.web.uploads import folder


def report_context(period: Period, *, with_comments: bool = False) -> ReportContext:
    """The context of the chosen unit's reports of `period`, as of now."""
    db = get_db()
    base = base_url(survey_settings.get_survey_settings(db, g.unit.unit_id))
    now = clock.local_now(g.unit.timezone)
    is_limited = not sees_everything()
    return ReportContext(
        db,
        g.unit,
        period,
        now,
        base,
        with_comments,
        folder(),
        request.args,
        is_limited,
        asked_questionnaire(),
    )


def asked_questionnaire() -> str:
    """The id of the questionnaire that `?kuesioner=` asks for; empty for all.

    404 for an unknown one, and for a petugas: what one questionnaire's counts leave of all is of few.
    """
    id = request.args.get("kuesioner", "")
    if id and (find_questionnaire(id) is None or not sees_everything()):
        abort(404)
    return id
