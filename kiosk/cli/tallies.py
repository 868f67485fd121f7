"""`ikm tallies`: comparing the month tallies with the responses, and rebuilding them."""

import sys

import click

from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.db import get_db
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.answers.tallies import rebuild_tallies


@click.group()
def tallies() -> None:
    """Hitungan bulanan: periksa, atau hitung ulang dari jawaban."""


@tallies.command()
def check() -> None:
    """Bandingkan hitungan dengan jawaban yang tersimpan. Berakhir 1 bila ada yang berbeda."""
    with opened_app():
        mismatches = check_tallies(get_db())
    for found in mismatches:
        click.echo(
            f"{found.month} unit {found.unit_id}, kanal {found.channel}, layanan {found.service_id or '-'}: "
            f"tercatat {found.kept} responden, jawaban {found.counted}; berbeda: {', '.join(found.columns)}"
        )
    if mismatches:
        click.echo("Perbaiki dengan: ikm tallies rebuild", err=True)
        sys.exit(1)
    click.echo("Hitungan bulanan cocok dengan jawaban.")


@tallies.command()
def rebuild() -> None:
    """Hitung ulang semua hitungan bulanan dari jawaban."""
    with opened_app():
        rebuild_tallies(get_db())
        log_command(get_db())
    click.echo("Hitungan bulanan telah dihitung ulang.")
