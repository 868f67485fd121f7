"""Checkpoints: moving committed pages from SQLite's write-ahead log into the database file.

SQLite makes one within the commit that finds the log long. Beside an import that was a visitor's commit,
which then waited for the pages of the import. So the connection that commits answers makes none, and a thread
of its own does.
"""

import sqlite3
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextlib import suppress
from pathlib import Path

# Commits from one checkpoint to the next; an answer changes some ten pages, SQLite's own limit is 1,000.
_COMMITS = 100


class Checkpoints:
    """Makes a checkpoint of the database at `path` after every hundred commits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._commits = 0
        self._thread = ThreadPoolExecutor(1, "checkpoint")
        self._latest: Future[None] | None = None

    def count(self) -> None:
        """Count a commit; called by one thread at a time."""
        self._commits += 1
        if self._commits >= _COMMITS and (self._latest is None or self._latest.done()):
            self._commits = 0
            self._latest = self._thread.submit(self._make)

    def finish(self) -> None:
        """Wait for a checkpoint that has begun."""
        self._thread.shutdown()

    def _make(self) -> None:
        """Move what no reader needs any more, without waiting for other programs.

        An error such as a full disk concerns the next commit, which says so; the log keeps everything.
        """
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._path, timeout=0)) as conn:
            conn.execute("pragma synchronous=full")
            conn.execute("pragma wal_checkpoint(passive)")
