"""Opening the database, and the one way to write to it."""

import importlib
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from typing import Any
from typing import cast

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store.engine.sqlite import SqliteDatabase
from kiosk.store.engine.write_queue import Item
from kiosk.store.engine.write_queue import Result
from kiosk.store.engine.write_queue import Turns
from kiosk.store.engine.write_queue import Work
from kiosk.store.engine.write_queue import begun
from kiosk.store.engine.write_queue import find_turns
from kiosk.store.engine.write_queue import is_idle

if TYPE_CHECKING:
    from kiosk.store.engine.postgres import PostgresDatabase


def is_postgres(target: Path | str) -> bool:
    """Whether `target` is the address of a PostgreSQL database, not the path of a SQLite file."""
    return isinstance(target, str) and target.startswith(("postgresql://", "postgres://"))


def _postgres() -> ModuleType:
    """The other engine, imported only where it is used: psycopg is an extra."""
    try:
        return importlib.import_module("kiosk.store.engine.postgres")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("PostgreSQL needs: pip install 'ikm-kiosk[postgres]'") from error


def open_postgres(address: str) -> "PostgresDatabase":
    """Open a PostgreSQL database by its address. Raises ModuleNotFoundError without psycopg."""
    db: PostgresDatabase = _postgres().PostgresDatabase(address)
    return db


def open_database(target: Path | str) -> Database:
    """Open a SQLite file, or the PostgreSQL database at a `postgresql://` address; `migrate` comes next."""
    return open_postgres(str(target)) if is_postgres(target) else SqliteDatabase(Path(target))


def is_on_sqlite(db: Database) -> bool:
    """Whether this is a SQLite file, not a PostgreSQL server."""
    return isinstance(db, SqliteDatabase)


def apply_steps(db: Database, migrations: Migrations) -> None:
    """Apply the migrations that the database does not have yet."""
    if not is_on_sqlite(db):
        _postgres().migrate(db, migrations)
    elif migrations.pending(db):
        migrations.apply(db)


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Let every read of the block see the database as it is at one moment; nobody waits for it."""
    db.execute("begin" if is_on_sqlite(db) else "begin isolation level repeatable read")
    try:
        yield
    finally:
        db.execute("rollback")


@contextmanager
def reading(db: Database) -> Iterator[None]:
    """A `snapshot`, or a part of what the caller has begun."""
    with snapshot(db) if is_idle(db) else nullcontext():
        yield


def stream(db: Database, sql: str, parameters: Sequence[Any]) -> Iterator[Any]:
    """The rows of a large query without holding them all; inside a snapshot or a transaction."""
    if is_on_sqlite(db):
        return db.execute(sql, parameters)
    return cast("PostgresDatabase", db).stream(sql, parameters)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run the block as one write, committed whole or not at all.

    Takes the write lock at once (`begin immediate`): a transaction that reads first and asks
    for the lock later fails under concurrency instead of waiting.
    """
    with db.turn() if isinstance(db, SqliteDatabase) else nullcontext(), begun(db):
        yield


def check_writable(db: Database) -> None:
    """Begin a write and change nothing. Raises sqlite3.Error when the storage refuses it."""
    with transaction(db):
        pass


@contextmanager
def joining(db: Database) -> Iterator[None]:
    """A `transaction`, or a part of the one that the caller has begun."""
    if is_idle(db):
        with transaction(db):
            yield
    else:
        yield


def commit_together(db: Database, work: Work[Item, Result], item: Item, *, unit_id: str) -> Result:
    """What `work` makes of `item`, once what it wrote is committed, whole or not at all.

    For work whose every statement is right whatever others write meanwhile: those who come at the same moment
    share one call and one commit (see `turns`), on PostgreSQL only with others of this unit.
    """
    return turns_of(db, unit_id).together(db, work, item)


def turns_of(db: Database, unit_id: str) -> Turns:
    """Where those queue up who record answers of this unit."""
    if isinstance(db, SqliteDatabase):
        return db.turns
    return find_turns((cast("PostgresDatabase", db).address, unit_id), begin="begin")
