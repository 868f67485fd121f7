"""From a low unsur to a plan, to its evidence, to its effect on the next period."""

import io
from typing import Any

import pytest
from sqlite_utils import Database
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from kiosk.operations.founding import Office
from kiosk.store.results import plans
from kiosk.store.results.plans import progress
from tests.conftest import Staff
from tests.conftest import token
from tests.kiosk.offices_data import record
from tests.papers.reading import pdf_text

PLAN: dict[str, Any] = {
    "unsur": "waktu",
    "action": "Buka loket kedua pada pagi hari",
    "responsible": "Kasi Pelayanan",
    "year": "2024",
    "first_quarter": "2",
    "last_quarter": "3",
    "planned_day": "2024-05-02",
    "due_day": "2024-06-30",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def _create(staff: Staff, **changes: str) -> int:
    page = "/staf/rtl/?periode=2024-04"
    return staff.post(page, {**PLAN, **changes}, page=page).status_code


def _plan_id(db: Database, office: Office) -> str:
    return plans.list_plans(db, office.unit.unit_id)[0].plan_id


def test_the_lowest_unsur_is_offered_for_a_plan(staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-04-10", 6, {"sarana": 2})
    page = staff.get("/staf/rtl/?periode=2024-04").text
    assert '<option selected value="sarana">' in page


def test_a_plan_is_made_and_listed_in_its_period(staff: Staff, db: Database, office: Office) -> None:
    assert _create(staff) == 303
    page = staff.get("/staf/rtl/?periode=2024-04").text
    assert PLAN["action"] in page and "30 Juni 2024" in page
    assert page.count('class="on"') == 2
    assert PLAN["action"] in staff.get("/staf/rtl/?periode=2024-S1").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"action": ""}, "Isi program atau kegiatannya"),
        ({"responsible": "\x00\u202e"}, "Isi penanggung jawabnya"),
        ({"last_quarter": "1"}, "tidak boleh sebelum triwulan mulai"),
        ({"due_day": "2024-05-01"}, "Tenggat tidak boleh sebelum"),
        ({"due_day": "31/02/2024"}, "Pilih tanggal yang ada di kalender"),
        ({"year": "dua ribu"}, "Isi angka bulat"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    staff: Staff, db: Database, office: Office, changes: dict[str, str], message: str
) -> None:
    page = "/staf/rtl/?periode=2024-04"
    response = staff.post(page, {**PLAN, **changes}, page=page)
    assert response.status_code == 422
    assert message in response.text and PLAN["responsible"] in response.text
    assert plans.list_plans(db, office.unit.unit_id) == []


def test_a_finished_plan_tells_how_long_it_took(staff: Staff, db: Database, office: Office) -> None:
    _create(staff)
    _create(staff, unsur="sarana", action="Tambah kursi tunggu")
    page = f"/staf/rtl/{_plan_id(db, office)}"
    staff.post(f"{page}/selesai", {"done_day": "2024-05-30", "outcome": "Loket dibuka."}, page=page)
    state = progress(plans.list_plans(db, office.unit.unit_id))
    assert (state.done, state.total, str(state.percent), state.months) == (1, 2, "50.00", 1)
    assert "50,00%" in staff.get("/staf/rtl/?periode=2024-04").text
    staff.post(f"{page}/buka-lagi", {}, page=page)
    assert progress(plans.list_plans(db, office.unit.unit_id)).done == 0


@pytest.mark.parametrize("day", ["2024-05-01", "2024-06-01"])
def test_a_plan_is_not_finished_before_it_was_made_or_after_today(
    staff: Staff, db: Database, office: Office, day: str
) -> None:
    _create(staff)
    page = f"/staf/rtl/{_plan_id(db, office)}"
    response = staff.post(f"{page}/selesai", {"done_day": day, "outcome": "Selesai."}, page=page)
    assert response.status_code == 422


def test_a_finished_plan_is_not_changed(staff: Staff, db: Database, office: Office) -> None:
    _create(staff)
    page = f"/staf/rtl/{_plan_id(db, office)}"
    staff.post(f"{page}/selesai", {"done_day": "2024-05-30", "outcome": "Loket dibuka."}, page=page)
    assert staff.post(f"{page}/ubah", {**PLAN, "action": "Lain"}, page=page).status_code == 409


def test_a_dropped_plan_no_longer_counts(staff: Staff, db: Database, office: Office) -> None:
    _create(staff)
    page = f"/staf/rtl/{_plan_id(db, office)}"
    assert staff.post(f"{page}/batal", {"reason": ""}, page=page).status_code == 422
    assert staff.post(f"{page}/batal", {"reason": "Sudah ada mesin antrean."}, page=page).status_code == 303
    assert plans.list_plans(db, office.unit.unit_id) == []


def test_the_effect_of_the_plan_shows_in_the_next_period(staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-04-10", 6, {"waktu": 2})
    record(db, office, "2024-05-20", 6, {"waktu": 3})
    _create(staff)
    for page in ("/staf/rtl/?periode=2024-05", "/staf/?periode=2024-05"):
        text = " ".join(staff.get(page).text.split())
        assert PLAN["action"] in text
        assert '50,00</td> <td class="number">75,00</td> <td class="number">+25,00' in text


def test_the_rekap_prints_the_plan_before_with_its_effect_and_the_plan_now(
    staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-04-10", 6, {"waktu": 2})
    record(db, office, "2024-05-20", 6, {"waktu": 3})
    _create(staff)
    pdf = staff.get("/staf/laporan/berkas?jenis=rekap&periode=2024-05").data
    text = pdf_text(pdf)
    assert "Rencana dari hasil April 2024: 0 dari 1 kegiatan selesai" in text
    assert "berjalan 50,00 75,00 +25,00" in text
    assert "Rencana tindak lanjut atas hasil Mei 2024 belum dicatat" in text


def _upload(staff: Staff, plan_id: str, content: bytes, name: str) -> Any:
    page = f"/staf/rtl/{plan_id}"
    file = FileStorage(io.BytesIO(content), filename=name)
    # Encoded here, as the test client would leave a temporary file open.
    boundary, body = encode_multipart({"csrf_token": token(staff.client, page), "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return staff.client.post(f"{page}/bukti", data=body, content_type=kind)


def test_evidence_is_kept_and_served_to_staff_only(staff: Staff, db: Database, office: Office) -> None:
    _create(staff)
    plan_id = _plan_id(db, office)
    assert _upload(staff, plan_id, PNG, "../../loket dua.png").status_code == 303
    (file,) = plans.get_plan(db, office.unit.unit_id, plan_id).evidence
    assert (file.name, file.media_type, file.size) == ("loket_dua.png", "image/png", len(PNG))
    path = f"/staf/rtl/bukti/{file.attachment_id}"
    served = staff.get(path)
    assert (served.data, served.mimetype) == (PNG, "image/png")
    served.close()
    assert staff.client.application.test_client().get(path).status_code == 303
    staff.confirm(f"{path}/cabut", {}, page=f"/staf/rtl/{plan_id}")
    assert staff.get(path).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<html><script>alert(1)</script>", "foto.png", "Pilih berkas PDF, JPG, atau PNG"),
        (b"", "kosong.pdf", "Berkas itu kosong"),
        (PNG + b"0" * 8 * 1024 * 1024, "besar.png", "terlalu besar"),
    ],
)
def test_what_is_no_evidence_is_refused(
    staff: Staff, db: Database, office: Office, content: bytes, name: str, message: str
) -> None:
    _create(staff)
    plan_id = _plan_id(db, office)
    response = _upload(staff, plan_id, content, name)
    assert response.status_code == 422 and message in response.text
    assert plans.get_plan(db, office.unit.unit_id, plan_id).evidence == ()


def test_a_photo_larger_than_other_requests_may_be_is_taken(
    staff: Staff, db: Database, office: Office
) -> None:
    _create(staff)
    assert _upload(staff, _plan_id(db, office), PNG + b"0" * 5_000_000, "foto.png").status_code == 303
