"""Suggestions are read, tagged and answered, and names in them are redacted for good."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import responses
from kiosk.store.answers import suggestions
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.offices_data import record

TEXT = "Terima kasih Ibu Melati binti Kenanga,\nloket dua sangat lama."


@pytest.fixture
def given(db: Database, office: Office) -> str:
    """The id of a suggestion of May."""
    return record(db, office, "2024-05-20", 1, comment=TEXT)[0]


def _text(db: Database, office: Office, response_id: str) -> str:
    return suggestions.get_suggestion(db, office.unit.unit_id, response_id).text


def test_a_new_suggestion_waits_for_an_answer_and_then_no_more(staff: Staff, given: str) -> None:
    assert "Melati" in staff.get("/staf/saran/").text
    page = f"/staf/saran/{given}"
    staff.post(f"{page}/jawab", {"answer": "Loket kedua dibuka pagi hari."}, page=page)
    assert "Melati" not in staff.get("/staf/saran/").text
    answered = staff.get("/staf/saran/?status=sudah").text
    assert "Loket kedua dibuka pagi hari." in answered
    staff.post(f"{page}/jawab", {"answer": ""}, page=page)
    assert "Melati" in staff.get("/staf/saran/").text


def test_suggestions_are_found_by_unsur_and_period(staff: Staff, given: str) -> None:
    page = f"/staf/saran/{given}"
    assert "Melati" in staff.get("/staf/saran/?unsur=tanpa").text
    staff.post(f"{page}/unsur", {"unsur": ["waktu", "sarana"]}, page=page)
    assert "Melati" in staff.get("/staf/saran/?unsur=waktu&periode=2024-05").text
    for nothing in ("?unsur=biaya", "?unsur=tanpa", "?unsur=waktu&periode=2024-04"):
        assert "Tidak ada saran yang cocok" in staff.get(f"/staf/saran/{nothing}").text
    staff.post(f"{page}/unsur", {"unsur": ["sarana"]}, page=page)
    assert "Tidak ada saran yang cocok" in staff.get("/staf/saran/?unsur=waktu").text


def test_suggestions_are_searched_and_ordered(staff: Staff, db: Database, office: Office, given: str) -> None:
    record(db, office, "2024-04-02", 1, comment="Kursi 100% penuh.")
    assert "Melati" in staff.get("/staf/saran/?q=LOKET+dua").text
    found = staff.get("/staf/saran/?q=100%25").text
    assert "Kursi" in found and "Melati" not in found
    assert "Tidak ada saran yang cocok" in staff.get("/staf/saran/?q=100_").text
    oldest = staff.get("/staf/saran/?urut=lama").text
    assert oldest.index("Kursi") < oldest.index("Melati")


def test_several_suggestions_are_tagged_and_answered_at_once(
    staff: Staff, db: Database, office: Office, given: str
) -> None:
    other = record(db, office, "2024-04-02", 1, comment="Kursi kurang.")[0]
    suggestions.tag_suggestion(
        db, office.unit.unit_id, given, ["waktu"], person_id=office.admin.person_id, now=NOW
    )
    back = "/staf/saran/?status=semua&q="
    form = {"pilih": [given, other], "unsur": "sarana", "answer": "Kursi ditambah.", "kembali": back}
    sent = staff.post("/staf/saran/sekaligus", form, page="/staf/saran/")
    assert sent.status_code == 303 and sent.location.startswith("/staf/saran/?status=semua")
    for response_id, tags in ((given, ("waktu", "sarana")), (other, ("sarana",))):
        stored = suggestions.get_suggestion(db, office.unit.unit_id, response_id)
        assert (stored.tags, stored.answer) == (tags, "Kursi ditambah.")
    staff.post("/staf/saran/sekaligus", {"pilih": [given]}, page="/staf/saran/?status=semua")
    assert "Tidak disimpan." in staff.get("/staf/saran/").text
    foreign = staff.post(
        "/staf/saran/sekaligus", {**form, "pilih": ["f" * 32]}, page="/staf/saran/?status=semua"
    )
    assert foreign.status_code == 404


def test_an_odd_period_is_explained(staff: Staff) -> None:
    response = staff.get("/staf/saran/?periode=mei")
    assert response.status_code == 422 and "tidak dikenal" in response.text


def test_many_suggestions_come_in_pages(staff: Staff, db: Database, office: Office) -> None:
    for day in range(1, 31):
        record(db, office, f"2024-04-{day:02}", 1, comment=f"Saran nomor {day:02}.")
    assert staff.get(f"/staf/saran/?halaman={'9' * 20}").status_code == 404
    first, second = staff.get("/staf/saran/").text, staff.get("/staf/saran/?halaman=2").text
    assert "Halaman 1 dari 2" in first and "Saran nomor 30" in first and "Saran nomor 05" not in first
    assert "Saran nomor 05" in second


def test_very_many_suggestions_are_not_all_counted_but_all_can_be_reached(
    staff: Staff, db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.views.improvement.suggestions.MOST_COUNTED", 40)
    for day in range(1, 29):
        record(db, office, f"2024-04-{day:02}", 2, comment=f"Saran nomor {day:02}.")
    first, last = staff.get("/staf/saran/").text, staff.get("/staf/saran/?halaman=3").text
    assert "Lebih dari 40 saran." in first and "<b>Halaman 1</b>" in first and 'rel="next"' in first
    assert "Saran nomor 01." in last and 'rel="next"' not in last and 'rel="prev"' in last
    assert "2 saran." in staff.get("/staf/saran/?periode=2024-04-01..2024-04-01").text


def test_redacted_words_are_destroyed(staff: Staff, db: Database, office: Office, given: str) -> None:
    page = f"/staf/saran/{given}"
    # Words 3, 4 and 5: the name.
    form = {"seen": TEXT.replace("\n", "\r\n"), "words": ["3", "4", "5"]}
    question = staff.post(f"{page}/samarkan", form, page=page)
    assert "3 dari 10 kata saran ini" in question.text and "Kenanga" in _text(db, office, given)
    staff.confirm(f"{page}/samarkan", form, page=page)
    assert _text(db, office, given) == "Terima kasih Ibu [disamarkan]\nloket dua sangat lama."
    assert "Kenanga" not in staff.get("/staf/?periode=2024-05").text


@pytest.mark.sqlite_only
def test_a_redacted_name_is_not_left_behind_in_the_file(
    staff: Staff, db: Database, office: Office, given: str
) -> None:
    page = f"/staf/saran/{given}"
    staff.confirm(f"{page}/samarkan", {"seen": TEXT, "words": ["3", "4", "5"]}, page=page)
    db.execute("pragma wal_checkpoint(truncate)").fetchall()
    file = next(row["file"] for row in db.execute("pragma database_list").fetchall())
    assert b"loket dua sangat lama" in Path(file).read_bytes()
    assert b"Melati" not in Path(file).read_bytes()


def test_a_text_changed_meanwhile_is_not_redacted_at_the_wrong_place(
    staff: Staff, db: Database, office: Office, given: str
) -> None:
    page = f"/staf/saran/{given}"
    response = staff.post(f"{page}/samarkan", {"seen": "Teks lain", "words": ["1"]}, page=page)
    assert response.status_code == 409
    assert _text(db, office, given) == TEXT


@pytest.mark.parametrize("words", [[], ["99"], ["-1"], ["dua"]])
def test_without_words_nothing_is_redacted(
    staff: Staff, db: Database, office: Office, given: str, words: list[str]
) -> None:
    page = f"/staf/saran/{given}"
    assert staff.post(f"{page}/samarkan", {"seen": TEXT, "words": words}, page=page).status_code == 303
    assert _text(db, office, given) == TEXT


def test_the_tablet_may_send_again_what_was_redacted_since(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    body = answer(office.tablet.code, comment="Pak Fulan baik.")
    assert client.post("/api/responses", json=body).status_code == 201
    page = f"/staf/saran/{body['id']}"
    staff.confirm(f"{page}/samarkan", {"seen": "Pak Fulan baik.", "words": ["1"]}, page=page)
    assert client.post("/api/responses", json=body).status_code == 200
    assert _text(db, office, body["id"]) == "Pak [disamarkan] baik."


def test_an_excluded_response_takes_its_suggestion_out_of_the_inbox(
    staff: Staff, db: Database, office: Office, given: str
) -> None:
    unit_id, person_id = office.unit.unit_id, office.admin.person_id
    responses.exclude_responses(
        db, unit_id=unit_id, response_ids=[given], reason="Uji coba", person_id=person_id, now=NOW
    )
    assert "Melati" not in staff.get("/staf/saran/?status=semua").text
    assert staff.get(f"/staf/saran/{given}").status_code == 404
    responses.restore_responses(db, unit_id=unit_id, response_ids=[given], person_id=person_id, now=NOW)
    assert "Melati" in staff.get("/staf/saran/?status=belum").text
