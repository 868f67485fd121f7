"""The follow-up plan: what is done about the lowest unsur, by whom, until when, and with what effect."""

from datetime import date

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.plans import DropForm
from kiosk.forms.plans import EvidenceForm
from kiosk.forms.plans import FinishForm
from kiosk.forms.plans import PlanForm
from kiosk.operations import evidence
from kiosk.store.results import attachments
from kiosk.store.results import plans
from kiosk.store.results.plans import Plan
from kiosk.store.results.plans import progress
from kiosk.web import confirmation
from kiosk.web.periods import asked_period
from kiosk.web.periods import readable_period
from kiosk.web.report_requests import report_context
from kiosk.web.uploads import allow_large_request
from kiosk.web.uploads import folder
from kiosk.web.uploads import read_upload
from kiosk.web.uploads import send_attachment
from kiosk.web.uploads import upload_name

bp = Blueprint("plans", __name__, url_prefix="/staf/rtl")
bp.url_value_preprocessor(allow_large_request)


def _today() -> date:
    return clock.local_now(g.unit.timezone).date()


def _new_plan_form(unsur: str | None) -> PlanForm:
    """An empty form for a plan: about the lowest unsur, to be done within a month."""
    today = _today()
    quarter = (today.month + 2) // 3
    due = date(today.year + today.month // 12, today.month % 12 + 1, min(today.day, 28))
    return PlanForm(
        formdata=None,
        unsur=unsur,
        year=today.year,
        first_quarter=quarter,
        last_quarter=(due.month + 2) // 3 if due.year == today.year else 4,
        planned_day=today,
        due_day=due,
    )


def _list_page(form: PlanForm | None = None) -> ResponseReturnValue:
    unit = g.unit
    period, problem = readable_period(unit)
    summary = report_context(period).current
    suggested = request.args.get("unsur") or next(iter(summary.result.lowest), None)
    page = render_template(
        "plans/index.html",
        summary=summary,
        problem=problem,
        state=progress(summary.plans),
        open_elsewhere=[
            plan
            for plan in plans.list_plans(get_db(), unit.unit_id)
            if plan.done_day is None and plan not in summary.plans
        ],
        form=form or _new_plan_form(suggested),
        today=_today(),
    )
    return page, 422 if problem or form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """The plans that follow from one period, and what became of those of the period before."""
    return _list_page()


@bp.post("/")
def create() -> ResponseReturnValue:
    """Add a plan for `?periode=`."""
    form = PlanForm()
    period, problem = asked_period(g.unit)
    if problem or not form.validate():
        return _list_page(form)
    plans.create_plan(
        get_db(),
        unit_id=g.unit.unit_id,
        period=period,
        plan=form.plan(),
        person_id=g.person.person_id,
        now=clock.now(),
    )
    flash("Rencana ditambahkan.")
    return redirect(url_for("plans.index", periode=period.code), 303)


def _plan_page(
    plan: Plan,
    form: PlanForm | None = None,
    finish_form: FinishForm | None = None,
    drop_form: DropForm | None = None,
    evidence_form: EvidenceForm | None = None,
) -> ResponseReturnValue:
    """A plan with its forms; a form that was refused keeps what was typed."""
    refused = form or finish_form or drop_form or evidence_form
    page = render_template(
        "plans/show.html",
        plan=plan,
        today=_today(),
        form=form or PlanForm(formdata=None, obj=plan),
        finish_form=finish_form or _finish_form(plan, formdata=None, done_day=_today()),
        drop_form=drop_form or DropForm(formdata=None),
        evidence_form=evidence_form or EvidenceForm(formdata=None),
    )
    return page, 422 if refused else 200


def _finish_form(plan: Plan, **options: object) -> FinishForm:
    return FinishForm(planned=plan.planned_day, today=_today(), **options)


def _get(plan_id: str) -> Plan:
    return plans.get_plan(get_db(), g.unit.unit_id, plan_id)


def _done(plan_id: str, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("plans.show", plan_id=plan_id), 303)


@bp.get("/<plan_id>")
def show(plan_id: str) -> ResponseReturnValue:
    """One plan with its evidence."""
    return _plan_page(_get(plan_id))


@bp.post("/<plan_id>/ubah")
def update(plan_id: str) -> ResponseReturnValue:
    """Change an open plan."""
    plan = _get(plan_id)
    form = PlanForm()
    if not form.validate():
        return _plan_page(plan, form=form)
    plans.update_plan(get_db(), g.unit.unit_id, plan_id, form.plan(), clock.now())
    return _done(plan_id, "Rencana disimpan.")


@bp.post("/<plan_id>/selesai")
def finish(plan_id: str) -> ResponseReturnValue:
    """Record that a plan was carried out."""
    plan = _get(plan_id)
    form = _finish_form(plan)
    if not form.validate():
        return _plan_page(plan, finish_form=form)
    plans.finish_plan(
        get_db(),
        unit_id=g.unit.unit_id,
        plan_id=plan_id,
        done_day=form.done_day.data,
        outcome=form.outcome.data,
        person_id=g.person.person_id,
        now=clock.now(),
    )
    return _done(plan_id, "Rencana dicatat selesai.")


@bp.post("/<plan_id>/buka-lagi")
def reopen(plan_id: str) -> ResponseReturnValue:
    """Open a finished plan again."""
    plans.reopen_plan(get_db(), g.unit.unit_id, plan_id, clock.now())
    return _done(plan_id, "Rencana dibuka lagi.")


@bp.post("/<plan_id>/batal")
def drop(plan_id: str) -> ResponseReturnValue:
    """Give a plan up, for a reason."""
    plan = _get(plan_id)
    form = DropForm()
    if not form.validate():
        return _plan_page(plan, drop_form=form)
    plans.drop_plan(
        get_db(),
        unit_id=g.unit.unit_id,
        plan_id=plan_id,
        reason=form.reason.data,
        person_id=g.person.person_id,
        now=clock.now(),
    )
    flash("Rencana dibatalkan.")
    return redirect(url_for("plans.index", periode=plan.period), 303)


@bp.post("/<plan_id>/bukti")
def add_evidence(plan_id: str) -> ResponseReturnValue:
    """Attach a file."""
    plan = _get(plan_id)
    form = EvidenceForm()
    checked = read_upload(form.file)
    if checked is None:
        return _plan_page(plan, evidence_form=form)
    with evidence.saved(folder(), checked, upload_name(form.file)) as file:
        attachments.add_attachment(
            get_db(),
            unit_id=g.unit.unit_id,
            plan_id=plan.plan_id,
            file=file,
            person_id=g.person.person_id,
            now=clock.now(),
            quota=evidence.QUOTA,
        )
    return _done(plan_id, "Bukti disimpan.")


@bp.get("/bukti/<attachment_id>")
def show_evidence(attachment_id: str) -> ResponseReturnValue:
    """An evidence file, of a plan or of the publication log."""
    return send_attachment(attachments.get_attachment(get_db(), g.unit.unit_id, attachment_id))


@bp.post("/bukti/<attachment_id>/cabut")
def remove_evidence(attachment_id: str) -> ResponseReturnValue:
    """Remove an evidence file."""
    attachment = attachments.get_attachment(get_db(), g.unit.unit_id, attachment_id)
    back = (
        url_for("plans.show", plan_id=attachment.plan_id) if attachment.plan_id else url_for("publishing.log")
    )
    question = confirmation.ask(
        "Hapus bukti ini?",
        [f"Berkas {attachment.name} tidak lagi ada di rencana, laporan, dan bukti PEKPPP."],
        action="Hapus",
        back=back,
    )
    if question:
        return question
    attachments.remove_attachment(get_db(), g.unit.unit_id, attachment_id, clock.now())
    flash("Bukti dihapus.")
    return redirect(back, 303)
