"""PostgreSQL behind the same functions and SQL text as SQLite: a class with the interface of its connection.

The store uses the SQL that both engines understand (`postgres_sql`). This module handles the differences of
transactions and errors.
"""

import sqlite3
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any
from typing import NoReturn

import psycopg
from psycopg.errors import DeadlockDetected
from psycopg.errors import IdleInTransactionSessionTimeout
from psycopg.errors import NumericValueOutOfRange
from psycopg.errors import ReadOnlySqlTransaction
from psycopg.errors import SerializationFailure
from psycopg.pq import TransactionStatus
from sqlite_utils import Database

from kiosk.store.engine.errors import NotConfirmed
from kiosk.store.engine.errors import TryAgain
from kiosk.store.engine.limits import COMMAND
from kiosk.store.engine.limits import Limits
from kiosk.store.engine.postgres_pool import Connection
from kiosk.store.engine.postgres_pool import find_pool
from kiosk.store.engine.postgres_rows import PostgresRow
from kiosk.store.engine.postgres_sql import Parameters
from kiosk.store.engine.postgres_sql import bind
from kiosk.store.engine.write_queue import begin_transaction

# An advisory lock held by one writer at a time until its transaction ends, like SQLite's write lock. The
# number is arbitrary but the same in all processes. Offices in separate schemas do not wait for each other.
_LOCK = 0x494B4D
_TAKE_LOCK = f"select pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))"

# Named in every transaction, whatever the database's default: at a stricter level a transaction that waited
# for the lock would read what was there before it waited.
_WRITES = "begin isolation level read committed"
_READS = "begin isolation level repeatable read read only"

# Changes nothing, and yet a commit waits until the standby has it, and with it all that was written before.
_TOUCH = "update _migrations set applied_at = applied_at where name = 'm0001_offices'"
_WRITING = ("INSERT", "UPDATE", "DELETE")


def _refuse(error: psycopg.Error) -> NoReturn:
    """Raise the error that SQLite would have raised; without the server's details, which quote values."""
    words = error.diag.message_primary or str(error)
    if isinstance(error, SerializationFailure | DeadlockDetected):
        raise TryAgain(words) from error
    if isinstance(error, NumericValueOutOfRange):
        raise OverflowError(words) from error
    if isinstance(error, psycopg.IntegrityError | psycopg.DataError | psycopg.errors.DatatypeMismatch):
        raise sqlite3.IntegrityError(words) from error
    # A read-only server (a standby) is an outage, like a read-only disk.
    if isinstance(error, psycopg.OperationalError | ReadOnlySqlTransaction | IdleInTransactionSessionTimeout):
        raise sqlite3.OperationalError(words) from error
    raise sqlite3.DatabaseError(words) from error


class PostgresDatabase(Database):
    """A thread's view of a PostgreSQL database, which the store's functions accept in place of a SQLite file.

    It has only the methods that the store uses. It takes a connection of the process's pool for each
    statement, or for a whole transaction. `commits` counts the commits that wrote.
    """

    def __init__(self, address: str, limits: Limits = COMMAND) -> None:
        self.address = address
        self.commits = 0
        self.limits = limits
        self._held: Connection | None = None  # in a transaction
        self._wrote = False
        try:
            self._pool = find_pool(address, limits)
        except psycopg.Error as error:
            _refuse(error)

    @property
    def is_idle(self) -> bool:
        """Whether no transaction has begun."""
        return self._held is None

    def execute(  # type: ignore[override]
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None
    ) -> psycopg.Cursor[PostgresRow]:
        """Run one statement of the store. Raises what `sqlite3` would."""
        match sql:
            case "begin immediate":
                return self._begin(_WRITES, self.limits.of_writing, _TAKE_LOCK)
            case "begin":
                return self._begin(_WRITES, self.limits.of_writing)
            case "begin snapshot":
                return self._begin(_READS, self.limits.of_reading)
            case "commit":
                return self._commit()
            case "rollback":
                return self._roll_back()
        if self._held is not None:
            return self._run(self._held, sql, parameters or ())
        if sql.lstrip()[:6].upper() in _WRITING:
            return self._write_alone(sql, parameters)
        return self._read_alone(sql, parameters or ())

    def _begin(self, *statements: str) -> psycopg.Cursor[PostgresRow]:
        """Begin a transaction, once more when the connection was lost, as after the server's restart."""
        if self._held is not None:
            raise sqlite3.OperationalError("cannot start a transaction within a transaction")
        try:
            return self._begin_once("; ".join(statements))
        except _Lost:
            return self._begin_once("; ".join(statements))

    def _begin_once(self, sql: str) -> psycopg.Cursor[PostgresRow]:
        connection = self._take()
        try:
            cursor = connection.execute(sql)
        except BaseException as error:
            self._end(connection)
            _raise(error, connection)
        self._held, self._wrote = connection, False
        return cursor

    def _take(self) -> Connection:
        try:
            return self._pool.take()
        except psycopg.Error as error:
            _refuse(error)

    def _run(self, connection: Connection, sql: str, parameters: Parameters) -> psycopg.Cursor[PostgresRow]:
        try:
            # Always with parameters: without any, psycopg does not turn `%%` into `%`.
            cursor = connection.execute(*bind(sql, parameters))
        except psycopg.Error as error:
            if isinstance(error, ReadOnlySqlTransaction):
                self._pool.replace_all()  # this server has become a standby; another takes writes
            _raise(error, connection)
        if cursor.rowcount > 0 and (cursor.statusmessage or "").startswith(_WRITING):
            self._wrote = True
        elif sql.startswith("rollback to"):
            self._wrote = False
        return cursor

    def _read_alone(self, sql: str, parameters: Parameters) -> psycopg.Cursor[PostgresRow]:
        try:
            return self._read_once(sql, parameters)
        except _Lost:
            return self._read_once(sql, parameters)

    def _read_once(self, sql: str, parameters: Parameters) -> psycopg.Cursor[PostgresRow]:
        connection = self._take()
        try:
            return self._run(connection, sql, parameters)
        finally:
            self._pool.give_back(connection)

    def _write_alone(self, sql: str, parameters: Any) -> psycopg.Cursor[PostgresRow]:
        with begin_transaction(self, "begin"):
            return self.execute(sql, parameters)

    def _commit(self) -> psycopg.Cursor[PostgresRow]:
        """Commit, and wait for the standby even when nothing was written.

        A transaction that found its work done already says so to the sender. What it found may be on this
        server only: a server that crashed while a commit waited for the standby has the row after its start.
        """
        connection = self._get_held()
        try:
            if not self._wrote:
                connection.execute(_TOUCH)
            cursor = connection.commit_within(self.limits.commit_s)
        except psycopg.Error as error:
            if connection.closed:
                raise NotConfirmed("the connection was lost during the commit") from error
            _refuse(error)  # the caller rolls back
        self._end(connection)
        if connection.has_warned:
            raise NotConfirmed("the standby has not confirmed the commit")
        self.commits += 1
        return cursor

    def _roll_back(self) -> psycopg.Cursor[PostgresRow]:
        connection = self._get_held()
        try:
            return connection.execute("rollback")
        except psycopg.Error as error:
            _refuse(error)
        finally:
            self._end(connection)

    def _get_held(self) -> Connection:
        if self._held is None:
            raise sqlite3.OperationalError("no transaction has begun")
        return self._held

    def _end(self, connection: Connection) -> None:
        """Return the connection of a transaction, or of an attempt at one."""
        self._held = None
        if connection.pgconn.transaction_status not in (TransactionStatus.IDLE, TransactionStatus.UNKNOWN):
            connection.close()
        self._pool.give_back(connection)

    def execute_as_is(self, sql: str) -> psycopg.Cursor[PostgresRow]:
        """Run PostgreSQL's own SQL, without parameters, in a transaction."""
        try:
            return self._get_held().execute(sql)
        except psycopg.Error as error:
            _refuse(error)

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[PostgresRow]:
        """The rows of a large query one by one, inside a transaction."""
        try:
            with psycopg.ServerCursor(self._get_held(), "stream") as cursor:
                cursor.itersize = 500
                yield from cursor.execute(*bind(sql, parameters))
        except psycopg.Error as error:
            _refuse(error)

    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows with one statement, so that they may refer to each other in any order."""
        copying = f"copy {table} ({', '.join(columns)}) from stdin"
        try:
            with self._get_held().cursor().copy(copying) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            _refuse(error)

    def close(self) -> None:
        """Give up a transaction that has begun, and the pool; its last user closes it."""
        if self._held is not None:
            self._held.close()
            self._end(self._held)
        self.__dict__.pop("_pool", None)

    @contextmanager
    def atomic(self) -> Iterator["PostgresDatabase"]:
        """A transaction around the block, as in sqlite-utils."""
        with begin_transaction(self):
            yield self


class _Lost(sqlite3.OperationalError):
    """The server ended the connection before the statement had done anything that cannot be done again."""


def _raise(error: BaseException, connection: Connection) -> NoReturn:
    """Raise SQLite's error for one of a statement."""
    if not isinstance(error, psycopg.Error):
        raise error
    if connection.closed and not connection.has_expired:
        raise _Lost(error.diag.message_primary or str(error)) from error
    _refuse(error)
