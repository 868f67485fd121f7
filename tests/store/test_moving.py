"""An office is moved to PostgreSQL completely or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.db import get_db
from kiosk.operations.demo import fill_demo
from kiosk.operations.founding import Office
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.engine.connection import open_database
from kiosk.store.journal import journal
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite_only
MAY = Period.parse("2024-05")


@pytest.fixture
def address(postgres_url: str) -> Iterator[str]:
    """An empty database on the server."""
    server = open_database(postgres_url)
    server.execute("create database moved")
    yield postgres_url.replace("/postgres?", "/moved?")
    server.execute("drop database moved with (force)")
    server.close()


@pytest.fixture
def filled(db: Database) -> Office:
    """The demo office, with one response excluded."""
    office = fill_demo(db, timezone="Asia/Makassar", password_hash="x", now=NOW)
    first = db.execute("select response_id from responses order by response_id limit 1").fetchone()
    responses.exclude_responses(
        db,
        unit_id=office.unit.unit_id,
        response_ids=[first["response_id"]],
        reason="Uji coba",
        person_id=office.admin.person_id,
        now=NOW,
    )
    return office


def _move(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    return CliRunner().invoke(main, ["migrate-to", address])


def test_all_rows_figures_and_journals_are_moved(
    app: Flask,
    db: Database,
    filled: Office,
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unit_id = filled.unit.unit_id
    done = _move(app, address, monkeypatch)
    assert done.exit_code == 0, done.output
    assert "responses: 147 baris" in done.output

    monkeypatch.setenv("IKM_DATABASE", address)
    there = create_app(tmp_path / "other")
    with there.app_context():
        moved = get_db()
        assert answer_counts.get_tallies(moved, unit_id, MAY.start, MAY.end) == answer_counts.get_tallies(
            db, unit_id, MAY.start, MAY.end
        )
        assert journal.get_head(moved, unit_id) == journal.get_head(db, unit_id)
    there.extensions["ikm_connections"].close()

    monkeypatch.setenv("IKM_INSTANCE", there.instance_path)
    checked = CliRunner().invoke(main, ["check"])
    assert (checked.exit_code, checked.output) == (0, "Semua baik.\n")
    refused = CliRunner().invoke(main, ["backup"])
    assert refused.exit_code == 2
    assert "pg_dump" in refused.output


def test_a_target_with_data_is_not_changed(
    app: Flask, filled: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _move(app, address, monkeypatch).exit_code == 0
    again = _move(app, address, monkeypatch)
    assert again.exit_code == 2
    assert "sudah berisi data" in again.output


def test_an_office_with_a_broken_journal_is_not_moved(
    app: Flask, db: Database, filled: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.execute("update responses set biaya = 1 where voided_at is null")
    refused = _move(app, address, monkeypatch)
    assert refused.exit_code == 1
    assert "jurnal" in refused.output or "journal" in refused.output
    target = open_database(address)
    assert target.execute("select count(*) as n from responses").fetchone()["n"] == 0
    target.close()


def test_an_unusable_address_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _move(app, "mysql://x", monkeypatch).exit_code == 2
    assert _move(app, "postgresql://unknown@127.0.0.1:1/x", monkeypatch).exit_code == 2
