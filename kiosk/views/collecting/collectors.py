"""The collectors of a unit: tablets at the counter and QR codes on the wall."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.formatting import whole
from kiosk.db import get_db
from kiosk.forms.collectors import CHANNELS
from kiosk.forms.collectors import CollectorForm
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.collectors import Collector
from kiosk.web import addresses
from kiosk.web import confirmation

bp = Blueprint("collectors", __name__, url_prefix="/staf/kelola/tempat")


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("collectors.index"), 303)


def _page(form: CollectorForm | None = None) -> ResponseReturnValue:
    db, unit_id = get_db(), g.unit.unit_id
    settings = survey_settings.get_survey_settings(db, unit_id)
    every = units.list_services(db, unit_id, include_retired=True)
    every_channel = collectors.list_collectors(db, unit_id)
    # Paper and imported files have collectors, too, but no address that visitors open.
    found = [one for one in every_channel if one.channel in CHANNELS]
    page = render_template(
        "collectors/index.html",
        collectors=found,
        addresses={one.collector_id: addresses.survey_url(one, settings) for one in found},
        services={service.service_id: service.name for service in every},
        form=form or CollectorForm(units.list_services(db, unit_id), [], formdata=None),
    )
    return page, 422 if form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show every tablet and QR code with its address."""
    return _page()


@bp.post("/")
def add() -> ResponseReturnValue:
    """Add a tablet or a QR code."""
    names = [one.name for one in collectors.list_collectors(get_db(), g.unit.unit_id)]
    form = CollectorForm(units.list_services(get_db(), g.unit.unit_id), names)
    if not form.validate():
        return _page(form)
    collectors.add_collector(
        get_db(),
        unit_id=g.unit.unit_id,
        name=form.name.data,
        channel=form.channel.data,
        service_id=form.service.data or None,
        now=clock.now(),
    )
    return _done(f"“{form.name.data}” ditambahkan.")


def _find(collector_id: str) -> Collector:
    """The unit's collector. Raises NotFound."""
    collector = collectors.find_collector(get_db(), collector_id)
    if collector.unit_id != g.unit.unit_id:
        raise NotFound(f"collector {collector_id}")
    return collector


@bp.post("/<collector_id>/cabut")
def revoke(collector_id: str) -> ResponseReturnValue:
    """Accept no more answers from a tablet or QR code until it is reopened."""
    collector = _find(collector_id)
    db, unit_id = get_db(), g.unit.unit_id
    answered = whole(collectors.count_answers(db, unit_id, collector_id))
    question = confirmation.ask(
        f"Cabut {collector.name}?",
        [
            "Tablet dan kode QR cetakan dengan alamat ini tidak menerima jawaban lagi. "
            f"{answered} jawaban yang sudah masuk tetap dihitung.",
            "Alamat yang sama dapat dibuka kembali kapan saja.",
        ],
        action="Cabut",
        back=url_for("collectors.index"),
    )
    if question:
        return question
    collectors.revoke_collector(db, unit_id, collector_id, clock.now())
    return _done(f"{collector.name} dicabut dan tidak menerima jawaban lagi.")


@bp.post("/<collector_id>/buka")
def reopen(collector_id: str) -> ResponseReturnValue:
    """Accept answers at a revoked address again: the printed QR codes work as before."""
    collector = _find(collector_id)
    collectors.reopen_collector(get_db(), g.unit.unit_id, collector_id)
    return _done(f"{collector.name} dibuka kembali; kode QR cetakannya berlaku lagi.")
