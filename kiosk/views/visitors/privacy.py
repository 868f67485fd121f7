"""The privacy notice for visitors, linked from the survey's start screen."""

from flask import Blueprint
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

from kiosk.db import get_db
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.languages import offered
from kiosk.store.answers import retention
from kiosk.store.answers.retention import Retention
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from kiosk.web import assets

bp = Blueprint("privacy", __name__)


@bp.get("/privasi")
def show() -> ResponseReturnValue:
    """The notice; with `?s=<collector>` it has that office's retention periods and contact."""
    language = choose(request.args.get("bahasa"))
    code = request.args.get("s", "")
    office = _find_office(code)
    return render_template(
        "survey/privacy.html",
        language=language,
        languages=offered(office[2] if office else ()),
        version=assets.version(),
        code=code if office else None,
        unit=office[0] if office else None,
        kept=office[1] if office else Retention(),
    )


def _find_office(code: str) -> tuple[Unit, Retention, tuple[str, ...]] | None:
    """The unit of a collector, its retention periods and the languages it chose."""
    if not code or not code.isascii():
        return None
    try:
        collector = collectors.get_collector(get_db(), code)
    except NotFound:
        return None
    unit_id = collector.unit_id
    settings = survey_settings.get_survey_settings(get_db(), unit_id)
    kept = retention.get_retention(get_db(), unit_id)
    return units.get_unit(get_db(), unit_id), kept, settings.languages
