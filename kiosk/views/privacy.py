"""What becomes of a visitor's answers, in their words: for everybody, from the survey's start screen."""

from flask import Blueprint
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

from kiosk import assets
from kiosk.db import get_db
from kiosk.languages import choose
from kiosk.languages import languages
from kiosk.store import collectors
from kiosk.store import retention
from kiosk.store import units
from kiosk.store.errors import NotFound
from kiosk.store.retention import Retention
from kiosk.store.units import Unit

bp = Blueprint("privacy", __name__)


@bp.get("/privasi")
def show() -> ResponseReturnValue:
    """The notice; with `?s=<collector>` that of its office, with its own terms and whom to ask."""
    language = choose(request.args.get("bahasa"))
    code = request.args.get("s", "")
    office = _find_office(code)
    return render_template(
        "survey/privacy.html",
        language=language,
        languages=languages(),
        version=assets.version(),
        code=code if office else None,
        unit=office[0] if office else None,
        kept=office[1] if office else Retention(),
    )


def _find_office(code: str) -> tuple[Unit, Retention] | None:
    if not code or not code.isascii():
        return None
    try:
        collector = collectors.get_collector(get_db(), code)
    except NotFound:
        return None
    kept = retention.get_retention(get_db(), collector.unit_id)
    return units.get_unit(get_db(), collector.unit_id), kept
