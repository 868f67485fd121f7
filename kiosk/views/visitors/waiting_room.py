"""The live page for a screen in the waiting room: the published result, what was improved, and the survey.

Public like the pages of `public`: frozen publications, and of the plans only what was carried out.
"""

from flask import Blueprint
from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.base import qr
from kiosk.db import get_db
from kiosk.figures.frozen import read_figures
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from kiosk.store.results import plans
from kiosk.store.results import publications
from kiosk.web import addresses
from kiosk.web import assets

bp = Blueprint("waiting_room", __name__, url_prefix="/layar")

# As many improvements as a screen shows without scrolling.
SHOWN = 3


@bp.get("/<code>")
def show(code: str) -> ResponseReturnValue:
    """One unit's screen; `static/screen/screen.js` renews it and keeps the last state without a network."""
    unit = units.find_unit(get_db(), code)
    newest = publications.list_newest(publications.list_current(get_db(), unit.unit_id))
    url = _survey_url(unit)
    return render_template(
        "public/screen.html",
        unit=unit,
        results=[read_figures(publication) for publication in newest],
        improved=plans.list_finished(get_db(), unit.unit_id, SHOWN),
        code=qr.encode(url) if url else None,
        version=assets.version(),
    )


def _survey_url(unit: Unit) -> str | None:
    """The address of the survey for phones; None where there is none that a phone can open."""
    settings = survey_settings.get_survey_settings(get_db(), unit.unit_id)
    for collector in collectors.list_collectors(get_db(), unit.unit_id):
        if collector.channel == "qr" and not (collector.revoked_at or collector.service_id):
            url = addresses.survey_url(collector, settings)
            return None if settings.tickets or addresses.is_only_here(url) else url
    return None
