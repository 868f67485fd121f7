"""Accounts that no person can log in to: of the program itself, and of people on another server."""

from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text

# The account in whose name the program itself decides; it is in no list of people.
PROGRAM = "program"


def add_program_account(db: Database, unit_id: str, now: datetime) -> None:
    """Add the account `PROGRAM`, unless it is here already."""
    # Parentheses: no person can have this user name.
    _add_disabled(db, unit_id, PROGRAM, f"({PROGRAM})", "Program", now)


def add_placeholder_account(db: Database, unit_id: str, person_id: str, now: datetime) -> None:
    """Add a disabled account without a name for a person of the unit's own server, if it is not here yet."""
    if person_id == PROGRAM:
        add_program_account(db, unit_id, now)
    else:
        _add_disabled(db, unit_id, person_id, f"gabungan-{person_id}"[:64], "Petugas kantor asal", now)


def _add_disabled(
    db: Database, unit_id: str, person_id: str, username: str, name: str, now: datetime
) -> None:
    values = {
        "person_id": person_id,
        "username": username,
        "name": name,
        "unit_id": unit_id,
        "role": "petugas",
        "password_hash": "!",
        "session_key": new_key(26),
        "created_at": to_text(now),
        "disabled_at": to_text(now),
    }
    insert_row(db, "people", values, "on conflict (person_id) do nothing")
