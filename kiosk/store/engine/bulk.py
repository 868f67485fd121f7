"""Several rows in one statement: a statement costs more than what it says."""

import functools
import sqlite3
from collections.abc import Sequence

from sqlite_utils import Database


def insert_rows(
    db: Database, into: str, rows: Sequence[Sequence[str | int | None]], then: str = ""
) -> sqlite3.Cursor:
    """Insert all `rows` at once; `into` is the table with its columns, `then` what follows the values."""
    sql = _insert(into, len(rows[0]), len(rows), then)
    return db.execute(sql, [value for row in rows for value in row])


@functools.lru_cache(maxsize=256)
def _insert(into: str, width: int, count: int, then: str) -> str:
    row = f"({', '.join('?' * width)})"
    return f"insert into {into} values {', '.join([row] * count)} {then}"
