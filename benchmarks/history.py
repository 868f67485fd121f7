"""An office with any number of past answers, whose last two months are always the same size."""

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlite_utils import Database
from werkzeug.security import generate_password_hash

from benchmarks.office import fill
from kiosk.app import create_app
from kiosk.base.period import Period
from kiosk.base.period import month_of
from kiosk.db import get_db
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.operations.founding import open_branch
from kiosk.reports.catalogue import REPORTS
from kiosk.security.pages import is_public
from kiosk.store.answers.tallies import rebuild_tallies
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.times import to_text
from kiosk.store.migrations import STEPS
from kiosk.store.offices import units
from kiosk.store.offices.units import UnitYear
from tests.conftest import draw_logo
from tests.town import furnish

PASSWORD = "banyak sekali orang"  # noqa: S105 - of a throw-away office
_METHOD = "pbkdf2:sha256"  # the tests' conftest, imported here, replaces scrypt in this process
YEARS = 4
RECENT, RECENT_DAYS = 200, 60
# With a row per answer, these grow with their period: they are opened for the month alone.
_ROW_BY_ROW = {
    "pengolahan",
    "pengolahan pdf",
    "pengolahan xlsx",
    "skm-online xlsx",
    "data csv",
    "data xlsx",
    "bukti zip",
}
# Pages of a job that has run.
_LEFT_OUT = {"batches.download"}


def build(folder: Path, responses: int) -> Path:
    """The instance with so many past answers in that folder; made unless an earlier run has left it whole."""
    instance = folder / f"ikm-history-{len(STEPS)}-{responses}"
    if not (instance / "addresses").exists():
        shutil.rmtree(instance, ignore_errors=True)
        app = create_app(instance)
        with app.app_context():
            office = found(get_db(), generate_password_hash(PASSWORD, _METHOD))
            add_past(get_db(), office, responses)
            addresses = list(list_addresses(app, get_db(), office))
        app.extensions["ikm_connections"].close()
        (instance / "addresses").write_text("\n".join(addresses))
    return instance


def found(db: Database, password_hash: str) -> Office:
    """The office with its admin and the answers of the last two months, each with a tagged suggestion."""
    now = datetime.now(UTC)
    office = found_office(
        db,
        name="Kecamatan Contoh",
        timezone="Asia/Makassar",
        services=("Kartu Keluarga", "KTP elektronik", "Surat pindah"),
        admin={"username": "admin", "name": "Admin", "password_hash": password_hash},
        now=now - timedelta(days=400 * YEARS),
    )
    units.set_logo(db, office.unit.unit_id, draw_logo(), now)
    for year in range(now.year - YEARS, now.year + 1):
        units.set_year(db, office.unit.unit_id, UnitYear(year, 20_000, "87.50"), now)
    days = [(now - timedelta(days=number)).date().isoformat() for number in range(RECENT_DAYS, 0, -1)]
    fill(db, [office.unit.unit_id], RECENT, days=days, suggestions=1)
    with transaction(db):  # every list is full, however short the past
        db.execute(
            """insert into comment_tags (response_id, unsur, tagged_at, tagged_by)
               select response_id, 'waktu', ?, ? from comments""",
            [to_text(now), office.admin.person_id],
        )
    return office


def add_past(db: Database, office: Office, responses: int) -> None:
    """Answers of four years before: every tenth with a suggestion, half of these handled.

    A quarter of the answers is excluded, a few are tagged, and a fiftieth as many acts are in the log.
    """
    now = datetime.now(UTC)
    begin = now - timedelta(days=RECENT_DAYS + 365 * YEARS)
    days = [(begin + timedelta(days=number)).date().isoformat() for number in range(365 * YEARS)]
    fill(db, [office.unit.unit_id], responses, days=days, suggestions=10, first=RECENT)
    who, unit_id, at = office.admin.person_id, office.unit.unit_id, to_text(now)
    with transaction(db):
        db.execute(
            """insert into comment_handling (response_id, answered_at, answered_by, answer)
               select response_id, ?, ?, 'Sudah.' from comments where substr(response_id, 1, 1) < '8'""",
            [at, who],
        )
        db.execute(
            """insert into comment_tags (response_id, unsur, tagged_at, tagged_by)
               select response_id, 'waktu', ?, ? from comments where substr(response_id, 2, 2) = '00'
               on conflict do nothing""",
            [at, who],
        )
        db.execute(
            """insert into exclusions (exclusion_id, response_id, reason, excluded_at, excluded_by)
               select response_id, response_id, 'Uji coba', ?, ? from responses
               where substr(response_id, 1, 1) < '4'""",
            [at, who],
        )
        db.execute(
            """update responses set voided_at = ?, excluded_for = 'Uji coba'
               where substr(response_id, 1, 1) < '4'""",
            [at],
        )
        acts = responses // 50
        db.conn.executemany(
            """insert into acts (act_id, at, person_id, unit_id, action, subject, outcome, sequence)
               values (?, ?, ?, ?, 'plans.create', '', 303, ?)""",
            (
                (
                    secrets.token_hex(6),
                    f"{days[number * len(days) // acts]}T01:00:00.000Z",
                    who,
                    unit_id,
                    number + 1,
                )
                for number in range(acts)
            ),
        )
        db.execute("insert into act_heads (chain, sequence, digest) values (1, ?, ?)", [acts, "0" * 64])
    rebuild_tallies(db)


def list_addresses(app: Flask, db: Database, office: Office) -> Iterator[str]:
    """The address of every staff page, report and public result of the office, furnished for it."""
    now = datetime.now(UTC)
    last_month = month_of(now.date()).previous()
    periods = (last_month, Period.parse(f"{now.year}"))
    unit, who = office.unit, office.admin.person_id
    below = open_branch(db, parent=unit, name="Kelurahan Contoh", now=now)
    number = publish(db, summarise(db, unit, last_month, now), person_id=who, now=now).number
    things = {
        **furnish(app, db, unit.unit_id, who, "Contoh"),
        "collector_id": office.poster.collector_id,
        "paper": "a4",
        "person_id": who,
        "unit_id": below.unit_id,
        "code": unit.code,
        "number": number,
    }
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        name = rule.endpoint
        is_wanted = name.startswith("public.") or not is_public(name)
        if "GET" not in (rule.methods or ()) or not is_wanted or name in _LEFT_OUT:
            continue
        path = urls.build(name, {name: things[name] for name in rule.arguments})
        if name in ("reports.show", "reports.show_data", "reports.download", "reports.download_data"):
            yield from _list_reports(name, path, periods)
        elif name in ("results.month", "plans.index"):
            yield from (f"{path}?periode={period.code}" for period in periods)
        else:
            yield path
    yield "/staf/saran/?status=semua"
    yield "/staf/saran/?status=semua&unsur=waktu"
    yield "/staf/saran/?status=semua&halaman=3"


def _list_reports(endpoint: str, path: str, periods: tuple[Period, Period]) -> Iterator[str]:
    data = ("data", "kamus", "skm-online")
    for kind, report in REPORTS.items():
        if (kind in data) != endpoint.endswith("_data") or (
            kind == "gabungan" and endpoint == "reports.show"
        ):
            continue
        for suffix in report.formats if "download" in endpoint else ("",):
            for period in periods[:1] if f"{kind} {suffix}".strip() in _ROW_BY_ROW else periods:
                yield f"{path}?{urlencode({'jenis': kind, 'format': suffix, 'periode': period.code})}"
