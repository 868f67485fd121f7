"""`ikm update`: a new version, or the old one again with everything as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click

from kiosk import backups
from kiosk.app import create_app
from kiosk.cli.logged import log_command
from kiosk.cli.refusals import Refusal
from kiosk.config import default_instance
from kiosk.db import backup_folder
from kiosk.db import get_db
from kiosk.store.connection import is_postgres
from kiosk.store.copies import InUse
from kiosk.store.copies import Unusable
from kiosk.store.copies import require_unused

NAME = "ikm_kiosk-"
ASIDE = ".sebelum-pembaruan"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("wheel", metavar="BERKAS.whl", type=_FILE)
@click.option(
    "--kunci", "lock", type=_FILE, help="requirements.txt versi itu: pasang persis yang tercatat di dalamnya."
)
def update(wheel: Path, lock: Path | None) -> None:
    """Pasang versi baru: cadangkan, pasang, periksa; bila gagal, kembali ke versi dan data semula.

    Hentikan kiosk lebih dahulu, dan jalankan lagi sesudahnya.
    """
    if not wheel.name.startswith(NAME) or wheel.suffix != ".whl":
        raise Refusal("ikm update", f"{wheel.name} bukan berkas pasang kiosk ({NAME}….whl)")
    if sys.prefix == sys.base_prefix or is_postgres(os.environ.get("IKM_DATABASE", "")):
        raise Refusal("ikm update", "hanya untuk kiosk dalam venv dengan data SQLite, bukan PostgreSQL")
    site = Path(sysconfig.get_path("purelib"))
    aside = site.with_name(site.name + ASIDE)
    if aside.exists():
        raise Refusal(
            "ikm update", f"pembaruan yang lalu terputus; pasang ulang dengan pip, lalu hapus {aside}"
        )
    backup, database = _back_up(wheel)
    before = _check()
    _copy(site, aside)
    script = _script().read_bytes()
    problem = _install(wheel, lock)
    if not problem and (found := _check() - before):
        problem = "\n".join(sorted(found))
    if not problem:
        shutil.rmtree(aside)
        click.echo(f"Versi baru terpasang dan diperiksa. Cadangan sebelumnya: {backup.path}")
        return
    shutil.rmtree(site)
    aside.rename(site)
    _script().write_bytes(script)
    _script().chmod(0o755)
    # The new version may have changed the data already.
    backups.restore(backup.path, database, datetime.now(UTC), replace=True)
    click.echo(f"{problem}\nPembaruan gagal. Versi lama dan datanya sudah dikembalikan.", err=True)
    sys.exit(1)


def _back_up(wheel: Path) -> tuple[backups.Backup, Path]:
    """A backup of data that nobody else uses: what came in after it would be lost on the way back."""
    try:
        app = create_app(default_instance())
        database = Path(app.config["DATABASE"])
        app.extensions["ikm_connections"].close()
        require_unused(database)
        with app.app_context():
            log_command(get_db(), f"berkas={wheel.name}")
        app.extensions["ikm_connections"].close()
        made = backups.make_backup(database, backup_folder(app), datetime.now(UTC), backups.BEFORE_UPDATE)
    except InUse as error:
        raise Refusal("ikm update", "data sedang dipakai; hentikan ikm serve lebih dahulu") from error
    except (OSError, sqlite3.Error, Unusable) as error:
        raise Refusal("ikm update", f"cadangan gagal, maka tidak ada yang diubah: {error}") from error
    return made, database


def _copy(site: Path, aside: Path) -> None:
    """Copy the installed packages; the copy has its name only when it is whole."""
    part = site.with_name(site.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(site, part, symlinks=True)
    part.rename(aside)


def _install(wheel: Path, lock: Path | None) -> str:
    """Install it with what it needs, or with the very files in `lock`; empty if nothing went wrong."""
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    steps = [["--require-hashes", "-r", lock], ["--no-deps", wheel]] if lock else [[wheel]]
    done = (subprocess.run([*pip, *step], check=False) for step in steps)  # noqa: S603
    return "Pemasangan gagal." if any(step.returncode for step in done) else ""


def _script() -> Path:
    return Path(sysconfig.get_path("scripts")) / ("ikm.exe" if os.name == "nt" else "ikm")


def _check() -> set[str]:
    """What `ikm check` of the installed version finds; what it says instead when it cannot look."""
    done = subprocess.run([_script(), "check"], capture_output=True, text=True, check=False)  # noqa: S603
    found = {line for line in done.stdout.splitlines() if line.startswith("MASALAH")}
    return found if done.returncode == 0 or found else {done.stderr.strip()[-1000:] or "ikm check gagal."}
