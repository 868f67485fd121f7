"""Who is asking, and for which unit: sessions, and the guard in front of every request.

Views that are not public may rely on this: `g.person` is logged in and has the role that the page table
asks for, and `g.unit` is a unit they may see. It is their own, or the one named by `?unit=<code>`, which
lies below their own. Addresses made by `url_for` carry that choice along, so that each window of a browser
stays with its unit.
"""

import hmac
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
from werkzeug.wrappers import Response

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.security import known_browsers
from kiosk.security import pages
from kiosk.security import reauthentication
from kiosk.security.two_factor import is_missing
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.people import Person
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit

REST = timedelta(hours=8)
LONGEST = timedelta(hours=12)
# Open to those who still have to set a second factor up.
OWN_ACCOUNT = frozenset({"account", "two_factor"})

# How long after the password the code may come.
CODE_WAIT = timedelta(minutes=5)
# The maximum age of a login or reauthentication for sensitive pages: to open a form, and to send it.
FRESH = timedelta(minutes=15)
FRESH_FORM = timedelta(hours=1)


class LoggedOut(Exception):
    """A form came from somebody whose session has ended, or who never had one."""


class ProofNeeded(Exception):
    """Whoever is logged in has to show again that it is them."""


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
    app.jinja_env.globals |= {
        "may": may,
        "menu": pages.menu,
        "menu_entry": pages.menu_entry,
        "settings_menu": pages.settings_menu,
    }


def may(endpoint: str) -> bool:
    """Whether whoever asks may use that route, e.g. to show a link to it."""
    return pages.allows(endpoint, g.person.role if g.person else None)


def _guard() -> Response | None:
    g.person = _current_person()
    g.unit = units.get_unit(get_db(), g.person.unit_id) if g.person else None
    if request.endpoint is None or pages.is_public(request.endpoint):
        return None
    if g.person is None:
        if request.method == "POST":
            raise LoggedOut
        return redirect(url_for("session.login", lanjut=request.full_path.rstrip("?")), 303)
    if not may(request.endpoint):
        abort(403)
    g.unit = _chosen_unit(g.unit)
    if request.blueprint not in OWN_ACCOUNT and is_missing(get_db(), g.person):
        if request.method == "POST":
            abort(403)
        return redirect(url_for("two_factor.show"), 303)
    if pages.PAGES[request.endpoint].is_sensitive and not _is_fresh():
        raise ProofNeeded
    return None


def _is_fresh() -> bool:
    lasting = FRESH_FORM if request.method == "POST" else FRESH
    proved: int = session.get("proved", 0)
    return clock.now().timestamp() - proved <= lasting.total_seconds()


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
    if unit and unit.unit_id != g.person.unit_id and not pages.is_public(endpoint):
        values.setdefault("unit", unit.code)


def _current_person() -> Person | None:
    """Who the session says it is, unless it rested or lasted too long or was ended elsewhere."""
    if "id" not in session:
        return None
    moment = clock.now().timestamp()
    rested, lasted = moment - session.get("seen", 0), moment - session.get("since", 0)
    if rested > REST.total_seconds() or lasted > LONGEST.total_seconds():
        return None
    person = _person_of_session()
    if person is None or people.has_ended(get_db(), session["id"]):
        return None
    session["seen"] = int(moment)
    return person


def find_waiting() -> Person | None:
    """Who showed the password in this browser a moment ago, and is to show a code now."""
    lasted = clock.now().timestamp() - session.get("since", 0)
    is_waiting = "person" in session and "id" not in session and lasted <= CODE_WAIT.total_seconds()
    return _person_of_session() if is_waiting else None


def _person_of_session() -> Person | None:
    try:
        person = people.get_person(get_db(), session["person"])
    except NotFound:
        return None
    return person if person.session_key == session.get("key") else None


def admit(person: Person) -> bool:
    """Log in whoever showed the password; False when a code has to come first."""
    if two_factor.find_factor(get_db(), person.person_id) is None:
        start_session(person)
        return True
    _clear_session()
    begun = new_session(person, clock.now())
    session.update({name: begun[name] for name in ("person", "key", "since")})
    return False


def _clear_session() -> None:
    session.clear()
    g.pop("csrf_token", None)  # of its forms


def check_own_password(password: str) -> bool:
    """Whether it is the password of whoever is logged in. Raises `proof.TooManyGuesses`."""
    return reauthentication.check_password(g.person.username, password) is not None


def start_session(person: Person) -> None:
    """Remember this person in the browser's session, until `REST` unused or `LONGEST` in use."""
    _clear_session()
    session.permanent = True
    session.update(new_session(person, clock.now()))
    reauthentication.forget_guesses(person.username)
    known_browsers.remember(person.username)


def start_session_anew(person: Person) -> None:
    """As `start_session`, after a new password: that is no code, so the proof stays as old as it was."""
    proved = session.get("proved", 0)
    start_session(person)
    session["proved"] = proved


def new_session(person: Person, now: datetime) -> dict[str, str | int]:
    """What a session that starts now holds."""
    moment = int(now.timestamp())
    return {
        "id": new_key(26),
        "person": person.person_id,
        "key": person.session_key,
        "since": moment,
        "seen": moment,
        "proved": moment,
    }


def renew_proof() -> None:
    """Remember that whoever is logged in showed just now that it is them."""
    session["proved"] = int(clock.now().timestamp())
    reauthentication.forget_guesses(g.person.username)


def end_session() -> None:
    """Log out of this browser's session, and of every copy of its cookie."""
    session_id = session.get("id", "")
    _clear_session()
    if g.person:
        people.end_session(get_db(), session_id, clock.now(), LONGEST)


def names_around(person: Person) -> list[str]:
    """What a password of theirs must not be made of."""
    unit = units.get_unit(get_db(), person.unit_id)
    return [person.username, person.name, unit.name, unit.agency]


def setup_key(secret: str) -> str:
    """The key in the set-up address that `ikm serve` prints: no neighbour sets the office up first."""
    return hmac.new(secret.encode(), b"setup", "sha256").hexdigest()[:16]
