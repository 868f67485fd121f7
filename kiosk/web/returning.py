"""URLs that a page passes on, to lead back to where the user came from."""

from urllib.parse import parse_qsl
from urllib.parse import urlencode
from urllib.parse import urlsplit


def local_path(target: str | None) -> str | None:
    """`target` if it is a path of this site, so that no link leads staff to another site; else None."""
    # Browsers read `\\` as `/` and drop tabs and line ends: `/<tab>/elsewhere` leads to another site.
    is_path = target is not None and target.startswith("/") and not target.startswith("//")
    return target if target and is_path and target.isprintable() and "\\" not in target else None


def with_unit(path: str, code: str) -> str:
    """The URL of the same page for another unit."""
    parts = urlsplit(path)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "unit"]
    return parts._replace(query=urlencode([*query, ("unit", code)])).geturl()
