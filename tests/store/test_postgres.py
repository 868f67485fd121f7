"""The store's SQL and its errors are the same on PostgreSQL as on SQLite."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.db import retry_views
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.answers import tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import TryAgain
from kiosk.store.migrations.schema import find_schema_changes
from kiosk.store.migrations.schema import migrate
from tests.conftest import NOW
from tests.store.samples import new_response


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database on each engine with one table `things`."""
    if request.param == "postgresql":
        db = open_database(request.getfixturevalue("postgres_url"))
        db.execute("create table things (name text primary key, size bigint check (size > 0))")
    else:
        db = open_database(tmp_path / "things.db")
        db.execute("create table things (name text primary key, size integer check (size > 0)) strict")
    yield db
    db.execute("drop table things")
    db.close()


def test_placeholders_are_replaced_but_not_inside_text(empty: Database) -> None:
    row = empty.execute("select ? as a, '?:b 100%' as b, cast(? as text) as c", [1, "%:x?"]).fetchone()
    assert (row["a"], row["b"], row["c"]) == (1, "?:b 100%", "%:x?")
    row = empty.execute("select :n + 1 as a, ':n' as b where 'x' like '%X%'", {"n": 4}).fetchone()
    assert tuple(row) == (5, ":n")
    assert dict(row) == {"a": 5, "b": ":n"}


def test_a_null_parameter_can_be_compared(empty: Database) -> None:
    empty.execute("insert into things (name, size) values ('a', 1)")
    asked = "select name from things where (:size is null or size = :size)"
    assert empty.execute(asked, {"size": None}).fetchone()["name"] == "a"
    assert empty.execute(asked, {"size": 2}).fetchone() is None


def test_a_sum_of_integers_is_an_integer(empty: Database) -> None:
    empty.execute("insert into things (name, size) values ('a', 2147483647), ('b', 2147483647)")
    total = empty.execute("select sum(size * size) as n from things").fetchone()["n"]
    assert type(total) is int
    assert total == 2 * 2147483647**2


def test_no_value_is_in_an_empty_list(empty: Database) -> None:
    empty.execute("insert into things (name) values ('a')")
    assert empty.execute("select name from things where name in ()").fetchone() is None
    assert empty.execute("select name from things where name not in ()").fetchone()["name"] == "a"


@pytest.mark.parametrize("size", [0, "many"])
def test_a_refused_row_is_an_integrity_error(empty: Database, size: object) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        empty.execute("insert into things (name, size) values ('a', ?)", [size])


def test_a_transaction_inside_another_is_an_error(empty: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), transaction(empty), transaction(empty):
        pass
    with transaction(empty):
        empty.execute("insert into things (name) values ('a')")
    assert empty.execute("select count(*) as n from things").fetchone()["n"] == 1


def test_a_wrong_statement_is_a_database_error(empty: Database) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        empty.execute("select nothing from nowhere")


def test_an_unreachable_server_is_an_operational_error() -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_database("postgresql://unknown@127.0.0.1:1/nothing")


def _end_connections(url: str) -> None:
    """End all others on the server, as its restart does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid <> pg_backend_pid()"
        )


@pytest.fixture
def seats(postgres_url: str) -> Iterator[Database]:
    """A table of two rows on PostgreSQL."""
    db = open_database(postgres_url)
    db.execute("create table seats (name text primary key, taken bigint)")
    db.execute("insert into seats values ('a', 0), ('b', 0)")
    yield db
    db.execute("drop table seats")
    db.close()


def _count_taken(db: Database) -> int:
    return int(db.execute("select sum(taken) as n from seats").fetchone()["n"])


def test_a_request_after_a_restart_of_the_server_notices_nothing(seats: Database, postgres_url: str) -> None:
    _end_connections(postgres_url)
    assert _count_taken(seats) == 0
    _end_connections(postgres_url)
    with transaction(seats):
        seats.execute("update seats set taken = 1 where name = 'a'")
    _end_connections(postgres_url)
    seats.execute("update seats set taken = 1 where name = 'b'")
    assert _count_taken(seats) == 2


def test_a_connection_lost_within_a_transaction_is_an_outage(seats: Database, postgres_url: str) -> None:
    with pytest.raises(sqlite3.OperationalError), transaction(seats):
        seats.execute("update seats set taken = 1 where name = 'a'")
        _end_connections(postgres_url)
        seats.execute("update seats set taken = 1 where name = 'b'")
    assert _count_taken(seats) == 0


def test_processes_that_start_together_migrate_once(postgres_url: str) -> None:
    admin = open_database(postgres_url)
    admin.execute("create database fresh")
    url = postgres_url.replace("/postgres?", "/fresh?")
    failed: list[BaseException] = []

    def start() -> None:
        own = open_database(url)
        try:
            migrate(own)
        except sqlite3.Error as error:
            failed.append(error)
        own.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    admin.execute("drop database fresh")
    admin.close()


def test_concurrent_writers_lose_no_count(app: Flask, db: Database, office: Office) -> None:
    first = new_response(office, profile={"sex": "P", "education": "S1"})

    def work(thread: int) -> None:
        own = open_database(app.config["DATABASE"])
        for number in range(15):
            responses.record_response(own, replace(first, response_id=f"{thread:016x}{number:016x}"), NOW)
            if number % 3 == 0:
                responses.exclude_responses(
                    own,
                    unit_id=first.unit_id,
                    response_ids=[f"{thread:016x}{number:016x}"],
                    reason="Uji coba",
                    person_id=office.admin.person_id,
                    now=NOW,
                )
        own.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = answer_counts.get_tallies(db, first.unit_id, date(2024, 5, 1), date(2024, 5, 31))[DEFAULT]
    assert kept.respondents == 6 * 10
    assert tallies.check_tallies(db) == []


def test_a_transaction_that_the_server_rolls_back_raises_try_again(
    seats: Database, postgres_url: str
) -> None:
    one, two = seats, open_database(postgres_url)

    # 40001: the row that this transaction read was changed meanwhile.
    one.execute("begin")
    one.execute("set transaction isolation level serializable")
    one.execute("select taken from seats")
    two.execute("update seats set taken = 1 where name = 'a'")
    with pytest.raises(TryAgain):
        one.execute("update seats set taken = 2 where name = 'a'")
    one.execute("rollback")

    # 40P01: each waits for the other's row.
    rolled_back: list[Database] = []

    def take(db: Database, *names: str) -> None:
        db.execute("begin")
        db.execute("set local deadlock_timeout = 20")
        try:
            for name in names:
                db.execute("update seats set taken = taken + 1 where name = ?", [name])
                if name == names[0]:
                    met.wait()
        except TryAgain:
            rolled_back.append(db)
        db.execute("rollback")

    met = threading.Barrier(2, timeout=10)
    threads = [
        threading.Thread(target=take, args=[one, "a", "b"]),
        threading.Thread(target=take, args=[two, "b", "a"]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rolled_back) == 1
    two.close()


def test_a_view_that_raises_try_again_is_repeated(tmp_path: Path, engine: str) -> None:
    app = create_app(tmp_path / "instance")
    tries = []

    def page() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise TryAgain
        return "selesai"

    app.view_functions["health.healthz"] = page
    retry_views(app)
    assert app.test_client().get("/healthz").text == "selesai"
    app.extensions["ikm_connections"].close()


def test_a_table_changed_outside_the_program_is_found(db: Database, engine: str) -> None:
    assert find_schema_changes(db) == []
    db.execute("create index by_hand on responses (instrument)")
    assert find_schema_changes(db) == (["by_hand"] if engine == "sqlite" else ["responses"])
    db.execute("drop index by_hand")
    assert find_schema_changes(db) == []
