"""QR codes of the office: to print or to show on a screen, and one-time tickets."""

from datetime import timedelta

from flask import Blueprint
from flask import Response
from flask import abort
from flask import current_app
from flask import g
from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.answering import tickets
from kiosk.base import clock
from kiosk.base import qr
from kiosk.db import get_db
from kiosk.forms.posters import TicketsForm
from kiosk.papers import invitations
from kiosk.papers.invitations import Invitation
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.web import addresses

bp = Blueprint("posters", __name__, url_prefix="/staf/qr/<collector_id>")


def _find(collector_id: str) -> tuple[Collector, SurveySettings]:
    """The unit's QR collector and settings. Raises NotFound, or Conflict for a revoked one."""
    collector = collectors.find_collector(get_db(), collector_id)
    if collector.unit_id != g.unit.unit_id:
        raise NotFound(f"collector {collector_id}")
    if collector.channel != "qr" or collector.revoked_at:
        raise Conflict(f"collector {collector_id} has no QR code")
    return collector, survey_settings.get_survey_settings(get_db(), g.unit.unit_id)


def _invitation(collector: Collector, settings: SurveySettings) -> Invitation:
    services = units.list_services(get_db(), g.unit.unit_id, include_retired=True)
    names = {service.service_id: service.name for service in services}
    url = addresses.survey_url(collector, settings)
    logo = units.get_logo(get_db(), g.unit.unit_id)
    national = settings.skm_online_url if settings.offers_skm_online_beside else None
    return Invitation(g.unit, url, names.get(collector.service_id or ""), logo, national)


def _pdf(content: bytes, name: str) -> ResponseReturnValue:
    disposition = f'inline; filename="{name}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})


def _page(collector_id: str, form: TicketsForm, ticket: str | None = None) -> str:
    collector, settings = _find(collector_id)
    url = addresses.survey_url(collector, settings, ticket)
    return render_template(
        "posters/show.html",
        collector=collector,
        form=form,
        url=url,
        code=qr.encode(url),
        papers=invitations.PAPERS,
        tickets=settings.tickets,
        ticket=ticket,
        is_only_here=addresses.is_only_here(url),
    )


@bp.get("/")
def show(collector_id: str) -> ResponseReturnValue:
    """The QR code on the screen, and the papers it can be printed on."""
    return _page(collector_id, TicketsForm(formdata=None))


@bp.get("/<paper>.pdf")
def print_paper(collector_id: str, paper: str) -> ResponseReturnValue:
    """One of `invitations.PAPERS`."""
    collector, settings = _find(collector_id)
    if paper not in invitations.PAPERS:
        abort(404)
    invitation = _invitation(collector, settings)
    pdf = invitations.render_paper(paper, invitation, clock.now())
    return _pdf(pdf, f"qr-{collector.code}-{paper}")


@bp.get("/kode.svg")
def draw(collector_id: str) -> ResponseReturnValue:
    """The bare QR code, for the office's own papers and web site."""
    collector, settings = _find(collector_id)
    drawing = qr.svg(addresses.survey_url(collector, settings))
    disposition = f'attachment; filename="qr-{collector.code}.svg"'
    return Response(drawing, mimetype="image/svg+xml", headers={"Content-Disposition": disposition})


@bp.post("/tiket.pdf")
def print_tickets(collector_id: str) -> ResponseReturnValue:
    """A sheet of one-time tickets."""
    collector, settings = _find(collector_id)
    form = TicketsForm()
    if not form.validate():
        return _page(collector_id, form), 422
    last_day = clock.local_now(g.unit.timezone).date() + timedelta(days=int(form.days.data))
    secret = current_app.config["SECRET_KEY"]
    urls = [
        addresses.survey_url(collector, settings, tickets.issue(secret, collector.code, last_day))
        for _ in range(form.number.data)
    ]
    pdf = invitations.render_tickets(_invitation(collector, settings), urls, last_day, clock.now())
    return _pdf(pdf, f"tiket-{collector.code}-{last_day}")


@bp.post("/tiket")
def show_ticket(collector_id: str) -> ResponseReturnValue:
    """A new ticket on the screen for the visitor who was just served, valid today."""
    collector, _ = _find(collector_id)
    today = clock.local_now(g.unit.timezone).date()
    ticket = tickets.issue(current_app.config["SECRET_KEY"], collector.code, today)
    return _page(collector_id, TicketsForm(formdata=None), ticket)
