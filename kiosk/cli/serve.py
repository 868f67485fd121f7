"""`ikm serve`: running the kiosk on this machine."""

import logging
import os
import secrets
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import Flask

from kiosk.app import create_app
from kiosk.base import interruption
from kiosk.base import jobs
from kiosk.base.clock import now
from kiosk.cli.address import host_option
from kiosk.cli.address import list_addresses
from kiosk.db import get_db
from kiosk.operations.demo import fill_demo
from kiosk.operations.demo_year import STAFF
from kiosk.operations.demo_year import fill_year
from kiosk.operations.maintenance import Maintenance
from kiosk.operations.maintenance import clean_up
from kiosk.security.reauthentication import hash_password
from kiosk.web.server import Server

# A browser keeps up to six connections open after it has its page: 500 phones hold as many as this.
# Windows' `select` takes 512 sockets at most; what other systems have takes any number.
CONNECTIONS = 400 if os.name == "nt" else 4000
SPARE_FILES = 150  # databases of all threads, logs, uploads, papers
LEAST_CONNECTIONS = 50
# A visitor's request that waits for the interpreter gets it after this time from work that computes, such as
# an import. Python's own 5 ms are long for a request that needs it a dozen times.
SWITCH_S = 0.001
DEMO_TIMEZONE = "Asia/Makassar"


@click.command()
@host_option
@click.option(
    "--port",
    default=8080,
    envvar="IKM_PORT",
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Nomor port (0: bebas).",
)
@click.option("--demo", is_flag=True, help="Kantor contoh sekali pakai berisi jawaban setahun.")
def serve(host: str, port: int, demo: bool) -> None:
    """Jalankan kiosk. Berhenti dengan Ctrl+C."""
    os.umask(0o077)  # everything the server writes is the office's: uploads, drafts, logs, side files
    if not demo:
        _serve(create_app(), host, port, None)
        return
    # The demo office must not be written to a real database.
    os.environ.pop("IKM_DATABASE", None)
    with tempfile.TemporaryDirectory(prefix=f"ikm-demo-{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        app = create_app(Path(folder))
        passwords = {role: secrets.token_urlsafe(9) for role in ("admin", *STAFF)}
        hashes = {role: hash_password(password) for role, password in passwords.items()}
        with app.app_context():
            moment = now().astimezone(ZoneInfo(DEMO_TIMEZONE))
            office = fill_demo(get_db(), timezone=DEMO_TIMEZONE, password_hash=hashes["admin"], now=moment)
            fill_year(get_db(), office, hashes, moment)
        _serve(app, host, port, passwords)


def _serve(app: Flask, host: str, port: int, demo_passwords: Mapping[str, str] | None) -> None:
    try:
        server = Server(app, host, port, _allow_connections(CONNECTIONS))
    except OSError as error:
        raise click.UsageError(
            f"tidak dapat membuka {host}:{port}: {error.strerror}. Coba --port lain."
        ) from error
    sys.setswitchinterval(SWITCH_S)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns about every request that waits
    for line in list_addresses(app, host, server.port):
        click.echo(line)
    if demo_passwords:
        for role, password in demo_passwords.items():
            click.echo(f"{role.capitalize():8}: {role} / {password}")
    interruption.handle(lambda *_: sys.exit(0))  # the usual end; the demo's folder is removed
    with app.app_context():
        clean_up(app, now())
    maintenance = Maintenance(app)
    if demo_passwords is None:
        maintenance.start()
    try:
        server.run()
    finally:
        maintenance.stop()
        for kind in (jobs.IMPORTS, jobs.BATCHES):
            app.extensions[kind].close()
        app.extensions["ikm_connections"].close()


def _allow_connections(wanted: int) -> int:
    """Raise the limit of open files for this many connections; returns how many the system allows.

    Each may need two: a clip that is sent stays open until the browser has taken it.
    """
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limit
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 2 * wanted + SPARE_FILES
    most = max(soft, most if hard == resource.RLIM_INFINITY else min(hard, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return min(wanted, max((most - SPARE_FILES) // 2, LEAST_CONNECTIONS))
