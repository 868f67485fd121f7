"""Simulating the slow disk of an office PC: commits of SQLite that take longer."""

import contextlib
import functools
import sqlite3
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock


@contextlib.contextmanager
def slow_commits(ms: float) -> Iterator[None]:
    """Make each commit of connections that are opened in the block take so many milliseconds longer.

    Meanwhile the file is locked for others and the processor is free, as when waiting for a disk. The syncs
    of checkpoints, about two in a hundred commits, are not slowed down.
    """

    class Slow(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql.startswith("insert") and not self.in_transaction:
                super().execute("begin immediate")
                cursor = super().execute(sql, *values)
                self.execute("commit")
                return cursor
            if sql == "commit":
                time.sleep(ms / 1000)
            return super().execute(sql, *values)

    with mock.patch("sqlite3.connect", functools.partial(sqlite3.connect, factory=Slow)):
        yield
