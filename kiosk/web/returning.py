"""Addresses that a page hands on, so that one comes back to where one was."""

from urllib.parse import parse_qsl
from urllib.parse import urlencode
from urllib.parse import urlsplit


def local_path(target: str | None) -> str | None:
    """`target` if it is a path of this site, so that a link cannot send staff elsewhere."""
    # Browsers take `\\` for `/` and drop tabs and line ends: `/<tab>/elsewhere` leads away.
    is_path = target is not None and target.startswith("/") and not target.startswith("//")
    return target if target and is_path and target.isprintable() and "\\" not in target else None


def with_unit(path: str, code: str) -> str:
    """The same page of another unit."""
    parts = urlsplit(path)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "unit"]
    return parts._replace(query=urlencode([*query, ("unit", code)])).geturl()
