"""A SQLite file, opened with care; the threads of this process write to it in turns."""

import sqlite3
import weakref
from collections.abc import Sequence
from contextlib import AbstractContextManager
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.files import create_private
from kiosk.store.engine.write_queue import PATIENCE_S
from kiosk.store.engine.write_queue import find_turns

_WRITES = frozenset({"insert", "update", "delete"})


class SqliteDatabase(Database):
    """A connection to the file at `path`, which is made when it is not there.

    WAL lets reports read while answers are written. `synchronous=FULL` makes every commit an
    fsync: an acknowledged answer survives a power cut. `secure_delete` wipes what is deleted or
    overwritten, so that a redacted name is not left behind in the file.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            create_private(path)
        conn = sqlite3.connect(path, timeout=PATIENCE_S, check_same_thread=False, isolation_level=None)
        # When it is dropped, as with its thread or its application, no file stays open.
        weakref.finalize(self, conn.close)
        conn.row_factory = sqlite3.Row
        super().__init__(conn, execute_plugins=False, recursive_triggers=False)
        self.enable_wal()
        for pragma in ("foreign_keys=on", "synchronous=full", "secure_delete=on", "trusted_schema=off"):
            self.execute(f"pragma {pragma}")
        self.turns = find_turns(path.resolve())

    @property
    def is_idle(self) -> bool:
        """Whether no transaction has begun."""
        return not self.conn.in_transaction

    def turn(self) -> AbstractContextManager[None]:
        """The right to write, for the block; nothing new inside a transaction, which has it."""
        return self.turns.alone() if self.is_idle else nullcontext()

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        """Run one statement; one that writes by itself waits for its turn."""
        if not self.is_idle:
            return self.conn.execute(sql, parameters or ())
        if sql.lstrip()[:6].lower() in _WRITES:
            with self.turns.alone():
                return super().execute(sql, parameters)
        return super().execute(sql, parameters)
