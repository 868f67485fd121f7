"""Changing a unit's services: their order, their names, which are offered."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NameTaken
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.offices.units import list_services


def move_service(db: Database, unit_id: str, service_id: str, steps: int) -> None:
    """Move an offered service up (-1) or down (1) among the offered ones; no effect at the ends.

    Raises:
        NotFound: the unit offers no such service.
    """
    with transaction(db):
        order = [service.service_id for service in list_services(db, unit_id)]
        if service_id not in order:
            raise NotFound(f"service {service_id}")
        place = order.index(service_id)
        order.insert(max(0, place + steps), order.pop(place))
        _number(db, order)


def arrange_services(db: Database, unit_id: str, wanted: Sequence[str]) -> None:
    """Put the offered services into the order of these ids; those not named follow in their old order."""
    with transaction(db):
        offered = [service.service_id for service in list_services(db, unit_id)]
        order = [one for one in dict.fromkeys(wanted) if one in offered]
        _number(db, [*order, *(one for one in offered if one not in order)])


def _number(db: Database, order: Sequence[str]) -> None:
    for position, service_id in enumerate(order, start=1):
        db.execute("update services set position = ? where service_id = ?", [position, service_id])


def rename_service(db: Database, unit_id: str, service_id: str, name: str, now: datetime) -> None:
    """Rename a service; its code, which scripts use, stays.

    Raises:
        NotFound: the unit has no such service. KeptElsewhere: only the unit's own server may change it.
        NameTaken: the unit offers another one of this name, whatever its capitals.
    """
    with transaction(db):
        others = [one for one in list_services(db, unit_id) if one.service_id != service_id]
        if name.casefold() in {one.name.casefold() for one in others}:
            raise NameTaken(f"service {name}")
        _change(db, unit_id, service_id, "name = ?", name, now)


def retire_service(db: Database, unit_id: str, service_id: str, now: datetime) -> None:
    """Stop offering a service; its answers stay. Raises as `rename_service`."""
    _change(db, unit_id, service_id, "retired_at = coalesce(retired_at, ?)", to_text(now), now)


def reopen_service(db: Database, unit_id: str, service_id: str, now: datetime) -> None:
    """Offer a retired service again. Raises as `rename_service`."""
    _change(db, unit_id, service_id, "retired_at = ?", None, now)


def _change(
    db: Database, unit_id: str, service_id: str, setting: str, value: str | None, now: datetime
) -> None:
    with ensure_transaction(db):
        done = db.execute(
            f"update services set {setting} where unit_id = ? and service_id = ?",
            [value, unit_id, service_id],
        )
        if not done.rowcount:
            raise NotFound(f"service {service_id}")
        attest(db, "service", unit_id, service_id, now)
