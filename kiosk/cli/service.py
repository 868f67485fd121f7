"""`ikm service`: the kiosk as a service of this computer, which starts with it."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import click

from kiosk.appliance import systemd
from kiosk.appliance import windows
from kiosk.appliance.steps import Step
from kiosk.appliance.steps import StepFailed
from kiosk.appliance.steps import do_all
from kiosk.base.formatting import long_date
from kiosk.cli.refusals import Refusal

IS_WINDOWS = os.name == "nt"
# Systemd hides these folders from the service.
HOMES = ("/home", "/root", "/run/user")
yes_option = click.option("--ya", is_flag=True, help="Jangan bertanya lagi.")


@click.group()
def service() -> None:
    """Kiosk sebagai layanan komputer ini: menyala bersama komputer."""


@service.command()
@click.option("--akun", "user", default="ikm", show_default=True, help="Akun yang menjalankan kiosk.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder data.  [default: data di sebelah venv]")
@click.option("--port", default=systemd.PORT, show_default=True, type=click.IntRange(1, 65535))
@yes_option
def install(user: str, data: Path | None, port: int, ya: bool) -> None:
    """Pasang layanan: tampilkan yang akan dilakukan, tanyakan, lalu lakukan."""
    program = Path(sys.prefix) / ("Scripts/ikm.exe" if IS_WINDOWS else "bin/ikm")
    data = (data or Path(sys.prefix).parent / "data").absolute()
    if IS_WINDOWS:
        confirm_and_do(windows.install_steps(windows.Task(user, str(program), str(data), port)), ya)
        return
    _require_systemd()
    for path in (program, data):
        if str(path).startswith(HOMES):
            raise Refusal(
                "ikm service install",
                f"{path} tidak terlihat oleh layanan; pasang kiosk di luar /home, mis. venv di /srv/ikm/venv",
            )
    confirm_and_do(systemd.install_steps(systemd.Service(user, str(program), data), port), ya)
    _show_state()


@service.command()
@yes_option
def remove(ya: bool) -> None:
    """Cabut layanan. Data, setelan, dan akun tetap ada."""
    if IS_WINDOWS:
        confirm_and_do(windows.remove_steps(), ya)
        return
    _require_systemd()
    data = _data_of(systemd.read_state())
    confirm_and_do(systemd.remove_steps(), ya)
    click.echo(f"Layanan dicabut. Data tetap di {data or 'foldernya'}, setelan di {systemd.SETTINGS}.")


@service.command()
def status() -> None:
    """Tampilkan keadaan kiosk dan alamatnya. Berakhir 1 bila kiosk tidak berjalan."""
    if IS_WINDOWS:
        sys.exit(windows.show_state())
    _require_systemd()
    if not _show_state():
        sys.exit(1)


def _require_systemd() -> None:
    if not systemd.is_here():
        raise Refusal("ikm service", "komputer ini tidak memakai systemd; jalankan kiosk dengan ikm serve")


def confirm_and_do(steps: list[Step], is_sure: bool) -> None:
    """Print the steps, ask, and do them. Raises Refusal."""
    click.echo("Yang akan dilakukan:")
    for number, step in enumerate(steps, start=1):
        click.echo(f"  {number}. {step.show()}")
    if not is_sure and not click.confirm("Lanjutkan?"):
        raise Refusal("ikm", "tidak ada yang diubah")
    try:
        do_all(steps)
    except StepFailed as error:
        raise Refusal("ikm", f"{error}. Perbaiki, lalu jalankan lagi dengan sudo") from error


def _show_state() -> bool:
    """Say in words how the service is, and its addresses; returns whether it runs."""
    state = systemd.read_state()
    if state.get("LoadState") != "loaded":
        click.echo("Kiosk belum dipasang sebagai layanan: ikm service install")
        return False
    is_running = state.get("ActiveState") == "active"
    since = _read_moment(state.get("StateChangeTimestamp", ""))
    click.echo(f"Kiosk {'berjalan' if is_running else 'TIDAK berjalan'} sejak {since}.")
    if restarts := int(state.get("NRestarts") or 0):
        click.echo(f"Dimulai ulang {restarts} kali; sebabnya: journalctl -u ikm")
    elif not is_running:
        click.echo("Sebabnya: journalctl -u ikm -n 30; jalankan lagi: sudo systemctl start ikm")
    click.echo(f"Data    : {_data_of(state)}")
    if systemd.read_state("ikm-check.service").get("Result") == "exit-code":
        click.echo("Pemeriksaan harian menemukan masalah: sudo ikm check")
    addresses = _read_addresses()
    click.echo(addresses, nl=False)
    if name := _find_name(addresses):
        click.echo(name)
    return is_running


def _read_moment(text: str) -> str:
    """The moment that systemd writes as `Fri 2026-11-27 10:20:11 UTC`; as it is if it looks otherwise."""
    found = re.search(r"(\d{4}-\d\d-\d\d) (\d\d):(\d\d)", text)
    return f"{long_date(date.fromisoformat(found[1]))} pukul {found[2]}.{found[3]}" if found else text


def _find_name(addresses: str) -> str:
    """What there is to say about `ikm.local`, which only the Debian package has; empty without it."""
    plain = re.search(r"http://[\d.]+(:\d+)?/", addresses)
    name = systemd.read_state("ikm-name.service")
    if plain is None or name.get("LoadState") != "loaded":
        return ""
    if name.get("ActiveState") == "active":
        return f"Nama    : http://ikm.local{plain[1] or ''} membuka kiosk yang sama di jaringan kantor"
    return "Agar juga terbuka sebagai http://ikm.local: sudo apt install avahi-utils, lalu nyalakan ulang"


def _data_of(state: dict[str, str]) -> str:
    given = dict(word.split("=", 1) for word in shlex.split(state.get("Environment", "")) if "=" in word)
    return given.get("IKM_INSTANCE", "")


def _read_addresses() -> str:
    """What the installed command `ikm address` prints; empty for an account that may not see the data."""
    installed = shutil.which("ikm", path=f"{systemd.WRAPPER.parent}:/usr/bin")
    if installed is None:
        return ""
    return subprocess.run((installed, "address"), capture_output=True, text=True, check=False).stdout  # noqa: S603
