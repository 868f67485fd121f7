"""Early warnings go out by mail once a working morning, and a mail server that fails stops nothing."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.base.config import backup_folder
from kiosk.operations import ledger
from kiosk.operations import warning_mail as mailing
from kiosk.operations.failures import FAILED
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.operations.maintenance import run_if_due
from kiosk.store.journal import journal
from kiosk.store.offices import units
from kiosk.store.offices import warning_mail
from kiosk.store.offices.units import UnitYear
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record

# `NOW` is Friday 09.12 in the office's time zone.
SECRET = "sandi-surel-rahasia"


class MailServer:
    """A mail server on this computer that keeps what it is sent, and refuses the addresses in `refused`."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.refused: set[str] = set()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rw", newline="\r\n") as talk:
                self._talk(talk)

    def _talk(self, talk: object) -> None:
        def say(line: str) -> None:
            talk.write(f"{line}\n")  # type: ignore[attr-defined]
            talk.flush()  # type: ignore[attr-defined]

        say("220 ready")
        for line in talk:  # type: ignore[attr-defined]
            if line.lower().startswith("rcpt") and any(address in line for address in self.refused):
                say("550 no such user")
            elif line.lower().startswith("data"):
                say("354 go on")
                text = []
                for content in talk:  # type: ignore[attr-defined]
                    if content.rstrip("\r\n") == ".":
                        break
                    text.append(content)
                self.messages.append("".join(text))
                say("250 kept")
            elif line.lower().startswith("quit"):
                say("221 bye")
                return
            else:
                say("250 fine")


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    server = MailServer()
    app.config.update(
        SMTP_HOST=f"127.0.0.1:{server.port}", SMTP_FROM="kiosk@contoh.go.id", SMTP_PASSWORD=SECRET
    )
    yield server
    server.stop()


def _warn(db: Database, unit_id: str, address: str) -> None:
    """Give a unit a reason for a warning, and an address for it."""
    units.set_year(db, unit_id, UnitYear(2024, 2000, None), NOW)
    warning_mail.set_address(db, unit_id, address)


def _failure(db: Database, unit_id: str) -> str | None:
    found = warning_mail.find_warning_mail(db, unit_id)
    assert found
    return found.failure


def test_a_units_warnings_are_sent_once_a_working_morning(
    app: Flask, db: Database, office: Office, server: MailServer
) -> None:
    record(db, office, "2024-05-30", 10)
    _warn(db, office.unit.unit_id, "camat@contoh.go.id")
    with app.app_context():
        mailing.send_due(app, NOW - timedelta(hours=1))
        assert server.messages == []
        for minutes in (0, 10):
            mailing.send_due(app, NOW + timedelta(minutes=minutes))
        [message] = server.messages
        assert "To: camat@contoh.go.id" in message and SECRET not in message
        mailing.send_due(app, NOW + timedelta(days=1))  # Saturday
        assert len(server.messages) == 1
        mailing.send_due(app, NOW + timedelta(days=3))
        assert len(server.messages) == 2


def test_one_units_failure_keeps_no_other_from_its_message_and_is_shown(
    app: Flask, db: Database, office: Office, server: MailServer, staff: Staff
) -> None:
    below = open_branch(db, parent=office.unit, name="Kelurahan Hilir", now=NOW)
    for unit_id, address in (
        (office.unit.unit_id, "salah@contoh.go.id"),
        (below.unit_id, "lurah@contoh.go.id"),
    ):
        _warn(db, unit_id, address)
    record(db, office, "2024-05-30", 10)
    record(db, office, "2024-05-30", 10, unit_id=below.unit_id)
    server.refused = {"salah@"}
    with app.app_context():
        mailing.send_due(app, NOW)
    assert _failure(db, office.unit.unit_id) and SECRET not in str(_failure(db, office.unit.unit_id))
    assert _failure(db, below.unit_id) is None
    assert "Pesan terakhir tidak terkirim" in staff.get("/staf/kelola/").text
    assert SECRET not in staff.get("/staf/kelola/").text
    server.refused = set()
    with app.app_context():
        mailing.send_due(app, NOW + timedelta(minutes=10))
    assert _failure(db, office.unit.unit_id) is None and len(server.messages) == 2


def test_without_a_mail_server_nothing_is_sent_and_the_page_says_so(
    app: Flask, db: Database, office: Office, staff: Staff
) -> None:
    refused = staff.post("/staf/kelola/surel", {"address": "dua@contoh.go.id, tiga@contoh.go.id"})
    assert refused.status_code == 422 and "Isi satu alamat surel" in refused.text
    staff.post("/staf/kelola/surel", {"address": "camat@contoh.go.id"})
    with app.app_context():
        mailing.send_due(app, NOW)
    assert warning_mail.find_warning_mail(db, office.unit.unit_id) == warning_mail.WarningMail(
        "camat@contoh.go.id"
    )
    assert "Server surel belum diatur" in staff.get("/staf/kelola/").text
    staff.post("/staf/kelola/surel", {"address": ""})
    assert warning_mail.find_warning_mail(db, office.unit.unit_id) is None


@pytest.mark.sqlite_only
def test_the_heads_of_the_journals_are_mailed_with_each_daily_backup(
    app: Flask, db: Database, office: Office, server: MailServer
) -> None:
    app.config["HEADS_TO"] = "inspektorat@contoh.go.id"
    run_if_due(app, NOW)
    run_if_due(app, NOW + timedelta(minutes=10))
    [message] = server.messages
    head = journal.get_head(db, office.unit.unit_id)
    sent = message_from_string(message, policy=default).get_content()
    assert head and f"{office.unit.code}\t{ledger.full_stamp(head)}\n" in sent.replace("\r\n", "\n")
    assert "To: inspektorat@contoh.go.id" in message and SECRET not in message
    server.refused.add("inspektorat")
    run_if_due(app, NOW + timedelta(days=1))
    assert "kepala jurnal tidak terkirim" in (Path(app.instance_path) / FAILED).read_text()
    assert len(list(backup_folder(app).glob("ikm-*.db"))) == 2


@pytest.mark.parametrize("kind", ["endless", "slow", "silent", "closed"])
def test_a_server_that_talks_without_end_or_not_at_all_holds_the_round_for_a_moment(
    app: Flask, db: Database, office: Office, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(mailing, "TALK_S", 0.4)
    monkeypatch.setattr(mailing, "TIMEOUT_S", 0.4)
    record(db, office, "2024-05-30", 10)
    _warn(db, office.unit.unit_id, "camat@contoh.go.id")
    sent = 0
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            nonlocal sent
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                if kind == "silent":
                    connection.recv(1)
                while kind in ("endless", "slow"):
                    line = b"220-" + b"a" * 70 + b"\r\n" if kind == "endless" else b"2"
                    sent += connection.send(line * (1000 if kind == "endless" else 1))
                    time.sleep(0 if kind == "endless" else 0.05)

        thread = threading.Thread(target=talk)
        thread.start()
        app.config.update(SMTP_HOST=f"127.0.0.1:{listening.getsockname()[1]}", SMTP_FROM="kiosk@contoh.go.id")
        began = time.monotonic()
        with app.app_context():
            mailing.send_due(app, NOW)
        assert time.monotonic() - began < 2 and sent < 20_000_000
        thread.join(5)
        assert not thread.is_alive()
    assert _failure(db, office.unit.unit_id)
