"""`ikm screen`: a computer at the counter that shows only the survey."""

import os
import re

import click

from kiosk.appliance import screen as counter
from kiosk.appliance import systemd
from kiosk.appliance.screen import Hours
from kiosk.cli.refusals import Refusal
from kiosk.cli.service import confirm_and_do
from kiosk.cli.service import yes_option

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?")
_HOURS = re.compile(r"((?:[01]\d|2[0-3])[.:][0-5]\d)-((?:[01]\d|2[0-3])[.:][0-5]\d)")


@click.group()
def screen() -> None:
    """Layar di loket yang hanya menampilkan survei: komputer kecil dengan Debian atau Ubuntu."""


@screen.command()
@click.argument("address", metavar="ALAMAT")
@click.option("--jam", help="Layar menyala pada hari kerja, mis. 07.30-16.00. Tanpa ini: selalu menyala.")
@yes_option
def install(address: str, jam: str | None, ya: bool) -> None:
    """Tampilkan survei di ALAMAT, mis. http://ikm.local/s/tablet-1, sejak komputer menyala."""
    if not _ADDRESS.fullmatch(address):
        raise Refusal("ikm screen install", f"“{address}” bukan alamat survei; lihat: sudo ikm address")
    hours = _read_hours(jam)
    _require_debian()
    confirm_and_do(counter.install_steps(address, hours), ya)
    click.echo("Survei tampil di layar. Kembalikan layar: ikm screen remove")


@screen.command()
@yes_option
def remove(ya: bool) -> None:
    """Kembalikan layar ke keadaan semula."""
    _require_debian()
    confirm_and_do(counter.remove_steps(), ya)


def _read_hours(text: str | None) -> Hours | None:
    if text is None:
        return None
    found = _HOURS.fullmatch(text.replace(" ", ""))
    if found is None or found[1] >= found[2]:
        raise Refusal("ikm screen install", f"--jam “{text}” tidak dapat dipakai; tulis mis. 07.30-16.00")
    return Hours(found[1].replace(".", ":"), found[2].replace(".", ":"))


def _require_debian() -> None:
    if not systemd.is_here() or not os.path.exists("/usr/bin/apt-get"):
        raise Refusal("ikm screen", "hanya untuk Debian atau Ubuntu; perangkat lain: docs/operating.md")
    if os.geteuid():
        raise Refusal("ikm screen", "ulangi sebagai root: sudo ikm screen …")
