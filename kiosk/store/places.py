"""Where a visitor's request comes in, read at once: each read is a chance for other threads to cut in."""

import dataclasses
from collections.abc import Hashable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.clocks import TOLERANCE
from kiosk.store.collectors import Collector
from kiosk.store.errors import NotFound
from kiosk.store.settings import SETTINGS
from kiosk.store.settings import SurveySettings
from kiosk.store.settings import as_settings
from kiosk.store.times import from_text
from kiosk.store.units import UNIT_COLUMNS
from kiosk.store.units import Service
from kiosk.store.units import Unit
from kiosk.store.units import as_logo_version
from kiosk.store.units import list_services

_COLLECTOR_COLUMNS = tuple(Collector.__dataclass_fields__)
_FIND = f"""
    select {", ".join(f"c.{name} as c_{name}" for name in _COLLECTOR_COLUMNS)},
           {", ".join(f"u.{name} as u_{name}" for name in UNIT_COLUMNS)}, u.created_at as founded_at,
           s.unit_id as set_unit_id, {", ".join(f"s.{name}" for name in SETTINGS)},
           l.changed_at as logo_changed_at, h.weekday, h.opens, h.closes, c.created_at as opened_at,
           exists (select 1 from devices d join device_contacts k on k.device_id = d.device_id
                   where d.collector_id = c.collector_id and d.revoked_at is null
                     and abs(k.clock_ahead_s) > {int(TOLERANCE.total_seconds())}) as is_clock_wrong
    from collectors c
    join units u on u.unit_id = c.unit_id
    left join unit_settings s on s.unit_id = u.unit_id
    left join unit_logos l on l.unit_id = u.unit_id
    left join opening_hours h on h.unit_id = u.unit_id
    where c.code = ? order by h.weekday"""


@dataclass(frozen=True)
class Place:
    """Where answers come in: a collector, its office, and that office's services, retired ones too.

    `founded_at` is when the office was set up, `logo` the version of its logo, `opened_at` when the collector
    began. `is_clock_wrong` when a tablet paired with it reports a clock that is off by more than `TOLERANCE`.
    """

    collector: Collector
    unit: Unit
    services: Sequence[Service]
    settings: SurveySettings
    founded_at: datetime
    logo: str | None
    opened_at: datetime
    is_clock_wrong: bool

    @property
    def identity(self) -> Hashable:
        """Equal for places that are the same in everything that a visitor sees."""
        settings = dataclasses.replace(self.settings, hours=None)
        hours = (self.settings.hours or {}).items()
        return self.collector, self.unit, *self.services, settings, self.logo, *hours

    @property
    def needs_ticket(self) -> bool:
        """Whether only holders of a one-time ticket may answer here."""
        return self.settings.tickets and self.collector.channel == "qr"

    @property
    def offered(self) -> list[Service]:
        """The services a visitor may choose here now; empty where the collector stands for one service."""
        if self.collector.service_id:
            return []
        return [service for service in self.services if service.retired_at is None]


def find_place(db: Database, code: str) -> Place:
    """The collector with this public code, revoked or not, and what belongs to it. Raises NotFound."""
    rows = db.execute(_FIND, [code]).fetchall()
    if not rows:
        raise NotFound(f"collector {code}")
    row = rows[0]
    hours = {day["weekday"]: (day["opens"], day["closes"]) for day in rows if day["weekday"] is not None}
    unit = Unit(**{name: row[f"u_{name}"] for name in UNIT_COLUMNS})
    return Place(
        Collector(**{name: row[f"c_{name}"] for name in _COLLECTOR_COLUMNS}),
        unit,
        list_services(db, unit.unit_id, include_retired=True),
        as_settings(row if row["set_unit_id"] else None, hours),
        from_text(row["founded_at"]),
        as_logo_version(row["logo_changed_at"]),
        from_text(row["opened_at"]),
        bool(row["is_clock_wrong"]),
    )
