"""Importing a file: shown first, stored when said so, once, and undone whole."""

from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import imports
from kiosk.store.answers import suggestions
from scoring import score
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import OPTIONS
from tests.kiosk.import_files import QUESTIONS
from tests.kiosk.import_files import WRITERS
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import bomb
from tests.kiosk.import_files import send
from tests.kiosk.import_files import upload
from tests.kiosk.score_files import processing_sheet
from tests.scoring import INSTRUMENT
from tests.scoring import REPORT

MAY = Period.parse("2024-05")
DATED = ["Tanggal", *LABELS]
THREES = ["01/05/2024", *[3] * 9]


def stored(db: Database, office: Office, period: Period = MAY) -> int:
    """How many responses count in the period."""
    return answer_counts.count_respondents(db, office.unit.unit_id, period.start, period.end)


@pytest.mark.parametrize("name", WRITERS)
def test_the_reports_sheet_gives_the_reports_index_from_every_kind_of_file(
    staff: Staff, db: Database, office: Office, name: str
) -> None:
    file = upload(staff, WRITERS[name](processing_sheet()), name)
    assert "147 jawaban" in file.text()
    assert "88,19 B Baik" in file.text()
    assert "Pilih bulan untuk jawaban yang tidak bertanggal." in file.text()
    assert stored(db, office) == 0
    assert file.send("again", month="2024-05").status_code == 303
    assert stored(db, office) == 0
    assert file.store().status_code == 303
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert [tallies.sum(key) for key in INSTRUMENT.keys()] == list(REPORT[1])
    assert str(score(INSTRUMENT, tallies).ikm) == "88.19"


def test_the_page_of_imports_names_file_days_and_person(staff: Staff) -> None:
    upload(staff, as_csv([DATED, THREES, ["17-05-2024", *[4] * 9]]), "mei.csv").store()
    page = staff.get("/staf/impor/").text
    for text in ("mei.csv", "1 Mei 2024 s.d. 17 Mei 2024", "Admin Contoh"):
        assert text in page


def test_an_import_is_undone_and_restored_whole(staff: Staff, db: Database, office: Office) -> None:
    upload(staff, as_csv([DATED, *[THREES] * 5])).store()
    assert stored(db, office) == 5
    (batch,) = imports.list_imports(db, office.unit.unit_id)
    staff.post(f"/staf/impor/{batch.import_id}/batalkan", {})
    assert stored(db, office) == 0
    assert answer_counts.count_exclusions(db, office.unit.unit_id, MAY.start, MAY.end) == {
        "Impor dibatalkan": 5
    }
    staff.post(f"/staf/impor/{batch.import_id}/pulihkan", {})
    assert stored(db, office) == 5


def test_the_same_file_twice_is_refused_unless_asked(staff: Staff, db: Database, office: Office) -> None:
    data = as_csv([DATED, *[THREES] * 5])
    upload(staff, data).store()
    again = upload(staff, data)
    assert "Berkas yang sama persis sudah diimpor" in again.text()
    assert again.store().status_code == 422
    assert stored(db, office) == 5
    assert again.store(again="1").status_code == 303
    assert stored(db, office) == 10


def test_an_undone_file_may_be_imported_again(staff: Staff, db: Database, office: Office) -> None:
    data = as_csv([DATED, *[THREES] * 5])
    upload(staff, data).store()
    (batch,) = imports.list_imports(db, office.unit.unit_id)
    staff.post(f"/staf/impor/{batch.import_id}/batalkan", {})
    assert upload(staff, data).store().status_code == 303
    assert stored(db, office) == 5


def test_a_file_whose_unfinished_import_was_undone_is_not_counted_by_going_on_with_it(
    staff: Staff, db: Database, office: Office
) -> None:
    file = upload(staff, as_csv([DATED, *[THREES] * 5]))
    file.text()
    import_id = file.path.rpartition("/")[2]
    # As a server leaves it that was killed before the first answer was stored.
    imports.start_import(
        db,
        import_id=import_id,
        unit_id=office.unit.unit_id,
        person_id=office.admin.person_id,
        fields={
            **dict.fromkeys(("file_name", "sheet"), "mei.csv"),
            **{"sha256": "0" * 64, "column_order": "daftar"},
            **dict.fromkeys(("first_day", "last_day"), "2024-05-01"),
            **dict.fromkeys(("responses", "rejected", "skipped", "repeated"), 5),
        },
        again=True,
        now=NOW,
    )
    staff.post(f"/staf/impor/{import_id}/batalkan", {})
    refused = file.store()
    assert refused.status_code == 422 and "dibatalkan sebelum selesai" in refused.text
    assert stored(db, office) == 0
    staff.post(f"/staf/impor/{import_id}/pulihkan", {})
    assert file.store().status_code == 303
    assert stored(db, office) == 5


def test_knowing_the_address_of_an_import_does_not_let_one_take_its_response_ids(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    file = upload(staff, as_csv([DATED, *[THREES] * 5]))
    import_id = file.path.rpartition("/")[2]
    for row in range(1, 8):
        response_id = sha256(f"{import_id} {row}".encode()).hexdigest()[:32]
        sent = client.post("/api/responses", json=answer(office.tablet.code, id=response_id))
        assert sent.status_code == 201
    assert file.store().status_code == 303
    assert stored(db, office) == 7 + 5


def test_choices_that_change_while_importing_are_shown_before_anything_is_stored(
    staff: Staff, db: Database, office: Office
) -> None:
    file = upload(staff, as_csv([DATED, THREES]))
    file.store(order="daftar")
    assert stored(db, office) == 0
    assert "Pilihan berubah" in file.text()
    file.store()
    assert stored(db, office) == 1


def test_the_order_of_bare_labels_decides_which_unsur_gets_the_eighth_column(
    staff: Staff, db: Database, office: Office
) -> None:
    row = ["01/05/2024", *[3] * 7, 1, 4]
    file = upload(staff, as_csv([DATED, row]))
    assert "U8 sarana dan prasarana, U9 pengaduan" in file.text()
    assert "nomor saja, urutan kuesioner" in file.text()
    file.send("again", order="daftar")
    assert "nomor saja, urutan daftar" in file.text()
    file.store()
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert [tallies.sum("pengaduan"), tallies.sum("sarana")] == [1, 4]


def test_a_discarded_file_leaves_nothing(staff: Staff, app: Flask, db: Database, office: Office) -> None:
    file = upload(staff, as_csv([DATED, THREES]))
    staff.post(f"{file.path}/buang", {})
    assert staff.get(file.path).status_code == 404
    assert list((Path(app.instance_path) / "imports").iterdir()) == []
    assert stored(db, office) == 0


def test_a_file_of_label_answers_under_question_texts_is_understood(
    staff: Staff, db: Database, office: Office
) -> None:
    typed = [
        f"  {text.replace('Bagaimana', 'Bagamana').replace(' ', '  ').rstrip('?')}" for text in QUESTIONS
    ]
    rows = [
        ["Timestamp", *typed, "Saran / Masukan"],
        ["31/05/2024 9:12:33", *[options[3] for options in OPTIONS], "Baik sekali"],
        ["30/05/2024 10:00:00", *[options[0].upper() for options in OPTIONS], ""],
    ]
    file = upload(staff, as_xlsx(rows), "formulir.xlsx")
    assert "2 jawaban" in file.text()
    file.store()
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert all(tallies.counts[key] == {1: 1, 2: 0, 3: 0, 4: 1} for key in INSTRUMENT.keys())
    (comment,) = suggestions.list_texts(db, office.unit.unit_id, MAY.start, MAY.end)
    assert comment.text == "Baik sekali"


def test_a_file_too_large_is_refused(staff: Staff) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = staff.client.post(
        "/staf/impor/", headers=headers, environ_overrides={"CONTENT_LENGTH": "40000000"}
    )
    assert response.status_code == 413


def test_a_cell_of_invisible_characters_is_empty(staff: Staff, db: Database, office: Office) -> None:
    rows: list[list[object]] = [[*DATED, "Saran"], [*THREES, "\0"], [*THREES, "Ba\0ik"]]
    assert upload(staff, as_xlsx(rows), "nul.xlsx").store().status_code == 303
    comments = suggestions.list_texts(db, office.unit.unit_id, MAY.start, MAY.end)
    assert [comment.text for comment in comments] == ["Baik"]


def test_a_text_of_more_columns_than_a_spreadsheet_has_is_refused(staff: Staff) -> None:
    assert "jauh lebih besar daripada data survei" in upload(staff, b"U1," * 20_000).text()


def test_a_workbook_that_repeats_a_long_text_in_every_cell_does_not_fill_the_disk(
    staff: Staff, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.sheets.stored.STORED_CHARACTERS", 10_000)
    file = upload(staff, as_csv([LABELS, *[["x" * 1000, *[4] * 8]] * 20]))
    assert "jauh lebih besar daripada data survei" in file.text()
    kept = Path(app.instance_path) / "imports" / file.path.rpartition("/")[2]
    assert sorted(path.name for path in kept.iterdir()) == ["about.json", "source"]


def test_only_so_many_files_wait(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.importing.folder.MOST_PENDING", 2)
    for number in range(2):
        upload(staff, as_csv([DATED, [number]]))
    refused = send(staff, as_csv([DATED, THREES]))
    assert refused.status_code == 422 and "2 berkas sudah menunggu" in refused.text


def test_a_number_of_the_heading_s_row_as_long_as_a_page_is_refused(staff: Staff) -> None:
    file = upload(staff, as_csv([DATED, THREES]))
    refused = file.send("again", row="9" * 5000)
    assert refused.status_code == 422 and "Nomor baris judul ditulis dengan angka" in refused.text


def test_a_workbook_that_claims_more_cells_than_memory_is_refused(staff: Staff) -> None:
    file = upload(staff, bomb(), "bom.xlsx")
    assert file.page().status_code == 422
    assert "jauh lebih besar daripada data survei" in file.text()
