"""The links of a unit's journal, each with the row that it tells of."""

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import stream
from kiosk.store.journal import journal


def _columns(alias: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{alias}.{name} as {alias}_{name}" for name in names)


# What a link does not tell of is null.
_LINKS = f"""
    select j.*, {_columns("r", journal.RESPONSE)}, {_columns("p", (*journal.PROFILE, "salt"))},
           {_columns("c", ("text", "salt"))}, p.response_id as has_profile, c.response_id as has_comment,
           {_columns("e", (*journal.EXCLUSION, "restored_at", "restored_by"))},
           {_columns("u", journal.PUBLICATION)}
    from journal j
    left join responses r on j.kind in ('response', 'redact') and r.response_id = j.subject_id
    left join profiles p on p.response_id = r.response_id
    left join comments c on c.response_id = r.response_id
    left join exclusions e on j.kind in ('exclude', 'restore') and e.exclusion_id = j.subject_id
    left join publications u on j.kind = 'publish' and u.publication_id = j.subject_id
    where j.unit_id = ? and j.sequence > ? order by j.sequence"""


def iterate_links(db: Database, unit_id: str, after: int) -> Iterator[Any]:
    """The unit's links after that one, in order; inside a transaction or a snapshot."""
    return stream(db, _LINKS, [unit_id, after])
