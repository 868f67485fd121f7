"""Every action of staff goes into the log: who, what, on which thing, when, and how it ended.

Nothing that was typed is kept, so that the log holds no personal data but the name of who acted.
"""

import sqlite3
from datetime import timedelta

from flask import Flask
from flask import Response
from flask import g
from flask import request
from flask import session

from kiosk import access
from kiosk import clock
from kiosk.db import get_db
from kiosk.store import audit
from kiosk.store import people
from kiosk.store.errors import NotFound
from kiosk.store.people import Person

# Pages open to everybody where staff come in, go out, or begin.
DOOR = frozenset({"session.login", "session.verify", "session.logout", "session.set_password", "setup.found"})
# Single answers that leave the office, though nothing is changed by it.
TAKEN_OUT = frozenset({"reports.download_data"})
# Not allowed, and not theirs: a thing of another unit is not found.
REFUSED = frozenset({403, 404})
# Where visitors' own words are read, on screen or paper: logged once a day for each person and unit.
READ = frozenset(
    {
        "inbox.index",
        "inbox.show",
        "results.month",
        "results.print_rekap",
        "reports.show",
        "reports.download",
        "printing.download",
    }
)
_DAY = timedelta(days=1)


def init_app(app: Flask) -> None:
    """Log after every request of staff that acts, takes out or reads single answers, or is not allowed."""

    @app.after_request
    def _(response: Response) -> Response:
        try:
            if _is_to_log(response.status_code):
                _record(response.status_code)
        except sqlite3.Error as error:
            # What was done is done; that it could not be logged is said where it can be.
            app.logger.error("not in the log: %s %s (%s)", request.endpoint, response.status_code, error)
        return response


def _is_to_log(status: int) -> bool:
    if not _is_staffs(request.endpoint):
        return False
    if request.method == "POST":
        return True
    if not g.get("person"):
        return False
    return request.endpoint in TAKEN_OUT or status in REFUSED or _is_first_reading(status)


def _is_first_reading(status: int) -> bool:
    if request.endpoint not in READ or status != 200:
        return False
    since = clock.now() - _DAY
    return not audit.has_act(get_db(), g.person.person_id, g.unit.unit_id, request.endpoint, since)


def _is_staffs(endpoint: str | None) -> bool:
    if endpoint is None:
        return False
    return endpoint in DOOR or not access.is_public(endpoint)


def _record(outcome: int) -> None:
    person: Person | None = g.get("person") or _who_came_in()
    unit = g.get("unit")
    # What stands in the address of a door is its key.
    things = {} if request.endpoint in DOOR else request.view_args or {}
    subject = " ".join(f"{name}={value}" for name, value in things.items())
    audit.record_act(
        get_db(),
        person_id=person.person_id if person else None,
        unit_id=unit.unit_id if unit else person.unit_id if person else None,
        action=str(request.endpoint),
        subject=subject,
        outcome=outcome,
        now=clock.now(),
    )


def _who_came_in() -> Person | None:
    """Whoever this very request logged in."""
    try:
        return people.get_person(get_db(), session["person"]) if "person" in session else None
    except NotFound:
        return None
