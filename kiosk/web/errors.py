"""Error pages: they are in Indonesian, with the office's name and colour, and do not need the database."""

import secrets
import sqlite3

from flask import Flask
from flask import g
from flask import jsonify
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from kiosk.db import get_db
from kiosk.questionnaire.messages import explain
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import KeptElsewhere
from kiosk.store.engine.errors import NotConfirmed
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from scoring import InstrumentError

MESSAGES = {
    400: ("Permintaan tidak dapat dibaca", "Muat ulang halaman ini, lalu coba lagi."),
    403: ("Tidak diizinkan", "Akun Anda tidak berwenang untuk halaman ini. Hubungi admin kantor Anda."),
    404: ("Halaman tidak ditemukan", "Periksa kembali alamatnya, atau mulai dari halaman depan."),
    405: ("Cara membuka tidak sesuai", "Buka halaman ini dari tautan atau tombolnya."),
    409: (
        "Sudah ada data lain",
        "Data ini berbeda dengan yang sudah tersimpan. Yang tersimpan tidak diubah.",
    ),
    413: ("Kiriman terlalu besar", "Kecilkan berkas atau pendekkan isian, lalu coba lagi."),
    503: (
        "Penyimpanan sedang tidak dapat dipakai",
        "Tidak ada yang berubah. Muat ulang halaman ini sebentar lagi untuk mengirim lagi.",
    ),
    500: (
        "Terjadi gangguan",
        "Coba lagi sebentar lagi. Bila berulang, sampaikan kode di bawah kepada admin.",
    ),
}


RETRY_AFTER_S = 5
# In place of the advice that nothing has changed.
NOT_CONFIRMED = (
    "Perubahan mungkin tersimpan, tetapi belum dipastikan aman. Periksa dahulu sebelum mengirim lagi."
)
# After what is wrong with a questionnaire whose answers are stored here.
WAY_OUT = "Salin berkasnya ke folder questionnaires di folder data, lalu jalankan ulang kiosk."
# Errors of the storage; SQLite's other errors are bugs of the program.
_OUTAGES = {
    sqlite3.SQLITE_BUSY: "Basis data sedang dipakai program lain.",
    sqlite3.SQLITE_LOCKED: "Basis data sedang dipakai program lain.",
    sqlite3.SQLITE_FULL: "Diska penuh. Beri tahu admin: kosongkan ruang; setelah itu semuanya berjalan lagi.",
    sqlite3.SQLITE_READONLY: "Diska hanya dapat dibaca. Beri tahu admin: periksa diska komputer.",
    sqlite3.SQLITE_IOERR: "Diska tidak dapat dibaca atau ditulis. Beri tahu admin: periksa diska komputer.",
    sqlite3.SQLITE_CANTOPEN: "Berkas data tidak dapat dibuka. Beri tahu admin: periksa folder data.",
    sqlite3.SQLITE_NOMEM: "Memori komputer habis. Beri tahu admin.",
}


def is_outage(error: sqlite3.OperationalError) -> bool:
    """Whether the storage failed, so that the same request may succeed later."""
    # Errors translated from PostgreSQL have no code: there the connection failed.
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _OUTAGES


def explain_outage(error: sqlite3.OperationalError) -> str | None:
    """What is wrong with the storage, in Indonesian; None when the error does not say."""
    return _OUTAGES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def find_office() -> Unit | None:
    """The office of the requested page, also of one that is refused.

    It is the user's unit, or the one whose code or survey is in the address, or else the one that the
    program was set up for. None before that, and where the storage fails.
    """
    known: Unit | None = g.get("unit")
    if known:
        return known
    try:
        return _find_addressed() or units.find_own_unit(get_db())
    except sqlite3.Error:
        return None


def _find_addressed() -> Unit | None:
    db, code = get_db(), (request.view_args or {}).get("code", "")
    try:
        if request.blueprint in ("survey", "screen"):
            return units.get_unit(db, collectors.get_collector(db, code).unit_id)
        return units.find_unit(db, code)
    except NotFound:
        return None


def init_app(app: Flask) -> None:
    """Register the pages for errors of the store, of Werkzeug, and for unexpected ones."""

    def refuse(code: int, detail: str | None = None, advice: str = "") -> ResponseReturnValue:
        title, usual = MESSAGES.get(code, MESSAGES[400])
        advice = advice or usual
        if request.path.startswith("/api/"):
            return jsonify(error=title, detail=detail or advice), code
        # After a failure of the program or the storage, only what is already known.
        office = find_office() if code < 500 else g.get("unit")
        page = render_template("errors/error.html", title=title, advice=advice, detail=detail, office=office)
        return page, code

    @app.errorhandler(NotFound)
    def _(_error: NotFound) -> ResponseReturnValue:
        return refuse(404)

    @app.errorhandler(OverflowError)
    def _(_error: OverflowError) -> ResponseReturnValue:
        return refuse(404)  # a number in the address that no database can hold

    @app.errorhandler(KeptElsewhere)
    def _(_error: KeptElsewhere) -> ResponseReturnValue:
        return refuse(409, "Unit ini dijaga servernya sendiri; di sini hanya dibaca. Ubah di kantornya.")

    @app.errorhandler(Conflict)
    def _(_error: Conflict) -> ResponseReturnValue:
        return refuse(409)

    @app.errorhandler(InstrumentError)
    def _(error: InstrumentError) -> ResponseReturnValue:
        app.logger.error("questionnaire: %s on %s", error, request.endpoint)
        return refuse(500, f"{explain(error)} {WAY_OUT}")

    @app.errorhandler(CSRFError)
    def _(_error: CSRFError) -> ResponseReturnValue:
        return refuse(
            400, "Sesi formulir sudah berganti. Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi."
        )

    @app.errorhandler(HTTPException)
    def _(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        return refuse(error.code)

    @app.errorhandler(sqlite3.OperationalError)
    def _(error: sqlite3.OperationalError) -> ResponseReturnValue:
        if not is_outage(error):
            return fail(error)
        app.logger.error("storage: %s on %s", error, request.endpoint)
        g.person = g.unit = None  # the page must not query the database for the user
        advice = NOT_CONFIRMED if isinstance(error, NotConfirmed) else ""
        answer = app.make_response(refuse(503, explain_outage(error), advice))
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer

    @app.errorhandler(Exception)
    def fail(error: Exception) -> ResponseReturnValue:
        number = secrets.token_hex(4)
        app.logger.error("error %s on %s", number, request.endpoint, exc_info=error)
        return refuse(500, f"Kode: {number}")
