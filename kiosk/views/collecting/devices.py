"""The office's tablets: their status, their queues, and how far visitors get."""

from datetime import datetime
from datetime import timedelta
from decimal import Decimal

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import session
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base import qr
from kiosk.db import get_db
from kiosk.figures.summary import Count
from kiosk.forms.devices import TabletForm
from kiosk.operations.tablets import list_statuses
from kiosk.papers.tables import short_count_table
from kiosk.questionnaire.catalogue import item_names
from kiosk.store.answers import clocks
from kiosk.store.answers import visits
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from kiosk.store.offices.collectors import Collector
from kiosk.web import addresses
from kiosk.web import confirmation

bp = Blueprint("devices", __name__, url_prefix="/staf/perangkat")

VISIT_DAYS = 30
_STEPS: dict[str | None, str] = {
    "service": "Memilih layanan",
    "profile": "Profil",
    "comment": "Saran",
    None: "Tidak diketahui",
}


@bp.get("/")
def index() -> ResponseReturnValue:
    """Every tablet, and a form to add one."""
    return _page(TabletForm([], formdata=None))


@bp.post("/")
def add_tablet() -> ResponseReturnValue:
    """Create a collector for a tablet, and a code to pair it."""
    names = [one.name for one in collectors.list_collectors(get_db(), g.unit.unit_id)]
    form = TabletForm(names)
    if not form.validate():
        return _page(form), 422
    collector = collectors.add_collector(
        get_db(), unit_id=g.unit.unit_id, name=form.name.data, channel="kiosk", now=clock.now()
    )
    return _show_code(collector)


@bp.post("/<collector_id>/kode")
def make_code(collector_id: str) -> ResponseReturnValue:
    """Make a new code for an existing collector, e.g. for a replaced tablet."""
    collector = collectors.find_collector(get_db(), collector_id)
    if collector.unit_id != g.unit.unit_id or collector.channel != "kiosk":
        raise NotFound(f"tablet {collector_id}")
    if collector.revoked_at:
        raise Conflict(f"tablet {collector_id} is revoked")
    return _show_code(collector)


def _show_code(collector: Collector) -> ResponseReturnValue:
    """Show a new code in this browser only: it is kept in the session, not in the database."""
    now = clock.now()
    code = devices.create_pairing(get_db(), collector.collector_id, now)
    session["pairing"] = [collector.collector_id, code, to_text(now + devices.CODE_LIFETIME)]
    return redirect(url_for("devices.index"), 303)


@bp.post("/<device_id>/cabut")
def revoke(device_id: str) -> ResponseReturnValue:
    """Revoke a tablet's token."""
    found = {device.device_id: device for device, _ in devices.list_devices(get_db(), g.unit.unit_id)}
    if device_id not in found:
        raise NotFound(f"device {device_id}")
    question = confirmation.ask(
        f"Lepas {found[device_id].name}?",
        [
            "Status dan antreannya tidak terlihat lagi di sini, dan PIN di tablet itu terhapus.",
            "Survei di tablet tetap berjalan. Tablet dapat dipasangkan lagi dengan kode baru.",
        ],
        action="Lepas",
        back=url_for("devices.index"),
    )
    if question:
        return question
    devices.revoke_device(get_db(), g.unit.unit_id, device_id, clock.now())
    flash("Tablet dilepas. Alamat surveinya tetap dapat dipakai; cabut di “Alamat survei” bila tidak.")
    return redirect(url_for("devices.index"), 303)


def _open(channel: str) -> list[Collector]:
    """The unit's collectors of that channel that are not revoked."""
    found = collectors.list_collectors(get_db(), g.unit.unit_id)
    return [collector for collector in found if collector.channel == channel and not collector.revoked_at]


def _page(form: TabletForm) -> str:
    db, unit_id = get_db(), g.unit.unit_id
    now = clock.local_now(g.unit.timezone)
    start = now.date() - timedelta(days=VISIT_DAYS - 1)
    counted = visits.count_visits(db, unit_id, start, now.date())
    settings = survey_settings.get_survey_settings(db, unit_id)
    base, pairing = addresses.base_url(settings), _pairing(now)
    is_only_here = addresses.is_only_here(base)
    pairing_url = base + url_for("screen.pair", kode=pairing[1]) if pairing else None
    return render_template(
        "devices/index.html",
        form=form,
        statuses=list_statuses(db, unit_id, now),
        tablets=(tablets := _open("kiosk")),
        posters=_open("qr"),
        addresses={one.collector_id: addresses.survey_url(one, settings) for one in tablets},
        pairing=pairing,
        pairing_code=qr.encode(pairing_url) if pairing_url and not is_only_here else None,
        pairing_url=pairing_url,
        base=base,
        is_only_here=is_only_here,
        counted=counted,
        stops=short_count_table("Berhenti di", _stops(counted)),
        days=VISIT_DAYS,
        doubts=clocks.list_doubts(db, unit_id, start),
        has_pin=survey_settings.get_pin_hash(db, unit_id) is not None,
        now=now,
    )


def _pairing(now: datetime) -> tuple[Collector, str, datetime] | None:
    """The code made in this browser, while it is valid: its collector, the code, its expiry."""
    collector_id, code, end = session.get("pairing", (None, "", to_text(now)))
    for tablet in _open("kiosk"):
        if tablet.collector_id == collector_id and now < from_text(end):
            return tablet, code, from_text(end).astimezone(now.tzinfo)
    return None


def _stops(counted: visits.VisitCounts) -> list[Count]:
    """Where visitors stopped, in the order of the survey, as a share of all who started."""
    names = _STEPS | {key: name for key, name in item_names().items()}  # noqa: C416
    return [
        Count(names[step], n, Decimal(100 * n) / max(counted.started, n))
        for step, n in counted.abandoned.items()
    ]


@bp.app_template_filter()
def duration(span: timedelta) -> str:
    """A span in its largest unit, without its sign: 90 seconds → "1 menit", 25 hours → "1 hari"."""
    seconds = int(abs(span).total_seconds())
    for size, name in ((86400, "hari"), (3600, "jam"), (60, "menit")):
        if seconds >= size:
            return f"{seconds // size} {name}"
    return f"{seconds} detik"
