"""Reading single responses with their exclusions, for review; without profile and suggestion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.answers.clocks import BEFORE_COLLECTOR
from kiosk.store.answers.layout import UNSUR
from kiosk.store.answers.layout import find_layout
from kiosk.store.engine.times import from_text


@dataclass(frozen=True)
class ReviewedResponse:
    """A response with its answers by item of the questionnaire `instrument`.

    `reason`, `excluded_at` and `excluded_by` (a name) are set while it is excluded. `is_paired`: a tablet was
    paired with its collector. `is_early`: its stated time is before its collector existed.
    `is_after_publication`: it arrived when a period that contains its day had been published.
    """

    response_id: str
    collector_id: str
    collector: str
    channel: str
    answered_at: datetime
    received_at: datetime
    is_paired: bool
    is_early: bool
    is_after_publication: bool
    instrument: str
    answers: Mapping[str, int | None]
    reason: str | None
    excluded_at: datetime | None
    excluded_by: str | None


# Once for each of the two indexes, of counted and of excluded responses.
_IN_PERIOD = "r.unit_id = :unit_id and r.local_day between :start and :end"


def list_reviewed(db: Database, unit_id: str, start: date, end: date) -> list[ReviewedResponse]:
    """The unit's responses of these days, per collector in the order they were answered."""
    rows = db.execute(
        f"""select r.response_id, r.collector_id, c.name as collector, c.channel, r.answered_at,
                   r.received_at, x.reason as doubt,
                   exists (select 1 from devices d where d.collector_id = r.collector_id) as is_paired,
                   exists (select 1 from publications b where b.unit_id = r.unit_id
                       and r.local_day between b.period_start and b.period_end
                       and b.published_at < r.received_at) as is_after_publication,
                   r.instrument, r.items, {", ".join(f"r.{key}" for key in UNSUR)},
                   e.reason, e.excluded_at, p.name as excluded_by
            from responses r
            join collectors c on c.collector_id = r.collector_id
            left join exclusions e on e.response_id = r.response_id and e.restored_at is null
            left join people p on p.person_id = e.excluded_by
            left join clock_doubts x on x.response_id = r.response_id
            where {_IN_PERIOD} and r.voided_at is null or {_IN_PERIOD} and r.voided_at is not null
            order by r.collector_id, r.answered_at, r.response_id""",
        {"unit_id": unit_id, "start": start.isoformat(), "end": end.isoformat()},
    )
    return [
        ReviewedResponse(
            row["response_id"],
            row["collector_id"],
            row["collector"],
            row["channel"],
            from_text(row["answered_at"]),
            from_text(row["received_at"]),
            bool(row["is_paired"]),
            row["doubt"] == BEFORE_COLLECTOR,
            bool(row["is_after_publication"]),
            row["instrument"],
            find_layout(db, row["instrument"]).answers(row),
            row["reason"],
            from_text(row["excluded_at"]) if row["excluded_at"] else None,
            row["excluded_by"],
        )
        for row in rows
    ]
