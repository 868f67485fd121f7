"""Holds every test to this: no file is written, renamed or synced while the database's write lock is held.

Visitors' answers wait for that lock. A file of some megabytes on a slow disk would keep them waiting.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from kiosk.store.engine.sqlite import SqliteDatabase

_holding = threading.local()
_found: list[str] = []
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _note(what: str) -> None:
    connection = getattr(_holding, "connection", None)
    # A full disk makes SQLite end a transaction by itself.
    if connection and connection.in_transaction:
        _found.append(what)


def _hook(event: str, values: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(values[2], int) and values[2] & _WRITING:
        _note(f"wrote {values[0]}")
    elif event == "os.rename":
        _note(f"renamed {values[0]}")


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What was done to files in a transaction, by whichever thread; the list fills inside the block."""
    execute, fsync = SqliteDatabase.execute, os.fsync

    def watch(db: SqliteDatabase, sql: str, parameters: Any = None) -> Any:
        if sql in ("commit", "rollback"):
            _holding.connection = None  # also when it fails, as a rollback does after a full disk
        cursor = execute(db, sql, parameters)
        if sql == "begin immediate":
            _holding.connection = db.conn
        return cursor

    def sync(descriptor: int) -> None:
        _note("synced a file")
        fsync(descriptor)

    _found.clear()
    with mock.patch.object(SqliteDatabase, "execute", watch), mock.patch("os.fsync", sync):
        yield _found
