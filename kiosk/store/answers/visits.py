"""How far visitors get: counts per collector, day, outcome and step, without answers or visitors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.questionnaire.catalogue import list_questionnaires
from kiosk.store.engine.connection import group_commit

OUTCOMES = ("started", "completed", "abandoned")


def list_steps() -> tuple[str, ...]:
    """Where a visitor can stop: choosing the service, each question, the profile, the suggestion."""
    items = dict.fromkeys(
        item for one in list_questionnaires() if one.can_be_asked for item in one.rules.items
    )
    return ("service", *items, "profile", "comment")


# Collector, the office's day, outcome, step.
_Visit = tuple[str, date, str, str | None]


def record_visit(db: Database, collector_id: str, day: date, outcome: str, step: str | None) -> None:
    """Count one visit: its outcome of `OUTCOMES`, its step of `list_steps()` or None, the office's day.

    In one commit with those that wait for the same; on PostgreSQL only those of one collector do.
    """
    group_commit(db, _count_all, (collector_id, day, outcome, step), unit_id=collector_id)


def _count_all(db: Database, visits: Sequence[_Visit]) -> list[None]:
    for collector_id, day, outcome, step in visits:
        db.execute(
            """insert into visits (collector_id, local_day, outcome, step, visits) values (?, ?, ?, ?, 1)
               on conflict (collector_id, local_day, outcome, step)
               do update set visits = visits.visits + 1""",
            [collector_id, day.isoformat(), outcome, step or ""],
        )
    return [None] * len(visits)


@dataclass(frozen=True)
class VisitCounts:
    """How many began and finished, and how many stopped at each step (of `list_steps()`, None if unknown)."""

    started: int
    completed: int
    abandoned: dict[str | None, int]


def count_visits(db: Database, unit_id: str, start: date, end: date) -> VisitCounts:
    """The unit's visits on the days `start`..`end` (inclusive)."""
    rows = db.execute(
        """select v.outcome, v.step, sum(v.visits) as n
           from visits v join collectors c on c.collector_id = v.collector_id
           where c.unit_id = ? and v.local_day between ? and ? group by v.outcome, v.step""",
        [unit_id, start.isoformat(), end.isoformat()],
    ).fetchall()
    totals = dict.fromkeys(OUTCOMES, 0)
    for row in rows:
        totals[row["outcome"]] += int(row["n"])
    stopped = {row["step"] or None: int(row["n"]) for row in rows if row["outcome"] == "abandoned"}
    return VisitCounts(
        totals["started"],
        totals["completed"],
        {step: stopped[step] for step in (*list_steps(), None) if step in stopped},
    )
