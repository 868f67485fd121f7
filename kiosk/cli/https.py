"""`ikm https`: HTTPS in the office's network, by Caddy in front of the kiosk."""

import os
import re
import shutil

import click

from kiosk.appliance import https as proxy
from kiosk.appliance import systemd
from kiosk.appliance.https import Site
from kiosk.cli.refusals import Refusal
from kiosk.cli.service import confirm_and_do
from kiosk.cli.service import yes_option

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_PATH = re.compile(r"(/[a-z0-9-]+)*")


@click.group()
def https() -> None:
    """HTTPS di jaringan kantor, lewat Caddy di depan kiosk."""


@https.command()
@click.argument("name", metavar="NAMA")
@click.option("--port", default=proxy.HTTPS_PORT, show_default=True, type=click.IntRange(1, 65535))
@click.option("--path", default="", help="Di bawah alamat lain, mis. /ikm.")
@click.option("--publik", is_flag=True, help="NAMA dikenal internet: sertifikat dari penerbit umum.")
@yes_option
def install(name: str, port: int, path: str, publik: bool, ya: bool) -> None:
    """Buka kiosk sebagai https://NAMA, mis. ikm.kantor.lan; NAMA harus menunjuk komputer ini."""
    if not _NAME.fullmatch(name):
        raise Refusal("ikm https install", f"“{name}” bukan nama komputer; tulis mis. ikm.kantor.lan")
    if not _PATH.fullmatch(path):
        raise Refusal("ikm https install", f"--path “{path}” tidak dapat dipakai; tulis mis. /ikm")
    _require_caddy()
    site = Site(name, port, path, publik)
    confirm_and_do(proxy.install_steps(site), ya)
    click.echo(f"Kiosk  : {site.address}")
    if not publik:
        click.echo(f"Sertifikat: buka http://{name}/sertifikat di tiap tablet dan komputer petugas.")


@https.command()
@yes_option
def remove(ya: bool) -> None:
    """Kembali ke alamat tanpa HTTPS."""
    _require_caddy()
    confirm_and_do(proxy.remove_steps(), ya)


def _require_caddy() -> None:
    if not systemd.is_here() or not shutil.which("caddy"):
        raise Refusal("ikm https", "Caddy belum terpasang; pasang dahulu: sudo apt install caddy")
    if os.geteuid():
        raise Refusal("ikm https", "ulangi sebagai root: sudo ikm https …")
