"""Taking in a unit that another server keeps: link by link, and only if everything fits in the end.

The caller has checked the signature. Everything happens in one transaction; whatever does not fit raises
`Refused` and leaves nothing behind.
"""

import sqlite3
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.answers import tallies
from kiosk.store.answers.tallies import ANSWERS
from kiosk.store.engine.connection import transaction
from kiosk.store.exchange.exporting import TALLY
from kiosk.store.exchange.exporting import Item
from kiosk.store.exchange.merge_apply import Refused
from kiosk.store.exchange.merge_apply import insert
from kiosk.store.exchange.merge_apply import pick
from kiosk.store.exchange.merge_apply import take_links
from kiosk.store.exchange.merge_apply import take_setting
from kiosk.store.journal import journal
from kiosk.store.journal.attestation import vouch_for_place
from kiosk.store.journal.chain import Break
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import EDITABLE


class BrokenBundle(Refused):
    """What arrived is not what its journal vouches for."""

    def __init__(self, found: Break) -> None:
        super().__init__(found.problem)
        self.found = found


class UnknownUnit(LookupError):
    """The unit is not here yet, and nobody said where it belongs."""


# The tables that bundles fill, each before those that it refers to. With an answer goes what hangs on it.
_BROUGHT = ("responses", "publications", "month_tallies", "unit_years", "collectors", "services", "journal")


@dataclass(frozen=True)
class Sent:
    """What a bundle says of itself: the unit (`read_unit`), and the links after `first` up to `last`."""

    code: str
    unit: Item
    first: Head
    last: Head
    parts: frozenset[str]


@dataclass(frozen=True)
class Merged:
    """What became of it: the unit's chain before and after; the same when all of it was here already.

    `lost` answers that were here before are not in what took its place.
    """

    unit_id: str
    before: int
    after: int
    lost: int


def merge(
    db: Database,
    sent: Sent,
    items: Iterable[Item],
    parent_id: str | None,
    now: datetime,
    *,
    anew: bool = False,
) -> Merged:
    """Take in what is new of a bundle; `anew`: in place of all that earlier ones brought.

    Raises:
        UnknownUnit: the unit is not here yet and `parent_id` is None.
        Refused: see its message. BrokenBundle: names the link.
    """
    unit_id = sent.unit["unit_id"]
    with transaction(db):
        try:
            answers = _forget(db, sent) if anew else set()
            before = _prepare(db, sent, parent_id, now)
            end, counted = _take_all(db, sent, items, before, now)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise Refused(f"isinya bertentangan dengan data di sini ({error})") from error
        if end != sent.last:
            raise Refused("mata rantai terakhirnya tidak ada di dalam kiriman")
        # What was here before was checked when it came, and is by `ikm check`.
        if found := find_break(db, unit_id, before):
            raise BrokenBundle(found)
        if end.sequence >= before.sequence:
            _compare_tallies(db, sent, counted)
        lost = len(answers - _list_answers(db, unit_id)) if anew else 0
    return Merged(unit_id, before.sequence, max(before.sequence, end.sequence), lost)


def _forget(db: Database, sent: Sent) -> set[str]:
    """Drop what bundles brought of the unit, and give its answers; plans and targets made here stay."""
    unit_id = sent.unit["unit_id"]
    if sent.first.sequence:
        raise Refused("yang menggantikan semuanya harus kiriman utuh: ikm export tanpa --since")
    if journal.get_merged_parts(db, unit_id) is None:
        return set()
    answers = _list_answers(db, unit_id)
    db.execute(
        """delete from exclusions where response_id in
               (select response_id from responses where unit_id = ?)""",
        [unit_id],
    )
    for table in _BROUGHT:
        db.execute(f"delete from {table} where unit_id = ?", [unit_id])
    db.execute(
        "update journal_heads set sequence = 0, digest = ?, merged_parts = ? where unit_id = ?",
        [journal.START, " ".join(sorted(sent.parts)), unit_id],
    )
    return answers


def _list_answers(db: Database, unit_id: str) -> set[str]:
    rows = db.execute("select response_id from responses where unit_id = ?", [unit_id])
    return {row["response_id"] for row in rows}


def _prepare(db: Database, sent: Sent, parent_id: str | None, now: datetime) -> Head:
    """The unit's place, and the end of its chain so far; refuses what cannot follow on it."""
    unit_id = sent.unit["unit_id"]
    row = db.execute("select unit_id from units where code = ?", [sent.code]).fetchone()
    if row and row["unit_id"] != unit_id:
        raise Refused(f"kode {sent.code} di sini milik unit lain")
    here = db.execute("select code from units where unit_id = ?", [unit_id]).fetchone()
    if here and here["code"] != sent.code:
        raise Refused(f"unit itu di sini berkode {here['code']}, kuncinya untuk {sent.code}")
    head = journal.get_head(db, unit_id)
    if here and journal.get_merged_parts(db, unit_id) is None:
        raise Refused("unit itu diisi di server ini sendiri, bukan gabungan")
    if not here:
        if parent_id is None:
            raise UnknownUnit(sent.code)
        _create_unit(db, sent, parent_id, now)
    if head is None:
        head = Head(0, journal.START)
        db.execute(
            "insert into journal_heads (unit_id, sequence, digest, merged_parts) values (?, 0, ?, ?)",
            [unit_id, journal.START, " ".join(sorted(sent.parts))],
        )
    if sent.first.sequence > head.sequence:
        raise Refused(
            f"ada yang terlewat: di sini baru sampai mata rantai {head.sequence}, kiriman mulai dari "
            f"{sent.first.sequence + 1}. Minta kiriman sejak {head.sequence}: ikm export --since "
            f"{head.sequence}"
        )
    if sent.first.sequence:
        _check_same(sent.first, _read_digests(db, unit_id, sent.first.sequence - 1, 1))
    if sent.last.sequence > head.sequence:
        kept = (journal.get_merged_parts(db, unit_id) or frozenset()) & sent.parts
        db.execute(
            "update journal_heads set merged_parts = ? where unit_id = ?", [" ".join(sorted(kept)), unit_id]
        )
    if sent.last.sequence < head.sequence:
        return head  # an older bundle: what is here is newer
    sets = ", ".join(f"{name} = :{name}" for name in EDITABLE)
    db.execute(f"update units set {sets} where unit_id = :unit_id", pick(sent.unit, (*EDITABLE, "unit_id")))
    return head


def _create_unit(db: Database, sent: Sent, parent_id: str, now: datetime) -> None:
    names = ("unit_id", "created_at", *EDITABLE)
    values = {**pick(sent.unit, names), "code": sent.code, "parent_unit_id": parent_id}
    insert(db, "units", values)
    vouch_for_place(db, sent.unit["unit_id"], now)


def _read_digests(db: Database, unit_id: str, after: int, limit: int) -> dict[int, str]:
    """So many of the links after that one that are here, by their numbers."""
    rows = db.execute(
        "select sequence, digest from journal where unit_id = ? and sequence > ? order by sequence limit ?",
        [unit_id, after, limit],
    )
    return {row["sequence"]: row["digest"] for row in rows}


def _check_same(sent: Head, here: dict[int, str]) -> None:
    """The link with this number must be the one that is here already."""
    if sent.sequence not in here:
        raise Refused(f"mata rantai {sent.sequence} tidak ada lagi di sini; jalankan ikm check di server ini")
    if here[sent.sequence] != sent.digest:
        raise Refused(
            f"jurnal bercabang di mata rantai {sent.sequence}: yang dikirim bukan lanjutan dari yang di "
            "sini. Mungkin kantor itu dipulihkan dari cadangan lama; bila yang baru tidak ada: --dari-awal"
        )


def _take_all(
    db: Database, sent: Sent, items: Iterable[Item], before: Head, now: datetime
) -> tuple[Head, list[Item]]:
    """The end of the chain that was sent, and its tallies."""
    unit_id, end, counted = sent.unit["unit_id"], sent.first, []
    known = _read_digests(db, unit_id, end.sequence, before.sequence - end.sequence)

    def new_links() -> Iterator[Item]:
        nonlocal end
        for item in items:
            if link := item.get("link"):
                if link["sequence"] != end.sequence + 1 or link["previous"] != end.digest:
                    raise Refused(f"mata rantai {end.sequence + 1} hilang atau tidak menyambung")
                end = Head(link["sequence"], link["digest"])
                if end.sequence > before.sequence:
                    yield item
                else:
                    _check_same(end, known)
            elif tally := item.get("tally"):
                counted.append(tally)
            elif sent.last.sequence >= before.sequence:
                take_setting(db, unit_id, item)

    take_links(db, unit_id, new_links(), now)
    if end.sequence > before.sequence:
        db.execute(
            "update journal_heads set sequence = ?, digest = ? where unit_id = ?",
            [end.sequence, end.digest, unit_id],
        )
    return end, counted


def _compare_tallies(db: Database, sent: Sent, counted: list[Item]) -> None:
    """What the office counted must be what its answers add up to here."""
    parts = journal.get_merged_parts(db, sent.unit["unit_id"]) or frozenset()
    names = TALLY if "profile" in parts else (*tallies.KEY[1:], *ANSWERS)
    rows = db.execute(
        f"select {', '.join(TALLY)} from month_tallies where unit_id = ?", [sent.unit["unit_id"]]
    ).fetchall()
    here, there = (
        {tuple(row[name] for name in names) for row in side if row["respondents"]} for side in (rows, counted)
    )
    if here != there:
        months = ", ".join(sorted({str(row[0]) for row in here ^ there}))
        raise Refused(f"hitungan bulanan kantor itu tidak sama dengan jawabannya: {months}")
