"""Replacing a column's check, which SQLite cannot alter."""

import sqlite3

from sqlite_utils import Database


def replace_check(db: Database, table: str, column: str, old: str, new: str) -> None:
    """Replace the check `old` of a column by `new`, which must hold for every row that `old` allows.

    SQLite gets the new text in its schema by the procedure it documents for this (lang_altertable.html,
    "other kinds of schema changes"): no row is copied, so ten million take as long as ten.
    """
    if isinstance(getattr(db, "conn", None), sqlite3.Connection):
        _edit_schema(db, table, f"check ({old})", f"check ({new})")
    else:
        name = f"{table}_{column}_check"
        db.execute(f"alter table {table} drop constraint {name}")
        db.execute(f"alter table {table} add constraint {name} check ({new})")


def _edit_schema(db: Database, table: str, old: str, new: str) -> None:
    [sql] = db.execute("select sql from sqlite_master where type = 'table' and name = ?", [table]).fetchone()
    if sql.count(old) != 1:
        raise sqlite3.DatabaseError(f"{table}: unexpected schema, no {old}")
    [version] = db.execute("pragma schema_version").fetchone()
    db.execute("pragma writable_schema=on")
    db.execute(
        "update sqlite_master set sql = ? where type = 'table' and name = ?", [sql.replace(old, new), table]
    )
    db.execute(f"pragma schema_version={version + 1}")
    db.execute("pragma writable_schema=reset")  # also reads the schema again
