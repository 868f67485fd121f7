"""Pairing a tablet by its code, and how many wrong codes may be tried."""

from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import devices
from kiosk.store.offices.devices import Device

# At this rate the 40 random bits of a code are not guessed within the 15 minutes that it is valid.
WRONG_CODES = 100
WRONG_CODES_WINDOW = timedelta(minutes=5)


class TooManyCodes(Exception):
    """Too many wrong codes were tried; try again after `WRONG_CODES_WINDOW`."""


def pair_tablet(db: Database, code: str, now: datetime) -> tuple[Device, str]:
    """Exchange a pairing code for a device and its token. Raises NotFound or TooManyCodes."""
    # In one transaction: of many codes sent at once, each wrong one counts for the next.
    with transaction(db):
        if devices.count_pairing_failures(db, now - WRONG_CODES_WINDOW) >= WRONG_CODES:
            raise TooManyCodes
        try:
            return devices.pair_device(db, code, now)
        except NotFound:
            devices.record_pairing_failure(db, now)
    raise NotFound("pairing code")
