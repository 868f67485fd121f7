"""How long, and with how many connections, the program keeps a PostgreSQL server busy."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from kiosk.app import create_app
from kiosk.base.config import BadSetting
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import open_postgres
from kiosk.store.engine.connection import snapshot
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.limits import Limits
from kiosk.store.migrations.schema import migrate


@pytest.fixture(autouse=True, scope="module")
def _migrated(postgres_url: str) -> None:
    with closing(open_postgres(postgres_url)) as db:
        migrate(db)


def _with_option(url: str, setting: str) -> str:
    return f"{url}&options={quote(f'-c{setting}', safe='')}"


def test_threads_share_few_connections(postgres_url: str) -> None:
    limits = Limits(connections=2, statement_s=10, idle_s=10)
    at_once: list[int] = []

    def work() -> None:
        own = open_postgres(postgres_url, limits)
        with transaction(own):
            row = own.execute("select count(*) as n from pg_stat_activity where application_name = 'ikm'")
            at_once.append(row.fetchone()["n"])  # type: ignore[index]
            time.sleep(0.01)
        own.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(at_once) == 8
    assert max(at_once) <= 2


def test_a_stalled_writer_lets_the_others_go_on(postgres_url: str) -> None:
    stalled = open_postgres(postgres_url, Limits(connections=1, statement_s=10, idle_s=0.2))
    other = open_postgres(postgres_url)
    stalled.execute("begin immediate")
    began = time.monotonic()
    with transaction(other):
        assert time.monotonic() - began < 5
    with pytest.raises(sqlite3.OperationalError):
        stalled.execute("select 1")
    stalled.close()
    other.close()


def test_transactions_have_their_isolation_whatever_the_databases_default(postgres_url: str) -> None:
    db = open_database(_with_option(postgres_url, "default_transaction_isolation=serializable"))
    level = "select current_setting('transaction_isolation') as level"
    with transaction(db):
        assert db.execute(level).fetchone()["level"] == "read committed"
    with snapshot(db):
        assert db.execute(level).fetchone()["level"] == "repeatable read"
    db.close()


def test_a_database_that_cannot_store_every_name_is_refused(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("create database latin encoding 'LATIN1' locale 'C' template template0")
        try:
            with pytest.raises(BadSetting, match="LATIN1"):
                open_database(postgres_url.replace("/postgres?", "/latin?"))
        finally:
            admin.execute("drop database latin")


def test_a_start_without_migrations_takes_no_lock_and_changes_no_table(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = open_postgres(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("create role clerk login")
        admin.execute("grant select, insert, update, delete on all tables in schema public to clerk")
        admin.execute("revoke create on schema public from public")
    monkeypatch.setenv("IKM_DATABASE", postgres_url.replace("postgres:@", "clerk:@"))
    with transaction(owner):
        app = create_app(tmp_path)
        app.extensions["ikm_connections"].close()
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("drop owned by clerk")
        admin.execute("drop role clerk")
    owner.close()
