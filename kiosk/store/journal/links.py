"""Reading the links of a unit's journal, each with the row that it is about."""

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import stream
from kiosk.store.journal import journal
from kiosk.store.journal.kinds import EVENTS
from kiosk.store.journal.kinds import RESPONSE
from kiosk.store.journal.kinds.base import Event

# Beside the tables of events, because the link of a response commits to them.
_PERSONAL = {
    "profiles": (*journal.PROFILE, *journal.LATER_PROFILE, "salt"),
    "comments": ("text", "salt"),
}


def _query() -> str:
    """A column of an event's table is `name_of_table`; null where the link is about something else."""
    tables: dict[str, list[Event]] = {}
    for kind in EVENTS.values():
        if kind.table:
            tables.setdefault(kind.table, []).append(kind)
    columns, joins = [], []
    for table, kinds in tables.items():
        names = dict.fromkeys(name for kind in kinds for name in kind.columns)
        columns += _columns(table, names)
        if table == RESPONSE.table:
            for part, part_names in _PERSONAL.items():  # early, as rows find columns by a linear search
                columns += [*_columns(part, part_names), f"{part}.response_id as has_{part}"]
        about = ", ".join(f"'{kind.name}'" for kind in kinds)
        joins.append(
            f"left join {table} on j.kind in ({about}) and {table}.{next(iter(names))} = j.subject_id"
        )
    joins += [f"left join {part} on {part}.response_id = responses.response_id" for part in _PERSONAL]
    return f"""
        select j.*, {", ".join(columns)} from journal j {" ".join(joins)}
        where j.unit_id = ? and j.sequence > ? order by j.sequence"""


def _columns(table: str, names: Iterable[str]) -> list[str]:
    return [f"{table}.{name} as {name}_of_{table}" for name in names]


_LINKS = _query()


def iterate_links(db: Database, unit_id: str, after: int) -> Iterator[Any]:
    """The unit's links after that one, in order; inside a transaction or a snapshot."""
    return stream(db, _LINKS, [unit_id, after])
