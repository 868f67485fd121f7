"""The follow-up plan on papers: what was decided, how far it is, and what became of the one before."""

from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.figures.summary import Summary
from kiosk.papers.letter import Part
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.results.plans import Plan
from kiosk.store.results.plans import progress

_ROMAN = ("I", "II", "III", "IV")


def part(summary: Summary) -> Part:
    """The plan of this period, and that of the period before with its effect, for a template."""
    instrument = summary.result.instrument
    return {
        "said": _sentences(summary),
        "before": summary.previous_period.title,
        "now": summary.period.title,
        "effects": [
            {
                "unsur": unsur_name(instrument, row.plan.unsur),
                "action": row.plan.action,
                "state": state(row.plan, summary),
                "before": decimal(row.before),
                "after": decimal(row.after),
                "change": change(row.change),
            }
            for row in summary.follow_up
        ],
        "plans": [
            {
                "unsur": unsur_name(instrument, plan.unsur),
                "action": plan.action,
                "quarters": quarters(plan),
                "responsible": plan.responsible,
                "due": long_date(plan.due_day),
                "state": state(plan, summary),
            }
            for plan in summary.plans
        ],
    }


def quarters(plan: Plan) -> str:
    """When it runs: "TW II 2024", "TW II–III 2024"."""
    first, last = _ROMAN[plan.first_quarter - 1], _ROMAN[plan.last_quarter - 1]
    return f"TW {first if first == last else f'{first}–{last}'} {plan.year}"


def state(plan: Plan, summary: Summary) -> str:
    """How far a plan is on the day of the paper."""
    if plan.done_day:
        return f"selesai {long_date(plan.done_day)} ({plan.months_taken} bulan)"
    return "lewat tenggat" if plan.is_late(summary.printed_at.date()) else "berjalan"


def _sentences(summary: Summary) -> list[str]:
    said = []
    earlier = progress(row.plan for row in summary.follow_up)
    if earlier.total:
        said.append(
            f"Rencana dari hasil {summary.previous_period.title}: {earlier.done} dari {earlier.total} "
            f"kegiatan selesai ({percent(earlier.percent)})."
        )
    if not summary.plans:
        said.append(f"Rencana tindak lanjut atas hasil {summary.period.title} belum dicatat.")
    return said
