"""The survey as staff try it: the same page and steps, but no answer is stored and no visit counted."""

from functools import partial
from typing import Any

from flask import Blueprint
from flask import g
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.answering import eligibility
from kiosk.answering.asked import find_asked
from kiosk.base import clock
from kiosk.db import get_db
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices.survey import Survey
from kiosk.views.visitors.survey import frame
from kiosk.views.visitors.survey import render_survey

bp = Blueprint("preview", __name__, url_prefix="/staf/pratinjau")


def _find(collector_id: str) -> Survey:
    """The survey of the unit's tablet or QR code, revoked or not. Raises NotFound."""
    collector = collectors.find_collector(get_db(), collector_id)
    if collector.unit_id != g.unit.unit_id:
        raise NotFound(f"collector {collector_id}")
    return eligibility.find_survey(get_db(), collector.code)


def _mode(survey: Survey) -> dict[str, Any]:
    """The values that make the survey's templates a preview."""
    collector_id = survey.collector.collector_id
    return {
        "preview": collector_id,
        "start_page": partial(url_for, "preview.show", collector_id=collector_id),
    }


@bp.get("/<collector_id>")
def show(collector_id: str) -> ResponseReturnValue:
    """The survey, ready to be tried."""
    survey = _find(collector_id)
    asked = find_asked(survey, clock.now())
    # No code leads a tester's phone to the survey itself, where the answer would count.
    return render_survey(survey, asked, {}, {}, **_mode(survey), phone_code=None)


@bp.get("/<collector_id>/terima-kasih")
def thank(collector_id: str) -> ResponseReturnValue:
    """Thanks for what was tried without script; the answers in the query are not read."""
    survey = _find(collector_id)
    return render_template("survey/thanks.html", survey=survey, **frame(survey) | _mode(survey))
