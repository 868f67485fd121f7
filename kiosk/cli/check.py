"""`ikm check`: problems of the installation, and what to do about them."""

import sqlite3
import sys
from datetime import UTC
from datetime import datetime

import click

from kiosk.cli.application import opened_app
from kiosk.db import get_db
from kiosk.operations.checkup import Installation
from kiosk.operations.checkup import find_problems
from kiosk.operations.checkup import find_unit_of_stamp


@click.command()
@click.option(
    "--jurnal", metavar="NOMOR", help="Periksa juga nomor jurnal dari lembar cetak, mis. 147-3f2a9c01."
)
def check(jurnal: str | None) -> None:
    """Periksa data, jurnal, publikasi, cadangan, diska, dan jam. Berakhir 1 bila ada yang perlu tindakan."""
    try:
        with opened_app() as app:
            db = get_db()
            findings = find_problems(db, Installation.of(app), datetime.now(UTC))
            unit = find_unit_of_stamp(db, jurnal) if jurnal else None
    except sqlite3.Error as error:
        click.echo(f"MASALAH: Basis data tidak dapat dibaca: {error}", err=True)
        click.echo(
            "  Hentikan kiosk, salin folder data, lalu: ikm restore --ganti BERKAS-CADANGAN.", err=True
        )
        sys.exit(1)
    for finding in findings:
        click.echo(f"MASALAH: {finding.what}.\n  {finding.advice}")
    if unit:
        click.echo(f"Nomor jurnal {jurnal} ada dalam jurnal {unit.name}.")
    elif jurnal:
        click.echo(f"MASALAH: Nomor jurnal {jurnal} tidak ada dalam jurnal mana pun.")
    if findings or (jurnal and not unit):
        sys.exit(1)
    click.echo("Semua baik.")
