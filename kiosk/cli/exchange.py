"""`ikm export`, `ikm merge`, `ikm merge-key`: sending an office's data to the city's server."""

import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from sqlite_utils import Database

from kiosk.base import clock
from kiosk.base.formatting import decimal
from kiosk.base.progress import tracked
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import REFUSED
from kiosk.cli.command_log import log_command
from kiosk.cli.unit_option import find_unit
from kiosk.db import get_db
from kiosk.figures.together import score_parts
from kiosk.operations import bundles
from kiosk.operations.bundles import BundleKey
from kiosk.operations.bundles import NoBundle
from kiosk.operations.checkup import describe_break
from kiosk.store.answers.answer_counts import ALL_MONTHS
from kiosk.store.answers.answer_counts import get_tallies
from kiosk.store.engine.connection import snapshot
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.files import replace_atomically
from kiosk.store.engine.times import to_text
from kiosk.store.exchange import exporting
from kiosk.store.exchange import merge_keys
from kiosk.store.exchange import merging
from kiosk.store.exchange.merging import BrokenBundle
from kiosk.store.exchange.merging import UnknownUnit
from kiosk.store.journal.journal import Head
from kiosk.store.journal.journal import get_head
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--unit", "code", help="Kode unit; boleh tidak disebut bila hanya ada satu.")
@click.option(
    "--since", help="Hanya yang sesudah mata rantai ke sekian (147), atau sejak tanggal (2024-05-01)."
)
@click.option(
    "--kunci", "key_file", required=True, type=_FILE, help="Berkas kunci dari kota (ikm merge-key)."
)
@click.option("--profil", is_flag=True, help="Sertakan profil responden (jenis kelamin, usia, …).")
@click.option("--saran", is_flag=True, help="Sertakan teks saran, yang dapat memuat nama orang.")
@click.option("-o", "--output", required=True, type=_FILE)
def export(
    code: str | None, since: str | None, key_file: Path, profil: bool, saran: bool, output: Path
) -> None:
    """Buat kiriman bertanda tangan untuk server kota: jawaban, keputusan, publikasi, dan jurnalnya."""
    parts = frozenset(["profile"] * profil + ["comment"] * saran)
    try:
        key = BundleKey.parse(key_file.read_text(encoding="utf-8"))
        with opened_app():
            db = get_db()
            unit = find_unit(db, code)
            with snapshot(db):
                first = _start(db, unit, since)
                last = get_head(db, unit.unit_id) or Head(0, "0" * 64)
                manifest = {
                    "unit": exporting.read_unit(db, unit.unit_id),
                    "after": [first.sequence, first.digest],
                    "until": [last.sequence, last.digest],
                    "parts": sorted(parts),
                    "made_at": to_text(clock.now()),
                    "version": version("ikm-kiosk"),
                }
                lines = exporting.iterate_lines(db, unit.unit_id, first.sequence, parts)
                with replace_atomically(output) as part:
                    bundles.write(part, key, manifest, lines)
            subject = " ".join([f"{first.sequence + 1}-{last.sequence}", *sorted(parts)])
            log_command(db, subject, unit_id=unit.unit_id)
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"tidak dapat dibaca atau ditulis: {error}") from error
    except NoBundle as error:
        raise click.UsageError(str(error)) from error
    if first == last:
        click.echo(
            f"{unit.name}: tidak ada yang baru sesudah mata rantai {last.sequence}; tidak perlu dikirim."
        )
        return
    click.echo(
        f"{unit.name}: mata rantai {first.sequence + 1} s.d. {last.sequence} ditulis ke {output} "
        f"({'dengan' if profil else 'tanpa'} profil, {'dengan' if saran else 'tanpa'} saran). "
        f"Sesudah ini digabung di kota, berikutnya: ikm export --since {last.sequence}"
    )


def _start(db: Database, unit: Unit, since: str | None) -> Head:
    if since is None:
        sequence = 0
    elif since.isdecimal() and len(since) < 19:  # the largest integer of a database column has 19 digits
        sequence = int(since)
    else:
        try:
            day = to_text(datetime.fromisoformat(since).replace(tzinfo=ZoneInfo(unit.timezone)))
        except (ValueError, OverflowError) as error:
            raise click.UsageError("--since: nomor mata rantai (147) atau tanggal (2024-05-01).") from error
        sequence = exporting.get_sequence_before(db, unit.unit_id, day)
    try:
        return exporting.get_head_at(db, unit.unit_id, sequence)
    except NotFound as error:
        raise click.UsageError(f"--since: jurnal {unit.name} belum sampai mata rantai {since}.") from error


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--di-bawah", "parent", metavar="KODE", help="Unit yang belum ada dibuat di bawah unit ini.")
@click.option(
    "--dari-awal",
    "replace",
    is_flag=True,
    help="Kiriman utuh ini menggantikan semua yang dulu digabung dari kantor itu.",
)
def merge(file: Path, parent: str | None, replace: bool) -> None:
    """Gabungkan kiriman sebuah kantor ke server ini. Yang sudah digabung tidak digabung dua kali.

    Berakhir 1 dan tidak mengubah apa pun bila kirimannya tidak cocok.
    """
    with opened_app():
        db = get_db()
        try:
            code, generation = bundles.read_code(file)
            if generation != merge_keys.get_key_generation(db, code):
                raise BundleRefused(
                    f"kunci {code} yang ke-{generation} tidak berlaku di sini: ikm merge-key {code}"
                )
            bundles.verify(file, _key(code, generation))
            sent = bundles.read_manifest(file, code)
            parent_id = find_unit(db, parent).unit_id if parent else None
            try:
                links = sent.last.sequence - sent.first.sequence
                lines = tracked(bundles.read_lines(file), "Kiriman", links)
                done = merging.merge(db, sent, lines, parent_id, clock.now(), replace=replace)
            except (KeyError, TypeError) as error:
                raise BundleRefused(f"isinya tidak lengkap ({error})") from error
        except NoBundle as error:
            raise click.UsageError(f"{file}: {error}") from error
        except UnknownUnit as error:
            raise click.UsageError(
                f"unit {error} belum ada di sini; sebut tempatnya dengan --di-bawah KODE."
            ) from error
        except BundleRefused as error:
            why = describe_break(error.found) if isinstance(error, BrokenBundle) else str(error)
            log_command(db, f"berkas={file.name}", outcome=REFUSED)
            click.echo(f"Tidak digabung, tidak ada yang berubah: {why}.", err=True)
            sys.exit(1)
        unit = units.get_unit(db, done.unit_id)
        log_command(db, f"{done.before + 1}-{done.after} hilang={done.lost}", unit_id=unit.unit_id)
        ikm = score_parts(get_tallies(db, done.unit_id, *ALL_MONTHS)).result.ikm
    if done.lost:
        click.echo(
            f"{unit.name}: {done.lost} jawaban yang dulu digabung tidak ada di kiriman ini, dan hilang."
        )
    if done.before == done.after:
        click.echo(f"{unit.name}: semuanya sudah digabung sebelumnya, sampai mata rantai {done.after}.")
    else:
        click.echo(
            f"{unit.name}: mata rantai {done.before + 1} s.d. {done.after} digabung; IKM semua jawaban "
            f"{decimal(ikm)}. Kiriman berikutnya: ikm export --since {done.after}"
        )


@click.command("merge-key")
@click.argument("code", metavar="KODE")
@click.option("--ganti", is_flag=True, help="Buat kunci baru; yang lama tidak berlaku lagi.")
def merge_key(code: str, ganti: bool) -> None:
    """Tampilkan kunci sebuah kantor untuk menandatangani kirimannya. KODE: kode unitnya di server ini.

    Serahkan kunci itu hanya kepada admin kantornya, langsung; ia menyimpannya sebagai berkas.
    """
    if not 1 <= len(code) <= 64 or not code.replace("-", "").isalnum() or not code.isascii():
        raise click.UsageError("KODE hanya huruf, angka, dan tanda hubung.")
    with opened_app():
        generation = merge_keys.get_key_generation(get_db(), code)
        if generation is None or ganti:
            generation = merge_keys.renew_key(get_db(), code, clock.now())
        log_command(get_db(), f"kode={code} ke={generation}")
        click.echo(str(_key(code, generation)))


def _key(code: str, generation: int) -> BundleKey:
    return bundles.make_key(current_app.config["SECRET_KEY"], code, generation)
