"""Metadata of evidence files; their bytes are in the instance folder (`kiosk.operations.evidence`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest


@dataclass(frozen=True)
class NewAttachment:
    """A file that is on disk under its id, to be recorded; fields as in `Attachment`."""

    attachment_id: str
    name: str
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True)
class Attachment:
    """A file of evidence: the name it was uploaded with, its checked type, size in bytes and SHA-256."""

    attachment_id: str
    unit_id: str
    plan_id: str | None
    announcement_id: str | None
    name: str
    media_type: str
    size: int
    digest: str
    added_at: datetime


_COLUMNS = tuple(Attachment.__dataclass_fields__)
_ATTACHMENT = ", ".join(_COLUMNS)


def _attachment(row: Any) -> Attachment:
    values = {name: row[name] for name in _COLUMNS}
    return Attachment(**{**values, "added_at": from_text(values["added_at"])})


def add_attachment(
    db: Database,
    *,
    unit_id: str,
    file: NewAttachment,
    person_id: str,
    now: datetime,
    plan_id: str | None = None,
    announcement_id: str | None = None,
    quota: int | None = None,
) -> Attachment:
    """Record a file of exactly one plan or announcement of the unit.

    Raises:
        Conflict: the unit's files would take more than `quota` bytes together.
        NotFound: the unit has no such plan, or it was dropped.
    """
    params = {
        **vars(file),
        "unit_id": unit_id,
        "plan_id": plan_id,
        "announcement_id": announcement_id,
        "added_at": to_text(now),
        "added_by": person_id,
    }
    with ensure_transaction(db):
        if quota is not None and count_bytes(db, unit_id) + file.size > quota:
            raise Conflict("the unit's evidence is full")
        if plan_id and not _has_plan(db, unit_id, plan_id):
            raise NotFound(f"plan {plan_id}")
        insert_row(db, "attachments", params)
        attest(db, "evidence", unit_id, file.attachment_id, now)
    return get_attachment(db, unit_id, file.attachment_id)


def _has_plan(db: Database, unit_id: str, plan_id: str) -> bool:
    row = db.execute(
        "select 1 as found from plans where unit_id = ? and plan_id = ? and dropped_at is null",
        [unit_id, plan_id],
    ).fetchone()
    return row is not None


def count_bytes(db: Database, unit_id: str) -> int:
    """How many bytes the unit's files that were not removed take."""
    row = db.execute(
        "select coalesce(sum(size), 0) as n from attachments where unit_id = ? and removed_at is null",
        [unit_id],
    ).fetchone()
    return int(row["n"])


def get_attachment(db: Database, unit_id: str, attachment_id: str) -> Attachment:
    """A file of the unit that was not removed. Raises NotFound."""
    row = db.execute(
        f"""select {_ATTACHMENT} from attachments
            where unit_id = ? and attachment_id = ? and removed_at is null""",
        [unit_id, attachment_id],
    ).fetchone()
    if row is None:
        raise NotFound(f"attachment {attachment_id}")
    return _attachment(row)


def remove_attachment(db: Database, unit_id: str, attachment_id: str, now: datetime) -> None:
    """Mark a file as removed; its row stays. Raises NotFound."""
    with transaction(db):
        done = db.execute(
            """update attachments set removed_at = ?
               where unit_id = ? and attachment_id = ? and removed_at is null""",
            [to_text(now), unit_id, attachment_id],
        )
        if not done.rowcount:
            raise NotFound(f"attachment {attachment_id}")
        attest(db, "evidence", unit_id, attachment_id, now)


def list_attachments(db: Database, unit_id: str) -> list[Attachment]:
    """The unit's files that were not removed."""
    rows = db.execute(
        f"""select {_ATTACHMENT} from attachments
            where unit_id = ? and removed_at is null order by attachment_id""",
        [unit_id],
    )
    return [_attachment(row) for row in rows]


def list_of_plans(db: Database, plan_ids: Sequence[str]) -> dict[str, tuple[Attachment, ...]]:
    """The files of each of these plans that has any, oldest first."""
    return _list_of(db, "plan_id", plan_ids)


def list_of_announcements(db: Database, announcement_ids: Sequence[str]) -> dict[str, tuple[Attachment, ...]]:
    """The files of each of these announcements that has any, oldest first."""
    return _list_of(db, "announcement_id", announcement_ids)


def _list_of(db: Database, owner: str, keys: Sequence[str]) -> dict[str, tuple[Attachment, ...]]:
    if not keys:
        return {}
    marks = ", ".join("?" for _ in keys)
    rows = db.execute(
        f"""select {_ATTACHMENT} from attachments where {owner} in ({marks}) and removed_at is null
            order by added_at, attachment_id""",
        list(keys),
    )
    found: dict[str, tuple[Attachment, ...]] = {}
    for row in rows:
        found[row[owner]] = (*found.get(row[owner], ()), _attachment(row))
    return found
