"""Who may answer where tickets are asked for, and whose clock is believed."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from kiosk import clock
from kiosk import tickets
from kiosk.db import get_db
from kiosk.forms.survey import Place
from kiosk.store import clocks
from kiosk.store.responses import NewResponse
from kiosk.store.tickets import Ticket
from kiosk.store.tickets import TicketUsed
from kiosk.store.tickets import is_used


class NoTicket(Exception):
    """One-time tickets are asked for and none came that is good; the language key it holds says why."""


def read_ticket(place: Place, text: Any, moment: datetime) -> Ticket | None:
    """The ticket to use up with an answer of `moment`; None where none is asked for. Raises NoTicket."""
    if not place.needs_ticket:
        return None
    secret = current_app.config["SECRET_KEY"]
    ticket = tickets.read(secret, place.collector.code, text) if isinstance(text, str) else None
    if ticket is None:
        raise NoTicket("refused.ticket")
    if moment.astimezone(ZoneInfo(place.unit.timezone)).date() > ticket.last_day:
        raise NoTicket("refused.ticket_over")
    return ticket


def check_unused(ticket: Ticket | None) -> None:
    """Before anybody answers nine questions in vain. Raises TicketUsed."""
    if ticket and is_used(get_db(), ticket.ticket_id):
        raise TicketUsed(ticket.ticket_id)


def dated(response: NewResponse, place: Place) -> NewResponse:
    """The response as its device dated it or, if that clock is known to be wrong, on the day it arrived."""
    doubt = clocks.find_doubt(get_db(), response.collector_id, response.answered_at)
    if doubt == "device_clock":
        response = replace(response, local_day=clock.local_now(place.unit.timezone).date())
    return replace(response, clock_doubt=doubt) if doubt else response
