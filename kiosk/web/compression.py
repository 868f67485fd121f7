"""Pages and files of the survey travel light: on a slow phone the way is most of the waiting.

Comments and indentation of our own scripts and styles stay at home, and everything is compressed. Staff pages
are not: they hold tokens, and how well a page with both a secret and somebody's words compresses can tell the
secret. The survey's pages hold none.
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
def _lean(content: bytes) -> bytes:
    return _INDENT.sub("", _COMMENT.sub("", content.decode())).encode()


@functools.lru_cache(maxsize=64)
def _compress_file(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


@functools.lru_cache(maxsize=64)
def takes_gzip(accepted: str) -> bool:
    """Whether a browser that sends this `Accept-Encoding` can unpack gzip; there are few kinds of them."""
    return parse_accept_header(accepted).quality("gzip") > 0


def init_app(app: Flask) -> None:
    """Make answers light for whoever accepts that."""

    @app.after_request
    def _(response: Response) -> Response:
        is_file = request.endpoint == "static"
        is_fit = response.status_code == 200 and request.method == "GET" and response.mimetype in TYPES
        if not is_fit or request.blueprint not in BLUEPRINTS or "Content-Encoding" in response.headers:
            return response
        response.direct_passthrough = False
        if is_file and response.mimetype in SOURCES:
            response.set_data(_lean(response.get_data()))
        content = response.get_data()
        response.vary.add("Accept-Encoding")
        if len(content) >= SMALLEST and takes_gzip(request.headers.get("Accept-Encoding", "")):
            response.set_data(_compress_file(content) if is_file else gzip.compress(content, LEVEL))
            response.headers["Content-Encoding"] = "gzip"
            if etag := response.get_etag()[0]:
                response.set_etag(f"{etag}-gzip", weak=True)
        return response
