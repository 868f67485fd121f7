"""The only place that asks what time it is; everything below is told."""

from datetime import UTC
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """The present moment in UTC. A test sets `app.config["CLOCK"]` to a function of its own."""
    clock = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(UTC)


def local_now(timezone: str) -> datetime:
    """The present moment on the wall clock of an office, e.g. `Asia/Makassar`."""
    return now().astimezone(ZoneInfo(timezone))
