"""`ikm update`: installing a new version; if that fails, the old version and its data are restored."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kiosk.base.config import backup_folder
from kiosk.base.config import default_instance
from kiosk.base.config import make_instance
from kiosk.base.interruption import finish
from kiosk.base.interruption import postponed
from kiosk.base.progress import start
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.cli.refusals import Refusal
from kiosk.db import get_db
from kiosk.operations import backups
from kiosk.operations.signatures import PACKAGE
from kiosk.operations.signatures import PUBLIC
from kiosk.operations.signatures import SUFFIX
from kiosk.operations.signatures import NotSigned
from kiosk.operations.signatures import PublicKey
from kiosk.store.engine.connection import is_postgres
from kiosk.store.engine.copies import InUse
from kiosk.store.engine.copies import Unusable
from kiosk.store.engine.copies import require_unused
from kiosk.store.engine.files import copy_private

NAME = "ikm_kiosk-"
# Where the old packages are until the new version is checked, and where the new environment is prepared.
ASIDE = ".sebelum-pembaruan"
BESIDE = "pembaruan"
_FAILED = "ikm check gagal."
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("wheel", metavar="BERKAS.whl", type=_FILE)
@click.option(
    "--kunci", "lock", type=_FILE, help="requirements.txt versi itu: pasang persis yang tercatat di dalamnya."
)
@click.option(
    "--penerbit",
    "publisher",
    type=_FILE,
    help="Kunci penerbit (penerbit.pub) untuk dipercaya mulai sekarang, bila belum ada yang dipercaya.",
)
@click.option("--paksa", is_flag=True, help="Juga versi yang lebih lama, atau tanpa tanda tangan penerbit.")
def update(wheel: Path, lock: Path | None, publisher: Path | None, paksa: bool) -> None:
    """Pasang versi baru: cadangkan, pasang, periksa; bila gagal, kembali ke versi dan data semula.

    Hentikan kiosk lebih dahulu, dan jalankan lagi sesudahnya.
    """
    # Nothing may change between the check of a signature and the installation.
    with TemporaryDirectory(prefix="ikm-update-") as own:
        taken_lock = _take(lock, Path(own)) if lock else None
        _update(_take(wheel, Path(own)), taken_lock, publisher, is_forced=paksa)


def _take(file: Path, folder: Path) -> Path:
    """A copy of a file and of the signature beside it, in a folder of ours."""
    try:
        for path in (file, file.with_name(file.name + SUFFIX)):
            if path.is_file():
                shutil.copyfile(path, folder / path.name)
    except OSError as error:
        raise Refusal("ikm update", f"{file.name} tidak terbaca: {error.strerror}") from error
    return folder / file.name


def _update(wheel: Path, lock: Path | None, publisher: Path | None, *, is_forced: bool) -> None:
    if not wheel.name.startswith(NAME) or wheel.suffix != ".whl":
        raise Refusal("ikm update", f"{wheel.name} bukan berkas pasang kiosk ({NAME}….whl)")
    if not is_forced and _is_older(wheel.name.removeprefix(NAME).partition("-")[0], version("ikm-kiosk")):
        raise Refusal(
            "ikm update",
            f"{wheel.name} lebih lama daripada yang terpasang ({version('ikm-kiosk')}): kelemahan yang sudah "
            "diperbaiki akan kembali. Bila memang itu maksudnya: --paksa",
        )
    if not is_forced:
        _require_signed(wheel, lock, publisher)
    if sys.prefix == sys.base_prefix or is_postgres(os.environ.get("IKM_DATABASE", "")):
        raise Refusal(
            "ikm update", "hanya untuk kiosk dalam venv dengan data SQLite; pada PostgreSQL: docs/scaling.md"
        )
    backup, database = _back_up(wheel)
    before = _check() - {_FAILED}
    site, beside = Path(sysconfig.get_path("purelib")), Path(sys.prefix) / BESIDE
    aside = site.with_name(site.name + ASIDE)
    for left in (beside, aside):  # left by an interrupted update
        shutil.rmtree(left, ignore_errors=True)
    try:
        if problem := _install(wheel, lock, site, beside):
            raise Refusal("ikm update", f"{problem} Tidak ada yang diubah; versi lama tetap terpasang.")
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    problem = "Pemeriksaan tidak selesai."
    try:
        with postponed():
            _swap(site, aside, beside)
        problem = "\n".join(sorted(_check() - before))
    finally:
        with postponed():
            if problem:
                _swap_back(site, aside, beside)
                # The new version may have changed the data already.
                backups.restore(backup.path, database, datetime.now(UTC), replace=True)
            else:
                shutil.rmtree(aside)
                finish()
    if problem:
        click.echo(f"{problem}\nPembaruan gagal. Versi lama dan datanya sudah dikembalikan.", err=True)
        sys.exit(1)
    click.echo(f"Versi baru terpasang dan diperiksa. Cadangan sebelumnya: {backup.path}")


def _require_signed(wheel: Path, lock: Path | None, publisher: Path | None) -> None:
    """Refuse files that the publisher has not signed, by the key of the installed version or the instance.

    The lock file has to be that of this wheel: an older one would install packages with known faults.

    Where neither has a key, the one in the file `publisher` is kept in the instance once it has signed these
    files. It replaces no other: who brings a false version brings a key that fits it.
    """
    try:
        known = PublicKey.find(PACKAGE, default_instance())
        given = PublicKey.read(publisher.read_text(encoding="utf-8")) if publisher else None
        if known and given and known != given:
            raise NotSigned(f"{publisher} bukan kunci yang dipercaya kantor ini")
        key = known or given
        if key is None:
            raise NotSigned(f"belum ada kunci penerbit yang dipercaya; berikan dengan --penerbit {PUBLIC}")
        for file in (wheel, lock) if lock else (wheel,):
            key.check(file, wheel)
        if known is None and publisher:
            make_instance(default_instance())
            copy_private(publisher, default_instance() / PUBLIC)
            click.echo(f"Mulai sekarang hanya versi dari penerbit ini yang dipasang: {key.id.hex()}")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("ikm update", f"kunci penerbit tidak terbaca: {error}") from error
    except NotSigned as error:
        raise Refusal(
            "ikm update",
            f"tanda tangan penerbit tidak terbukti: {error}. Pasang hanya bila asal berkasnya pasti: --paksa",
        ) from error


def _is_older(one: str, other: str) -> bool:
    """Whether a version such as `0.2.0` comes before another; text after the numbers does not count."""
    numbers = [[int(part) for part in re.findall(r"\d+", text)[:3]] for text in (one, other)]
    return numbers[0] < numbers[1]


def _back_up(wheel: Path) -> tuple[backups.Backup, Path]:
    """Take a backup while the database is not in use: later answers would be lost if the update fails."""
    try:
        with opened_app() as app:
            database = Path(app.config["DATABASE"])
            app.extensions["ikm_connections"].close()  # an open connection of ours would count as use
            require_unused(database)
            log_command(get_db(), f"berkas={wheel.name}")
        made = backups.make_backup(database, backup_folder(app), datetime.now(UTC), backups.BEFORE_UPDATE)
    except InUse as error:
        raise Refusal("ikm update", "data sedang dipakai; hentikan ikm serve lebih dahulu") from error
    except (OSError, sqlite3.Error, Unusable) as error:
        raise Refusal("ikm update", f"cadangan gagal, maka tidak ada yang diubah: {error}") from error
    return made, database


def _install(wheel: Path, lock: Path | None, site: Path, beside: Path) -> str:
    """Install the wheel into a copy of this environment, with its dependencies or exactly those in `lock`.

    The environment in use is not changed, so that after a power cut the old version starts. Returns the
    problem in Indonesian, empty if there is none.
    """
    try:
        venv.create(beside, symlinks=os.name != "nt")
        _copy_packages(site, _there(beside, site))
    except OSError as error:
        return f"Salinan gagal: {error}."
    pip = (sys.executable, "-m", "pip", "--python", str(beside), "--quiet", "--disable-pip-version-check")
    needed = ["--require-hashes", "-r", lock] if lock else [wheel]
    # Dependencies first, then the wheel itself even if the same version is installed already.
    for what in (needed, ["--force-reinstall", "--no-deps", wheel]):
        # What pip unpacks goes with the copy when it is interrupted.
        if _run([*pip, "install", *what], environment={"TMPDIR": str(beside)}).returncode:
            return "Pemasangan gagal."
    starts = _run([_there(beside, _script()), "--version"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return "Versi baru tidak dapat berjalan." if starts.returncode else ""


def _copy_packages(site: Path, target: Path) -> None:
    """Copy the installed packages. Raises OSError."""
    with start("Paket", sum(len(files) for _, _, files in os.walk(site))) as advance:

        def copy(source: str, to: str) -> None:
            shutil.copy2(source, to, follow_symlinks=False)
            advance(1)

        shutil.copytree(site, target, symlinks=True, dirs_exist_ok=True, copy_function=copy)


def _swap(site: Path, aside: Path, beside: Path) -> None:
    """Replace the old packages by the new ones; the script `ikm` is the same for all versions."""
    if hasattr(os, "sync"):
        os.sync()  # else a power cut could leave files without content
    site.rename(aside)
    _there(beside, site).rename(site)
    shutil.rmtree(beside)


def _swap_back(site: Path, aside: Path, beside: Path) -> None:
    """Put the old packages back, as far as they were replaced."""
    if aside.exists():
        if site.exists():
            site.rename(beside)
        aside.rename(site)
    shutil.rmtree(beside, ignore_errors=True)


def _run(
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run a program; when this command is interrupted, the program may clean up, too."""
    env = {**os.environ, **(environment or {})}
    with subprocess.Popen(command, env=env, stdout=stdout, stderr=stderr, text=True) as program:  # noqa: S603
        try:
            said, failed = program.communicate()
        except BaseException:
            program.terminate()
            raise
    return subprocess.CompletedProcess(program.args, program.returncode, said, failed)


def _there(beside: Path, path: Path) -> Path:
    """The path in the copy of a file of this environment."""
    return beside / path.relative_to(sys.prefix)


def _script() -> Path:
    return Path(sysconfig.get_path("scripts")) / ("ikm.exe" if os.name == "nt" else "ikm")


def _check() -> set[str]:
    """The problems that `ikm check` of the installed version prints, or its error."""
    # On a terminal it shows how far it is, there.
    errors = None if sys.stderr.isatty() else subprocess.PIPE
    done = _run([_script(), "check"], stdout=subprocess.PIPE, stderr=errors)
    found = {line for line in done.stdout.splitlines() if line.startswith("MASALAH")}
    return found if done.returncode == 0 or found else {(done.stderr or "").strip()[-1000:] or _FAILED}
