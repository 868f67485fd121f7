"""Moving an office from its SQLite file to PostgreSQL, and verifying that every row arrived."""

import hashlib
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Any

from sqlite_utils import Database

from kiosk.base.progress import tracked
from kiosk.store.answers.answer_counts import ALL_DAYS
from kiosk.store.answers.answer_counts import get_tallies
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.journal.chain import find_break
from kiosk.store.offices import units

if TYPE_CHECKING:
    from kiosk.store.engine.postgres import PostgresDatabase


class NotEqual(Exception):
    """The copy differs from the source; nothing was kept."""


@dataclass(frozen=True)
class Moved:
    """A copied table and its number of rows."""

    table: str
    rows: int


def move_office(source: Database, target: "PostgresDatabase", report: Callable[[Moved], None]) -> None:
    """Copy every table of `source` into the migrated, empty `target`, compare, and only then commit.

    `report` is called after each table. The source must not take answers meanwhile.

    Raises:
        Conflict: the target holds data already.
        NotEqual: a table, the counted answers, a journal or a tally differs; the target is unchanged.
    """
    tables = _in_order(source)
    with transaction(source), transaction(target):
        for table in tables:
            if target.execute(f"select 1 as found from {table} limit 1").fetchone():
                raise Conflict(f"table {table} of the target is not empty")
        for table in tables:
            columns = _columns(source, table)
            names = ", ".join(columns)
            rows = map(tuple, source.execute(f"select {names} from {table}"))
            count = source.execute(f"select count(*) from {table}").fetchone()[0]
            target.copy_in(table, columns, tracked(rows, f"Tabel {table}", count))
            every = f"select {names} from {table} order by {names}"
            sent, arrived = _digest(source.execute(every)), _digest(target.stream(every))
            if sent != arrived:
                raise NotEqual(f"table {table}")
            report(Moved(table, sent[0]))
        _compare_figures(source, target)


def _columns(db: Database, table: str) -> list[str]:
    return [row["name"] for row in db.execute(f"pragma table_info({table})")]


def _in_order(source: Database) -> list[str]:
    """The tables in dependency order: each after those that it refers to."""
    waiting = {
        table: {row["table"] for row in source.execute(f"pragma foreign_key_list({table})")} - {table}
        for table in source.table_names()
        if not table.startswith(("_", "sqlite_"))
    }
    order: list[str] = []
    while waiting:
        ready = sorted(table for table, others in waiting.items() if others <= set(order))
        if not ready:
            raise NotEqual(f"tables with circular references: {', '.join(sorted(waiting))}")
        order += ready
        for table in ready:
            del waiting[table]
    return order


def _digest(rows: Iterable[Any]) -> tuple[int, str]:
    """The number of rows, and a hash of all of them in order."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(repr(tuple(row)).encode())
        count += 1
    return count, digest.hexdigest()


def _compare_figures(source: Database, target: Database) -> None:
    for unit in units.list_units(source):
        before, after = (get_tallies(db, unit.unit_id, *ALL_DAYS) for db in (source, target))
        if before != after:
            raise NotEqual(f"answers of unit {unit.code}")
        if find_break(target, unit.unit_id):
            raise NotEqual(f"journal of unit {unit.code}")
    if check_tallies(target):
        raise NotEqual("month tallies")
