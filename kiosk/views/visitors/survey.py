"""The survey of one collector: its page, the page's form, and the JSON API. Open to everyone."""

import json
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
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

from kiosk.answering import eligibility
from kiosk.answering.accept import accept
from kiosk.answering.accept import accept_json
from kiosk.answering.asked import find_answered
from kiosk.answering.asked import find_asked
from kiosk.answering.submission import EXTRA
from kiosk.answering.submission import Invalid
from kiosk.answering.submission import read_form
from kiosk.answering.validation import MAX_COMMENT
from kiosk.base import clock
from kiosk.base import qr
from kiosk.db import get_db
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.extras import MAX_TEXT
from kiosk.questionnaire.extras import TEXT
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.languages import offered
from kiosk.store.answers.tickets import TicketUsed
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices import help_lines
from kiosk.store.offices.survey import Survey
from kiosk.views.visitors import screen
from kiosk.web import addresses
from kiosk.web import assets
from kiosk.web.cross_site import is_cross_site
from kiosk.web.errors import find_office
from kiosk.web.fast_path import MAX_BODY
from kiosk.web.page_cache import Variant
from kiosk.web.page_cache import fill_page
from kiosk.web.page_cache import get_page

bp = Blueprint("survey", __name__)

THANKS_SECONDS = 8
HAND_OVER_SECONDS = 20  # with the code of another survey to be scanned
REPEAT_COOKIE = "sudah"
REPEAT_SECONDS = 24 * 3600
_SECONDS_PER_STEP = 4  # to read a question and tap an answer

# Language keys of the title and the text of a refusal.
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
    request.max_content_length = MAX_BODY
    sent = (request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host)
    if request.method == "POST" and is_cross_site(*sent):
        raise Forbidden


def _language() -> Language:
    return choose(request.args.get("bahasa"))


def _open_survey(code: str) -> Survey:
    """The survey of a collector. Raises NotFound, or Gone for a revoked one."""
    survey = eligibility.find_survey(get_db(), code)
    if survey.collector.revoked_at:
        raise Gone
    return survey


@bp.get("/s/<code>")
def page(code: str) -> ResponseReturnValue:
    """The survey, ready to be answered."""
    survey = _open_survey(code)
    asked = find_asked(survey, clock.now())
    if survey.needs_ticket:
        text = request.args.get("tiket", "")
        eligibility.check_unused(get_db(), eligibility.read_ticket(survey, text, clock.now()))
        return render_survey(survey, asked, {"id": new_response_id(), "tiket": text}, {})
    variant = Variant(request.scheme, request.host, request.root_path, asked.id, **_visitor())
    cached = get_page(survey, variant, lambda now, id_: render_survey(survey, asked, {"id": id_}, {}, now))
    headers, content = fill_page(cached, request.headers.get("Accept-Encoding", ""))
    return Response(content, headers=headers)


@bp.get("/s/<code>/qr.svg")
def draw_phone_code(code: str) -> ResponseReturnValue:
    """The QR code for answering this survey on a phone."""
    url = addresses.phone_url(_open_survey(code))
    if url is None:
        raise NotFound(code)
    return Response(qr.svg(url), mimetype="image/svg+xml")


@bp.post("/s/<code>")
def answer(code: str) -> ResponseReturnValue:
    """Accept the page's form; on a mistake show it again with everything that was answered."""
    survey, now = _open_survey(code), clock.now()
    asked = find_answered(survey, request.form.get("instrument")) or find_asked(survey, now)
    try:
        accept(get_db(), survey, read_form(request.form, asked.rules.items, now), _language(), now)
    except Invalid as invalid:
        return render_survey(survey, asked, request.form, invalid.errors), 422
    thanks = redirect(url_for("survey.thank", code=code, bahasa=request.args.get("bahasa")), 303)
    if survey.collector.channel == "qr":
        # No identity, only that this phone has answered here today; the page's script sets it too.
        path = request.root_path + request.path
        thanks.set_cookie(REPEAT_COOKIE, "1", REPEAT_SECONDS, path=path, samesite="Lax")
    return thanks


@bp.get("/s/<code>/terima-kasih")
def thank(code: str) -> ResponseReturnValue:
    """Thanks for an answer sent without script, and the way back to the start."""
    survey = _open_survey(code)
    return render_template("survey/thanks.html", survey=survey, **frame(survey))


@bp.post("/api/responses")
def receive() -> ResponseReturnValue:
    """Accept one response as JSON, once."""
    try:
        sender = request.headers.get("Authorization", "")
        accepted = accept_json(get_db(), _read_body(), _language(), clock.now(), sender)
    except Invalid as invalid:
        return jsonify(error=_language()("refused.answer_title"), fields=invalid.errors), 422
    return jsonify(accepted.receipt), accepted.status


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


def _visitor() -> dict[str, Any]:
    """What the survey's page shows of the visitor: the chosen language, and whether they answered today."""
    asked = request.args.get("bahasa")
    return {
        "asked_language": asked if asked in languages() else None,
        "is_repeat": REPEAT_COOKIE in request.cookies,
    }


def render_survey(
    survey: Survey,
    questionnaire: Questionnaire,
    filled: Mapping[str, str],
    errors: Mapping[str, str],
    now: str | None = None,
    **mode: Any,
) -> str:
    """The survey with what was `filled` in; `errors` as in `Invalid`; `mode` replaces template values."""
    asked_extras = survey.list_extras(questionnaire.rules)
    values = dict(
        survey=survey,
        questionnaire=questionnaire,
        minutes=lambda steps: steps * _SECONDS_PER_STEP // 60 + 1,
        help_lines=help_lines.get_lines(get_db(), survey.unit.unit_id, questionnaire.id),
        profile=questionnaire.profile,
        filled=filled,
        errors={
            field.replace("extras.", EXTRA, 1).rpartition(".")[2]: message
            for field, message in errors.items()
        },
        extra_prefix=EXTRA,
        asked_extras=asked_extras,
        extra_names=[EXTRA + extra.extra_question_id for extra in asked_extras],
        max_extra=MAX_TEXT,
        max_comment=MAX_COMMENT - _room_for_texts(asked_extras),
        seconds=HAND_OVER_SECONDS if survey.settings.skm_online_url else THANKS_SECONDS,
        now=now or clock.now().isoformat(),
        **_visitor(),
        languages=offered(survey.settings.languages),
        media_of=partial(screen.media_of, survey, questionnaire.id, _language().code),
        **frame(survey),
    )
    return render_template("survey/survey.html", **values | mode)


def _room_for_texts(extras: Sequence[ExtraQuestion]) -> int:
    """Letters of the suggestion that are kept for written answers to the office's own questions."""
    return sum(MAX_TEXT + len(extra.question) + 2 for extra in extras if extra.kind == TEXT)


def _frame() -> dict[str, Any]:
    """The template values of every page for visitors."""
    return {"language": _language(), "version": assets.version()}


def frame(survey: Survey) -> dict[str, Any]:
    """The template values of every page of this survey."""
    start_page = partial(url_for, "survey.page", code=survey.collector.code)
    return {**_frame(), **screen.equipment(survey), "start_page": start_page}


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
    return _show_refusal(title, text, again=None), 403


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
    """A refusal: JSON for the API, a friendly page elsewhere."""
    language = _language()
    title, text = (language(key) for key in _REFUSALS[code]) if code in _REFUSALS else (None, description)
    title = title or language("refused.answer_title")
    if request.endpoint == "survey.receive":
        return jsonify(error=title, detail=text), code
    again = (request.view_args or {}).get("code") if code not in (404, 410) else None
    return _show_refusal(title, text, again=again), code


def _show_refusal(title: str, text: str | None, *, again: str | None) -> str:
    values = {"title": title, "text": text, "again": again, "unit": find_office()}
    return render_template("survey/refused.html", **values, **_frame())
