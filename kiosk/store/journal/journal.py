"""The journal: one hash chain per unit, extended by every response and every decision.

A row that is changed, deleted or inserted without the program does not match its link. Hiding that takes
rewriting every later link, and then the chain's head differs from the one on papers printed before. The
canonical form is documented in docs/formats.md and never changes: old links must stay verifiable.

Of personal parts (profile, suggestion) a link holds only a commitment: a hash with a salt that is stored
beside the part. Deleting both leaves the chain valid, and the part cannot be guessed from the hash.
"""

import hashlib
import secrets
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from json.encoder import c_make_encoder  # type: ignore[attr-defined]
from json.encoder import encode_basestring
from typing import NoReturn

from sqlite_utils import Database

from kiosk.store.engine.errors import KeptElsewhere
from kiosk.store.engine.inserts import insert_rows
from kiosk.store.engine.times import to_text

FORM = "ikm-jurnal-1"
START = "0" * 64

Value = str | int | None

_JOURNAL = """journal (unit_id, sequence, kind, subject_id, content_hash, profile_hash, comment_hash,
                       at, previous, digest)"""

# The fields of a profile in canonical order. Those of `LATER_PROFILE` follow only where they are answered, so
# that the commitments to profiles without them stay as they are.
PROFILE = ("sex", "age_band", "education", "occupation")
LATER_PROFILE = ("disability",)


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many links it has, and the digest of the last."""

    sequence: int
    digest: str

    @property
    def stamp(self) -> str:
        """What is printed on papers: `147-3f2a9c01d4e5b6a7`."""
        return f"{self.sequence}-{self.digest[:16]}"


@dataclass(frozen=True)
class Link:
    """A link to be added: its kind, the row it is about, the facts in canonical order, the commitments."""

    kind: str
    subject_id: str
    facts: Sequence[Value]
    now: datetime
    profile_hash: str | None = None
    comment_hash: str | None = None


def _refuse(value: object) -> NoReturn:
    raise TypeError(f"no value of a link: {value!r}")


# What `json.dumps(ensure_ascii=False, separators=(",", ":"))` makes at each call, which takes longer than the
# values of a link do.
_encode = c_make_encoder(None, _refuse, encode_basestring, None, ":", ",", False, False, True)


def hash_values(*values: object) -> str:
    """SHA-256, in hex, of the values as JSON without spaces, UTF-8."""
    return hashlib.sha256("".join(_encode(values, 0)).encode()).hexdigest()


def new_salt() -> str:
    """128 random bits: too many to guess a profile, or a short suggestion, from its hash."""
    return secrets.token_hex(16)


def commit_profile(salt: str, profile: Mapping[str, Value]) -> str:
    """The commitment to a profile; fields that were not answered are None."""
    given = [profile[name] for name in PROFILE]
    given += [value for name in LATER_PROFILE if (value := profile.get(name)) is not None]
    return hash_values("profile", salt, given)


def commit_comment(salt: str, text: str) -> str:
    """The commitment to a suggestion."""
    return hash_values("comment", salt, text)


def hash_link(
    unit_id: str,
    sequence: int,
    kind: str,
    subject_id: str,
    hashes: Iterable[str | None],
    at: str,
    previous: str,
) -> str:
    """The digest of one link. `hashes` are those of the content, the profile and the suggestion."""
    return hash_values(FORM, unit_id, sequence, kind, subject_id, *hashes, at, previous)


def extend(
    db: Database,
    *,
    unit_id: str,
    kind: str,
    subject_id: str,
    facts: Sequence[Value],
    now: datetime,
    comment_hash: str | None = None,
) -> Head:
    """Add one link, as `extend_by`."""
    return extend_by(db, unit_id, [Link(kind, subject_id, facts, now, comment_hash=comment_hash)])


def extend_by(db: Database, unit_id: str, links: Sequence[Link], *, begins: bool = False) -> Head:
    """Add links in this order, in the transaction that writes their rows.

    Locks the unit's row in `journal_heads` first, so only writers of the same unit wait for each other.
    `begins` is for the migration that creates journals, before the column `merged_parts` exists.

    Raises:
        KeptElsewhere: the unit's journal comes from another server, which alone may extend it.
    """
    origin = "null" if begins else "merged_parts"
    row = db.execute(
        f"""insert into journal_heads (unit_id, sequence, digest) values (?, ?, ?)
            on conflict (unit_id) do update set sequence = journal_heads.sequence + excluded.sequence
            returning sequence, digest, {origin} as merged_parts""",
        [unit_id, len(links), START],
    ).fetchone()
    if row["merged_parts"] is not None:
        raise KeptElsewhere(unit_id)
    first, digest, rows = row["sequence"] - len(links) + 1, row["digest"], []
    now, at = None, ""
    for sequence, link in enumerate(links, start=first):
        previous = digest
        if link.now is not now:  # links of one batch mostly share the moment
            now, at = link.now, to_text(link.now)
        hashes = (hash_values(link.kind, *link.facts), link.profile_hash, link.comment_hash)
        digest = hash_link(unit_id, sequence, link.kind, link.subject_id, hashes, at, previous)
        rows.append((unit_id, sequence, link.kind, link.subject_id, *hashes, at, previous, digest))
    insert_rows(db, _JOURNAL, rows)
    db.execute("update journal_heads set digest = ? where unit_id = ?", [digest, unit_id])
    return Head(row["sequence"], digest)


def record_purge(db: Database, unit_id: str, part: str, before: date, now: datetime) -> Head:
    """Add the link for deleting the part (`profile`, `comment`) of all responses before that day."""
    day = before.isoformat()
    return extend(db, unit_id=unit_id, kind=f"purge-{part}", subject_id=day, facts=[day], now=now)


def get_head(db: Database, unit_id: str) -> Head | None:
    """The end of the unit's chain, or None while nothing was recorded."""
    row = db.execute("select sequence, digest from journal_heads where unit_id = ?", [unit_id]).fetchone()
    return Head(row["sequence"], row["digest"]) if row else None


def get_merged_parts(db: Database, unit_id: str) -> frozenset[str] | None:
    """Which personal parts the bundles of a merged unit bring; None for a unit kept on this server."""
    row = db.execute("select merged_parts from journal_heads where unit_id = ?", [unit_id]).fetchone()
    return frozenset(row["merged_parts"].split()) if row and row["merged_parts"] is not None else None


def is_in_chain(db: Database, unit_id: str, stamp: str) -> bool:
    """Whether the unit's chain had this head (`147-3f2a9c01d4e5b6a7`, as printed on papers) at some time."""
    number, _, start = stamp.partition("-")
    if not number.isdecimal() or len(number) > 18 or len(start) < 8:
        return False
    row = db.execute(
        "select digest from journal where unit_id = ? and sequence = ?", [unit_id, int(number)]
    ).fetchone()
    return row is not None and row["digest"].startswith(start.lower())
