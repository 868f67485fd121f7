"""The columns of follow-up plans: what was decided, how far it is, and how the unsur changed since."""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kiosk.base.formatting import DASH
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.figures.changes import FollowUp
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers.columns import Column
from kiosk.papers.tables import marked_change
from kiosk.papers.tables import reach_of
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.results.plans import Plan
from kiosk.store.results.plans import progress

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class PlanRow:
    """A plan for the unsur of this name, on a day; without a plan, the unsur that still needs one.

    `effect` holds the values of the unsur before and after, of a plan from the previous period.
    """

    unsur: str
    today: date
    plan: Plan | None = None
    effect: FollowUp | None = None


def plan_rows(summary: Summary, plans: Iterable[Plan]) -> list[PlanRow]:
    """A row for each of these plans."""
    return [_row(summary, plan.unsur, plan) for plan in plans]


def effect_rows(summary: Summary) -> list[PlanRow]:
    """A row for each plan from the previous period's result."""
    return [_row(summary, effect.plan.unsur, effect.plan, effect) for effect in summary.follow_up]


def effects_note(summary: Summary) -> str:
    """What the changes in a table of effects mean."""
    changes = [effect.change for effect in summary.follow_up]
    return _NOTE if any(one and one.low is not None for one in changes) else _NOTE_WITHOUT


def missing_rows(summary: Summary) -> list[PlanRow]:
    """A row without a plan for each of the lowest unsur."""
    return [_row(summary, key) for key in summary.result.lowest]


def _row(summary: Summary, key: str, plan: Plan | None = None, effect: FollowUp | None = None) -> PlanRow:
    name = unsur_name(summary.result.instrument, key)
    return PlanRow(name, summary.printed_at.date(), plan, effect)


_Found = TypeVar("_Found")


def _of_plan(read: Callable[[Plan], _Found]) -> Callable[[PlanRow], _Found | None]:
    return lambda row: read(row.plan) if row.plan else None


def _of_effect(read: Callable[[FollowUp], _Found | None]) -> Callable[[PlanRow], _Found | None]:
    return lambda row: read(row.effect) if row.effect else None


RESULT: Column[PlanRow] = columns.text(
    "Hasil", _of_plan(lambda plan: Period.parse(plan.period).title), key="hasil", only="data"
)
UNSUR: Column[PlanRow] = columns.text("Unsur", lambda row: row.unsur, key="unsur", width=22)
PRIORITY: Column[PlanRow] = columns.text("Prioritas unsur", lambda row: row.unsur, width=26)
ACTION: Column[PlanRow] = columns.text(
    "Program/kegiatan", _of_plan(lambda plan: plan.action), key="kegiatan", width=34, is_header=True
)
RESPONSIBLE: Column[PlanRow] = columns.text(
    "Penanggung jawab", _of_plan(lambda plan: plan.responsible), key="penanggung_jawab", width=17
)
PLANNED: Column[PlanRow] = columns.day(
    "Diputuskan", _of_plan(lambda plan: plan.planned_day), key="diputuskan", width=16
)
DUE: Column[PlanRow] = columns.day("Tenggat", _of_plan(lambda plan: plan.due_day), key="batas")
DONE: Column[PlanRow] = columns.day(
    "Selesai", _of_plan(lambda plan: plan.done_day), "Belum", key="selesai", width=16
)
MONTHS: Column[PlanRow] = columns.count("Bulan", _of_plan(lambda plan: plan.months_taken), key="bulan")
OUTCOME: Column[PlanRow] = columns.text(
    "Hasil kegiatan", _of_plan(lambda plan: plan.outcome), DASH, key="hasil_kegiatan", width=24
)
YEAR: Column[PlanRow] = columns.text("Tahun", _of_plan(lambda plan: str(plan.year)), align="c")
QUARTERS: Column[PlanRow] = columns.text("Waktu", lambda row: _quarters(row.plan) if row.plan else "")
STATE: Column[PlanRow] = columns.text("Status", lambda row: _state(row), width=18)
BEFORE: Column[PlanRow] = columns.number("Sebelum", _of_effect(lambda effect: effect.before))
AFTER: Column[PlanRow] = columns.number("Sesudah", _of_effect(lambda effect: effect.after))
CHANGE: Column[PlanRow] = columns.text(
    "Perubahan", lambda row: marked_change(row.effect.change if row.effect else None), align="r"
)
REACH: Column[PlanRow] = columns.text(
    "Rentang 95%", lambda row: reach_of(row.effect.change if row.effect else None), align="c", width=19
)
_NOTE = (
    "Rentang 95% berlaku untuk semua rencana itu bersama. Perubahan tanpa * dapat terjadi karena kebetulan; "
    "yang bertanda * pun belum tentu akibat rencananya."
)
_NOTE_WITHOUT = "Ketidakpastian perubahan tidak diketahui; perubahan kecil dapat terjadi karena kebetulan."
EACH_QUARTER: tuple[Column[PlanRow], ...] = tuple(
    columns.text(
        f"TW {roman}",
        lambda row, quarter=quarter: "✓" if row.plan and quarter in row.plan.quarters else "",  # type: ignore[misc]
        align="c",
        width=8,
    )
    for quarter, roman in enumerate(_ROMAN, start=1)
)


def _quarters(plan: Plan) -> str:
    """When a plan is carried out: "TW II 2024", "TW II–III 2024"."""
    first, last = _ROMAN[plan.first_quarter - 1], _ROMAN[plan.last_quarter - 1]
    return f"TW {first if first == last else f'{first}–{last}'} {plan.year}"


def _state(row: PlanRow) -> str:
    if row.plan is None:
        return ""
    if row.plan.done_day:
        return f"selesai {long_date(row.plan.done_day)} ({row.plan.months_taken} bulan)"
    return "lewat tenggat" if row.plan.is_late(row.today) else "berjalan"


def about_earlier_plans(summary: Summary) -> str | None:
    """How many plans from the previous period's result are finished; None if there were none."""
    earlier = progress(row.plan for row in summary.follow_up)
    if not earlier.total:
        return None
    return (
        f"Rencana dari hasil {summary.previous_period.title}: {whole(earlier.done)} dari "
        f"{whole(earlier.total)} kegiatan selesai ({percent(earlier.percent)})."
    )
