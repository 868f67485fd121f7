"""The office changes its own settings."""

from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.offices import Office
from kiosk.store import collectors
from kiosk.store import units
from tests.conftest import Staff

UNIT = {
    "name": "Kecamatan Baru",
    "agency": "Pemerintah Kota Baru",
    "address": "Jalan Baru",
    "contact": "",
    "place": "Baru",
    "timezone": "Asia/Jayapura",
    "signatory_title": "Camat Baru",
    "signatory_name": "Orang Baru, S.Contoh",
    "signatory_rank": "",
    "signatory_nip": "19000101 200001 2 001",
}


def test_the_letterhead_and_signatory_can_be_changed(staff: Staff, db: Database, office: Office) -> None:
    assert staff.post("/staf/kelola/unit", UNIT).status_code == 303
    unit = units.get_unit(db, office.unit.unit_id)
    assert (unit.name, unit.timezone, unit.signatory_nip) == (
        "Kecamatan Baru",
        "Asia/Jayapura",
        "190001012000012001",
    )


def test_a_wrong_nip_is_refused_and_the_rest_is_still_there(
    staff: Staff, db: Database, office: Office
) -> None:
    response = staff.post("/staf/kelola/unit", {**UNIT, "signatory_nip": "123"})
    assert response.status_code == 422
    assert "NIP terdiri dari 18 angka" in response.text
    assert "Orang Baru, S.Contoh" in response.text
    assert units.get_unit(db, office.unit.unit_id).name == office.unit.name


def test_a_target_is_typed_with_a_decimal_comma(staff: Staff, db: Database, office: Office) -> None:
    data = {"year": "2024", "population": "2000", "target_ikm": "87,5"}
    assert staff.post("/staf/kelola/tahun", data).status_code == 303
    year = units.get_year(db, office.unit.unit_id, 2024)
    assert (year.population, year.target_ikm) == (2000, "87.5")
    assert 'value="87,50"' in staff.get("/staf/kelola/").text


def test_a_target_beyond_the_scale_is_refused(staff: Staff) -> None:
    response = staff.post("/staf/kelola/tahun", {"year": "2024", "population": "", "target_ikm": "101"})
    assert response.status_code == 422
    assert "antara 25,00 dan 100,00" in response.text


def test_a_target_that_is_no_number_is_refused(staff: Staff) -> None:
    response = staff.post("/staf/kelola/tahun", {"year": "2024", "population": "", "target_ikm": "tinggi"})
    assert response.status_code == 422
    assert "Isi angka" in response.text


def test_services_are_added_and_retired(staff: Staff, db: Database, office: Office) -> None:
    staff.post("/staf/kelola/layanan", {"name": "KTP  elektronik"})
    services = units.list_services(db, office.unit.unit_id)
    assert [service.code for service in services][-1] == "ktp-elektronik-2"
    staff.post(f"/staf/kelola/layanan/{services[0].service_id}/tutup", {})
    assert len(units.list_services(db, office.unit.unit_id)) == len(services) - 1


def test_a_tablet_is_added_and_revoked(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    staff.post("/staf/kelola/pengumpul", {"name": "Tablet loket 2", "channel": "kiosk"})
    added = collectors.list_collectors(db, office.unit.unit_id)[-1]
    assert client.get(f"/s/{added.code}").status_code == 200
    staff.post(f"/staf/kelola/pengumpul/{added.collector_id}/cabut", {})
    assert client.get(f"/s/{added.code}").status_code == 410


def test_what_is_not_there_cannot_be_revoked(staff: Staff) -> None:
    assert staff.post("/staf/kelola/pengumpul/tidakada/cabut", {}).status_code == 404
    assert staff.post("/staf/kelola/layanan/tidakada/tutup", {}).status_code == 404
