"""The address of the present request, as the browser knows it."""

from flask import request


def requested_path() -> str:
    """Path and query of this request, with the sub-path that the kiosk is served under."""
    return request.root_path + request.full_path.rstrip("?")
