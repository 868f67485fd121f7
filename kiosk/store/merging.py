"""Taking in a unit that another server keeps: link by link, and only if everything fits in the end.

The caller has checked the signature. Everything happens in one transaction; whatever does not fit raises
`Refused` and leaves nothing behind.
"""

import sqlite3
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store import journal
from kiosk.store import retention
from kiosk.store import tallies
from kiosk.store.chain import Break
from kiosk.store.chain import find_break
from kiosk.store.connection import transaction
from kiosk.store.exporting import COLLECTOR
from kiosk.store.exporting import FACTS
from kiosk.store.exporting import LINK
from kiosk.store.exporting import PUBLISHED
from kiosk.store.exporting import SERVICE
from kiosk.store.exporting import TALLY
from kiosk.store.exporting import YEAR
from kiosk.store.exporting import Item
from kiosk.store.ids import new_key
from kiosk.store.journal import Head
from kiosk.store.tallies import ANSWERS
from kiosk.store.times import to_text
from kiosk.store.units import EDITABLE
from kiosk.store.vouching import KINDS
from kiosk.store.vouching import vouch_for_place


class Refused(ValueError):
    """The bundle does not fit; nothing was changed. The message says why, in Indonesian."""


class BrokenBundle(Refused):
    """What arrived is not what its journal vouches for."""

    def __init__(self, found: Break) -> None:
        super().__init__(found.problem)
        self.found = found


class UnknownUnit(LookupError):
    """The unit is not here yet, and nobody said where it belongs."""


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
    """What became of it: the unit's chain before and after; the same when all of it was here already."""

    unit_id: str
    before: int
    after: int


def get_key_generation(db: Database, code: str) -> int | None:
    """The generation of the key that this office signs with now, or None when it never got one."""
    row = db.execute("select generation from merge_keys where code = ?", [code]).fetchone()
    return row["generation"] if row else None


def renew_key(db: Database, code: str, now: datetime) -> int:
    """Let the office sign with a new key from now on; its generation."""
    row = db.execute(
        """insert into merge_keys (code, generation, made_at) values (?, 1, ?)
           on conflict (code) do update set
               generation = merge_keys.generation + 1, made_at = excluded.made_at
           returning generation""",
        [code, to_text(now)],
    ).fetchone()
    return int(row["generation"])


def merge(db: Database, sent: Sent, items: Iterable[Item], parent_id: str | None, now: datetime) -> Merged:
    """Take in what is new of a bundle.

    Raises:
        UnknownUnit: the unit is not here yet and `parent_id` is None.
        Refused: see its message. BrokenBundle: names the link.
    """
    unit_id = sent.unit["unit_id"]
    with transaction(db):
        try:
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
    return Merged(unit_id, before.sequence, max(before.sequence, end.sequence))


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
    _check_same(db, unit_id, sent.first.sequence, sent.first.digest)
    if sent.last.sequence > head.sequence:
        kept = (journal.get_merged_parts(db, unit_id) or frozenset()) & sent.parts
        db.execute(
            "update journal_heads set merged_parts = ? where unit_id = ?", [" ".join(sorted(kept)), unit_id]
        )
    if sent.last.sequence < head.sequence:
        return head  # an older bundle: what is here is newer
    sets = ", ".join(f"{name} = :{name}" for name in EDITABLE)
    db.execute(f"update units set {sets} where unit_id = :unit_id", _only(sent.unit, (*EDITABLE, "unit_id")))
    return head


def _create_unit(db: Database, sent: Sent, parent_id: str, now: datetime) -> None:
    names = ("unit_id", "created_at", *EDITABLE)
    values = {**_only(sent.unit, names), "code": sent.code, "parent_unit_id": parent_id}
    _insert(db, "units", values)
    vouch_for_place(db, sent.unit["unit_id"], now)


def _check_same(db: Database, unit_id: str, sequence: int, digest: str) -> None:
    """The link with this number must be the one that is here already."""
    if sequence == 0:
        return
    row = db.execute(
        "select digest from journal where unit_id = ? and sequence = ?", [unit_id, sequence]
    ).fetchone()
    if row["digest"] != digest:
        raise Refused(
            f"jurnal bercabang di mata rantai {sequence}: yang dikirim bukan lanjutan dari yang di sini. "
            "Mungkin kantor itu dipulihkan dari cadangan lama"
        )


def _take_all(
    db: Database, sent: Sent, items: Iterable[Item], before: Head, now: datetime
) -> tuple[Head, list[Item]]:
    unit_id = sent.unit["unit_id"]
    here, end, counted = before, sent.first, []
    for item in items:
        if link := item.get("link"):
            if link["sequence"] != end.sequence + 1 or link["previous"] != end.digest:
                raise Refused(f"mata rantai {end.sequence + 1} hilang atau tidak menyambung")
            end = Head(link["sequence"], link["digest"])
            if end.sequence <= here.sequence:
                _check_same(db, unit_id, end.sequence, end.digest)
            else:
                _take_link(db, unit_id, item, now)
        elif tally := item.get("tally"):
            counted.append(tally)
        elif sent.last.sequence >= here.sequence:
            _take_setting(db, unit_id, item)
    if end.sequence > here.sequence:
        db.execute(
            "update journal_heads set sequence = ?, digest = ? where unit_id = ?",
            [end.sequence, end.digest, unit_id],
        )
    return end, counted


def _take_setting(db: Database, unit_id: str, item: Item) -> None:
    """A service, a collector or a year. A collector never takes an answer here."""
    keys: tuple[str, ...]
    if "year" in item:
        table, keys, values = "unit_years", ("unit_id", "year"), _only(item["year"], YEAR)
    elif "service" in item:
        table, keys, values = "services", ("service_id",), _only(item["service"], SERVICE)
    else:
        table, keys, values = "collectors", ("collector_id",), _only(item["collector"], COLLECTOR)
        values["revoked_at"] = values["created_at"]
    values["unit_id"] = unit_id
    changed = [name for name in values if name not in (*keys, "unit_id", "created_at", "revoked_at")]
    sets = ", ".join(f"{name} = excluded.{name}" for name in changed)
    there = f"on conflict ({', '.join(keys)}) do update set {sets} where {table}.unit_id = :unit_id"
    if not _insert(db, table, values, there):
        raise Refused(f"{values[keys[-1]]} di sini milik unit lain")


def _take_link(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    link = item["link"]
    _insert(db, "journal", {**_only(link, LINK), "unit_id": unit_id})
    kind, subject = link["kind"], link["subject_id"]
    # Each link brings its own row, so that no row comes that none tells of.
    if kind in FACTS and item["facts"][FACTS[kind][1][0]] != subject:
        raise Refused(f"mata rantai {link['sequence']} bercerita tentang lain dari yang dibawanya")
    if kind in ("purge-profile", "purge-comment"):
        _purge(db, unit_id, kind.removeprefix("purge-"), "r.local_day < ?", subject)
    elif kind in ("erase-profile", "erase-comment"):
        _purge(db, unit_id, kind.removeprefix("erase-"), "r.response_id = ?", subject)
    elif kind == "redact":
        _redact(db, unit_id, item, now)
    elif kind not in KINDS:  # those tell of rows that came before the links
        _TAKE[kind](db, unit_id, item, now)


def _take_response(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    facts = _only(item["facts"], journal.RESPONSE)
    response_id = facts["response_id"]
    if facts["unit_id"] != unit_id or not _insert(
        db, "responses", facts, "on conflict (response_id) do nothing"
    ):
        raise Refused(f"jawaban {response_id} sudah ada di sini sebagai milik lain atau dengan isi lain")
    if "profile" in item:
        profile = _only(item["profile"], (*journal.PROFILE, "salt"))
        _insert(db, "profiles", {"response_id": response_id, **profile})
    if "comment" in item:
        comment = _only(item["comment"], ("text", "salt"))
        where = {"unit_id": unit_id, "local_day": facts["local_day"]}
        _insert(db, "comments", {"response_id": response_id, **comment, **where})
    tallies.count_response(db, response_id)


def _take_exclusion(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    facts = _only(item["facts"], journal.EXCLUSION)
    _vouch_for(db, unit_id, facts["excluded_by"], now)
    _insert(db, "exclusions", facts)
    _mark(db, unit_id, facts["response_id"], facts["excluded_at"])
    tallies.uncount_response(db, facts["response_id"])


def _take_restoration(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    facts = _only(item["facts"], journal.RESTORATION)
    _vouch_for(db, unit_id, facts["restored_by"], now)
    row = db.execute(
        """update exclusions set restored_at = :restored_at, restored_by = :restored_by
           where exclusion_id = :exclusion_id and restored_at is null returning response_id""",
        facts,
    ).fetchone()
    if row is None:
        raise Refused(f"pengecualian {facts['exclusion_id']} tidak ada di sini")
    _mark(db, unit_id, row["response_id"], None)
    tallies.count_response(db, row["response_id"])


def _mark(db: Database, unit_id: str, response_id: str, voided_at: str | None) -> None:
    done = db.execute(
        "update responses set voided_at = ? where unit_id = ? and response_id = ?",
        [voided_at, unit_id, response_id],
    )
    if not done.rowcount:
        raise Refused(f"jawaban {response_id} tidak ada di sini")


def _take_publication(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    facts = {**_only(item["facts"], journal.PUBLICATION), **_only(item["more"], PUBLISHED)}
    _vouch_for(db, unit_id, facts["published_by"], now)
    _insert(db, "publications", {**facts, "unit_id": unit_id})


def _redact(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    """The text as it is now replaces the one before, which goes where none came."""
    response_id = item["link"]["subject_id"]
    if "comment" not in item:
        _purge(db, unit_id, "comment", "r.response_id = ?", response_id)
        return
    comment, more = item["comment"], item["more"]
    done = db.execute(
        "update comments set text = ?, salt = ? where response_id = ? and unit_id = ?",
        [comment["text"], comment["salt"], response_id, unit_id],
    )
    if done.rowcount:
        _vouch_for(db, unit_id, more["redacted_by"], now)
        values = {"response_id": response_id, **_only(more, ("redacted_at", "redacted_by"))}
        sets = "redacted_at = excluded.redacted_at, redacted_by = excluded.redacted_by"
        _insert(db, "comment_handling", values, f"on conflict (response_id) do update set {sets}")


def _purge(db: Database, unit_id: str, part: str, which: str, subject: str) -> None:
    rows = db.execute(
        f"""select r.response_id, r.voided_at from responses r
            join {retention.PARTS[part]} x on x.response_id = r.response_id
            where r.unit_id = ? and {which}""",
        [unit_id, subject],
    ).fetchall()
    for row in rows:
        retention.delete_part(db, part, row["response_id"], counts=row["voided_at"] is None)


_TAKE = {
    "response": _take_response,
    "exclude": _take_exclusion,
    "restore": _take_restoration,
    "publish": _take_publication,
}


def _vouch_for(db: Database, unit_id: str, person_id: str, now: datetime) -> None:
    """A closed account without a name for somebody of the other server who decided something."""
    values = {
        "person_id": person_id,
        "username": f"gabungan-{person_id}"[:64],
        "name": "Petugas kantor asal",
        "unit_id": unit_id,
        "role": "petugas",
        "password_hash": "!",
        "session_key": new_key(26),
        "created_at": to_text(now),
        "disabled_at": to_text(now),
    }
    _insert(db, "people", values, "on conflict (person_id) do nothing")


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


def _only(values: Item, names: Collection[str]) -> Item:
    return {name: values[name] for name in names}


def _insert(db: Database, table: str, values: Item, otherwise: str = "") -> bool:
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    done: Any = db.execute(f"insert into {table} ({names}) values ({marks}) {otherwise}", values)
    return bool(done.rowcount)
