"""The citizen's side: the survey of one collector, and the JSON door beside it. Open to everyone."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint
from flask import Response
from flask import current_app
from flask import jsonify
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import Forbidden
from werkzeug.exceptions import Gone
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.exceptions import UnsupportedMediaType

from kiosk.answering import accept
from kiosk.answering import eligibility
from kiosk.answering import submission as forms
from kiosk.base import clock
from kiosk.base import qr
from kiosk.db import get_db
from kiosk.questionnaire import profile
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.languages import languages
from kiosk.store.answers import responses
from kiosk.store.answers.tickets import TicketUsed
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices import help_lines
from kiosk.store.offices.survey_place import Place
from kiosk.views import screen
from kiosk.web import addresses
from kiosk.web import assets
from kiosk.web import kept
from scoring import DEFAULT
from scoring import load

bp = Blueprint("survey", __name__)

THANKS_SECONDS = 8
REPEAT_COOKIE = "sudah"
REPEAT_SECONDS = 24 * 3600

# What a refusal says, as keys of the language files.
_REFUSALS = {
    403: ("refused.cross_site_title", "refused.cross_site"),
    404: ("refused.unknown_title", "refused.unknown"),
    409: ("refused.conflict_title", "refused.conflict"),
    410: ("refused.closed_title", "refused.closed"),
    413: ("refused.large_title", "refused.large"),
    503: ("refused.clock_title", "refused.clock"),
}


@bp.before_request
def _guard() -> None:
    request.max_content_length = accept.MAX_BODY
    sent = (request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host)
    if request.method == "POST" and accept.is_cross_site(*sent):
        raise Forbidden


def _language() -> Language:
    return choose(request.args.get("bahasa"))


def _open_page(code: str) -> Place:
    """The place whose page this is. Raises NotFound, or Gone for a revoked collector."""
    place = eligibility.find_place(code)
    if place.collector.revoked_at:
        raise Gone
    return place


@bp.get("/s/<code>")
def page(code: str) -> ResponseReturnValue:
    """The survey, ready to be answered."""
    place = _open_page(code)
    if place.needs_ticket:
        text = request.args.get("tiket", "")
        eligibility.check_unused(eligibility.read_ticket(place, text, clock.now()))
        return _render_survey(place, {"id": new_response_id(), "tiket": text}, {})
    asked = kept.Asked(request.scheme, request.host, request.root_path, **_shown())
    ready = kept.make_page(place, asked, lambda now, id_: _render_survey(place, {"id": id_}, {}, now))
    headers, content = kept.fill(ready, request.headers.get("Accept-Encoding", ""))
    return Response(content, headers=headers)


@bp.get("/s/<code>/qr.svg")
def draw_phone_code(code: str) -> ResponseReturnValue:
    """The QR code for answering on a phone what this place asks."""
    place = _open_page(code)
    url = addresses.phone_url(place)
    if url is None:
        raise NotFound(code)
    return Response(qr.svg(url), mimetype="image/svg+xml")


@bp.post("/s/<code>")
def answer(code: str) -> ResponseReturnValue:
    """Take the page's form; on a mistake show it again with everything that was answered."""
    place = _open_page(code)
    submission = forms.read_form(request.form, clock.now())
    try:
        _record_form(submission, place)
    except forms.Invalid as invalid:
        return _render_survey(place, request.form, invalid.errors), 422
    thanks = redirect(url_for("survey.thank", code=code, bahasa=request.args.get("bahasa")), 303)
    if place.collector.channel == "qr":
        # Nobody's name, only that this phone has answered here today; script does the same.
        thanks.set_cookie(REPEAT_COOKIE, "1", REPEAT_SECONDS, path=request.path, samesite="Lax")
    return thanks


def _record_form(submission: forms.Submission, place: Place) -> None:
    """Store the page's form. Raises forms.Invalid, or Conflict when other answers have its id."""
    eligibility.check_own_clock(place, clock.now())
    ticket = eligibility.read_ticket(place, submission.ticket, clock.now())
    response = replace(forms.check(submission, place, clock.now(), _language()), ticket=ticket)
    try:
        responses.record_response(get_db(), response, clock.now())
    except TicketUsed:
        raise
    except Conflict:
        # A second tap sends the same form a moment later: the answer keeps the time it was first given.
        first = responses.get_answered_at(get_db(), response.response_id)
        again = forms.check(replace(submission, answered_at=first), place, clock.now(), _language())
        responses.record_response(get_db(), replace(again, ticket=ticket), clock.now())


@bp.get("/s/<code>/terima-kasih")
def thank(code: str) -> ResponseReturnValue:
    """Thanks for an answer sent without script, and the way back to the start."""
    place = _open_page(code)
    return render_template("survey/thanks.html", place=place, **_frame())


@bp.post("/api/responses")
def receive() -> ResponseReturnValue:
    """Take one response as JSON, once."""
    try:
        taken = accept.take(_read_body(), _language())
    except forms.Invalid as invalid:
        return jsonify(error=_language()("refused.answer_title"), fields=invalid.errors), 422
    return jsonify(taken.told), taken.status


def _read_body() -> Mapping[str, Any]:
    language = _language()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(language("refused.json_type"))
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise BadRequest(language("refused.json_broken")) from error
    if not isinstance(body, dict):
        raise BadRequest(language("refused.json_object"))
    return body


def _shown() -> dict[str, Any]:
    """What the survey's page takes from the request."""
    asked = request.args.get("bahasa")
    return {
        "asked_language": asked if asked in languages() else None,
        "is_repeat": REPEAT_COOKIE in request.cookies,
    }


def _render_survey(
    place: Place, filled: Mapping[str, str], errors: Mapping[str, str], now: str | None = None
) -> str:
    """The survey with what was `filled` in; `errors` as `forms.Invalid` names them."""
    return render_template(
        "survey/survey.html",
        place=place,
        instrument=load(DEFAULT),
        help_lines=help_lines.get_lines(get_db(), place.unit.unit_id),
        profile=profile.FIELDS,
        filled=filled,
        errors={field.rpartition(".")[2]: message for field, message in errors.items()},
        max_comment=forms.MAX_COMMENT,
        seconds=THANKS_SECONDS,
        now=now or clock.now().isoformat(),
        **_shown(),
        **_frame(),
        **screen.equipment(place),
    )


def _frame() -> dict[str, Any]:
    """What every page of the citizen's side needs."""
    return {"language": _language(), "languages": languages(), "version": assets.version()}


@bp.errorhandler(NotFound)
def _not_found(_error: NotFound) -> ResponseReturnValue:
    return _refuse(404)


@bp.errorhandler(eligibility.NoTicket)
def _no_ticket(error: eligibility.NoTicket) -> ResponseReturnValue:
    return _refuse_ticket(str(error))


@bp.errorhandler(TicketUsed)
def _ticket_used(_error: TicketUsed) -> ResponseReturnValue:
    return _refuse_ticket("refused.ticket_over")


def _refuse_ticket(key: str) -> ResponseReturnValue:
    language = _language()
    title, text = language("refused.ticket_title"), language(key)
    if request.endpoint == "survey.receive":
        return jsonify(error=title, detail=text), 403
    return render_template("survey/refused.html", title=title, text=text, again=None, **_frame()), 403


@bp.errorhandler(Conflict)
def _conflict(_error: Conflict) -> ResponseReturnValue:
    return _refuse(409)


@bp.errorhandler(Forbidden)
@bp.errorhandler(Gone)
@bp.errorhandler(RequestEntityTooLarge)
@bp.errorhandler(BadRequest)
@bp.errorhandler(UnsupportedMediaType)
@bp.errorhandler(ServiceUnavailable)
def _http_error(error: HTTPException) -> ResponseReturnValue:
    answer = current_app.make_response(_refuse(error.code or 400, error.description))
    if isinstance(error, ServiceUnavailable):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _refuse(code: int, description: str | None = None) -> ResponseReturnValue:
    """One refusal, as JSON at the JSON door and as a kind page elsewhere."""
    language = _language()
    title, text = (language(key) for key in _REFUSALS[code]) if code in _REFUSALS else (None, description)
    title = title or language("refused.answer_title")
    if request.endpoint == "survey.receive":
        return jsonify(error=title, detail=text), code
    again = (request.view_args or {}).get("code") if code not in (404, 410) else None
    return render_template("survey/refused.html", title=title, text=text, again=again, **_frame()), code
