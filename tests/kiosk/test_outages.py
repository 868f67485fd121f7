"""When the storage fails, senders are told to try again, nothing is lost, and service resumes by itself."""

import logging
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from unittest import mock

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine import write_queue
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.copies import find_damage
from kiosk.store.engine.postgres import PostgresDatabase
from kiosk.store.engine.sqlite import SqliteDatabase
from kiosk.store.journal.chain import find_break
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

Repair = Callable[[], object]


def _set_on_all(db: Database, pragma: str) -> None:
    """Set something on the connection of the test's thread and on that of groups of answers."""
    assert isinstance(db, SqliteDatabase)
    for connection in (db, db.find_writer()):
        connection.execute(f"pragma {pragma}")


def _fill_disk(db: Database) -> Repair:
    pages = db.execute("pragma page_count").fetchone()[0]
    _set_on_all(db, f"max_page_count = {pages}")
    return partial(_set_on_all, db, "max_page_count = 1000000")


def _make_read_only(db: Database) -> Repair:
    if isinstance(db, PostgresDatabase):  # as a stand-by server is
        _set_read_only(db.address, "on")
        return partial(_set_read_only, db.address, "off")
    _set_on_all(db, "query_only = on")
    return partial(_set_on_all, db, "query_only = off")


def _set_read_only(address: str, value: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"alter system set default_transaction_read_only = {value}")
        connection.execute("select pg_reload_conf()")
    for _ in range(200):
        with psycopg.connect(address) as connection:
            if connection.execute("show default_transaction_read_only").fetchone() == (value,):
                return
        time.sleep(0.01)


def _lock(db: Database) -> Repair:
    if isinstance(db, PostgresDatabase):
        db.limits = replace(db.limits, lock_s=0.02)
        holding = open_database(db.address)
        holding.execute("begin immediate")
        holding.execute("select 1 from journal_heads for update")
        return holding.close
    ending = ExitStack()
    ending.enter_context(mock.patch.object(write_queue, "LOCK_TIMEOUT_S", 0.02))
    [path] = [row[2] for row in db.execute("pragma database_list") if row[1] == "main"]
    other = ending.enter_context(closing(sqlite3.connect(path)))
    other.execute("begin immediate")
    return ending.close


# What the server of a PostgreSQL says of its disk cannot be brought about here.
OUTAGES = {"penuh": _fill_disk, "hanya dapat dibaca": _make_read_only, "dipakai program lain": _lock}


@pytest.mark.parametrize("what", OUTAGES)
def test_an_outage_is_said_and_ends_by_itself_and_every_acknowledged_answer_is_there(
    client: FlaskClient, db: Database, office: Office, what: str
) -> None:
    assert client.post("/api/responses", json=answer(office.tablet.code, 1)).status_code == 201
    acknowledged = {1}
    on_sqlite = is_on_sqlite(db)
    if what == "penuh" and not on_sqlite:
        pytest.skip("a full disk is the server's")
    repair = OUTAGES[what](db)
    refused = []
    for number in range(2, 60):
        response = client.post("/api/responses", json=answer(office.tablet.code, number, comment="x" * 1900))
        if response.status_code == 201:
            acknowledged.add(number)
            continue
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert not on_sqlite or what in response.json["detail"]  # type: ignore[index]
        refused.append(number)
        if len(refused) == 3:
            break
    assert len(refused) == 3
    if on_sqlite:
        assert client.get("/healthz").status_code == (200 if what == "penuh" else 503)
    assert client.get(f"/s/{office.tablet.code}").status_code == 200
    repair()
    for number in refused:
        sent = client.post("/api/responses", json=answer(office.tablet.code, number, comment="x" * 1900))
        assert sent.status_code == 201
    stored = {int(row["response_id"], 16) for row in db.execute("select response_id from responses")}
    assert stored == acknowledged | set(refused)
    assert check_tallies(db) == []
    assert not on_sqlite or find_damage(db) == []
    assert find_break(db, office.unit.unit_id) is None


def test_monitoring_sees_a_full_disk(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").status_code == 200
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4096))
    assert client.get("/healthz").status_code == 503


def test_staff_are_told_as_well_and_nothing_has_changed(staff: Staff, db: Database, office: Office) -> None:
    page = staff.get("/staf/kelola/")
    assert page.status_code == 200
    repair = _make_read_only(db)
    response = staff.client.post("/masuk", data={})
    assert response.status_code < 500
    refused = staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"})
    assert refused.status_code == 503
    assert ("Diska hanya dapat dibaca" if is_on_sqlite(db) else "Tidak ada yang berubah") in refused.text
    repair()
    assert staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "240"}).status_code == 303


def test_a_visitor_without_script_is_asked_to_send_again(
    client: FlaskClient, db: Database, office: Office
) -> None:
    repair = _make_read_only(db)
    form = {"id": "a" * 32, **{key: "4" for key in answer("x")["answers"]}}
    refused = client.post(f"/s/{office.tablet.code}", data=form)
    repair()
    assert refused.status_code == 503
    assert "Muat ulang" in refused.text


def test_with_the_clock_of_a_dead_battery_nothing_is_taken_until_it_is_right(
    app: Flask, client: FlaskClient, office: Office
) -> None:
    app.config["CLOCK"] = lambda: datetime(2000, 1, 1, 0, 5, tzinfo=UTC)
    refused = client.post("/api/responses", json=answer(office.tablet.code))
    assert refused.status_code == 503 and refused.headers["Retry-After"] == "60"
    form = {"id": "a" * 32, **{key: "4" for key in answer("x")["answers"]}}
    page = client.post(f"/s/{office.tablet.code}", data=form)
    assert page.status_code == 503 and "Jam komputer" in page.text
    app.config["CLOCK"] = lambda: NOW
    assert client.post("/api/responses", json=answer(office.tablet.code)).status_code == 201


def test_a_mistake_of_the_program_is_no_outage(
    app: Flask, client: FlaskClient, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        with closing(sqlite3.connect(":memory:")) as empty:
            empty.execute("select * from nowhere")
        return ""

    app.view_functions["health.healthz"] = broken
    with caplog.at_level(logging.CRITICAL):
        assert client.get("/healthz").status_code == 500
