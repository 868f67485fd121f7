"""Reading the counted responses of a period one by one, for tables that list them."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from fractions import Fraction

from sqlite_utils import Database

from kiosk.store.answers import answer_counts
from kiosk.store.answers import extra_answers
from kiosk.store.answers.layout import UNSUR
from kiosk.store.answers.layout import find_layout
from kiosk.store.answers.responses import PROFILE
from kiosk.store.engine.times import from_text


@dataclass(frozen=True)
class CountedResponse:
    """A response that counts; `answers` and `profile` have every key, None where it was not answered.

    `answers` are by item of the questionnaire `instrument`, `unsur` its unsur with their values.
    `comment` is None also without `with_comments`. `extras` are codes by question outside the index.
    """

    response_id: str
    answered_at: datetime
    day: date
    channel: str
    service_id: str | None
    instrument: str
    answers: Mapping[str, int | None]
    unsur: Mapping[str, int | Fraction | None]
    profile: Mapping[str, str | None]
    comment: str | None
    extras: Mapping[str, str]


_COLUMNS = ", ".join(
    [
        "r.response_id, r.answered_at, r.local_day, r.service_id, r.instrument, r.items, c.channel",
        "t.text as comment, e.answers as extras",
        *(f"r.{key} as {key}" for key in UNSUR),
        *(f"p.{field} as {field}" for field in PROFILE),
    ]
)


def _iterate_days(db: Database, unit_id: str, start: date, end: date) -> Iterator[date]:
    """The days with counted responses, each found when it is its turn."""
    day, _ = answer_counts.get_days(db, unit_id, start, end)
    while day:
        yield day
        day, _ = answer_counts.get_days(db, unit_id, day + timedelta(days=1), end)


def iterate_counted(
    db: Database, unit_id: str, start: date, end: date, *, with_comments: bool = False
) -> Iterator[CountedResponse]:
    """The counted responses of the days `start`..`end`, in the order they were given.

    Reads a day at a time: a long read would keep SQLite from truncating the write-ahead log.
    """
    for day in _iterate_days(db, unit_id, start, end):
        for row in db.execute(
            f"""select {_COLUMNS}
                from responses r
                join collectors c on c.collector_id = r.collector_id
                left join profiles p on p.response_id = r.response_id
                left join extra_answers e on e.response_id = r.response_id
                left join comments t on t.response_id = r.response_id and :with_comments = 1
                where r.unit_id = :unit_id and r.local_day = :day and r.voided_at is null
                order by r.answered_at, r.response_id""",
            {"unit_id": unit_id, "day": day.isoformat(), "with_comments": int(with_comments)},
        ).fetchall():
            layout = find_layout(db, row["instrument"])
            yield CountedResponse(
                response_id=row["response_id"],
                answered_at=from_text(row["answered_at"]),
                day=day,
                channel=row["channel"],
                service_id=row["service_id"],
                instrument=row["instrument"],
                answers=layout.answers(row),
                unsur=layout.unsur_values(row),
                profile={field: row[field] for field in PROFILE},
                comment=row["comment"],
                extras=extra_answers.from_text(row["extras"]),
            )
