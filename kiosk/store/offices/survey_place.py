"""Where a visitor's request comes in, read at once: each read is a chance for other threads to cut in."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.answers.clocks import TOLERANCE
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.times import from_text
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.survey_settings import SETTINGS
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.survey_settings import as_settings
from kiosk.store.offices.units import UNIT_COLUMNS
from kiosk.store.offices.units import Service
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import as_logo_version
from kiosk.store.offices.units import list_services

_COLLECTOR_COLUMNS = tuple(Collector.__dataclass_fields__)
_FIND = f"""
    select {", ".join(f"c.{name} as c_{name}" for name in _COLLECTOR_COLUMNS)},
           {", ".join(f"u.{name} as u_{name}" for name in UNIT_COLUMNS)}, u.created_at as founded_at,
           s.unit_id as set_unit_id, {", ".join(f"s.{name}" for name in SETTINGS)},
           l.changed_at as logo_changed_at, h.weekday, h.opens, h.closes, c.created_at as opened_at,
           exists (select 1 from devices d join device_contacts k on k.device_id = d.device_id
                   where d.collector_id = c.collector_id and d.revoked_at is null
                     and abs(k.clock_ahead_s) > {int(TOLERANCE.total_seconds())}) as is_clock_wrong,
           (select count(*) from help_lines x where x.unit_id = u.unit_id) as help_version,
           (select p.code from collectors p
            where p.unit_id = c.unit_id and p.channel = 'qr' and p.revoked_at is null
              and coalesce(p.service_id, '') = coalesce(c.service_id, '')
            order by p.created_at, p.collector_id limit 1) as phone_code
    from collectors c
    join units u on u.unit_id = c.unit_id
    left join unit_settings s on s.unit_id = u.unit_id
    left join unit_logos l on l.unit_id = u.unit_id
    left join opening_hours h on h.unit_id = u.unit_id
    where c.code = ? order by h.weekday"""


@dataclass(frozen=True, eq=False)
class Place:
    """Where answers come in: a collector, its office, and that office's services, retired ones too.

    `founded_at` is when the office was set up, `logo` the version of its logo, `opened_at` when the collector
    began. `is_clock_wrong` when a tablet paired with it reports a clock that is off by more than `TOLERANCE`.
    `help_version` grows with each of the office's own lines to the questions. `phone_code` is the oldest open
    QR code for what this place asks. As long as nothing of it changes it is mostly the same object.
    """

    collector: Collector
    unit: Unit
    services: Sequence[Service]
    settings: SurveySettings
    founded_at: datetime
    logo: str | None
    opened_at: datetime
    is_clock_wrong: bool
    help_version: int
    phone_code: str | None

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
    found = db.execute(_FIND, [code])
    names = tuple(column[0] for column in found.description)
    rows = tuple(map(tuple, found.fetchall()))
    if not rows:
        raise NotFound(f"collector {code}")
    unit_id = rows[0][names.index("c_unit_id")]
    return _make_place(names, rows, tuple(list_services(db, unit_id, include_retired=True)))


@functools.lru_cache(maxsize=1024)
def _make_place(names: Sequence[str], rows: Sequence[Sequence[Any]], services: Sequence[Service]) -> Place:
    row = dict(zip(names, rows[0], strict=True))
    days = (dict(zip(names, day, strict=True)) for day in rows)
    hours = {day["weekday"]: (day["opens"], day["closes"]) for day in days if day["weekday"] is not None}
    return Place(
        Collector(**{name: row[f"c_{name}"] for name in _COLLECTOR_COLUMNS}),
        Unit(**{name: row[f"u_{name}"] for name in UNIT_COLUMNS}),
        services,
        as_settings(row if row["set_unit_id"] else None, hours),
        from_text(row["founded_at"]),
        as_logo_version(row["logo_changed_at"]),
        from_text(row["opened_at"]),
        bool(row["is_clock_wrong"]),
        row["help_version"],
        row["phone_code"],
    )
