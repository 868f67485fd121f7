"""The log of acts, for the admin."""

from flask import Blueprint
from flask import current_app
from flask import g
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

from kiosk.db import get_db
from kiosk.security.pages import PAGES
from kiosk.security.pages import current_name
from kiosk.store.engine.times import local
from kiosk.store.journal import audit
from kiosk.store.journal.audit import Act

bp = Blueprint("audit", __name__, url_prefix="/staf/catatan")

PAGE = 100

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
    """An HTTP status in words, for the reader of the log."""
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
    """Who acted: a person, the computer's account that ran a command, or both."""
    if act.action == audit.PURGE:
        return "Program sendiri"
    command = f"ikm, sebagai {act.account}" if act.account else ""
    if act.person and command:
        return f"{act.person} ({command})"
    return act.person or command or "Tidak dikenal"


def _name_action(act: Act) -> str:
    """The act in words; opening a page is named by its address."""
    if act.account:
        return f"{COMMANDS[act.action]} ({act.action})" if act.action in COMMANDS else act.action
    if act.action == audit.PURGE:
        return "Menghapus data pribadi yang lewat masa simpan"
    endpoint = current_name(act.action)
    if endpoint in PAGES and PAGES[endpoint].act:
        return str(PAGES[endpoint].act)
    rules = [rule.rule for rule in current_app.url_map.iter_rules() if rule.endpoint == endpoint]
    return f"Membuka {rules[0] if rules else endpoint}"


@bp.get("/")
def index() -> ResponseReturnValue:
    """The newest acts of the unit, page by page; failed logins are listed in the topmost unit."""
    number = max(1, request.args.get("halaman", 1, type=int))
    acts = audit.list_acts(
        get_db(),
        g.unit.unit_id,
        with_unassigned=g.unit.parent_unit_id is None,
        limit=PAGE + 1,
        skip=(number - 1) * PAGE,
    )
    lines = [
        (local(act.at, g.unit.timezone), _name_doer(act), act, _name_action(act), outcome_of(act.outcome))
        for act in acts[:PAGE]
    ]
    return render_template("audit/index.html", lines=lines, number=number, more=len(acts) > PAGE)
