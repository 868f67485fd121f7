"""The office's settings: letterhead, signatory, targets, services, tablets and QR codes."""

from decimal import Decimal

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import get_db
from kiosk.forms.staff import CollectorForm
from kiosk.forms.staff import ServiceForm
from kiosk.forms.staff import UnitForm
from kiosk.forms.staff import YearForm
from kiosk.offices import unique_slug
from kiosk.store import collectors
from kiosk.store import units
from kiosk.store.units import UnitYear

bp = Blueprint("manage", __name__, url_prefix="/staf/kelola")


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("manage.office"), 303)


def _page(
    unit_form: UnitForm | None = None,
    year_form: YearForm | None = None,
    service_form: ServiceForm | None = None,
    collector_form: CollectorForm | None = None,
) -> ResponseReturnValue:
    """The settings page; a form that was refused comes back with what was typed."""
    db = get_db()
    unit = g.unit
    year = units.get_year(db, unit.unit_id, clock.local_now(unit.timezone).year)
    refused = unit_form or year_form or service_form or collector_form
    page = render_template(
        "manage/office.html",
        unit=unit,
        services=units.list_services(db, unit.unit_id),
        collectors=collectors.list_collectors(db, unit.unit_id),
        unit_form=unit_form or UnitForm(formdata=None, obj=unit),
        year_form=year_form
        or YearForm(
            formdata=None,
            year=year.year,
            population=year.population,
            target_ikm=Decimal(year.target_ikm) if year.target_ikm else None,
        ),
        service_form=service_form or ServiceForm(formdata=None),
        collector_form=collector_form or CollectorForm(formdata=None),
    )
    return page, 422 if refused else 200


@bp.get("/")
def office() -> ResponseReturnValue:
    """Show every setting."""
    return _page()


@bp.post("/unit")
def update_unit() -> ResponseReturnValue:
    """Change letterhead and signatory."""
    form = UnitForm()
    if not form.validate():
        return _page(unit_form=form)
    units.update_unit(get_db(), g.unit.unit_id, {name: form[name].data or "" for name in units.EDITABLE})
    return _done("Data kantor disimpan.")


@bp.post("/tahun")
def update_year() -> ResponseReturnValue:
    """Set population and target of a year."""
    form = YearForm()
    if not form.validate():
        return _page(year_form=form)
    target = str(form.target_ikm.data) if form.target_ikm.data is not None else None
    units.set_year(get_db(), g.unit.unit_id, UnitYear(form.year.data, form.population.data, target))
    return _done(f"Sasaran tahun {form.year.data} disimpan.")


@bp.post("/layanan")
def add_service() -> ResponseReturnValue:
    """Offer one more service."""
    form = ServiceForm()
    if not form.validate():
        return _page(service_form=form)
    db = get_db()
    taken = [service.code for service in units.list_services(db, g.unit.unit_id, include_retired=True)]
    units.create_service(
        db,
        unit_id=g.unit.unit_id,
        code=unique_slug(form.name.data, taken),
        name=form.name.data,
        now=clock.now(),
    )
    return _done(f"Layanan “{form.name.data}” ditambahkan.")


@bp.post("/layanan/<service_id>/tutup")
def retire_service(service_id: str) -> ResponseReturnValue:
    """Stop offering a service."""
    units.retire_service(get_db(), g.unit.unit_id, service_id, clock.now())
    return _done("Layanan ditutup. Jawaban yang sudah masuk tetap dihitung.")


@bp.post("/pengumpul")
def add_collector() -> ResponseReturnValue:
    """Add a tablet or a QR code."""
    form = CollectorForm()
    if not form.validate():
        return _page(collector_form=form)
    collectors.create_collector(
        get_db(), unit_id=g.unit.unit_id, name=form.name.data, channel=form.channel.data, now=clock.now()
    )
    return _done(f"“{form.name.data}” ditambahkan.")


@bp.post("/pengumpul/<collector_id>/cabut")
def revoke_collector(collector_id: str) -> ResponseReturnValue:
    """Take no more answers from a tablet or QR code."""
    collectors.revoke_collector(get_db(), g.unit.unit_id, collector_id, clock.now())
    return _done("Alamat survei itu dicabut.")
