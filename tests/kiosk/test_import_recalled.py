"""Answers given for a file are proposed for the next file with the same titles, and said, never silent."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.importing.offices import BY_UNIT
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.store.answers import imports
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import upload
from tests.kiosk.test_import import stored

FIVE = "1=1,2=2,3=3,4=3,5=4"
AGAIN = "Dijawab seperti impor mei.csv, "


def five_points(day: int, *marks: int) -> bytes:
    """Answers on a scale of five, with days that can be read both ways."""
    rows: Rows = [["Tanggal", *LABELS], *([f"{day}/5/2024 08:{mark:02}", *[mark] * 9] for mark in marks)]
    return as_csv(rows)


def import_first(staff: Staff) -> None:
    """A file whose scale and order of dates are asked about, and answered."""
    file = upload(staff, five_points(3, 1, 2, 3, 4, 5), "mei.csv")
    file.send("again", scale=FIVE, day_order="hari")
    assert "Impor 5 jawaban" in file.text() and "Dijawab seperti" not in file.text()
    assert file.store().status_code == 303


def test_the_next_file_is_answered_alike_and_says_so(staff: Staff, db: Database, office: Office) -> None:
    import_first(staff)
    later = upload(staff, five_points(4, 5, 4, 3, 2, 1), "juni.csv")
    text = later.text()
    assert AGAIN in text
    assert "arti nilai 1=1, 2=2, 3=3, 4=3, 5=4" in text and "tanggal dibaca hari lalu bulan" in text
    assert "Harus dijawab dulu" not in text and "IKM dari berkas ini 65,00" in text
    assert stored(db, office) == 5
    assert later.store().status_code == 303
    assert stored(db, office) == 10


def test_one_press_drops_what_was_taken_again(staff: Staff) -> None:
    import_first(staff)
    later = upload(staff, five_points(4, 5, 4, 3, 2, 1), "juni.csv")
    assert "Jawab sendiri" in later.text()
    later.send("reset")
    assert "Harus dijawab dulu" in later.text() and "Dijawab seperti" not in later.text()
    later.send("again", scale="1=1,2=1,3=2,4=3,5=4", day_order="hari")
    assert "Dijawab seperti" not in later.text() and "IKM dari berkas ini 55,00" in later.text()


def test_what_was_taken_again_is_still_said_after_another_choice(staff: Staff) -> None:
    import_first(staff)
    later = upload(staff, five_points(4, 5, 4, 3, 2, 1), "juni.csv")
    later.send("again", order="daftar")
    assert AGAIN in later.text()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["4/5/2024 08:01", *[4] * 9], ["4/5/2024 08:02", *[3] * 9]], "a scale of four needs no meaning"),
        ([["4/5/2024 08:01", *[mark] * 9] for mark in range(1, 8)], "a scale of seven is another one"),
        ([["4/5/2024 08:01", *[3] * 9], ["4/5/2024 08:02", 0, *[3] * 8]], "0 was never explained"),
    ],
)
def test_a_scale_is_taken_again_only_for_the_values_it_was_said_of(
    staff: Staff, rows: Rows, why: str
) -> None:
    import_first(staff)
    later = upload(staff, as_csv([["Tanggal", *LABELS], *rows]), "juni.csv")
    assert "tanggal dibaca hari lalu bulan" in later.text()
    assert "arti nilai" not in later.text(), why


def test_other_titles_and_an_undone_import_are_no_reason(staff: Staff, db: Database, office: Office) -> None:
    import_first(staff)
    other = upload(staff, five_points(4, 5, 4, 3, 2, 1).replace(b"Tanggal", b"Waktu isi"), "juni.csv")
    assert "Dijawab seperti" not in other.text()
    (batch,) = imports.list_imports(db, office.unit.unit_id)
    staff.post(f"/staf/impor/{batch.import_id}/batalkan", {})
    later = upload(staff, five_points(4, 5, 4, 3, 2, 1), "juni.csv")
    assert "Dijawab seperti" not in later.text() and "Harus dijawab dulu" in later.text()


def test_an_office_a_sheet_and_columns_are_taken_again_where_they_are_offered(staff: Staff) -> None:
    titles = ["Tanggal", "Nama Kantor", *[f"Q{number}" for number in range(1, 14)]]
    rows: Rows = [
        [f"{15 + place}/5/2024", f"Kelurahan {'AB'[place % 2]}", 1, 2, 1, 4, *[3] * 9] for place in range(8)
    ]
    book = as_xlsx([titles, *rows[:4]], [titles, *rows[4:]])
    first = upload(staff, book, "mei.xlsx")
    for answers in ({"sheet": "semua"}, {"column": "G:O=kuesioner"}, {"office": "Kelurahan B"}):
        first.send("again", **answers)
    assert first.store().status_code == 303
    later = upload(staff, as_xlsx([titles, *rows[:4]], [titles, *rows[4:], rows[0]]), "juni.xlsx")
    text = later.text()
    assert "lembar semua" in text and "kolom G:O=kuesioner" in text and "kantor Kelurahan B" in text
    renamed: Rows = [[one if one != "Kelurahan B" else "Kelurahan C" for one in row] for row in rows]
    other = upload(staff, as_xlsx([titles, *renamed[:4]], [titles, *renamed[4:]]), "juli.xlsx")
    assert "kantor Kelurahan B" not in other.text() and "Jawaban kantor mana yang dibaca?" in other.text()


def test_a_file_whose_offices_went_to_their_units_is_answered_alike(
    staff: Staff, db: Database, office: Office
) -> None:
    melati = open_branch(db, parent=office.unit, name="Kelurahan Melati", now=NOW)
    open_branch(db, parent=office.unit, name="Kelurahan Mawar", now=NOW)
    titles = ["Tanggal", "Nama Kantor", *LABELS]
    rows: Rows = [
        [f"{14 + place}/5/2024", f"Kelurahan {('Melati', 'Mawar')[place % 2]}", *[1 + place % 5] * 9]
        for place in range(10)
    ]
    first = upload(staff, as_csv([titles, *rows]), "mei.csv")
    first.send("again", scale=FIVE, office=BY_UNIT)
    assert first.store().status_code == 303
    assert [one.responses for one in imports.list_imports(db, melati.unit_id)] == [5]
    later = upload(staff, as_csv([titles, *rows, rows[0]]), "juni.csv").text()
    assert AGAIN in later and "arti nilai 1=1, 2=2, 3=3, 4=3, 5=4" in later
    assert "Jawaban kantor mana yang dibaca?" in later


def test_the_command_answers_alike_only_when_it_is_told_to(
    staff: Staff, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    import_first(staff)
    path = tmp_path / "juni.csv"
    path.write_bytes(five_points(4, 5, 4, 3, 2, 1))
    asked = CliRunner().invoke(main, ["import", str(path), "--oleh", "admin"])
    assert asked.exit_code == 2
    assert "Dijawab pada impor mei.csv: --seperti-terakhir memakai jawabannya lagi." in asked.stdout
    done = CliRunner().invoke(main, ["import", str(path), "--oleh", "admin", "--seperti-terakhir"])
    assert done.exit_code == 0, done.output
    assert AGAIN in done.stdout and "IKM       65,00" in done.stdout
    told = ["--skala", "1=1,2=1,3=2,4=3,5=4", "--seperti-terakhir"]
    other = CliRunner().invoke(main, ["import", str(path), "--oleh", "admin", *told])
    assert "IKM       55,00" in other.stdout and "arti nilai" not in other.stdout
