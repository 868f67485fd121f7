"""Links about rows that may change (the `State` kinds), so that a change made without the program shows.

A response never changes; a name, a place in the tree, a target does. When the program changes such a row, it
adds a link with the row's new facts in the same transaction, or with none when it removes the row. A row that
differs from the last link about it was changed by other means.
"""

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.journal import journal
from kiosk.store.journal.kinds import PLACE
from kiosk.store.journal.kinds import STATES
from kiosk.store.journal.kinds.base import State

# Kinds with the same table and facts are about the same rows: importing a file, undoing and restoring that.
_Rows = tuple[str, tuple[str, ...]]


def _rows_of(kind: State) -> _Rows:
    return kind.table, kind.facts


def attest(db: Database, kind: str, unit_id: str, key: str | int, now: datetime) -> None:
    """Add a link with the row's facts, in the caller's transaction, unless the last link has the same.

    For a unit that another server keeps, rows that are not in bundles are attested by the topmost unit.

    Raises:
        KeptElsewhere: only that server may change the row.
    """
    if STATES[kind].is_sent or journal.get_merged_parts(db, unit_id) is None:
        _attest(db, STATES[kind], unit_id, str(key), now)
    else:
        _attest(db, STATES[kind], _get_top(db), _name_row(unit_id, key), now)


def attest_place(db: Database, unit_id: str, now: datetime) -> None:
    """Add the link for where a unit is in the tree, as `attest`."""
    _attest(db, PLACE, _get_top(db), unit_id, now)


def _attest(db: Database, kind: State, unit_id: str, subject: str, now: datetime) -> None:
    row = _read_rows(db, kind, unit_id).get(subject, ())
    last = _read_last(db, unit_id).get((_rows_of(kind), subject))
    if not last or last["content_hash"] != journal.hash_values(kind.name, *row):
        journal.extend(db, unit_id=unit_id, kind=kind.name, subject_id=subject, facts=row, now=now)


def _name_row(unit_id: str, key: str | int) -> str:
    """The subject of a link in the topmost unit's journal about a row of another unit."""
    return f"{unit_id}/{key}"


def find_unattested(db: Database, unit_id: str) -> tuple[int | None, str, str, str] | None:
    """The first row that differs from its last link: link, kind, subject and problem of a `chain.Break`."""
    last = _read_last(db, unit_id)
    attested = {of for of, _ in last}
    # The first kind of several that share their rows: an inserted row is named after it.
    kinds: dict[_Rows, State] = {}
    for kind in STATES.values():
        if _is_checked(db, kind, unit_id, _rows_of(kind) in attested):
            kinds.setdefault(_rows_of(kind), kind)
    rows = {of: _read_rows(db, kind, unit_id) for of, kind in kinds.items()}
    for (of, subject), link in sorted(last.items(), key=lambda item: int(item[1]["sequence"])):
        row = rows.get(of, {}).pop(subject, ())
        if of in rows and journal.hash_values(link["kind"], *row) != link["content_hash"]:
            return link["sequence"], link["kind"], subject, "edited" if row else "deleted"
    for of, kind in kinds.items():
        for subject in rows[of]:
            return None, kind.name, subject, "inserted"
    return None


def _is_checked(db: Database, kind: State, unit_id: str, is_attested: bool) -> bool:
    if journal.get_merged_parts(db, unit_id) is not None:
        return kind.is_sent and is_attested  # an office of an older version sends no such links
    return kind is not PLACE or is_attested or unit_id == _get_top(db)


def _get_top(db: Database) -> str:
    """The topmost unit; empty when the database was changed so that there is none."""
    row = db.execute(
        "select unit_id from units where parent_unit_id is null order by created_at, unit_id limit 1"
    ).fetchone()
    return str(row["unit_id"]) if row else ""


def _read_rows(db: Database, kind: State, unit_id: str) -> dict[str, tuple[Any, ...]]:
    """The facts of the rows that the unit's journal attests, by subject."""
    read = f"select {', '.join(kind.facts)} from {kind.table} where {kind.of_unit}"
    rows = {str(row[0]): tuple(row) for row in db.execute(read, {"unit_id": unit_id})}
    if kind is not PLACE and not kind.is_sent and unit_id == _get_top(db):
        merged = db.execute("select unit_id from journal_heads where merged_parts is not null").fetchall()
        for (other,) in merged:
            made_here = db.execute(read, {"unit_id": other})
            rows |= {_name_row(other, row[0]): tuple(row) for row in made_here}
    return rows


def _read_last(db: Database, unit_id: str) -> dict[tuple[_Rows, str], Any]:
    """The last link about each row."""
    links = db.execute(
        f"""select sequence, kind, subject_id, content_hash from journal
            where unit_id = ? and kind <> 'response' and kind in ({", ".join("?" * len(STATES))})
            order by sequence""",
        [unit_id, *STATES],
    )
    return {(_rows_of(STATES[link["kind"]]), link["subject_id"]): link for link in links}
