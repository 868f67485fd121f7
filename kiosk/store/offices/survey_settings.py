"""A unit's survey settings: idle time, opening hours, languages, tickets, public address, staff PIN."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.times import to_text
from kiosk.store.offices.tree import ABOVE

SETTINGS = (
    "idle_seconds",
    "languages",
    "base_url",
    "tickets_since",
    "skm_online_url",
    "skm_online_place",
    "index_threshold",
)
# Where SKM Online is offered: beside our survey from the start screen on, or once ours is finished.
BESIDE, AFTER = "beside", "after"
MIN_IDLE_SECONDS = 15
MAX_IDLE_SECONDS = 600


@dataclass(frozen=True)
class SurveySettings:
    """The settings of a unit's survey.

    `hours` has opening and closing time (`"08:00"`, `"16:00"`) per weekday, 0 is Monday: without any entry
    the office is always open, a missing weekday among others is closed. `languages` are codes, none means
    all. `base_url` is the survey's public address without a slash at the end; empty if not set.
    `skm_online_url` is the address of the unit's survey in SKM Online, empty for none; `skm_online_place` is
    `BESIDE` or `AFTER`. `index_threshold` is what indices beside the IKM, such as IPAK, should reach on the
    scale of 4; None where the office sets none. `holidays` are days (`"2026-08-17"`) with their names, on
    which an office with opening hours is closed; read from the nearest unit above where it has none itself.
    """

    idle_seconds: int = 45
    hours: Mapping[int, tuple[str, str]] | None = None
    tickets: bool = False
    base_url: str = ""
    languages: tuple[str, ...] = ()
    skm_online_url: str = ""
    skm_online_place: str = AFTER
    index_threshold: Decimal | None = None
    holidays: Mapping[str, str] = field(default_factory=dict)

    @property
    def offers_skm_online_beside(self) -> bool:
        """Whether the start screen and posters offer SKM Online, not the thanks alone."""
        return self.skm_online_url != "" and self.skm_online_place == BESIDE

    def is_open(self, local: datetime) -> bool:
        """Whether the office is open at this moment in its time zone."""
        if not self.hours:
            return True
        opens, closes = self.hours.get(local.weekday(), ("", ""))
        if local.date().isoformat() in self.holidays:
            return False
        return opens <= f"{local:%H:%M}" < closes

    def is_working_day(self, day: date) -> bool:
        """Whether the office has opening hours on that day; without any, Monday to Friday."""
        return day.weekday() in (self.hours or range(5)) and day.isoformat() not in self.holidays


def list_holidays(db: Database, unit_id: str) -> dict[str, str]:
    """The holidays that hold in the unit: its own, or those of the nearest unit above that has any."""
    rows = db.execute(
        f"""{ABOVE} select a.unit_id, a.parent_unit_id, h.day, h.name
            from above a left join holidays h on h.unit_id = a.unit_id order by h.day""",
        {"unit_id": unit_id},
    )
    parents: dict[str, str | None] = {}
    holidays: dict[str, dict[str, str]] = {}
    for row in rows:
        parents[row["unit_id"]] = row["parent_unit_id"]
        if row["day"] is not None:
            holidays.setdefault(row["unit_id"], {})[row["day"]] = row["name"]
    nearest: str | None = unit_id
    while nearest in parents and nearest not in holidays:
        nearest = parents.pop(nearest)
    return holidays.get(nearest or "", {})


def list_own_holidays(db: Database, unit_id: str) -> dict[str, str]:
    """The holidays entered for this unit itself by day, with their names."""
    rows = db.execute("select day, name from holidays where unit_id = ? order by day", [unit_id])
    return {row["day"]: row["name"] for row in rows}


def get_survey_settings(db: Database, unit_id: str) -> SurveySettings:
    """The unit's settings, with defaults for those that were never set."""
    names = ", ".join(SETTINGS)
    row = db.execute(f"select {names} from unit_settings where unit_id = ?", [unit_id]).fetchone()
    rows = db.execute(
        "select weekday, opens, closes from opening_hours where unit_id = ? order by weekday", [unit_id]
    )
    hours = {day["weekday"]: (day["opens"], day["closes"]) for day in rows}
    return as_settings(row, hours, list_holidays(db, unit_id))


def as_settings(
    row: Mapping[str, Any] | sqlite3.Row | None,
    hours: Mapping[int, tuple[str, str]],
    holidays: Mapping[str, str],
) -> SurveySettings:
    """The settings in a row with the columns `SETTINGS`; None for a unit without one."""
    if row is None:
        return SurveySettings(hours=hours, holidays=holidays)
    return SurveySettings(
        idle_seconds=row["idle_seconds"],
        hours=hours,
        tickets=row["tickets_since"] is not None,
        base_url=row["base_url"],
        languages=tuple(row["languages"].split()),
        skm_online_url=row["skm_online_url"],
        skm_online_place=row["skm_online_place"],
        index_threshold=_from_hundredths(row["index_threshold"]),
        holidays=holidays,
    )


def get_index_threshold(db: Database, unit_id: str) -> Decimal | None:
    """What the unit's indices beside the IKM should reach."""
    row = db.execute("select index_threshold from unit_settings where unit_id = ?", [unit_id]).fetchone()
    return _from_hundredths(row["index_threshold"]) if row else None


def _from_hundredths(stored: int | None) -> Decimal | None:
    return None if stored is None else Decimal(stored).scaleb(-2)


def set_survey_settings(db: Database, unit_id: str, settings: SurveySettings, now: datetime) -> None:
    """Store the unit's settings, replacing all earlier ones."""
    with transaction(db):
        db.execute(
            """insert into unit_settings
                   (unit_id, idle_seconds, languages, base_url, skm_online_url, skm_online_place,
                    tickets_since, index_threshold)
               values (:unit_id, :idle_seconds, :languages, :base_url, :skm_online_url, :skm_online_place,
                   :tickets_since, :index_threshold)
               on conflict (unit_id) do update set
                   idle_seconds = excluded.idle_seconds, languages = excluded.languages,
                   base_url = excluded.base_url, skm_online_url = excluded.skm_online_url,
                   skm_online_place = excluded.skm_online_place,
                   index_threshold = excluded.index_threshold,
                   tickets_since = case when excluded.tickets_since is null then null
                       else coalesce(unit_settings.tickets_since, excluded.tickets_since) end""",
            {
                "unit_id": unit_id,
                "idle_seconds": settings.idle_seconds,
                "languages": " ".join(settings.languages),
                "base_url": settings.base_url,
                "skm_online_url": settings.skm_online_url,
                "skm_online_place": settings.skm_online_place,
                "tickets_since": to_text(now) if settings.tickets else None,
                "index_threshold": (
                    None if settings.index_threshold is None else int(settings.index_threshold * 100)
                ),
            },
        )
        db.execute("delete from opening_hours where unit_id = ?", [unit_id])
        for weekday, (opens, closes) in (settings.hours or {}).items():
            db.execute(
                "insert into opening_hours (unit_id, weekday, opens, closes) values (?, ?, ?, ?)",
                [unit_id, weekday, opens, closes],
            )
        db.execute("delete from holidays where unit_id = ?", [unit_id])
        for day, name in settings.holidays.items():
            db.execute("insert into holidays (unit_id, day, name) values (?, ?, ?)", [unit_id, day, name])


def get_pin_hash(db: Database, unit_id: str) -> str | None:
    """The hash of the staff corner's PIN on the unit's tablets; None without a PIN."""
    row = db.execute("select pin_hash from corner_pins where unit_id = ?", [unit_id]).fetchone()
    return row["pin_hash"] if row else None


def set_pin_hash(db: Database, unit_id: str, pin_hash: str | None, now: datetime) -> None:
    """Replace the PIN's hash, or remove it with None."""
    if pin_hash is None:
        db.execute("delete from corner_pins where unit_id = ?", [unit_id])
        return
    db.execute(
        """insert into corner_pins (unit_id, pin_hash, changed_at) values (?, ?, ?)
           on conflict (unit_id) do update set
               pin_hash = excluded.pin_hash, changed_at = excluded.changed_at""",
        [unit_id, pin_hash, to_text(now)],
    )
