"""Two presses at the same moment do what two presses one after the other do: no write trusts an earlier read.

Both requests read all that they read before their first write; only then may either of them write. What is
stored, and how the requests are answered, must be what two presses in turn lead to.
"""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import pyotp
import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.security import generate_password_hash

from kiosk.app import create_app
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.questionnaire.choices import DEFAULT
from kiosk.security.pages import is_public
from kiosk.security.reauthentication import derive_secret
from kiosk.security.sessions import new_session
from kiosk.store.accounts import people
from kiosk.store.accounts import two_factor
from kiosk.store.accounts.placeholders import PROGRAM
from kiosk.store.accounts.placeholders import add_program_account
from kiosk.store.answers import imports
from kiosk.store.answers import paper_entry
from kiosk.store.answers import responses
from kiosk.store.answers.arrivals import TOO_MANY
from kiosk.store.answers.layout import UNSUR
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.write_queue import WriteQueue
from kiosk.store.offices import collectors
from kiosk.store.offices import goals
from kiosk.store.offices import services
from kiosk.store.offices import yearly
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.yearly import YearlyFigure
from kiosk.store.results import plans
from tests.conftest import NOW
from tests.conftest import PASSWORD
from tests.conftest import draw_logo
from tests.conftest import token
from tests.drills.server import make_office
from tests.kiosk.offices_data import record
from tests.kiosk.test_plans import PLAN
from tests.store.samples import new_response
from tests.town import Town
from tests.town import build_town
from tests.town import furnish

pytestmark = pytest.mark.sqlite_only

WHY = {"reason": "Uji coba petugas", "words": "diisi saat melatih petugas"}
ARRIVED = {"first": "01/01/2024 00.00", "last": "31/12/2024 23.59"}
MARCH = "?periode=2024-03"
SHOWN = {"shown_day": "30/05/2024", "period": "2024-05", "place": "Papan"}
MINUTES = {"present": "Semua", "decisions": "Loket kedua"}
SEED = "k" * 26
CSV = b"tanggal,U1,U2,U3,U4,U5,U6,U7,U8,U9\n2024-05-02,1,2,3,4,1,2,3,4,1\n"
SHEET = {"number": "7", **dict.fromkeys(UNSUR, "3")}

# Every form of staff: route → what is sent; a name with * is a thing that the fixture made.
FORMS: dict[str, dict[str, Any]] = {
    "account.log_out_everywhere": {},
    "account.reauthenticate": {"answer": PASSWORD},
    "account.show": {"current": PASSWORD, **dict.fromkeys(("password", "password_again"), "sandi baru 8831")},
    "arrivals.decide": {"collector": "*place", "action": "count"},
    "arrivals.exclude": {"collector": "*place", **ARRIVED, **WHY},
    "arrivals.restore": {"collector": "*place", **ARRIVED},
    "batches.cancel": {},
    "batches.make": {},
    "collectors.add": {"name": "Tablet baru", "channel": "kiosk"},
    "collectors.reopen": {},
    "collectors.revoke": {},
    "dashboard.remove_yearly": {"year": "2020"},
    "dashboard.set_yearly": {"year": "2021", "ikm": "87,50", "mutu": "B", "source": "LKj 2021"},
    "devices.add_tablet": {"name": "Tablet baru"},
    "devices.make_code": {},
    "devices.revoke": {},
    "help_lines.change": {"waktu_id": "Lama menunggu"},
    "imports.choose": {"action": "import", "again": "y"},
    "imports.discard": {},
    "imports.restore": {},
    "imports.undo": {"words": "berkas yang salah"},
    "imports.upload": {"file": (CSV, "jawaban.csv")},
    "office.remove_goal": {},
    "office.remove_logo": {},
    "office.set_paper_size": {"size": "f4"},
    "office.set_accent": {"accent": "#7a1f3d"},
    "office.set_warning_mail": {"address": "camat@contoh.go.id"},
    "office.update_goal": {"year": "2027", "target_ikm": "89"},
    "office.update_unit": {"name": "Kantor Lain", "timezone": "Asia/Makassar"},
    "office.update_year": {"year": "2024", "population": "900", "target_ikm": "88"},
    "office.upload_logo": {"picture": (draw_logo(), "logo.png")},
    "paper_entry.open_batch": {"answered_day": "2024-05-02", "service": "", "questionnaire": ""},
    "paper_entry.record": {"id": "a" * 32, **SHEET},
    "paper_entry.record_check": {"id": "b" * 32, **SHEET},
    "paper_entry.resolve": {"number": "1", "right": "second"},
    "paper_entry.withdraw": {"number": "1"},
    "question_media.remove": {},
    "question_media.upload": {"item": "waktu", "kind": "sign", "file": (b"\0\0\0\x18ftypmp42", "klip.mp4")},
    "people.add": {"name": "Orang Baru", "username": "orang-baru", "role": "petugas", "unit_id": "*here"},
    "people.add_list": {"lines": "Orang Satu; orang-satu\nOrang Dua", "unit_id": "*here"},
    "people.change": {"name": "Nama Lain", "role": "pimpinan", "unit_id": "*here"},
    "people.change_chosen": {"pilih": "*petugas", "tindakan": "tutup"},
    "people.disable": {},
    "people.enable": {},
    "people.log_out": {},
    "people.require_two_factor": {"is_asked": "y"},
    "people.reset": {},
    "people.stop_two_factor": {},
    "performance.record_meeting": {"month": "04", "held_day": "02/05/2024", **MINUTES},
    "performance.remove_indicator": {},
    "performance.remove_meeting": {},
    "performance.remove_peer": {},
    "performance.set_indicator": {"name": "Surat selesai tepat waktu", "target": "90"},
    "performance.set_peer": {"office": "Utara", "indicator": "Milik sendiri", "value": "90", "source": "LKj"},
    "performance.upload_sheet": {"file": (b"Indikator,Target\nBerkas selesai,90\n", "indikator.csv")},
    "plans.add_evidence": {"file": (b"%PDF-1.7 bukti", "bukti.pdf")},
    "plans.create": PLAN,
    "plans.drop": {"reason": "Tidak ada anggaran"},
    "plans.finish": {"done_day": "31/05/2024", "outcome": "Loket ditambah"},
    "plans.remove_evidence": {},
    "plans.reopen": {},
    "plans.update": {**PLAN, "responsible": "Kasi lain"},
    "posters.print_tickets": {"number": "24", "days": "6"},
    "posters.show_ticket": {},
    "publishing.log_announcement": {"medium": "papan", **SHOWN},
    "publishing.publish": {},
    "publishing.remove_announcement": {},
    "questionnaires.add_extra": {"question": "Apakah antreannya lama?", "kind": "yes-no"},
    "questionnaires.ask_importance": {"harapan": "ya"},
    "questionnaires.choose": {"questionnaire": "skm-online-2024", "from_day": "31/05/2024"},
    "questionnaires.retire_extra": {},
    "questionnaires.translate_extra": {"question_en": "Was it easy?", "options_en": ""},
    "reports.write_texts": {"latar_belakang": "Survei dilakukan."},
    "retention.change": {"profile_months": "12", "comment_months": "12"},
    "review.exclude": {"response": "*six", **WHY},
    "review.restore": {"response": "*excluded"},
    "services.add": {"name": "Akta kelahiran\nAkta kematian"},
    "services.arrange": {"abjad": "y"},
    "services.move": {},
    "services.rename": {"name": "Akta lain"},
    "services.reopen": {},
    "services.retire": {},
    "services.retire_chosen": {"pilih": "*service_id"},
    "suggestions.answer": {"answer": "Loket sudah ditambah."},
    "suggestions.drop_proposal": {},
    "suggestions.handle_chosen": {"pilih": "*response_id", "unsur": "waktu", "answer": "Sudah ditambah."},
    "suggestions.redact": {"seen": "Milik sendiri", "words": ["0"]},
    "suggestions.tag": {"unsur": "waktu"},
    "survey_settings.change": {"idle_seconds": "60", "languages": "id", "skm_online_place": "after"},
    "survey_settings.remove_pin": {},
    "survey_settings.set_pin": {"pin": "4711"},
    "two_factor.renew_codes": {},
    "two_factor.start": {"seed": SEED, "answer": "*code"},
    "two_factor.stop": {},
    "units.add": {"name": "Kelurahan Baru", "parent_unit_id": "*here"},
    "units.change": {"name": "Kelurahan Lain", "parent_unit_id": "*here"},
}  # fmt: skip
# The thing that a form is about, where it is not the usual one of its kind.
ABOUT = {
    "imports.restore": {"batch_id": "undone"},
    "plans.reopen": {"plan_id": "finished"},
    "services.reopen": {"service_id": "retired"},
    "people.enable": {"person_id": "disabled"},
    "collectors.reopen": {"collector_id": "revoked"},
    "office.remove_goal": {"year": "goal"},
    "units.change": {"unit_id": "below"},
    "posters.print_tickets": {"collector_id": "qr"},
    "posters.show_ticket": {"collector_id": "qr"},
}
QUERIES = {"publishing.publish": MARCH, "services.move": ""}
# Who sends it, where it is not the admin of the office.
SENT_BY = {
    "two_factor.renew_codes": "protected",
    "two_factor.stop": "protected",
    "people.require_two_factor": "protected",
}
# Nothing is stored twice, but both are told "done", of nothing left to do.
BOTH_SUCCEED = {"arrivals.decide", "devices.revoke", "imports.discard"}


@dataclass
class Desk:
    """An office with a thing of each kind, to be put back as it was before each press."""

    app: Flask
    folder: Path
    things: dict[str, Any]
    csrf: str
    sessions: dict[str, dict[str, Any]]

    def put_back(self) -> None:
        """Restore database and files."""
        _copy(self.folder / "saved.db", self.folder / "ikm.db")
        shutil.rmtree(self.folder / "imports")
        shutil.copytree(self.folder / "saved-imports", self.folder / "imports")

    def press(self, route: str) -> int:
        """Send the form of a route; its status."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session.update(self.sessions[SENT_BY.get(route, "admin")])
        names = ABOUT.get(route, {})
        urls = self.app.url_map.bind("localhost")
        [rule] = [one for one in self.app.url_map.iter_rules(route) if "POST" in (one.methods or ())]
        path = urls.build(route, {name: self.things[names.get(name, name)] for name in rule.arguments})
        sent = {name: self._value(value) for name, value in FORMS[route].items()}
        answer = client.post(
            path + QUERIES.get(route, ""),
            data={"csrf_token": self.csrf, "konfirmasi": "ya", **sent},
            headers={"Referer": "http://localhost/"},
        )
        answer.close()
        return answer.status_code

    def _value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return BytesIO(value[0]), value[1]
        return self.things[value[1:]] if isinstance(value, str) and value.startswith("*") else value

    def stored(self) -> dict[str, tuple[int, ...]]:
        """How many rows each table has, and how many values each of its columns."""
        with closing(sqlite3.connect(self.folder / "ikm.db")) as db:
            names = db.execute("select name from sqlite_master where type = 'table' and name <> 'acts'")
            return {name: _count(db, name) for (name,) in names.fetchall()}


def _count(db: sqlite3.Connection, table: str) -> tuple[int, ...]:
    columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
    counts = ", ".join(f"count({name})" for name in columns)
    row: tuple[int, ...] = db.execute(f"select count(*), {counts} from {table}").fetchone()  # noqa: S608
    return row


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        other.execute("pragma synchronous=off")
        one.backup(other)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The office and its staff."""
    folder = tmp_path_factory.mktemp("desk")
    password_hash = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
    office = make_office(folder, password_hash=password_hash)
    app = create_app(folder)
    app.config.update(TESTING=True, CLOCK=lambda: NOW)
    with app.app_context():
        db = get_db()
    town = build_town(app, db, office)
    admin = people.get_person(db, office.admin.person_id)
    things = furnish(app, db, town.here, admin.person_id, "Milik sendiri")
    things = {**town.things, **things, **_more_things(app, db, office, town)}
    client = app.test_client()
    csrf = token(client, "/masuk")
    with client.session_transaction() as session:
        signed = session["csrf_token"]
    who = {"admin": admin, "protected": people.get_person(db, things["protected"])}
    sessions = {name: {"csrf_token": signed, **new_session(one, NOW)} for name, one in who.items()}
    _copy(folder / "ikm.db", folder / "saved.db")
    shutil.copytree(folder / "imports", folder / "saved-imports")
    yield Desk(app, folder, things, csrf, sessions)
    app.extensions["ikm_connections"].close()


def _more_things(app: Flask, db: Database, office: Office, town: Town) -> dict[str, Any]:
    """Answers in each state, accounts in each state, and what is closed, finished, undone or withdrawn."""
    here, by = office.unit.unit_id, office.admin.person_id
    who: dict[str, Any] = {"unit_id": here, "now": NOW}
    record(db, office, "2024-03-05", 6)
    ids = record(db, office, "2024-04-05", 12)
    add_program_account(db, here, NOW)
    for part, reason, person_id in ((ids[6:9], "Uji coba petugas", by), (ids[9:], TOO_MANY, PROGRAM)):
        responses.exclude_responses(db, response_ids=part, reason=reason, person_id=person_id, **who)
    yearly.set_yearly(db, here, YearlyFigure(2020, Decimal("87.89"), "B", None, "LKj"), person_id=by, now=NOW)
    goals.set_goal(db, here, Goal(2026, "88.5"), NOW)
    other = furnish(app, db, here, by, "Sudah selesai")
    plans.finish_plan(
        db, plan_id=other["plan_id"], done_day=NOW.date(), outcome="Selesai", person_id=by, **who
    )
    services.retire_service(db, here, other["service_id"], NOW)
    collectors.revoke_collector(db, here, other["collector_id"], NOW)
    imports.undo_import(db, imports.get_import(db, here, other["batch_id"]), by, NOW)
    disabled, protected = (
        people.create_person(
            db, username=name, name=name, role="admin", password_hash="-", **who
        ).person_id
        for name in ("disabled", "protected")
    )  # fmt: skip
    people.disable_person(db, disabled, NOW)
    two_factor.enable_second_factor(db, protected, seed=SEED, step=1, recovery_codes=["0" * 64], now=NOW)
    with app.app_context():
        secret = derive_secret(office.admin, SEED)
    return {
        "here": here,
        "petugas": town.people["petugas"].person_id,
        "person_id": town.people["petugas"].person_id,
        "year": 2026,
        "unit_id": here,
        "below": open_branch(db, parent=office.unit, name="Kelurahan", now=NOW).unit_id,
        "place": office.tablet.collector_id,
        "qr": office.poster.collector_id,
        "six": ids[:6],
        "excluded": ids[6:9],
        "apart": ids[9:],
        "admin": by,
        "undone": other["batch_id"],
        "finished": other["plan_id"],
        "retired": other["service_id"],
        "revoked": other["collector_id"],
        "media_id": other["media_id"],  # in place of the first
        "disabled": disabled,
        "protected": protected,
        "code": pyotp.TOTP(secret).at(NOW),
        "way": "naik",
        "goal": 2026,
        **_key_twice(db, office, by),
    }


def _key_twice(db: Database, office: Office, by: str) -> dict[str, str]:
    """A pile with a sheet that was keyed twice, differently."""
    who: dict[str, Any] = {"person_id": by, "now": NOW}
    pile = paper_entry.open_batch(
        db,
        unit_id=office.unit.unit_id,
        answered_day=date(2024, 5, 2),
        service_id=None,
        instrument=DEFAULT,
        **who,
    )
    sheet = new_response(office, 700, collector_id=pile.collector_id, local_day=date(2024, 5, 2))
    paper_entry.record_sheet(db, pile, 1, sheet, by, NOW)
    content = paper_entry.as_content(DEFAULT, dict.fromkeys(UNSUR, 2), {}, None, {})
    paper_entry.record_second_keying(db, pile, 1, content, by, NOW)
    return {"pile_id": pile.paper_batch_id}


class _Meeting:
    """Lets neither of two threads write before both have read what they read before their first write."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)
        self._local = threading.local()
        self._wait = WriteQueue._wait

    def before_writing(self, queue: WriteQueue, waiter: Any) -> None:
        """In place of `WriteQueue._wait`."""
        if getattr(self._local, "is_reading", False):
            self._local.is_reading = False
            with suppress(threading.BrokenBarrierError):
                self._barrier.wait(1)
        self._wait(queue, waiter)

    def run(self, press: Callable[[], int]) -> list[int]:
        """The sorted results of two presses."""

        def run_one(_number: int) -> int:
            self._local.is_reading = True
            try:
                return press()
            finally:
                self._barrier.abort()  # the other one need not wait any more

        with (
            mock.patch.object(WriteQueue, "_wait", lambda *values: self.before_writing(*values)),
            ThreadPoolExecutor(2) as pool,
        ):
            return sorted(pool.map(run_one, range(2)))


@pytest.mark.parametrize("route", FORMS)
def test_two_presses_at_once_do_what_two_in_turn_do(desk: Desk, route: str) -> None:
    desk.put_back()
    in_turn = [desk.press(route) for _ in range(2)]
    assert in_turn[0] < 400
    after = desk.stored()
    desk.put_back()
    at_once = _Meeting().run(lambda: desk.press(route))
    assert desk.stored() == after
    done_in_turn, done_at_once = (sum(status < 400 for status in each) for each in (in_turn, at_once))
    assert 1 <= done_at_once <= (2 if route in BOTH_SUCCEED else done_in_turn)


def test_every_form_of_staff_is_pressed_twice(desk: Desk) -> None:
    posts = {rule.endpoint for rule in desk.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {name for name in posts if not is_public(name)} == set(FORMS)


def test_what_another_has_decided_meanwhile_is_not_overruled(desk: Desk) -> None:
    desk.put_back()
    with desk.app.app_context():
        db = get_db()
    here, by = desk.things["here"], desk.things["admin"]
    batch = imports.get_import(db, here, desk.things["batch_id"])
    imports.undo_import(db, batch, by, NOW)
    with pytest.raises(Conflict):  # a restoring that was allowed before the undoing
        imports.restore_import(db, batch, by, NOW)
    who: dict[str, Any] = {"unit_id": here, "person_id": by, "now": NOW}
    waiting = desk.things["apart"]
    responses.decide_set_apart(db, response_ids=waiting[:1], reason="Uji coba petugas", **who)
    with pytest.raises(NotFound):
        responses.decide_set_apart(db, response_ids=waiting, reason=None, **who)
    marks = ", ".join("?" for _ in waiting)
    rows = db.execute(f"select voided_at from responses where response_id in ({marks})", waiting)  # noqa: S608
    assert None not in [row["voided_at"] for row in rows]


def test_an_account_is_changed_with_the_rights_of_that_moment_only(desk: Desk) -> None:
    desk.put_back()
    with desk.app.app_context():
        db = get_db()
    admin = people.get_person(db, desk.things["admin"])
    people.update_person(
        db, admin.person_id, name="Admin", unit_id=desk.things["here"], role="petugas", now=NOW
    )
    held = people.held_below(db, desk.things["person_id"], desk.things["here"], admin)
    with pytest.raises(Conflict), held:
        pytest.fail("with the rights of before")
