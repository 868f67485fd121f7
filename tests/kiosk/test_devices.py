"""The staff pages about tablets: pairing, monitoring, and the survey's settings."""

import re
from datetime import datetime
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import visits
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import survey_settings
from kiosk.store.offices.devices import Contact
from kiosk.store.offices.devices import Device
from kiosk.store.offices.survey_settings import SurveySettings
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

PAGE = "/staf/perangkat/"
SETTINGS = "/staf/kelola/survei/"
FORM = {"idle_seconds": "60", "languages": ["id", "en"], "base_url": ""}


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _code(page: str) -> str:
    found = re.search(r'aria-label="Kode ([^"]+)"', page)
    assert found
    return found[1].replace(" ", "")


def _device(db: Database, office: Office) -> Device:
    device, _ = devices.pair_device(db, devices.create_pairing(db, office.tablet.collector_id, NOW), NOW)
    return device


def test_a_tablet_is_added_and_pairs_with_the_code_on_the_page(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    assert staff.post(PAGE, {"name": "Tablet loket 2"}, PAGE).status_code == 303
    page = staff.get(PAGE).text
    assert "Pasangkan “Tablet loket 2”" in page
    every = collectors.list_collectors(db, office.unit.unit_id)
    (added,) = [collector for collector in every if collector.name == "Tablet loket 2"]
    body = client.post("/api/devices/pair", json={"code": _code(page)}).get_json()
    assert (body["name"], body["collector"]) == ("Tablet loket 2", added.code)
    assert "/tablet di tablet" in _words(page)


def test_a_tablet_pairs_by_a_qr_code_where_it_can_reach_the_address(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    staff.post(f"{PAGE}{office.tablet.collector_id}/kode", {}, PAGE)
    local = _words(staff.get(PAGE).text)
    assert "hanya dapat dibuka di komputer ini" in local and "Arahkan kamera tablet" not in local
    public = SurveySettings(base_url="https://ikm.contoh.go.id")
    survey_settings.set_survey_settings(db, office.unit.unit_id, public, NOW)
    page = staff.get(PAGE).text
    assert "Arahkan kamera tablet" in page and "hanya dapat dibuka" not in page
    assert f'value="{_code(page)}"' in client.get(f"/tablet?kode={_code(page)}").text


def test_a_code_is_shown_only_while_it_is_good(app: Flask, staff: Staff, office: Office) -> None:
    staff.post(f"{PAGE}{office.tablet.collector_id}/kode", {}, PAGE)
    assert "Berlaku sekali, sampai pukul 09.27" in _words(staff.get(PAGE).text)
    app.config["CLOCK"] = lambda: NOW + devices.CODE_LIFETIME
    assert "Berlaku sekali" not in staff.get(PAGE).text


def test_there_is_no_code_for_a_poster_or_a_revoked_tablet(
    staff: Staff, db: Database, office: Office
) -> None:
    assert staff.post(f"{PAGE}{office.poster.collector_id}/kode", {}, PAGE).status_code == 404
    collectors.revoke_collector(db, office.unit.unit_id, office.tablet.collector_id, NOW)
    assert staff.post(f"{PAGE}{office.tablet.collector_id}/kode", {}, PAGE).status_code == 409


def test_a_tablet_without_a_name_is_not_added(staff: Staff, db: Database, office: Office) -> None:
    response = staff.post(PAGE, {"name": "  "}, PAGE)
    assert response.status_code == 422 and "Isi nama tablet" in response.text
    assert len(collectors.list_collectors(db, office.unit.unit_id)) == 2


def test_what_a_tablet_reported_is_shown(staff: Staff, db: Database, office: Office) -> None:
    oldest = NOW - timedelta(hours=2, minutes=5)
    contact = Contact(NOW - timedelta(seconds=50), 7, oldest, 2, "0.1.0", timedelta(days=-3))
    devices.record_contact(db, _device(db, office).device_id, contact)
    words = _words(staff.get(PAGE).text)
    assert "Tablet loket 1 Terhubung 50 detik lalu 7 jawaban, tertua 2 jam 2 Mundur 3 hari 0.1.0" in words
    assert "Ada tablet yang tidak terhubung" not in words


def test_a_silent_tablet_is_noticed_in_opening_hours_only(
    app: Flask, staff: Staff, db: Database, office: Office
) -> None:
    contact = Contact(NOW - timedelta(minutes=11), 0, None, 0, "", timedelta())
    devices.record_contact(db, _device(db, office).device_id, contact)
    assert "Ada tablet yang tidak terhubung" in staff.get(PAGE).text
    friday = 4
    for hours, is_noticed in (({friday: ("08:00", "11:00")}, True), ({friday: ("10:00", "11:00")}, False)):
        survey_settings.set_survey_settings(db, office.unit.unit_id, SurveySettings(hours=hours), NOW)
        assert ("Ada tablet yang tidak terhubung" in staff.get(PAGE).text) is is_noticed


def test_the_dashboard_reports_a_silent_tablet(staff: Staff, db: Database, office: Office) -> None:
    device = _device(db, office)
    for minutes, is_told in ((9, False), (11, True)):
        seen = NOW - timedelta(minutes=minutes)
        devices.record_contact(db, device.device_id, Contact(seen, 0, None, 0, "", timedelta()))
        assert ("pada jam buka: Tablet loket 1." in staff.get("/staf/dasbor").text) is is_told


def test_a_tablet_that_is_let_go_is_gone(staff: Staff, db: Database, office: Office) -> None:
    device = _device(db, office)
    assert staff.confirm(f"{PAGE}{device.device_id}/cabut", {}, PAGE).status_code == 303
    assert "Belum ada tablet terpasang" in staff.get(PAGE).text


def test_starts_ends_and_where_people_stopped_are_shown(staff: Staff, db: Database, office: Office) -> None:
    day = NOW.date()
    for outcome, step, times in (("started", None, 8), ("completed", None, 5), ("abandoned", "biaya", 2)):
        for _ in range(times):
            visits.record_visit(db, office.tablet.collector_id, day, outcome, step)
    long_ago = day - timedelta(days=30)
    visits.record_visit(db, office.tablet.collector_id, long_ago, "started", None)
    words = _words(staff.get(PAGE).text)
    assert "Mulai 8 Selesai 5 Berhenti 2" in words
    assert "Biaya/Tarif 2 25,00%" in words


def test_answers_of_a_doubtful_time_are_listed(staff: Staff, client: FlaskClient, office: Office) -> None:
    client.post("/api/responses", json=answer(office.tablet.code, answered_at="2024-05-20T09:00:00+08:00"))
    words = _words(staff.get(PAGE).text)
    assert "Tablet loket 1 20 Mei 2024 1 20 Mei 2024 pukul 09.00 WITA Bertanggal sebelum" in words


def test_one_tick_gives_the_other_workdays_the_hours_of_monday(
    staff: Staff, db: Database, office: Office
) -> None:
    data = FORM | {"day_0-opens": "8.00", "day_0-closes": "16.00", "like_monday": "y"}
    assert staff.post(SETTINGS, data, SETTINGS).status_code == 303
    stored = survey_settings.get_survey_settings(db, office.unit.unit_id)
    assert stored.hours == dict.fromkeys(range(5), ("08:00", "16:00"))


def test_the_settings_of_the_survey_are_stored(staff: Staff, db: Database, office: Office) -> None:
    data = FORM | {"day_0-opens": "8.00", "day_0-closes": "16:00", "day_4-opens": "08:00"}
    data |= {"day_4-closes": "11.30", "tickets": "y", "base_url": "https://survei.example/"}
    assert staff.post(SETTINGS, data, SETTINGS).status_code == 303
    stored = survey_settings.get_survey_settings(db, office.unit.unit_id)
    assert stored == SurveySettings(
        idle_seconds=60,
        hours={0: ("08:00", "16:00"), 4: ("08:00", "11:30")},
        tickets=True,
        base_url="https://survei.example",
        languages=(),
    )
    page = staff.get(SETTINGS).text
    assert 'value="11.30"' in page and 'value="https://survei.example"' in page


def test_one_language_may_be_offered_alone(staff: Staff, db: Database, office: Office) -> None:
    staff.post(SETTINGS, FORM | {"languages": ["id"]}, SETTINGS)
    assert survey_settings.get_survey_settings(db, office.unit.unit_id).languages == ("id",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"idle_seconds": "14"}, "Isi 15 sampai 600 detik"),
        ({"idle_seconds": ""}, "Isi jumlah detik"),
        ({"languages": []}, "Pilih paling sedikit satu bahasa"),
        ({"base_url": "survei.example"}, "diawali http"),
        ({"base_url": "http://[::1"}, "diawali http"),
        ({"base_url": "http://survei.example:pintu"}, "diawali http"),
        ({"base_url": "javascript:alert(1)"}, "diawali http"),
        ({"base_url": "https://survei.example/?x=1"}, "diawali http"),
        ({"day_2-opens": "08:00"}, "Isi jam buka dan jam tutup"),
        ({"day_2-opens": "08:00", "day_2-closes": "25:00"}, "Isi jam buka dan jam tutup"),
        ({"day_2-opens": "16:00", "day_2-closes": "8:00"}, "Jam tutup harus sesudah jam buka"),
    ],
)
def test_a_wrong_setting_is_refused_and_said(
    staff: Staff, db: Database, office: Office, change: dict[str, str], message: str
) -> None:
    response = staff.post(SETTINGS, FORM | change, SETTINGS)
    assert response.status_code == 422
    assert message in response.text
    assert survey_settings.get_survey_settings(db, office.unit.unit_id) == SurveySettings(hours={})


def test_the_pin_is_set_changed_and_removed(staff: Staff, db: Database, office: Office) -> None:
    unit_id = office.unit.unit_id
    for pin in ("123", "١٢٣٤"):  # no tablet has keys for the second
        assert staff.post(f"{SETTINGS}pin", {"pin": pin}, SETTINGS).status_code == 422
    assert survey_settings.get_pin_hash(db, unit_id) is None
    staff.post(f"{SETTINGS}pin", {"pin": "2580"}, SETTINGS)
    first = survey_settings.get_pin_hash(db, unit_id)
    staff.post(f"{SETTINGS}pin", {"pin": "13579"}, SETTINGS)
    assert first is not None and survey_settings.get_pin_hash(db, unit_id) not in (None, first)
    assert "PIN sudah dibuat" in staff.get(SETTINGS).text
    staff.post(f"{SETTINGS}pin/hapus", {}, SETTINGS)
    assert survey_settings.get_pin_hash(db, unit_id) is None


@pytest.mark.parametrize(
    ("hours", "local", "is_open"),
    [
        ({}, "2024-05-31T03:00", True),
        ({4: ("08:00", "16:00")}, "2024-05-31T08:00", True),
        ({4: ("08:00", "16:00")}, "2024-05-31T15:59", True),
        ({4: ("08:00", "16:00")}, "2024-05-31T16:00", False),
        ({4: ("08:00", "16:00")}, "2024-06-01T09:00", False),
    ],
)
def test_opening_hours_are_those_of_the_weekday(
    hours: dict[int, tuple[str, str]], local: str, is_open: bool
) -> None:
    moment = datetime.fromisoformat(f"{local}+08:00")
    assert SurveySettings(hours=hours).is_open(moment) is is_open
