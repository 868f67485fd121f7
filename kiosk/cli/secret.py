"""`ikm secret`: replacing the secret key, and the passphrase of the backups that leave the office."""

from pathlib import Path

import click

from kiosk.base import clock
from kiosk.base.config import read_secret
from kiosk.base.config import renew_secret
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.cli.refusals import Refusal
from kiosk.db import get_db
from kiosk.operations import ledger
from kiosk.operations.installation import Installation
from kiosk.operations.sealing import Key
from kiosk.security.passwords import find_weakness
from kiosk.store.accounts import two_factor
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.engine.copies import InUse
from kiosk.store.engine.copies import require_unused
from kiosk.store.offices.units import list_units


@click.group()
def secret() -> None:
    """Kunci rahasia kantor (berkas secret)."""


@secret.command()
@click.option("--ya", is_flag=True, help="Ganti sungguh-sungguh; tanpa ini hanya dijelaskan.")
def renew(ya: bool) -> None:
    """Ganti kunci rahasia, bila yang lama mungkin diketahui orang. Hentikan kiosk lebih dahulu."""
    with opened_app() as app:
        protected = two_factor.list_protected(get_db())
        if not ya:
            click.echo(
                "Sesudah diganti semua orang harus masuk lagi, tiket yang sudah dibagikan dan kunci ikm "
                f"merge-key tidak berlaku, dan verifikasi dua langkah {len(protected)} orang mati sampai "
                "diaktifkan lagi. Belum ada yang diganti; ganti dengan --ya."
            )
            return
        if is_on_sqlite(get_db()):
            app.extensions["ikm_connections"].close()  # ours would count as a use
            _require_stopped(Path(app.config["DATABASE"]))
        # One-time codes are derived from the secret: with a new one, phones would show wrong codes.
        for person_id in protected:
            two_factor.disable_second_factor(get_db(), person_id, by=None, now=clock.now())
        renew_secret(Path(app.instance_path) / "secret")
        new = read_secret(Path(app.instance_path) / "secret")
        for folder in Installation.of(app).backup_folders:
            if folder.is_dir():
                ledger.sign_again(folder, app.config["SECRET_KEY"], new)
        log_command(get_db())
    click.echo("Kunci rahasia diganti. Jalankan kiosk lagi; proses yang masih berjalan memakai kunci lama.")


def _require_stopped(database: Path) -> None:
    try:
        require_unused(database)
    except InUse as error:
        raise Refusal("ikm secret", "data sedang dipakai; hentikan ikm serve lebih dahulu") from error


@secret.command()
def passphrase() -> None:
    """Enkripsi cadangan di diska kedua dengan kata sandi, atau ganti kata sandi itu."""
    with opened_app() as app:
        click.echo(
            "Cadangan dan berkas bukti di diska kedua (IKM_BACKUP_FOLDER) akan dienkripsi. Tanpa kata sandi "
            "ini isinya tidak dapat dibuka siapa pun di komputer lain: tulis dan simpan di luar kantor. "
            "Selama komputer ini ada, kata sandi yang lupa dapat diganti dengan perintah yang sama."
        )
        chosen = click.prompt("Kata sandi cadangan", hide_input=True, confirmation_prompt="Ulangi")
        if weakness := find_weakness(chosen, [unit.name for unit in list_units(get_db())]):
            raise Refusal("ikm secret passphrase", weakness)
        Key.lock(Path(app.instance_path), chosen)
        log_command(get_db())
    click.echo(
        "Berlaku mulai cadangan berikutnya; yang lama di diska itu ikut dienkripsi. Jalankan: ikm backup"
    )
