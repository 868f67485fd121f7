"""Collectors: tablets, QR posters, desks for paper and imports, where answers come in."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NameTaken
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest


@dataclass(frozen=True)
class Collector:
    """A source of answers: of one channel (`kiosk`, `qr`, `kertas`, `impor`) and unit, maybe of one service.

    `code` is its public name in the survey's address. `revoked_at` is set once it takes no more answers.
    """

    collector_id: str
    code: str
    unit_id: str
    name: str
    channel: str
    service_id: str | None
    revoked_at: str | None


_COLLECTOR = ", ".join(Collector.__dataclass_fields__)


def create_collector(
    db: Database, *, unit_id: str, name: str, channel: str, now: datetime, service_id: str | None = None
) -> Collector:
    """Add a collector to a unit under a random code. Raises KeptElsewhere for a merged unit."""
    collector = Collector(new_key(), new_key(8), unit_id, name, channel, service_id, None)
    with ensure_transaction(db):
        db.execute(
            """insert into collectors (collector_id, code, unit_id, name, channel, service_id, created_at)
               values (:collector_id, :code, :unit_id, :name, :channel, :service_id, :created_at)""",
            {**vars(collector), "created_at": to_text(now)},
        )
        attest(db, "collector", unit_id, collector.collector_id, now)
    return collector


def add_collector(
    db: Database, *, unit_id: str, name: str, channel: str, now: datetime, service_id: str | None = None
) -> Collector:
    """As `create_collector`. Raises NameTaken when the unit has one of this name."""
    with transaction(db):
        if name.casefold() in {one.name.casefold() for one in list_collectors(db, unit_id)}:
            raise NameTaken(f"collector {name}")
        return create_collector(
            db, unit_id=unit_id, name=name, channel=channel, service_id=service_id, now=now
        )


def get_collector(db: Database, code: str) -> Collector:
    """The collector with this public code, revoked or not. Raises NotFound."""
    row = db.execute(f"select {_COLLECTOR} from collectors where code = ?", [code]).fetchone()
    if row is None:
        raise NotFound(f"collector {code}")
    return Collector(**dict(row))


def find_collector(db: Database, collector_id: str) -> Collector:
    """The collector with this id, revoked or not. Raises NotFound."""
    row = db.execute(f"select {_COLLECTOR} from collectors where collector_id = ?", [collector_id]).fetchone()
    if row is None:
        raise NotFound(f"collector {collector_id}")
    return Collector(**dict(row))


def list_collectors(db: Database, unit_id: str) -> list[Collector]:
    """The unit's collectors by channel, the oldest first."""
    rows = db.execute(
        f"select {_COLLECTOR} from collectors where unit_id = ? order by channel, created_at, collector_id",
        [unit_id],
    )
    return [Collector(**dict(row)) for row in rows]


def count_answers(db: Database, unit_id: str, collector_id: str) -> int:
    """How many answers came in at a collector of the unit."""
    row = db.execute(
        "select count(*) as n from responses where unit_id = ? and collector_id = ?", [unit_id, collector_id]
    ).fetchone()
    return int(row["n"])


def revoke_collector(db: Database, unit_id: str, collector_id: str, now: datetime) -> None:
    """Take no more answers from a collector. Raises NotFound if the unit has no such collector."""
    done = db.execute(
        "update collectors set revoked_at = coalesce(revoked_at, ?) where unit_id = ? and collector_id = ?",
        [to_text(now), unit_id, collector_id],
    )
    if not done.rowcount:
        raise NotFound(f"collector {collector_id}")


def reopen_collector(db: Database, unit_id: str, collector_id: str) -> None:
    """Take answers from a revoked collector again. Raises NotFound if the unit has no such collector."""
    done = db.execute(
        "update collectors set revoked_at = null where unit_id = ? and collector_id = ?",
        [unit_id, collector_id],
    )
    if not done.rowcount:
        raise NotFound(f"collector {collector_id}")
