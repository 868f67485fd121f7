"""The month page and its printed rekap show the index of the office, and say what they cannot know."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.operations.demo import SUMS
from kiosk.operations.demo import fill_demo
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import responses
from kiosk.store.offices.units import UnitYear
from kiosk.store.offices.units import set_year
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in
from tests.papers.reading import page_texts


def _send(client: FlaskClient, office: Office, count: int, **changes: object) -> None:
    for number in range(1, count + 1):
        body = answer(office.tablet.code, number, **changes)
        assert client.post("/api/responses", json=body).status_code == 201


def _pdf_text(staff: Staff, period: str) -> str:
    response = staff.get(f"/staf/laporan/berkas?jenis=rekap&periode={period}")
    assert response.mimetype == "application/pdf"
    return "\n".join(page_texts(response.data))


def test_answers_given_through_the_survey_come_out_on_page_and_paper(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    _send(client, office, 3)
    page = staff.get("/staf/").text
    assert "Mei 2024" in page and "75,00" in page and "Kurang Baik" in page
    text = _pdf_text(staff, "2024-05")
    assert "75,00" in text and "Kurang Baik" in text and "Kartu Keluarga" in text


def test_the_demo_office_shows_the_source_reports_figures(
    client: FlaskClient, db: Database, password_hash: str
) -> None:
    office = fill_demo(db, timezone="Asia/Makassar", password_hash=password_hash, now=NOW)
    may = Period.parse("2024-05")
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, may.start, may.end)[DEFAULT]
    assert {key: sum(v * n for v, n in counts.items()) for key, counts in tallies.counts.items()} == SUMS
    log_in(client)
    page = client.get("/staf/").text
    for figure in ("147", "88,19", "3,5276", "Baik"):
        assert figure in page
    text = _pdf_text(Staff(client), "2024-05")
    for figure in ("147", "88,19", "3,5276", "3,51", "3,48", "3,44", "3,99", "3,38", "3,56", "Fulanah"):
        assert figure in text


@pytest.mark.parametrize("day", [1, 2, 3, 15, 31])
def test_the_demo_is_whole_on_any_day_of_the_month(db: Database, password_hash: str, day: int) -> None:
    now = datetime(2026, 3, day, 0, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    office = fill_demo(db, timezone="Asia/Makassar", password_hash=password_hash, now=now)
    march = Period.parse("2026-03")
    assert answer_counts.count_respondents(db, office.unit.unit_id, march.start, march.end) == 147
    latest = answer_counts.get_latest_day(db, office.unit.unit_id)
    assert latest is not None and latest <= now.date()


def test_without_answers_the_page_says_so_instead_of_a_number(staff: Staff) -> None:
    page = staff.get("/staf/?periode=2024-05").text
    assert "Tidak dapat dihitung" in page
    assert "tidak dapat dihitung" in _pdf_text(staff, "2024-05").lower()


@pytest.mark.parametrize("code", ["2024-05", "2024-TW2", "2024-S1", "2024", "2024-05-01..2024-05-31"])
def test_any_period_holds_the_same_answers(
    staff: Staff, client: FlaskClient, office: Office, code: str
) -> None:
    _send(client, office, 2)
    page = staff.get(f"/staf/?periode={code}").text
    assert "75,00" in page
    assert Period.parse(code).title in page


def test_a_range_can_be_picked_by_two_dates(staff: Staff, client: FlaskClient, office: Office) -> None:
    _send(client, office, 2)
    assert "75,00" in staff.get("/staf/?dari=2024-05-01&sampai=2024-05-31").text
    assert "75,00" in staff.get("/staf/?dari=1/5/2024&sampai=31-05-2024").text
    assert "Triwulan II Tahun 2024" in staff.get("/staf/?bagian=TW2&tahun=2024").text
    assert "Tahun 2024" in staff.get("/staf/?bagian=&tahun=2024").text
    assert "tidak dikenal" in staff.get("/staf/?dari=31/02/2024&sampai=31/03/2024").text
    assert "Tidak dapat dihitung" in staff.get("/staf/?dari=2024-05-01&sampai=2024-05-30").text


@pytest.mark.parametrize("code", ["2024-13", "mei", "2024-05-31..2024-05-01", ""])
def test_an_impossible_period_is_explained(staff: Staff, code: str) -> None:
    for path in ("/staf/", "/staf/laporan/berkas"):
        response = staff.get(f"{path}?periode={code}")
        assert response.status_code == 422
        assert 'role="alert"' in response.text


def test_a_change_is_shown_with_its_uncertainty(staff: Staff, client: FlaskClient, office: Office) -> None:
    for number in range(1, 21):
        month = "04" if number <= 10 else "05"
        value = 3 if number % 5 else 4
        body = answer(
            office.tablet.code,
            number,
            answered_at=f"2024-{month}-10T09:00:00+08:00",
            answers={**dict.fromkeys(SUMS, 3), "biaya": value},
        )
        assert client.post("/api/responses", json=body).status_code == 201
    page = staff.get("/staf/?periode=2024-05").text
    assert "Selisih itu masih dalam ketidakpastian sampel (dengan kepercayaan 95% antara" in page


def test_the_day_is_the_offices_own(staff: Staff, client: FlaskClient, office: Office) -> None:
    """23:30 UTC on 30 April is 1 May in Banjarbaru."""
    _send(client, office, 1, answered_at="2024-04-30T23:30:00Z")
    assert "75,00" in staff.get("/staf/?periode=2024-05").text


def test_an_excluded_response_is_left_out_and_its_reason_is_printed(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    _send(client, office, 2)
    responses.exclude_responses(
        db,
        unit_id=office.unit.unit_id,
        response_ids=[f"{1:032x}"],
        reason="Uji coba petugas",
        person_id=office.admin.person_id,
        now=NOW,
    )
    assert "1 jawaban dikecualikan: Uji coba petugas" in staff.get("/staf/").text
    assert "Uji coba petugas" in _pdf_text(staff, "2024-05")


def test_the_sample_target_of_the_year_is_shown(staff: Staff, db: Database, office: Office) -> None:
    set_year(db, office.unit.unit_id, UnitYear(2024, 240, "87.50"), NOW)
    page = staff.get("/staf/?periode=2024").text
    assert "148 dari 240" in page


def test_a_suggestion_is_shown_as_text_never_as_markup(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    _send(client, office, 1, comment="<script>alert(1)</script> #strong[x]")
    assert "<script>alert" not in staff.get("/staf/").text
    assert "#strong[x]" in _pdf_text(staff, "2024-05")


def test_a_broken_database_shows_a_kind_page_with_a_code(staff: Staff, db: Database) -> None:
    db.execute("alter table comments rename to gone")
    try:
        response = staff.get("/staf/")
    finally:
        db.execute("alter table gone rename to comments")  # a server is the next test's too
    assert response.status_code == 500
    assert "Kode:" in response.text and "Traceback" not in response.text
