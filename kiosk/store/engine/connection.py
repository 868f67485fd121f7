"""Opening a database, snapshots, transactions and group commits, on both engines."""

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

from kiosk.store.engine.limits import COMMAND
from kiosk.store.engine.limits import Limits
from kiosk.store.engine.sqlite import SqliteDatabase
from kiosk.store.engine.wait_sign import POLL_S
from kiosk.store.engine.write_queue import LOCK_TIMEOUT_S
from kiosk.store.engine.write_queue import Item
from kiosk.store.engine.write_queue import Result
from kiosk.store.engine.write_queue import Work
from kiosk.store.engine.write_queue import WriteQueue
from kiosk.store.engine.write_queue import begin_transaction
from kiosk.store.engine.write_queue import find_queue
from kiosk.store.engine.write_queue import is_idle

if TYPE_CHECKING:
    from kiosk.store.engine.postgres import PostgresDatabase


def is_postgres(target: Path | str) -> bool:
    """Whether `target` is the address of a PostgreSQL database, not the path of a SQLite file."""
    return isinstance(target, str) and target.startswith(("postgresql://", "postgres://"))


def _postgres(module: str = "postgres") -> ModuleType:
    """A module of the PostgreSQL engine, imported only when it is used: psycopg is an optional dependency."""
    try:
        return importlib.import_module(f"kiosk.store.engine.{module}")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("PostgreSQL needs: pip install 'ikm-kiosk[postgres]'") from error


def open_postgres(address: str, limits: Limits = COMMAND) -> "PostgresDatabase":
    """Open a PostgreSQL database by its address.

    Raises:
        ModuleNotFoundError: psycopg is not installed.
        BadSetting: the database has an encoding that cannot store every name.
        sqlite3.OperationalError: it does not answer.
    """
    db: PostgresDatabase = _postgres().PostgresDatabase(address, limits)
    return db


def open_database(target: Path | str, limits: Limits = COMMAND) -> Database:
    """Open a SQLite file, or the PostgreSQL database at a `postgresql://` address; `migrate` comes next."""
    return open_postgres(str(target), limits) if is_postgres(target) else SqliteDatabase(Path(target))


def is_on_sqlite(db: Database) -> bool:
    """Whether this is a SQLite file, not a PostgreSQL server."""
    return isinstance(db, SqliteDatabase)


def has_table(db: Database, name: str) -> bool:
    """Whether there is a table of this name; copies of an earlier version may lack it."""
    tables = "information_schema.tables where table_schema = current_schema() and table_name"
    where = tables if hasattr(db, "address") else "sqlite_master where name"
    return db.execute(f"select 1 as found from {where} = ?", [name]).fetchone() is not None


def apply_steps(db: Database, migrations: Migrations) -> None:
    """Apply the migrations that the database does not have yet."""
    if not is_on_sqlite(db):
        _postgres("postgres_schema").migrate(db, migrations)
    elif migrations.pending(db):
        db.execute(f"pragma busy_timeout={1000 * LOCK_TIMEOUT_S:.0f}")  # they bypass `SqliteDatabase.execute`
        migrations.apply(db)
        db.execute(f"pragma busy_timeout={1000 * POLL_S:.0f}")


def find_server_changes(db: Database, migrations: Migrations) -> list[str]:
    """Tables on PostgreSQL that differ from what the migrations make."""
    changed: list[str] = _postgres("postgres_schema").find_changes(db, migrations)
    return changed


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Let every read in the block see the database as it is at one moment, without blocking writers."""
    db.execute("begin" if is_on_sqlite(db) else "begin snapshot")
    try:
        yield
    finally:
        db.execute("rollback")


@contextmanager
def ensure_snapshot(db: Database) -> Iterator[None]:
    """A `snapshot`, or nothing when the caller has begun one or a transaction."""
    with snapshot(db) if is_idle(db) else nullcontext():
        yield


def stream(db: Database, sql: str, parameters: Sequence[Any]) -> Iterator[Any]:
    """The rows of a large query one by one; inside a snapshot or a transaction."""
    if is_on_sqlite(db):
        return db.execute(sql, parameters)
    return cast("PostgresDatabase", db).stream(sql, parameters)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """A write transaction around the block: committed at its end, rolled back when it raises.

    Takes the write lock at the start (`begin immediate`): a transaction that reads first and asks for the
    lock later fails under concurrency instead of waiting.
    """
    with db.exclusive_writer() if isinstance(db, SqliteDatabase) else nullcontext(), begin_transaction(db):
        yield


def is_awaited(db: Database) -> bool:
    """Whether long work should end its transaction here, as another writer waits; always on PostgreSQL."""
    return db.is_awaited if isinstance(db, SqliteDatabase) else True


def check_writable(db: Database) -> None:
    """Commit a write that changes no data and takes no room. Raises sqlite3.Error when it is refused.

    On PostgreSQL every commit writes, and waits for the standby (`PostgresDatabase`).
    """
    with transaction(db):
        if is_on_sqlite(db):
            number = db.execute("pragma user_version").fetchone()[0]
            db.execute(f"pragma user_version = {(number + 1) % 1000}")


@contextmanager
def confirmed(db: Database) -> Iterator[None]:
    """End the block with a commit if it made none, on PostgreSQL.

    A block that found its work done before has only read. What it read may be on this server only, until a
    later commit has reached the standby.
    """
    if is_on_sqlite(db):
        yield
        return
    server = cast("PostgresDatabase", db)
    before = server.commits
    yield
    if server.commits == before:
        check_writable(db)


@contextmanager
def ensure_transaction(db: Database) -> Iterator[None]:
    """A `transaction`, or nothing when the caller has begun one."""
    if is_idle(db):
        with transaction(db):
            yield
    else:
        yield


def group_commit(db: Database, work: Work[Item, Result], item: Item, *, unit_id: str) -> Result:
    """The result of `work` for `item`, once what it wrote is committed; atomic for the item.

    Concurrent callers with the same `work` share one call and one commit (see `write_queue`), on PostgreSQL
    those of the same unit. Every statement of `work` must be correct whatever others write meanwhile, because
    PostgreSQL runs it without the write lock.
    """
    find_db = db.find_writer if isinstance(db, SqliteDatabase) else lambda: db
    result = get_queue(db, unit_id).group_commit(find_db, work, item)
    if not is_on_sqlite(db):
        cast("PostgresDatabase", db).commits += 1  # by another thread's connection, perhaps
    return result


def get_queue(db: Database, unit_id: str) -> WriteQueue:
    """The queue of those who record answers of this unit."""
    if isinstance(db, SqliteDatabase):
        return db.write_queue
    return find_queue((cast("PostgresDatabase", db).address, unit_id), begin="begin")
