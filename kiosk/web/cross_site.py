"""Refusing requests that another site's page made the browser send."""

from urllib.parse import urlsplit

from flask import current_app


def is_cross_site(site: str | None, origin: str | None, host: str) -> bool:
    """Whether a request to `host` comes from another site's page, by its `Sec-Fetch-Site` and `Origin`.

    Browsers send at least one of them (`Sec-Fetch-Site` not over plain HTTP); a script of the office sends
    neither and is accepted.
    """
    if site:
        return site not in ("same-origin", "none")
    if origin is None:
        return False
    return _host_of(origin) not in (host, urlsplit(current_app.config["BASE_URL"] or "").netloc)


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:  # such as `http://[`, which no browser sends
        return None
