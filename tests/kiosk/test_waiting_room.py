"""The waiting room's screen shows published figures, finished plans, and a code for the survey."""

from datetime import date

from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.operations.founding import Office
from kiosk.store.offices import survey_settings
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.results import plans
from kiosk.store.results.plans import NewPlan
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record

PUBLISH = "/staf/publikasi/terbitkan?periode=2024-04"


def _screen(client: FlaskClient, office: Office) -> str:
    page = client.get(f"/layar/{office.unit.code}")
    assert page.status_code == 200
    return " ".join(page.text.split())


def test_before_a_publication_it_says_so_and_shows_no_figure(
    client: FlaskClient, db: Database, office: Office
) -> None:
    record(db, office, "2024-04-10", 10)
    page = _screen(client, office)
    assert "Belum ada hasil yang diterbitkan." in page and "Penilaian per unsur" not in page
    assert client.get("/layar/tidak-ada").status_code == 404


def test_it_shows_the_published_index_and_its_nine_unsur(staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-04-10", 10, comment="Bapak Fulan ramah.")
    staff.post(PUBLISH, {}, page=PUBLISH)
    page = _screen(staff.client, office)
    assert "75,00" in page and "Menurut 10 responden." in page
    assert page.count('<tr><th scope="row">') == 9
    public = " ".join(staff.client.get(f"/hasil/{office.unit.code}").text.split())
    assert "Menurut 10 responden, pelayanan Kecamatan Sungai Jernih bermutu C (Kurang Baik)." in public
    assert "Fulan" not in page


def test_finished_plans_are_what_was_improved_and_open_ones_are_not(
    client: FlaskClient, db: Database, office: Office
) -> None:
    for action in ("Menambah kursi tunggu", "Membuka loket kedua"):
        plan = NewPlan(
            unsur="sarana",
            action=action,
            responsible="Kasi Pelayanan",
            year=2024,
            first_quarter=2,
            last_quarter=2,
            planned_day=date(2024, 5, 1),
            due_day=date(2024, 6, 1),
        )
        made = plans.create_plan(
            db,
            unit_id=office.unit.unit_id,
            period=Period.parse("2024-04"),
            plan=plan,
            person_id=office.admin.person_id,
            now=NOW,
        )
    plans.finish_plan(
        db,
        unit_id=office.unit.unit_id,
        plan_id=made.plan_id,
        done_day=date(2024, 5, 20),
        outcome="Loket kedua dibuka setiap pagi.",
        person_id=office.admin.person_id,
        now=NOW,
    )
    page = _screen(client, office)
    assert "Yang kami perbaiki" in page and "Loket kedua dibuka setiap pagi." in page
    assert "kursi tunggu" not in page


def test_the_code_leads_to_the_survey_where_a_phone_can_open_it(
    client: FlaskClient, db: Database, office: Office
) -> None:
    assert "Kode QR menuju survei" not in _screen(client, office)
    public = SurveySettings(base_url="https://ikm.contoh.go.id")
    survey_settings.set_survey_settings(db, office.unit.unit_id, public, NOW)
    assert "Kode QR menuju survei" in _screen(client, office)
