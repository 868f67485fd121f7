"""Checking passwords and one-time codes, and limiting how often either may be guessed."""

import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import contextmanager
from datetime import timedelta

from flask import current_app
from werkzeug.security import check_password_hash
from werkzeug.security import generate_password_hash

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.security import known_browsers
from kiosk.security import totp
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.account_changes import record_change
from kiosk.store.accounts.people import Person
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key

GUESSES = 5
GUESS_WINDOW = timedelta(minutes=5)

# OWASP's advice on storing passwords names several settings of scrypt as equally strong; this one needs
# little memory: 32 MB for a fifth of a second.
_METHOD = "scrypt:32768:8:3"
# The hash of no known password. It is checked for unknown user names, so that both refusals take as long.
NO_PASSWORD = f"{_METHOD}${new_key(16)}${secrets.token_hex(64)}"


class TooManyGuesses(Exception):
    """The account is locked after wrong guesses; try again after `GUESS_WINDOW`."""


class Crowded(TooManyGuesses):
    """This computer is checking as many passwords as it should; try again in a moment."""


# Password hashing needs a core and much memory, which visitors need too: one core is left to them.
_checks = threading.BoundedSemaphore(1 if (os.cpu_count() or 1) <= 2 else 2)
# One check at a time for unknown browsers: known ones wait for one of them at most.
_unknown_checks = threading.BoundedSemaphore(1)
_WAIT_S = 5.0
# How many may wait or be checked at once, since each one holds a server thread. More are refused after a
# pause, which slows those who ask again at once.
_MAX_UNKNOWN = 5
_MAX_OF_A_BROWSER = 2
_PAUSE_S = 0.25
_in_line: Counter[str] = Counter()  # by the browser's key; unknown browsers share the empty one
_counting = threading.Lock()


def hash_password(password: str) -> str:
    """A salted scrypt hash."""
    return generate_password_hash(password, _METHOD)


def check_password(username: str, password: str) -> Person | None:
    """The person with this user name and password; None when either is wrong. Raises TooManyGuesses."""
    try:
        person = people.find_person(get_db(), username)
    except NotFound:
        person = None
    password_hash = person.password_hash if person else NO_PASSWORD
    with _limited(username):
        is_right = _guess(username, lambda: check_password_hash(password_hash, password))
    return person if is_right else None


@contextmanager
def _limited(username: str) -> Iterator[None]:
    """Run one of the few checks at a time. Raises Crowded."""
    browser = known_browsers.known_as(username)
    with ExitStack() as held:
        held.enter_context(_line(browser))
        for checks in [_checks] if browser else [_unknown_checks, _checks]:
            if not checks.acquire(timeout=_WAIT_S):
                raise Crowded
            held.callback(checks.release)
        yield


@contextmanager
def _line(browser: str) -> Iterator[None]:
    """Be one of the few of this browser, or of the unknown ones, who wait or are checked. Raises Crowded."""
    with _counting:
        is_full = _in_line[browser] >= (_MAX_OF_A_BROWSER if browser else _MAX_UNKNOWN)
        if not is_full:
            _in_line[browser] += 1
    if is_full:
        time.sleep(_PAUSE_S)
        raise Crowded
    try:
        yield
    finally:
        with _counting:
            _in_line[browser] -= 1
            if not _in_line[browser]:
                del _in_line[browser]


def check_code(person: Person, typed: str) -> bool:
    """Whether this is a code of the person's phone, or a recovery code; a right code is used up.

    A person who guesses here knew the password, so the owner of the account is notified.

    Raises:
        TooManyGuesses: the account is locked.
    """
    if _guess(person.username, lambda: _use_code(person, totp.tidy(typed))):
        return True
    if _count_guesses(person.username) >= GUESSES:
        record_change(get_db(), person.person_id, "wrong-codes", by=person.person_id, now=clock.now())
    return False


def forget_guesses(username: str) -> None:
    """Reset the count of wrong guesses from this browser after a successful login."""
    people.clear_login_failures(get_db(), username, known_browsers.known_as(username))


def derive_secret(person: Person, seed: str) -> str:
    """The secret that the person's phone holds."""
    return totp.derive_secret(current_app.config["SECRET_KEY"], person.person_id, seed)


def make_recovery_codes(person: Person) -> dict[str, str]:
    """New recovery codes, to be shown only this once, each with the hash to store."""
    made = [new_key(totp.RECOVERY_LENGTH) for _ in range(totp.RECOVERY_CODES)]
    return {code: totp.hash_recovery_code(person.person_id, code) for code in made}


def _use_code(person: Person, code: str) -> bool:
    db, now = get_db(), clock.now()
    if len(code) == totp.RECOVERY_LENGTH:
        code_hash = totp.hash_recovery_code(person.person_id, code)
        return two_factor.use_recovery_code(db, person.person_id, code_hash, now)
    factor = two_factor.find_second_factor(db, person.person_id)
    step = totp.find_step(derive_secret(person, factor.seed), code, now) if factor else None
    if step is None:
        return False
    if not two_factor.use_step(db, person.person_id, step):
        record_change(db, person.person_id, "code-again", by=person.person_id, now=now)
        return False
    return True


def _guess(username: str, is_right: Callable[[], bool]) -> bool:
    """Check a guess, and count it if it is wrong.

    A browser that logged this person in before has a count of its own, so that guesses from elsewhere do not
    lock the office out.
    """
    db = get_db()
    with transaction(db):
        if _count_guesses(username) >= GUESSES:
            raise TooManyGuesses
        # Counted before it is known to be wrong: each of many guesses sent at once has to count for the next.
        guess = people.record_login_failure(db, username, known_browsers.known_as(username), clock.now())
    if not is_right():
        return False
    people.withdraw_login_failure(db, guess)
    return True


def _count_guesses(username: str) -> int:
    browser = known_browsers.known_as(username)
    return people.count_login_failures(get_db(), username, browser, clock.now() - GUESS_WINDOW)
