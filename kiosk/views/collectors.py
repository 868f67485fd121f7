"""The collectors of a unit: tablets at the counter and QR codes on the wall."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.collectors import CollectorForm
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.web import addresses

bp = Blueprint("collectors", __name__, url_prefix="/staf/kelola/tempat")


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("collectors.index"), 303)


def _page(form: CollectorForm | None = None) -> ResponseReturnValue:
    db, unit_id = get_db(), g.unit.unit_id
    settings = survey_settings.get_survey_settings(db, unit_id)
    every = units.list_services(db, unit_id, include_retired=True)
    found = collectors.list_collectors(db, unit_id)
    page = render_template(
        "collectors/index.html",
        collectors=found,
        addresses={one.collector_id: addresses.survey_url(one, settings) for one in found},
        services={service.service_id: service.name for service in every},
        form=form or CollectorForm(units.list_services(db, unit_id), formdata=None),
    )
    return page, 422 if form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show every tablet and QR code with its address."""
    return _page()


@bp.post("/")
def add() -> ResponseReturnValue:
    """Add a tablet or a QR code."""
    form = CollectorForm(units.list_services(get_db(), g.unit.unit_id))
    if not form.validate():
        return _page(form)
    collectors.create_collector(
        get_db(),
        unit_id=g.unit.unit_id,
        name=form.name.data,
        channel=form.channel.data,
        service_id=form.service.data or None,
        now=clock.now(),
    )
    return _done(f"“{form.name.data}” ditambahkan.")


@bp.post("/<collector_id>/cabut")
def revoke(collector_id: str) -> ResponseReturnValue:
    """Accept no more answers from a tablet or QR code."""
    collectors.revoke_collector(get_db(), g.unit.unit_id, collector_id, clock.now())
    return _done("Alamat survei itu dicabut.")
