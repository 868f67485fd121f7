"""Compression of the survey's pages and files, since on a slow phone most of the waiting is the transfer.

Scripts and style sheets are sent without comments and indentation. Staff pages are not compressed: they hold
CSRF tokens, and the compressed size of a page with both a secret and an attacker's text can reveal the secret
(BREACH). The survey's pages hold no secret.
"""

import functools
import gzip
import re

from flask import Flask
from flask import request
from flask.wrappers import Response
from werkzeug.http import parse_accept_header

TYPES = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
SOURCES = frozenset({"text/css", "text/javascript"})
BLUEPRINTS = frozenset({"survey", "screen", None})
SMALLEST = 600  # bytes; below it the headers cost more
LEVEL = 6

# Whole lines only: `//` inside a line may be part of an address.
_COMMENT = re.compile(r"^[ \t]*(//[^\n]*|/\*.*?\*/[ \t]*)(\n|\Z)", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


@functools.lru_cache(maxsize=64)
def _minify(content: bytes) -> bytes:
    return _INDENT.sub("", _COMMENT.sub("", content.decode())).encode()


@functools.lru_cache(maxsize=64)
def _compress_file(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


@functools.lru_cache(maxsize=64)
def takes_gzip(accepted: str) -> bool:
    """Whether a browser that sends this `Accept-Encoding` accepts gzip; few values of it occur."""
    return parse_accept_header(accepted).quality("gzip") > 0


def init_app(app: Flask) -> None:
    """Compress the responses to clients that accept it."""

    @app.after_request
    def _(response: Response) -> Response:
        is_file = request.endpoint == "static"
        is_fit = response.status_code == 200 and request.method == "GET" and response.mimetype in TYPES
        if not is_fit or request.blueprint not in BLUEPRINTS or "Content-Encoding" in response.headers:
            return response
        response.direct_passthrough = False
        if is_file and response.mimetype in SOURCES:
            response.set_data(_minify(response.get_data()))
        content = response.get_data()
        response.vary.add("Accept-Encoding")
        if len(content) >= SMALLEST and takes_gzip(request.headers.get("Accept-Encoding", "")):
            response.set_data(_compress_file(content) if is_file else gzip.compress(content, LEVEL))
            response.headers["Content-Encoding"] = "gzip"
            if etag := response.get_etag()[0]:
                response.set_etag(f"{etag}-gzip", weak=True)
        return response
