"""Why a response is excluded, beside its day: periods count their exclusions from one index."""

from sqlite_utils import Database


def shorten(reason: str) -> str:
    """What exclusions are counted by: the reason without the details after its first `: `."""
    return reason.partition(": ")[0]


def mark_excluded(db: Database, unit_id: str, response_id: str, at: str, reason: str) -> bool:
    """Leave the unit's response out of the figures; False when it has none with this id."""
    return _mark(db, unit_id, response_id, at, shorten(reason), "")


def mark_counted(db: Database, unit_id: str, response_id: str) -> bool:
    """Count the unit's excluded response again; False when it has no such one."""
    return _mark(db, unit_id, response_id, None, None, "and voided_at is not null")


def _mark(
    db: Database, unit_id: str, response_id: str, at: str | None, reason: str | None, condition: str
) -> bool:
    done = db.execute(
        f"""update responses set voided_at = ?, excluded_for = ?
            where unit_id = ? and response_id = ? {condition}""",
        [at, reason, unit_id, response_id],
    )
    return bool(done.rowcount)


_NEXT_REASON = "select min(excluded_for) from responses where unit_id = :unit_id and voided_at is not null"
# A search per reason and one per count, however many responses are excluded.
_BY_REASON = f"""
    with recursive reasons (reason) as (
        {_NEXT_REASON}
        union all
        select ({_NEXT_REASON} and excluded_for > reasons.reason) from reasons
        where reasons.reason is not null)
    select reasons.reason, (
        select count(*) from responses r
        where r.unit_id = :unit_id and r.voided_at is not null and r.excluded_for = reasons.reason
            and r.local_day between :start and :end{{only}}) as n
    from reasons where reasons.reason is not null"""


def count_by_reason(db: Database, params: dict[str, str]) -> dict[str, int]:
    """How many responses are excluded for each reason, the most frequent first.

    `params`: `unit_id`, the days `start` and `end`, and the questionnaire `only`, "" for any.
    """
    only = " and r.instrument = :only" if params["only"] else ""
    rows = db.execute(_BY_REASON.format(only=only), params).fetchall()
    counts = {row["reason"]: int(row["n"]) for row in rows if row["n"]}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
