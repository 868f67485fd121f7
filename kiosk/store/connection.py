"""Opening the database, and the one way to write to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from kiosk.store.files import create_private
from kiosk.store.migrations import migrations

BUSY_TIMEOUT_S = 10.0


def has_new_steps(db: Database) -> bool:
    """Whether `migrate` will change a database that something was set up in already."""
    return bool(migrations.applied(db)) and bool(migrations.pending(db))


def open_database(path: Path) -> Database:
    """Open the SQLite file at `path`, ready to use (not migrated: see `migrate`).

    WAL lets reports read while answers are written. `synchronous=FULL` makes every commit an
    fsync: an acknowledged answer survives a power cut. `secure_delete` wipes what is deleted or
    overwritten, so that a redacted name is not left behind in the file.
    """
    if not path.exists():
        create_private(path)
    conn = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    conn.row_factory = sqlite3.Row
    db = Database(conn, execute_plugins=False, recursive_triggers=False)
    db.enable_wal()
    for pragma in ("foreign_keys=on", "synchronous=full", "secure_delete=on", "trusted_schema=off"):
        db.execute(f"pragma {pragma}")
    return db


def migrate(db: Database) -> None:
    """Bring the schema up to date; does nothing when it already is."""
    if migrations.pending(db):
        migrations.apply(db)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run the block as one write, committed whole or not at all.

    Takes the write lock at once (`begin immediate`): a transaction that reads first and asks
    for the lock later fails under concurrency instead of waiting.
    """
    db.execute("begin immediate")
    try:
        yield
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")
