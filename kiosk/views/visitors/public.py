"""Public pages: published results, and the check of a result printed on paper.

Everything here comes from frozen publications, never from suggestions, profiles or unpublished answers.
"""

import hashlib

from flask import Blueprint
from flask import Response
from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.base import qr
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures.frozen import read_figures
from kiosk.figures.publishing import change_between
from kiosk.figures.trend import published_trend
from kiosk.questionnaire.catalogue import load_rules
from kiosk.store.engine.times import local
from kiosk.store.journal import journal
from kiosk.store.offices import units
from kiosk.store.results import plans
from kiosk.store.results import publications
from kiosk.store.results.publications import Publication
from kiosk.web.addresses import publication_url

bp = Blueprint("public", __name__, url_prefix="/hasil")

# The finished plans that a unit's page lists.
IMPROVEMENTS = 5


@bp.get("/<code>")
def unit(code: str) -> ResponseReturnValue:
    """A unit's current published result, its trend, and all its publications."""
    office = units.find_unit(get_db(), code)
    current = publications.list_current(get_db(), office.unit_id)
    # The latest one; of several that end on the same day, the longest.
    shown = publications.list_newest(current)
    newest = shown[-1] if shown else None
    of_one_kind = [
        publication
        for publication in current
        if newest
        and Period.parse(publication.period).kind == Period.parse(newest.period).kind
        and publication.apart in ("", newest.apart)
    ]
    return render_template(
        "public/unit.html",
        unit=office,
        journal=journal.get_head(get_db(), office.unit_id),
        newest=[(publication, read_figures(publication)) for publication in shown],
        improved=plans.list_finished(get_db(), office.unit_id, IMPROVEMENTS),
        published=[(publication, read_figures(publication)) for publication in reversed(current)],
        trend=published_trend(of_one_kind[-12:]),
        bands=load_rules(newest.instrument).bands if newest else (),
    )


def _find(code: str, number: int) -> tuple[units.Unit, Publication]:
    office = units.find_unit(get_db(), code)
    return office, publications.get_publication(get_db(), office.unit_id, number)


@bp.get("/<code>/<int:number>")
def publication(code: str, number: int) -> ResponseReturnValue:
    """One publication: the number on a printed paper leads here."""
    office, found = _find(code, number)
    revisions = publications.list_revisions(get_db(), found)
    earlier = revisions[found.revision - 1] if found.revision else None
    latest = revisions[-1]
    return render_template(
        "public/publication.html",
        unit=office,
        publication=found,
        figures=read_figures(found),
        published_at=local(found.published_at, office.timezone),
        genuine=hashlib.sha256(found.figures.encode()).hexdigest() == found.digest,
        earlier=earlier,
        change=change_between(earlier, found) if earlier else None,
        latest=latest,
        later_change=change_between(found, latest) if latest != found else None,
        code_svg=qr.svg(publication_url(office, found)),
    )


@bp.get("/<code>/<int:number>.json")
def data(code: str, number: int) -> ResponseReturnValue:
    """The published text itself, byte for byte: its SHA-256 is the digest on the paper."""
    _, found = _find(code, number)
    return Response(
        found.figures.encode(),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="ikm-{code}-{number}.json"'},
    )
