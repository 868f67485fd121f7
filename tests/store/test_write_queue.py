"""Threads that write wait in a queue, and those that record answers share a commit."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import responses
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.answers.tickets import Ticket
from kiosk.store.answers.tickets import TicketUsed
from kiosk.store.engine.connection import get_queue
from kiosk.store.engine.connection import is_awaited
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.copies import InUse
from kiosk.store.engine.copies import require_unused
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import TryAgain
from kiosk.store.engine.sqlite import SqliteDatabase
from kiosk.store.journal.chain import find_break
from tests.conftest import NOW
from tests.store.samples import new_response


def _record_at_once(
    app: Flask, given: list[NewResponse], prepare: Callable[[Database], object] = lambda own: None
) -> tuple[list[object], int]:
    """Record each in its own thread, all at once; returns the outcomes and the number of commits."""
    outcomes: list[object] = [None] * len(given)
    commits: list[str] = []

    def work(number: int) -> None:
        own = open_database(app.config["DATABASE"])
        _watch(own, commits)
        ready.wait()
        try:
            outcomes[number] = responses.record_response(own, given[number], NOW)
        except (ValueError, sqlite3.Error) as error:
            outcomes[number] = type(error)
        own.close()

    ready = threading.Barrier(len(given) + 1)
    threads = [threading.Thread(target=work, args=[number]) for number in range(len(given))]
    for thread in threads:
        thread.start()
    first = open_database(app.config["DATABASE"])
    writer = first.find_writer() if isinstance(first, SqliteDatabase) else None
    if writer:
        prepare(writer)
        _watch(writer, commits)
    with get_queue(first, given[0].unit_id).exclusive():
        ready.wait()
        time.sleep(0.1)  # until all of them wait in the queue
    for thread in threads:
        thread.join()
    first.close()
    return outcomes, commits.count("commit")


def _watch(db: Database, statements: list[str]) -> None:
    execute = db.execute

    def note(sql: str, *parameters: Any) -> Any:
        statements.append(sql)
        return execute(sql, *parameters)

    db.execute = note  # type: ignore[assignment, method-assign]


def test_concurrent_answers_share_a_commit_and_a_bad_one_fails_alone(
    app: Flask, db: Database, office: Office
) -> None:
    stored = new_response(office, 1)
    responses.record_response(db, replace(stored, ticket=Ticket("used", NOW.date())), NOW)
    given = [
        new_response(office, 2),
        replace(stored, answers=dict.fromkeys(UNSUR, 1)),
        replace(new_response(office, 3), ticket=Ticket("used", NOW.date())),
        replace(new_response(office, 4), answers=dict.fromkeys(UNSUR, 5)),
        new_response(office, 5),
        stored,
    ]
    outcomes, commits = _record_at_once(app, given)
    assert outcomes == [True, Conflict, TicketUsed, sqlite3.IntegrityError, True, False]
    assert commits == 1
    ids = [int(row["response_id"], 16) for row in db.execute("select response_id from responses")]
    assert sorted(ids) == [1, 2, 5]
    assert find_break(db, office.unit.unit_id) is None
    assert check_tallies(db) == []


@pytest.mark.sqlite_only
def test_when_the_disk_fills_up_only_what_was_committed_is_acknowledged(
    app: Flask, db: Database, office: Office
) -> None:
    pages = db.execute("pragma page_count").fetchone()[0]
    given = [replace(new_response(office, number), comment="x" * 1900) for number in range(12)]
    outcomes, _ = _record_at_once(
        app,
        given,
        lambda own: own.execute(f"pragma max_page_count = {pages + 1}"),
    )
    assert sqlite3.OperationalError in outcomes
    acknowledged = {number for number, outcome in enumerate(outcomes) if outcome is True}
    assert {int(row["response_id"], 16) for row in db.execute("select response_id from responses")} == (
        acknowledged
    )
    assert check_tallies(db) == []


@pytest.mark.sqlite_only
def test_a_writer_that_waits_too_long_fails_and_does_not_block_the_others(
    app: Flask, db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.engine.write_queue.LOCK_TIMEOUT_S", 0.05)
    other = open_database(app.config["DATABASE"])
    with transaction(db):
        for write in (
            lambda: responses.record_response(other, new_response(office, 1), NOW),
            lambda: other.execute("update units set name = 'Lain'"),
        ):
            with pytest.raises(sqlite3.OperationalError) as refused:
                write()
            assert refused.value.sqlite_errorcode == sqlite3.SQLITE_BUSY
    assert responses.record_response(other, new_response(office, 1), NOW)
    other.close()


@pytest.mark.sqlite_only
def test_the_connection_of_groups_closes_with_the_last_other_one(
    app: Flask, db: Database, office: Office
) -> None:
    path = Path(app.config["DATABASE"])
    responses.record_response(db, new_response(office, 1), NOW)
    other = open_database(path)
    app.extensions["ikm_connections"].close()
    responses.record_response(other, new_response(office, 2), NOW)
    with pytest.raises(InUse):
        require_unused(path)
    other.close()
    require_unused(path)


@pytest.mark.sqlite_only
def test_long_work_notices_a_writer_of_another_process_and_of_this_one(
    app: Flask, db: Database, office: Office
) -> None:
    wait = """
import sys
from pathlib import Path
from kiosk.store.engine.connection import open_database
open_database(Path(sys.argv[1])).execute("update units set contact = 'dari proses lain'")
"""
    with transaction(db):
        assert not is_awaited(db)
        with subprocess.Popen([sys.executable, "-c", wait, app.config["DATABASE"]]) as process:
            _until(lambda: is_awaited(db))
            assert process.poll() is None
            db.execute("commit")
            assert process.wait() == 0
        db.execute("begin immediate")
        assert not is_awaited(db)
        thread = threading.Thread(target=_record_at_once, args=(app, [new_response(office, 1)]))
        thread.start()
        _until(lambda: is_awaited(db))
    thread.join()
    assert db.execute("select contact from units").fetchone()["contact"] == "dari proses lain"


@pytest.mark.sqlite_only
def test_no_answer_pays_for_moving_pages_of_the_log_into_the_file(
    app: Flask, db: Database, office: Office
) -> None:
    """Not even beside an import that has filled the log."""
    with transaction(db):
        db.execute("pragma wal_autocheckpoint = 0")
        db.execute("create table filling (it)")
        db.execute(
            """insert into filling with recursive n (i) as (select 1 union all select i + 1 from n)
               select randomblob(4000) from n limit 2000"""
        )
    path = Path(app.config["DATABASE"])

    def count_in_file() -> int:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as conn:
            try:
                return int(conn.execute("select count(*) from responses").fetchone()[0])
            except sqlite3.DatabaseError:  # read in the middle of a checkpoint
                return 0

    for number in range(1, 60):
        responses.record_response(db, new_response(office, number), NOW)
    assert count_in_file() == 0
    for number in range(60, 260):
        responses.record_response(db, new_response(office, number), NOW)
    _until(lambda: count_in_file() >= 60)


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_an_answer_sent_twice_concurrently_is_stored_once(app: Flask, db: Database, office: Office) -> None:
    given = [new_response(office, number) for number in (1, 2, 2, 1)]
    outcomes, commits = _record_at_once(app, given)
    assert sorted(map(str, outcomes)) == ["False", "False", "True", "True"]
    assert commits == 1
    assert find_break(db, office.unit.unit_id) is None
    assert check_tallies(db) == []


def test_a_commit_that_has_to_be_repeated_fails_for_all_who_share_it(
    app: Flask, db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise TryAgain

    monkeypatch.setattr("kiosk.store.answers.tallies.count_responses", fail)
    outcomes, _ = _record_at_once(app, [new_response(office, number) for number in range(3)])
    assert outcomes == [TryAgain] * 3
    assert db.execute("select count(*) as n from responses").fetchone()["n"] == 0
