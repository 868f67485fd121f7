"""Browsers in which a person logged in before, recognised by a signed cookie.

Wrong guesses from a known browser are counted separately; those from all other browsers are counted together
per user name. So attackers who guess a password lock out other unknown browsers, not the person at the usual
computer. OWASP calls this "device cookies".
"""

from datetime import timedelta
from typing import Any

from flask import after_this_request
from flask import current_app
from flask import request
from flask.wrappers import Response
from itsdangerous import BadSignature
from itsdangerous import URLSafeSerializer

from kiosk.store.engine.ids import new_key

COOKIE = "ikm-kenal"
_LIFETIME = timedelta(days=400)
# A computer at a counter is shared; the name used least recently is dropped.
_MOST_NAMES = 12


def known_as(username: str) -> str:
    """This browser's key for that user name; empty when the person never logged in here."""
    return _names().get(username.lower(), "")


def remember(username: str) -> None:
    """Store in the browser, with this response, that the person logged in here."""
    names = _names()
    names[username] = names.pop(username, "") or new_key(26)
    kept = dict(list(names.items())[-_MOST_NAMES:])

    @after_this_request
    def _(response: Response) -> Response:
        response.set_cookie(
            _cookie(),
            str(_serializer().dumps(kept)),
            max_age=_LIFETIME,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _names() -> dict[str, str]:
    """User name → key, from the cookie; empty if it was not signed by this instance."""
    try:
        names: dict[str, Any] = _serializer().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return {}
    return names


def _cookie() -> str:
    return str(current_app.config["COOKIE_PREFIX"]) + COOKIE


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")
