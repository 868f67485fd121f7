"""Units (offices), their logos, yearly settings and services."""

import re
import sqlite3
from base64 import b64decode
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.journal.attestation import attest_place


@dataclass(frozen=True)
class Unit:
    """An office: its letterhead, who signs for it, and the paper it prints on: `a4` or `f4`.

    `accent` is its colour on survey and posters, `#0b5563`; empty for the program's own.
    """

    unit_id: str
    code: str
    parent_unit_id: str | None
    name: str
    agency: str
    address: str
    contact: str
    place: str
    timezone: str
    signatory_title: str
    signatory_name: str
    signatory_rank: str
    signatory_nip: str
    paper_size: str = "a4"
    accent: str = ""


@dataclass(frozen=True)
class Service:
    """A jenis layanan of a unit; `retired_at` is set once it is no longer offered."""

    service_id: str
    unit_id: str
    code: str
    name: str
    retired_at: str | None


@dataclass(frozen=True)
class UnitYear:
    """A unit's population (people served) and IKM target for one year; either may be unset."""

    year: int
    population: int | None
    target_ikm: str | None


# The columns that `update_unit` may change.
EDITABLE = (
    "name",
    "agency",
    "address",
    "contact",
    "place",
    "timezone",
    "signatory_title",
    "signatory_name",
    "signatory_rank",
    "signatory_nip",
)
UNIT_COLUMNS = tuple(Unit.__dataclass_fields__)
_UNIT = ", ".join(UNIT_COLUMNS)
_SERVICE = ", ".join(Service.__dataclass_fields__)


def create_unit(
    db: Database,
    *,
    code: str,
    name: str,
    timezone: str,
    now: datetime,
    parent_unit_id: str | None = None,
    **texts: str,
) -> Unit:
    """Add a unit, below another one or at the top; `texts` are any of the other `EDITABLE` fields."""
    unit_id = new_key()
    fields = {
        "unit_id": unit_id,
        "code": code,
        "parent_unit_id": parent_unit_id,
        "name": name,
        "timezone": timezone,
        **texts,
    }
    with ensure_transaction(db):
        insert_row(db, "units", {**fields, "created_at": to_text(now)})
        attest(db, "unit", unit_id, unit_id, now)
        attest_place(db, unit_id, now)
    return get_unit(db, unit_id)


def as_unit(row: sqlite3.Row) -> Unit:
    """The unit in a row with the columns `UNIT_COLUMNS`."""
    return Unit(**dict(row))


def get_unit(db: Database, unit_id: str) -> Unit:
    """The unit with this id. Raises NotFound."""
    return _one_unit(db, "unit_id", unit_id)


def find_unit(db: Database, code: str) -> Unit:
    """The unit with this code, which addresses use. Raises NotFound."""
    return _one_unit(db, "code", code)


def find_own_unit(db: Database) -> Unit | None:
    """The unit that this installation was set up for; None before that."""
    row = db.execute(
        f"select {_UNIT} from units where parent_unit_id is null order by created_at, unit_id limit 1"
    ).fetchone()
    return as_unit(row) if row else None


def _one_unit(db: Database, column: str, value: str) -> Unit:
    row = db.execute(f"select {_UNIT} from units where {column} = ?", [value]).fetchone()
    if row is None:
        raise NotFound(f"unit {value}")
    return as_unit(row)


def list_units(db: Database) -> list[Unit]:
    """Every unit, by name."""
    return [as_unit(row) for row in db.execute(f"select {_UNIT} from units order by name")]


def update_unit(db: Database, unit_id: str, fields: dict[str, str], now: datetime) -> None:
    """Set the given `EDITABLE` fields of a unit. Raises KeptElsewhere for a merged unit."""
    chosen = {name: fields[name] for name in EDITABLE if name in fields}
    sets = ", ".join(f"{name} = :{name}" for name in chosen)
    with ensure_transaction(db):
        db.execute(f"update units set {sets} where unit_id = :unit_id", {**chosen, "unit_id": unit_id})
        attest(db, "unit", unit_id, unit_id, now)


def set_paper_size(db: Database, unit_id: str, size: str) -> None:
    """Set the paper, `a4` or `f4`, that this server prints the unit's papers on, also of a merged unit."""
    db.execute("update units set paper_size = ? where unit_id = ?", [size, unit_id])


def set_accent(db: Database, unit_id: str, accent: str) -> None:
    """Change the unit's colour; "" for the program's own."""
    db.execute("update units set accent = ? where unit_id = ?", [accent, unit_id])


def get_year(db: Database, unit_id: str, year: int) -> UnitYear:
    """The unit's settings of that year, unset ones as None."""
    row = db.execute(
        "select year, population, target_ikm from unit_years where unit_id = ? and year = ?", [unit_id, year]
    ).fetchone()
    return UnitYear(**dict(row)) if row else UnitYear(year, None, None)


def set_year(db: Database, unit_id: str, settings: UnitYear, now: datetime) -> None:
    """Store the settings of one year, replacing earlier ones. Raises KeptElsewhere for a merged unit."""
    params: dict[str, Any] = {"unit_id": unit_id, **vars(settings)}
    with transaction(db):
        db.execute(
            """insert into unit_years (unit_id, year, population, target_ikm)
               values (:unit_id, :year, :population, :target_ikm)
               on conflict (unit_id, year) do update set
                   population = excluded.population, target_ikm = excluded.target_ikm""",
            params,
        )
        attest(db, "year", unit_id, settings.year, now)


def list_years(db: Database, unit_id: str) -> list[UnitYear]:
    """The unit's settings of every year that has some, the latest first."""
    rows = db.execute(
        "select year, population, target_ikm from unit_years where unit_id = ? order by year desc", [unit_id]
    )
    return [UnitYear(**dict(row)) for row in rows]


def get_logo(db: Database, unit_id: str) -> bytes | None:
    """The unit's logo as PNG, or None for a unit without one."""
    row = db.execute("select png_base64 from unit_logos where unit_id = ?", [unit_id]).fetchone()
    return b64decode(row["png_base64"]) if row else None


def as_logo_version(changed_at: str | None) -> str | None:
    """The version in the logo's address, which changes with the logo; None for a unit without one."""
    return re.sub(r"\D", "", changed_at) if changed_at else None


def set_logo(db: Database, unit_id: str, png: bytes, now: datetime) -> None:
    """Store the unit's logo, replacing an earlier one."""
    db.execute(
        """insert into unit_logos (unit_id, png_base64, changed_at) values (?, ?, ?)
           on conflict (unit_id) do update set
               png_base64 = excluded.png_base64, changed_at = excluded.changed_at""",
        [unit_id, b64encode(png).decode("ascii"), to_text(now)],
    )


def remove_logo(db: Database, unit_id: str) -> None:
    """Delete the unit's logo, if it has one."""
    db.execute("delete from unit_logos where unit_id = ?", [unit_id])


def create_service(db: Database, *, unit_id: str, code: str, name: str, now: datetime) -> Service:
    """Add a service after the unit's others. Raises KeptElsewhere for a merged unit."""
    service = Service(new_key(), unit_id, code, name, None)
    with ensure_transaction(db):
        db.execute(
            """insert into services (service_id, unit_id, code, name, position, created_at)
               select :service_id, :unit_id, :code, :name, coalesce(max(position), 0) + 1, :created_at
               from services where unit_id = :unit_id""",
            {**vars(service), "created_at": to_text(now)},
        )
        attest(db, "service", unit_id, service.service_id, now)
    return service


def list_services(db: Database, unit_id: str, *, include_retired: bool = False) -> list[Service]:
    """The unit's services in the office's own order."""
    still = "" if include_retired else " and retired_at is null"
    rows = db.execute(
        f"select {_SERVICE} from services where unit_id = ?{still} order by position", [unit_id]
    )
    return [Service(**dict(row)) for row in rows]
