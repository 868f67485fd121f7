"""The log of what staff did, for the admin."""

from flask import Blueprint
from flask import current_app
from flask import g
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

from kiosk.db import get_db
from kiosk.store import audit
from kiosk.store.audit import Act
from kiosk.store.times import local

bp = Blueprint("audit", __name__, url_prefix="/staf/catatan")

PAGE = 100

ACTIONS = {
    "session.login": "Masuk",
    "session.verify": "Memasukkan kode verifikasi",
    "session.logout": "Keluar",
    "session.set_password": "Membuat kata sandi",
    "setup.found": "Memasang kantor",
    "account.show": "Mengganti kata sandi sendiri",
    "account.log_out_everywhere": "Mengeluarkan diri dari semua perangkat",
    "account.prove": "Memastikan diri sekali lagi",
    "factor.start": "Mengaktifkan verifikasi dua langkah",
    "factor.renew_codes": "Membuat kode cadangan baru",
    "factor.stop": "Mematikan verifikasi dua langkah",
    "signals.exclude": "Mengecualikan jawaban",
    "signals.restore": "Memulihkan jawaban",
    "reports.download_data": "Mengunduh data mentah",
    "retention.change": "Mengubah masa simpan",
    audit.PURGE: "Menghapus data pribadi yang lewat masa simpan",
    "publish.publish": "Menerbitkan hasil",
    "publish.log_announcement": "Mencatat media publikasi",
    "publish.remove_announcement": "Menghapus catatan media",
    "plans.create": "Membuat rencana",
    "plans.update": "Mengubah rencana",
    "plans.finish": "Menyelesaikan rencana",
    "plans.reopen": "Membuka lagi rencana",
    "plans.drop": "Membatalkan rencana",
    "plans.add_evidence": "Menambah bukti",
    "plans.remove_evidence": "Menghapus bukti",
    "inbox.index": "Membaca saran",
    "inbox.show": "Membaca satu saran",
    "results.month": "Membuka hasil dengan saran",
    "results.print_rekap": "Mencetak rekap dengan saran",
    "reports.show": "Melihat laporan",
    "reports.download": "Mengunduh laporan",
    "reports.write_texts": "Menulis teks Laporan SKM",
    "printing.make": "Membuat rekap semua unit",
    "printing.cancel": "Membatalkan rekap semua unit",
    "printing.download": "Mengunduh rekap semua unit",
    "dashboard.set_yearly": "Mengisi IKM tahun sebelumnya",
    "dashboard.remove_yearly": "Menghapus IKM tahun sebelumnya",
    "inbox.tag": "Menandai saran",
    "inbox.answer": "Menjawab saran",
    "inbox.redact": "Menyamarkan saran",
    "paper.open_batch": "Memulai kumpulan kertas",
    "paper.record": "Mengetik lembar kertas",
    "paper.record_check": "Mengetik lembar kedua kali",
    "paper.withdraw": "Mengurungkan lembar kertas",
    "paper.resolve": "Memutuskan ketikan yang berbeda",
    "imports.upload": "Mengunggah berkas",
    "imports.choose": "Mengimpor berkas",
    "imports.discard": "Membuang unggahan",
    "imports.undo": "Membatalkan impor",
    "imports.restore": "Memulihkan impor",
    "devices.add_tablet": "Menambah tablet",
    "devices.make_code": "Membuat kode tablet",
    "devices.revoke": "Mencabut tablet",
    "posters.print_tickets": "Mencetak tiket sekali pakai",
    "posters.show_ticket": "Menunjukkan tiket sekali pakai",
    "manage.update_unit": "Mengubah data kantor",
    "manage.upload_logo": "Mengganti logo",
    "manage.remove_logo": "Menghapus logo",
    "manage.update_year": "Mengubah sasaran tahun",
    "manage.update_goal": "Mengubah target",
    "manage.remove_goal": "Menghapus target",
    "conduct.change": "Mengubah pengaturan survei",
    "conduct.set_pin": "Mengganti PIN",
    "conduct.remove_pin": "Menghapus PIN",
    "wording.change": "Mengubah kalimat bantuan",
    "services.add": "Menambah layanan",
    "services.rename": "Mengganti nama layanan",
    "services.move": "Memindahkan layanan",
    "services.retire": "Menutup layanan",
    "services.reopen": "Membuka lagi layanan",
    "places.add": "Menambah tempat menjawab",
    "places.revoke": "Mencabut tempat menjawab",
    "people.add": "Menambah orang",
    "people.change": "Mengubah orang",
    "people.reset": "Mengganti kata sandi orang",
    "people.disable": "Menutup akun",
    "people.enable": "Membuka akun",
    "people.log_out": "Mengeluarkan orang",
    "people.stop_factor": "Mematikan verifikasi dua langkah orang",
    "people.ask_for_factors": "Mengubah kewajiban verifikasi dua langkah",
    "branches.add": "Menambah unit",
    "branches.change": "Mengubah unit",
}

COMMANDS = {
    "ikm export": "Membuat kiriman untuk kota",
    "ikm import": "Mengimpor berkas",
    "ikm merge": "Menggabungkan kiriman",
    "ikm merge-key": "Menampilkan kunci kiriman",
    "ikm migrate-to": "Memindahkan data ke PostgreSQL",
    "ikm personal delete": "Menghapus data pribadi",
    "ikm personal export": "Menyalin data pribadi",
    "ikm report": "Membuat data mentah",
    "ikm restore": "Mengembalikan cadangan",
    "ikm tallies rebuild": "Menghitung ulang hitungan bulanan",
    "ikm update": "Memperbarui program",
    "ikm user add": "Menambah akun",
    "ikm user disable": "Menutup akun",
    "ikm user enable": "Membuka akun",
    "ikm user reset": "Membuat tautan kata sandi",
    "ikm user stop-factor": "Mematikan verifikasi dua langkah",
}


def outcome_of(status: int) -> str:
    """What an HTTP status means to the reader of the log."""
    if status < 400:
        return "Berhasil"
    return {
        401: "Sesi berakhir",
        403: "Ditolak",
        404: "Tidak ditemukan",
        422: "Isian salah",
        429: "Terlalu sering",
    }.get(status, f"Gagal ({status})")


def _name_doer(act: Act) -> str:
    """Who it was: a person, the computer's account that ran a command, or both."""
    if act.action == audit.PURGE:
        return "Program sendiri"
    command = f"ikm, sebagai {act.account}" if act.account else ""
    if act.person and command:
        return f"{act.person} ({command})"
    return act.person or command or "Tidak dikenal"


def _name_action(act: Act) -> str:
    """What it was, in words; a page that was only looked at by its address."""
    if act.account:
        return f"{COMMANDS[act.action]} ({act.action})" if act.action in COMMANDS else act.action
    if act.action in ACTIONS:
        return ACTIONS[act.action]
    pages = [rule.rule for rule in current_app.url_map.iter_rules() if rule.endpoint == act.action]
    return f"Membuka {pages[0] if pages else act.action}"


@bp.get("/")
def index() -> ResponseReturnValue:
    """The newest actions of the unit, a page at a time; failed log-ins with the topmost unit."""
    number = max(1, request.args.get("halaman", 1, type=int))
    acts = audit.list_acts(
        get_db(),
        g.unit.unit_id,
        with_door=g.unit.parent_unit_id is None,
        limit=PAGE + 1,
        skip=(number - 1) * PAGE,
    )
    lines = [
        (local(act.at, g.unit.timezone), _name_doer(act), act, _name_action(act), outcome_of(act.outcome))
        for act in acts[:PAGE]
    ]
    return render_template("audit/index.html", lines=lines, number=number, more=len(acts) > PAGE)
