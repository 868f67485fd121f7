"""What the program does by itself once a day while it serves: backing up, and deleting what is due."""

import sqlite3
import threading
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from kiosk.base import clock
from kiosk.base.config import backup_folder
from kiosk.db import get_db
from kiosk.operations import backups
from kiosk.operations.backups import Backup
from kiosk.store.answers.retention import purge
from kiosk.store.engine.connection import is_postgres
from kiosk.store.engine.copies import Unusable
from kiosk.store.journal import audit
from kiosk.store.offices.units import list_units

EVERY = timedelta(days=1)
# Looked at often and done rarely: a PC that is off at night catches up soon after it starts.
LOOK_EVERY_S = 600.0
FIRST_LOOK_S = 30.0


class Maintenance:
    """A thread that checks from time to time whether the daily work is due."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="maintenance", daemon=True)

    def start(self) -> None:
        """Begin looking."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; a backup that is being taken is finished first."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)

    def _run(self) -> None:
        wait = FIRST_LOOK_S
        while not self._stopping.wait(wait):
            wait = LOOK_EVERY_S
            with self._app.app_context():
                do_what_is_due(self._app, clock.now())


def do_what_is_due(app: Flask, now: datetime) -> None:
    """The daily round when it is due. What goes wrong is logged, and tried again at the next look."""
    is_elsewhere = is_postgres(app.config["DATABASE"])  # and backed up there; what is old is looked for here
    if not is_elsewhere and not is_backup_due(app, now):
        return
    with app.app_context():
        _purge(app, now)
    if is_elsewhere:
        return
    try:
        backup, problems = back_up(app, now)
    except (OSError, sqlite3.Error, Unusable) as error:
        app.logger.error("backup failed: %s", error)
        return
    for problem in problems:
        app.logger.error("backup: %s", problem)
    app.logger.info("backup taken: %s", backup.path.name)


def _purge(app: Flask, now: datetime) -> None:
    """Delete what is personal and kept no longer, in every unit."""
    try:
        db = get_db()
        for unit in list_units(db):
            today = now.astimezone(ZoneInfo(unit.timezone)).date()
            gone = purge(db, unit.unit_id, today, now)
            if any(gone.values()):
                app.logger.info("purged in %s: %s", unit.code, gone)
                audit.record_act(
                    db,
                    person_id=None,
                    unit_id=unit.unit_id,
                    action=audit.PURGE,
                    subject=" ".join(f"{part}={count}" for part, count in gone.items()),
                    outcome=200,
                    now=now,
                )
    except sqlite3.Error as error:
        app.logger.error("purge failed: %s", error)


def is_backup_due(app: Flask, now: datetime) -> bool:
    """Whether the newest regular backup is a day old, or of a future that a wrong clock once showed.

    Never on PostgreSQL, which is backed up where it runs (docs/scaling.md).
    """
    taken = [backup.taken_at for backup in backups.list_backups(backup_folder(app)) if not backup.occasion]
    if is_postgres(app.config["DATABASE"]):
        return False
    return not any(now - EVERY < moment <= now for moment in taken)


def back_up(app: Flask, now: datetime) -> tuple[Backup, list[str]]:
    """Take a backup, copy it to the second folder, delete those that are not kept any more.

    Returns the backup, and in Indonesian what went wrong after it was safe.

    Raises:
        OSError, sqlite3.Error, Unusable: there is no new backup; the old ones are as they were.
    """
    if is_postgres(app.config["DATABASE"]):
        raise Unusable("datanya di PostgreSQL; cadangkan di sana setiap hari: pg_dump -Fc -f ikm.dump ALAMAT")
    folder = backup_folder(app)
    evidence = Path(app.instance_path) / "evidence"
    problems = []
    backup = backups.make_backup(Path(app.config["DATABASE"]), folder, now)
    second = app.config["BACKUP_FOLDER"]
    targets = [folder, *([Path(second)] if second else [])]
    for target in targets:
        try:
            if target != folder:
                backups.copy_to(backup, target)
            backups.copy_evidence(evidence, target)
            backups.prune(target, app.config["BACKUPS_KEPT"])
        except OSError as error:
            problems.append(f"Cadangan tidak dapat disalin ke {target}: {error.strerror or error}.")
    return backup, problems
