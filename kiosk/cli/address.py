"""`ikm address`: where the kiosk can be opened."""

import click
from flask import Flask

from kiosk.base.lan import lan_address
from kiosk.cli.application import opened_app
from kiosk.db import get_db
from kiosk.security.sessions import setup_key
from kiosk.store.accounts import people
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.web.addresses import is_only_here

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only when asked for with --host
SHOWN = 6
HTTP_PORT = 80

host_option = click.option(
    "--host", default="127.0.0.1", envvar="IKM_HOST", show_default=True, help="Alamat tempat mendengarkan."
)

_NEXT = (
    "Buka alamat Pasang di peramban komputer kantor, lalu isi data kantor dan akun admin.",
    "Alamat survei untuk tablet ada sesudah itu, di menu Perangkat atau dengan: ikm address",
)


@click.command()
@host_option
@click.option("--port", default=8080, envvar="IKM_PORT", show_default=True, type=click.IntRange(1, 65535))
def address(host: str, port: int) -> None:
    """Tampilkan alamat kiosk: survei dan halaman staf, atau pemasangan kantor yang baru."""
    with opened_app() as app:
        for line in list_addresses(app, host, port):
            click.echo(line)


def list_addresses(app: Flask, host: str, port: int) -> list[str]:
    """Lines with the addresses of the surveys and of the log-in, or of the set-up of a new office.

    Of a server that listens at `host` and `port`.
    """
    shown = lan_address() if host in EVERYWHERE else host
    here = f"http://{shown}" if port == HTTP_PORT else f"http://{shown}:{port}"
    base = app.config["BASE_URL"] or here
    with app.app_context():
        lines = _list_pages(app, base)
        is_new = not people.has_people(get_db())
    if base != here:
        lines.append(f"Jaringan: {here}")
    if is_new:
        lines += _NEXT
    if is_only_here(base) and host in EVERYWHERE:
        lines.append("Komputer ini belum terhubung ke jaringan. Sambungkan, lalu lihat lagi: ikm address")
    elif is_only_here(base):
        lines.append("Hanya komputer ini dapat membuka alamat itu. Untuk tablet dan ponsel: --host 0.0.0.0")
    return lines


def _list_pages(app: Flask, base: str) -> list[str]:
    db = get_db()
    if not people.has_people(db):
        return [f"Pasang  : {base}/pasang?kunci={setup_key(app.config['SECRET_KEY'])}"]
    surveys = [
        f"Survei  : {base}/s/{collector.code}"
        for unit in units.list_units(db)
        for collector in collectors.list_collectors(db, unit.unit_id)
        if collector.channel in ("kiosk", "qr") and collector.revoked_at is None
    ]
    return [*surveys[:SHOWN], f"Staf    : {base}/masuk"]
