"""Migrating a PostgreSQL database with the steps that are written for SQLite."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC
from datetime import datetime
from typing import Any

import psycopg
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store.engine.limits import MIGRATION
from kiosk.store.engine.postgres import PostgresDatabase
from kiosk.store.engine.postgres_rows import PostgresRow
from kiosk.store.engine.postgres_sql import CREATE_TABLE
from kiosk.store.engine.postgres_sql import REFERENCE
from kiosk.store.engine.postgres_sql import add_reference
from kiosk.store.engine.postgres_sql import translate_schema


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
        if created := CREATE_TABLE.match(sql):
            sql = REFERENCE.sub(lambda found: self._reference(created[1], found), sql)
        return [self._db.execute_as_is(one) for one in translate_schema(sql)][-1]

    def _reference(self, table: str, found: re.Match[str]) -> str:
        other = found["table"]
        if other == table or _has_table(self._db, other):
            return found[0]
        self._later.append(add_reference(table, found["column"], found["clause"]))
        return f"{found['column']} text{found['rules']}"

    def finish(self) -> None:
        """Add the references to tables that were created later."""
        for sql in self._later:
            self._db.execute_as_is(sql)


def _has_table(db: PostgresDatabase, name: str) -> bool:
    row = db.execute("select to_regclass(?) as found", [name]).fetchone()
    return row is not None and row["found"] is not None


def migrate(db: PostgresDatabase, migrations: Migrations) -> None:
    """Apply the missing migrations in one transaction; programs that start meanwhile wait.

    With none missing it takes no lock and needs no right to change tables.
    """
    if not _find_missing(db, migrations):
        return
    with closing(PostgresDatabase(db.address, MIGRATION)) as own, own.atomic():
        apply_missing(own, migrations)


def _find_missing(db: PostgresDatabase, migrations: Migrations) -> list[Any]:
    # An empty database has every step still to take.
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        steps = migrations.pending(empty)
    rows = db.execute("select name from _migrations").fetchall() if _has_table(db, "_migrations") else ()
    done = {row["name"] for row in rows}
    return [step for step in steps if step.name not in done]


def apply_missing(db: PostgresDatabase, migrations: Migrations) -> None:
    """Apply the missing migrations in the transaction that has begun."""
    db.execute_as_is("""
        create table if not exists _migrations (
            name text primary key, applied_at text not null)""")
    schema = _Schema(db)
    for step in _find_missing(db, migrations):
        step.fn(schema)
        db.execute(
            "insert into _migrations (name, applied_at) values (?, ?)",
            [step.name, datetime.now(UTC).isoformat()],
        )
    schema.finish()


# What a table consists of, by its name and definition. Names of constraints are left out: PostgreSQL makes
# them, and an older version of the program had others made.
_DEFINITIONS = """
    select c.relname as of, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as definition
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
    union all
    select c.relname, pg_get_constraintdef(o.oid)
    from pg_constraint o join pg_class c on c.oid = o.conrelid
    where o.connamespace = current_schema()::regnamespace and o.contype <> 't'
    union all
    select tablename, replace(indexdef, ' ' || schemaname || '.', ' ')
    from pg_indexes where schemaname = current_schema()
    union all
    select c.relname, 'trigger ' || t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace"""
_OTHER = "ikm_check"


def find_changes(db: PostgresDatabase, migrations: Migrations) -> list[str]:
    """Tables that differ from what the migrations make on this server; empty without the right to compare.

    They are made once more in a schema of their own, in a transaction that is rolled back.
    """
    with closing(PostgresDatabase(db.address, MIGRATION)) as own:
        own.execute("begin")
        try:
            found = _read_definitions(own)
            own.execute_as_is(f"create schema {_OTHER}; set local search_path to {_OTHER}")
            apply_missing(own, migrations)
            expected = _read_definitions(own)
        except sqlite3.DatabaseError as error:
            if isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                return []
            raise
        finally:
            own.execute("rollback")
    return sorted({table for table, _ in found ^ expected})


def _read_definitions(db: PostgresDatabase) -> set[tuple[str, str]]:
    return {(row["of"], row["definition"]) for row in db.execute(_DEFINITIONS)}
