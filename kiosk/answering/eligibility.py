"""Where visitors may answer, with which ticket, and whose clock is believed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from werkzeug.exceptions import ServiceUnavailable

from kiosk.answering import tickets
from kiosk.answering.submission import Submission
from kiosk.db import get_db
from kiosk.store.answers import clocks
from kiosk.store.answers.tickets import Ticket
from kiosk.store.answers.tickets import TicketUsed
from kiosk.store.answers.tickets import is_used
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_place
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.survey_place import Place

# Paper sheets and files are entered by staff, by doors of their own: nobody else may add to them.
_CHANNELS = frozenset({"kiosk", "qr"})


class NoTicket(Exception):
    """One-time tickets are asked for and none came that is good; the language key it holds says why."""


def find_collector(code: str) -> Collector:
    """The collector, revoked or not, that visitors may answer at. Raises NotFound."""
    # Codes are ASCII; SQLite cannot even look for half a surrogate pair.
    collector = collectors.get_collector(get_db(), code) if code.isascii() else None
    if collector is None or collector.channel not in _CHANNELS:
        raise NotFound(code)
    return collector


def find_place(code: str) -> Place:
    """The place whose collector this is, revoked or not. Raises NotFound."""
    place = survey_place.find_place(get_db(), code) if code.isascii() else None
    if place is None or place.collector.channel not in _CHANNELS:
        raise NotFound(code)
    return place


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


def check_own_clock(place: Place, now: datetime) -> None:
    """Take nothing while this computer's own clock is wrong: an answer would count in the wrong year.

    An office cannot be older than the present; a battery that died shows such a time. Devices keep what
    they could not send, so nothing is lost, and nothing has to be done once the clock is right again.

    Raises:
        ServiceUnavailable: the clock shows a time before this office was set up.
    """
    if now < place.founded_at - clocks.TOLERANCE:
        raise ServiceUnavailable(retry_after=60)


def find_clock_doubt(submission: Submission, place: Place, now: datetime) -> str | None:
    """Why the time of these answers is in doubt, as `clocks` names it; None where it is believed."""
    answered_at, shown = submission.answered_at, submission.clock
    if answered_at is None:
        return None
    is_off = shown is not None and abs(shown - now) > clocks.TOLERANCE
    if place.is_clock_wrong or is_off or not clocks.EARLIEST <= answered_at <= now + clocks.AHEAD:
        return clocks.DEVICE_CLOCK
    if answered_at >= place.opened_at - clocks.TOLERANCE:
        return None
    return clocks.DEVICE_CLOCK if shown else clocks.BEFORE_COLLECTOR
