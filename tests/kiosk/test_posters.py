"""Staff print and show QR codes, and hand out tickets."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.papers.invitations import PAPERS
from kiosk.store.offices import collectors
from kiosk.store.offices import survey_settings
from kiosk.store.offices.survey_settings import SurveySettings
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.papers.scanning import scan

BASE = "https://survei.example"


@pytest.fixture
def page(db: Database, office: Office) -> str:
    """The page of the poster, in an office with a public address."""
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(base_url=BASE), NOW)
    return f"/staf/qr/{office.poster.collector_id}/"


@pytest.fixture
def with_tickets(db: Database, office: Office, page: str) -> str:
    chosen = SurveySettings(base_url=BASE, tickets=True)
    survey_settings.set_survey_settings(db, office.unit.unit_id, chosen, NOW)
    return page


def _url(page: str) -> str:
    found = re.search(r'aria-label="Kode QR menuju ([^"]+)"', page)
    assert found
    return unescape(found[1])


def test_the_code_leads_to_the_survey_at_the_public_address(staff: Staff, office: Office, page: str) -> None:
    shown = staff.get(page).text
    assert _url(shown) == f"{BASE}/s/{office.poster.code}"
    assert "hanya berlaku di komputer ini" not in shown


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_come_as_pdf(staff: Staff, office: Office, page: str, paper: str) -> None:
    response = staff.get(f"{page}{paper}.pdf")
    assert response.mimetype == "application/pdf"
    assert set(scan(response.data, 0.4)) == {f"{BASE}/s/{office.poster.code}"}


def test_a_paper_that_does_not_exist_is_not_found(staff: Staff, page: str) -> None:
    assert staff.get(f"{page}a0.pdf").status_code == 404


def test_the_bare_code_comes_as_svg(staff: Staff, page: str) -> None:
    response = staff.get(f"{page}kode.svg")
    assert response.mimetype == "image/svg+xml"
    assert response.text.startswith("<svg ")


def test_the_installation_s_address_is_used_where_the_unit_has_none(
    app: Flask, staff: Staff, office: Office
) -> None:
    app.config["BASE_URL"] = "https://kota.example"
    assert _url(staff.get(f"/staf/qr/{office.poster.collector_id}/").text).startswith(
        "https://kota.example/s/"
    )


def test_an_address_no_phone_can_reach_is_pointed_out(staff: Staff, office: Office) -> None:
    assert "hanya berlaku di komputer ini" in staff.get(f"/staf/qr/{office.poster.collector_id}/").text


def test_a_tablet_and_a_revoked_poster_have_no_code(
    staff: Staff, db: Database, office: Office, page: str
) -> None:
    assert staff.get(f"/staf/qr/{office.tablet.collector_id}/").status_code == 409
    collectors.revoke_collector(db, office.unit.unit_id, office.poster.collector_id, NOW)
    assert staff.get(page).status_code == 409


def test_a_printed_ticket_opens_the_survey_once(
    staff: Staff, client: FlaskClient, office: Office, with_tickets: str
) -> None:
    response = staff.post(f"{with_tickets}tiket.pdf", {"number": "3", "days": "6"}, with_tickets)
    assert response.mimetype == "application/pdf"
    urls = scan(response.data, 0.4)
    assert len(set(urls)) == 3
    for number, url in enumerate(urls):
        ticket = url.partition("?tiket=")[2]
        assert client.get(url.removeprefix(BASE)).status_code == 200
        sent = answer(office.poster.code, number, ticket=ticket)
        assert client.post("/api/responses", json=sent).status_code == 201
        assert client.get(url.removeprefix(BASE)).status_code == 403


def test_a_ticket_on_the_screen_is_new_each_time_and_good_today(
    app: Flask, staff: Staff, client: FlaskClient, with_tickets: str
) -> None:
    urls = [_url(staff.post(f"{with_tickets}tiket", {}, with_tickets).text) for _ in range(2)]
    assert urls[0] != urls[1]
    assert client.get(urls[0].removeprefix(BASE)).status_code == 200
    app.config["CLOCK"] = lambda: NOW + timedelta(days=1)
    assert client.get(urls[0].removeprefix(BASE)).status_code == 403


@pytest.mark.parametrize("number", ["0", "100000", "", "banyak"])
def test_an_odd_number_of_tickets_is_refused(staff: Staff, with_tickets: str, number: str) -> None:
    response = staff.post(f"{with_tickets}tiket.pdf", {"number": number, "days": "6"}, with_tickets)
    assert response.status_code == 422


def test_with_tickets_no_poster_is_offered(staff: Staff, with_tickets: str) -> None:
    shown = staff.get(with_tickets).text
    assert "a4.pdf" not in shown and "Kode QR menuju" not in shown


def test_a_tablet_offers_the_phone_by_a_code(
    client: FlaskClient, db: Database, office: Office, page: str
) -> None:
    assert client.get(f"/s/{office.tablet.code}/qr.svg").mimetype == "image/svg+xml"
    assert client.get(f"/s/{office.poster.code}/qr.svg").status_code == 404
    collectors.revoke_collector(db, office.unit.unit_id, office.poster.collector_id, NOW)
    assert client.get(f"/s/{office.tablet.code}/qr.svg").status_code == 404


def test_a_tablet_offers_no_phone_where_tickets_are_needed_or_none_could_reach_it(
    client: FlaskClient, db: Database, office: Office, with_tickets: str
) -> None:
    assert client.get(f"/s/{office.tablet.code}/qr.svg").status_code == 404
    survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(), NOW)
    assert client.get(f"/s/{office.tablet.code}/qr.svg").status_code == 404
