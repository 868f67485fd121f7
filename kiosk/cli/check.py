"""`ikm check`: problems of the installation, and what to do about them."""

import json
import os
import sqlite3
import sys
from datetime import UTC
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from flask import Flask

from kiosk.cli.application import opened_app
from kiosk.db import get_db
from kiosk.operations.checkup import find_problems
from kiosk.operations.checkup import find_unit_of_stamp
from kiosk.operations.installation import Finding
from kiosk.operations.installation import Installation
from kiosk.operations.warnings import list_warnings
from kiosk.store.engine.connection import is_postgres
from kiosk.store.offices.units import list_units

# What to do when the database cannot be read.
_FILE = "Hentikan kiosk, salin folder data, lalu: ikm restore --ganti BERKAS-CADANGAN."
_SERVER = "Periksa server PostgreSQL dan alamat di IKM_DATABASE; cadangannya dipulihkan di sana (pg_restore)."


@click.command()
@click.option(
    "--jurnal", metavar="NOMOR", help="Periksa juga nomor jurnal dari lembar cetak, mis. 147-3f2a9c01."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Tulis satu objek JSON, juga peringatan dini tiap unit."
)
def check(jurnal: str | None, as_json: bool) -> None:
    """Periksa data, jurnal, publikasi, cadangan, diska, dan jam. Berakhir 1 bila ada yang perlu tindakan."""
    try:
        with opened_app() as app:
            db = get_db()
            findings = find_problems(db, Installation.of(app), datetime.now(UTC))
            unit = find_unit_of_stamp(db, jurnal) if jurnal else None
            warnings = _list_warnings(app) if as_json else []
    except sqlite3.Error as error:
        click.echo(f"MASALAH: Basis data tidak dapat dibaca: {error}", err=True)
        click.echo(f"  {_SERVER if is_postgres(os.environ.get('IKM_DATABASE', '')) else _FILE}", err=True)
        sys.exit(1)
    if as_json:
        _print_json(findings, warnings)
        sys.exit(1 if findings or (jurnal and not unit) else 0)
    for finding in findings:
        click.echo(f"MASALAH: {finding.what}.\n  {finding.advice}")
    if unit:
        click.echo(f"Nomor jurnal {jurnal} ada dalam jurnal {unit.name}.")
    elif jurnal:
        click.echo(f"MASALAH: Nomor jurnal {jurnal} tidak ada dalam jurnal mana pun.")
    if findings or (jurnal and not unit):
        sys.exit(1)
    click.echo("Semua baik.")


def _list_warnings(app: Flask) -> list[dict[str, str]]:
    """The early warnings of every unit; those of backups are among the findings already."""
    db, now = get_db(), datetime.now(UTC)
    return [
        {"unit": unit.code, "code": one.code, "text": one.text}
        for unit in list_units(db)
        for one in list_warnings(db, unit, Installation.of(app), now.astimezone(ZoneInfo(unit.timezone)))
        if one.code != "backup"
    ]


def _print_json(findings: list[Finding], warnings: list[dict[str, str]]) -> None:
    found = [{"what": one.what, "advice": one.advice} for one in findings]
    click.echo(json.dumps({"findings": found, "warnings": warnings}, ensure_ascii=False))
