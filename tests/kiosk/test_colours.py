"""An office's colour is on its survey and posters, and only if words can be read on it."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies
from sqlite_utils import Database

from kiosk.base.colours import contrast
from kiosk.base.colours import least_contrast
from kiosk.operations.founding import Office
from kiosk.papers import invitations
from kiosk.papers.invitations import Invitation
from kiosk.store.offices import collectors
from kiosk.store.offices import units
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.test_contrast import luminance

HEX = strategies.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize("colour", ["#ffd60a", "#00aa55", "#777777", "merah", "#12345"])
def test_a_colour_on_which_words_cannot_be_read_is_refused(
    staff: Staff, db: Database, office: Office, colour: str
) -> None:
    refused = staff.post("/staf/kelola/warna", {"accent": colour})
    assert refused.status_code == 422
    assert "terlalu terang untuk dibaca" in refused.text or "Tulis warna seperti" in refused.text
    assert units.get_unit(db, office.unit.unit_id).accent == ""


def test_a_colour_is_on_the_survey_and_gone_again_with_the_programs_own(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    staff.post("/staf/kelola/warna", {"accent": "#7A1F3D"})
    page = client.get(f"/s/{office.tablet.code}").text
    assert 'content="#7a1f3d"' in page and 'href="/warna/7a1f3d.css"' in page
    sheet = client.get("/warna/7a1f3d.css")
    assert sheet.mimetype == "text/css" and "--accent:#7a1f3d" in sheet.text
    assert ":not(.contrast)" in sheet.text
    for wrong in ("7a1f3", "7A1F3D", "zzzzzz"):
        assert client.get(f"/warna/{wrong}.css").status_code == 404
    staff.post("/staf/kelola/warna", {"accent": "#7a1f3d", "bawaan": "1"})
    assert "/warna/" not in client.get(f"/s/{office.tablet.code}").text


def test_a_refusal_and_the_waiting_room_are_in_it_and_carry_the_name(
    client: FlaskClient, db: Database, office: Office
) -> None:
    colour = 'href="/warna/7a1f3d.css"'
    units.set_accent(db, office.unit.unit_id, "#7a1f3d")
    for path in ("/tidak-ada", f"/hasil/{office.unit.code}/99", "/s/tidakada"):
        page = client.get(path)
        assert page.status_code == 404 and colour in page.text and office.unit.name in page.text, path
    collectors.revoke_collector(db, office.unit.unit_id, office.poster.collector_id, NOW)
    gone = client.get(f"/s/{office.poster.code}")
    assert gone.status_code == 410 and colour in gone.text and office.unit.name in gone.text
    assert colour in client.get(f"/layar/{office.unit.code}").text


def test_an_address_refused_before_an_office_is_set_up_names_none(client: FlaskClient) -> None:
    refused = client.get("/tidak-ada")
    assert refused.status_code == 404 and "/warna/" not in refused.text and "eyebrow" not in refused.text


@given(HEX, HEX)
def test_the_contrast_is_that_of_wcag(one: str, other: str) -> None:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    assert contrast(one, other) == pytest.approx((high + 0.05) / (low + 0.05))
    assert least_contrast(one) <= contrast(one, "#ffffff")


def test_posters_are_printed_in_it(db: Database, office: Office) -> None:
    units.set_accent(db, office.unit.unit_id, "#7a1f3d")
    coloured = invitations.render_paper(
        "a5", Invitation(units.get_unit(db, office.unit.unit_id), "https://contoh.go.id/s/x"), NOW
    )
    plain = invitations.render_paper("a5", Invitation(office.unit, "https://contoh.go.id/s/x"), NOW)
    assert coloured.startswith(b"%PDF-") and coloured != plain
