"""Response review: answers that look odd are listed; a person decides about each, with a reason."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.base.period import month_of
from kiosk.db import get_db
from kiosk.figures.review import EXPLANATIONS
from kiosk.figures.review import TITLES
from kiosk.figures.review import review_responses
from kiosk.forms.review import ExclusionForm
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.answers import review
from kiosk.store.engine.times import local
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.web.periods import asked_period

bp = Blueprint("review", __name__, url_prefix="/staf/kewajaran")

# The most single responses that a page lists, and that are read to look for odd ones.
MOST = 300
MOST_READ = 25_000


def _short_period() -> tuple[Period, str | None]:
    """The period asked for; its last month or day where it has more responses than are read at once."""
    db, unit_id = get_db(), g.unit.unit_id
    asked, problem = asked_period(g.unit)
    period = asked
    number = answer_counts.count_respondents(db, unit_id, asked.start, asked.end)
    latest = answer_counts.get_days(db, unit_id, asked.start, asked.end)[1]
    if latest is None or number <= MOST_READ:
        return asked, problem
    for period in (month_of(latest), Period.parse(f"{latest}..{latest}")):
        if answer_counts.count_respondents(db, unit_id, period.start, period.end) <= MOST_READ:
            break
    return period, (
        f"{asked.title} memuat {whole(number)} jawaban, terlalu banyak untuk diperiksa sekaligus. "
        f"Yang tampil {period.title}; pilih bulan atau hari lain untuk jawaban lainnya."
    )


def _page(form: ExclusionForm | None = None, problem: str | None = None) -> ResponseReturnValue:
    db, unit = get_db(), g.unit
    period, odd = _short_period()
    given = review.list_reviewed(db, unit.unit_id, period.start, period.end)
    seen = review_responses(
        given,
        survey_settings.get_survey_settings(db, unit.unit_id),
        unit.timezone,
    )
    year = Period.parse(f"{period.end.year}")
    population = units.get_year(db, unit.unit_id, year.end.year).population
    respondents = answer_counts.count_respondents(db, unit.unit_id, year.start, year.end)
    ticked = request.args.get("centang")
    chosen = set(request.form.getlist("response"))
    chosen |= {one.given.response_id for one in seen.marked if ticked in one.signals}
    found = {one.given.response_id for one in seen.marked}
    others = [one for one in given if one.reason is None and one.response_id not in found]
    newest = sorted(others, key=lambda one: one.answered_at, reverse=True)
    page = render_template(
        "review/index.html",
        period=period,
        problem=problem or odd,
        seen=seen,
        marked=sorted(seen.marked, key=lambda one: one.given.response_id not in chosen),
        others=[(one, local(one.answered_at, unit.timezone)) for one in newest[:MOST]],
        excluded=[(one, local(one.answered_at, unit.timezone)) for one in seen.excluded[:MOST]],
        most=MOST,
        titles=TITLES,
        explanations=EXPLANATIONS,
        chosen=chosen,
        year=year,
        too_many=max(0, respondents - population) if population else None,
        form=form or ExclusionForm(formdata=None),
    )
    return page, 422 if form or problem or odd else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """A period's odd responses, and every response that may be excluded or restored."""
    return _page()


@bp.post("/kecualikan")
def exclude() -> ResponseReturnValue:
    """Leave the chosen responses out of every figure, all or none of them."""
    form, chosen = ExclusionForm(), list(dict.fromkeys(request.form.getlist("response")))
    if not chosen:
        return _page(form, "Centang dahulu jawaban yang akan dikecualikan.")
    if not form.validate():
        return _page(form)
    responses.exclude_responses(
        get_db(),
        unit_id=g.unit.unit_id,
        response_ids=chosen,
        reason=form.text,
        person_id=g.person.person_id,
        now=clock.now(),
    )
    flash(f"{len(chosen)} jawaban dikecualikan. Jumlah dan alasannya tercetak pada rekap.")
    return redirect(url_for("review.index", periode=request.args.get("periode")), 303)


@bp.post("/pulihkan")
def restore() -> ResponseReturnValue:
    """Count the chosen excluded responses again, all or none of them."""
    chosen = dict.fromkeys(request.form.getlist("response"))
    if not chosen:
        return _page(problem="Centang dahulu jawaban yang akan dipulihkan.")
    try:
        responses.restore_responses(
            get_db(),
            unit_id=g.unit.unit_id,
            response_ids=chosen,
            person_id=g.person.person_id,
            now=clock.now(),
        )
    except responses.TakenBack:
        return _page(
            problem="Di antaranya ada lembar yang diurungkan atau impor yang dibatalkan, dan mungkin sudah "
            "masuk lagi. Ketik ulang lembarnya, atau pulihkan impornya di halaman Impor."
        )
    flash(f"{len(chosen)} jawaban dihitung lagi. Pengecualiannya tetap tercatat.")
    return redirect(url_for("review.index", periode=request.args.get("periode")), 303)
