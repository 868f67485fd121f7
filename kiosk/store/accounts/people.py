"""Staff accounts, sessions and failed log-ins. Callers hash passwords; this module never sees one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.accounts.placeholders import PROGRAM
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.offices import tree


@dataclass(frozen=True)
class Person:
    """A staff account. Changing `session_key` ends all its sessions."""

    person_id: str
    username: str
    name: str
    unit_id: str
    role: str
    password_hash: str
    session_key: str
    disabled_at: str | None


_PERSON = ", ".join(Person.__dataclass_fields__)


def create_person(
    db: Database, *, username: str, name: str, unit_id: str, role: str, password_hash: str, now: datetime
) -> Person:
    """Add an account. Raises Conflict when the user name is taken."""
    person = Person(new_key(), username.lower(), name, unit_id, role, password_hash, new_key(26), None)
    with ensure_transaction(db):
        done = db.execute(
            """insert into people
                   (person_id, username, name, unit_id, role, password_hash, session_key, created_at)
               values (:person_id, :username, :name, :unit_id, :role, :password_hash, :session_key,
                       :created_at)
               on conflict (username) do nothing""",
            {**vars(person), "created_at": to_text(now)},
        )
        if not done.rowcount:
            raise Conflict(f"user name {person.username} is taken")
        attest(db, "account", unit_id, person.person_id, now)
    return person


def find_person(db: Database, username: str) -> Person:
    """The account that may log in under this name. Raises NotFound."""
    person = get_account(db, username)
    if person.disabled_at is not None:
        raise NotFound(f"person {username}")
    return person


def get_account(db: Database, username: str) -> Person:
    """The account of this name, disabled or not. Raises NotFound."""
    return _one(db, "username = ?", [username.lower()])


def has_account(db: Database, username: str) -> bool:
    """Whether there is an account of this name, disabled or not."""
    found = db.execute("select 1 from people where username = ?", [username.lower()])
    return found.fetchone() is not None


def get_person(db: Database, person_id: str) -> Person:
    """The enabled account with this id. Raises NotFound."""
    return _one(db, "person_id = ? and disabled_at is null", [person_id])


def get_name(db: Database, person_id: str) -> str:
    """The name of an account, disabled or not. Raises NotFound."""
    row = db.execute("select name from people where person_id = ?", [person_id]).fetchone()
    if row is None:
        raise NotFound(f"person {person_id}")
    return str(row["name"])


def get_person_below(db: Database, person_id: str, top_unit_id: str) -> Person:
    """The account with this id, disabled or not, of that unit or one below it. Raises NotFound."""
    person = _one(db, "person_id = ?", [person_id])
    if not tree.is_within(db, person.unit_id, top_unit_id):
        raise NotFound(f"person {person_id}")
    return person


@contextmanager
def held_below(db: Database, person_id: str, top_unit_id: str, by: Person) -> Iterator[Person]:
    """A transaction in which `by` changes the account with this id, of `top_unit_id` or a unit below it.

    Raises:
        NotFound: there is no such account.
        Conflict: the rights of `by` have changed since the request began.
    """
    with transaction(db):
        if _one(db, "person_id = ?", [by.person_id]) != by:
            raise Conflict("the rights of the one who asks have changed")
        yield get_person_below(db, person_id, top_unit_id)


def _one(db: Database, where: str, values: list[str]) -> Person:
    row = db.execute(f"select {_PERSON} from people where {where}", values).fetchone()
    if row is None:
        raise NotFound(f"person {values[0]}")
    return Person(**dict(row))


def list_people(db: Database, unit_id: str) -> list[Person]:
    """The accounts of one unit, those in use first, by name."""
    rows = db.execute(
        f"""select {_PERSON} from people where unit_id = ? and person_id <> '{PROGRAM}'
            order by case when disabled_at is null then 0 else 1 end, lower(name), person_id""",
        [unit_id],
    )
    return [Person(**dict(row)) for row in rows]


def has_people(db: Database) -> bool:
    """Whether there is an account: the first-run set-up is open only until then."""
    return db.execute("select 1 from people limit 1").fetchone() is not None


def change_own_password(db: Database, person: Person, password_hash: str, now: datetime) -> None:
    """As `set_password`, by the person in a session.

    Raises Conflict when `person` was disabled, or all sessions ended, since the session was read: checking
    the old password takes long enough for that.
    """
    with transaction(db):
        stored = _one(db, "person_id = ?", [person.person_id])
        if (stored.session_key, stored.disabled_at) != (person.session_key, None):
            raise Conflict("the session has ended")
        set_password(db, person.person_id, password_hash, now)


def set_password(db: Database, person_id: str, password_hash: str, now: datetime) -> None:
    """Replace a password, end every session of that person and delete unused password links."""
    with ensure_transaction(db):
        _end_links(db, person_id)
        _change(db, person_id, now, password_hash=password_hash, session_key=new_key(26))


def _change(db: Database, person_id: str, now: datetime, **values: str | None) -> None:
    """Set these columns of an account, with a link in the journals of the unit before and after."""
    before = db.execute("select unit_id from people where person_id = ?", [person_id]).fetchone()
    if before is None:
        return
    sets = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"update people set {sets} where person_id = :person_id", {**values, "person_id": person_id})
    for unit_id in dict.fromkeys((before["unit_id"], values.get("unit_id") or before["unit_id"])):
        attest(db, "account", unit_id, person_id, now)


def _end_links(db: Database, person_id: str) -> None:
    db.execute("delete from password_links where person_id = ? and used_at is null", [person_id])


def update_person(db: Database, person_id: str, *, name: str, unit_id: str, role: str, now: datetime) -> None:
    """Change the name, the unit and the role of an account. Raises Conflict for the last admin's role."""
    with ensure_transaction(db):
        _change(db, person_id, now, name=name, unit_id=unit_id, role=role)
        _require_admin(db)


def disable_person(db: Database, person_id: str, now: datetime) -> None:
    """Disable an account, end its sessions and delete its links; what it did stays on record.

    Raises Conflict for the last admin: of two who disable each other at the same moment one remains.
    """
    with ensure_transaction(db):
        _end_links(db, person_id)
        since = _one(db, "person_id = ?", [person_id]).disabled_at or to_text(now)
        _change(db, person_id, now, disabled_at=since, session_key=new_key(26))
        _require_admin(db)


def _require_admin(db: Database) -> None:
    """Check, after a change in the same transaction, that someone can still manage accounts."""
    row = db.execute(
        """select 1 as found from people where role = 'admin' and disabled_at is null
           and password_hash <> '!' limit 1"""
    ).fetchone()
    if row is None:
        raise Conflict("the last admin")


def enable_person(db: Database, person_id: str, now: datetime) -> None:
    """Enable a disabled account."""
    with ensure_transaction(db):
        _change(db, person_id, now, disabled_at=None)


def end_sessions(db: Database, person_id: str) -> None:
    """End every session of a person."""
    db.execute("update people set session_key = ? where person_id = ?", [new_key(26), person_id])


def end_all_sessions(db: Database) -> None:
    """End every session of all accounts."""
    for row in db.execute("select person_id from people").fetchall():
        end_sessions(db, row["person_id"])


def end_session(db: Database, session_id: str, now: datetime, lasting: timedelta) -> None:
    """End one session, and delete ended ones older than `lasting`, whose cookies have expired."""
    db.execute("delete from ended_sessions where ended_at < ?", [to_text(now - lasting)])
    db.execute(
        "insert into ended_sessions (session_id, ended_at) values (?, ?) on conflict (session_id) do nothing",
        [session_id, to_text(now)],
    )


def has_ended(db: Database, session_id: str) -> bool:
    """Whether this session was ended."""
    row = db.execute("select 1 from ended_sessions where session_id = ?", [session_id]).fetchone()
    return row is not None


def record_login_failure(db: Database, username: str, browser: str, now: datetime) -> str:
    """Record a failed log-in for this user name, and delete those older than a day; returns its id.

    `browser` identifies a browser that this person has logged in with before; empty for all others.
    """
    failure_id = new_key()
    db.execute("delete from login_failures where failed_at < ?", [to_text(now - timedelta(days=1))])
    db.execute(
        "insert into login_failures (login_failure_id, username, browser, failed_at) values (?, ?, ?, ?)",
        [failure_id, username.lower()[:64], browser, to_text(now)],
    )
    return failure_id


def withdraw_login_failure(db: Database, failure_id: str) -> None:
    """Delete a failure: the password was right. Earlier failures stay."""
    db.execute("delete from login_failures where login_failure_id = ?", [failure_id])


def count_login_failures(db: Database, username: str, browser: str, since: datetime) -> int:
    """Failures for this user name since that moment, from that browser or (empty) all unknown ones."""
    row = db.execute(
        "select count(*) as n from login_failures where username = ? and browser = ? and failed_at >= ?",
        [username.lower()[:64], browser, to_text(since)],
    ).fetchone()
    return int(row["n"])


def clear_login_failures(db: Database, username: str, browser: str | None = None) -> None:
    """Delete the failures for this user name, from that browser; None: from all."""
    where, values = ("username = ?", [username.lower()[:64]])
    if browser is not None:
        where, values = (f"{where} and browser = ?", [*values, browser])
    db.execute(f"delete from login_failures where {where}", values)
