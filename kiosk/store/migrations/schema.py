"""Migrating a database, and comparing its schema with what the migrations make."""

from sqlite_utils import Database

from kiosk.store.engine.connection import apply_steps
from kiosk.store.engine.connection import find_server_changes
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.migrations import migrations


def migrate(db: Database) -> None:
    """Bring the schema up to date; does nothing when it already is."""
    apply_steps(db, migrations)


def has_new_steps(db: Database) -> bool:
    """Whether `migrate` will change a SQLite file that is in use already."""
    return is_on_sqlite(db) and bool(migrations.applied(db)) and bool(migrations.pending(db))


def has_tables(db: Database) -> bool:
    """Whether this SQLite file has this program's tables."""
    return db.execute("select 1 from sqlite_master where name = 'units'").fetchone() is not None


def find_schema_changes(db: Database) -> list[str]:
    """Tables and indexes that are missing, changed or added compared with the migrations.

    On PostgreSQL only tables are named, and none by an account that may not create a schema.
    """
    if not is_on_sqlite(db):
        return find_server_changes(db, migrations)
    fresh = Database(memory=True, execute_plugins=False)
    migrations.apply(fresh)
    expected, found = _read_schema(fresh), _read_schema(db)
    fresh.close()
    return sorted(name for name in expected | found if expected.get(name) != found.get(name))


def _read_schema(db: Database) -> dict[str, str]:
    rows = db.execute("select name, sql from sqlite_master where sql is not null")
    return {row[0]: row[1] for row in rows}
