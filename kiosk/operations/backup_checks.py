"""Checking backups: whether they are there, recent, apart from the computer's disk, and whole."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from kiosk.base.config import BACKUPS
from kiosk.base.progress import tracked
from kiosk.operations import backups
from kiosk.operations import ledger
from kiosk.operations.installation import Finding
from kiosk.operations.installation import Installation
from kiosk.operations.placement import check_placement
from kiosk.operations.sealing import Key
from kiosk.operations.sealing import is_sealed
from kiosk.operations.sealing import opened
from kiosk.operations.sealing import sealed_name
from kiosk.store.engine import copies
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.engine.copies import Unusable

OLDEST_BACKUP = timedelta(days=2)
# Backups taken since then must still be there: older ones may have been moved away.
_RECENT = timedelta(days=7)


def check_backups(installation: Installation, now: datetime) -> Iterator[Finding]:
    """Problems of the backups: none, too old, no second folder, or one on the same disk."""
    folder = installation.instance / BACKUPS
    yield from _check_age("Cadangan", folder, now, "Buat sekarang: ikm backup.")
    if installation.second is None:
        return
    try:
        is_same_disk = installation.second.stat().st_dev == installation.instance.stat().st_dev
        yield from _check_age(
            "Cadangan kedua", installation.second, now, "Periksa diska USB, lalu: ikm backup."
        )
    except OSError:  # also when the disk was removed while mounted
        yield Finding(
            f"Folder cadangan kedua tidak ada: {installation.second}",
            "Pasang kembali diska USB, lalu: ikm backup.",
        )
        return
    if is_same_disk:
        yield Finding(
            f"Folder cadangan kedua ada pada diska yang sama: {installation.second}",
            "Bila diska itu rusak, keduanya hilang. Pakai diska USB atau komputer lain.",
        )


def find_backup_warnings(db: Database, installation: Installation, now: datetime) -> list[Finding]:
    """The problems of backups and of the data folder that the dashboard shows.

    A new office has `OLDEST_BACKUP` for its first backup.
    """
    misplaced = list(check_placement(installation))
    began = datetime.fromtimestamp((installation.instance / "secret").stat().st_mtime, now.tzinfo)
    has_any = any(backups.list_backups(installation.instance / BACKUPS))
    if not is_on_sqlite(db) or not (has_any or now - began > OLDEST_BACKUP):
        return misplaced
    return [*misplaced, *check_backups(installation, now)]


def _check_age(name: str, folder: Path, now: datetime, advice: str) -> Iterator[Finding]:
    newest = next((backup for backup in backups.list_backups(folder) if not backup.occasion), None)
    if newest is None:
        yield Finding(f"{name} belum ada", advice)
    elif now - newest.taken_at > OLDEST_BACKUP:
        yield Finding(f"{name} terakhir sudah {(now - newest.taken_at).days} hari", advice)


def open_backups(installation: Installation, now: datetime) -> Iterator[Finding]:
    """Backups that cannot be read, that differ from when they were taken, or that are gone.

    The newest of each folder is opened and computed again, and by turns another one each day; of all others
    only the size is compared.
    """
    for folder in installation.backup_folders:
        found = backups.list_backups(folder)
        stated = ledger.list_backups(ledger.read(folder))
        opened = {0, now.toordinal() % len(found)} if found else set()
        for number, backup in enumerate(tracked(found, "Cadangan", len(found))):
            was = stated.get(backup.path.name)
            if problem := _find_damage(backup.path, was, installation.instance, is_opened=number in opened):
                yield Finding(
                    f"Cadangan {backup.path} {problem}",
                    "Jangan mengandalkannya. Buat yang baru: ikm backup, dan cari siapa yang mengubahnya.",
                )
        there = {backup.path.name for backup in found}
        recent = [one for one in map(backups.parse_name, stated) if one and now - one.taken_at < _RECENT]
        for path in backups.choose_kept(recent, installation.kept):
            if not {path.name, sealed_name(path.name)} & there:  # encrypted since then
                yield Finding(
                    f"Cadangan {path.name} hilang dari {folder}",
                    "Bila tidak ada yang memindahkannya, periksa diskanya dan siapa yang dapat menghapusnya.",
                )


def _find_damage(
    path: Path, was: ledger.RecordedBackup | None, instance: Path, *, is_opened: bool
) -> str | None:
    """What is wrong with a backup, in Indonesian; `was` is what the ledger states about it."""
    try:
        size = path.stat().st_size
        if was and size != was.size:
            return f"berukuran {size} bita, semula {was.size}"
        if is_opened and was and ledger.digest_of(path) != was.digest:
            return "isinya bukan lagi yang dicadangkan"
        if is_opened:
            with opened(path, Key.find(instance), instance) as plain:
                backups.check_sound(plain)
        elif not is_sealed(path) and not copies.looks_like_database(path):
            return "bukan berkas basis data"
    except (OSError, Unusable, sqlite3.Error) as error:
        return f"tidak dapat dibaca: {error}"
    return None
