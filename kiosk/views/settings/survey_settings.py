"""How the survey runs in the unit: opening hours, idle time, languages, tickets, public address, PIN."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.survey_settings import WEEKDAYS
from kiosk.forms.survey_settings import PinForm
from kiosk.forms.survey_settings import SurveySettingsForm
from kiosk.security.pins import hash_pin
from kiosk.store.offices import survey_settings
from kiosk.web import addresses

bp = Blueprint("survey_settings", __name__, url_prefix="/staf/kelola/survei")


def _page(form: SurveySettingsForm | None = None, pin_form: PinForm | None = None) -> ResponseReturnValue:
    """The settings; a form that was refused keeps what was typed."""
    db, unit_id = get_db(), g.unit.unit_id
    stored = survey_settings.get_survey_settings(db, unit_id)
    # The form has the unit's own holidays alone: storing it must not copy those of the unit above.
    own = replace(stored, holidays=survey_settings.list_own_holidays(db, unit_id))
    page = render_template(
        "survey_settings/show.html",
        form=form or SurveySettingsForm(settings=own),
        pin_form=pin_form or PinForm(formdata=None),
        has_pin=survey_settings.get_pin_hash(db, unit_id) is not None,
        weekdays=WEEKDAYS,
        inherited=[] if own.holidays else _dated(stored.holidays),
        address=addresses.base_url(stored),
    )
    return page, 422 if form or pin_form else 200


def _dated(holidays: Mapping[str, str]) -> list[tuple[date, str]]:
    return [(date.fromisoformat(day), name) for day, name in holidays.items()]


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("survey_settings.show"), 303)


@bp.get("/")
def show() -> ResponseReturnValue:
    """The settings of the survey."""
    return _page()


@bp.post("/")
def change() -> ResponseReturnValue:
    """Store the settings."""
    form = SurveySettingsForm()
    if not form.validate():
        return _page(form=form)
    survey_settings.set_survey_settings(get_db(), g.unit.unit_id, form.read(), clock.now())
    return _done("Pengaturan survei disimpan.")


@bp.post("/pin")
def set_pin() -> ResponseReturnValue:
    """Set the PIN of the staff corner."""
    form = PinForm()
    if not form.validate():
        return _page(pin_form=form)
    survey_settings.set_pin_hash(get_db(), g.unit.unit_id, hash_pin(form.pin.data), clock.now())
    return _done("PIN disimpan. Tablet memakainya dalam satu menit bila tersambung.")


@bp.post("/pin/hapus")
def remove_pin() -> ResponseReturnValue:
    """Open the staff corner without a PIN."""
    survey_settings.set_pin_hash(get_db(), g.unit.unit_id, None, clock.now())
    return _done("PIN dihapus.")
