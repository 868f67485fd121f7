"""Answers whose stated time is in doubt: they count, and the office sees which they are.

A device's clock decides when an answer was given, as that may be days before the network lets it through.
Where that clock is plainly wrong (`device_clock`) its word is not taken: the answer counts on the day it
arrived. That is so when the paired tablet reports, or the page says while sending, a clock more than a day
off; when the time lies in the future or before 2000; and when it is a page that says to have been answered
before its collector existed. A script may hand in what was collected elsewhere: such a time is only listed
(`before_collector`), the day stays. No answer is refused for its time.
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
# How far a device's clock may run ahead and still be believed.
AHEAD = timedelta(minutes=10)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
DEVICE_CLOCK = "device_clock"
BEFORE_COLLECTOR = "before_collector"


def record_doubt(db: Database, response_id: str, reason: str, now: datetime) -> None:
    """Remember, in the transaction that stores the response, that its time is in doubt."""
    db.execute(
        "insert into clock_doubts (response_id, reason, doubted_at) values (?, ?, ?)",
        [response_id, reason, to_text(now)],
    )


@dataclass(frozen=True)
class Doubt:
    """Some answers of one collector that count on one day, with the times their device gave them."""

    collector: str
    day: date
    reason: str
    responses: int
    earliest: datetime
    latest: datetime


def list_doubts(db: Database, unit_id: str, since: date) -> list[Doubt]:
    """The unit's doubtful answers that count on `since` or later, the latest first."""
    rows = db.execute(
        """select c.name, r.local_day, x.reason, count(*) as n,
                  min(r.answered_at) as earliest, max(r.answered_at) as latest
           from clock_doubts x
           join responses r on r.response_id = x.response_id
           join collectors c on c.collector_id = r.collector_id
           where r.unit_id = ? and r.local_day >= ?
           group by c.name, r.local_day, x.reason order by r.local_day desc, c.name""",
        [unit_id, since.isoformat()],
    )
    return [
        Doubt(
            row["name"],
            date.fromisoformat(row["local_day"]),
            row["reason"],
            row["n"],
            from_text(row["earliest"]),
            from_text(row["latest"]),
        )
        for row in rows
    ]
