"""Arranging a unit's services: their order, their names, which are offered."""

from sqlite_utils import Database

from kiosk.store.connection import transaction
from kiosk.store.errors import NotFound
from kiosk.store.units import list_services


def move_service(db: Database, unit_id: str, service_id: str, steps: int) -> None:
    """Move an offered service up (-1) or down (1) among the offered ones; at the end it stays.

    Raises:
        NotFound: the unit offers no such service.
    """
    with transaction(db):
        order = [service.service_id for service in list_services(db, unit_id)]
        if service_id not in order:
            raise NotFound(f"service {service_id}")
        place = order.index(service_id)
        order.insert(max(0, place + steps), order.pop(place))
        for position, other in enumerate(order, start=1):
            db.execute("update services set position = ? where service_id = ?", [position, other])


def rename_service(db: Database, unit_id: str, service_id: str, name: str) -> None:
    """Call a service otherwise; its code, and with it what scripts send, stays. Raises NotFound."""
    done = db.execute(
        "update services set name = ? where unit_id = ? and service_id = ?", [name, unit_id, service_id]
    )
    if not done.rowcount:
        raise NotFound(f"service {service_id}")


def reopen_service(db: Database, unit_id: str, service_id: str) -> None:
    """Offer a retired service again. Raises NotFound if the unit has no such service."""
    done = db.execute(
        "update services set retired_at = null where unit_id = ? and service_id = ?", [unit_id, service_id]
    )
    if not done.rowcount:
        raise NotFound(f"service {service_id}")
