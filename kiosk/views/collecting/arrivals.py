"""Answers by the time they arrived: deciding about those set apart, and excluding a span of arrivals."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask import Response
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.formatting import whole
from kiosk.base.jobs import IMPORTS
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures.review import VISITORS
from kiosk.forms.review import ArrivalsForm
from kiosk.forms.review import ExclusionForm
from kiosk.papers.csv_safe import stream_csv
from kiosk.store.answers import arrivals
from kiosk.store.answers import responses
from kiosk.store.answers.arrivals import Arrival
from kiosk.store.answers.arrivals import Waiting
from kiosk.store.answers.responses import UNSUR
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import local
from kiosk.store.engine.times import to_text
from kiosk.store.offices import collectors
from kiosk.store.offices.collectors import Collector
from kiosk.web.periods import asked_period

bp = Blueprint("arrivals", __name__, url_prefix="/staf/kedatangan")

_SHOWN = timedelta(days=30)
_PART = 1000  # responses per transaction


def _collectors() -> list[Collector]:
    found = collectors.list_collectors(get_db(), g.unit.unit_id)
    return [one for one in found if one.channel in VISITORS]


def _asked() -> tuple[Period, str | None]:
    today = clock.local_now(g.unit.timezone).date()
    return asked_period(g.unit, Period.parse(f"{today - _SHOWN}..{today}"))


def _span(period: Period) -> tuple[datetime, datetime]:
    """From the first moment of a period to the one after its last, in the office's time zone."""
    zone = ZoneInfo(g.unit.timezone)
    start, after = period.start, period.end + timedelta(days=1)
    return datetime(start.year, start.month, start.day, tzinfo=zone), datetime(
        after.year, after.month, after.day, tzinfo=zone
    )


def _page(
    form: ArrivalsForm | None = None, decision: ExclusionForm | None = None, problem: str | None = None
) -> ResponseReturnValue:
    db, unit = get_db(), g.unit
    period, odd = _asked()
    page = render_template(
        "arrivals/index.html",
        period=period,
        problem=problem or odd,
        waiting=arrivals.list_waiting(db, unit.unit_id),
        groups=arrivals.list_arrivals(db, unit.unit_id, *_span(period)),
        local=lambda moment: local(moment, unit.timezone),
        as_text=to_text,
        form=form or ArrivalsForm(_collectors(), formdata=None),
        decision=decision or ExclusionForm(formdata=None, prefix="putusan-"),
    )
    return page, 422 if form or decision or problem or odd else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """What arrived when at each tablet and QR code, and what is set apart."""
    return _page()


@bp.post("/kecualikan")
def exclude() -> ResponseReturnValue:
    """Exclude everything that arrived at one collector in a span of time."""
    form = ArrivalsForm(_collectors())
    if not form.validate():
        return _page(form)

    def work(part: Sequence[str]) -> None:
        responses.exclude_responses(
            get_db(), unit_id=unit_id, response_ids=part, reason=reason, person_id=person_id, now=now
        )

    unit_id, person_id, now, reason = g.unit.unit_id, g.person.person_id, clock.now(), form.text
    ids = arrivals.list_ids(
        get_db(), unit_id, form.collector.data, *form.span(g.unit.timezone), which="counted"
    )
    return _change(ids, work, "dikecualikan. Pulihkan kapan saja dengan rentang yang sama.")


@bp.post("/pulihkan")
def restore() -> ResponseReturnValue:
    """Count everything again that arrived in a span of time and was excluded by staff."""
    form = ArrivalsForm(_collectors())
    del form.reason, form.words
    if not form.validate():
        return _page(problem="Pilih tempat dan rentang waktu yang dipulihkan.")

    def work(part: Sequence[str]) -> None:
        responses.restore_responses(
            get_db(), unit_id=unit_id, response_ids=part, person_id=person_id, now=now
        )

    unit_id, person_id, now = g.unit.unit_id, g.person.person_id, clock.now()
    ids = arrivals.list_ids(
        get_db(), unit_id, form.collector.data, *form.span(g.unit.timezone), which="excluded"
    )
    return _change(ids, work, "dihitung lagi. Pengecualiannya tetap tercatat.")


@bp.post("/putuskan")
def decide() -> ResponseReturnValue:
    """Count what is set apart at the chosen collectors, or exclude it with a reason."""
    chosen = set(request.form.getlist("collector"))
    waiting = [one for one in arrivals.list_waiting(get_db(), g.unit.unit_id) if one.collector_id in chosen]
    form = ExclusionForm(prefix="putusan-")
    is_counted = request.form.get("action") == "count"
    if not waiting:
        return _page(problem="Centang dahulu tempat yang diputuskan.")
    if not is_counted and not form.validate():
        return _page(decision=form)

    def work(part: Sequence[str]) -> None:
        responses.decide_set_apart(
            get_db(), unit_id=unit_id, response_ids=part, reason=reason, person_id=person_id, now=now
        )

    unit_id, person_id, now = g.unit.unit_id, g.person.person_id, clock.now()
    reason = None if is_counted else form.text
    ids = [
        response_id
        for one in waiting
        for response_id in arrivals.list_ids(
            get_db(), unit_id, one.collector_id, one.first, _seen_until(one), which="waiting"
        )
    ]
    return _change(ids, work, "dihitung." if is_counted else "dikecualikan.")


def _seen_until(one: Waiting) -> datetime:
    """When the last answer arrived that the page showed: what came since waits for its own decision."""
    try:
        return min(one.last, from_text(request.form.get(f"until-{one.collector_id}", "")))
    except ValueError:
        return one.last


def _change(ids: Sequence[str], work: Callable[[Sequence[str]], None], done: str) -> ResponseReturnValue:
    """Do it in parts in the background: other writers wait for one part at most."""

    def run() -> None:
        for start in range(0, len(ids), _PART):
            work(ids[start : start + _PART])

    # A key of its own: the act of another user that runs now is not this one.
    job = current_app.extensions[IMPORTS].start(
        f"arrivals {new_key()}", "change", lambda _progress: run(), g.unit.unit_id
    )
    if job.is_done():
        job.future.result()
        flash(f"{whole(len(ids))} jawaban {done}")
    else:
        flash("Sedang dikerjakan; muat ulang halaman ini sebentar lagi.")
    return redirect(url_for("arrivals.index", periode=request.args.get("periode")), 303)


@bp.get("/jawaban.csv")
def export() -> ResponseReturnValue:
    """The answers by arrival, one row each, without profile and suggestion."""
    period, _ = _asked()
    found = arrivals.iterate_arrivals(get_db(), g.unit.unit_id, *_span(period))
    return Response(
        stream_csv(_rows(found, g.unit.timezone)),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="jawaban-menurut-waktu-masuk.csv"'},
    )


def _rows(found: Iterator[Arrival], timezone: str) -> Iterator[list[str | int | None]]:
    yield ["masuk", "waktu_menjawab", "tanggal", "tempat", *UNSUR, "tidak_dihitung_karena"]
    for one in found:
        moments = [
            local(moment, timezone).isoformat(timespec="seconds")
            for moment in (one.received_at, one.answered_at)
        ]
        yield [*moments, one.day, one.collector, *one.answers.values(), one.reason]
