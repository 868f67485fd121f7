"""Answers with a doubtful time: they count, and the office sees a list of them.

The device's clock decides when an answer was given, because the network may deliver it days later. If that
clock is obviously wrong (`device_clock`), the answer counts on the day it arrives: when the paired tablet or
the sending page reports a clock more than a day off, when the time is in the future or before 2000, and when
a page claims a time before its collector existed. A script may submit answers collected elsewhere: a time
before the collector existed is then only listed (`before_collector`). No answer is refused for its time.
"""

from dataclasses import dataclass
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text

TOLERANCE = timedelta(days=1)
# How far a device's clock may be ahead.
AHEAD = timedelta(minutes=10)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
DEVICE_CLOCK = "device_clock"
BEFORE_COLLECTOR = "before_collector"


def record_doubt(db: Database, response_id: str, reason: str, now: datetime) -> None:
    """Record that the time of a response is in doubt, in the transaction that stores the response."""
    db.execute(
        "insert into clock_doubts (response_id, reason, doubted_at) values (?, ?, ?)",
        [response_id, reason, to_text(now)],
    )


@dataclass(frozen=True)
class ClockDoubt:
    """The doubtful answers of one collector that count on one day, with the range of their device times."""

    collector: str
    day: date
    reason: str
    responses: int
    earliest: datetime
    latest: datetime


def list_doubts(db: Database, unit_id: str, since: date) -> list[ClockDoubt]:
    """The unit's doubtful answers that count on `since` or later, latest first."""
    rows = db.execute(
        # `cross join` makes SQLite start from the few doubts and not from all responses.
        """select c.name, r.local_day, x.reason, count(*) as n,
                  min(r.answered_at) as earliest, max(r.answered_at) as latest
           from clock_doubts x cross join responses r
           join collectors c on c.collector_id = r.collector_id
           where r.response_id = x.response_id and r.unit_id = ? and r.local_day >= ?
           group by c.name, r.local_day, x.reason order by r.local_day desc, c.name""",
        [unit_id, since.isoformat()],
    )
    return [
        ClockDoubt(
            row["name"],
            date.fromisoformat(row["local_day"]),
            row["reason"],
            row["n"],
            from_text(row["earliest"]),
            from_text(row["latest"]),
        )
        for row in rows
    ]
