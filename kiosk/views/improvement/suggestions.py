"""Suggestions: reading, tagging by unsur, redacting, answering."""

import re

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
from kiosk.base.period import PeriodError
from kiosk.base.text import one_line
from kiosk.db import get_db
from kiosk.forms.suggestions import AnswerForm
from kiosk.forms.suggestions import BulkForm
from kiosk.forms.suggestions import RedactForm
from kiosk.forms.suggestions import TagForm
from kiosk.questionnaire.catalogue import official
from kiosk.security.sessions import may
from kiosk.store.answers import redaction_proposals
from kiosk.store.answers import suggestions
from kiosk.store.answers.suggestions import SuggestionFilter
from kiosk.store.engine.errors import Conflict
from kiosk.store.offices import units
from kiosk.web import confirmation
from kiosk.web.periods import sees_everything
from kiosk.web.returning import local_path

bp = Blueprint("suggestions", __name__, url_prefix="/staf/saran")

PAGE_SIZE = 25
MOST_COUNTED = 1000  # beyond it the page says "more than": counting all takes longer than showing some
# A month as staff type it: "5/2024".
_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{4})")
_ANSWERED = {"belum": False, "sudah": True}


def _filter() -> tuple[SuggestionFilter, str | None]:
    """The filter of the URL, and why its period was not understood."""
    asked = request.args.get("periode", "").strip()
    if month := _MONTH.fullmatch(asked):
        asked = f"{month[2]}-{int(month[1]):02}"
    unsur = request.args.get("unsur", "")
    period, problem = None, None
    try:
        period = Period.parse(asked) if asked else None
    except PeriodError as error:
        problem = str(error)
    tag = {"": None, "tanpa": ""}.get(unsur, unsur)
    answered = _ANSWERED.get(request.args.get("status", "belum"))
    # A petugas sees who is at the counter: what was written today would name its writer.
    today = None if sees_everything() else clock.local_now(g.unit.timezone).date()
    words = one_line(request.args.get("q", ""))[:100]
    is_oldest_first = request.args.get("urut") == "lama"
    return SuggestionFilter(period, tag, answered, today, words, is_oldest_first), problem


@bp.get("/")
def index() -> ResponseReturnValue:
    """The suggestions that match the filter; by default those not answered yet, the newest first."""
    db, unit_id = get_db(), g.unit.unit_id
    wanted, problem = _filter()
    number = max(1, request.args.get("halaman", 1, type=int))
    total = suggestions.count_suggestions(db, unit_id, wanted, most=MOST_COUNTED + 1)
    # One more, which says whether there is another page.
    shown = suggestions.list_suggestions(
        db, unit_id, wanted, limit=PAGE_SIZE + 1, skip=(number - 1) * PAGE_SIZE
    )
    page = render_template(
        "suggestions/index.html",
        suggestions=shown[:PAGE_SIZE],
        total=total,
        most=MOST_COUNTED,
        number=number,
        pages=-(-total // PAGE_SIZE),
        has_more=len(shown) > PAGE_SIZE,
        services=_services(),
        questionnaire=official(),
        problem=problem,
        bulk_form=BulkForm(formdata=None),
        proposed=redaction_proposals.list_proposed(db, unit_id) if may("suggestions.drop_proposal") else [],
    )
    return page, 422 if problem else 200


def _services() -> dict[str | None, str]:
    found = units.list_services(get_db(), g.unit.unit_id, include_retired=True)
    return {service.service_id: service.name for service in found}


@bp.post("/sekaligus")
def handle_chosen() -> ResponseReturnValue:
    """Add an unsur to the chosen suggestions, or give each of them the same answer."""
    form, chosen = BulkForm(), request.form.getlist("pilih")
    back = redirect(local_path(request.form.get("kembali")) or url_for("suggestions.index"), 303)
    if not form.validate() or not (form.unsur.data or form.answer.data):
        flash("Tidak disimpan. Pilih unsur, atau isi jawaban.")
        return back
    if not chosen:
        flash("Tidak disimpan. Centang dahulu sarannya.")
        return back
    suggestions.handle_suggestions(
        get_db(),
        g.unit.unit_id,
        chosen,
        unsur=form.unsur.data,
        answer=form.answer.data,
        person_id=g.person.person_id,
        now=clock.now(),
    )
    flash(f"Disimpan untuk {len(chosen)} saran.")
    return back


@bp.get("/<response_id>")
def show(response_id: str) -> ResponseReturnValue:
    """One suggestion, with forms to tag, answer and redact it."""
    suggestion = suggestions.get_suggestion(get_db(), g.unit.unit_id, response_id)
    return render_template(
        "suggestions/show.html",
        suggestion=suggestion,
        words=suggestions.split_words(suggestion.text),
        mark=suggestions.REDACTED,
        services=_services(),
        questionnaire=official(),
        answer_form=AnswerForm(formdata=None, answer=suggestion.answer),
        proposal=redaction_proposals.find_proposal(get_db(), response_id),
    )


def _done(response_id: str, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("suggestions.show", response_id=response_id), 303)


@bp.post("/<response_id>/unsur")
def tag(response_id: str) -> ResponseReturnValue:
    """Tag it with the unsur that it is about."""
    form = TagForm()
    chosen = form.unsur.data or [] if form.validate() else []
    suggestions.tag_suggestion(
        get_db(), g.unit.unit_id, response_id, chosen, person_id=g.person.person_id, now=clock.now()
    )
    return _done(response_id, "Unsur disimpan.")


@bp.post("/<response_id>/jawab")
def answer(response_id: str) -> ResponseReturnValue:
    """Record the office's answer."""
    form = AnswerForm()
    suggestions.get_suggestion(get_db(), g.unit.unit_id, response_id)
    if not form.validate():
        return _done(response_id, f"Tidak disimpan. {form.answer.errors[0]}")
    suggestions.answer_suggestion(
        get_db(),
        g.unit.unit_id,
        response_id,
        form.answer.data,
        person_id=g.person.person_id,
        now=clock.now(),
    )
    return _done(response_id, "Jawaban disimpan." if form.answer.data else "Tanda terjawab dicabut.")


@bp.post("/<response_id>/samarkan")
def redact(response_id: str) -> ResponseReturnValue:
    """Delete the chosen words for good; a petugas proposes it, so that no one destroys a complaint alone."""
    form = RedactForm()
    suggestion = suggestions.get_suggestion(get_db(), g.unit.unit_id, response_id)
    words = suggestions.split_words(suggestion.text)
    sent = form.words.data or [] if form.validate() else []
    chosen = {number for number in sent if 0 <= number < len(words)}
    if not chosen:
        return _done(response_id, "Pilih dahulu kata yang disamarkan.")
    # Browsers send line ends as CR LF.
    seen = (form.seen.data or "").replace("\r\n", "\n")
    if seen != suggestion.text:
        raise Conflict(f"suggestion {response_id} was changed in the meantime")
    if not may("suggestions.drop_proposal"):
        redaction_proposals.propose(
            get_db(),
            g.unit.unit_id,
            response_id,
            chosen,
            seen=seen,
            person_id=g.person.person_id,
            now=clock.now(),
        )
        return _done(response_id, "Usulan penyamaran dikirim. Pimpinan yang memutuskan.")
    question = confirmation.ask(
        "Samarkan kata ini?",
        [
            f"{len(chosen)} dari {len(words)} kata saran ini dihapus dari penyimpanan "
            "dan tidak dapat dikembalikan:"
        ],
        details=[words[number] for number in sorted(chosen)],
        action="Samarkan",
        back=url_for("suggestions.show", response_id=response_id),
    )
    if question:
        return question
    suggestions.redact_suggestion(
        get_db(),
        g.unit.unit_id,
        response_id,
        chosen,
        seen=seen,
        person_id=g.person.person_id,
        now=clock.now(),
    )
    return _done(response_id, "Kata yang dipilih disamarkan dan tidak tersimpan lagi.")


@bp.post("/<response_id>/tolak-usulan")
def drop_proposal(response_id: str) -> ResponseReturnValue:
    """Refuse the proposal to redact words."""
    redaction_proposals.drop_proposal(get_db(), g.unit.unit_id, response_id)
    return _done(response_id, "Usulan ditolak; sarannya tetap utuh.")
