"""Reading the links of a unit's journal, each with the row that it is about."""

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import stream
from kiosk.store.journal import journal
from kiosk.store.journal.kinds import EVENTS


def _query() -> str:
    """A column of an event's table is `name_of_table`; null where the link is about something else."""
    columns: dict[str, None] = {}
    kinds: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for kind in EVENTS.values():
        if kind.table:
            columns |= dict.fromkeys(
                f"{kind.table}.{name} as {name}_of_{kind.table}" for name in kind.columns
            )
            kinds.setdefault(kind.table, []).append(f"'{kind.name}'")
            keys.setdefault(kind.table, kind.columns[0])
    joins = " ".join(
        f"left join {table} on j.kind in ({', '.join(names)}) and {table}.{keys[table]} = j.subject_id"
        for table, names in kinds.items()
    )
    profile = ", ".join(f"profiles.{name} as {name}_of_profiles" for name in (*journal.PROFILE, "salt"))
    return f"""
        select j.*, {", ".join(columns)}, {profile}, profiles.response_id as has_profile,
               comments.text as text_of_comments, comments.salt as salt_of_comments,
               comments.response_id as has_comment
        from journal j {joins}
        left join profiles on profiles.response_id = responses.response_id
        left join comments on comments.response_id = responses.response_id
        where j.unit_id = ? and j.sequence > ? order by j.sequence"""


_LINKS = _query()


def iterate_links(db: Database, unit_id: str, after: int) -> Iterator[Any]:
    """The unit's links after that one, in order; inside a transaction or a snapshot."""
    return stream(db, _LINKS, [unit_id, after])
