"""Mailing a unit's early warnings once a working morning, where the office gave a mail server and an address.

The server is set by environment variables (`IKM_SMTP_HOST`, `IKM_SMTP_USER`, `IKM_SMTP_PASSWORD`,
`IKM_SMTP_FROM`), so that the password is on no page and in no backup. Nothing is sent without them.
"""

import io
import smtplib
import socket
import ssl
import time
from datetime import datetime
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from kiosk.db import get_db
from kiosk.operations.installation import Installation
from kiosk.operations.warnings import as_text
from kiosk.operations.warnings import list_warnings
from kiosk.store.offices import warning_mail
from kiosk.store.offices.survey_settings import get_survey_settings
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import list_units

# At this hour tablets are on, and staff can act the same morning.
FROM_HOUR = 9
TIMEOUT_S = 20
# A whole talk with the server, in which it says a few lines: longer, and the round would wait with backups.
TALK_S = 60.0
_MOST_SAID = 64 * 1024
_TLS_PORT = 465
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def send_due(app: Flask, now: datetime) -> None:
    """Send today's message of each unit that has one due; a failure is recorded and tried again later."""
    if not app.config["SMTP_HOST"]:
        return
    for unit in list_units(get_db()):
        try:
            _send_if_due(app, unit, now.astimezone(ZoneInfo(unit.timezone)))
        except Exception as error:  # the edge of the maintenance thread: no unit stops the next one's message
            app.logger.error("warning mail of %s failed: %s", unit.code, type(error).__name__)
            warning_mail.record_failure(get_db(), unit.unit_id, _reason(error))


def _reason(error: Exception) -> str:
    """What went wrong, without what the server was told: that holds the password."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else f"{type(error).__name__}: {error}"


def _send_if_due(app: Flask, unit: Unit, now: datetime) -> None:
    db = get_db()
    setting = warning_mail.find_warning_mail(db, unit.unit_id)
    if setting is None or setting.sent_day == now.date() or now.hour < FROM_HOUR:
        return
    if not get_survey_settings(db, unit.unit_id).is_working_day(now.date()):
        return
    if warnings := list_warnings(db, unit, Installation.of(app), now):
        send(app, setting.address, f"Perlu ditindaklanjuti: {unit.name}", f"{as_text(unit, warnings, now)}\n")
    warning_mail.record_round(db, unit.unit_id, now.date())


def send(app: Flask, address: str, subject: str, text: str) -> None:
    """Send one message. Raises OSError or SMTPException."""
    host, _, port = str(app.config["SMTP_HOST"]).partition(":")
    user = str(app.config["SMTP_USER"] or "")
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = str(app.config["SMTP_FROM"] or user)
    message["To"] = address
    message.set_content(text)
    with _connect(host, int(port or _TLS_PORT)) as server:
        if user:
            server.login(user, str(app.config["SMTP_PASSWORD"] or ""))
        server.send_message(message)


class _Replies(io.RawIOBase):
    """What the mail server says: `smtplib` would wait for the end of a reply for ever, and keep all of it."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._socket = sock
        self._end = time.monotonic() + TALK_S
        self._left = _MOST_SAID

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read at most as much as the server may still say. Raises OSError when that or the time is over."""
        seconds = self._end - time.monotonic()
        if seconds <= 0 or self._left <= 0:
            raise TimeoutError("peladen surel tidak selesai berbicara")
        self._socket.settimeout(min(seconds, TIMEOUT_S))
        size = self._socket.recv_into(buffer[: self._left])
        self._left -= size
        return size


class _Plain(smtplib.SMTP):
    """`smtplib.SMTP` that does not let the server talk without end."""

    def getreply(self) -> tuple[int, bytes]:
        """The next reply."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Replies(self.sock))
        return super().getreply()


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    """The same for a server that is encrypted from the first byte."""


def _connect(host: str, port: int) -> smtplib.SMTP:
    """An encrypted connection; unencrypted to this computer itself only."""
    context = ssl.create_default_context()
    if port == _TLS_PORT:
        return _Encrypted(host, port, timeout=TIMEOUT_S, context=context)
    server = _Plain(host, port, timeout=TIMEOUT_S)
    if host not in _LOOPBACK:
        server.starttls(context=context)
    return server
