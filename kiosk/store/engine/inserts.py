"""Insert statements made from values by column name."""

import functools
import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database


def insert_row(db: Database, table: str, values: dict[str, Any], then: str = "") -> sqlite3.Cursor:
    """Insert one row; `then` is a conflict or returning clause, which may name the values as parameters."""
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    return db.execute(f"insert into {table} ({names}) values ({marks}) {then}", values)


def insert_rows(
    db: Database, into: str, rows: Sequence[Sequence[str | int | None]], then: str = ""
) -> sqlite3.Cursor:
    """Insert all `rows` with one statement, as a statement costs more than a row.

    `into` is the table with its columns; `then` follows the values.
    """
    sql = _make_insert(into, len(rows[0]), len(rows), then)
    return db.execute(sql, [value for row in rows for value in row])


@functools.lru_cache(maxsize=256)
def _make_insert(into: str, width: int, count: int, then: str) -> str:
    row = f"({', '.join('?' * width)})"
    return f"insert into {into} values {', '.join([row] * count)} {then}"
