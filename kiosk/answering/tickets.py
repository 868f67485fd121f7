"""One-time tickets: each is part of a URL and valid for one answer.

A ticket is its id and its last day, followed by this installation's signature over both and the collector's
code. Nothing is stored until it is used: printing a thousand costs nothing, and no one knows who got which.
"""

import re
from datetime import date

from itsdangerous import BadSignature
from itsdangerous import Signer

from kiosk.store.answers.tickets import Ticket
from kiosk.store.engine.ids import new_key

_PLAIN = re.compile(r"([0-9a-z]{12})(\d{8})")


def _signer(secret: str, collector_code: str) -> Signer:
    return Signer(secret, salt=f"ticket:{collector_code}")


def issue(secret: str, collector_code: str, last_day: date) -> str:
    """A new ticket for this collector, valid until the end of `last_day`, as text for a URL."""
    return _signer(secret, collector_code).sign(f"{new_key(12)}{last_day:%Y%m%d}").decode()


def read(secret: str, collector_code: str, text: str) -> Ticket | None:
    """The ticket in `text`; None if it was not issued here for this collector."""
    if not text.isascii():
        return None
    try:
        plain = _signer(secret, collector_code).unsign(text).decode()
    except BadSignature:
        return None
    parts = _PLAIN.fullmatch(plain)
    return Ticket(parts[1], date.fromisoformat(parts[2])) if parts else None
