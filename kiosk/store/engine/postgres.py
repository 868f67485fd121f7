"""PostgreSQL behind the same functions and SQL text as SQLite: one class that looks like its connection.

The store writes the SQL that both speak. What is left is told here, once: placeholders, the types in
the schema, the errors, and what `begin immediate` means. Rows answer by name and by position.
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
from kiosk.store.engine.write_queue import PATIENCE_S

CONNECT_TIMEOUT_S = 10

# Held by one writer at a time, as SQLite's write lock is, until the transaction ends. The number is
# any; all processes must use the same. Offices in schemas of their own do not wait for each other.
_LOCK = 0x494B4D
_BEGIN = {
    "begin immediate": f"begin; select pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))",
    "begin": "begin",
}

# As long as on SQLite: whoever holds a lock for longer keeps nobody else hanging.
_PATIENT = f"set lock_timeout = '{PATIENCE_S:g}s'"

_TOKEN = re.compile(
    r"""(?P<kept>'(?:[^']|'')*' | "[^"]*" | --[^\n]* | ::)
      | (?P<mark>\?) | :(?P<name>[a-z_]\w*) | (?P<percent>%) | (?P<like>\blike\b)
      | (?P<none>\bin\s*\(\s*\))""",
    re.VERBOSE | re.IGNORECASE,
)
_TYPES = {
    # Compared and sorted by code point, as SQLite does, whatever the server's language.
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
    """The store's SQL with psycopg's placeholders; `like` and `in ()` mean what they mean to SQLite."""

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


class Row(Sequence[Any]):
    """One row, by position, by name, or as a mapping (`dict(row)`), like `sqlite3.Row`."""

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


def _make_rows(cursor: psycopg.Cursor[Any]) -> RowMaker[Row]:
    names = {column.name: position for position, column in enumerate(cursor.description or ())}
    return lambda values: Row(names, values)


class _Text(StrDumperUnknown):
    """Text without U+0000, which PostgreSQL cannot hold; nothing that is stored has it."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


class _Number(Loader):
    """`numeric`, which sums of integers are: an int where it is whole, as SQLite gives."""

    def load(self, data: Any) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text or b"N" in text else int(text)


def _refuse(error: psycopg.Error) -> NoReturn:
    """Raise what SQLite would have raised."""
    if isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
        raise TryAgain(str(error)) from error
    if isinstance(error, psycopg.errors.NumericValueOutOfRange):
        raise OverflowError(str(error)) from error
    if isinstance(error, psycopg.IntegrityError | psycopg.DataError):
        raise sqlite3.IntegrityError(str(error)) from error
    # A server that only reads, as a stand-by does, is out like a disk that does.
    if isinstance(error, psycopg.OperationalError | psycopg.errors.ReadOnlySqlTransaction):
        raise sqlite3.OperationalError(str(error)) from error
    raise sqlite3.DatabaseError(str(error)) from error


class PostgresDatabase(Database):
    """A connection to PostgreSQL that the store's functions take in place of a SQLite file.

    Only what the store uses is there: `execute`, `close`. One that was lost, as when the server
    restarts, is opened anew at the next statement outside a transaction.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[Row]:
        try:
            connection = psycopg.connect(
                self.address,
                autocommit=True,
                connect_timeout=CONNECT_TIMEOUT_S,
                application_name="ikm",
                # Parameters are quoted here and not sent apart, so that their types are guessed from
                # what they meet, as SQLite does (`:service is null or …`).
                cursor_factory=psycopg.ClientCursor,
                row_factory=_make_rows,
            )
            # When it is dropped, as with its thread or its application, the server has one less.
            weakref.finalize(self, connection.close)
            connection.execute(_PATIENT)
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
    ) -> psycopg.Cursor[Row]:
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
            # Always with parameters: without any, psycopg leaves `%%` as it stands.
            return self._connection.execute(translate(sql), parameters or ())
        except psycopg.Error as error:
            _refuse(error)

    def execute_as_is(self, sql: str) -> psycopg.Cursor[Row]:
        """Run PostgreSQL's own SQL, without parameters."""
        try:
            return self._connection.execute(sql)
        except psycopg.Error as error:
            _refuse(error)

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a large query, inside a transaction, without holding them all."""
        with psycopg.ServerCursor(self._connection, "stream", row_factory=_make_rows) as cursor:
            cursor.itersize = 500
            yield from cursor.execute(translate(sql), parameters)

    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add many rows in one statement, so that they may refer to each other in any order."""
        try:
            with self._connection.cursor().copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            _refuse(error)

    def close(self) -> None:
        """Give the connection back to the server."""
        self._connection.close()

    @contextmanager
    def atomic(self) -> Iterator["PostgresDatabase"]:
        """One transaction, as sqlite-utils has it."""
        self.execute("begin immediate")
        try:
            yield self
        except BaseException:
            self.execute("rollback")
            raise
        self.execute("commit")


class _Schema(PostgresDatabase):
    """What a migration is given: its statements get PostgreSQL's types.

    A reference to a table that a later migration makes is allowed by SQLite; here it is added at the end.
    """

    def __init__(self, db: PostgresDatabase) -> None:
        self._db = db
        self._later: list[str] = []

    def execute(self, sql: str, parameters: Any = None) -> psycopg.Cursor[Row]:  # type: ignore[override]
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
        """Add the references that had to wait."""
        for sql in self._later:
            self._db.execute_as_is(sql)


def migrate(db: PostgresDatabase, migrations: Migrations) -> None:
    """Bring the schema up to date, all or nothing, while other processes that start now wait."""
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
    db.execute_as_is(_PATIENT)
