"""Moments as stored: UTC text that sorts by time, `2024-05-31T01:12:00.000Z`."""

from datetime import UTC
from datetime import datetime
from zoneinfo import ZoneInfo


def to_text(moment: datetime) -> str:
    """`moment` (aware) as stored text, to the millisecond.

    Raises:
        ValueError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """The aware UTC moment that `to_text` wrote."""
    return datetime.fromisoformat(text)


def local(moment: datetime, timezone: str) -> datetime:
    """The same moment in the time zone of an office, e.g. `Asia/Makassar`."""
    return moment.astimezone(ZoneInfo(timezone))
