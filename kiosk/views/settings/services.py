"""The services a visitor chooses from: adding, ordering, renaming, closing."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.services import NewServicesForm
from kiosk.forms.services import ServiceForm
from kiosk.operations.founding import add_services
from kiosk.store.engine.errors import NameTaken
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import services
from kiosk.store.offices import units
from kiosk.store.offices.units import Service

bp = Blueprint("services", __name__, url_prefix="/staf/kelola/layanan")

MANY = 12  # services that one finds without a search
STEPS = {"naik": -1, "turun": 1}


def _find(service_id: str) -> Service:
    for service in units.list_services(get_db(), g.unit.unit_id, include_retired=True):
        if service.service_id == service_id:
            return service
    raise NotFound(f"service {service_id}")


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("services.index"), 303)


def _page(form: NewServicesForm | None = None) -> ResponseReturnValue:
    everything = units.list_services(get_db(), g.unit.unit_id, include_retired=True)
    wanted = request.args.get("q", "").strip().casefold()
    found = [service for service in everything if wanted in service.name.casefold()]
    page = render_template(
        "services/index.html",
        services=[service for service in found if service.retired_at is None],
        retired=[service for service in found if service.retired_at is not None],
        is_searched=bool(wanted),
        has_search=len(everything) > MANY or bool(wanted),
        form=form or NewServicesForm([], formdata=None),
    )
    return page, 422 if form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """The services in the order in which visitors see them, or those found by name."""
    return _page()


@bp.post("/")
def add() -> ResponseReturnValue:
    """Add one service or a pasted list of them."""
    there = units.list_services(get_db(), g.unit.unit_id, include_retired=True)
    form = NewServicesForm([service.name for service in there])
    if not form.validate():
        return _page(form)
    add_services(get_db(), g.unit, form.names, clock.now())
    return _done(f"Layanan ditambahkan: {', '.join(form.names)}.")


@bp.route("/<service_id>", methods=["GET", "POST"])
def rename(service_id: str) -> ResponseReturnValue:
    """Rename a service, also for answers given under the old name."""
    service = _find(service_id)
    form = ServiceForm(obj=service)
    if form.validate_on_submit():
        try:
            services.rename_service(get_db(), g.unit.unit_id, service_id, form.name.data, clock.now())
        except NameTaken:
            form.name.errors = ["Sudah ada layanan dengan nama itu."]
        else:
            return _done(f"Nama layanan diganti menjadi “{form.name.data}”.")
    return render_template("services/rename.html", form=form, service=service), 422 if form.errors else 200


@bp.post("/<service_id>/<any(naik, turun):way>")
def move(service_id: str, way: str) -> ResponseReturnValue:
    """Move a service one position up or down."""
    services.move_service(get_db(), g.unit.unit_id, service_id, STEPS[way])
    return redirect(url_for("services.index"), 303)


@bp.post("/urutan")
def arrange() -> ResponseReturnValue:
    """Put the services into the order that the form names, as after dragging one; `abjad` sorts by name."""
    db, unit_id = get_db(), g.unit.unit_id
    order = request.form.getlist("urutan")
    if request.form.get("abjad"):
        by_name = sorted(units.list_services(db, unit_id), key=lambda service: service.name.casefold())
        order = [service.service_id for service in by_name]
    services.arrange_services(db, unit_id, order)
    return _done("Urutan layanan disimpan.")


@bp.post("/tutup")
def retire_chosen() -> ResponseReturnValue:
    """Stop offering the chosen services."""
    chosen = [_find(service_id) for service_id in request.form.getlist("pilih")]
    for service in chosen:
        services.retire_service(get_db(), g.unit.unit_id, service.service_id, clock.now())
    if not chosen:
        return _done("Centang dahulu layanan yang ditutup.")
    return _done(f"{len(chosen)} layanan ditutup. Jawaban yang sudah masuk tetap dihitung.")


@bp.post("/<service_id>/tutup")
def retire(service_id: str) -> ResponseReturnValue:
    """Stop offering a service."""
    services.retire_service(get_db(), g.unit.unit_id, service_id, clock.now())
    return _done("Layanan ditutup. Jawaban yang sudah masuk tetap dihitung.")


@bp.post("/<service_id>/buka")
def reopen(service_id: str) -> ResponseReturnValue:
    """Offer a closed service again, at its old position."""
    services.reopen_service(get_db(), g.unit.unit_id, service_id, clock.now())
    return _done("Layanan dibuka kembali.")
