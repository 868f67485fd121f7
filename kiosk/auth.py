"""Who is asking: log-in, log-out, and the rule that everything is closed unless listed as public."""

import hmac
from datetime import timedelta

from flask import Flask
from flask import g
from flask import redirect
from flask import request
from flask import session
from flask import url_for
from werkzeug.security import check_password_hash
from werkzeug.security import generate_password_hash
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.db import get_db
from kiosk.store import people
from kiosk.store.errors import NotFound
from kiosk.store.people import Person

# Blueprints a visitor may use; every other route needs a log-in.
PUBLIC = frozenset({"survey", "session", "setup", "health"})
PUBLIC_ENDPOINTS = frozenset({"static"})

GUESSES = 5
GUESS_WINDOW = timedelta(minutes=5)

# Checked when the user name is unknown, so that both refusals take as long.
_NOBODY = generate_password_hash("nobody")


class TooManyGuesses(Exception):
    """The account is resting after wrong guesses; try again after `GUESS_WINDOW`."""


def init_app(app: Flask) -> None:
    """Close the app: every request finds out who asks, and is turned away unless allowed."""
    app.before_request(_guard)


def _guard() -> Response | None:
    g.person = _current_person()
    if request.endpoint is None or request.endpoint in PUBLIC_ENDPOINTS or request.blueprint in PUBLIC:
        return None
    if g.person is None:
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("session.login", lanjut=target), 303)
    return None


def _current_person() -> Person | None:
    if "person" not in session:
        return None
    try:
        person = people.get_person(get_db(), session["person"])
    except NotFound:
        return None
    return person if person.session_key == session.get("key") else None


def log_in(username: str, password: str) -> Person | None:
    """Check a password and start a session; None when name or password is wrong.

    Raises:
        TooManyGuesses: `GUESSES` wrong ones within `GUESS_WINDOW`.
    """
    db = get_db()
    moment = clock.now()
    if people.count_login_failures(db, username, moment - GUESS_WINDOW) >= GUESSES:
        raise TooManyGuesses
    try:
        person = people.find_person(db, username)
    except NotFound:
        check_password_hash(_NOBODY, password)
        person = None
    if person is None or not check_password_hash(person.password_hash, password):
        people.record_login_failure(db, username, moment)
        return None
    people.clear_login_failures(db, username)
    start_session(person)
    return person


def start_session(person: Person) -> None:
    """Remember this person in the browser's session, which ends after eight hours of rest."""
    session.clear()
    session.permanent = True
    session["person"] = person.person_id
    session["key"] = person.session_key


def hash_password(password: str) -> str:
    """A salted scrypt hash."""
    return generate_password_hash(password)


def setup_key(secret: str) -> str:
    """The key in the set-up address that `ikm serve` prints: no neighbour sets the office up first."""
    return hmac.new(secret.encode(), b"setup", "sha256").hexdigest()[:16]
