"""What a bundle brings of a unit that another server keeps, item by item, in the transaction of `merging`."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.answers import retention
from kiosk.store.answers import tallies
from kiosk.store.engine.bulk import insert_rows
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import to_text
from kiosk.store.exchange.exporting import COLLECTOR
from kiosk.store.exchange.exporting import FACTS
from kiosk.store.exchange.exporting import LINK
from kiosk.store.exchange.exporting import PUBLISHED
from kiosk.store.exchange.exporting import SERVICE
from kiosk.store.exchange.exporting import YEAR
from kiosk.store.exchange.exporting import Item
from kiosk.store.journal import journal
from kiosk.store.journal.attestation import KINDS

# So many answers in one statement.
TOGETHER = 100


class Refused(ValueError):
    """The bundle does not fit; nothing was changed. The message says why, in Indonesian."""


def take_setting(db: Database, unit_id: str, item: Item) -> None:
    """A service, a collector or a year. A collector never takes an answer here."""
    keys: tuple[str, ...]
    if "year" in item:
        table, keys, values = "unit_years", ("unit_id", "year"), pick(item["year"], YEAR)
    elif "service" in item:
        table, keys, values = "services", ("service_id",), pick(item["service"], SERVICE)
    else:
        table, keys, values = "collectors", ("collector_id",), pick(item["collector"], COLLECTOR)
        values["revoked_at"] = values["created_at"]
    values["unit_id"] = unit_id
    changed = [name for name in values if name not in (*keys, "unit_id", "created_at", "revoked_at")]
    sets = ", ".join(f"{name} = excluded.{name}" for name in changed)
    there = f"on conflict ({', '.join(keys)}) do update set {sets} where {table}.unit_id = :unit_id"
    if not insert(db, table, values, there):
        raise Refused(f"{values[keys[-1]]} di sini milik unit lain")


def take_links(db: Database, unit_id: str, items: Iterable[Item], now: datetime) -> None:
    """Links of the unit that are new here, in their order, with what they tell of."""
    answers: list[Item] = []
    for item in items:
        link = item["link"]
        kind = link["kind"]
        # Each link brings its own row, so that no row comes that none tells of.
        if kind in FACTS and item["facts"][FACTS[kind][1][0]] != link["subject_id"]:
            raise Refused(f"mata rantai {link['sequence']} bercerita tentang lain dari yang dibawanya")
        if kind == "response":
            answers.append(item)
        if answers and (kind != "response" or len(answers) == TOGETHER):
            _take_answers(db, unit_id, answers)
            answers = []
        if kind != "response":
            _take_decision(db, unit_id, item, now)
    if answers:
        _take_answers(db, unit_id, answers)


def _take_decision(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    _insert_all(db, "journal", [{**pick(item["link"], LINK), "unit_id": unit_id}])
    kind, subject = item["link"]["kind"], item["link"]["subject_id"]
    if kind in ("purge-profile", "purge-comment"):
        _purge(db, unit_id, kind.removeprefix("purge-"), "r.local_day < ?", subject)
    elif kind in ("erase-profile", "erase-comment"):
        _purge(db, unit_id, kind.removeprefix("erase-"), "r.response_id = ?", subject)
    elif kind == "redact":
        _redact(db, unit_id, item, now)
    elif kind not in KINDS:  # those tell of rows that came before the links
        _TAKE[kind](db, unit_id, item, now)


def _take_answers(db: Database, unit_id: str, items: Sequence[Item]) -> None:
    """Several at once, as a statement costs a server more than what it says."""
    _insert_all(db, "journal", [{**pick(item["link"], LINK), "unit_id": unit_id} for item in items])
    facts = [pick(item["facts"], journal.RESPONSE) for item in items]
    new = _insert_all(db, "responses", facts, "on conflict (response_id) do nothing returning response_id")
    fresh = {row["response_id"] for row in new.fetchall()}
    for fact in facts:
        if fact["unit_id"] != unit_id or fact["response_id"] not in fresh:
            raise Refused(
                f"jawaban {fact['response_id']} sudah ada di sini sebagai milik lain atau dengan isi lain"
            )
        fresh.remove(fact["response_id"])
    both = list(zip(items, facts, strict=True))
    profiles = [
        {"response_id": fact["response_id"], **pick(item["profile"], (*journal.PROFILE, "salt"))}
        for item, fact in both
        if "profile" in item
    ]
    comments = [
        {**pick(fact, ("response_id", "unit_id", "local_day")), **pick(item["comment"], ("text", "salt"))}
        for item, fact in both
        if "comment" in item
    ]
    for table, rows in (("profiles", profiles), ("comments", comments)):
        if rows:
            _insert_all(db, table, rows)
    tallies.count_responses(db, [fact["response_id"] for fact in facts])


def _insert_all(db: Database, table: str, rows: Sequence[Item], then: str = "") -> Any:
    into = f"{table} ({', '.join(rows[0])})"
    return insert_rows(db, into, [list(row.values()) for row in rows], then)


def _take_exclusion(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    facts = pick(item["facts"], journal.EXCLUSION)
    _vouch_for(db, unit_id, facts["excluded_by"], now)
    insert(db, "exclusions", facts)
    _mark(db, unit_id, facts["response_id"], facts["excluded_at"])
    tallies.uncount_response(db, facts["response_id"])


def _take_restoration(db: Database, unit_id: str, item: Item, now: datetime) -> None:
    facts = pick(item["facts"], journal.RESTORATION)
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
    facts = {**pick(item["facts"], journal.PUBLICATION), **pick(item["more"], PUBLISHED)}
    _vouch_for(db, unit_id, facts["published_by"], now)
    insert(db, "publications", {**facts, "unit_id": unit_id})


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
        values = {"response_id": response_id, **pick(more, ("redacted_at", "redacted_by"))}
        sets = "redacted_at = excluded.redacted_at, redacted_by = excluded.redacted_by"
        insert(db, "comment_handling", values, f"on conflict (response_id) do update set {sets}")


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
    insert(db, "people", values, "on conflict (person_id) do nothing")


def pick(values: Item, names: Collection[str]) -> Item:
    return {name: values[name] for name in names}


def insert(db: Database, table: str, values: Item, otherwise: str = "") -> bool:
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    done: Any = db.execute(f"insert into {table} ({names}) values ({marks}) {otherwise}", values)
    return bool(done.rowcount)
