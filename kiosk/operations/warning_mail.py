"""Mailing a unit's early warnings once a working morning, where the office gave a mail server and an address.

The server is set by environment variables (`IKM_SMTP_HOST`, `IKM_SMTP_USER`, `IKM_SMTP_PASSWORD`,
`IKM_SMTP_FROM`), so that the password is on no page and in no backup. Nothing is sent without them.
"""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
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


def _connect(host: str, port: int) -> smtplib.SMTP:
    """An encrypted connection; unencrypted to this computer itself only."""
    context = ssl.create_default_context()
    if port == _TLS_PORT:
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    if host not in _LOOPBACK:
        server.starttls(context=context)
    return server
