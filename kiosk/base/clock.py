"""The clock. Only views, commands and the fast path read it; everything below is given `now`."""

from datetime import UTC
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """The present moment in UTC. Tests set `app.config["CLOCK"]` to a function of their own."""
    clock = current_app.config.get("CLOCK")
    return clock() if clock else datetime.now(UTC)


def local_now(timezone: str) -> datetime:
    """The present moment in an office's time zone, e.g. `Asia/Makassar`."""
    return now().astimezone(ZoneInfo(timezone))
