"""Security headers, the same on every response."""

import re

from flask import Flask
from flask import request
from flask.wrappers import Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not `no-referrer`: the forms' token check on HTTPS needs the page's own address.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # By this the survey's page knows that a proxy or a hotspot did not answer in the kiosk's place.
    "Ikm-Kiosk": "1",
}
# A request's mark, which its answer repeats: a copy of an earlier answer has another one, or none.
MARK = "Ikm-Mark"
_MARK = re.compile(r"[0-9a-z-]{1,64}")
# On everything but static files: no page and no response belongs in a cache.
NO_STORE = {"Cache-Control": "no-store"}
# On responses of `/api/`: a browser that opens one saves it as a file instead of showing it as a page.
API = "/api/"
AS_FILE = {"Content-Disposition": 'attachment; filename="jawaban.json"'}


def init_app(app: Flask) -> None:
    """Add `HEADERS` to every response, and keep every page but static files out of caches."""

    @app.after_request
    def _(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if _MARK.fullmatch(mark := request.headers.get(MARK, "")):
            response.headers[MARK] = mark
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers.update(NO_STORE)
        if request.path.startswith(API):
            response.headers.update(AS_FILE)
        return response
