"""Tablets: paired once with a short code, then identified by a long token whose hash is stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import hash_secret
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text

CODE_LENGTH = 8
CODE_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class Device:
    """A paired tablet; `revoked_at` is set once its token is invalid."""

    device_id: str
    collector_id: str
    name: str
    paired_at: str
    revoked_at: str | None


@dataclass(frozen=True)
class Contact:
    """The last report of a tablet, received `seen_at` by the server's clock.

    `queue` is the number of finished responses that wait on it, `oldest` the time of the first of them,
    `rejected` the number that the server refused. `clock_ahead` is how far its clock is ahead of the server's
    (negative: behind).
    """

    seen_at: datetime
    queue: int
    oldest: datetime | None
    rejected: int
    version: str
    clock_ahead: timedelta


def create_pairing(db: Database, collector_id: str, now: datetime) -> str:
    """A new code for pairing a tablet with this collector, valid once and for `CODE_LIFETIME`.

    Deletes the collector's earlier codes, and all codes that expired over a day ago.
    """
    code = new_key(CODE_LENGTH)
    with transaction(db):
        db.execute("delete from pairings where collector_id = ? and used_at is null", [collector_id])
        db.execute("delete from pairings where expires_at < ?", [to_text(now - timedelta(days=1))])
        db.execute(
            """insert into pairings (pairing_id, collector_id, code_hash, created_at, expires_at)
               values (?, ?, ?, ?, ?)""",
            [new_key(), collector_id, hash_secret(code), to_text(now), to_text(now + CODE_LIFETIME)],
        )
    return code


def pair_device(db: Database, code: str, now: datetime) -> tuple[Device, str]:
    """Use up a code; returns the new device and its token (64 hex digits), which is not stored.

    Raises:
        NotFound: the code is unknown, used or expired, or its collector takes no more answers.
    """
    token = secrets.token_hex(32)
    with ensure_transaction(db):
        row = db.execute(
            """update pairings set used_at = :now
               where code_hash = :code_hash and used_at is null and expires_at > :now
                   and collector_id in (select collector_id from collectors where revoked_at is null)
               returning collector_id""",
            {"now": to_text(now), "code_hash": hash_secret(code)},
        ).fetchone()
        if row is None:
            raise NotFound("pairing code")
        name = db.execute(
            "select name from collectors where collector_id = ?", [row["collector_id"]]
        ).fetchone()
        device = Device(new_key(), row["collector_id"], name["name"], to_text(now), None)
        db.execute(
            """insert into devices (device_id, collector_id, token_hash, name, paired_at)
               values (:device_id, :collector_id, :token_hash, :name, :paired_at)""",
            {**vars(device), "token_hash": hash_secret(token)},
        )
    return device, token


def count_pairing_failures(db: Database, since: datetime) -> int:
    """The number of wrong codes since that moment."""
    row = db.execute(
        "select count(*) as n from pairing_failures where failed_at >= ?", [to_text(since)]
    ).fetchone()
    return int(row["n"])


def record_pairing_failure(db: Database, now: datetime) -> None:
    """Record a wrong code, and delete those older than an hour."""
    with ensure_transaction(db):
        db.execute("delete from pairing_failures where failed_at < ?", [to_text(now - timedelta(hours=1))])
        db.execute(
            "insert into pairing_failures (pairing_failure_id, failed_at) values (?, ?)",
            [new_key(), to_text(now)],
        )


_DEVICE = ", ".join(f"d.{name}" for name in Device.__dataclass_fields__)


def find_device(db: Database, token: str) -> Device:
    """The device with this token. Raises NotFound, also if it is revoked."""
    row = db.execute(
        f"select {_DEVICE} from devices d where token_hash = ? and revoked_at is null", [hash_secret(token)]
    ).fetchone()
    if row is None:
        raise NotFound("device token")
    return Device(**dict(row))


def record_contact(db: Database, device_id: str, contact: Contact) -> None:
    """Store a tablet's report, replacing the last one."""
    db.execute(
        """insert into device_contacts
               (device_id, seen_at, queue, oldest_at, rejected, version, clock_ahead_s)
           values (?, ?, ?, ?, ?, ?, ?)
           on conflict (device_id) do update set
               seen_at = excluded.seen_at, queue = excluded.queue, oldest_at = excluded.oldest_at,
               rejected = excluded.rejected, version = excluded.version,
               clock_ahead_s = excluded.clock_ahead_s""",
        [
            device_id,
            to_text(contact.seen_at),
            contact.queue,
            to_text(contact.oldest) if contact.oldest else None,
            contact.rejected,
            contact.version,
            round(contact.clock_ahead.total_seconds()),
        ],
    )


def list_devices(db: Database, unit_id: str) -> list[tuple[Device, Contact | None]]:
    """The unit's tablets that are not revoked, by name, each with its last report if there is one."""
    rows = db.execute(
        f"""select {_DEVICE}, k.seen_at, k.queue, k.oldest_at, k.rejected, k.version, k.clock_ahead_s
            from devices d
            join collectors c on c.collector_id = d.collector_id
            left join device_contacts k on k.device_id = d.device_id
            where c.unit_id = ? and d.revoked_at is null order by d.name, d.paired_at, d.device_id""",
        [unit_id],
    ).fetchall()
    return [
        (Device(**{name: row[name] for name in Device.__dataclass_fields__}), _contact(row)) for row in rows
    ]


def _contact(row: dict[str, str | int | None]) -> Contact | None:
    if row["seen_at"] is None:
        return None
    return Contact(
        seen_at=from_text(str(row["seen_at"])),
        queue=int(row["queue"] or 0),
        oldest=from_text(str(row["oldest_at"])) if row["oldest_at"] else None,
        rejected=int(row["rejected"] or 0),
        version=str(row["version"]),
        clock_ahead=timedelta(seconds=int(row["clock_ahead_s"] or 0)),
    )


def revoke_device(db: Database, unit_id: str, device_id: str, now: datetime) -> None:
    """Invalidate a tablet's token; its collector stays. Raises NotFound if the unit has no such tablet."""
    done = db.execute(
        """update devices set revoked_at = coalesce(revoked_at, ?)
           where device_id = ? and collector_id in (select collector_id from collectors where unit_id = ?)""",
        [to_text(now), device_id, unit_id],
    )
    if not done.rowcount:
        raise NotFound(f"device {device_id}")
