"""`ikm backup` and `ikm restore`."""

import os
import sqlite3
import sys
from contextlib import ExitStack
from contextlib import suppress
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from kiosk.base.config import BACKUPS
from kiosk.base.config import default_instance
from kiosk.base.config import make_instance
from kiosk.base.formatting import decimal
from kiosk.base.interruption import postponed
from kiosk.base.text import visible
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.db import get_db
from kiosk.operations import ledger
from kiosk.operations.backups import BackupContent
from kiosk.operations.backups import prepared
from kiosk.operations.backups import read_backup
from kiosk.operations.checkup import check_journals
from kiosk.operations.checkup import check_ledgers
from kiosk.operations.installation import Installation
from kiosk.operations.maintenance import back_up
from kiosk.operations.sealing import Key
from kiosk.operations.sealing import Locked
from kiosk.operations.sealing import bring_evidence
from kiosk.operations.sealing import is_sealed
from kiosk.operations.sealing import opened
from kiosk.store.engine.connection import is_postgres
from kiosk.store.engine.copies import InUse
from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.copies import list_triggers


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)


def _print(content: dict[str, BackupContent]) -> None:
    for code, unit in content.items():
        head = f", jurnal {unit.head.stamp}" if unit.head else ""
        ikm = decimal(unit.ikm) if unit.ikm is not None else "belum ada"
        click.echo(f"  {code}: {unit.respondents} responden, IKM seluruhnya {ikm}{head}")


@click.command()
def backup() -> None:
    """Buat cadangan sekarang, juga saat kiosk berjalan, lalu uji dengan menghitung ulang IKM."""
    try:
        with opened_app() as app:
            made, problems = back_up(app, datetime.now(UTC))
    except (OSError, sqlite3.Error, Unusable) as error:
        _fail(f"Cadangan gagal: {error}. Cadangan yang lama tidak diubah.")
    click.echo(f"Cadangan dibuat dan teruji: {made.path}")
    _print(read_backup(made.path))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--ganti", is_flag=True, help="Ganti data yang sekarang; yang lama disisihkan, tidak dihapus.")
@click.option("--paksa", is_flag=True, help="Juga bila berkas itu bukan lagi yang dicadangkan.")
def restore(file: Path, ganti: bool, paksa: bool) -> None:
    """Kembalikan data dari FILE cadangan. Hentikan kiosk lebih dahulu."""
    folder = default_instance().resolve()
    if not paksa and _is_changed(file, folder / BACKUPS):
        _fail(f"{file.name} bukan lagi yang dicadangkan: ada yang mengubahnya. Tetap dipakai? --paksa")
    named = os.environ.get("IKM_DATABASE", "")
    if is_postgres(named):
        _fail("Data kantor ini di PostgreSQL. Pulihkan di sana dengan kiosk dihentikan: pg_restore.")
    make_instance(folder)
    database = Path(named or folder / "ikm.db")
    with ExitStack() as together:
        try:
            key = _find_key(file, folder)
            with opened(file, key, folder) as plain:
                _refuse_triggers(plain, is_forced=paksa)
                with prepared(plain, database, datetime.now(UTC), replace=ganti) as ready:
                    together.enter_context(postponed())
                    ready.put_in_place()
            brought = bring_evidence(file.absolute().parent, folder, key)
            if key and Key.find(folder) is None:
                key.store(folder)
        except FileExistsError:
            _fail(f"Sudah ada data di {database}. Bila memang akan diganti, ulangi dengan --ganti.")
        except InUse:
            _fail("Data sedang dipakai. Hentikan ikm serve lebih dahulu, lalu ulangi.")
        except (OSError, sqlite3.Error, Unusable) as error:
            _fail(f"Tidak dikembalikan: {error}")
        with opened_app():
            log_command(get_db(), f"berkas={file.name}")
    with opened_app() as app:
        findings = [*check_journals(get_db()), *check_ledgers(get_db(), Installation.of(app))]
    click.echo(f"Data dikembalikan ke {database}:")
    _print(ready.content)
    if brought:
        click.echo(f"{brought} berkas bukti dikembalikan dari {file.parent / 'evidence'}.")
    for finding in findings:
        click.echo(f"PERHATIAN: {finding.what}.\n  {finding.advice}", err=True)


def _refuse_triggers(plain: Path, *, is_forced: bool) -> None:
    """Refuse a file that would change data by itself when it is in use. Raises Unusable."""
    if not is_forced and (found := list_triggers(plain)):
        raise Unusable(
            f"di dalamnya ada yang bukan dari program ini ({', '.join(map(visible, found))}). Tetap dipakai? "
            "--paksa"
        )


def _find_key(file: Path, instance: Path) -> Key | None:
    """The key of an encrypted backup: this computer's, else that beside the backup, which takes a passphrase.

    Raises Locked, OSError.
    """
    if not is_sealed(file):
        return None
    own = Key.find(instance)
    with suppress(Locked), opened(file, own, instance):
        return own  # otherwise of another key, such as that of the computer before this one
    return Key.unlock(file.absolute(), click.prompt("Kata sandi cadangan", hide_input=True), instance)


def _is_changed(file: Path, own: Path) -> bool:
    """Whether a ledger, beside the backup or in the instance, states other content under its name."""
    for folder in (file.parent, own):
        was = ledger.list_backups(ledger.read(folder)).get(file.name)
        if was and file.is_file() and ledger.digest_of(file) != was.digest:
            return True
    return False
