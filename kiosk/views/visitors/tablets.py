"""The JSON API of the office's tablets: pairing, heartbeats, and how far visitors get.

Public: a tablet sends a code or a token and never a cookie, so another site has no login to abuse. The
contract is in docs/api.md.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint
from flask import jsonify
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.exceptions import UnsupportedMediaType

from kiosk.answering import device_messages
from kiosk.answering import eligibility
from kiosk.answering.submission import Invalid
from kiosk.base import clock
from kiosk.db import get_db
from kiosk.security.pairing import TooManyCodes
from kiosk.security.pairing import pair_tablet
from kiosk.store.answers import visits
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.collectors import Collector

bp = Blueprint("tablets", __name__, url_prefix="/api")

MAX_BODY = 4 * 1024


@bp.before_request
def _guard() -> None:
    request.max_content_length = MAX_BODY


def _read_body(*types: str) -> Mapping[str, Any]:
    if request.mimetype not in types:
        raise UnsupportedMediaType
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(body, dict):
        raise BadRequest
    return body


@bp.post("/devices/pair")
def pair() -> ResponseReturnValue:
    """Exchange a pairing code for a token."""
    code = device_messages.read_code(_read_body("application/json").get("code"))
    db = get_db()
    try:
        device, token = pair_tablet(db, code, clock.now())
    except TooManyCodes:
        return jsonify(error="Terlalu banyak kode salah. Tunggu lima menit, lalu coba lagi."), 429
    except NotFound:
        return jsonify(error="Kode tidak dikenal, sudah dipakai, atau lewat waktunya. Minta kode baru."), 404
    collector = collectors.find_collector(db, device.collector_id)
    pin_hash = survey_settings.get_pin_hash(db, collector.unit_id)
    answer = {
        "token": token,
        "collector": collector.code,
        "name": device.name,
        "pin_set": pin_hash is not None,
    }
    return jsonify(answer), 201


@bp.post("/devices/heartbeat")
def beat() -> ResponseReturnValue:
    """Record a tablet's heartbeat; the response has the time and the PIN's hash."""
    db = get_db()
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        device = devices.find_device(db, token if kind == "Bearer" else "")
    except NotFound:
        return jsonify(error="Tablet ini tidak (lagi) dipasangkan."), 401
    now = clock.now()
    try:
        contact = device_messages.read_heartbeat(_read_body("application/json"), now)
    except Invalid as invalid:
        return _refuse_fields(invalid)
    devices.record_contact(db, device.device_id, contact)
    collector = collectors.find_collector(db, device.collector_id)
    return jsonify(
        now=now.isoformat(timespec="milliseconds"),
        revoked=collector.revoked_at is not None,
        name=device.name,
        collector=collector.code,
        pin_hash=survey_settings.get_pin_hash(db, collector.unit_id),
    )


@bp.post("/visits")
def count_visit() -> ResponseReturnValue:
    """Count a started, finished or abandoned visit. `sendBeacon` sends its JSON as plain text."""
    try:
        code, outcome, step = device_messages.read_visit(_read_body("application/json", "text/plain"))
    except Invalid as invalid:
        return _refuse_fields(invalid)
    collector = eligibility.find_collector(get_db(), code)
    if collector.revoked_at is None:
        visits.record_visit(get_db(), collector.collector_id, _local_day(collector), outcome, step)
    return "", 204


def _local_day(collector: Collector) -> date:
    return clock.local_now(units.get_unit(get_db(), collector.unit_id).timezone).date()


def _refuse_fields(invalid: Invalid) -> ResponseReturnValue:
    return jsonify(error="Isian belum benar.", fields=invalid.errors), 422
