"""For monitoring: whether the database answers and can be written."""

import shutil
import sqlite3

from flask import Blueprint
from flask import current_app
from flask import jsonify
from flask.typing import ResponseReturnValue

from kiosk.db import get_db
from kiosk.store.engine.connection import check_writable

bp = Blueprint("health", __name__)

ROOM_BYTES = 1024 * 1024  # a write could start with less, and not end


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 when an answer could be stored now, 503 otherwise."""
    try:
        check_writable(get_db())
        has_room = shutil.disk_usage(current_app.instance_path).free >= ROOM_BYTES
    except (OSError, sqlite3.Error):
        has_room = False
    if not has_room:
        return jsonify(status="unavailable"), 503
    return jsonify(status="ok")
