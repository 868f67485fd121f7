"""The two requests that make up a day, the survey's page and an answer as JSON, past the framework.

They are taken here as our own page and tablets send them: no cookie, no query, nothing odd. Only what goes
well is answered, by the same functions that the views use. Whatever else it is, the views meet the whole
request and have the words for it.
"""

import io
import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from wsgiref.types import StartResponse
from wsgiref.types import WSGIEnvironment

from flask import Flask

from kiosk.answering import accept
from kiosk.answering import eligibility
from kiosk.questionnaire.languages import choose
from kiosk.security.headers import HEADERS
from kiosk.security.headers import SAVED
from kiosk.security.headers import UNKEPT
from kiosk.store.engine.errors import TryAgain
from kiosk.web import kept

_STATUS = {200: "200 OK", 201: "201 Created"}
_PAGE, _DOOR = "/s/", "/api/responses"

# A status, headers of its own, the content.
Answer = tuple[int, dict[str, str], bytes]


def init_app(app: Flask) -> None:
    """Put it in front of the app's views."""
    views = app.wsgi_app

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = outage = None
        if not environ.get("QUERY_STRING") and "HTTP_COOKIE" not in environ:
            with app.app_context(), suppress(Exception):  # the views come upon it again
                try:
                    found = _answer(environ)
                except sqlite3.OperationalError as error:
                    outage = None if isinstance(error, TryAgain) else error
        if outage:  # the views would wait for the storage as long once more
            with app.request_context(environ):
                refusal = app.finalize_request(app.handle_user_exception(outage))
            return refusal(environ, start_response)
        if found is None:
            return views(environ, start_response)
        status, headers, content = found
        headers = {**headers, "Content-Length": str(len(content)), **HEADERS, **UNKEPT}
        start_response(_STATUS[status], list(headers.items()))
        return [content]

    app.wsgi_app = answer  # type: ignore[method-assign]


def _answer(environ: WSGIEnvironment) -> Answer | None:
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    if method == "GET" and path.startswith(_PAGE):
        return _show(environ, path.removeprefix(_PAGE))
    if method == "POST" and path == _DOOR:
        return _take(environ)
    return None


def _show(environ: WSGIEnvironment, code: str) -> Answer | None:
    place = eligibility.find_place(code)
    if place.collector.revoked_at or place.needs_ticket:
        return None
    asked = kept.Asked(environ["wsgi.url_scheme"], environ["HTTP_HOST"], environ["SCRIPT_NAME"])
    page = kept.find_page(place, asked)
    return (200, *kept.fill(page, environ.get("HTTP_ACCEPT_ENCODING", ""))) if page else None


def _take(environ: WSGIEnvironment) -> Answer | None:
    length = int(environ["CONTENT_LENGTH"])
    sent = (environ.get("HTTP_SEC_FETCH_SITE"), environ.get("HTTP_ORIGIN"), environ["HTTP_HOST"])
    is_usual = environ["CONTENT_TYPE"] == "application/json" and length <= accept.MAX_BODY
    if not is_usual or accept.is_cross_site(*sent):
        return None
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(body)
    taken = accept.take(json.loads(body), choose(None))
    told = json.dumps(taken.told, separators=(",", ":")) + "\n"
    return taken.status, {"Content-Type": "application/json", **SAVED}, told.encode()
