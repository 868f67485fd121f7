"""Are the answers what visitors gave? What looks odd is shown; a person decides, with a reason."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.db import get_db
from kiosk.forms.signals import ExclusionForm
from kiosk.signals import EXPLANATIONS
from kiosk.signals import TITLES
from kiosk.signals import scrutinise
from kiosk.store import figures
from kiosk.store import responses
from kiosk.store import scrutiny
from kiosk.store import settings
from kiosk.store import units
from kiosk.store.connection import transaction
from kiosk.store.times import local
from kiosk.views.periods import asked_period
from scoring import DEFAULT
from scoring import Period
from scoring import load

bp = Blueprint("signals", __name__, url_prefix="/staf/kewajaran")

# So many single responses a page shows.
MOST = 300


def _page(form: ExclusionForm | None = None, problem: str | None = None) -> ResponseReturnValue:
    db, unit = get_db(), g.unit
    period, odd = asked_period(unit)
    given = scrutiny.list_given(db, unit.unit_id, period.start, period.end)
    seen = scrutinise(
        given,
        load(DEFAULT),
        settings.get_survey_settings(db, unit.unit_id),
        unit.timezone,
    )
    year = Period.parse(f"{period.end.year}")
    population = units.get_year(db, unit.unit_id, year.end.year).population
    respondents = figures.get_tallies(db, unit.unit_id, year.start, year.end).respondents
    ticked = request.args.get("centang")
    chosen = set(request.form.getlist("response"))
    chosen |= {one.given.response_id for one in seen.marked if ticked in one.signals}
    found = {one.given.response_id for one in seen.marked}
    others = [one for one in given if one.reason is None and one.response_id not in found]
    newest = sorted(others, key=lambda one: one.answered_at, reverse=True)
    page = render_template(
        "signals/index.html",
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
    """A period's signals, and every response that may be excluded or restored."""
    return _page()


@bp.post("/kecualikan")
def exclude() -> ResponseReturnValue:
    """Leave the chosen responses out of every figure, all or none of them."""
    form, chosen = ExclusionForm(), list(dict.fromkeys(request.form.getlist("response")))
    if not chosen:
        return _page(form, "Centang dahulu jawaban yang akan dikecualikan.")
    if not form.validate():
        return _page(form)
    with transaction(get_db()):
        for response_id in chosen:
            responses.mark_excluded(
                get_db(),
                unit_id=g.unit.unit_id,
                response_id=response_id,
                reason=form.text,
                person_id=g.person.person_id,
                now=clock.now(),
            )
    flash(f"{len(chosen)} jawaban dikecualikan. Jumlah dan alasannya tercetak pada rekap.")
    return redirect(url_for("signals.index", periode=request.args.get("periode")), 303)


@bp.post("/pulihkan")
def restore() -> ResponseReturnValue:
    """Count the chosen excluded responses again, all or none of them."""
    chosen = dict.fromkeys(request.form.getlist("response"))
    if not chosen:
        return _page(problem="Centang dahulu jawaban yang akan dipulihkan.")
    with transaction(get_db()):
        for response_id in chosen:
            responses.mark_restored(
                get_db(),
                unit_id=g.unit.unit_id,
                response_id=response_id,
                person_id=g.person.person_id,
                now=clock.now(),
            )
    flash(f"{len(chosen)} jawaban dihitung lagi. Pengecualiannya tetap tercatat.")
    return redirect(url_for("signals.index", periode=request.args.get("periode")), 303)
