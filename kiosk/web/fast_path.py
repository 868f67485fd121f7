"""The two requests that make up a day, the survey's page and an answer as JSON, answered without Flask.

Only requests as our own page and tablets send them (no cookie, no query) that succeed are answered here, by
the same functions that the views use. Everything else, refusals and errors too, is left to the views, which
handle the whole request once more.
"""

import io
import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from wsgiref.types import StartResponse
from wsgiref.types import WSGIEnvironment

from flask import Flask

from kiosk.answering import eligibility
from kiosk.answering.accept import accept_json
from kiosk.answering.asked import find_asked
from kiosk.base import clock
from kiosk.db import get_db
from kiosk.questionnaire.languages import choose
from kiosk.security.headers import AS_FILE
from kiosk.security.headers import HEADERS
from kiosk.security.headers import NO_STORE
from kiosk.store.engine.errors import TryAgain
from kiosk.web.cross_site import is_cross_site
from kiosk.web.hosts import is_allowed
from kiosk.web.page_cache import Variant
from kiosk.web.page_cache import fill_page
from kiosk.web.page_cache import find_page

# The largest body that the survey accepts, here and in the views.
MAX_BODY = 64 * 1024

_STATUS = {200: "200 OK", 201: "201 Created"}
_PAGE, _API = "/s/", "/api/responses"

# Status, headers of its own, body.
Response = tuple[int, dict[str, str], bytes]


def init_app(app: Flask) -> None:
    """Put the fast path in front of the app's views."""
    views = app.wsgi_app

    def respond(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = outage = None
        is_usual = not environ.get("QUERY_STRING") and "HTTP_COOKIE" not in environ
        if is_usual and is_allowed(app, environ.get("HTTP_HOST", "")):
            with app.app_context(), suppress(Exception):  # the views will raise it again and report it
                try:
                    found = _respond(environ)
                except sqlite3.OperationalError as error:
                    outage = None if isinstance(error, TryAgain) else error
        if outage:  # the views would wait for the storage once more, as long
            with app.request_context(environ):
                refusal = app.finalize_request(app.handle_user_exception(outage))
            return refusal(environ, start_response)
        if found is None:
            return views(environ, start_response)
        status, headers, body = found
        headers = {**headers, "Content-Length": str(len(body)), **HEADERS, **NO_STORE}
        start_response(_STATUS[status], list(headers.items()))
        return [body]

    app.wsgi_app = respond  # type: ignore[method-assign]


def _respond(environ: WSGIEnvironment) -> Response | None:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    if method == "GET" and path.startswith(_PAGE):
        return _show_page(environ, path.removeprefix(_PAGE))
    if method == "POST" and path == _API:
        return _accept(environ)
    return None


def _show_page(environ: WSGIEnvironment, code: str) -> Response | None:
    survey = eligibility.find_survey(get_db(), code)
    if survey.collector.revoked_at or survey.needs_ticket:
        return None
    asked = find_asked(survey, clock.now()).id
    variant = Variant(environ["wsgi.url_scheme"], environ["HTTP_HOST"], environ["SCRIPT_NAME"], asked)
    page = find_page(survey, variant)
    return (200, *fill_page(page, environ.get("HTTP_ACCEPT_ENCODING", ""))) if page else None


def _accept(environ: WSGIEnvironment) -> Response | None:
    length = int(environ["CONTENT_LENGTH"])
    sent = (environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN"), environ["HTTP_HOST"])
    is_usual = environ["CONTENT_TYPE"] == "application/json" and length <= MAX_BODY
    if not is_usual or is_cross_site(*sent):
        return None
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(body)  # for the views, should they be needed
    sender = environ.get("HTTP_AUTHORIZATION", "")
    accepted = accept_json(get_db(), json.loads(body), choose(None), clock.now(), sender)
    receipt = json.dumps(accepted.receipt, separators=(",", ":")) + "\n"
    return accepted.status, {"Content-Type": "application/json", **AS_FILE}, receipt.encode()
