"""Whether a unit's paired tablets report, and what waits on them."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.answers import clocks
from kiosk.store.engine.times import from_text
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from kiosk.store.offices.devices import Contact
from kiosk.store.offices.devices import Device

SILENT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class TabletStatus:
    """A paired tablet with its last contact.

    `state` is `alive`, `silent` (no contact although the office is open) or `closed` (no contact, and the
    office is closed).
    """

    device: Device
    contact: Contact | None
    state: str
    is_clock_wrong: bool


def list_statuses(db: Database, unit_id: str, now: datetime) -> list[TabletStatus]:
    """The unit's paired tablets; `now` is the office's local time."""
    is_open = survey_settings.get_survey_settings(db, unit_id).is_open(now)
    return [_status(*pair, now, is_open) for pair in devices.list_devices(db, unit_id)]


def _status(device: Device, contact: Contact | None, now: datetime, is_open: bool) -> TabletStatus:
    seen = contact.seen_at if contact else from_text(device.paired_at)
    silent = "silent" if is_open else "closed"
    is_clock_wrong = contact is not None and abs(contact.clock_ahead) > clocks.TOLERANCE
    return TabletStatus(device, contact, "alive" if now - seen <= SILENT_AFTER else silent, is_clock_wrong)
