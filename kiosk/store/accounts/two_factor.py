"""Second factors of staff: seeds of one-time codes, recovery codes, and which units require them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.accounts import people
from kiosk.store.accounts.account_changes import record_change
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.offices.tree import ABOVE


@dataclass(frozen=True)
class SecondFactor:
    """A person's second factor. Codes of time step `last_step` and before are used up."""

    seed: str
    last_step: int
    since: datetime


def find_second_factor(db: Database, person_id: str) -> SecondFactor | None:
    """The person's second factor, None without one."""
    row = db.execute(
        "select seed, last_step, since from second_factors where person_id = ?", [person_id]
    ).fetchone()
    return SecondFactor(row["seed"], row["last_step"], from_text(row["since"])) if row else None


def enable_second_factor(
    db: Database, person_id: str, *, seed: str, step: int, recovery_codes: Iterable[str], now: datetime
) -> None:
    """Require codes of this person from now on, and end all their sessions.

    `step` is the time step of the code that was shown; `recovery_codes` are hashes.

    Raises:
        Conflict: this person has a second factor already.
    """
    with transaction(db):
        if find_second_factor(db, person_id):
            raise Conflict("there is a second factor already")
        db.execute(
            "insert into second_factors (person_id, seed, last_step, since) values (?, ?, ?, ?)",
            [person_id, seed, step, to_text(now)],
        )
        _add_recovery_codes(db, person_id, recovery_codes)
        people.end_sessions(db, person_id)
        record_change(db, person_id, "factor-on", by=person_id, now=now)


def disable_second_factor(db: Database, person_id: str, *, by: str | None, now: datetime) -> None:
    """Require no codes of this person any more, and end all their sessions."""
    with ensure_transaction(db):
        had_one = find_second_factor(db, person_id) is not None
        for table in ("second_factors", "recovery_codes"):
            db.execute(f"delete from {table} where person_id = ?", [person_id])
        people.end_sessions(db, person_id)
        if had_one:
            record_change(db, person_id, "factor-off", by=by, now=now)


def renew_recovery_codes(db: Database, person_id: str, hashes: Iterable[str], now: datetime) -> None:
    """Replace the recovery codes, used or not. Raises Conflict: there is no second factor."""
    with transaction(db):
        if find_second_factor(db, person_id) is None:
            raise Conflict("there is no second factor")
        db.execute("delete from recovery_codes where person_id = ?", [person_id])
        _add_recovery_codes(db, person_id, hashes)
        record_change(db, person_id, "recovery-codes", by=person_id, now=now)


def use_step(db: Database, person_id: str, step: int) -> bool:
    """Use up the code of this time step; False if it or a later one was used before."""
    done = db.execute(
        "update second_factors set last_step = ? where person_id = ? and last_step < ?",
        [step, person_id, step],
    )
    return bool(done.rowcount)


def use_recovery_code(db: Database, person_id: str, code_hash: str, now: datetime) -> bool:
    """Use up a recovery code; False if it is unknown or used."""
    with transaction(db):
        done = db.execute(
            "delete from recovery_codes where person_id = ? and code_hash = ?", [person_id, code_hash]
        )
        if done.rowcount:
            record_change(db, person_id, "recovery-code", by=person_id, now=now)
        return bool(done.rowcount)


def count_recovery_codes(db: Database, person_id: str) -> int:
    """The number of unused recovery codes."""
    row = db.execute("select count(*) as n from recovery_codes where person_id = ?", [person_id]).fetchone()
    return int(row["n"])


def list_protected(db: Database) -> set[str]:
    """The ids of all people with a second factor."""
    return {row["person_id"] for row in db.execute("select person_id from second_factors")}


def has_rule(db: Database, unit_id: str) -> bool:
    """Whether this unit itself requires a second factor of its pimpinan and admins."""
    row = db.execute("select 1 as found from factor_rules where unit_id = ?", [unit_id]).fetchone()
    return row is not None


def is_required(db: Database, unit_id: str) -> bool:
    """Whether this unit or one above it requires a second factor of pimpinan and admins."""
    row = db.execute(
        f"{ABOVE} select 1 as found from above a join factor_rules r on r.unit_id = a.unit_id limit 1",
        {"unit_id": unit_id},
    ).fetchone()
    return row is not None


def set_rule(db: Database, unit_id: str, is_required: bool, now: datetime) -> None:
    """Set whether a unit and all below it require a second factor of pimpinan and admins."""
    if is_required:
        db.execute(
            "insert into factor_rules (unit_id, since) values (?, ?) on conflict (unit_id) do nothing",
            [unit_id, to_text(now)],
        )
    else:
        db.execute("delete from factor_rules where unit_id = ?", [unit_id])


def _add_recovery_codes(db: Database, person_id: str, hashes: Iterable[str]) -> None:
    for code_hash in hashes:
        db.execute("insert into recovery_codes (code_hash, person_id) values (?, ?)", [code_hash, person_id])
