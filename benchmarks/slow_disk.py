"""The disk of an office PC on a machine with a faster one: commits of SQLite that take so much longer."""

import contextlib
import functools
import sqlite3
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock


@contextlib.contextmanager
def slow_commits(ms: float) -> Iterator[None]:
    """Let each commit of a connection that is opened meanwhile take so many milliseconds more.

    They pass while the file is locked for others and the processor is free, as when a disk is waited for.
    What a checkpoint waits for, two more times in a hundred commits or so, does not take longer.
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
