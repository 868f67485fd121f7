"""One-time links for setting a password; only their hashes are stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.accounts import people
from kiosk.store.accounts.account_changes import record_change
from kiosk.store.accounts.people import Person
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import hash_secret
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import to_text

LIFETIME = timedelta(hours=48)


@dataclass(frozen=True)
class PasswordLink:
    """A new link: its secret `code`, shown once, and its expiry."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Newcomer:
    """An account to be added."""

    username: str
    name: str
    unit_id: str
    role: str


def create_link(db: Database, *, person_id: str, made_by: str | None, now: datetime) -> PasswordLink:
    """Create a link for that person; earlier unused ones stop working.

    `made_by` is the admin who created it, None for the command line.
    """
    link = PasswordLink(new_key(26), now + LIFETIME)
    with ensure_transaction(db):
        db.execute("delete from password_links where person_id = ? and used_at is null", [person_id])
        db.execute(
            """insert into password_links (link_hash, person_id, made_at, made_by, expires_at)
               values (?, ?, ?, ?, ?)""",
            [hash_secret(link.code), person_id, to_text(now), made_by, to_text(link.expires_at)],
        )
    return link


def invite(
    db: Database, newcomers: Iterable[Newcomer], *, password_hash: str, made_by: str, now: datetime
) -> list[tuple[Person, PasswordLink]]:
    """Add accounts, all or none, each with a link; `password_hash` is one that no password has.

    Raises Conflict when a user name is taken.
    """
    with transaction(db):
        added = [
            people.create_person(db, **vars(newcomer), password_hash=password_hash, now=now)
            for newcomer in newcomers
        ]
        links = [create_link(db, person_id=person.person_id, made_by=made_by, now=now) for person in added]
    return list(zip(added, links, strict=True))


def withdraw_links(db: Database) -> None:
    """Delete all unused links."""
    db.execute("delete from password_links where used_at is null")


def find_invited(db: Database, code: str, now: datetime) -> Person:
    """The owner of a link. Raises NotFound if it is used, replaced or expired, or the account is disabled."""
    row = db.execute(
        "select person_id from password_links where link_hash = ? and used_at is null and expires_at > ?",
        [hash_secret(code), to_text(now)],
    ).fetchone()
    if row is None:
        raise NotFound("password link")
    return people.get_person(db, row["person_id"])


def use_link(db: Database, code: str, password_hash: str, now: datetime) -> Person:
    """Use a link up to set its owner's password. Raises NotFound as `find_invited`."""
    with transaction(db):
        person = find_invited(db, code, now)
        row = db.execute(
            "update password_links set used_at = ? where link_hash = ? returning made_by",
            [to_text(now), hash_secret(code)],
        ).fetchone()
        people.set_password(db, person.person_id, password_hash, now)
        record_change(db, person.person_id, "password-link", by=row["made_by"], now=now)
        people.clear_login_failures(db, person.username)
        return people.get_person(db, person.person_id)
