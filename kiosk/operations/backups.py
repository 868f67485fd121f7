"""Backups: taken while answers come in, verified by recomputing the IKM from them, kept for a year.

A backup is one SQLite file, named after the time it was taken (UTC): `ikm-20240531T011200Z.db`. Evidence
files are copied to `evidence/` beside it. `IKM_BACKUPS_KEPT` sets how many backups are kept.
"""

import re
import sqlite3
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from flask import Flask
from sqlite_utils import Database

from kiosk.base import config
from kiosk.figures.together import score_parts
from kiosk.operations.sealing import Key
from kiosk.operations.sealing import seal_left
from kiosk.operations.sealing import sealed_name
from kiosk.store.accounts import people
from kiosk.store.accounts.password_links import withdraw_links
from kiosk.store.answers.answer_counts import ALL_DAYS
from kiosk.store.answers.answer_counts import get_tallies
from kiosk.store.engine import copies
from kiosk.store.engine.connection import is_postgres
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.files import copy_private
from kiosk.store.engine.files import replace_file
from kiosk.store.journal.heads import list_heads
from kiosk.store.journal.heads import read_heads
from kiosk.store.journal.journal import Head
from kiosk.store.journal.restored_backups import record_restored_backup
from kiosk.store.migrations.schema import has_new_steps
from kiosk.store.migrations.schema import has_tables
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices.units import list_units

BEFORE_UPDATE = "sebelum-pembaruan"
KEPT_BEFORE_CHANGES, BEFORE_CHANGES_FOR = 5, timedelta(days=365)
_NAME = re.compile(r"ikm-(\d{8}T\d{6}Z)(-[a-z-]+)?\.db(\.age)?")


@dataclass(frozen=True)
class Backup:
    """A backup file, when it was taken, and before which occasion (empty: a regular backup)."""

    path: Path
    taken_at: datetime
    occasion: str


@dataclass(frozen=True)
class BackupContent:
    """A unit in a database: responses that count, their IKM, the head of its journal."""

    respondents: int
    ikm: Decimal | None
    head: Head | None


def back_up_before_update(app: Flask) -> None:
    """Take a backup if the next `migrate` will change an existing database file."""
    path = app.config["DATABASE"]
    if is_postgres(path) or not Path(path).exists():
        return
    with closing(open_database(path)) as db:
        if has_new_steps(db):
            make_backup(Path(path), config.backup_folder(app), datetime.now(UTC), BEFORE_UPDATE)


def make_backup(database: Path, folder: Path, now: datetime, occasion: str = "") -> Backup:
    """Copy the database into `folder` and verify the copy before it gets its name, ending with `occasion`.

    Raises:
        Unusable: the copy is damaged; it was deleted.
        OSError: the folder cannot be written.
        sqlite3.Error: the database cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = folder / f"ikm-{stamp}{'-' + occasion if occasion else ''}.db"
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        copies.copy_database(database, part)
        # Before an update the copy may have an older schema, which this version cannot compute with.
        read_backup(part) if not occasion else check_sound(part)
        replace_file(part, target)
    finally:
        part.unlink(missing_ok=True)
    return Backup(target, now.replace(microsecond=0), occasion)


def read_backup(path: Path) -> dict[str, BackupContent]:
    """The content of a backup by unit code, computed from its responses alone.

    Raises:
        Unusable: it is damaged or no backup.
    """
    check_sound(path)
    with copies.open_copy(path) as db:
        return read_content(db)


def check_sound(path: Path) -> None:
    """Check that a file is a whole database of this program. Raises Unusable."""
    with copies.open_copy(path) as db:
        try:
            damage = copies.find_damage(db)
        except sqlite3.DatabaseError as error:
            raise Unusable(f"{path} rusak: {error}") from error
        if damage:
            raise Unusable(f"{path} rusak: {damage[0]}")
        if not has_tables(db):
            raise Unusable(f"{path} bukan cadangan kiosk IKM.")


def read_content(db: Database) -> dict[str, BackupContent]:
    """The content of a database by unit code, computed from its responses alone."""
    heads = list_heads(db)
    content = {}
    for unit in list_units(db):
        result = score_parts(get_tallies(db, unit.unit_id, *ALL_DAYS)).result
        content[unit.code] = BackupContent(result.respondents, result.ikm, heads.get(unit.code))
    return content


def list_backups(folder: Path) -> list[Backup]:
    """The backups in a folder, the newest first; none if the folder does not exist."""
    paths = folder.glob("ikm-*.db*") if folder.is_dir() else ()
    found = [backup for path in paths if (backup := parse_name(path))]
    return sorted(found, key=lambda backup: backup.taken_at, reverse=True)


def parse_name(path: Path | str) -> Backup | None:
    """The backup that a file is by its name; None if it is none."""
    name = _NAME.fullmatch(Path(path).name)
    if name is None:
        return None
    taken_at = datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Backup(Path(path), taken_at, (name[2] or "").strip("-"))


def choose_kept(backups: Iterable[Backup], most: tuple[int, int, int]) -> set[Path]:
    """Those to keep: the last one of each of so many days, weeks and months, and 5 from before updates.

    Those from before updates a year at most: what was deleted of a person since is still in them.
    """
    newest = sorted(backups, key=lambda backup: backup.taken_at, reverse=True)
    regular = [backup for backup in newest if not backup.occasion]
    before = [b for b in newest if b.occasion and newest[0].taken_at - b.taken_at < BEFORE_CHANGES_FOR]
    kept = {backup.path for backup in before[:KEPT_BEFORE_CHANGES]}
    for number, form in zip(most, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        last: dict[str, Path] = {}
        for backup in regular:
            last.setdefault(backup.taken_at.strftime(form), backup.path)
        kept |= set(list(last.values())[:number])
    return kept


def prune(folder: Path, most: tuple[int, int, int]) -> None:
    """Delete the backups that `choose_kept` does not keep."""
    backups = list_backups(folder)
    kept = choose_kept(backups, most)
    for backup in backups:
        if backup.path not in kept:
            backup.path.unlink(missing_ok=True)


def copy_to(backup: Backup, folder: Path, key: Key | None = None) -> Path:
    """Copy a backup into a second folder, such as a USB disk, encrypted with `key`. Raises OSError."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} tidak ada")
    target = folder / backup.path.name
    if key is None:
        copy_private(backup.path, target)
        return target
    seal_left(folder, key)
    target = target.with_name(sealed_name(target.name))
    key.seal(backup.path, target)
    return target


def copy_evidence(source: Path, folder: Path, key: Key | None = None) -> None:
    """Copy the evidence files that `folder` does not have yet; they never change."""
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        target = folder / source.name / path.relative_to(source)
        if key:
            target = target.with_name(sealed_name(target.name))
        if path.is_file() and not path.is_symlink() and not target.exists():
            key.seal(path, target) if key else copy_private(path, target)


@dataclass(frozen=True)
class Restorable:
    """A database made of a backup, ready to replace the one of the office."""

    content: dict[str, BackupContent]
    path: Path
    database: Path
    aside: Path

    def put_in_place(self) -> None:
        """Replace the database; the replaced file is kept beside it. Raises InUse, OSError."""
        if self.database.exists():
            copies.replace_database(self.database, self.path, self.aside)
        else:
            replace_file(self.path, self.database)


@contextmanager
def prepared(backup: Path, database: Path, now: datetime, *, replace: bool) -> Iterator[Restorable]:
    """Make a database of a backup, beside the one of the office; it is deleted unless it is put in place.

    Every journal gets a link that says which backup was restored and what it replaced. All sessions and
    password links end.

    Raises:
        Unusable: it is damaged or no backup.
        FileExistsError: there is a database and `replace` is not set.
        InUse: a server has it open.
    """
    check_sound(backup)
    if database.exists() and not replace:
        raise FileExistsError(str(database))
    if database.exists():
        copies.require_unused(database)
    part = database.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        copies.copy_database(backup, part)
        db = open_database(part)
        try:
            heads = list_heads(db)
            migrate(db)
            record_restored_backup(db, backup.name, heads, read_heads(database), now)
            # Some may have ended or been used since the backup was taken.
            people.end_all_sessions(db)
            withdraw_links(db)
            content = read_content(db)
            copies.fold(db)
        finally:
            db.close()
        stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside = database.with_name(f"{database.stem}-diganti-{stamp}.db")
        yield Restorable(content, part, database, aside)
    finally:
        part.unlink(missing_ok=True)


def restore(backup: Path, database: Path, now: datetime, *, replace: bool) -> dict[str, BackupContent]:
    """Replace the database by a backup. Raises as `prepared` does. Returns the content."""
    with prepared(backup, database, now, replace=replace) as ready:
        ready.put_in_place()
        return ready.content
