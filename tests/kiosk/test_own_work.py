"""What staff entered is taken back by those who entered it, on the same day, or by a pimpinan with words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.accounts import people
from kiosk.store.answers import answer_counts
from kiosk.store.answers import imports
from kiosk.store.answers import suggestions
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.conftest import log_in
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import upload
from tests.kiosk.test_paper_entry import MAY
from tests.kiosk.test_paper_entry import key
from tests.kiosk.test_paper_entry import keyed

Hire = Callable[[str, str], Staff]


@pytest.fixture
def hire(app: Flask, db: Database, office: Office, password_hash: str) -> Hire:
    """Logs in a new user of this name and role in a browser of its own."""

    def one(username: str, role: str) -> Staff:
        people.create_person(
            db,
            username=username,
            name=username.title(),
            unit_id=office.unit.unit_id,
            role=role,
            password_hash=password_hash,
            now=NOW,
        )
        client = app.test_client()
        assert log_in(client, username).status_code == 303
        return Staff(client)

    return one


def _respondents(db: Database, office: Office) -> int:
    return answer_counts.count_respondents(db, office.unit.unit_id, MAY.start, MAY.end)


def _import(staff: Staff, db: Database, office: Office) -> str:
    """Import three answers of May; the import's address."""
    answered: list[list[object]] = [[f"2024-05-0{day}", *[3] * 9] for day in (1, 2, 3)]
    uploaded = upload(staff, as_csv([["Tanggal", *LABELS], *answered]), "mei.csv")
    uploaded.send(action="import")
    assert _respondents(db, office) == 3
    return f"/staf/impor/{imports.list_imports(db, office.unit.unit_id)[0].import_id}"


def test_a_petugas_neither_undoes_nor_restores_what_a_pimpinan_imported(
    hire: Hire, db: Database, office: Office
) -> None:
    pimpinan, petugas = hire("pim", "pimpinan"), hire("pet", "petugas")
    batch = _import(pimpinan, db, office)
    assert petugas.post(f"{batch}/batalkan", {}, "/staf/impor/").status_code == 403
    assert "hanya pimpinan" in petugas.get("/staf/impor/").text
    assert _respondents(db, office) == 3
    pimpinan.post(f"{batch}/batalkan", {}, "/staf/impor/")
    assert _respondents(db, office) == 0
    assert petugas.post(f"{batch}/pulihkan", {}, "/staf/impor/").status_code == 403
    assert _respondents(db, office) == 0


def test_a_pimpinan_undoes_another_persons_import_with_words_that_are_stored(
    hire: Hire, db: Database, office: Office
) -> None:
    pimpinan, petugas = hire("pim", "pimpinan"), hire("pet", "petugas")
    batch = _import(petugas, db, office)
    pimpinan.post(f"{batch}/batalkan", {}, "/staf/impor/")
    assert _respondents(db, office) == 3
    pimpinan.post(f"{batch}/batalkan", {"words": "Berkas contoh, bukan survei"}, "/staf/impor/")
    assert _respondents(db, office) == 0
    reasons = {row["reason"] for row in db.execute("select reason from exclusions")}
    assert reasons == {"Impor dibatalkan: Berkas contoh, bukan survei"}
    pimpinan.post(f"{batch}/pulihkan", {}, "/staf/impor/")
    assert _respondents(db, office) == 3


@pytest.mark.parametrize(("later", "left"), [(timedelta(hours=1), 0), (timedelta(days=1), 3)])
def test_a_petugas_undoes_the_own_import_on_the_same_day_only(
    hire: Hire, db: Database, office: Office, app: Flask, later: timedelta, left: int
) -> None:
    petugas = hire("pet", "petugas")
    batch = _import(petugas, db, office)
    app.config["CLOCK"] = lambda: NOW + later
    log_in(petugas.client, "pet")
    petugas.post(f"{batch}/batalkan", {}, "/staf/impor/")
    assert _respondents(db, office) == left


def test_a_petugas_withdraws_no_sheet_of_another_person(hire: Hire, db: Database, office: Office) -> None:
    one, other, pimpinan = hire("pet", "petugas"), hire("lain", "petugas"), hire("pim", "pimpinan")
    pile = one.post("/staf/kertas/", {"answered_day": "2024-05-03", "service": ""}, "/staf/kertas/").location
    for number in (1, 2):
        key(one, pile, keyed("333333333", number))
    other.post(f"{pile}/urungkan", {"number": "1"}, pile)
    assert "hanya pimpinan yang mengurungkannya" in other.get(pile).text
    assert _respondents(db, office) == 2
    one.post(f"{pile}/urungkan", {"number": "1"}, pile)
    pimpinan.post(f"{pile}/urungkan", {"number": "2"}, pile)
    assert _respondents(db, office) == 0


def test_one_petugas_alone_does_not_replace_what_another_keyed(
    hire: Hire, db: Database, office: Office
) -> None:
    one, other = hire("pet", "petugas"), hire("lain", "petugas")
    pile = one.post("/staf/kertas/", {"answered_day": "2024-05-03", "service": ""}, "/staf/kertas/").location
    key(one, pile, keyed("111111111"))
    other.post(f"{pile}/periksa", keyed("444444444", 2) | {"number": "1"}, f"{pile}/periksa")
    choice = {"number": "1", "right": "second"}
    other.post(f"{pile}/banding", choice, f"{pile}/banding")
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert tallies.sum("waktu") == 1
    one.post(f"{pile}/banding", choice, f"{pile}/banding")
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert tallies.sum("waktu") == 4


def test_a_complaint_is_redacted_by_a_second_person_only(hire: Hire, db: Database, office: Office) -> None:
    petugas, pimpinan = hire("pet", "petugas"), hire("pim", "pimpinan")
    text = "Petugas Budi meminta uang"
    body = answer(office.tablet.code, comment=text)
    petugas.client.post("/api/responses", json=body)
    page = f"/staf/saran/{body['id']}"

    def read() -> str:
        return suggestions.get_suggestion(db, office.unit.unit_id, body["id"]).text

    petugas.post(f"{page}/samarkan", {"seen": text, "words": ["0", "1", "2", "3"]}, page)
    assert read() == text
    assert petugas.post(f"{page}/tolak-usulan", {}, page).status_code == 403
    assert "Ada usulan penyamaran" in pimpinan.get("/staf/saran/").text
    assert "Pet mengusulkan 4 kata disamarkan" in pimpinan.get(page).text
    pimpinan.post(f"{page}/tolak-usulan", {}, page)
    assert "mengusulkan" not in pimpinan.get(page).text
    pimpinan.confirm(f"{page}/samarkan", {"seen": text, "words": ["1"]}, page=page)
    assert read() == "Petugas [disamarkan] meminta uang"


def test_a_withdrawn_sheet_that_was_keyed_again_is_not_counted_twice(
    staff: Staff, db: Database, office: Office
) -> None:
    answered = {"answered_day": "2024-05-03", "service": ""}
    pile = staff.post("/staf/kertas/", answered, "/staf/kertas/").location
    key(staff, pile, keyed("111111111"))
    staff.post(f"{pile}/urungkan", {"number": "1"}, pile)
    key(staff, pile, keyed("444444444", id="f" * 32))
    restored = staff.post("/staf/kewajaran/pulihkan?periode=2024-05", {"response": f"{1:032x}"}, pile)
    assert restored.status_code == 422 and "lembar yang diurungkan" in restored.text
    assert _respondents(db, office) == 1


def test_an_undone_import_that_was_imported_again_is_not_restored_beside_it(
    staff: Staff, db: Database, office: Office
) -> None:
    first = _import(staff, db, office)
    staff.post(f"{first}/batalkan", {"words": "berkas yang salah"}, "/staf/impor/")
    [excluded, *_] = [row["response_id"] for row in db.execute("select response_id from responses")]
    one = staff.post("/staf/kewajaran/pulihkan?periode=2024-05", {"response": excluded}, "/staf/impor/")
    assert one.status_code == 422 and _respondents(db, office) == 0
    _import(staff, db, office)
    staff.post(f"{first}/pulihkan", {}, "/staf/impor/")
    assert "Batalkan dahulu impor yang baru" in staff.get("/staf/impor/").text
    assert _respondents(db, office) == 3
