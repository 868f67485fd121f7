"""Serving the kiosk under a path of a site, such as `https://kota.example/ikm`, as `IKM_BASE_URL` says.

Proxies differ in whether they pass the path on or cut it off; both work.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse
from wsgiref.types import WSGIEnvironment

from flask import Flask


def of(app: Flask) -> str:
    """The sub-path, without a slash at its end; empty for a site of its own."""
    return urlsplit(app.config["BASE_URL"] or "").path.rstrip("/")


def init_app(app: Flask) -> None:
    """Tell the application its sub-path with every request."""
    prefix, inner = of(app), app.wsgi_app
    if not prefix:
        return

    def mount(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = prefix
        environ["PATH_INFO"] = without(prefix, environ["PATH_INFO"])
        return inner(environ, start_response)

    app.wsgi_app = mount  # type: ignore[method-assign]


def without(prefix: str, path: str) -> str:
    """`path` inside the application."""
    return path[len(prefix) :] or "/" if f"{path}/".startswith(f"{prefix}/") else path
