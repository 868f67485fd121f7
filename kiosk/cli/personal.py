"""`ikm personal`: exporting or erasing personal parts when a person asks for it (UU 27/2022)."""

from datetime import datetime

import click
from sqlite_utils import Database

from kiosk.base import clock
from kiosk.cli.application import opened_app
from kiosk.cli.command_log import log_command
from kiosk.cli.unit_option import find_unit
from kiosk.db import get_db
from kiosk.papers import csv_safe
from kiosk.store.answers import personal as store
from kiosk.store.answers.personal import PersonalParts

_PARTS = {"profil": ("profile",), "saran": ("comment",), "semua": ("profile", "comment")}
_DAY = click.DateTime(["%Y-%m-%d"])

_choose_unit = click.option("--unit", "code", help="Kode unit; boleh tidak disebut bila hanya ada satu.")
_choose_start = click.option("--dari", required=True, type=_DAY, help="Hari pertama: 2024-05-01.")
_choose_end = click.option("--sampai", required=True, type=_DAY, help="Hari terakhir: 2024-05-31.")
_choose_words = click.option("--berisi", default="", help="Hanya yang sarannya memuat kata-kata ini.")


@click.group()
def personal() -> None:
    """Data pribadi: salin atau hapus atas permintaan (UU 27/2022)."""


@personal.command()
@_choose_unit
@_choose_start
@_choose_end
@_choose_words
def export(code: str | None, dari: datetime, sampai: datetime, berisi: str) -> None:
    """Cetak profil dan saran sebagai CSV."""
    with opened_app():
        unit = find_unit(get_db(), code)
        found = _find(get_db(), unit.unit_id, dari, sampai, berisi)
        log_command(get_db(), f"{len(found)} jawaban", unit_id=unit.unit_id)
    names = ["kode", "tanggal", "jenis_kelamin", "usia", "pendidikan", "pekerjaan", "saran"]
    click.echo(csv_safe.write_csv([names, *(list(vars(one).values()) for one in found)]), nl=False)


@personal.command()
@_choose_unit
@_choose_start
@_choose_end
@_choose_words
@click.option("--bagian", type=click.Choice(list(_PARTS)), required=True, help="Yang dihapus.")
@click.option("--alasan", required=True, help="Mengapa, untuk catatan kegiatan; tanpa nama orang.")
@click.option("--ya", is_flag=True, help="Hapus sungguh-sungguh; tanpa ini hanya dihitung.")
def delete(
    code: str | None, dari: datetime, sampai: datetime, berisi: str, bagian: str, alasan: str, ya: bool
) -> None:
    """Hapus profil atau saran untuk selamanya. Jawaban, IKM, dan jurnal tetap utuh."""
    if not alasan.strip():
        raise click.UsageError("--alasan harus diisi")
    with opened_app():
        db = get_db()
        unit = find_unit(db, code)
        found = _find(db, unit.unit_id, dari, sampai, berisi)
        if not ya:
            click.echo(f"{len(found)} jawaban cocok; belum ada yang dihapus. Hapus dengan --ya.")
            return
        why = alasan.strip()

        def log(erased: int) -> None:
            log_command(db, f"{erased} jawaban ({bagian}): {why}", unit_id=unit.unit_id)

        erased = store.erase_personal(db, unit.unit_id, found, _PARTS[bagian], why, clock.now(), log=log)
    click.echo(f"Dihapus: {bagian} dari {erased} jawaban. Salinannya masih ada di cadangan lama.")


def _find(db: Database, unit_id: str, start: datetime, end: datetime, words: str) -> list[PersonalParts]:
    if end < start:
        raise click.UsageError("--sampai harus tidak sebelum --dari")
    return store.list_personal(db, unit_id, start.date(), end.date(), words)
