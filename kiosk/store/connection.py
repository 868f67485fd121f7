"""Opening the database, and the one way to write to it."""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sqlite_utils import Database

from kiosk.store.files import create_private
from kiosk.store.migrations import migrations

if TYPE_CHECKING:
    from kiosk.store.postgres import PostgresDatabase

BUSY_TIMEOUT_S = 10.0


def is_postgres(target: Path | str) -> bool:
    """Whether `target` is the address of a PostgreSQL database, not the path of a SQLite file."""
    return isinstance(target, str) and target.startswith(("postgresql://", "postgres://"))


def _postgres() -> ModuleType:
    """The other engine, imported only where it is used: psycopg is an extra."""
    try:
        return importlib.import_module("kiosk.store.postgres")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("PostgreSQL needs: pip install 'ikm-kiosk[postgres]'") from error


def open_postgres(address: str) -> "PostgresDatabase":
    """Open a PostgreSQL database by its address. Raises ModuleNotFoundError without psycopg."""
    db: PostgresDatabase = _postgres().PostgresDatabase(address)
    return db


def open_database(target: Path | str) -> Database:
    """Open a SQLite file, or the PostgreSQL database at a `postgresql://` address; `migrate` comes next.

    WAL lets reports read while answers are written. `synchronous=FULL` makes every commit an
    fsync: an acknowledged answer survives a power cut. `secure_delete` wipes what is deleted or
    overwritten, so that a redacted name is not left behind in the file.
    """
    if is_postgres(target):
        return open_postgres(str(target))
    path = Path(target)
    if not path.exists():
        create_private(path)
    conn = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    conn.row_factory = sqlite3.Row
    db = Database(conn, execute_plugins=False, recursive_triggers=False)
    db.enable_wal()
    for pragma in ("foreign_keys=on", "synchronous=full", "secure_delete=on", "trusted_schema=off"):
        db.execute(f"pragma {pragma}")
    return db


def is_on_sqlite(db: Database) -> bool:
    """Whether this is a SQLite file, not a PostgreSQL server."""
    return type(db) is Database


def has_new_steps(db: Database) -> bool:
    """Whether `migrate` will change a SQLite file that something was set up in already."""
    return is_on_sqlite(db) and bool(migrations.applied(db)) and bool(migrations.pending(db))


def migrate(db: Database) -> None:
    """Bring the schema up to date; does nothing when it already is."""
    if not is_on_sqlite(db):
        _postgres().migrate(db, migrations)
    elif migrations.pending(db):
        migrations.apply(db)


@contextmanager
def transaction(db: Database, *, alone: bool = True) -> Iterator[None]:
    """Run the block as one write, committed whole or not at all.

    Takes the write lock at once (`begin immediate`): a transaction that reads first and asks
    for the lock later fails under concurrency instead of waiting. `alone=False` is for blocks whose every
    statement is right whatever others write meanwhile: on PostgreSQL those run side by side.
    """
    db.execute("begin immediate" if alone or is_on_sqlite(db) else "begin")
    try:
        yield
        db.execute("commit")
    except BaseException:
        # A full disk makes SQLite roll back by itself, or fail at the commit and leave that to us.
        with suppress(sqlite3.Error):
            db.execute("rollback")
        raise
