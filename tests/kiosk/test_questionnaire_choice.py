"""A unit chooses a questionnaire from a day on, and offers SKM Online beside it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.store.offices.questionnaires import list_choices
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

PAGE = "/staf/kelola/kuesioner/"
SETTINGS = "/staf/kelola/survei/"
NATIONAL = load_questionnaire("skm-online-2026")
SIXTEEN = dict.fromkeys(NATIONAL.rules.items, 3)
ADDRESS = "https://skm.go.id/survei/contoh?a=1&b=2"


def _choose(staff: Staff, id: str = NATIONAL.id, day: str = "2024-05-31") -> Any:
    return staff.post(PAGE, {"questionnaire": id, "from_day": day}, PAGE)


def _send(client: FlaskClient, office: Office, number: int = 1, **more: Any) -> Any:
    return client.post("/api/responses", json={**answer(office.tablet.code, number), **more})


@pytest.mark.parametrize("day", ["besok", "31/02/2024", ""])
def test_a_day_that_is_none_is_said_and_nothing_chosen(
    staff: Staff, db: Database, office: Office, day: str
) -> None:
    refused = _choose(staff, day=day)
    assert refused.status_code == 422 and 'aria-invalid="true"' in refused.text
    assert list_choices(db, office.unit.unit_id).choices == ()


def test_a_chosen_questionnaire_is_asked_from_its_day_on_and_not_before(
    app: Flask, staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    assert _choose(staff, day="2024-06-01").status_code == 303
    survey = f"/s/{office.tablet.code}"
    assert 'value="permenpan-14-2017"' in client.get(survey).text
    app.config["CLOCK"] = lambda: NOW + timedelta(hours=15)  # past midnight in the office
    page = client.get(survey).text
    assert 'value="skm-online-2026"' in page and "23 pertanyaan singkat" in page
    assert NATIONAL.items[7].question["id"] in page and "Disabilitas fisik" in page
    assert (
        _send(
            client, office, instrument=NATIONAL.id, answers=SIXTEEN, profile={"disability": "Fisik"}
        ).status_code
        == 201
    )
    # A tablet that still shows the page of yesterday.
    assert _send(client, office, 2).status_code == 201
    rows = db.execute("select instrument, items, biaya from responses order by response_id").fetchall()
    assert [tuple(row) for row in rows] == [(NATIONAL.id, "3" * 16, 180), ("permenpan-14-2017", None, 3)]


@pytest.mark.parametrize(
    ("id", "answers", "field"),
    [
        (NATIONAL.id, SIXTEEN, "instrument"),
        ("tidak-ada", SIXTEEN, "instrument"),
        (16, SIXTEEN, "instrument"),
        ("permenpan-14-2017", SIXTEEN, "answers.informasi"),
    ],
)
def test_an_answer_to_a_questionnaire_that_the_unit_never_asked_is_refused(
    client: FlaskClient, office: Office, db: Database, id: object, answers: dict[str, int], field: str
) -> None:
    refused = _send(client, office, instrument=id, answers=answers)
    assert refused.status_code == 422
    assert field in refused.json["fields"]
    assert db.execute("select count(*) from responses").fetchone()[0] == 0


def test_items_are_checked_against_their_own_questionnaire(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    _choose(staff)
    wrong = {**SIXTEEN, "biaya": 5, "kompetensi_petugas": 3}
    del wrong["informasi"]
    refused = _send(client, office, instrument=NATIONAL.id, answers=wrong, profile={})
    assert refused.json["fields"] == {
        "answers.biaya": "Jawaban harus angka bulat 1 sampai 4.",
        "answers.informasi": "Pilih salah satu jawaban.",
        "answers.kompetensi_petugas": "Pertanyaan ini tidak ada dalam kuesioner.",
    }


def test_what_visitors_were_asked_is_not_replaced(staff: Staff, db: Database, office: Office) -> None:
    assert "sudah lewat" in _choose(staff, day="2024-05-30").text
    assert _choose(staff).status_code == 303
    again = _choose(staff, "spkp-spak")
    assert again.status_code == 422 and "Pilih mulai besok." in again.text
    for id in ("spkp-spak", "skm-online-2024"):
        assert _choose(staff, id, "2024-06-03").status_code == 303
    choices = list_choices(db, office.unit.unit_id)
    assert choices.ever == {"permenpan-14-2017", NATIONAL.id, "skm-online-2024"}
    page = staff.get(PAGE).text
    assert "belum dari sumber resmi" in page and "3 Juni 2024" in page
    # Only scored, never stored.
    assert _choose(staff, "kep-25-2004", "2024-07-01").status_code == 422


def test_a_help_line_belongs_to_one_questionnaire(staff: Staff, client: FlaskClient, office: Office) -> None:
    bantuan, survey = "/staf/kelola/bantuan/", f"/s/{office.tablet.code}"
    staff.post(bantuan, {"biaya_id": "Murahkah?"})
    _choose(staff)
    assert "Murahkah?" not in client.get(survey).text
    staff.post(bantuan, {"biaya_id": "Sesuai papan tarif?", "bebas_pungli_id": "Ada yang minta uang?"})
    page = client.get(survey).text
    assert "Sesuai papan tarif?" in page and "Ada yang minta uang?" in page
    old = staff.get(f"{bantuan}?kuesioner=permenpan-14-2017").text
    assert 'value="Murahkah?"' in old and 'value="Sesuai papan tarif?"' not in old
    assert NATIONAL.item_name("bebas_pungli") in old  # in the history


def _settings(**more: str) -> dict[str, object]:
    return {"idle_seconds": "45", "languages": ["id", "en"], "base_url": "https://ikm.contoh.go.id", **more}


def test_skm_online_is_offered_where_the_office_wants_it(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    tablet, phone = f"/s/{office.tablet.code}", f"/s/{office.poster.code}"
    assert "SKM Online" not in client.get(tablet).text + client.get(phone).text
    refused = staff.post(SETTINGS, _settings(skm_online_url="javascript:alert(1)"), SETTINGS)
    assert refused.status_code == 422 and "diawali http:// atau https://" in refused.text
    staff.post(SETTINGS, _settings(skm_online_url=ADDRESS), SETTINGS)
    href = 'href="https://skm.go.id/survei/contoh?a=1&amp;b=2" rel="noopener noreferrer"'
    assert client.get(phone).text.count(href) == 1
    assert href in client.get(f"{phone}/terima-kasih").text
    on_tablet = client.get(tablet).text
    assert href not in on_tablet and on_tablet.count("Kode QR menuju SKM Online") == 1
    staff.post(SETTINGS, _settings(skm_online_url=ADDRESS, skm_online_place="beside"), SETTINGS)
    assert client.get(phone).text.count(href) == 2
    assert client.get(tablet).text.count("Kode QR menuju SKM Online") == 2
    poster = staff.get(f"/staf/qr/{office.poster.collector_id}/a4.pdf")
    assert poster.status_code == 200
