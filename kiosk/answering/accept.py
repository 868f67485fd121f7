"""Taking in one response that comes as JSON: the contract is in docs/api.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import Gone

from kiosk.answering import eligibility
from kiosk.answering import submission as forms
from kiosk.base import clock
from kiosk.db import get_db
from kiosk.questionnaire.languages import Language
from kiosk.store.answers import responses
from kiosk.store.answers.clocks import DEVICE_CLOCK
from kiosk.store.engine.times import from_text

MAX_BODY = 64 * 1024


def is_cross_site(site: str | None, origin: str | None, host: str) -> bool:
    """Whether another site's page made the browser send a request to `host`.

    A browser says so in `Sec-Fetch-Site` (not over plain HTTP) or `Origin`; a script of the office sends
    neither and is let in.
    """
    if site:
        return site not in ("same-origin", "none")
    hosts = {host, urlsplit(current_app.config["BASE_URL"] or "").netloc}
    return origin is not None and _host_of(origin) not in hosts


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:  # such as `http://[`, which no browser sends
        return None


@dataclass(frozen=True)
class Taken:
    """A response that is stored: just now (`is_new`), or the very same one before."""

    response_id: str
    is_new: bool

    @property
    def status(self) -> int:
        """The status of the answer over HTTP."""
        return 201 if self.is_new else 200

    @property
    def told(self) -> dict[str, str]:
        """What the sender is told."""
        return {"id": self.response_id, "status": "stored" if self.is_new else "unchanged"}


def take(body: Mapping[str, Any], language: Language) -> Taken:
    """Store one response, once; when this returns it is on disk.

    Raises:
        forms.Invalid: with a message for every field that is wrong.
        NotFound: no collector has this code.
        Gone: it was revoked before the answer was given.
        ServiceUnavailable: this computer's own clock is wrong.
        admission.NoTicket, TicketUsed, Conflict: see there; nothing was stored.
    """
    code = body.get("collector")
    if not isinstance(code, str):
        raise forms.Invalid({"collector": language("errors.collector_invalid")})
    place = eligibility.find_place(code)
    collector = place.collector
    submission = forms.read_json(body, language)
    now = clock.now()
    # What was answered while the collector was open is welcome, however late it arrives.
    if collector.revoked_at and not _is_before(submission, collector.revoked_at):
        raise Gone
    eligibility.check_own_clock(place, now)
    doubt = eligibility.find_clock_doubt(submission, place, now)
    response = forms.check(submission, place, now, language, doubt)
    answered_at = now if doubt == DEVICE_CLOCK else response.answered_at
    response = replace(response, ticket=eligibility.read_ticket(place, submission.ticket, answered_at))
    return Taken(response.response_id, responses.record_response(get_db(), response, now))


def _is_before(submission: forms.Submission, moment: str) -> bool:
    return submission.answered_at is not None and submission.answered_at < from_text(moment)
