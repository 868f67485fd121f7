"""What an office sets up before its first survey, and how far it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.store.accounts import people
from kiosk.store.answers import answer_counts
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit


@dataclass(frozen=True)
class Step:
    """One thing to set up, in Indonesian: why, and the endpoint of the page to do it on (None: no page)."""

    title: str
    reason: str
    endpoint: str | None
    is_done: bool


def list_first_steps(db: Database, unit: Unit, today: date, *, has_second_disk: bool) -> list[Step]:
    """The steps of a new office in their order; empty once its first steps are done or long past.

    An office that has a month of answers knows what it wants: the list does not come back when, say, its
    last tablet is revoked.
    """
    first = answer_counts.get_first_day(db, unit.unit_id)
    if first and (today - first).days > 31:
        return []
    steps = list(_steps(db, unit, today, has_second_disk=has_second_disk))
    return [] if all(step.is_done for step in steps) else steps


def _steps(db: Database, unit: Unit, today: date, *, has_second_disk: bool) -> Iterator[Step]:
    unit_id = unit.unit_id
    found = collectors.list_collectors(db, unit_id)
    open_channels = {one.channel for one in found if one.revoked_at is None}
    yield Step(
        "Kop surat", "Alamat dan kontak tercetak pada rekap dan laporan.", "office.show", bool(unit.address)
    )
    yield Step(
        "Penanda tangan",
        "Nama, jabatan, dan NIP di bawah setiap laporan.",
        "office.show",
        bool(unit.signatory_name and unit.signatory_title),
    )
    yield Step(
        "Penerima layanan setahun",
        "Menentukan jumlah responden minimal (tabel Krejcie–Morgan).",
        "office.targets",
        units.get_year(db, unit_id, today.year).population is not None,
    )
    yield Step(
        "Jenis layanan",
        "Pengunjung memilih salah satunya.",
        "services.index",
        bool(units.list_services(db, unit_id)),
    )
    yield Step(
        "Jam buka",
        "Di luar jam itu tablet menampilkan bahwa kantor tutup.",
        "survey_settings.show",
        bool(survey_settings.get_survey_settings(db, unit_id).hours),
    )
    yield Step(
        "Tablet",
        "Pasangkan dengan kode QR, agar diketahui bila tablet mati.",
        "devices.index",
        bool(devices.list_devices(db, unit_id)),
    )
    yield Step(
        "Kode QR untuk ponsel", "Cetak untuk ruang tunggu dan loket.", "devices.index", "qr" in open_channels
    )
    yield Step(
        "Pengguna lain",
        "Akun untuk petugas dan pimpinan, masing-masing dengan kata sandinya.",
        "people.add",
        len(people.list_people(db, unit_id)) > 1,
    )
    yield Step(
        "Diska cadangan",
        "Isi IKM_BACKUP_FOLDER agar cadangan harian disalin ke diska kedua.",
        None,
        has_second_disk,
    )
