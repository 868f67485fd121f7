"""Counts of one unit's responses for reports: tallies for the scorer, respondents by profile, service, day.

Every count is of the days `start`..`end` (inclusive), without excluded responses. Whole months are read from
the month tallies, other days from the responses through the covering index.
"""

from collections import Counter
from datetime import date
from typing import Any

from sqlite_utils import Database

from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.tallies import ANSWERS
from kiosk.store.answers.tallies import PROFILES
from kiosk.store.answers.tallies import UNSUR
from kiosk.store.answers.tallies import VALUES
from kiosk.store.answers.tallies import profile_column
from kiosk.store.answers.tallies import whole_months
from scoring import Partial
from scoring import Spread
from scoring import Tallies

# All responses: as whole months, which are read from the tallies, and as days, which are counted.
ALL_MONTHS = (date(2000, 1, 1), date(2999, 12, 31))
ALL_DAYS = (date(2000, 1, 2), date(2999, 12, 30))
_ANSWERS = ", ".join(f"{counted} as {name}" for name, counted in ANSWERS.items())
_SUMS = ", ".join(f"sum({name}) as {name}" for name in ANSWERS)
_KEPT_ANSWERS = ", ".join(f"coalesce(sum({name}), 0) as {name}" for name in ANSWERS)
_KEPT_PROFILES = ", ".join(f"coalesce(sum({name}), 0) as {name}" for name in ("respondents", *PROFILES))
_IN_PERIOD = "unit_id = :unit_id and local_day between :start and :end and voided_at is null"
_IN_MONTHS = "unit_id = :unit_id and month between :first and :last"


def _params(unit_id: str, start: date, end: date) -> dict[str, str]:
    return {"unit_id": unit_id, "start": start.isoformat(), "end": end.isoformat()}


def _months(unit_id: str, start: date, end: date) -> dict[str, str] | None:
    """The parameters of `_IN_MONTHS`, or None when these days are no whole months."""
    months = whole_months(start, end)
    return {"unit_id": unit_id, **months} if months else None


def get_tallies(db: Database, unit_id: str, start: date, end: date) -> Tallies:
    """Answer counts per unsur and the spread of complete responses, as the scorer takes them."""
    if months := _months(unit_id, start, end):
        row = db.execute(f"select {_KEPT_ANSWERS} from month_tallies where {_IN_MONTHS}", months).fetchone()
    else:
        row = db.execute(
            f"select {_ANSWERS} from responses r where {_IN_PERIOD}", _params(unit_id, start, end)
        ).fetchone()
    return as_tallies(row)


def as_tallies(row: Any) -> Tallies:
    """The tallies in a row with the columns of `tallies.ANSWERS`."""
    return Tallies(
        respondents=row["respondents"],
        counts={key: {value: row[f"{key}_{value}"] for value in VALUES} for key in UNSUR},
        spread=Spread(
            row["complete"],
            row["total"],
            row["total_squared"],
            partial=Partial(0, 0, 0) if row["complete"] == row["respondents"] else None,
        ),
    )


def tally_months(db: Database, unit_id: str, start: date, end: date) -> dict[str, Tallies]:
    """The tallies of each month (`2024-05`) that has responses."""
    return _tally_by(db, "month", unit_id, start, end)


def tally_services(db: Database, unit_id: str, start: date, end: date) -> dict[str | None, Tallies]:
    """The tallies by service id, of whole months; None for responses of no stated service."""
    return {key or None: found for key, found in _tally_by(db, "service_id", unit_id, start, end).items()}


def tally_channels(db: Database, unit_id: str, start: date, end: date) -> dict[str, Tallies]:
    """The tallies by channel (`kiosk`, `qr`, `kertas`, `impor`), of whole months."""
    return _tally_by(db, "channel", unit_id, start, end)


def _tally_by(db: Database, column: str, unit_id: str, start: date, end: date) -> dict[str, Tallies]:
    months = whole_months(start, end)
    if months is None:
        raise ValueError(f"not whole months: {start} to {end}")
    rows = db.execute(
        f"""select {column} as part, {_SUMS} from month_tallies
            where unit_id = :unit_id and month between :first and :last
            group by {column} having sum(respondents) > 0 order by {column}""",
        {"unit_id": unit_id, **months},
    )
    return {row["part"]: as_tallies(row) for row in rows}


def count_profile(db: Database, unit_id: str, start: date, end: date) -> dict[str, dict[str | None, int]]:
    """Respondents per profile field and answer; None counts those who gave no answer."""
    if months := _months(unit_id, start, end):
        return _count_kept_profile(db, months)
    counts: dict[str, dict[str | None, int]] = {}
    for field in FIELDS:
        rows = db.execute(
            f"""select p.{field} as answer, count(*) as n
                from responses r left join profiles p on p.response_id = r.response_id
                where {_IN_PERIOD} group by p.{field}""",
            _params(unit_id, start, end),
        )
        counts[field] = {row["answer"]: row["n"] for row in rows}
    return counts


def _count_kept_profile(db: Database, months: dict[str, str]) -> dict[str, dict[str | None, int]]:
    row = db.execute(f"select {_KEPT_PROFILES} from month_tallies where {_IN_MONTHS}", months).fetchone()
    counts: dict[str, dict[str | None, int]] = {}
    for field, codes in FIELDS.items():
        given: dict[str | None, int] = {code: row[profile_column(field, code)] for code in codes}
        given[None] = row["respondents"] - sum(given.values())
        counts[field] = {code: n for code, n in given.items() if n}
    return counts


def count_services(db: Database, unit_id: str, start: date, end: date) -> dict[str | None, int]:
    """Respondents per service id; None counts those of no stated service."""
    if months := _months(unit_id, start, end):
        return {key or None: n for key, n in _count_kept(db, "service_id", months).items()}
    rows = db.execute(
        f"select service_id, count(*) as n from responses where {_IN_PERIOD} group by service_id",
        _params(unit_id, start, end),
    )
    return {row["service_id"]: row["n"] for row in rows}


def count_channels(db: Database, unit_id: str, start: date, end: date) -> dict[str, int]:
    """Respondents per channel (`kiosk`, `qr`, `kertas`, `impor`)."""
    if months := _months(unit_id, start, end):
        return _count_kept(db, "channel", months)
    rows = db.execute(
        f"""select c.channel, count(*) as n
            from responses r join collectors c on c.collector_id = r.collector_id
            where r.{_IN_PERIOD} group by c.channel""",
        _params(unit_id, start, end),
    )
    return {row["channel"]: row["n"] for row in rows}


def _count_kept(db: Database, column: str, months: dict[str, str]) -> dict[str, int]:
    rows = db.execute(
        f"""select {column}, sum(respondents) as n from month_tallies
            where {_IN_MONTHS} group by {column} having sum(respondents) > 0""",
        months,
    )
    return {row[column]: row["n"] for row in rows}


def count_days(db: Database, unit_id: str, start: date, end: date) -> dict[date, int]:
    """Respondents per office-local day; days without any are left out."""
    rows = db.execute(
        f"select local_day, count(*) as n from responses where {_IN_PERIOD} group by local_day",
        _params(unit_id, start, end),
    )
    return {date.fromisoformat(row["local_day"]): row["n"] for row in rows}


def count_exclusions(db: Database, unit_id: str, start: date, end: date) -> dict[str, int]:
    """Excluded responses per reason, most first; the details after a reason's `: ` are left out."""
    rows = db.execute(
        # `cross join` makes SQLite start from the few exclusions and not from all responses.
        """select e.reason, count(*) as n
           from exclusions e cross join responses r
           where e.restored_at is null and r.response_id = e.response_id
               and r.unit_id = :unit_id and r.local_day between :start and :end and r.voided_at is not null
           group by e.reason order by n desc, e.reason""",
        _params(unit_id, start, end),
    )
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["reason"].partition(": ")[0]] += row["n"]
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def get_latest_day(db: Database, unit_id: str) -> date | None:
    """The last day with a counted response, or None for a unit without any."""
    row = db.execute(
        "select max(local_day) as day from responses where unit_id = ? and voided_at is null", [unit_id]
    ).fetchone()
    return date.fromisoformat(row["day"]) if row["day"] else None
