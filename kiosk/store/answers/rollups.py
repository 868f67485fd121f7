"""Tallies and settings of all units at or below one, each with one statement for any number of units."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.store.answers.counting import Parts
from kiosk.store.answers.counting import Where
from kiosk.store.answers.counting import read_counted
from kiosk.store.answers.counting import read_kept
from kiosk.store.answers.tallies import whole_months
from kiosk.store.offices.units import UnitYear

_BELOW = """
    with recursive below (unit_id) as (
        select unit_id from units where unit_id = :top_id
        union
        select u.unit_id from units u join below b on u.parent_unit_id = b.unit_id)"""


@dataclass(frozen=True)
class AnswerFilter:
    """Which answers to count: of a service (by its code, the same in every unit) and a channel; "" is any."""

    service: str = ""
    channel: str = ""


def tally_units(db: Database, top_id: str, start: date, end: date, part: AnswerFilter) -> dict[str, Parts]:
    """The answers of each unit at or below `top_id`, by unit id; units without any are left out."""
    wanted = {"top_id": top_id, **{name: value for name, value in vars(part).items() if value}}
    of_service = "(select service_id from services where code = :service)"
    kept = Where(
        f"""unit_id in (select unit_id from below) and month between :first and :last
            {f"and service_id in {of_service}" if part.service else ""}
            {"and channel = :channel" if part.channel else ""}""",
        {**wanted, "first": f"{start:%Y-%m}", "last": f"{end:%Y-%m}"},
        _BELOW,
    )
    if whole_months(start, end):
        return {**read_kept(db, "unit_id", kept)}
    rows = db.execute(
        f"{_BELOW} select distinct instrument from month_tallies where {kept.condition}", kept.params
    )
    counted = Where(
        f"""r.unit_id in (select unit_id from below)
            and r.local_day between :start and :end and r.voided_at is null
            {f"and r.service_id in {of_service}" if part.service else ""}
            {"and c.channel = :channel" if part.channel else ""}""",
        {**wanted, "start": start.isoformat(), "end": end.isoformat()},
        _BELOW,
    )
    tables = "responses r join collectors c on c.collector_id = r.collector_id"
    instruments = sorted(row["instrument"] for row in rows.fetchall())
    return {**read_counted(db, "r.unit_id", tables, counted, instruments)}


def list_unit_years(db: Database, top_id: str, year: int) -> dict[str, UnitYear]:
    """Population and target of that year, by unit id; units that set neither are left out."""
    rows = db.execute(
        f"""{_BELOW} select unit_id, year, population, target_ikm from unit_years
            where unit_id in (select unit_id from below) and year = :year""",
        {"top_id": top_id, "year": year},
    )
    return {row["unit_id"]: UnitYear(row["year"], row["population"], row["target_ikm"]) for row in rows}


def list_service_names(db: Database, top_id: str) -> dict[str, str]:
    """The services offered at or below a unit, by name: name by code, each code once."""
    rows = db.execute(
        f"""{_BELOW} select code, min(name) as name from services
            where unit_id in (select unit_id from below) group by code order by min(name), code""",
        {"top_id": top_id},
    )
    return {row["code"]: row["name"] for row in rows}


def get_latest_day_below(db: Database, top_id: str) -> date | None:
    """The last day with a counted response at or below a unit, or None."""
    row = db.execute(
        f"""{_BELOW} select max((select max(r.local_day) from responses r
                                 where r.unit_id = b.unit_id and r.voided_at is null)) as day
            from below b""",
        {"top_id": top_id},
    ).fetchone()
    return date.fromisoformat(row["day"]) if row["day"] else None
