"""A connection to a SQLite file; the threads of this process queue up to write to it."""

import sqlite3
import weakref
from collections.abc import Sequence
from contextlib import AbstractContextManager
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.files import create_private
from kiosk.store.engine.write_queue import LOCK_TIMEOUT_S
from kiosk.store.engine.write_queue import find_queue

_WRITES = frozenset({"insert", "update", "delete"})


class SqliteDatabase(Database):
    """A connection to the file at `path`, which is created if it does not exist.

    WAL lets reports read while answers are written. `synchronous=FULL` makes every commit an fsync, so an
    acknowledged answer survives a power cut. `secure_delete` overwrites what is deleted or changed, so that a
    redacted name does not stay in the file.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            create_private(path)
        conn = sqlite3.connect(path, timeout=LOCK_TIMEOUT_S, check_same_thread=False, isolation_level=None)
        # Closes the file also when the object is dropped, as with its thread or its application.
        weakref.finalize(self, conn.close)
        conn.row_factory = sqlite3.Row
        super().__init__(conn, execute_plugins=False, recursive_triggers=False)
        self.enable_wal()
        for pragma in ("foreign_keys=on", "synchronous=full", "secure_delete=on", "trusted_schema=off"):
            self.execute(f"pragma {pragma}")
        self.write_queue = find_queue(path.resolve())

    @property
    def is_idle(self) -> bool:
        """Whether no transaction has begun."""
        return not self.conn.in_transaction

    def exclusive_writer(self) -> AbstractContextManager[None]:
        """Be this process's only writer in the block; a transaction that has begun is so already."""
        return self.write_queue.exclusive() if self.is_idle else nullcontext()

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        """Run one statement; a writing one outside a transaction waits in the queue first."""
        if not self.is_idle:
            return self.conn.execute(sql, parameters or ())
        if sql.lstrip()[:6].lower() in _WRITES:
            with self.write_queue.exclusive():
                return super().execute(sql, parameters)
        return super().execute(sql, parameters)
