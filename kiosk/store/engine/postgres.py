"""PostgreSQL behind the same functions and SQL text as SQLite: a class with the interface of its connection.

The store uses the SQL that both engines understand. This module handles the differences: placeholders, column
types in the schema, errors, and the meaning of `begin immediate`. Rows are read by name and by position.
"""

import functools
import re
import sqlite3
import weakref
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import closing
from contextlib import contextmanager
from datetime import UTC
from datetime import datetime
from typing import Any
from typing import NoReturn

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus
from psycopg.rows import RowMaker
from psycopg.types.numeric import IntDumper
from psycopg.types.string import StrDumperUnknown
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store.engine.errors import TryAgain
from kiosk.store.engine.write_queue import LOCK_TIMEOUT_S

CONNECT_TIMEOUT_S = 10

# An advisory lock held by one writer at a time until its transaction ends, like SQLite's write lock. The
# number is arbitrary but the same in all processes. Offices in separate schemas do not wait for each other.
_LOCK = 0x494B4D
_BEGIN = {
    "begin immediate": f"begin; select pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))",
    "begin": "begin",
}

# As on SQLite: a lock that is held for longer makes the others fail instead of hang.
_SET_LOCK_TIMEOUT = f"set lock_timeout = '{LOCK_TIMEOUT_S:g}s'"

_TOKEN = re.compile(
    r"""(?P<kept>'(?:[^']|'')*' | "[^"]*" | --[^\n]* | ::)
      | (?P<mark>\?) | :(?P<name>[a-z_]\w*) | (?P<percent>%) | (?P<like>\blike\b)
      | (?P<none>\bin\s*\(\s*\))""",
    re.VERBOSE | re.IGNORECASE,
)
_TYPES = {
    # Compares and sorts by code point, as SQLite does, whatever the server's locale.
    "text": 'text collate "C"',
    "integer": "bigint",
    "real": "double precision",
    "blob": "bytea",
}
_TYPED = re.compile(rf"\b(\w+)\s+({'|'.join(_TYPES)})\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?P<column>\w+)\s+text\b(?P<rules>[^,]*?)\s+(?P<clause>references\s+(?P<table>\w+)\s*\([^)]*\)"
    r"(?:\s+on\s+delete\s+\w+)?)",
    re.IGNORECASE,
)
_CREATE_TABLE = re.compile(r"\s*create\s+table\s+(\w+)", re.IGNORECASE)


@functools.lru_cache(maxsize=1024)
def translate(sql: str) -> str:
    """The store's SQL with psycopg's placeholders; `like` and `in ()` behave as on SQLite."""

    def one(found: re.Match[str]) -> str:
        if found["mark"]:
            return "%s"
        if found["name"]:
            return f"%({found['name']})s"
        if found["like"]:
            return "ilike"
        if found["none"]:
            return "in (select null where false)"
        return found[0].replace("%", "%%")

    return _TOKEN.sub(one, sql)


def translate_schema(sql: str) -> str:
    """A `create` or `alter` statement of the migrations with PostgreSQL's types."""
    without = re.sub(r"\)\s*strict\s*$", ")", sql, flags=re.IGNORECASE)
    return _TYPED.sub(lambda found: f"{found[1]} {_TYPES[found[2].lower()]}", without)


class PostgresRow(Sequence[Any]):
    """A row that is read by position, by name, or as a mapping (`dict(row)`), like `sqlite3.Row`."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: Mapping[str, int], values: Sequence[Any]) -> None:
        self._names = names
        self._values = values

    def __getitem__(self, key: Any) -> Any:
        return self._values[self._names[key] if isinstance(key, str) else key]

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._names)


def _make_rows(cursor: psycopg.Cursor[Any]) -> RowMaker[PostgresRow]:
    names = {column.name: position for position, column in enumerate(cursor.description or ())}
    return lambda values: PostgresRow(names, values)


class _Text(StrDumperUnknown):
    """Text with U+FFFD for U+0000, which PostgreSQL refuses; stored text never has it."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


class _Number(Loader):
    """Loads `numeric`, the type of sums of integers, as int where it is whole, as SQLite does."""

    def load(self, data: Any) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text or b"N" in text else int(text)


def _refuse(error: psycopg.Error) -> NoReturn:
    """Raise the error that SQLite would have raised."""
    if isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
        raise TryAgain(str(error)) from error
    if isinstance(error, psycopg.errors.NumericValueOutOfRange):
        raise OverflowError(str(error)) from error
    if isinstance(error, psycopg.IntegrityError | psycopg.DataError):
        raise sqlite3.IntegrityError(str(error)) from error
    # A read-only server (a standby) is an outage, like a read-only disk.
    if isinstance(error, psycopg.OperationalError | psycopg.errors.ReadOnlySqlTransaction):
        raise sqlite3.OperationalError(str(error)) from error
    raise sqlite3.DatabaseError(str(error)) from error


class PostgresDatabase(Database):
    """A connection to PostgreSQL that the store's functions accept in place of a SQLite file.

    It has only the methods that the store uses. A lost connection, as when the server restarts, is reopened
    at the next statement outside a transaction.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[PostgresRow]:
        try:
            connection = psycopg.connect(
                self.address,
                autocommit=True,
                connect_timeout=CONNECT_TIMEOUT_S,
                application_name="ikm",
                # Parameters are quoted into the SQL, so that the server infers their types from the
                # context, as SQLite does (`:service is null or …`).
                cursor_factory=psycopg.ClientCursor,
                row_factory=_make_rows,
            )
            # Closes the connection also when the object is dropped, as with its thread or its application.
            weakref.finalize(self, connection.close)
            connection.execute(_SET_LOCK_TIMEOUT)
        except psycopg.Error as error:
            _refuse(error)
        connection.adapters.register_dumper(bool, IntDumper)
        connection.adapters.register_dumper(str, _Text)
        connection.adapters.register_loader("numeric", _Number)
        return connection

    @property
    def is_idle(self) -> bool:
        """Whether no transaction has begun."""
        return self._connection.info.transaction_status == TransactionStatus.IDLE

    def execute(  # type: ignore[override]
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None
    ) -> psycopg.Cursor[PostgresRow]:
        """Run one statement of the store. Raises what `sqlite3` would."""
        if self._connection.closed:
            if sql in ("commit", "rollback"):
                raise sqlite3.OperationalError("the connection to the database was lost")
            self._connection = self._connect()
        if begin := _BEGIN.get(sql):
            if not self.is_idle:
                raise sqlite3.OperationalError("cannot start a transaction within a transaction")
            return self.execute_as_is(begin)
        try:
            # Always with parameters: without any, psycopg does not turn `%%` into `%`.
            return self._connection.execute(translate(sql), parameters or ())
        except psycopg.Error as error:
            _refuse(error)

    def execute_as_is(self, sql: str) -> psycopg.Cursor[PostgresRow]:
        """Run PostgreSQL's own SQL, without parameters."""
        try:
            return self._connection.execute(sql)
        except psycopg.Error as error:
            _refuse(error)

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[PostgresRow]:
        """The rows of a large query one by one, inside a transaction."""
        with psycopg.ServerCursor(self._connection, "stream", row_factory=_make_rows) as cursor:
            cursor.itersize = 500
            yield from cursor.execute(translate(sql), parameters)

    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows with one statement, so that they may refer to each other in any order."""
        try:
            with self._connection.cursor().copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            _refuse(error)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def atomic(self) -> Iterator["PostgresDatabase"]:
        """A transaction around the block, as in sqlite-utils."""
        self.execute("begin immediate")
        try:
            yield self
        except BaseException:
            self.execute("rollback")
            raise
        self.execute("commit")


class _Schema(PostgresDatabase):
    """The database as migrations get it: their statements are translated to PostgreSQL's types.

    SQLite allows a reference to a table that a later migration creates; here it is added at the end.
    """

    def __init__(self, db: PostgresDatabase) -> None:
        self._db = db
        self._later: list[str] = []

    def execute(self, sql: str, parameters: Any = None) -> psycopg.Cursor[PostgresRow]:  # type: ignore[override]
        if not re.match(r"\s*(create|alter|drop)\b", sql, re.IGNORECASE):
            return self._db.execute(sql, parameters)
        if created := _CREATE_TABLE.match(sql):
            sql = _REFERENCE.sub(lambda found: self._reference(created[1], found), sql)
        return self._db.execute_as_is(translate_schema(sql))

    def _reference(self, table: str, found: re.Match[str]) -> str:
        other = found["table"]
        if other == table or self._has(other):
            return found[0]
        self._later.append(f"alter table {table} add foreign key ({found['column']}) {found['clause']}")
        return f"{found['column']} text{found['rules']}"

    def _has(self, table: str) -> bool:
        row = self._db.execute("select to_regclass(?) as found", [table]).fetchone()
        return row is not None and row["found"] is not None

    def finish(self) -> None:
        """Add the references to tables that were created later."""
        for sql in self._later:
            self._db.execute_as_is(sql)


def migrate(db: PostgresDatabase, migrations: Migrations) -> None:
    """Apply the missing migrations in one transaction; processes that start meanwhile wait."""
    # An empty database has every step still to take.
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        steps = migrations.pending(empty)
    db.execute_as_is("set lock_timeout = 0")
    with db.atomic():
        db.execute_as_is("""
            create table if not exists _migrations (
                name text primary key, applied_at text not null)""")
        done = {row["name"] for row in db.execute("select name from _migrations")}
        schema = _Schema(db)
        for step in steps:
            if step.name not in done:
                step.fn(schema)
                db.execute(
                    "insert into _migrations (name, applied_at) values (?, ?)",
                    [step.name, datetime.now(UTC).isoformat()],
                )
        schema.finish()
    db.execute_as_is(_SET_LOCK_TIMEOUT)
