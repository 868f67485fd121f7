"""Publishing a period's result, its revisions, and the log of where it was shown."""

from contextlib import nullcontext
from dataclasses import dataclass

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures import publishing
from kiosk.figures.publishing import NotPublishable
from kiosk.figures.publishing import ResultChange
from kiosk.figures.publishing import change_since
from kiosk.figures.publishing import score_as_published
from kiosk.figures.summary import Summary
from kiosk.figures.summary import summarise
from kiosk.forms.publishing import AnnouncementForm
from kiosk.forms.publishing import result_code
from kiosk.operations import evidence
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import name_unless_official
from kiosk.store.answers import answer_counts
from kiosk.store.engine.errors import NotFound
from kiosk.store.results import publication_log
from kiosk.store.results import publications
from kiosk.store.results.publications import Publication
from kiosk.web import addresses
from kiosk.web import confirmation
from kiosk.web.periods import asked_period
from kiosk.web.periods import latest_month
from kiosk.web.periods import sees_everything
from kiosk.web.periods import siblings
from kiosk.web.report_requests import asked_questionnaire
from kiosk.web.uploads import allow_large_request
from kiosk.web.uploads import folder
from kiosk.web.uploads import read_upload
from kiosk.web.uploads import upload_name

bp = Blueprint("publishing", __name__, url_prefix="/staf/publikasi")
bp.url_value_preprocessor(allow_large_request)


@dataclass(frozen=True)
class ListedPublication:
    """A publication in the list; `drift` is what changed in the answers since, for the latest revision.

    `questionnaire` is its title where it is published apart, or is not the official one.
    """

    publication: Publication
    period: Period
    is_current: bool
    drift: ResultChange | None
    questionnaire: str


def _listed(publication: Publication, current: set[str]) -> ListedPublication:
    period = Period.parse(publication.period)
    is_current = publication.publication_id in current
    drift = None
    if is_current and sees_everything():
        parts = answer_counts.get_tallies(get_db(), publication.unit_id, period.start, period.end)
        drift = change_since(publication, score_as_published(publication, parts))
    named = load_rules(publication.apart).title if publication.apart else ""
    named = named or name_unless_official([publication.instrument])
    return ListedPublication(publication, period, is_current, drift, named)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Everything published so far, and what has changed in the answers since."""
    db, unit_id = get_db(), g.unit.unit_id
    current = {publication.publication_id for publication in publications.list_current(db, unit_id)}
    listed = [_listed(publication, current) for publication in publications.list_publications(db, unit_id)]
    published = {one.period.code for one in listed}
    return render_template(
        "publishing/index.html",
        publications=listed,
        latest=latest_month(g.unit),
        around=siblings(latest_month(g.unit)),
        due=[period for period in _ended() if period.code not in published],
        public_url=addresses.unit_url(g.unit),
    )


def _ended() -> list[Period]:
    """The latest ended period of each kind, where it has answers; the shortest first."""
    month, today = latest_month(g.unit), clock.local_now(g.unit.timezone).date()
    found = [period if period.end <= today else period.previous() for period in siblings(month)]
    return [
        period
        for period in found
        if answer_counts.count_respondents(get_db(), g.unit.unit_id, period.start, period.end)
    ]


def _summary() -> tuple[Summary, str | None]:
    period, problem = asked_period(g.unit)
    now = clock.local_now(g.unit.timezone)
    return summarise(get_db(), g.unit, period, now, asked_questionnaire()), problem


def _preview(summary: Summary, problem: str | None) -> ResponseReturnValue:
    """What would be published now, and why it cannot be, if so."""
    published = publications.list_current(get_db(), g.unit.unit_id)
    obstacle = None
    try:
        publishing.freeze(summary, published, publishing.count_apart(get_db(), summary))
    except NotPublishable as error:
        obstacle = str(error)
    drift = change_since(summary.publication, summary.result) if summary.publication else None
    days = summary.period.start, summary.period.end
    apart = publishing.list_apart(answer_counts.get_tallies(get_db(), g.unit.unit_id, *days))
    page = render_template(
        "publishing/preview.html",
        apart=apart,
        summary=summary,
        problem=problem,
        obstacle=obstacle,
        caution=publishing.find_disclosure(summary, published) or publishing.find_revealed(drift),
        drift=drift,
        seen=_mark(summary),
        around=siblings(summary.period),
    )
    return page, 422 if problem else 200


def _mark(summary: Summary) -> str:
    """What the user saw before publishing, to notice when it is not what would be published."""
    return f"{summary.result.respondents} {summary.result.ikm}"


@bp.get("/terbitkan")
def preview() -> ResponseReturnValue:
    """Show what would be published."""
    return _preview(*_summary())


@bp.post("/terbitkan")
def publish() -> ResponseReturnValue:
    """Freeze the period: as its first publication, or as a revision where the answers have changed."""
    summary, problem = _summary()
    if problem is None and request.form.get("seen", _mark(summary)) != _mark(summary):
        problem = publishing.CHANGED
    if problem:
        return _preview(summary, problem)
    try:
        done = publishing.publish(get_db(), summary, person_id=g.person.person_id, now=clock.now())
    except NotPublishable as error:
        return _preview(summary, str(error))
    revision = f", Revisi {done.revision}" if done.revision else ""
    of = f", {summary.questionnaires}," if summary.only else ""
    flash(f"Hasil {summary.period.title}{of} diterbitkan sebagai Nomor {done.number}{revision}.")
    return redirect(url_for("publishing.index"), 303)


def _announced() -> list[tuple[Period, str]]:
    """The results to choose from: those published, the newest first, and those of the latest answers.

    Each is a period, with the id of the questionnaire where it is published by itself.
    """
    published = publications.list_publications(get_db(), g.unit.unit_id)
    results = [(one.period, one.apart) for one in published]
    results += [(period.code, "") for period in siblings(latest_month(g.unit))]
    return [(Period.parse(code), apart) for code, apart in dict.fromkeys(results)]


def _log_page(form: AnnouncementForm | None = None) -> ResponseReturnValue:
    entries = publication_log.list_announcements(get_db(), g.unit.unit_id)
    results = _announced()
    page = render_template(
        "publishing/log.html",
        entries=[(entry, Period.parse(entry.period)) for entry in reversed(entries)],
        kinds=len({entry.medium for entry in entries}),
        media=publication_log.MEDIA,
        form=form
        or AnnouncementForm(
            results,
            formdata=None,
            period=result_code(*results[0]),
            shown_day=clock.local_now(g.unit.timezone).date(),
        ),
    )
    return page, 422 if form else 200


@bp.get("/media")
def log() -> ResponseReturnValue:
    """The publication log: where results were shown."""
    return _log_page()


@bp.post("/media")
def log_announcement() -> ResponseReturnValue:
    """Add an entry, with its photo if there is one."""
    form = AnnouncementForm(_announced())
    is_valid = form.validate()
    has_file = bool(form.file.data)
    checked = read_upload(form.file) if has_file else None
    if not is_valid or (has_file and checked is None):
        return _log_page(form)
    period, apart = form.result
    saved = evidence.saved(folder(), checked, upload_name(form.file)) if checked else nullcontext()
    with saved as file:
        publication_log.record_announcement(
            get_db(),
            unit_id=g.unit.unit_id,
            period=period,
            instrument=apart,
            medium=form.medium.data,
            shown_day=form.shown_day.data,
            place=form.place.data,
            link=form.link.data,
            person_id=g.person.person_id,
            now=clock.now(),
            evidence=file,
        )
    flash("Publikasi dicatat.")
    return redirect(url_for("publishing.log"), 303)


@bp.post("/media/<announcement_id>/cabut")
def remove_announcement(announcement_id: str) -> ResponseReturnValue:
    """Remove an entry."""
    entries = publication_log.list_announcements(get_db(), g.unit.unit_id)
    if announcement_id not in {entry.announcement_id for entry in entries}:
        raise NotFound(f"announcement {announcement_id}")
    question = confirmation.ask(
        "Hapus catatan ini?",
        ["Catatan media dan fotonya tidak lagi ada di daftar dan di bukti PEKPPP."],
        action="Hapus",
        back=url_for("publishing.log"),
    )
    if question:
        return question
    publication_log.remove_announcement(get_db(), g.unit.unit_id, announcement_id, clock.now())
    flash("Catatan media dihapus.")
    return redirect(url_for("publishing.log"), 303)
