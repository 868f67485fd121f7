"""The log of acts: who did what to which thing, when, and with which outcome.

Nothing that was typed is logged, so the only personal data in it is who acted.
"""

import re
import sqlite3
from datetime import timedelta

from flask import Flask
from flask import Response
from flask import g
from flask import request
from flask import session

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.security.pages import PAGES
from kiosk.security.pages import Log
from kiosk.security.pages import is_public
from kiosk.store.accounts import people
from kiosk.store.accounts.people import Person
from kiosk.store.engine.errors import NotFound
from kiosk.store.journal import audit

# Not allowed, and not found: to its user, a thing of another unit does not exist.
REFUSED = frozenset({403, 404})
_DAY = timedelta(days=1)
_KIND = re.compile(r"[a-z-]{1,30}")


def init_app(app: Flask) -> None:
    """Log every request of staff that changes something, exports or reads answers, or is refused."""

    @app.after_request
    def _(response: Response) -> Response:
        try:
            if _is_to_log(response.status_code):
                _record(response.status_code)
        except sqlite3.Error as error:
            # The act itself is done; the program's log says that it is missing here.
            app.logger.error("not in the log: %s %s (%s)", request.endpoint, response.status_code, error)
        return response


def _is_to_log(status: int) -> bool:
    log = _log_of(request.endpoint)
    if log is None or g.get("is_question"):
        return False
    if request.method == "POST":
        return True
    if not g.get("person"):
        return False
    return log is Log.EXPORT or status in REFUSED or (log is Log.READING and _is_first_reading(status))


def _is_first_reading(status: int) -> bool:
    """Whether the user has not read this in the last day; a period that may not be seen counts, too."""
    since = clock.now() - _DAY
    return status in (200, 422) and not audit.has_act(
        get_db(), g.person.person_id, g.unit.unit_id, str(request.endpoint), _subject(), since
    )


def _log_of(endpoint: str | None) -> Log | None:
    """Which requests of this route are logged; None for visitors' routes and unknown ones."""
    if endpoint is None or endpoint not in PAGES:
        return None
    log = PAGES[endpoint].log
    return None if is_public(endpoint) and log is not Log.LOGIN else log


def _record(outcome: int) -> None:
    person: Person | None = g.get("person") or _find_newcomer()
    unit = g.get("unit")
    audit.record_act(
        get_db(),
        person_id=person.person_id if person else None,
        unit_id=unit.unit_id if unit else person.unit_id if person else None,
        action=str(request.endpoint),
        subject=_subject(),
        outcome=outcome,
        now=clock.now(),
    )


def _subject() -> str:
    """What the request is about: the things in its path, the kind of what is read, and its period.

    `periode` is what was asked for, or else what was shown; `tampil` what was shown in place of it.
    """
    log = _log_of(request.endpoint)
    # Login URLs contain one-time secrets; never log them.
    things = {} if log is Log.LOGIN else dict(request.view_args or {})
    if log in (Log.READING, Log.EXPORT):
        kind = request.args.get("jenis", "")
        things |= {"jenis": kind} if _KIND.fullmatch(kind) else {}
        shown = g.get("shown_period")
        asked = g.get("asked_period", shown)
        things |= {"periode": asked} if asked else {}
        things |= {"tampil": shown} if shown != asked else {}
    return " ".join(f"{name}={value}" for name, value in things.items())


def _find_newcomer() -> Person | None:
    """The person whom this request logged in."""
    try:
        return people.get_person(get_db(), session["person"]) if "person" in session else None
    except NotFound:
        return None
