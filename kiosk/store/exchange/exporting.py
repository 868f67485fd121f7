"""What a unit's own server sends to the city's: the links of its journal with their facts, and what explains
them.

Read inside one `snapshot`. Each item is a mapping of plain values under one name; `kiosk.operations.bundles`
writes them as lines, `kiosk.store.exchange.merging` takes them in.
"""

from collections.abc import Collection
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from kiosk.store.answers import tallies
from kiosk.store.engine.errors import NotFound
from kiosk.store.journal import journal
from kiosk.store.journal.journal import Head
from kiosk.store.journal.links import iterate_links
from kiosk.store.offices.units import EDITABLE

Item = dict[str, Any]

LINK = (
    "sequence",
    "kind",
    "subject_id",
    "content_hash",
    "profile_hash",
    "comment_hash",
    "at",
    "previous",
    "digest",
)
SERVICE = ("service_id", "code", "name", "position", "created_at", "retired_at")
COLLECTOR = ("collector_id", "code", "name", "channel", "service_id", "created_at", "revoked_at")
YEAR = ("year", "population", "target_ikm")
PUBLISHED = ("period_start", "period_end", "instrument", "convention", "version")
TALLY = (*tallies.KEY[1:], *tallies.COLUMNS)
# Kind of a link → the alias and the columns of its facts.
FACTS = {
    "response": ("r", journal.RESPONSE),
    "exclude": ("e", journal.EXCLUSION),
    "restore": ("e", journal.RESTORATION),
    "publish": ("u", journal.PUBLICATION),
}


def get_head_at(db: Database, unit_id: str, sequence: int) -> Head:
    """The end of the chain as it was after that many links. Raises NotFound."""
    if sequence == 0:
        return Head(0, journal.START)
    row = db.execute(
        "select sequence, digest from journal where unit_id = ? and sequence = ?", [unit_id, sequence]
    ).fetchone()
    if row is None:
        raise NotFound(f"link {sequence}")
    return Head(row["sequence"], row["digest"])


def get_sequence_before(db: Database, unit_id: str, moment: str) -> int:
    """How many links the chain had at that moment (UTC text)."""
    row = db.execute(
        "select coalesce(max(sequence), 0) as n from journal where unit_id = ? and at < ?", [unit_id, moment]
    ).fetchone()
    return int(row["n"])


def read_unit(db: Database, unit_id: str) -> Item:
    """The unit's letterhead."""
    row = db.execute(
        f"select unit_id, created_at, {', '.join(EDITABLE)} from units where unit_id = ?", [unit_id]
    )
    return dict(row.fetchone())


def iterate_items(db: Database, unit_id: str, after: int, parts: Collection[str]) -> Iterator[Item]:
    """Everything but the manifest; of what is personal only the `parts` (`profile`, `comment`)."""
    for name, table, columns in (
        ("year", "unit_years", YEAR),
        ("service", "services", SERVICE),
        ("collector", "collectors", COLLECTOR),
    ):
        rows = db.execute(
            f"select {', '.join(columns)} from {table} where unit_id = ? order by {columns[0]}", [unit_id]
        )
        yield from ({name: dict(row)} for row in rows.fetchall())
    for row in iterate_links(db, unit_id, after):
        yield _link(db, row, parts)
    rows = db.execute(
        f"select {', '.join(TALLY)} from month_tallies where unit_id = ? order by {', '.join(TALLY[:4])}",
        [unit_id],
    )
    yield from ({"tally": dict(row)} for row in rows.fetchall())


def _link(db: Database, row: Any, parts: Collection[str]) -> Item:
    kind = row["kind"]
    item: Item = {"link": {name: row[name] for name in LINK}}
    if kind in FACTS:
        alias, names = FACTS[kind]
        item["facts"] = {name: row[f"{alias}_{name}"] for name in names}
    if kind == "response" and "profile" in parts and row["has_profile"]:
        item["profile"] = {name: row[f"p_{name}"] for name in (*journal.PROFILE, "salt")}
    if kind == "response" and "comment" in parts and row["has_comment"]:
        item["comment"] = {name: row[f"c_{name}"] for name in ("text", "salt")}
    if kind == "redact" and "comment" in parts:
        item |= _redacted(db, row["subject_id"])
    if kind == "publish":
        more = db.execute(
            f"select {', '.join(PUBLISHED)} from publications where publication_id = ?", [row["subject_id"]]
        )
        item["more"] = dict(more.fetchone())
    return item


def _redacted(db: Database, response_id: str) -> Item:
    row = db.execute(
        """select c.text, c.salt, h.redacted_at, h.redacted_by
           from comments c join comment_handling h on h.response_id = c.response_id
           where c.response_id = ?""",
        [response_id],
    ).fetchone()
    if row is None:
        return {}
    return {
        "comment": {"text": row["text"], "salt": row["salt"]},
        "more": {"redacted_at": row["redacted_at"], "redacted_by": row["redacted_by"]},
    }
