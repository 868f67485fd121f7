"""Who may take back what staff entered: those who entered it, on the same day, and pimpinan."""

from datetime import datetime

from kiosk.security.roles import PIMPINAN
from kiosk.security.roles import is_at_least
from kiosk.store.accounts.people import Person
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import local


def is_own_of_today(person: Person, by: str | None, at: str | None, now: datetime, timezone: str) -> bool:
    """Whether this person (`by`) did it on the present day of the office; `at` is stored text."""
    if by != person.person_id or at is None:
        return False
    return local(from_text(at), timezone).date() == local(now, timezone).date()


def may_take_back(person: Person, by: str | None, at: str | None, now: datetime, timezone: str) -> bool:
    """Whether the person may undo what was done by that account at that time."""
    return is_at_least(person.role, PIMPINAN) or is_own_of_today(person, by, at, now, timezone)
