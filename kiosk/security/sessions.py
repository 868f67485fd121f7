"""Sessions, and the guard that runs before every request.

Views that are not public may rely on it: `g.person` is logged in and has the role that the page table asks
for, and `g.unit` is a unit that the person may see: the person's own, or the one below it that `?unit=<code>`
names. URLs made by `url_for` keep that parameter, so that each browser window stays with its unit.
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
from kiosk.base.paths import requested_path
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

IDLE_LIFETIME = timedelta(hours=8)
LIFETIME = timedelta(hours=12)
# Blueprints open to users who still have to set up two-factor authentication.
OWN_ACCOUNT = frozenset({"account", "two_factor"})

# How long after the password the code may follow.
CODE_WAIT = timedelta(minutes=5)
# The maximum age of a login or reauthentication for sensitive pages: to open a form, and to send it.
FRESH = timedelta(minutes=15)
FRESH_FORM = timedelta(hours=1)


class LoggedOut(Exception):
    """A form was sent without a valid session."""


class ReauthenticationNeeded(Exception):
    """A sensitive page needs a password or a code from a short while ago."""


class Sessions(SecureCookieSessionInterface):
    """Flask's session handling, without computing a signature for requests without a cookie: visitors'."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The browser's session, or an empty one."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def is_signed_in(app: Flask, cookies: str) -> bool:
    """Whether a request with this `Cookie` header carries a session that this instance signed for a person.

    The session may have ended since then: that is for the guard to say.
    """
    session = app.session_interface.open_session(app, app.request_class({"HTTP_COOKIE": cookies}))
    return session is not None and "id" in session


def init_app(app: Flask) -> None:
    """Check every request: who sends it, and whether that is allowed."""
    app.session_interface = Sessions()
    app.before_request(_guard)
    app.url_defaults(_carry_unit)
    app.jinja_env.globals |= {
        "may": may,
        "requested_path": requested_path,
        "menu": pages.menu,
        "menu_entry": pages.menu_entry,
        "settings_menu": pages.settings_menu,
    }


def may(endpoint: str) -> bool:
    """Whether the user of this request may use that route, e.g. to show a link to it."""
    return pages.allows(endpoint, g.person.role if g.person else None)


def _guard() -> Response | None:
    g.person = _current_person()
    g.unit = units.get_unit(get_db(), g.person.unit_id) if g.person else None
    if request.endpoint is None or pages.is_public(request.endpoint):
        return None
    if g.person is None:
        if request.method == "POST":
            raise LoggedOut
        return redirect(url_for("session.login", lanjut=requested_path()), 303)
    if not may(request.endpoint):
        abort(403)
    g.unit = _chosen_unit(g.unit)
    if request.blueprint not in OWN_ACCOUNT and is_missing(get_db(), g.person):
        if request.method == "POST":
            abort(403)
        return redirect(url_for("two_factor.show"), 303)
    if pages.PAGES[request.endpoint].is_sensitive and not _is_fresh():
        raise ReauthenticationNeeded
    return None


def _is_fresh() -> bool:
    lasting = FRESH_FORM if request.method == "POST" else FRESH
    proved: int = session.get("proved", 0)
    return clock.now().timestamp() - proved <= lasting.total_seconds()


def _chosen_unit(own: Unit) -> Unit:
    """The unit that the URL names, or the person's own. Raises NotFound unless it lies below that."""
    code = request.args.get("unit", own.code)
    if code == own.code:
        return own
    unit = units.find_unit(get_db(), code)
    if not tree.is_within(get_db(), unit.unit_id, own.unit_id):
        raise NotFound(f"unit {code}")
    return unit


def _carry_unit(endpoint: str, values: dict[str, Any]) -> None:
    """Add the chosen unit to URLs of staff pages, unless it is the person's own."""
    unit = g.get("unit")
    if unit and unit.unit_id != g.person.unit_id and not pages.is_public(endpoint):
        values.setdefault("unit", unit.code)


def _current_person() -> Person | None:
    """The person of the session, unless it was idle or lasted too long or was ended elsewhere."""
    if "id" not in session:
        return None
    moment = clock.now().timestamp()
    idle, lasted = moment - session.get("seen", 0), moment - session.get("since", 0)
    if idle > IDLE_LIFETIME.total_seconds() or lasted > LIFETIME.total_seconds():
        return None
    person = _person_of_session()
    if person is None or people.has_ended(get_db(), session["id"]):
        return None
    session["seen"] = int(moment)
    return person


def find_waiting() -> Person | None:
    """The person who typed the right password in this browser a moment ago and has to type a code now."""
    lasted = clock.now().timestamp() - session.get("since", 0)
    is_waiting = "person" in session and "id" not in session and lasted <= CODE_WAIT.total_seconds()
    return _person_of_session() if is_waiting else None


def _person_of_session() -> Person | None:
    try:
        person = people.get_person(get_db(), session["person"])
    except NotFound:
        return None
    return person if person.session_key == session.get("key") else None


def log_in(person: Person) -> bool:
    """Log in a person who typed the right password; False when a code is needed first."""
    if two_factor.find_second_factor(get_db(), person.person_id) is None:
        start_session(person)
        return True
    _clear_session()
    values = new_session(person, clock.now())
    session.update({name: values[name] for name in ("person", "key", "since")})
    return False


def _clear_session() -> None:
    session.clear()
    g.pop("csrf_token", None)  # belongs to the forms of the old session


def check_own_password(password: str) -> bool:
    """Whether it is the password of the user who is logged in. Raises TooManyGuesses."""
    return reauthentication.check_password(g.person.username, password) is not None


def start_session(person: Person) -> None:
    """Log this person in, until the session is unused for `IDLE_LIFETIME`, and for at most `LIFETIME`."""
    _clear_session()
    session.permanent = True
    session.update(new_session(person, clock.now()))
    reauthentication.forget_guesses(person.username)
    known_browsers.remember(person.username)


def restart_session(person: Person) -> None:
    """As `start_session`, after a new password, which does not count as reauthentication."""
    proved = session.get("proved", 0)
    start_session(person)
    session["proved"] = proved


def new_session(person: Person, now: datetime) -> dict[str, str | int]:
    """The content of a session that starts now. `proved` is the time of the last reauthentication."""
    moment = int(now.timestamp())
    return {
        "id": new_key(26),
        "person": person.person_id,
        "key": person.session_key,
        "since": moment,
        "seen": moment,
        "proved": moment,
    }


def record_reauthentication() -> None:
    """Open sensitive pages to the user for a while: password or code were right just now."""
    session["proved"] = int(clock.now().timestamp())
    reauthentication.forget_guesses(g.person.username)


def end_session() -> None:
    """End this browser's session; copies of its cookie are worthless, too."""
    session_id = session.get("id", "")
    _clear_session()
    if g.person:
        people.end_session(get_db(), session_id, clock.now(), LIFETIME)


def names_around(person: Person) -> list[str]:
    """Names that the person's password must not be made of."""
    unit = units.get_unit(get_db(), person.unit_id)
    return [person.username, person.name, unit.name, unit.agency]


def setup_key(secret: str) -> str:
    """The key in the set-up URL that `ikm serve` prints, so that no one else on the network sets it up."""
    return hmac.new(secret.encode(), b"setup", "sha256").hexdigest()[:16]
