"""Whether an answer may be recorded: collector open, ticket good, clocks right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlite_utils import Database
from werkzeug.exceptions import Gone
from werkzeug.exceptions import ServiceUnavailable

from kiosk.answering import tickets
from kiosk.answering.submission import Submission
from kiosk.answering.submission import TimedBy
from kiosk.store.answers import clocks
from kiosk.store.answers.tickets import Ticket
from kiosk.store.answers.tickets import TicketUsed
from kiosk.store.answers.tickets import is_used
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.kept import keep
from kiosk.store.engine.times import from_text
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey as surveys
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.survey import Survey

# The collectors of paper sheets and imported files are for staff alone: a visitor cannot add to them.
_CHANNELS = frozenset({"kiosk", "qr"})


class NoTicket(Exception):
    """The survey asks for one-time tickets and there is no valid one; the message is a language key."""


@dataclass(frozen=True)
class Eligible:
    """That an answer may be recorded: the ticket it uses up, and why its time is in doubt (see `clocks`).

    `is_rate_limited`: it counts only as long as not too many arrive at its collector (see `arrivals`).
    """

    ticket: Ticket | None = None
    clock_doubt: str | None = None
    is_rate_limited: bool = False


def find_collector(db: Database, code: str) -> Collector:
    """The collector, revoked or not, that visitors may answer at. Raises NotFound."""
    # Codes are ASCII; SQLite cannot even look up half a surrogate pair.
    collector = collectors.get_collector(db, code) if code.isascii() else None
    if collector is None or collector.channel not in _CHANNELS:
        raise NotFound(code)
    return collector


def find_survey(db: Database, code: str) -> Survey:
    """The survey of a collector, revoked or not, that visitors may answer at. Raises NotFound."""
    survey = surveys.find_survey(db, code) if code.isascii() else None
    if survey is None or survey.collector.channel not in _CHANNELS:
        raise NotFound(code)
    return survey


def check(survey: Survey, submission: Submission, now: datetime, *, is_paired: bool = False) -> Eligible:
    """Whether `submission` may be recorded in `survey`; `is_paired`: a tablet paired with it sent this.

    What staff key in from paper is not checked: they chose the unit and the day themselves.

    Raises:
        Gone: the collector was revoked before the answer was given. An answer given in time is accepted
            however late it arrives.
        ServiceUnavailable: this computer's own clock is wrong.
        NoTicket: the survey asks for one-time tickets and the submission has no valid one.
    """
    if submission.timed_by is TimedBy.STAFF:
        return Eligible()
    answered_at, revoked_at = submission.answered_at, survey.collector.revoked_at
    if revoked_at and (answered_at is None or answered_at >= from_text(revoked_at)):
        raise Gone
    _check_own_clock(survey, now)
    doubt = _find_clock_doubt(submission, survey, now)
    moment = now if answered_at is None or doubt == clocks.DEVICE_CLOCK else answered_at
    ticket = read_ticket(survey, submission.ticket, moment)
    # A paired tablet sends at once what waited on it. Tickets come one by one, unless staff use them up.
    return Eligible(ticket, doubt, is_rate_limited=not is_paired)


def is_paired_with(db: Database, survey: Survey, authorization: str) -> bool:
    """Whether this `Authorization` header has the token of a tablet that is paired with the collector."""
    kind, _, token = authorization.partition(" ")
    if kind != "Bearer":
        return False
    try:
        device = keep(db, f"device {token}", lambda: devices.find_device(db, token))
        return device.collector_id == survey.collector.collector_id
    except NotFound:
        return False


def read_ticket(survey: Survey, text: Any, moment: datetime) -> Ticket | None:
    """The ticket to use up with an answer of `moment`; None where none is asked for. Raises NoTicket."""
    if not survey.needs_ticket:
        return None
    secret = current_app.config["SECRET_KEY"]
    ticket = tickets.read(secret, survey.collector.code, text) if isinstance(text, str) else None
    if ticket is None:
        raise NoTicket("refused.ticket")
    if moment.astimezone(ZoneInfo(survey.unit.timezone)).date() > ticket.last_day:
        raise NoTicket("refused.ticket_over")
    return ticket


def check_unused(db: Database, ticket: Ticket | None) -> None:
    """Refuse a used ticket when the page opens, not after nine questions. Raises TicketUsed."""
    if ticket and is_used(db, ticket.ticket_id):
        raise TicketUsed(ticket.ticket_id)


def _check_own_clock(survey: Survey, now: datetime) -> None:
    """Raise ServiceUnavailable while this computer's own clock shows a time before the unit was created.

    A clock battery that died shows such a time, and an answer would count in the wrong year. Devices keep
    what they could not send and send it once the clock is right again, so nothing is lost.
    """
    if now < survey.founded_at - clocks.TOLERANCE:
        raise ServiceUnavailable(retry_after=60)


def _find_clock_doubt(submission: Submission, survey: Survey, now: datetime) -> str | None:
    """Why the device's time of an answer is in doubt, as `clocks` names it; None where it is not."""
    answered_at, shown = submission.answered_at, submission.clock
    if answered_at is None or submission.timed_by is not TimedBy.DEVICE:
        return None
    is_off = shown is not None and abs(shown - now) > clocks.TOLERANCE
    if survey.is_clock_wrong or is_off or not clocks.EARLIEST <= answered_at <= now + clocks.AHEAD:
        return clocks.DEVICE_CLOCK
    if answered_at >= survey.opened_at - clocks.TOLERANCE:
        return None
    return clocks.DEVICE_CLOCK if shown else clocks.BEFORE_COLLECTOR
