"""Follow-up plans (rencana tindak lanjut): what an office does about an unsur, and the outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.results import attachments
from kiosk.store.results.attachments import Attachment
from scoring import round_half_up


@dataclass(frozen=True)
class Plan:
    """An action for one unsur that follows from the result of `period` (a period's code).

    It runs from `first_quarter` to `last_quarter` (1..4) of `year`. `planned_day` is when it was decided,
    `done_day` is None while it is open, `outcome` is what was done.
    """

    plan_id: str
    unit_id: str
    period: str
    unsur: str
    action: str
    responsible: str
    year: int
    first_quarter: int
    last_quarter: int
    planned_day: date
    due_day: date
    done_day: date | None
    outcome: str
    evidence: tuple[Attachment, ...]

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters of `year` that it runs in, e.g. (2, 3)."""
        return tuple(range(self.first_quarter, self.last_quarter + 1))

    @property
    def months_taken(self) -> int | None:
        """Started months from the decision to the end, at least 1; None while it is open."""
        if self.done_day is None:
            return None
        start, end = self.planned_day, self.done_day
        months = 12 * (end.year - start.year) + end.month - start.month + (end.day > start.day)
        return max(1, months)

    def is_late(self, today: date) -> bool:
        """Whether it was or is not done by its due day."""
        return (self.done_day or today) > self.due_day


@dataclass(frozen=True)
class PlanProgress:
    """How many of a set of plans are finished, in `percent` with two decimals; None without plans.

    `months` is the longest time that a finished one took, None while none is finished.
    """

    total: int
    done: int
    percent: Decimal | None
    months: int | None


@dataclass(frozen=True)
class NewPlan:
    """The fields of a plan that staff can change while it is open."""

    unsur: str
    action: str
    responsible: str
    year: int
    first_quarter: int
    last_quarter: int
    planned_day: date
    due_day: date


_COLUMNS = tuple(name for name in Plan.__dataclass_fields__ if name != "evidence")
_PLAN = ", ".join(_COLUMNS)
_DECIDED = tuple(NewPlan.__dataclass_fields__)


def progress(plans: Iterable[Plan]) -> PlanProgress:
    """How many of `plans` are finished, and how long the slowest one took."""
    every = list(plans)
    months = [plan.months_taken for plan in every if plan.months_taken is not None]
    percent = round_half_up(Fraction(100 * len(months), len(every))) if every else None
    return PlanProgress(len(every), len(months), percent, max(months, default=None))


def create_plan(
    db: Database, *, unit_id: str, period: Period, plan: NewPlan, person_id: str, now: datetime
) -> Plan:
    """Add a plan that follows from the result of `period`."""
    plan_id = new_key()
    params = {
        **_params(plan),
        "plan_id": plan_id,
        "unit_id": unit_id,
        "period": period.code,
        "period_start": period.start.isoformat(),
        "period_end": period.end.isoformat(),
        "created_at": to_text(now),
        "created_by": person_id,
    }
    with transaction(db):
        insert_row(db, "plans", params)
        attest(db, "plan", unit_id, plan_id, now)
    return get_plan(db, unit_id, plan_id)


def _params(plan: NewPlan) -> dict[str, Any]:
    return {
        **vars(plan),
        "planned_day": plan.planned_day.isoformat(),
        "due_day": plan.due_day.isoformat(),
    }


def get_plan(db: Database, unit_id: str, plan_id: str) -> Plan:
    """One plan of the unit that was not dropped. Raises NotFound."""
    row = db.execute(
        f"select {_PLAN} from plans where unit_id = ? and plan_id = ? and dropped_at is null",
        [unit_id, plan_id],
    ).fetchone()
    if row is None:
        raise NotFound(f"plan {plan_id}")
    return _plan(row, attachments.list_of_plans(db, [plan_id]))


def list_plans(db: Database, unit_id: str, period: Period | None = None) -> list[Plan]:
    """The unit's plans in the order of their periods, without dropped ones.

    With `period`, those that follow from a result within it: a semester includes those of its months.
    """
    inside = " and period_start >= :start and period_end <= :end" if period else ""
    params = {"unit_id": unit_id}
    if period:
        params |= {"start": period.start.isoformat(), "end": period.end.isoformat()}
    rows = db.execute(
        f"""select {_PLAN} from plans where unit_id = :unit_id and dropped_at is null{inside}
            order by period_start, period_end, created_at, plan_id""",
        params,
    ).fetchall()
    evidence = attachments.list_of_plans(db, [row["plan_id"] for row in rows])
    return [_plan(row, evidence) for row in rows]


def list_finished(db: Database, unit_id: str, most: int) -> list[Plan]:
    """The unit's finished plans, the latest first, at most so many."""
    done = [plan for plan in list_plans(db, unit_id) if plan.done_day]
    return sorted(done, key=lambda plan: str(plan.done_day), reverse=True)[:most]


def _plan(row: Any, evidence: dict[str, tuple[Attachment, ...]]) -> Plan:
    values = {name: row[name] for name in _COLUMNS}
    for name in ("planned_day", "due_day", "done_day"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return Plan(**values, evidence=evidence.get(values["plan_id"], ()))


def update_plan(db: Database, unit_id: str, plan_id: str, plan: NewPlan, now: datetime) -> None:
    """Change an open plan.

    Raises:
        NotFound: the unit has no such plan.
        Conflict: it is finished already.
    """
    sets = ", ".join(f"{name} = :{name}" for name in _DECIDED)
    _change_open(db, sets, unit_id, plan_id, _params(plan), now)


def finish_plan(
    db: Database,
    *,
    unit_id: str,
    plan_id: str,
    done_day: date,
    outcome: str,
    person_id: str,
    now: datetime,
) -> None:
    """Record that a plan was carried out on `done_day`. Raises NotFound and Conflict as `update_plan`."""
    sets = "done_day = :done_day, outcome = :outcome, done_by = :person_id"
    params = {"done_day": done_day.isoformat(), "outcome": outcome, "person_id": person_id}
    _change_open(db, sets, unit_id, plan_id, params, now)


def reopen_plan(db: Database, unit_id: str, plan_id: str, now: datetime) -> None:
    """Open a finished plan again; its evidence stays. Raises NotFound."""
    with transaction(db):
        done = db.execute(
            """update plans set done_day = null, done_by = null
               where unit_id = ? and plan_id = ? and dropped_at is null""",
            [unit_id, plan_id],
        )
        if not done.rowcount:
            raise NotFound(f"plan {plan_id}")
        attest(db, "plan", unit_id, plan_id, now)


def drop_plan(
    db: Database, *, unit_id: str, plan_id: str, reason: str, person_id: str, now: datetime
) -> None:
    """Drop an open plan for a reason. Raises NotFound and Conflict as `update_plan`."""
    sets = "dropped_at = :dropped_at, dropped_by = :person_id, dropped_reason = :reason"
    params = {"dropped_at": to_text(now), "person_id": person_id, "reason": reason}
    _change_open(db, sets, unit_id, plan_id, params, now)


def _change_open(
    db: Database, sets: str, unit_id: str, plan_id: str, params: dict[str, Any], now: datetime
) -> None:
    with transaction(db):
        if get_plan(db, unit_id, plan_id).done_day is not None:
            raise Conflict(f"plan {plan_id} is finished")
        db.execute(f"update plans set {sets} where plan_id = :plan_id", {**params, "plan_id": plan_id})
        attest(db, "plan", unit_id, plan_id, now)
