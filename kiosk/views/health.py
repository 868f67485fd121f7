"""For monitoring: does the database answer, and can it be written?"""

import sqlite3

from flask import Blueprint
from flask import jsonify
from flask.typing import ResponseReturnValue

from kiosk.db import get_db
from kiosk.store.connection import transaction

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 when a write could start now, 503 otherwise."""
    try:
        with transaction(get_db()):
            pass
    except sqlite3.Error:
        return jsonify(status="unavailable"), 503
    return jsonify(status="ok")
