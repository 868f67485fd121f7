"""The guide of staff inside the application, at the part that is about the page one came from."""

from flask import Blueprint
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue

from kiosk.security.pages import menu_entry

bp = Blueprint("guide", __name__, url_prefix="/staf/panduan")

# Entry of the main menu, or one of its pages → the heading of docs/panduan-petugas.md about it.
_PARTS = {
    "dashboard.show": "melihat-keadaan",
    "results.month": "akhir-bulan",
    "publishing.index": "menerbitkan-hasil",
    "reports.index": "semester-dan-tahun",
    "suggestions.index": "saran-dan-masukan",
    "plans.index": "rencana-tindak-lanjut",
    "devices.index": "setiap-pagi",
    "paper_entry.index": "kuesioner-kertas",
    "imports.index": "excel-yang-sudah-ada",
    "office.show": "pengaturan",
    "questionnaires.show": "mengganti-kuesioner",
    "account.show": "masuk",
    "two_factor.show": "verifikasi-dua-langkah",
}


@bp.app_template_global()
def guide_part() -> str | None:
    """The part of the guide about the page that is shown."""
    return _PARTS.get(request.endpoint or "") or _PARTS.get(menu_entry(request.endpoint) or "")


@bp.get("/")
def show() -> ResponseReturnValue:
    """The whole guide."""
    return render_template("guide/show.html", title="Panduan petugas", text="guide/text.html")


@bp.get("/tablet")
def tablets() -> ResponseReturnValue:
    """How a tablet of each kind becomes one that shows only the survey."""
    return render_template("guide/show.html", title="Menyiapkan tablet", text="guide/tablets.html")
