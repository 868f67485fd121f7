"""What is read back for reports: tallies for the scorer, counts, suggestions.

Every figure is of one unit and the days `start`..`end` (inclusive), without excluded responses.
"""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.store.responses import PROFILE
from kiosk.store.responses import UNSUR
from scoring import Spread
from scoring import Tallies

_TOTAL = " + ".join(UNSUR)  # null as soon as one answer is blank: aggregates then skip the response
_COUNTS = ", ".join(
    f"count(*) filter (where {key} = {value}) as {key}_{value}" for key in UNSUR for value in (1, 2, 3, 4)
)
_IN_PERIOD = "unit_id = :unit_id and local_day between :start and :end and voided_at is null"


def _params(unit_id: str, start: date, end: date) -> dict[str, str]:
    return {"unit_id": unit_id, "start": start.isoformat(), "end": end.isoformat()}


def get_tallies(db: Database, unit_id: str, start: date, end: date) -> Tallies:
    """Answer counts per unsur and the spread of complete responses, as the scorer takes them."""
    row = db.execute(
        f"""select count(*) as respondents, {_COUNTS},
                   count({_TOTAL}) as complete,
                   coalesce(sum({_TOTAL}), 0) as total,
                   coalesce(sum(({_TOTAL}) * ({_TOTAL})), 0) as total_squared
            from responses where {_IN_PERIOD}""",
        _params(unit_id, start, end),
    ).fetchone()
    return Tallies(
        respondents=row["respondents"],
        counts={key: {value: row[f"{key}_{value}"] for value in (1, 2, 3, 4)} for key in UNSUR},
        spread=Spread(complete=row["complete"], total=row["total"], total_squared=row["total_squared"]),
    )


def count_profile(db: Database, unit_id: str, start: date, end: date) -> dict[str, dict[str | None, int]]:
    """Per profile field, how many respondents gave each answer; None counts those who gave none."""
    counts: dict[str, dict[str | None, int]] = {}
    for field in PROFILE:
        rows = db.execute(
            f"""select p.{field} as answer, count(*) as n
                from responses r left join profiles p on p.response_id = r.response_id
                where {_IN_PERIOD} group by p.{field}""",
            _params(unit_id, start, end),
        )
        counts[field] = {row["answer"]: row["n"] for row in rows}
    return counts


def count_services(db: Database, unit_id: str, start: date, end: date) -> dict[str | None, int]:
    """Respondents per service id; None counts those of no stated service."""
    rows = db.execute(
        f"select service_id, count(*) as n from responses where {_IN_PERIOD} group by service_id",
        _params(unit_id, start, end),
    )
    return {row["service_id"]: row["n"] for row in rows}


def count_channels(db: Database, unit_id: str, start: date, end: date) -> dict[str, int]:
    """Respondents per channel (`kiosk`, `qr`, `kertas`, `impor`)."""
    rows = db.execute(
        f"""select c.channel, count(*) as n
            from responses r join collectors c on c.collector_id = r.collector_id
            where r.{_IN_PERIOD} group by c.channel""",
        _params(unit_id, start, end),
    )
    return {row["channel"]: row["n"] for row in rows}


def count_days(db: Database, unit_id: str, start: date, end: date) -> dict[date, int]:
    """Respondents per office-local day; days without any are left out."""
    rows = db.execute(
        f"select local_day, count(*) as n from responses where {_IN_PERIOD} group by local_day",
        _params(unit_id, start, end),
    )
    return {date.fromisoformat(row["local_day"]): row["n"] for row in rows}


def count_exclusions(db: Database, unit_id: str, start: date, end: date) -> dict[str, int]:
    """Excluded responses of the period per reason, most first."""
    rows = db.execute(
        """select e.reason, count(*) as n
           from responses r join exclusions e on e.response_id = r.response_id and e.restored_at is null
           where r.unit_id = :unit_id and r.local_day between :start and :end and r.voided_at is not null
           group by e.reason order by n desc, e.reason""",
        _params(unit_id, start, end),
    )
    return {row["reason"]: row["n"] for row in rows}


@dataclass(frozen=True)
class CommentRow:
    """A suggestion with the day and the service it was given at."""

    response_id: str
    day: date
    service_id: str | None
    text: str


def list_comments(db: Database, unit_id: str, start: date, end: date) -> list[CommentRow]:
    """Suggestions of the period, oldest first."""
    rows = db.execute(
        f"""select r.response_id, r.local_day, r.service_id, c.text
            from responses r join comments c on c.response_id = r.response_id
            where r.{_IN_PERIOD} order by r.answered_at, r.response_id""",
        _params(unit_id, start, end),
    )
    return [
        CommentRow(row["response_id"], date.fromisoformat(row["local_day"]), row["service_id"], row["text"])
        for row in rows
    ]


def get_latest_day(db: Database, unit_id: str) -> date | None:
    """The last day with a counted response, or None for a unit without any."""
    row = db.execute(
        "select max(local_day) as day from responses where unit_id = ? and voided_at is null", [unit_id]
    ).fetchone()
    return date.fromisoformat(row["day"]) if row["day"] else None
