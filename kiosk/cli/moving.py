"""`ikm migrate-to`: moving an office from its SQLite file to PostgreSQL."""

import sqlite3
import sys
from contextlib import closing

import click

from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.db import get_db
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.engine.connection import is_postgres
from kiosk.store.engine.connection import open_postgres
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.limits import MIGRATION
from kiosk.store.exchange.moving import NotEqual
from kiosk.store.exchange.moving import move_office
from kiosk.store.migrations.schema import migrate


@click.command("migrate-to")
@click.argument("address", metavar="postgresql://…")
def migrate_to(address: str) -> None:
    """Pindahkan seluruh data kantor ke basis data PostgreSQL yang kosong. Hentikan kiosk lebih dahulu."""
    if not is_postgres(address):
        raise click.UsageError("alamat tujuan harus diawali postgresql://")
    try:
        target = open_postgres(address, MIGRATION)
        migrate(target)
    except ModuleNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except sqlite3.Error as error:
        raise click.UsageError(f"basis data tujuan tidak dapat dibuka: {error}") from error
    with closing(target), opened_app():
        source = get_db()
        if not is_on_sqlite(source):
            raise click.UsageError("data kantor ini sudah di PostgreSQL")
        try:
            move_office(source, target, lambda moved: click.echo(f"  {moved.table}: {moved.rows} baris"))
        except Conflict as error:
            raise click.UsageError("basis data tujuan sudah berisi data; pakai yang kosong") from error
        except NotEqual as error:
            click.echo(f"Tidak sama setelah disalin, maka tidak disimpan: {error}", err=True)
            sys.exit(1)
        for side in (source, target):
            log_command(side)
    click.echo("Semua baris, IKM, jurnal, dan hitungan di tujuan sama. Jalankan kiosk dengan IKM_DATABASE=…")
