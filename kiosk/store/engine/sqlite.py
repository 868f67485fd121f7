"""A connection to a SQLite file; the threads of this process queue up to write to it."""

import sqlite3
import time
import weakref
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine import write_queue
from kiosk.store.engine.checkpoints import Checkpoints
from kiosk.store.engine.files import create_private
from kiosk.store.engine.wait_sign import PAUSE_S
from kiosk.store.engine.wait_sign import POLL_S
from kiosk.store.engine.wait_sign import WaitSign

_WRITES = frozenset({"insert", "update", "delete"})


class SqliteDatabase(Database):
    """A connection to the file at `path`, which is created if it does not exist.

    WAL lets reports read while answers are written. `synchronous=FULL` makes every commit an fsync, so an
    acknowledged answer survives a power cut. `secure_delete` overwrites what is deleted or changed, so that a
    redacted name does not stay in the file.
    """

    def __init__(self, path: Path, *, is_writer: bool = False) -> None:
        if not path.exists():
            create_private(path)
        # `execute` asks for a lock again, and shows meanwhile that this process waits.
        conn = sqlite3.connect(path, timeout=POLL_S, check_same_thread=False, isolation_level=None)
        conn.row_factory = sqlite3.Row
        super().__init__(conn, execute_plugins=False, recursive_triggers=False)
        self._sign = WaitSign(path.resolve())
        self._began = 0.0  # the latest transaction (`time.time`)
        self._path = path
        self.write_queue = write_queue.find_queue(path.resolve())
        self.checkpoints = Checkpoints(path)  # used by the writer of groups alone
        # Closes the file also when the object is dropped, as with its thread or its application.
        if not is_writer:
            self.write_queue.users.add(id(conn))
        self._end = weakref.finalize(self, _leave, self.write_queue, conn)
        try:
            self.enable_wal()
            for pragma in ("foreign_keys=on", "synchronous=full", "secure_delete=on", "trusted_schema=off"):
                self.execute(f"pragma {pragma}")
            if is_writer:
                self.execute("pragma wal_autocheckpoint=0")
        except sqlite3.Error:  # it is no database, or locked by another program
            self.close()
            raise

    def close(self) -> None:
        """Close the file, and with its last connection the one that groups are committed through."""
        self._end()

    def find_writer(self) -> "SqliteDatabase":
        """The connection of all threads for groups, for the thread whose turn it is."""
        if self.write_queue.writer is None:
            self.write_queue.writer = SqliteDatabase(self._path, is_writer=True)
        writer: SqliteDatabase = self.write_queue.writer
        writer.checkpoints.count()
        return writer

    @property
    def is_idle(self) -> bool:
        """Whether no transaction has begun."""
        return not self.conn.in_transaction

    @property
    def is_awaited(self) -> bool:
        """Whether another writer has waited since this transaction began."""
        return self.write_queue.is_awaited or self._sign.is_newer(self._began)

    @contextmanager
    def exclusive_writer(self) -> Iterator[None]:
        """Be this process's only writer in the block; a transaction that has begun is so already.

        Lets writers of other processes go first that waited during this connection's last transaction.
        """
        if not self.is_idle:
            yield
            return
        if self._sign.is_newer(max(self._began, time.time() - PAUSE_S)):
            time.sleep(PAUSE_S)
        with self.write_queue.exclusive():
            yield

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        """Run one statement; a writing one outside a transaction waits in the queue first."""
        if not self.is_idle:
            return self.conn.execute(sql, parameters or ())
        if sql.lstrip()[:6].lower() in _WRITES:
            with self.write_queue.exclusive():
                return self._wait_for_lock(sql, parameters)
        return self._wait_for_lock(sql, parameters)

    def _wait_for_lock(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None) -> sqlite3.Cursor:
        """Run a statement outside a transaction, again while another process has the lock it needs."""
        end = time.monotonic() + write_queue.LOCK_TIMEOUT_S
        while True:
            try:
                cursor = super().execute(sql, parameters)
                self._began = time.time() if sql == "begin immediate" else self._began
                return cursor
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                self._sign.show()


def _leave(queue: write_queue.WriteQueue, conn: sqlite3.Connection) -> None:
    conn.close()
    queue.users.discard(id(conn))
    if not queue.users and queue.writer:
        writer, queue.writer = queue.writer, None
        writer.checkpoints.finish()
        writer.close()
