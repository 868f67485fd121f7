"""`ikm user`: managing accounts from the command line, also when no admin can log in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from sqlite_utils import Database

from kiosk.base.clock import now
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.cli.unit_option import find_unit
from kiosk.db import get_db
from kiosk.forms.fields import USERNAME
from kiosk.security.reauthentication import NO_PASSWORD
from kiosk.security.roles import ROLES
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.password_links import create_link
from kiosk.store.accounts.people import Person
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import units


@click.group()
def user() -> None:
    """Kelola akun staf."""


@user.command("list")
def list_all() -> None:
    """Tampilkan semua akun: nama pengguna, peran, kode unit, nama."""
    with _office() as db:
        for unit in units.list_units(db):
            for person in people.list_people(db, unit.unit_id):
                closed = "\tditutup" if person.disabled_at else ""
                click.echo(f"{person.username}\t{person.role}\t{unit.code}\t{person.name}{closed}")


@user.command()
@click.argument("username")
@click.option("--name", "--nama", required=True, help="Nama lengkap.")
@click.option(
    "--role", "--peran", type=click.Choice(ROLES), default="petugas", show_default=True, help="Peran."
)
@click.option("--unit", "unit_code", help="Kode unit; boleh kosong bila kantor hanya satu.")
def add(username: str, name: str, role: str, unit_code: str | None) -> None:
    """Tambah akun, lalu cetak tautan untuk membuat kata sandinya."""
    if not re.fullmatch(USERNAME, username):
        raise click.UsageError(
            f"nama pengguna {username!r}: pakai 3–64 huruf, angka, titik, atau garis, tanpa spasi"
        )
    with _office() as db:
        try:
            person = people.create_person(
                db,
                username=username,
                name=name,
                unit_id=find_unit(db, unit_code).unit_id,
                role=role,
                password_hash=NO_PASSWORD,
                now=now(),
            )
        except Conflict as error:
            raise click.UsageError(f"nama pengguna {username} sudah dipakai") from error
        _log(db, person)
        _print_link(db, person)


@user.command()
@click.argument("username")
def reset(username: str) -> None:
    """Cetak tautan sekali pakai untuk membuat kata sandi baru."""
    with _office() as db:
        person = _find(db, username)
        if person.disabled_at:
            raise click.UsageError(f"akun {username} ditutup; buka dulu dengan: ikm user enable {username}")
        _log(db, person)
        _print_link(db, person)


@user.command()
@click.argument("username")
def disable(username: str) -> None:
    """Tutup akun dan keluarkan dari semua perangkat."""
    with _office() as db:
        person = _find(db, username)
        people.disable_person(db, person.person_id, now())
        _log(db, person)


@user.command()
@click.argument("username")
def enable(username: str) -> None:
    """Buka kembali akun yang ditutup."""
    with _office() as db:
        person = _find(db, username)
        people.enable_person(db, person.person_id, now())
        _log(db, person)


@user.command()
@click.argument("username")
def stop_factor(username: str) -> None:
    """Matikan verifikasi dua langkah: HP dan kode cadangannya tidak ada lagi."""
    with _office() as db:
        person = _find(db, username)
        two_factor.disable_second_factor(db, person.person_id, by=None, now=now())
        _log(db, person)


@contextmanager
def _office() -> Iterator[Database]:
    with opened_app():
        yield get_db()


def _find(db: Database, username: str) -> Person:
    try:
        return people.get_account(db, username)
    except NotFound as error:
        raise click.UsageError(f"tidak ada akun {username}") from error


def _log(db: Database, person: Person) -> None:
    log_command(db, f"person_id={person.person_id}", unit_id=person.unit_id)


def _print_link(db: Database, person: Person) -> None:
    link = create_link(db, person_id=person.person_id, made_by=None, now=now())
    base = current_app.config["BASE_URL"] or "http://127.0.0.1:8080"
    click.echo(f"{base}/sandi/{link.code}")
