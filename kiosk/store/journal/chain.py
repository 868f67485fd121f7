"""Following a unit's journal link by link, and holding it against what is stored now."""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import reading
from kiosk.store.journal import journal
from kiosk.store.journal.attestation import find_unvouched
from kiosk.store.journal.journal import Head
from kiosk.store.journal.links import iterate_links


@dataclass(frozen=True)
class Break:
    """The first place where a unit's chain and its data do not fit.

    `sequence` is the number of the link, None for a row that no link tells of. `problem` is one of
    `missing link`, `altered link`, `edited`, `deleted`, `inserted`, `head`.
    """

    unit_id: str
    sequence: int | None
    kind: str
    subject_id: str
    problem: str


def find_break(db: Database, unit_id: str, after: Head | None = None) -> Break | None:
    """The first broken link of the unit, or None when every figure is vouched for.

    With `after`, only the links after that one and what they tell of; then the caller answers for it that
    each brought its own row. Everything is seen as it is at one moment.
    """
    try:
        with reading(db):
            _follow(db, unit_id, after or Head(0, journal.START))
            if after is None:
                _look_for_strangers(db, unit_id)
            if changed := find_unvouched(db, unit_id):
                raise _Broken(Break(unit_id, *changed))
    except _Broken as broken:
        return broken.place
    return None


class _Broken(Exception):
    def __init__(self, place: Break) -> None:
        self.place = place


@dataclass(frozen=True)
class _Later:
    """What the links that are followed say about the personal parts of earlier ones."""

    redacted: dict[str, str]
    erased: frozenset[tuple[str, str]]
    withheld: frozenset[str]
    profiles_before: str
    comments_before: str


def _read_later(db: Database, unit_id: str, after: int) -> _Later:
    rows = db.execute(
        """select kind, subject_id, comment_hash from journal
           where unit_id = ? and sequence > ? and kind in
               ('redact', 'purge-profile', 'purge-comment', 'erase-profile', 'erase-comment')
           order by sequence""",
        [unit_id, after],
    ).fetchall()
    redacted = {row["subject_id"]: row["comment_hash"] for row in rows if row["kind"] == "redact"}
    days = {
        kind: max((row["subject_id"] for row in rows if row["kind"] == kind), default="")
        for kind in ("purge-profile", "purge-comment")
    }
    erased = frozenset((row["kind"], row["subject_id"]) for row in rows if row["kind"].startswith("erase-"))
    # What another server did not send is not missing here.
    sent = journal.get_merged_parts(db, unit_id)
    withheld = frozenset() if sent is None else frozenset(("profile", "comment")) - sent
    return _Later(redacted, erased, withheld, days["purge-profile"], days["purge-comment"])


def _follow(db: Database, unit_id: str, after: Head) -> None:
    later = _read_later(db, unit_id, after.sequence)
    sequence, digest = after.sequence, after.digest
    for row in iterate_links(db, unit_id, after.sequence):
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
        check = _CHECKS.get(row["kind"])
        if check and (problem := check(row, later)):
            raise _broken(row, problem)
    head = journal.get_head(db, unit_id)
    if (head.sequence, head.digest) != (sequence, digest) if head else sequence:
        raise _Broken(Break(unit_id, sequence + 1, "", "", "head"))


def _broken(row: Any, problem: str) -> _Broken:
    return _Broken(Break(row["unit_id"], row["sequence"], row["kind"], row["subject_id"], problem))


def _is_same(row: Any, alias: str, names: tuple[str, ...]) -> str | None:
    if row[f"{alias}_{names[0]}"] is None:
        return "deleted"
    content = journal.hash_values(row["kind"], *(row[f"{alias}_{name}"] for name in names))
    return None if content == row["content_hash"] else "edited"


def _check_response(row: Any, later: _Later) -> str | None:
    if problem := _is_same(row, "r", journal.RESPONSE):
        return problem
    profile = None
    if row["has_profile"]:
        values = {name: row[f"p_{name}"] for name in journal.PROFILE}
        profile = journal.commit_profile(row["p_salt"] or "", values)
    may_go = row["r_local_day"] < later.profiles_before or "profile" in later.withheld
    may_go = may_go or ("erase-profile", row["subject_id"]) in later.erased
    return _check_part(profile, row["profile_hash"], may_go) or _check_comment(row, later)


def _check_comment(row: Any, later: _Later) -> str | None:
    """Of a response, and of what was redacted in it, whose response may come before the links followed."""
    if row["r_response_id"] is None:
        return "deleted"
    comment = journal.commit_comment(row["c_salt"] or "", row["c_text"]) if row["has_comment"] else None
    may_go = row["r_local_day"] < later.comments_before or "comment" in later.withheld
    may_go = may_go or ("erase-comment", row["subject_id"]) in later.erased
    return _check_part(comment, later.redacted.get(row["subject_id"], row["comment_hash"]), may_go)


def _check_part(found: str | None, promised: str | None, may_be_gone: bool) -> str | None:
    if found == promised or (found is None and may_be_gone):
        return None
    if promised is None:
        return "inserted"
    return "deleted" if found is None else "edited"


_CHECKS: dict[str, Callable[[Any, _Later], str | None]] = {
    "response": _check_response,
    "redact": _check_comment,
    "exclude": lambda row, _: _is_same(row, "e", journal.EXCLUSION),
    "restore": lambda row, _: _is_same(row, "e", journal.RESTORATION),
    "publish": lambda row, _: _is_same(row, "u", journal.PUBLICATION),
}

# Rows of each kind against the links that tell of them; a row more than links is one nobody vouched for.
_ROWS = {
    "response": "select response_id as id from responses where unit_id = :unit_id",
    "exclude": """
        select e.exclusion_id as id from exclusions e
        join responses r on r.response_id = e.response_id where r.unit_id = :unit_id""",
    "restore": """
        select e.exclusion_id as id from exclusions e join responses r on r.response_id = e.response_id
        where r.unit_id = :unit_id and e.restored_at is not null""",
    "publish": "select publication_id as id from publications where unit_id = :unit_id",
}
# A response counts or not as its exclusions say, never by its own mark alone.
_UNDECIDED = """
    select r.response_id as id from responses r
    left join exclusions e on e.response_id = r.response_id and e.restored_at is null
    where r.unit_id = :unit_id and (r.voided_at is null) <> (e.exclusion_id is null) limit 1"""
# A suggestion stands in the lists of the day and the unit beside it.
_MISPLACED = """
    select r.response_id as id from comments c
    join responses r on r.response_id = c.response_id
    where r.unit_id = :unit_id and (c.unit_id is null or c.unit_id <> r.unit_id
        or c.local_day is null or c.local_day <> r.local_day) limit 1"""


def _look_for_strangers(db: Database, unit_id: str) -> None:
    for kind, rows in _ROWS.items():
        params = {"unit_id": unit_id, "kind": kind}
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
            raise _Broken(Break(unit_id, twice["sequence"], kind, twice["subject_id"], "altered link"))
        if counts["stored"] != counts["links"]:
            raise _Broken(Break(unit_id, None, kind, next(_strangers(db, rows, params), ""), "inserted"))
    if row := db.execute(_UNDECIDED, {"unit_id": unit_id}).fetchone():
        raise _Broken(Break(unit_id, None, "exclude", row["id"], "edited"))
    if row := db.execute(_MISPLACED, {"unit_id": unit_id}).fetchone():
        raise _Broken(Break(unit_id, None, "response", row["id"], "edited"))


def _strangers(db: Database, rows: str, params: dict[str, str]) -> Iterator[str]:
    found = db.execute(
        f"""select id from ({rows}) as stored
            where id not in (select subject_id from journal where unit_id = :unit_id and kind = :kind)
            order by id limit 1""",
        params,
    )
    for row in found:
        yield row["id"]
