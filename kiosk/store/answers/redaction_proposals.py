"""Words of suggestions that a petugas wants redacted; a pimpinan decides, because redacting is final."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.answers.suggestions import get_suggestion
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.times import to_text


@dataclass(frozen=True)
class Proposal:
    """The numbers of the words (from 0) to be redacted, and the name of the person who proposes it."""

    words: frozenset[int]
    by: str


def propose(
    db: Database,
    unit_id: str,
    response_id: str,
    words: Collection[int],
    *,
    seen: str,
    person_id: str,
    now: datetime,
) -> None:
    """Propose to redact these words of a suggestion, in place of an earlier proposal; `seen` is its text.

    Raises:
        NotFound: the unit has no such suggestion.
        Conflict: the text is not `seen` any more.
    """
    with transaction(db):
        if get_suggestion(db, unit_id, response_id).text != seen:
            raise Conflict(f"suggestion {response_id} was changed in the meantime")
        db.execute(
            """insert into redaction_proposals (response_id, words, proposed_at, proposed_by)
               values (?, ?, ?, ?)
               on conflict (response_id) do update set words = excluded.words,
                   proposed_at = excluded.proposed_at, proposed_by = excluded.proposed_by""",
            [response_id, " ".join(map(str, sorted(words))), to_text(now), person_id],
        )


def find_proposal(db: Database, response_id: str) -> Proposal | None:
    """The proposal about a suggestion, None if there is none."""
    row = db.execute(
        """select r.words, p.name from redaction_proposals r join people p on p.person_id = r.proposed_by
           where r.response_id = ?""",
        [response_id],
    ).fetchone()
    return Proposal(frozenset(map(int, row["words"].split())), row["name"]) if row else None


def list_proposed(db: Database, unit_id: str) -> list[str]:
    """The ids of the unit's suggestions that have a proposal, the oldest proposal first."""
    rows = db.execute(
        # `cross join` makes SQLite start from the few proposals and not from all suggestions.
        """select r.response_id from redaction_proposals r cross join comments c
           where c.response_id = r.response_id and c.unit_id = ? order by r.proposed_at, r.response_id""",
        [unit_id],
    )
    return [row["response_id"] for row in rows]


def drop_proposal(db: Database, unit_id: str, response_id: str) -> None:
    """Delete the proposal about a suggestion, if there is one. Raises NotFound: the unit has no such."""
    with transaction(db):
        get_suggestion(db, unit_id, response_id)
        db.execute("delete from redaction_proposals where response_id = ?", [response_id])
