"""Who has to use two-factor authentication, and what follows from it."""

from datetime import datetime

from sqlite_utils import Database

from kiosk.security.roles import needs_two_factor
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.people import Person
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict


def is_required(db: Database, person: Person) -> bool:
    """Whether the person's office requires two-factor authentication of the person."""
    return needs_two_factor(person.role) and two_factor.is_required(db, person.unit_id)


def is_missing(db: Database, person: Person) -> bool:
    """Whether it is required of the person, who has not set it up yet."""
    return (
        needs_two_factor(person.role)
        and two_factor.find_second_factor(db, person.person_id) is None
        and two_factor.is_required(db, person.unit_id)
    )


def stop_own(db: Database, person: Person, now: datetime) -> None:
    """Let the person log in without codes again. Raises Conflict where it is required of the person."""
    with transaction(db):
        if is_required(db, person):
            raise Conflict("the office requires two-factor authentication")
        two_factor.disable_second_factor(db, person.person_id, by=person.person_id, now=now)


def require(db: Database, unit_id: str, by: Person, now: datetime) -> None:
    """Require it of pimpinan and admins of a unit and of those below it.

    Raises:
        Conflict: the admin who asks for it has not set it up, and would be locked out.
    """
    with transaction(db):
        if two_factor.find_second_factor(db, by.person_id) is None:
            raise Conflict("the admin has no two-factor authentication")
        two_factor.set_rule(db, unit_id, True, now)
