"""Recording in each unit's journal that a backup was restored, and what it replaced."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.journal.journal import START
from kiosk.store.journal.journal import Head
from kiosk.store.journal.journal import get_merged_parts
from kiosk.store.offices.units import list_units


@dataclass(frozen=True)
class RestoredBackup:
    """A restored backup: what was recorded between the backup and the restoring is lost."""

    file_name: str
    restored_at: str


def record_restored_backup(
    db: Database, file_name: str, heads: dict[str, Head], replaced: dict[str, Head], now: datetime
) -> None:
    """Add a link to every unit's journal that this backup was restored.

    `heads` are the heads of the journals in the backup, `replaced` in the data that it replaced, by unit
    code. The journals of merged units are skipped, as only their own servers extend them.
    """
    with transaction(db):
        for unit in list_units(db):
            if get_merged_parts(db, unit.unit_id) is not None:
                continue
            key, head, gone = new_key(), heads.get(unit.code, Head(0, START)), replaced.get(unit.code)
            db.execute(
                """insert into restored_backups (restored_backup_id, unit_id, file_name, sequence, digest,
                                                 replaced_sequence, replaced_digest, restored_at)
                   values (?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    *(key, unit.unit_id, file_name, head.sequence, head.digest),
                    *((gone.sequence, gone.digest) if gone else (None, None)),
                    to_text(now),
                ],
            )
            attest(db, "restore-backup", unit.unit_id, key, now)


def find_restored_backup(db: Database, since: datetime) -> RestoredBackup | None:
    """The first backup that was restored after that moment."""
    row = db.execute(
        """select file_name, restored_at from restored_backups
           where restored_at > ? order by restored_at limit 1""",
        [to_text(since)],
    ).fetchone()
    return RestoredBackup(**dict(row)) if row else None
