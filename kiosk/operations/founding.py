"""Creating an office with its first account, collectors and services, and units below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.accounts import people
from kiosk.store.accounts.people import Person
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NameTaken
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.units import Unit


@dataclass(frozen=True)
class Office:
    """The result of `found_office`."""

    unit: Unit
    admin: Person
    tablet: Collector
    poster: Collector


def slug(text: str) -> str:
    """A short lower-case code for `text`: `Kartu Keluarga (KK)` becomes `kartu-keluarga-kk`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:48].strip("-") or "layanan"


def unique_slug(text: str, taken: Sequence[str]) -> str:
    """`slug(text)`, with a number if that code is taken."""
    base = slug(text)
    code = base
    number = 2
    while code in taken:
        code = f"{base}-{number}"
        number += 1
    return code


def found_office(
    db: Database,
    *,
    name: str,
    timezone: str,
    services: Sequence[str],
    admin: dict[str, str],
    now: datetime,
    **texts: str,
) -> Office:
    """Create the first unit with services, an admin, a tablet and a QR collector, in one transaction.

    `admin` has `username`, `name` and `password_hash`; `texts` are any of `units.EDITABLE`.

    Raises:
        Conflict: the office is set up already.
    """
    with transaction(db):
        if people.has_people(db):
            raise Conflict("this office is set up already")
        unit = units.create_unit(db, code=slug(name), name=name, timezone=timezone, now=now, **texts)
        codes: list[str] = []
        for service in services:
            codes.append(unique_slug(service, codes))
            units.create_service(db, unit_id=unit.unit_id, code=codes[-1], name=service, now=now)
        person = people.create_person(db, unit_id=unit.unit_id, role="admin", now=now, **admin)
        tablet, poster = _place_collectors(db, unit, now)
    return Office(unit, person, tablet, poster)


def add_services(db: Database, unit: Unit, names: Sequence[str], now: datetime) -> None:
    """Add services to a unit under new codes, all or none. Raises NameTaken when it has one of these."""
    with transaction(db):
        there = units.list_services(db, unit.unit_id, include_retired=True)
        codes, taken = [one.code for one in there], {one.name.casefold() for one in there}
        for name in names:
            if name.casefold() in taken:
                raise NameTaken(f"service {name}")
            codes.append(unique_slug(name, codes))
            taken.add(name.casefold())
            units.create_service(db, unit_id=unit.unit_id, code=codes[-1], name=name, now=now)


def open_branch(db: Database, *, parent: Unit, name: str, now: datetime) -> Unit:
    """Add a unit below another, with its own tablet and QR collector.

    Agency, place, time zone and paper are copied from the unit above; services and signatory stay empty.
    Raises NameTaken when the unit above has one of this name below it.
    """
    with transaction(db):
        there = units.list_units(db)
        if (parent.unit_id, name.casefold()) in {(one.parent_unit_id, one.name.casefold()) for one in there}:
            raise NameTaken(f"unit {name}")
        unit = units.create_unit(
            db,
            code=unique_slug(name, [other.code for other in there]),
            name=name,
            timezone=parent.timezone,
            parent_unit_id=parent.unit_id,
            agency=parent.agency,
            place=parent.place,
            paper_size=parent.paper_size,
            accent=parent.accent,
            now=now,
        )
        _place_collectors(db, unit, now)
    return unit


def _place_collectors(db: Database, unit: Unit, now: datetime) -> tuple[Collector, Collector]:
    """The tablet and the QR collector that every office starts with."""
    tablet = collectors.create_collector(
        db, unit_id=unit.unit_id, name="Tablet loket 1", channel="kiosk", now=now
    )
    poster = collectors.create_collector(
        db, unit_id=unit.unit_id, name="Kode QR ruang tunggu", channel="qr", now=now
    )
    return tablet, poster
