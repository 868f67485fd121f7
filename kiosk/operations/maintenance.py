"""Daily maintenance while the program serves: a backup, and deleting personal parts that are due."""

import threading
from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from functools import partial
from pathlib import Path
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from flask import Flask

from kiosk.base import clock
from kiosk.base.config import backup_folder
from kiosk.db import get_db
from kiosk.operations import backups
from kiosk.operations import ledger
from kiosk.operations import strays
from kiosk.operations import warning_mail
from kiosk.operations.backups import Backup
from kiosk.operations.failures import write_failures
from kiosk.operations.sealing import Key
from kiosk.store.answers.retention import purge
from kiosk.store.engine.connection import is_postgres
from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.times import from_text
from kiosk.store.journal import act_chain
from kiosk.store.journal import audit
from kiosk.store.journal import heads
from kiosk.store.journal.journal import START
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import list_units

EVERY = timedelta(days=1)
# Checked often and done rarely, so that a PC that is off at night catches up soon after it starts.
CHECK_EVERY_S = 600.0
FIRST_CHECK_S = 30.0


class Maintenance:
    """A thread that checks from time to time whether the daily work is due."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="maintenance", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; a running backup is finished first."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=60)

    def _run(self) -> None:
        wait = FIRST_CHECK_S
        self._app.extensions["ikm_connections"].be_patient()
        while not self._stopping.wait(wait):
            wait = CHECK_EVERY_S
            with self._app.app_context():
                run_if_due(self._app, clock.now())
                warning_mail.send_due(self._app, clock.now())


def run_if_due(app: Flask, now: datetime) -> None:
    """Run the daily maintenance if it is due. Failures are logged and retried at the next check.

    Each task of each unit fails alone: a unit that cannot be cleared keeps no other from its backup. What
    failed is written down for `ikm check` (`failures`).
    """
    has_server = is_postgres(app.config["DATABASE"])  # which has its own backups
    if not has_server and not is_backup_due(app, now):
        return
    failed: list[str] = []

    def attempt(name: str, task: Callable[[], object]) -> None:
        try:
            task()
        except Exception as error:  # the edge of the thread, which must survive anything
            app.logger.error("maintenance failed: %s", name, exc_info=error)
            failed.append(f"{name}: {error}")

    def purge_all() -> None:
        for unit in list_units(get_db()):
            attempt(f"masa simpan {unit.name}", partial(_purge, app, unit, now))

    with app.app_context():
        attempt("berkas sisa", partial(clean_up, app, now))
        attempt("masa simpan", purge_all)
        attempt("cadangan", partial(_state_heads if has_server else _back_up, app, now))
    write_failures(Path(app.instance_path), failed, now)


def clean_up(app: Flask, now: datetime) -> None:
    """Delete what killed processes have left."""
    second = app.config["BACKUP_FOLDER"]
    folders = [backup_folder(app), *([Path(second)] if second else [])]
    strays.remove_strays(Path(app.instance_path), folders, now)


def _state_heads(app: Flask, now: datetime) -> None:
    """Write the heads of a PostgreSQL database down once a day, as a backup does for a SQLite file."""
    folder = backup_folder(app)
    lines = ledger.read(folder)
    if lines and now - from_text(lines[-1].at) < EVERY:
        return
    db, second = get_db(), app.config["BACKUP_FOLDER"]
    stated = [(code, ledger.full_stamp(head)) for code, head in heads.list_heads(db).items()]
    stated.append((ledger.LOG, ledger.full_stamp(act_chain.get_head(db))))
    for target in (folder, *([Path(second)] if second else [])):
        ledger.append(target, app.config["SECRET_KEY"], stated, now)
    _mail_heads(app, now)


def _mail_heads(app: Flask, now: datetime) -> None:
    """Mail the heads as the ledger has them to `IKM_HEADS_TO`, where an insider cannot rewrite them.

    Raises RuntimeError when the mail server does not take the message.
    """
    address = app.config["HEADS_TO"]
    if not (address and app.config["SMTP_HOST"]):
        return
    last = {line.subject: line.value for line in ledger.read(backup_folder(app))}
    lines = "".join(f"{subject}\t{value}\n" for subject, value in last.items())
    text = f"Simpan surat ini. Untuk memeriksa: ikm check --jurnal NOMOR\n\n{lines}"
    try:
        warning_mail.send(app, str(address), f"Kepala jurnal {now:%Y-%m-%d}", text)
    except (OSError, SMTPException) as error:
        raise RuntimeError(f"kepala jurnal tidak terkirim: {type(error).__name__}") from error


def _back_up(app: Flask, now: datetime) -> None:
    backup, problems = back_up(app, now)
    for problem in problems:
        app.logger.error("backup: %s", problem)
    app.logger.info("backup taken: %s", backup.path.name)
    _mail_heads(app, now)


def _purge(app: Flask, unit: Unit, now: datetime) -> None:
    """Delete the personal parts that the unit no longer keeps."""
    db = get_db()
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


def is_backup_due(app: Flask, now: datetime) -> bool:
    """Whether there is no regular backup of the last day; one dated in the future (a wrong clock) is ignored.

    Never on PostgreSQL, which is backed up on its server (docs/scaling.md).
    """
    taken = [backup.taken_at for backup in backups.list_backups(backup_folder(app)) if not backup.occasion]
    if is_postgres(app.config["DATABASE"]):
        return False
    return not any(now - EVERY < moment <= now for moment in taken)


def back_up(app: Flask, now: datetime) -> tuple[Backup, list[str]]:
    """Take a backup, copy it to the second folder, and delete the ones that are no longer kept.

    Returns the backup, and in Indonesian what failed after it was taken.

    Raises:
        OSError, sqlite3.Error, Unusable: no backup was taken; the old ones are unchanged.
    """
    if is_postgres(app.config["DATABASE"]):
        raise Unusable("datanya di PostgreSQL; cadangkan di sana setiap hari: pg_dump -Fc -f ikm.dump ALAMAT")
    folder = backup_folder(app)
    evidence = Path(app.instance_path) / "evidence"
    problems = []
    clean_up(app, now)
    backup = backups.make_backup(Path(app.config["DATABASE"]), folder, now)
    second = app.config["BACKUP_FOLDER"]
    targets = [folder, *([Path(second)] if second else [])]
    stated = [
        *((code, ledger.full_stamp(head)) for code, head in heads.read_heads(backup.path).items()),
        (ledger.LOG, ledger.full_stamp(heads.read_log_head(backup.path) or Head(0, START))),
    ]
    sealing = Key.find(Path(app.instance_path))
    for target in targets:
        try:
            key = sealing if target != folder else None  # the first folder is on the disk of the data
            made = backups.copy_to(backup, target, key) if target != folder else backup.path
            described = (ledger.BACKUP, ledger.describe_backup(made))
            ledger.append(target, app.config["SECRET_KEY"], [*stated, described], now)
            backups.copy_evidence(evidence, target, key)
            backups.prune(target, app.config["BACKUPS_KEPT"])
        except OSError as error:
            problems.append(f"Cadangan tidak dapat disalin ke {target}: {error.strerror or error}.")
    return backup, problems
