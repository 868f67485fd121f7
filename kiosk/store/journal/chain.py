"""Verifying a unit's journal link by link, and comparing it with the rows as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.base.progress import tracked
from kiosk.store.answers.retention import PARTS
from kiosk.store.answers.suggestions import STATE
from kiosk.store.engine.connection import ensure_snapshot
from kiosk.store.journal import journal
from kiosk.store.journal.attestation import find_unattested
from kiosk.store.journal.journal import Head
from kiosk.store.journal.kinds import EVENTS
from kiosk.store.journal.kinds.base import Event
from kiosk.store.journal.kinds.base import Removals
from kiosk.store.journal.links import iterate_links


@dataclass(frozen=True)
class Break:
    """The first place where a unit's chain and its rows do not match.

    `sequence` is the number of the link, None for a row without one. `problem` is one of `missing link`,
    `altered link`, `edited`, `deleted`, `inserted`, `head`.
    """

    unit_id: str
    sequence: int | None
    kind: str
    subject_id: str
    problem: str


def find_break(db: Database, unit_id: str, after: Head | None = None) -> Break | None:
    """The first broken link of the unit; None when chain and rows match, as they are at one moment.

    With `after`, only the links after that one and their rows are checked: a merge has ensured that each link
    brought its own row, and checked the earlier ones when they came.
    """
    try:
        with ensure_snapshot(db):
            _follow(db, unit_id, after or Head(0, journal.START))
            if after is None:
                _find_inserted(db, unit_id)
            if found := find_unattested(db, unit_id):
                raise _Broken(Break(unit_id, *found))
    except _Broken as broken:
        return broken.place
    return None


class _Broken(Exception):
    def __init__(self, place: Break) -> None:
        self.place = place


def _read_removals(db: Database, unit_id: str, after: int) -> Removals:
    rows = db.execute(
        """select kind, subject_id, comment_hash from journal
           where unit_id = ? and sequence > ? and kind in
               ('redact', 'purge-profile', 'purge-comment', 'erase-profile', 'erase-comment')
           order by sequence""",
        [unit_id, after],
    ).fetchall()
    by_deed: dict[str, list[tuple[str, str]]] = {"purge": [], "erase": []}
    for row in rows:
        deed, _, part = row["kind"].partition("-")
        if part:
            by_deed[deed].append((part, row["subject_id"]))
    # What another server did not send is not missing here.
    sent = journal.get_merged_parts(db, unit_id)
    return Removals(
        redacted={row["subject_id"]: row["comment_hash"] for row in rows if row["kind"] == "redact"},
        before=dict(sorted(by_deed["purge"])),  # the latest day of each part
        erased=frozenset(by_deed["erase"]),
        withheld=frozenset() if sent is None else frozenset(PARTS) - sent,
    )


def _follow(db: Database, unit_id: str, after: Head) -> None:
    removals = _read_removals(db, unit_id, after.sequence)
    sequence, digest = after.sequence, after.digest
    head = journal.get_head(db, unit_id)
    links = (head.sequence if head else 0) - after.sequence
    for row in tracked(iterate_links(db, unit_id, after.sequence), "Jurnal", max(0, links)):
        sequence += 1
        if row["sequence"] != sequence:
            raise _Broken(Break(unit_id, sequence, "", "", "missing link"))
        hashes = (row["content_hash"], row["profile_hash"], row["comment_hash"])
        expected = journal.hash_link(
            unit_id, sequence, row["kind"], row["subject_id"], hashes, row["at"], digest
        )
        if row["previous"] != digest or row["digest"] != expected:
            raise _broken(row, "altered link")
        digest = expected
        kind = EVENTS.get(row["kind"])
        if kind and (problem := kind.check(row, removals)):
            raise _broken(row, problem)
    if (head.sequence, head.digest) != (sequence, digest) if head else sequence:
        raise _Broken(Break(unit_id, sequence + 1, "", "", "head"))


def _broken(row: Any, problem: str) -> _Broken:
    return _Broken(Break(row["unit_id"], row["sequence"], row["kind"], row["subject_id"], problem))


# Whether a response counts follows from its exclusions: `voided_at` and `excluded_for` must agree with them.
_UNDECIDED = """
    select r.response_id as id from responses r
    left join exclusions e on e.response_id = r.response_id and e.restored_at is null
    where r.unit_id = :unit_id and ((r.voided_at is null) <> (e.exclusion_id is null)
        or (r.excluded_for is null) <> (e.exclusion_id is null)
        or substr(e.reason, 1, length(r.excluded_for)) <> r.excluded_for) limit 1"""
# Lists of suggestions read the unit, day and state in `comments`, which must be those of the response.
_MISPLACED = f"""
    select r.response_id as id from comments c
    join responses r on r.response_id = c.response_id
    left join comment_handling h on h.response_id = c.response_id
    where r.unit_id = :unit_id and (c.unit_id is null or c.unit_id <> r.unit_id
        or c.local_day is null or c.local_day <> r.local_day or c.state <> {STATE}) limit 1"""


def _find_inserted(db: Database, unit_id: str) -> None:
    """Raise for a row without a link, two links about one row, or columns that contradict the links."""
    for kind in EVENTS.values():
        if kind.facts:
            _compare_counts(db, unit_id, kind)
    if row := db.execute(_UNDECIDED, {"unit_id": unit_id}).fetchone():
        raise _Broken(Break(unit_id, None, "exclude", row["id"], "edited"))
    if row := db.execute(_MISPLACED, {"unit_id": unit_id}).fetchone():
        raise _Broken(Break(unit_id, None, "response", row["id"], "edited"))


def _compare_counts(db: Database, unit_id: str, kind: Event) -> None:
    """Every link has been compared with its row, so equal numbers mean that every row has a link."""
    rows = f"select {kind.facts[0]} as id from {kind.table} where {kind.of_unit} and {kind.stored}"
    params = {"unit_id": unit_id, "kind": kind.name}
    counts = db.execute(
        f"""select (select count(*) from ({rows}) as stored) as stored,
                   (select count(*) from journal where unit_id = :unit_id and kind = :kind) as links,
                   (select count(distinct subject_id) from journal
                    where unit_id = :unit_id and kind = :kind) as subjects""",
        params,
    ).fetchone()
    if counts["links"] != counts["subjects"]:
        twice = db.execute(
            """select subject_id, max(sequence) as sequence from journal
               where unit_id = :unit_id and kind = :kind group by subject_id having count(*) > 1""",
            params,
        ).fetchone()
        raise _Broken(Break(unit_id, twice["sequence"], kind.name, twice["subject_id"], "altered link"))
    if counts["stored"] != counts["links"]:
        raise _Broken(Break(unit_id, None, kind.name, next(_unlinked(db, rows, params), ""), "inserted"))


def _unlinked(db: Database, rows: str, params: dict[str, str]) -> Iterator[str]:
    found = db.execute(
        f"""select id from ({rows}) as stored
            where id not in (select subject_id from journal where unit_id = :unit_id and kind = :kind)
            order by id limit 1""",
        params,
    )
    for row in found:
        yield row["id"]
