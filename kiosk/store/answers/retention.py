"""Deleting personal parts that are older than the unit keeps them. The answers stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.answers import tallies
from kiosk.store.engine.connection import transaction
from kiosk.store.journal import journal

# Responses per transaction: other writers wait for milliseconds.
BATCH = 50
MIN_MONTHS, MAX_MONTHS = 1, 120
# Part → its table.
PARTS = {"profile": "profiles", "comment": "comments"}


@dataclass(frozen=True)
class Retention:
    """Months after which profiles and suggestions are deleted; None keeps them."""

    profile_months: int | None = None
    comment_months: int | None = None


def get_retention(db: Database, unit_id: str) -> Retention:
    """The unit's settings; the default keeps everything."""
    row = db.execute(
        "select profile_months, comment_months from retentions where unit_id = ?", [unit_id]
    ).fetchone()
    return Retention(row["profile_months"], row["comment_months"]) if row else Retention()


def set_retention(db: Database, unit_id: str, retention: Retention) -> None:
    """Store the unit's settings."""
    db.execute(
        """insert into retentions (unit_id, profile_months, comment_months)
           values (:unit_id, :profile_months, :comment_months)
           on conflict (unit_id) do update set
               profile_months = excluded.profile_months, comment_months = excluded.comment_months""",
        {"unit_id": unit_id, **vars(retention)},
    )


def last_day_kept(today: date, months: int) -> date:
    """The first day of the month `months` ago: responses before it lose their parts, month by month."""
    month = today.year * 12 + today.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def count_due(db: Database, unit_id: str, retention: Retention, today: date) -> dict[str, int]:
    """How many profiles and suggestions (`profile`, `comment`) are older than `retention` keeps them."""
    return {
        part: _count_part(db, unit_id, part, last_day_kept(today, months))
        for part, months in _months(retention)
        if months is not None
    }


def _months(retention: Retention) -> tuple[tuple[str, int | None], ...]:
    return ("profile", retention.profile_months), ("comment", retention.comment_months)


def _count_part(db: Database, unit_id: str, part: str, before: date) -> int:
    row = db.execute(
        f"""select count(*) as n from responses r join {PARTS[part]} x on x.response_id = r.response_id
            where r.unit_id = ? and r.local_day < ?""",
        [unit_id, before.isoformat()],
    ).fetchone()
    return int(row["n"])


def purge(db: Database, unit_id: str, today: date, now: datetime) -> dict[str, int]:
    """Delete what the unit no longer keeps; returns how many per part (`profile`, `comment`).

    The journal link is added with the first batch, so that the chain stays valid if this is interrupted.
    Deleted profiles leave the month tallies, which always equal the sum of the rows.
    """
    kept = get_retention(db, unit_id)
    gone: dict[str, int] = {}
    if journal.get_merged_parts(db, unit_id) is not None:
        return gone  # its own server deletes them, and the next bundle does it here
    for part, months in _months(kept):
        if months is not None:
            gone[part] = _purge_part(db, unit_id, part, last_day_kept(today, months), now)
    return gone


def _purge_part(db: Database, unit_id: str, part: str, before: date, now: datetime) -> int:
    total = 0
    for ids in _iterate_due(db, unit_id, part, before):
        with transaction(db):
            if not total:
                journal.record_purge(db, unit_id, part, before, now)
            for response_id in ids:
                row = db.execute(
                    "select voided_at from responses where response_id = ?", [response_id]
                ).fetchone()
                delete_part(db, part, response_id, counts=row["voided_at"] is None)
        total += len(ids)
    return total


def _iterate_due(db: Database, unit_id: str, part: str, before: date) -> Iterator[list[str]]:
    """The ids of the responses before that day which have the part, some at a time.

    Read 31 days at a time and outside any transaction: nearly all older responses have lost it already, and
    other writers would wait for as long as it takes to look at them.
    """
    unit = {"unit_id": unit_id}
    first = db.execute(
        """select min(day) as day from (
               select min(local_day) as day from responses where unit_id = :unit_id and voided_at is null
               union all
               select min(local_day) from responses where unit_id = :unit_id and voided_at is not null
           ) as days""",
        unit,
    ).fetchone()["day"]
    end = date.fromisoformat(first) if first else before
    # Once for each of the two indexes, of counted and of excluded responses.
    days = "r.unit_id = :unit_id and r.local_day >= :start and r.local_day < :end"
    while end < before:
        start, end = end, min(end + timedelta(days=31), before)
        rows = db.execute(
            f"""select r.response_id from responses r
                join {PARTS[part]} x on x.response_id = r.response_id
                where {days} and r.voided_at is null or {days} and r.voided_at is not null""",
            {**unit, "start": start.isoformat(), "end": end.isoformat()},
        )
        ids = [row["response_id"] for row in rows.fetchall()]
        yield from (ids[begin : begin + BATCH] for begin in range(0, len(ids), BATCH))


def delete_part(db: Database, part: str, response_id: str, *, counts: bool) -> None:
    """Delete a part of a response, in the caller's transaction; `counts`: the response is not excluded."""
    if counts:
        tallies.uncount_response(db, response_id)
    db.execute(f"delete from {PARTS[part]} where response_id = ?", [response_id])
    if counts:
        tallies.count_response(db, response_id)
