"""The schema on PostgreSQL has nothing that a distributed server is known to refuse."""

from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate

# Queries for objects that must not exist.
NOTHING_OF = {
    "triggers": "select tgname from pg_trigger where not tgisinternal",
    "rules": "select rulename from pg_rules where schemaname = current_schema()",
    "sequences, serial columns, views, partitions": """
        select relname from pg_class
        where relnamespace = current_schema()::regnamespace
          and (relkind not in ('r', 'i') or relispartition)""",
    "identity or generated columns, and defaults that are computed": """
        select table_name, column_name from information_schema.columns
        where table_schema = current_schema() and (
            is_identity = 'YES' or is_generated <> 'NEVER' or column_default ~ '[(]')""",
    "types beyond text, whole and real numbers and bytes": """
        select table_name, column_name from information_schema.columns
        where table_schema = current_schema()
          and data_type not in ('text', 'bigint', 'double precision', 'bytea')""",
    "functions and procedures": """
        select proname from pg_proc where pronamespace = current_schema()::regnamespace""",
    "extensions": "select extname from pg_extension where extname <> 'plpgsql'",
    "inheritance": """
        select relname from pg_inherits join pg_class on oid = inhrelid where relkind = 'r'""",
    "tables without a primary key": """
        select relname from pg_class c where relkind = 'r' and relnamespace = current_schema()::regnamespace
        and not exists (select 1 from pg_constraint where conrelid = c.oid and contype = 'p')""",
    "exclusion constraints, deferred constraints": """
        select conname from pg_constraint where connamespace = current_schema()::regnamespace
        and (contype = 'x' or condeferrable)""",
    # A schema stays on one node: nothing in it may refer to another.
    "references out of the schema": """
        select conname from pg_constraint f join pg_class other on other.oid = f.confrelid
        where contype = 'f' and connamespace = current_schema()::regnamespace
          and other.relnamespace <> f.connamespace""",
}


@pytest.fixture(scope="module")
def kota(postgres_url: str) -> Iterator[Database]:
    """A kota's own schema in a shared database, reached as docs/scaling.md describes."""
    admin = open_database(postgres_url)
    admin.execute("create schema banjarbaru")
    db = open_database(f"{postgres_url}&options=-csearch_path%3Dbanjarbaru")
    migrate(db)
    yield db
    db.close()
    admin.execute("drop schema banjarbaru cascade")
    admin.close()


@pytest.mark.parametrize("what", NOTHING_OF)
def test_nothing_that_a_distributed_server_refuses_is_in_it(kota: Database, what: str) -> None:
    found = [tuple(row) for row in kota.execute(NOTHING_OF[what]).fetchall()]
    assert not found, what


def test_all_tables_are_in_the_given_schema(kota: Database) -> None:
    tables = "select relname as name from pg_class where relkind = 'r' and relnamespace = {}::regnamespace"
    here, elsewhere = (
        {row["name"] for row in kota.execute(tables.format(schema)).fetchall()}
        for schema in ("'banjarbaru'", "'public'")
    )
    assert "responses" in here and "_migrations" in here and elsewhere <= here


def test_rows_cannot_be_spread_by_unit(kota: Database) -> None:
    """Why docs/scaling.md shards by schema: keys without the unit cannot be unique across nodes."""
    rows = kota.execute(
        """select c.conrelid::regclass::text as name from pg_constraint c
           where contype in ('p', 'u') and connamespace = current_schema()::regnamespace and not exists (
               select 1 from pg_attribute where attrelid = conrelid and attnum = any (conkey)
               and attname = 'unit_id')"""
    ).fetchall()
    assert {"responses", "collectors", "people"} <= {row["name"] for row in rows}
