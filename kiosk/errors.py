"""Every refusal becomes a page here, in the reader's language and without needing the database."""

import secrets

from flask import Flask
from flask import jsonify
from flask import render_template
from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from kiosk.store.errors import Conflict
from kiosk.store.errors import NotFound

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
    500: (
        "Terjadi gangguan",
        "Coba lagi sebentar lagi. Bila berulang, sampaikan kode di bawah kepada admin.",
    ),
}


def init_app(app: Flask) -> None:
    """Register the pages for what the store, Werkzeug and the unexpected raise."""

    def refuse(code: int, detail: str | None = None) -> ResponseReturnValue:
        title, advice = MESSAGES.get(code, MESSAGES[400])
        if request.path.startswith("/api/"):
            return jsonify(error=title, detail=detail or advice), code
        return render_template("errors/error.html", title=title, advice=advice, detail=detail), code

    @app.errorhandler(NotFound)
    def _(_error: NotFound) -> ResponseReturnValue:
        return refuse(404)

    @app.errorhandler(Conflict)
    def _(_error: Conflict) -> ResponseReturnValue:
        return refuse(409)

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

    @app.errorhandler(Exception)
    def _(error: Exception) -> ResponseReturnValue:
        number = secrets.token_hex(4)
        app.logger.error("error %s on %s", number, request.endpoint, exc_info=error)
        return refuse(500, f"Kode: {number}")
