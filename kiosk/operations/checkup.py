"""Checking an office's installation; each finding tells a petugas in Indonesian what to do."""

import json
import os
import shutil
import stat
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.figures.frozen import read_figures
from kiosk.figures.frozen import read_result
from kiosk.operations import backups
from kiosk.operations import evidence
from kiosk.operations import ledger
from kiosk.operations import question_media
from kiosk.operations import strays
from kiosk.operations.backup_checks import check_backups
from kiosk.operations.backup_checks import open_backups
from kiosk.operations.failures import FAILED
from kiosk.operations.installation import Finding
from kiosk.operations.installation import Installation
from kiosk.operations.own_questionnaires import FOLDER
from kiosk.operations.own_questionnaires import load_questionnaires
from kiosk.operations.placement import check_placement
from kiosk.store.answers import imports
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine import copies
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.engine.connection import snapshot
from kiosk.store.engine.times import from_text
from kiosk.store.exchange.checking import is_timezone
from kiosk.store.journal import act_chain
from kiosk.store.journal import heads
from kiosk.store.journal.chain import Break
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import Head
from kiosk.store.journal.journal import is_in_chain
from kiosk.store.journal.kinds import KINDS
from kiosk.store.journal.restored_backups import RestoredBackup
from kiosk.store.journal.restored_backups import find_restored_backup
from kiosk.store.migrations.schema import find_schema_changes
from kiosk.store.offices import question_media as media_store
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import get_unit
from kiosk.store.offices.units import list_units
from kiosk.store.offices.warning_mail import find_warning_mail
from kiosk.store.results import attachments
from kiosk.store.results import publications

LEAST_FREE = 500 * 1024 * 1024
CLOCK_TOLERANCE = timedelta(minutes=10)

_PROBLEMS = {
    "missing link": "mata rantai hilang",
    "altered link": "mata rantai diubah",
    "edited": "isinya diubah di luar program",
    "deleted": "datanya dihapus di luar program",
    "inserted": "datanya disisipkan di luar program",
    "head": "ujungnya tidak cocok: ada mata rantai yang dipotong",
}


def find_problems(db: Database, installation: Installation, now: datetime) -> list[Finding]:
    """All problems, the most serious first.

    The file and its backups are checked only on SQLite.
    """
    has_file = is_on_sqlite(db)
    return [
        *(_check_file(db) if has_file else ()),
        *_check_schema(db),
        *_check_office(db, installation),
        *_check_questionnaires(db, installation),
        *check_journals(db),
        *_check_log(db),
        *(_check_past(db, installation) if has_file else ()),
        *check_ledgers(db, installation),
        *_check_tallies(db),
        *check_publications(db),
        *_check_evidence(db, installation),
        *_check_media(db, installation),
        *_check_usage(db, installation),
        *check_placement(installation),
        *(check_backups(installation, now) if has_file else ()),
        *(open_backups(installation, now) if has_file else ()),
        *_check_maintenance(installation),
        *_check_strays(installation, now),
        *_check_imports(db, now),
        *_check_mail(db),
        *_check_machine(db, installation, now),
    ]


def _copy(db: Database) -> str:
    """What to keep as evidence."""
    return "folder data" if is_on_sqlite(db) else "salinan basis data (pg_dump)"


def _compare(db: Database) -> str:
    return (
        f"Ada yang mengubah data tanpa melalui program. Simpan {_copy(db)} sebagai bukti, lalu "
        "bandingkan dengan cadangan sebelum perubahan itu; jangan pulihkan dulu."
    )


def _restore(db: Database) -> str:
    if is_on_sqlite(db):
        return "Hentikan kiosk, salin folder data ke tempat aman, lalu: ikm restore --ganti BERKAS-CADANGAN."
    return "Hentikan semua kiosk, simpan pg_dump, lalu pulihkan cadangan server dengan pg_restore."


def _check_file(db: Database) -> Iterator[Finding]:
    if damage := copies.find_damage(db):
        yield Finding(f"Berkas basis data rusak: {damage[0]}", _restore(db))


def _check_schema(db: Database) -> Iterator[Finding]:
    if changed := find_schema_changes(db):
        yield Finding(
            f"Susunan basis data diubah di luar program: {', '.join(changed)}",
            f"Jangan mengubah basis data dengan alat lain. {_restore(db)}",
        )


def _check_questionnaires(db: Database, installation: Installation) -> Iterator[Finding]:
    for problem in load_questionnaires(db, installation.instance):
        yield Finding(
            f"Kuesioner sendiri tidak dipakai: {problem.rstrip('.')}",
            f"Perbaiki berkas itu di folder {FOLDER}, lalu jalankan ulang kiosk.",
        )


def _check_maintenance(installation: Installation) -> Iterator[Finding]:
    """What the daily maintenance could not do."""
    path = installation.instance / FAILED
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        yield Finding(f"Perawatan harian gagal: {line}", "Kiosk mencobanya lagi tiap sepuluh menit.")


def _check_mail(db: Database) -> Iterator[Finding]:
    for unit in list_units(db):
        mail = find_warning_mail(db, unit.unit_id)
        if mail and mail.failure:
            yield Finding(
                f"Surel peringatan {unit.name} tidak terkirim: {mail.failure}",
                "Periksa IKM_SMTP_HOST, akun, dan sandinya; kiosk mencobanya lagi tiap sepuluh menit.",
            )


def _check_office(db: Database, installation: Installation) -> Iterator[Finding]:
    for unit in list_units(db):
        if not is_timezone(unit.timezone):
            yield Finding(
                f"Zona waktu {unit.name} tidak ada: {unit.timezone}",
                "Pilih zona waktunya di Pengaturan, Kantor.",
            )
    if not list_units(db):
        yield Finding(
            f"Belum ada kantor dalam {installation.instance}",
            "Periksa IKM_INSTANCE: mungkin foldernya salah. Kantor baru dipasang lewat ikm serve.",
        )


def check_journals(db: Database) -> Iterator[Finding]:
    """Where rows and journals do not match, accounts included."""
    for unit in list_units(db):
        with snapshot(db):  # answers may be recorded meanwhile
            found = find_break(db, unit.unit_id)
        if found:
            yield Finding(f"Jurnal {unit.name}: {describe_break(found)}", _compare(db))


def _check_log(db: Database) -> Iterator[Finding]:
    with snapshot(db):
        found = act_chain.find_broken_act(db)
    if found:
        where = f"baris {found.sequence}" if found.sequence else "baris tanpa nomor"
        what = f" ({found.action})" if found.action else ""
        yield Finding(f"Log aktivitas: {where}{what}: {_PROBLEMS[found.problem]}", _compare(db))


def _check_past(db: Database, installation: Installation) -> Iterator[Finding]:
    """Compare the journals with the heads in backups: a rewritten chain is valid, but has other heads."""
    past = [backup for folder in installation.backup_folders for backup in backups.list_backups(folder)]
    units = {unit.code: unit for unit in list_units(db)}
    for backup in sorted(past, key=lambda backup: backup.taken_at):
        # A damaged backup has no heads here; `open_backups` reports the damage.
        gone = [
            f"Jurnal {code} tidak memuat lagi nomor {head.stamp}"
            for code, head in heads.read_heads(backup.path).items()
            if not (code in units and is_in_chain(db, units[code].unit_id, head.stamp))
        ]
        log = heads.read_log_head(backup.path)
        if log and not act_chain.is_in_log(db, log):
            gone.append(f"Log aktivitas tidak memuat lagi baris {log.stamp}")
        if gone:
            restored = find_restored_backup(db, backup.taken_at)
            yield Finding(f"{gone[0]} dari cadangan {backup.path.name}", _explain_return(db, restored))
            return


def check_ledgers(db: Database, installation: Installation) -> Iterator[Finding]:
    """Compare the journals and the log with the heads that were written down outside the database."""
    units = {unit.code: unit.unit_id for unit in list_units(db)}
    for folder in installation.backup_folders:
        lines = ledger.read(folder)
        if number := ledger.find_forged(lines, installation.secret):
            yield Finding(
                f"Buku kepala jurnal di {folder} tidak cocok dengan kunci kantor ini mulai baris {number}",
                "Bila kunci rahasia tidak pernah diganti tanpa ikm secret, ada yang mengubahnya. "
                + _compare(db),
            )
            continue
        for line in lines:
            # What a restored backup replaced is gone on purpose, and the journal has a link about that.
            if not _is_still_there(db, units, line) and not find_restored_backup(db, from_text(line.at)):
                what = "Catatan tindakan" if line.subject == ledger.LOG else f"Jurnal {line.subject}"
                yield Finding(
                    f"{what} tidak memuat lagi kepala yang ditulis {line.at[:10]} di {folder / ledger.NAME}",
                    _explain_return(db, None),
                )
                break
        other = [path for path in installation.backup_folders if path != folder]
        if not lines and any(ledger.read(path) for path in other) and any(backups.list_backups(folder)):
            yield Finding(
                f"Buku kepala jurnal hilang dari {folder}",
                "Bila tidak ada yang memindahkannya, simpan buku yang satunya sebagai bukti.",
            )


def _is_still_there(db: Database, units: Mapping[str, str], line: ledger.Line) -> bool:
    if line.subject == ledger.BACKUP:
        return True
    sequence, _, digest = line.value.partition("-")
    if line.subject == ledger.LOG:
        return act_chain.is_in_log(db, Head(int(sequence), digest))
    return line.subject in units and is_in_chain(db, units[line.subject], line.value)


def _explain_return(db: Database, restored: RestoredBackup | None) -> str:
    if restored:
        return (
            f"Jurnal mencatat: {restored.file_name} dikembalikan pada {restored.restored_at[:10]}. Bila "
            "memang demikian, pindahkan cadangan yang diambil di antara keduanya ke tempat lain."
        )
    if not is_on_sqlite(db):
        return (
            "Bila cadangan lama dipulihkan, atau server pengganti tertinggal saat mengambil alih, jawaban "
            "sesudah itu hilang. Bila tidak, ada yang menulis ulang: simpan pg_dump sebagai bukti."
        )
    return (
        "Ada yang memotong atau menulis ulang, dan jurnal tidak mencatat ada cadangan yang dikembalikan: "
        "simpan folder data dan cadangan itu sebagai bukti."
    )


def describe_break(found: Break) -> str:
    """A break in Indonesian: `mata rantai 12 (jawaban 3f2a…): isinya diubah di luar program`."""
    words = KINDS[found.kind].words if found.kind in KINDS else found.kind
    what = f"{words} {found.subject_id}".strip()
    link = f"mata rantai {found.sequence}" if found.sequence else "tanpa mata rantai"
    return f"{link}{f' ({what})' if what else ''}: {_PROBLEMS[found.problem]}"


def _check_tallies(db: Database) -> Iterator[Finding]:
    if wrong := check_tallies(db):
        months = ", ".join(sorted({mismatch.month for mismatch in wrong}))
        yield Finding(
            f"Hitungan bulanan tidak sama dengan jawaban: {months}",
            "Hitung ulang: ikm tallies rebuild. Bila jurnal di atas utuh, jawabannya tidak terganggu.",
        )


def check_publications(db: Database) -> Iterator[Finding]:
    """Publications that contradict their own text or counts."""
    for unit in list_units(db):
        for publication in publications.list_publications(db, unit.unit_id):
            if not _is_consistent(publication):
                yield Finding(
                    f"Publikasi Nomor {publication.number} {unit.name} tidak cocok dengan hitungannya",
                    f"Jangan pakai publikasi itu. Simpan {_copy(db)} sebagai bukti, dan lihat cadangan.",
                )


def _is_consistent(publication: publications.Publication) -> bool:
    try:
        figures, result = read_figures(publication), read_result(publication)
    except (ValueError, KeyError, TypeError):
        return False
    frozen = publications.digest_of(publication.figures)
    content = json.loads(publication.figures)
    named = (publication.instrument, publication.convention, publication.period)
    stated = (publication.ikm, publication.mutu, publication.respondents)
    return (
        frozen == publication.digest
        and named == (content["instrument"], content["convention"], figures.period.code)
        and publication.apart == (publication.instrument if "apart" in content else "")
        and stated == (figures.ikm, figures.mutu, figures.respondents)
        and stated == (result.ikm, result.mutu, result.respondents)
    )


def _check_evidence(db: Database, installation: Installation) -> Iterator[Finding]:
    folder = installation.instance / "evidence"
    for unit in list_units(db):
        lost = [
            attachment.name
            for attachment in attachments.list_attachments(db, unit.unit_id)
            if not evidence.is_unchanged(folder, attachment)
        ]
        if lost:
            yield Finding(
                f"{len(lost)} berkas bukti {unit.name} hilang atau diubah, di antaranya “{lost[0]}”",
                "Salin kembali folder evidence dari cadangan, atau unggah lagi buktinya.",
            )


def _check_media(db: Database, installation: Installation) -> Iterator[Finding]:
    folder = installation.instance / "evidence"
    for unit in list_units(db):
        every = media_store.list_media(db, unit.unit_id)
        if lost := [one for one in every if not question_media.is_unchanged(folder, one)]:
            yield Finding(
                f"{len(lost)} video atau suara pertanyaan {unit.name} hilang atau diubah",
                "Salin kembali folder evidence dari cadangan, atau unggah lagi di Pengaturan.",
            )


def _check_usage(db: Database, installation: Installation) -> Iterator[Finding]:
    """Units whose evidence takes nearly all of what it may."""
    for unit in list_units(db):
        used = attachments.count_bytes(db, unit.unit_id)
        if used > evidence.QUOTA * 9 // 10:
            yield Finding(
                f"Berkas bukti {unit.name} memakai {used // 1024**2} MB dari {evidence.QUOTA // 1024**2} MB",
                "Unggahan berikutnya dapat ditolak. Perkecil foto, atau hapus bukti yang tidak perlu.",
            )


def _check_machine(db: Database, installation: Installation, now: datetime) -> Iterator[Finding]:
    size = installation.database.stat().st_size if installation.database.exists() else 0
    free = shutil.disk_usage(installation.instance).free
    if free < max(LEAST_FREE, 3 * size):
        yield Finding(
            f"Ruang diska tinggal {free // 1024**2} MB",
            "Hapus berkas lain dari diska itu; tanpa ruang, jawaban dan cadangan tidak dapat disimpan.",
        )
    latest = heads.get_latest_arrival(db)
    if latest and from_text(latest) - now > CLOCK_TOLERANCE:
        yield Finding(
            f"Jam komputer mundur: jawaban terakhir masuk pada {latest}, sekarang {now:%Y-%m-%d %H:%M} UTC",
            "Betulkan tanggal dan jam komputer, lalu nyalakan penyesuaian waktu otomatis.",
        )
    if os.name == "posix":
        yield from _check_modes(installation)


def _check_strays(installation: Installation, now: datetime) -> Iterator[Finding]:
    left = strays.find_strays(installation.instance, installation.backup_folders, now)
    if left:
        taken = f"{strays.count_bytes(left) / 1024**2:.0f} MB"
        yield Finding(
            f"{len(left)} berkas sisa proses yang terhenti memakai {taken}, di antaranya {left[0]}",
            "Akan dihapus oleh perawatan harian, atau sekarang: ikm backup.",
        )


def _check_imports(db: Database, now: datetime) -> Iterator[Finding]:
    for one in imports.list_unfinished(db, now - strays.UNFINISHED):
        unit = get_unit(db, one.unit_id)
        yield Finding(
            f"Impor {one.file_name} ({unit.name}) terhenti; sebagian jawabannya dihitung",
            "Buka halaman Impor unit itu: batalkan, lalu impor berkasnya sekali lagi.",
        )


def _check_modes(installation: Installation) -> Iterator[Finding]:
    private = [installation.database, installation.instance / "secret"]
    for path in private:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"Orang lain di komputer ini dapat membaca {path}", f"Jalankan: chmod 600 {path}")


def find_unit_of_stamp(db: Database, stamp: str) -> Unit | None:
    """The unit whose journal has this printed head, None if no unit's has."""
    return next((unit for unit in list_units(db) if is_in_chain(db, unit.unit_id, stamp)), None)
