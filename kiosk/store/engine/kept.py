"""What requests of visitors read each time, kept in memory until something other than an answer is written.

A value that was read is exact for this process: every write but those of `group_commit` raises a counter that
the value is kept under. What another process writes is seen after `FRESH_S` at the latest.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlite_utils import Database

from kiosk.store.engine.sqlite import SqliteDatabase

FRESH_S = 1.0
_MOST = 1024

Value = TypeVar("Value")


def keep(db: Database, key: str, read: Callable[[], Value]) -> Value:
    """The value that `read` returns, perhaps from an earlier call with this key. Not kept on PostgreSQL."""
    if not isinstance(db, SqliteDatabase) or not db.is_idle:
        return read()
    queue, now = db.write_queue, time.monotonic()
    # The number first: a value that was read before a write must not be kept under the number after it.
    number = queue.changes
    found = queue.kept.get(key)
    if found and found[0] == number and now - found[1] < FRESH_S:
        value: Value = found[2]
        return value
    value = read()
    if len(queue.kept) >= _MOST:
        queue.kept.clear()
    queue.kept[key] = (number, now, value)
    return value
