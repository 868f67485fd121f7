"""Who is asking, and for which unit: log-in, and the guard in front of every request.

What a page that is not public may rely on: `g.person` is logged in and has the role that `kiosk.access`
asks for, and `g.unit` is a unit they may see. It is their own, or the one named by `?unit=<code>`, which
lies below their own. Addresses made by `url_for` carry that choice along, so that each window of a browser
stays with its unit.
"""

import hmac
import secrets
from datetime import datetime
from datetime import timedelta
from typing import Any

from flask import Flask
from flask import Request
from flask import abort
from flask import g
from flask import redirect
from flask import request
from flask import session
from flask import url_for
from flask.sessions import SecureCookieSession
from flask.sessions import SecureCookieSessionInterface
from werkzeug.security import check_password_hash
from werkzeug.security import generate_password_hash
from werkzeug.wrappers import Response

from kiosk import access
from kiosk import browsers
from kiosk import clock
from kiosk.db import get_db
from kiosk.store import people
from kiosk.store import tree
from kiosk.store import units
from kiosk.store.connection import transaction
from kiosk.store.errors import NotFound
from kiosk.store.ids import new_key
from kiosk.store.people import Person
from kiosk.store.units import Unit

REST = timedelta(hours=8)
LONGEST = timedelta(hours=16)

GUESSES = 5
GUESS_WINDOW = timedelta(minutes=5)

# No password has this hash. It is checked, too, when the user name is unknown: both refusals take as long.
NO_PASSWORD = generate_password_hash(secrets.token_urlsafe(32))


class TooManyGuesses(Exception):
    """The account is resting after wrong guesses; try again after `GUESS_WINDOW`."""


class Sessions(SecureCookieSessionInterface):
    """Flask's own, without a signature's cost for those who bring no session: every visitor."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The browser's session, or an empty one."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Close the app: every request finds out who asks, and is turned away unless allowed."""
    app.session_interface = Sessions()
    app.before_request(_guard)
    app.url_defaults(_carry_unit)
    app.jinja_env.globals["may"] = may


def may(endpoint: str) -> bool:
    """Whether whoever asks may use that route, e.g. to show a link to it."""
    return access.allows(endpoint, g.person.role if g.person else None)


def _guard() -> Response | None:
    g.person = _current_person()
    g.unit = units.get_unit(get_db(), g.person.unit_id) if g.person else None
    if request.endpoint is None or access.is_public(request.endpoint):
        return None
    if g.person is None:
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("session.login", lanjut=target), 303)
    if not may(request.endpoint):
        abort(403)
    g.unit = _chosen_unit(g.unit)
    return None


def _chosen_unit(own: Unit) -> Unit:
    """The unit the address names, or the person's own. Raises NotFound unless it lies below that."""
    code = request.args.get("unit", own.code)
    if code == own.code:
        return own
    unit = units.find_unit(get_db(), code)
    if not tree.is_within(get_db(), unit.unit_id, own.unit_id):
        raise NotFound(f"unit {code}")
    return unit


def _carry_unit(endpoint: str, values: dict[str, Any]) -> None:
    """Name the chosen unit in addresses of staff pages, unless it is the person's own."""
    unit = g.get("unit")
    if unit and unit.unit_id != g.person.unit_id and not access.is_public(endpoint):
        values.setdefault("unit", unit.code)


def _current_person() -> Person | None:
    """Who the session says it is, unless it rested or lasted too long or was ended elsewhere."""
    if "id" not in session:
        return None
    moment = clock.now().timestamp()
    rested, lasted = moment - session.get("seen", 0), moment - session.get("since", 0)
    if rested > REST.total_seconds() or lasted > LONGEST.total_seconds():
        return None
    try:
        person = people.get_person(get_db(), session["person"])
    except NotFound:
        return None
    if person.session_key != session.get("key") or people.has_ended(get_db(), session["id"]):
        return None
    session["seen"] = int(moment)
    return person


def log_in(username: str, password: str) -> Person | None:
    """Check a password and start a session; None when name or password is wrong.

    Raises:
        TooManyGuesses: `GUESSES` wrong ones within `GUESS_WINDOW`.
    """
    try:
        person = people.find_person(get_db(), username)
    except NotFound:
        person = None
    if not _is_right(username, person.password_hash if person else NO_PASSWORD, password) or person is None:
        return None
    start_session(person)
    return person


def check_own_password(password: str) -> bool:
    """Whether it is the password of whoever is logged in. Raises TooManyGuesses as `log_in`."""
    return _is_right(g.person.username, g.person.password_hash, password)


def _is_right(username: str, password_hash: str, password: str) -> bool:
    """Check a guess and keep count of the wrong ones.

    A browser that logged this person in before counts for itself, so that somebody else's guessing does not
    keep the office out.
    """
    db = get_db()
    moment = clock.now()
    browser = browsers.known_as(username)
    with transaction(db):
        if people.count_login_failures(db, username, browser, moment - GUESS_WINDOW) >= GUESSES:
            raise TooManyGuesses
        # Before it is known to be wrong: of many sent at once, each has to count for the next.
        people.record_login_failure(db, username, browser, moment)
    if not check_password_hash(password_hash, password):
        return False
    people.clear_login_failures(db, username, browser)
    return True


def start_session(person: Person) -> None:
    """Remember this person in the browser's session, until `REST` unused or `LONGEST` in use."""
    session.clear()
    session.permanent = True
    session.update(new_session(person, clock.now()))
    browsers.remember(person.username)


def new_session(person: Person, now: datetime) -> dict[str, str | int]:
    """What a session that starts now holds."""
    moment = int(now.timestamp())
    return {
        "id": new_key(26),
        "person": person.person_id,
        "key": person.session_key,
        "since": moment,
        "seen": moment,
    }


def end_session() -> None:
    """Log out of this browser's session, and of every copy of its cookie."""
    session_id = session.get("id", "")
    session.clear()
    if g.person:
        people.end_session(get_db(), session_id, clock.now(), LONGEST)


def hash_password(password: str) -> str:
    """A salted scrypt hash."""
    return generate_password_hash(password)


def names_around(person: Person) -> list[str]:
    """What a password of theirs must not be made of."""
    unit = units.get_unit(get_db(), person.unit_id)
    return [person.username, person.name, unit.name, unit.agency]


def setup_key(secret: str) -> str:
    """The key in the set-up address that `ikm serve` prints: no neighbour sets the office up first."""
    return hmac.new(secret.encode(), b"setup", "sha256").hexdigest()[:16]
