"""Answers by the time they arrived, which the server's clock says and no sender can choose.

More answers than visitors can give at one collector are stored, but set apart: the program excludes them in
the transaction that stores them, with a reason of its own, until a pimpinan decides. Nothing is limited by
network address, because a whole office shares one.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.accounts.placeholders import PROGRAM
from kiosk.store.answers.layout import UNSUR
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text

SET_APART = "Perlu diperiksa"
TOO_MANY = f"{SET_APART}: terlalu banyak jawaban yang masuk dalam waktu singkat"


# How long after a period's end an answer by QR code still arrives in the usual way.
LATE = timedelta(days=7)


@dataclass(frozen=True)
class Rate:
    """The most arrivals at one collector within a time span."""

    most: int
    within: timedelta


# Nine questions take at least some 20 seconds to read, so one tablet takes 30 answers in ten minutes; a
# poster can be answered side by side. The day limits what a slow sender can add to a figure.
RATES: Mapping[str, Sequence[Rate]] = {
    "kiosk": (Rate(40, timedelta(minutes=10)), Rate(600, timedelta(days=1))),
    "qr": (Rate(60, timedelta(minutes=10)), Rate(600, timedelta(days=1))),
}


def find_excess(db: Database, arrivals: Iterable[tuple[str, str, datetime]]) -> set[tuple[str, str]]:
    """The stored answers (collector, id) to set apart because of these arrivals: those beyond the `RATES`.

    An arrival is collector id, response id and time, in the order of arrival; no later one is stored yet. At
    a QR code the counted ones of the last minutes are added once there are too many: they are as likely to
    come from the same sender.
    """
    by_collector: dict[str, list[tuple[str, datetime]]] = {}
    for collector_id, response_id, now in arrivals:
        by_collector.setdefault(collector_id, []).append((response_id, now))
    excess: set[tuple[str, str]] = set()
    for collector_id, arrived in by_collector.items():
        channel = _get_channel(db, collector_id)
        short, *longer = RATES[channel]
        beyond = set(_find_beyond(db, collector_id, arrived, short))
        if beyond and channel == "qr":
            beyond |= set(_find_before(db, collector_id, arrived[-1][1] - short.within))
        beyond = beyond.union(*(_find_beyond(db, collector_id, arrived, rate) for rate in longer))
        excess |= {(collector_id, response_id) for response_id in beyond}
    return excess


def _find_before(db: Database, collector_id: str, since: datetime) -> Iterator[str]:
    """The counted answers that arrived since then, without those that were decided about before."""
    rows = db.execute(
        """select r.response_id from responses r
           where r.collector_id = ? and r.received_at > ? and r.voided_at is null
               and not exists (select 1 from exclusions e where e.response_id = r.response_id)""",
        [collector_id, to_text(since)],
    )
    for row in rows.fetchall():
        yield row["response_id"]


def _get_channel(db: Database, collector_id: str) -> str:
    row = db.execute("select channel from collectors where collector_id = ?", [collector_id]).fetchone()
    return str(row["channel"])


def _find_beyond(
    db: Database, collector_id: str, arrived: Sequence[tuple[str, datetime]], rate: Rate
) -> Iterator[str]:
    # The arrival `rate.most` places before each of these, the latest first. Reads at most that many rows.
    before = db.execute(
        """select received_at from responses where collector_id = ?
           order by received_at desc limit ? offset ?""",
        [collector_id, len(arrived), rate.most],
    ).fetchall()
    for (response_id, now), row in zip(reversed(arrived), before, strict=False):
        if now - from_text(row["received_at"]) < rate.within:
            yield response_id


@dataclass(frozen=True)
class ArrivalGroup:
    """The answers that arrived at one collector in one hour (`2024-05-31T01`, UTC).

    `waiting` of them are set apart, `excluded` excluded by staff; `earliest` and `latest` are the days they
    count on.
    """

    collector_id: str
    collector: str
    channel: str
    hour: str
    first: datetime
    last: datetime
    responses: int
    waiting: int
    excluded: int
    earliest: str
    latest: str


_VISITORS = "c.channel in ('kiosk', 'qr')"
_WAITS = f"e.excluded_by = '{PROGRAM}'"


def list_arrivals(db: Database, unit_id: str, since: datetime, until: datetime) -> list[ArrivalGroup]:
    """What arrived at the unit's tablets and QR codes between two moments, the latest hour first."""
    rows = db.execute(
        f"""select c.collector_id, c.name as collector, c.channel, substr(r.received_at, 1, 13) as hour,
                   min(r.received_at) as first, max(r.received_at) as last, count(*) as responses,
                   count(*) filter (where {_WAITS}) as waiting,
                   count(*) filter (where r.voided_at is not null and not {_WAITS}) as excluded,
                   min(r.local_day) as earliest, max(r.local_day) as latest
            from collectors c join responses r on r.collector_id = c.collector_id
            left join exclusions e on e.response_id = r.response_id and e.restored_at is null
            where c.unit_id = ? and {_VISITORS} and r.received_at >= ? and r.received_at < ?
            group by c.collector_id, c.name, c.channel, substr(r.received_at, 1, 13)
            order by hour desc, c.name""",
        [unit_id, to_text(since), to_text(until)],
    )
    return [
        ArrivalGroup(**{**dict(row), "first": from_text(row["first"]), "last": from_text(row["last"])})
        for row in rows
    ]


@dataclass(frozen=True)
class Waiting:
    """The answers set apart at one collector and not decided about yet: first and last arrival, number."""

    collector_id: str
    collector: str
    first: datetime
    last: datetime
    responses: int


def list_waiting(db: Database, unit_id: str) -> list[Waiting]:
    """The unit's answers that are set apart, by collector."""
    rows = db.execute(
        f"""select c.collector_id, c.name as collector, min(r.received_at) as first,
                   max(r.received_at) as last, count(*) as responses
            from exclusions e cross join responses r join collectors c on c.collector_id = r.collector_id
            where e.restored_at is null and {_WAITS} and r.response_id = e.response_id and r.unit_id = ?
            group by c.collector_id, c.name order by c.name""",
        [unit_id],
    )
    return [
        Waiting(**{**dict(row), "first": from_text(row["first"]), "last": from_text(row["last"])})
        for row in rows
    ]


def is_set_apart(db: Database, response_id: str) -> bool:
    """Whether the program has set this answer apart, and no person has decided about it yet."""
    row = db.execute(
        f"""select 1 as found from exclusions e
            where e.response_id = ? and e.restored_at is null and {_WAITS}""",
        [response_id],
    ).fetchone()
    return row is not None


def list_ids(
    db: Database, unit_id: str, collector_id: str, first: datetime, last: datetime, which: str
) -> list[str]:
    """The ids of answers that arrived at a tablet or QR code from `first` to `last`, in that order.

    `which`: `counted`, `waiting` (set apart) or `excluded` (by staff).
    """
    condition = {
        "counted": "r.voided_at is null",
        "waiting": _WAITS,
        "excluded": f"r.voided_at is not null and not {_WAITS}",
    }[which]
    rows = db.execute(
        f"""select r.response_id from collectors c join responses r on r.collector_id = c.collector_id
            left join exclusions e on e.response_id = r.response_id and e.restored_at is null
            where c.unit_id = ? and c.collector_id = ? and {_VISITORS} and r.received_at between ? and ?
                and {condition}
            order by r.received_at, r.response_id""",
        [unit_id, collector_id, to_text(first), to_text(last)],
    )
    return [row["response_id"] for row in rows]


def count_apart(db: Database, unit_id: str, start: date, end: date, only: str = "") -> int:
    """How many counted answers of these days cannot have come from one sender in one go.

    With `only`, the id of a questionnaire, of the answers to that one.

    Of those by QR code, only one for each ten minutes of arrival, and none that arrived after `LATE`. A
    stranger who adds known answers to those of one visitor must not reach the number to be published with.
    """
    row = db.execute(
        """select count(*) filter (where c.channel <> 'qr')
                + count(distinct case when c.channel = 'qr' and substr(r.received_at, 1, 10) <= :last
                    then r.collector_id || substr(r.received_at, 1, 15) end) as n
           from responses r join collectors c on c.collector_id = r.collector_id
           where r.unit_id = :unit_id and r.local_day between :start and :end and r.voided_at is null
               and :only in ('', r.instrument)""",
        {
            "unit_id": unit_id,
            "only": only,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "last": (end + LATE).isoformat(),
        },
    ).fetchone()
    return int(row["n"])


@dataclass(frozen=True)
class Arrival:
    """One answer for the export by arrival; `reason` is set while it does not count."""

    received_at: datetime
    answered_at: datetime
    day: str
    collector: str
    answers: Mapping[str, int | None]
    reason: str | None


def iterate_arrivals(db: Database, unit_id: str, since: datetime, until: datetime) -> Iterator[Arrival]:
    """The answers that arrived at the unit's tablets and QR codes between two moments, the first first."""
    rows = db.execute(
        f"""select r.received_at, r.answered_at, r.local_day, c.name as collector, e.reason,
                   {", ".join(f"r.{key}" for key in UNSUR)}
            from collectors c join responses r on r.collector_id = c.collector_id
            left join exclusions e on e.response_id = r.response_id and e.restored_at is null
            where c.unit_id = ? and {_VISITORS} and r.received_at >= ? and r.received_at < ?
            order by r.received_at, r.response_id""",
        [unit_id, to_text(since), to_text(until)],
    )
    for row in rows.fetchall():
        yield Arrival(
            from_text(row["received_at"]),
            from_text(row["answered_at"]),
            row["local_day"],
            row["collector"],
            {key: row[key] for key in UNSUR},
            row["reason"],
        )
