"""The office changes its own settings."""

import struct
import zlib
from io import BytesIO
from typing import Literal

import pytest
import typst
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlite_utils import Database
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse
from werkzeug.test import encode_multipart

from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.store.engine.errors import Conflict
from kiosk.store.offices import collectors
from kiosk.store.offices import goals
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.store.offices.goals import Goal
from tests.conftest import NOW
from tests.conftest import SERVICES
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import token
from tests.papers.reading import pdf_text

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
    assert staff.post("/staf/kelola/kantor", UNIT).status_code == 303
    unit = units.get_unit(db, office.unit.unit_id)
    assert (unit.name, unit.timezone, unit.signatory_nip) == (
        "Kecamatan Baru",
        "Asia/Jayapura",
        "190001012000012001",
    )


def test_a_wrong_nip_is_refused_and_the_rest_is_still_there(
    staff: Staff, db: Database, office: Office
) -> None:
    response = staff.post("/staf/kelola/kantor", {**UNIT, "signatory_nip": "123"})
    assert response.status_code == 422
    assert "NIP terdiri dari 18 angka" in response.text
    assert "Orang Baru, S.Contoh" in response.text
    assert units.get_unit(db, office.unit.unit_id).name == office.unit.name


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("NIP. 19000101 200001 2 001", "NIP. 19000101 200001 2 001"),
        ("nrp.76010203", "NRP. 76010203"),
        ("NI PPPK 190001012000012001", "NIPPPK. 19000101 200001 2 001"),
        ("-", ""),
        ("", ""),
    ],
)
def test_other_numbers_than_an_nip_and_a_dash_are_printed_as_they_are_meant(
    staff: Staff, typed: str, printed: str
) -> None:
    unit = {**UNIT, "signatory_nip": typed, "signatory_rank": "-"}
    assert staff.post("/staf/kelola/kantor", unit).status_code == 303
    found = pdf_text(staff.get("/staf/laporan/berkas?jenis=rekap&format=pdf&periode=2024-05").data)
    assert found.partition("Orang Baru, S.Contoh")[2].partition("Kecamatan Baru")[0].strip() == printed


def test_a_target_is_typed_with_a_decimal_comma(staff: Staff, db: Database, office: Office) -> None:
    data = {"year": "2024", "population": "2000", "target_ikm": "87,5"}
    assert staff.post("/staf/kelola/sasaran", data).status_code == 303
    year = units.get_year(db, office.unit.unit_id, 2024)
    assert (year.population, year.target_ikm) == (2000, "87.5")
    assert 'value="87,50"' in staff.get("/staf/kelola/sasaran").text


@pytest.mark.parametrize(("typed", "meant"), [("1.200", 1200), ("1200", 1200), ("1.000.000", 1_000_000)])
def test_numbers_are_understood_with_thousands_dots(
    staff: Staff, db: Database, office: Office, typed: str, meant: int
) -> None:
    data = {"year": "2024", "population": typed, "target_ikm": ""}
    assert staff.post("/staf/kelola/sasaran", data).status_code == 303
    assert units.get_year(db, office.unit.unit_id, 2024).population == meant


@pytest.mark.parametrize("typed", ["1.5", "1,5", "12.00", "banyak", "-3"])
def test_what_is_no_whole_number_is_refused_in_indonesian(staff: Staff, typed: str) -> None:
    refused = staff.post("/staf/kelola/sasaran", {"year": "2024", "population": typed, "target_ikm": ""})
    assert refused.status_code == 422
    assert "Isi angka bulat, misalnya 1.200." in refused.text and "Not a valid" not in refused.text


def test_a_target_beyond_the_scale_is_refused(staff: Staff) -> None:
    response = staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "", "target_ikm": "101"})
    assert response.status_code == 422
    assert "antara 25,00 dan 100,00" in response.text


def test_a_target_that_is_no_number_is_refused(staff: Staff) -> None:
    response = staff.post("/staf/kelola/sasaran", {"year": "2024", "population": "", "target_ikm": "tinggi"})
    assert response.status_code == 422
    assert "Isi angka" in response.text


def test_services_are_added_and_retired(staff: Staff, db: Database, office: Office) -> None:
    staff.post("/staf/kelola/layanan/", {"name": "KTP -  elektronik"})
    services = units.list_services(db, office.unit.unit_id)
    assert [service.code for service in services][-1] == "ktp-elektronik-2"
    staff.post(f"/staf/kelola/layanan/{services[0].service_id}/tutup", {})
    assert len(units.list_services(db, office.unit.unit_id)) == len(services) - 1


def test_a_list_of_services_is_pasted_and_repeats_are_refused(
    staff: Staff, db: Database, office: Office
) -> None:
    def names() -> list[str]:
        return [service.name for service in units.list_services(db, office.unit.unit_id)]

    before = names()
    pasted = {"name": "Surat  pengantar\r\n\r\nLegalisasi\r\nSurat pengantar"}
    assert staff.post("/staf/kelola/layanan/", pasted).status_code == 303
    assert names() == [*before, "Surat pengantar", "Legalisasi"]
    refused = staff.post("/staf/kelola/layanan/", {"name": "Izin\nlegalisasi"})
    assert refused.status_code == 422 and "Sudah ada: legalisasi." in refused.text
    assert names() == [*before, "Surat pengantar", "Legalisasi"]
    service = units.list_services(db, office.unit.unit_id)[0]
    renamed = staff.post(f"/staf/kelola/layanan/{service.service_id}", {"name": "LEGALISASI"})
    assert renamed.status_code == 422 and "Sudah ada layanan dengan nama itu." in renamed.text


def test_services_are_put_in_order_and_closed_several_at_once(
    staff: Staff, db: Database, office: Office
) -> None:
    def offered() -> list[str]:
        return [service.service_id for service in units.list_services(db, office.unit.unit_id)]

    first, second, third = offered()
    path = "/staf/kelola/layanan/"
    staff.post(f"{path}urutan", {"urutan": [third, "tidakada", first]})
    assert offered() == [third, first, second]
    staff.post(f"{path}urutan", {"abjad": "1"})
    assert [service.name for service in units.list_services(db, office.unit.unit_id)] == sorted(
        SERVICES, key=str.casefold
    )
    staff.post(f"{path}tutup", {"pilih": [first, third]})
    assert offered() == [second]


def test_a_tablet_is_added_and_revoked(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    staff.post("/staf/kelola/tempat/", {"name": "Tablet loket 2", "channel": "kiosk"})
    added = collectors.list_collectors(db, office.unit.unit_id)[-1]
    for path, form in (("/staf/kelola/tempat/", {"channel": "qr"}), ("/staf/perangkat/", {})):
        again = staff.post(path, {"name": "tablet Loket 2", **form}, page="/staf/perangkat/")
        assert again.status_code == 422 and "Nama itu sudah dipakai." in again.text
    assert client.get(f"/s/{added.code}").status_code == 200
    staff.confirm(f"/staf/kelola/tempat/{added.collector_id}/cabut", {})
    assert client.get(f"/s/{added.code}").status_code == 410
    staff.post(f"/staf/kelola/tempat/{added.collector_id}/buka", {})
    assert client.get(f"/s/{added.code}").status_code == 200


def test_one_tap_revokes_no_address_and_the_question_counts_its_answers(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    client.post("/api/responses", json=answer(office.poster.code))
    path = f"/staf/kelola/tempat/{office.poster.collector_id}/cabut"
    question = staff.post(path, {})
    assert "1 jawaban yang sudah masuk tetap dihitung" in question.text
    assert client.get(f"/s/{office.poster.code}").status_code == 200
    assert staff.post(path, {"konfirmasi": "ya"}).status_code == 303
    assert client.get(f"/s/{office.poster.code}").status_code == 410


def test_among_many_services_one_is_searched(staff: Staff, db: Database, office: Office) -> None:
    page = "/staf/kelola/layanan/"
    assert "Cari layanan" not in staff.get(page).text
    names = "\n".join(f"Izin usaha nomor {number}" for number in range(1, 13))
    staff.post(page, {"name": names}, page)
    assert "Cari layanan" in staff.get(page).text
    found = staff.get(f"{page}?q=NOMOR 12").text
    assert "Izin usaha nomor 12" in found and "Izin usaha nomor 11" not in found
    assert "data-arrange" not in found and "Naik" not in found, "what is found has no order of its own"
    assert "Tidak ada layanan dengan nama itu." in staff.get(f"{page}?q=paspor").text


def test_a_poster_may_stand_for_one_service_which_is_then_not_asked(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    service = units.list_services(db, office.unit.unit_id)[1]
    form = {"name": "Loket KTP", "channel": "qr", "service": service.service_id}
    staff.post("/staf/kelola/tempat/", form)
    [added] = [one for one in collectors.list_collectors(db, office.unit.unit_id) if one.name == "Loket KTP"]
    assert 'name="service"' not in client.get(f"/s/{added.code}").text
    assert f"Kode QR · {service.name}" in staff.get("/staf/kelola/tempat/").text
    assert staff.post("/staf/kelola/tempat/", {**form, "service": "tidakada"}).status_code == 422


def test_what_is_not_there_cannot_be_revoked(staff: Staff) -> None:
    assert staff.post("/staf/kelola/tempat/tidakada/cabut", {}).status_code == 404
    assert staff.post("/staf/kelola/layanan/tidakada/tutup", {}).status_code == 404


def test_services_are_put_in_the_office_s_own_order(staff: Staff, db: Database, office: Office) -> None:
    def names() -> list[str]:
        return [service.name for service in units.list_services(db, office.unit.unit_id)]

    first, second, third = units.list_services(db, office.unit.unit_id)
    staff.post(f"/staf/kelola/layanan/{third.service_id}/naik", {})
    assert names() == [first.name, third.name, second.name]
    staff.post(f"/staf/kelola/layanan/{first.service_id}/naik", {})
    staff.post(f"/staf/kelola/layanan/{first.service_id}/turun", {})
    assert names() == [third.name, first.name, second.name]


def test_a_service_is_renamed_and_keeps_its_code(staff: Staff, db: Database, office: Office) -> None:
    service = units.list_services(db, office.unit.unit_id)[0]
    staff.post(f"/staf/kelola/layanan/{service.service_id}", {"name": "KK dan KIA"})
    renamed = units.list_services(db, office.unit.unit_id)[0]
    assert (renamed.name, renamed.code) == ("KK dan KIA", "kartu-keluarga")


def test_a_closed_service_can_be_offered_again(staff: Staff, db: Database, office: Office) -> None:
    before = units.list_services(db, office.unit.unit_id)
    staff.post(f"/staf/kelola/layanan/{before[0].service_id}/tutup", {})
    assert "Buka lagi" in staff.get("/staf/kelola/layanan/").text
    staff.post(f"/staf/kelola/layanan/{before[0].service_id}/buka", {})
    assert units.list_services(db, office.unit.unit_id) == before


def test_the_medium_term_target_is_the_next_one_that_is_due(
    staff: Staff, db: Database, office: Office
) -> None:
    for year, target in (("2026", "88,5"), ("2031", "90")):
        assert staff.post("/staf/kelola/rpjmd", {"year": year, "target_ikm": target}).status_code == 303
    found = [goals.get_goal(db, office.unit.unit_id, year) for year in (2024, 2026, 2027, 2032)]
    assert [goal and goal.target_ikm for goal in found] == ["88.5", "88.5", "90", None]
    staff.confirm("/staf/kelola/rpjmd/2026/hapus", {})
    assert goals.list_goals(db, office.unit.unit_id) == [Goal(2031, "90")]
    assert staff.post("/staf/kelola/rpjmd", {"year": "2026", "target_ikm": "101"}).status_code == 422


def _picture(kind: Literal["png", "pdf"] = "png", size: str = "width: 40pt, height: 50pt") -> bytes:
    source = f'#set page({size}, margin: 0pt, fill: none)\n#circle(fill: rgb("#0b5563"))'
    made = typst.compile(source.encode(), format=kind)
    assert isinstance(made, bytes)
    return made


def _upload(staff: Staff, data: bytes) -> TestResponse:
    picture = FileStorage(BytesIO(data), "logo.png")
    fields = {"csrf_token": token(staff.client, "/staf/kelola/"), "picture": picture}
    # Encoded here: the test client leaves the file open that it puts a large form in.
    boundary, body = encode_multipart(fields)
    content_type = f"multipart/form-data; boundary={boundary}"
    return staff.client.post("/staf/kelola/logo", data=body, content_type=content_type)


def test_only_what_makes_the_picture_of_a_file_reaches_the_drawing(staff: Staff) -> None:
    picture = _picture()
    place = picture.index(b"IDAT") - 4
    # A false animation chunk stops the drawing; a colour profile would be unpacked to gigabytes first.
    extra = b"fcTL" + bytes(26)
    chunk = struct.pack(">I", 26) + extra + struct.pack(">I", zlib.crc32(extra))
    assert _upload(staff, picture[:place] + chunk + picture[place:]).status_code == 303


def test_a_logo_is_redrawn_and_nothing_else_of_the_file_is_kept(
    staff: Staff, db: Database, office: Office
) -> None:
    hidden = b"<script>" * 10
    assert _upload(staff, _picture() + hidden).status_code == 303
    kept = staff.get("/staf/kelola/logo.png").data
    assert kept.startswith(b"\x89PNG") and hidden not in kept
    assert kept == units.get_logo(db, office.unit.unit_id)
    assert struct.unpack_from(">II", kept, 16) == (384, 480)
    staff.confirm("/staf/kelola/logo/hapus", {})
    assert staff.get("/staf/kelola/logo.png").status_code == 404


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "PNG atau JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG atau JPEG"),
        (_picture("pdf"), "PNG atau JPEG"),
        (_picture()[:200], "rusak"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "rusak"),
        (b"\xff\xd8\xff\xc2\x00\x11\x08\x0f\xa0\x0f\xa0" + b"\xff\xda" * 51, "rusak"),
        (_picture()[:16] + struct.pack(">II", 60_000, 60_000) + _picture()[24:], "16 juta titik"),
        (_picture(size="width: 100pt, height: 10pt"), "terlalu panjang"),
        (_picture() + bytes(1024 * 1024), "1 MB"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_reason(
    staff: Staff, db: Database, office: Office, data: bytes, reason: str
) -> None:
    response = _upload(staff, data)
    assert response.status_code == 422
    assert reason in response.text
    assert units.get_logo(db, office.unit.unit_id) is None


def test_a_unit_is_added_below_with_its_own_tablet_and_settings(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    data = {"name": "Kelurahan Hilir", "parent_unit_id": office.unit.unit_id}
    response = staff.post("/staf/kelola/unit/baru", data)
    # The admin goes on where they were: adding a unit does not choose it.
    assert response.location == "/staf/kelola/unit/"
    again = staff.post("/staf/kelola/unit/baru", {**data, "name": "KELURAHAN hilir"})
    assert again.status_code == 422 and "Sudah ada unit dengan nama itu." in again.text
    below = units.find_unit(db, "kelurahan-hilir")
    assert (below.agency, below.timezone) == (office.unit.agency, office.unit.timezone)
    (tablet, _) = collectors.list_collectors(db, below.unit_id)
    assert client.get(f"/s/{tablet.code}").status_code == 200
    staff.post("/staf/kelola/layanan/?unit=kelurahan-hilir", {"name": "Surat domisili"})
    assert [service.name for service in units.list_services(db, below.unit_id)] == ["Surat domisili"]
    assert len(units.list_services(db, office.unit.unit_id)) == len(SERVICES)


def test_a_unit_is_renamed_and_moved_but_never_below_itself(
    staff: Staff, db: Database, office: Office
) -> None:
    upper = open_branch(db, parent=office.unit, name="Kelurahan Hulu", now=NOW)
    lower = open_branch(db, parent=upper, name="Pos Dermaga", now=NOW)
    address = f"/staf/kelola/unit/{lower.unit_id}"
    staff.post(address, {"name": "Pos Muara", "parent_unit_id": office.unit.unit_id})
    moved = units.get_unit(db, lower.unit_id)
    assert (moved.name, moved.parent_unit_id) == ("Pos Muara", office.unit.unit_id)
    under_itself = {"name": "Kelurahan Hulu", "parent_unit_id": upper.unit_id}
    assert staff.post(f"/staf/kelola/unit/{upper.unit_id}", under_itself).status_code == 422
    with pytest.raises(Conflict):
        tree.move_unit(db, upper.unit_id, upper.unit_id, NOW)


def test_one_s_own_unit_is_not_moved_by_oneself(staff: Staff, office: Office) -> None:
    assert staff.get(f"/staf/kelola/unit/{office.unit.unit_id}").status_code == 404


def test_the_logo_is_printed_on_the_letterhead(staff: Staff) -> None:
    def pictures() -> int:
        rekap = staff.get("/staf/laporan/berkas?jenis=rekap&periode=2024-05").data
        return len(PdfReader(BytesIO(rekap)).pages[0].images)

    assert pictures() == 0
    _upload(staff, _picture())
    assert pictures() == 1
