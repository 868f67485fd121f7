"""What the server accepts of a request, decided from its header, before any of its body is stored."""

from enum import Enum
from typing import Any

from flask import Flask
from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import BadRequest
from waitress.utilities import Error

from kiosk.security import pages
from kiosk.security import sessions
from kiosk.web import sub_path
from kiosk.web.fast_path import MAX_BODY


class Kind(Enum):
    """Whose request it is."""

    VISITOR = "a visitor's or a tablet's"
    LOGIN = "someone's who logs in"
    STAFF = "staff's, and all other paths"


class Routes:
    """The application's routes as the server sees them: whose they are, and how much each may be sent."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._prefix = sub_path.of(app)
        self._max_form: int = app.config["MAX_FORM_MEMORY_SIZE"]
        rules = [(*rule.rule.partition("<"), _kind(rule.endpoint)) for rule in app.url_map.iter_rules()]
        self._paths = {start: kind for start, values, _, kind in rules if not values}
        self._starts = {start: kind for start, values, _, kind in rules if values and kind is not Kind.STAFF}

    def kind(self, path: str) -> Kind:
        """Whose this path is."""
        path = sub_path.without(self._prefix, path) if self._prefix else path
        if kind := self._paths.get(path):
            return kind
        return next((kind for start, kind in self._starts.items() if path.startswith(start)), Kind.STAFF)

    def max_body(self, path: str, cookies: str) -> int | None:
        """How many bytes of a body are stored; None where the application alone sets the limit.

        Only staff upload files, so only a request with a signed session may send more than a form.
        """
        if self.kind(path) is Kind.VISITOR:
            return MAX_BODY
        return None if sessions.is_signed_in(self._app, cookies) else self._max_form


def _kind(endpoint: str) -> Kind:
    if pages.is_for_visitors(endpoint):
        return Kind.VISITOR
    return Kind.LOGIN if pages.is_for_login(endpoint) else Kind.STAFF


class LengthRequired(Error):
    """A body without a length: browsers never send one, and taking its chunks apart is expensive."""

    code = 411
    reason = "Length Required"


class _Discard(OverflowableBuffer):
    """Takes a body and keeps nothing of it."""

    def append(self, _: bytes) -> None:
        """Keep nothing."""


class LimitedRequest(HTTPRequestParser):
    """A request as it arrives.

    A body beyond the limit is read and discarded, so that the application can refuse it with its own page:
    a connection closed in the middle of an upload shows the browser's network error instead.
    """

    empty: bool
    error: Error | None

    def __init__(self, adj: Any, routes: Routes) -> None:
        super().__init__(adj)
        self._routes = routes

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header and choose what becomes of the body."""
        super().parse_header(header_plus)
        if self.chunked:
            self.body_rcv, self.error = None, LengthRequired("Send a Content-Length.")
        elif self.body_rcv is not None:
            limit = self._routes.max_body(self.path, self.headers.get("COOKIE", ""))
            if limit is not None and self.content_length > limit:
                self.body_rcv = FixedStreamReceiver(self.content_length, _Discard(0))

    def received(self, data: bytes) -> int:
        """Take in the next bytes; returns how many of them belong to this request."""
        consumed: int = super().received(data)
        if self.empty:  # blank lines only, which waitress would skip without end
            self.empty, self.error = False, BadRequest("Empty request.")
        if self.error is not None:
            self.expect_continue = False  # waitress would go on to read the body
        return consumed
