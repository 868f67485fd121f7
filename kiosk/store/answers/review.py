"""Reading single responses with their exclusions, for review; without profile and suggestion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.answers.tallies import UNSUR
from kiosk.store.engine.times import from_text


@dataclass(frozen=True)
class ReviewedResponse:
    """A response; `reason`, `excluded_at` and `excluded_by` (a name) are set while it is excluded."""

    response_id: str
    collector_id: str
    collector: str
    channel: str
    answered_at: datetime
    answers: Mapping[str, int | None]
    reason: str | None
    excluded_at: datetime | None
    excluded_by: str | None


def list_reviewed(db: Database, unit_id: str, start: date, end: date) -> list[ReviewedResponse]:
    """The unit's responses of these days, per collector in the order they were answered."""
    rows = db.execute(
        f"""select r.response_id, r.collector_id, c.name as collector, c.channel, r.answered_at,
                   {", ".join(f"r.{key}" for key in UNSUR)}, e.reason, e.excluded_at, p.name as excluded_by
            from responses r
            join collectors c on c.collector_id = r.collector_id
            left join exclusions e on e.response_id = r.response_id and e.restored_at is null
            left join people p on p.person_id = e.excluded_by
            where r.unit_id = ? and r.local_day between ? and ?
            order by r.collector_id, r.answered_at, r.response_id""",
        [unit_id, start.isoformat(), end.isoformat()],
    )
    return [
        ReviewedResponse(
            row["response_id"],
            row["collector_id"],
            row["collector"],
            row["channel"],
            from_text(row["answered_at"]),
            {key: row[key] for key in UNSUR},
            row["reason"],
            from_text(row["excluded_at"]) if row["excluded_at"] else None,
            row["excluded_by"],
        )
        for row in rows
    ]
