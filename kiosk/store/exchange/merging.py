"""Merging a unit that another server keeps: its bundle is stored only when everything in it is verified.

The caller has checked the signature. Everything happens in one transaction; what does not match raises
`BundleRefused`, and nothing is changed.
"""

import sqlite3
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from itertools import islice

from sqlite_utils import Database

from kiosk.store.answers import tallies
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.inserts import insert_rows
from kiosk.store.exchange.checking import check_line
from kiosk.store.exchange.checking import check_unit
from kiosk.store.exchange.exporting import LINK_COLUMNS
from kiosk.store.exchange.exporting import TALLY
from kiosk.store.journal import journal
from kiosk.store.journal.attestation import attest_place
from kiosk.store.journal.chain import Break
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import Head
from kiosk.store.journal.kinds import EVENTS
from kiosk.store.journal.kinds import KINDS
from kiosk.store.journal.kinds import STATES
from kiosk.store.journal.kinds.base import BundleLine
from kiosk.store.journal.kinds.base import Event
from kiosk.store.journal.kinds.base import Kind
from kiosk.store.journal.kinds.base import pick
from kiosk.store.offices.units import EDITABLE


class BrokenBundle(BundleRefused):
    """The rows in the bundle do not match its journal."""

    def __init__(self, found: Break) -> None:
        super().__init__(found.problem)
        self.found = found


class UnknownUnit(LookupError):
    """The unit is not here yet, and no unit was named to put it under."""


# The lines of a bundle that are no links, by name.
_LINES = {kind.name: kind for kind in STATES.values() if kind.line_columns}
# Links of one kind that are applied together.
_BATCH = 100


@dataclass(frozen=True)
class Manifest:
    """The first line of a bundle: the unit (`read_unit`); the links after `first` up to `last` follow."""

    code: str
    unit: BundleLine
    first: Head
    last: Head
    parts: frozenset[str]


@dataclass(frozen=True)
class Merged:
    """The result: the length of the unit's chain before and after; equal when nothing in the bundle was new.

    `lost` is the number of earlier answers that a replacing bundle does not have.
    """

    unit_id: str
    before: int
    after: int
    lost: int


def merge(
    db: Database,
    manifest: Manifest,
    lines: Iterable[BundleLine],
    parent_id: str | None,
    now: datetime,
    *,
    replace: bool = False,
) -> Merged:
    """Store what is new in a bundle; with `replace`, instead of everything that earlier bundles brought.

    Raises:
        UnknownUnit: the unit is not here yet and `parent_id` is None.
        BundleRefused: see its message. BrokenBundle: names the link.
    """
    unit_id = manifest.unit["unit_id"]
    check_unit(manifest.unit)
    with transaction(db):
        try:
            answers = _delete_merged(db, manifest) if replace else set()
            before = _prepare(db, manifest, parent_id, now)
            end, counted = _apply_lines(db, manifest, lines, before, now)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise BundleRefused(f"isinya bertentangan dengan data di sini ({error})") from error
        if end != manifest.last:
            raise BundleRefused("mata rantai terakhirnya tidak ada di dalam kiriman")
        # Earlier links were checked when they came; `ikm check` checks all.
        if found := find_break(db, unit_id, before):
            raise BrokenBundle(found)
        if end.sequence >= before.sequence:
            _compare_tallies(db, manifest, counted)
        lost = len(answers - _list_answers(db, unit_id)) if replace else 0
    return Merged(unit_id, before.sequence, max(before.sequence, end.sequence), lost)


def _delete_merged(db: Database, manifest: Manifest) -> set[str]:
    """Delete what bundles brought of the unit; returns the ids of its answers. Plans and goals stay."""
    unit_id = manifest.unit["unit_id"]
    if manifest.first.sequence:
        raise BundleRefused("yang menggantikan semuanya harus kiriman utuh: ikm export tanpa --since")
    if journal.get_merged_parts(db, unit_id) is None:
        return set()
    answers = _list_answers(db, unit_id)
    # In reverse order of the registry, as later kinds refer to earlier ones.
    brought = [
        *(kind for kind in reversed(EVENTS.values()) if kind.facts),
        *(kind for kind in reversed(STATES.values()) if kind.line_columns),
    ]
    for kind in brought:
        db.execute(f"delete from {kind.table} where {kind.of_unit}", {"unit_id": unit_id})
    for table in (*(table.name for table in tallies.ALL_TABLES), "journal"):
        db.execute(f"delete from {table} where unit_id = ?", [unit_id])
    db.execute(
        "update journal_heads set sequence = 0, digest = ?, merged_parts = ? where unit_id = ?",
        [journal.START, " ".join(sorted(manifest.parts)), unit_id],
    )
    return answers


def _list_answers(db: Database, unit_id: str) -> set[str]:
    rows = db.execute("select response_id from responses where unit_id = ?", [unit_id])
    return {row["response_id"] for row in rows}


def _prepare(db: Database, manifest: Manifest, parent_id: str | None, now: datetime) -> Head:
    """Create or update the unit; returns the head of its chain. Refuses a bundle that cannot follow on it."""
    unit_id = manifest.unit["unit_id"]
    row = db.execute("select unit_id from units where code = ?", [manifest.code]).fetchone()
    if row and row["unit_id"] != unit_id:
        raise BundleRefused(f"kode {manifest.code} di sini milik unit lain")
    here = db.execute("select code from units where unit_id = ?", [unit_id]).fetchone()
    if here and here["code"] != manifest.code:
        raise BundleRefused(f"unit itu di sini berkode {here['code']}, kuncinya untuk {manifest.code}")
    head = journal.get_head(db, unit_id)
    if here and journal.get_merged_parts(db, unit_id) is None:
        raise BundleRefused("unit itu diisi di server ini sendiri, bukan gabungan")
    if not here:
        if parent_id is None:
            raise UnknownUnit(manifest.code)
        _create_unit(db, manifest, parent_id, now)
    if head is None:
        head = Head(0, journal.START)
        db.execute(
            "insert into journal_heads (unit_id, sequence, digest, merged_parts) values (?, 0, ?, ?)",
            [unit_id, journal.START, " ".join(sorted(manifest.parts))],
        )
    if manifest.first.sequence > head.sequence:
        raise BundleRefused(
            f"ada yang terlewat: di sini baru sampai mata rantai {head.sequence}, kiriman mulai dari "
            f"{manifest.first.sequence + 1}. Minta kiriman sejak {head.sequence}: ikm export --since "
            f"{head.sequence}"
        )
    if manifest.first.sequence:
        _check_same(manifest.first, _read_digests(db, unit_id, manifest.first.sequence - 1, 1))
    if manifest.last.sequence > head.sequence:
        kept = (journal.get_merged_parts(db, unit_id) or frozenset()) & manifest.parts
        db.execute(
            "update journal_heads set merged_parts = ? where unit_id = ?", [" ".join(sorted(kept)), unit_id]
        )
    if manifest.last.sequence < head.sequence:
        return head  # an older bundle: the stored rows are newer
    sets = ", ".join(f"{name} = :{name}" for name in EDITABLE)
    values = pick(manifest.unit, (*EDITABLE, "unit_id"))
    db.execute(f"update units set {sets} where unit_id = :unit_id", values)
    return head


def _create_unit(db: Database, manifest: Manifest, parent_id: str, now: datetime) -> None:
    names = ("unit_id", "created_at", *EDITABLE)
    values = {**pick(manifest.unit, names), "code": manifest.code, "parent_unit_id": parent_id}
    insert_row(db, "units", values)
    attest_place(db, manifest.unit["unit_id"], now)


def _read_digests(db: Database, unit_id: str, after: int, limit: int) -> dict[int, str]:
    """The digests of at most `limit` stored links after that one, by number."""
    rows = db.execute(
        "select sequence, digest from journal where unit_id = ? and sequence > ? order by sequence limit ?",
        [unit_id, after, limit],
    )
    return {row["sequence"]: row["digest"] for row in rows}


def _check_same(sent: Head, known: dict[int, str]) -> None:
    """Require that a link of the bundle is the stored one with its number."""
    if sent.sequence not in known:
        raise BundleRefused(
            f"mata rantai {sent.sequence} tidak ada lagi di sini; jalankan ikm check di server ini"
        )
    if known[sent.sequence] != sent.digest:
        raise BundleRefused(
            f"jurnal bercabang di mata rantai {sent.sequence}: yang dikirim bukan lanjutan dari yang di "
            "sini. Mungkin kantor itu dipulihkan dari cadangan lama; bila yang baru tidak ada: --dari-awal"
        )


def _apply_lines(
    db: Database, manifest: Manifest, lines: Iterable[BundleLine], before: Head, now: datetime
) -> tuple[Head, list[BundleLine]]:
    """Store the settings and the new links; returns the end of the bundle's chain and its tallies."""
    unit_id, end, counted = manifest.unit["unit_id"], manifest.first, []
    known = _read_digests(db, unit_id, end.sequence, before.sequence - end.sequence)

    def new_links() -> Iterator[BundleLine]:
        nonlocal end
        for line in lines:
            check_line(line)
            if link := line.get("link"):
                if link["sequence"] != end.sequence + 1 or link["previous"] != end.digest:
                    raise BundleRefused(f"mata rantai {end.sequence + 1} hilang atau tidak menyambung")
                end = Head(link["sequence"], link["digest"])
                if end.sequence > before.sequence:
                    yield line
                else:
                    _check_same(end, known)
            elif tally := line.get("tally"):
                counted.append(tally)
            elif manifest.last.sequence >= before.sequence:
                for name, values in line.items():
                    _LINES[name].apply_line(db, unit_id, values)

    for name, of_kind in groupby(new_links(), lambda line: line["link"]["kind"]):
        while batch := list(islice(of_kind, _BATCH)):
            _apply_links(db, unit_id, KINDS[name], batch, now)
    if end.sequence > before.sequence:
        db.execute(
            "update journal_heads set sequence = ?, digest = ? where unit_id = ?",
            [end.sequence, end.digest, unit_id],
        )
    return end, counted


def _apply_links(db: Database, unit_id: str, kind: Kind, lines: Sequence[BundleLine], now: datetime) -> None:
    """Store consecutive links of one kind with their rows."""
    links = [pick(line["link"], LINK_COLUMNS) for line in lines]
    if isinstance(kind, Event) and kind.facts:
        for line, link in zip(lines, links, strict=True):
            # Each link brings its own row, so that no row comes without a link.
            if line["facts"][kind.facts[0]] != link["subject_id"]:
                raise BundleRefused(
                    f"mata rantai {link['sequence']} bercerita tentang lain dari yang dibawanya"
                )
    rows = [[unit_id, *link.values()] for link in links]
    insert_rows(db, f"journal (unit_id, {', '.join(LINK_COLUMNS)})", rows)
    kind.apply(db, unit_id, lines, now)


def _compare_tallies(db: Database, manifest: Manifest, counted: list[BundleLine]) -> None:
    """Require that the office's month tallies equal those of its answers here."""
    parts = journal.get_merged_parts(db, manifest.unit["unit_id"]) or frozenset()
    names = [name for name in TALLY if "profile" in parts or name not in tallies.PROFILES]
    rows = db.execute(
        f"select {', '.join(TALLY)} from month_tallies where unit_id = ?", [manifest.unit["unit_id"]]
    ).fetchall()
    here, there = (
        {tuple(row[name] for name in names) for row in side if row["respondents"]} for side in (rows, counted)
    )
    if here != there:
        months = ", ".join(sorted({str(row[0]) for row in here ^ there}))
        raise BundleRefused(f"hitungan bulanan kantor itu tidak sama dengan jawabannya: {months}")
