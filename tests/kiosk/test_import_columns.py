"""Columns named by staff: in files with unknown titles, and where the program guessed wrong."""

import pytest
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from scoring import Tallies
from tests.conftest import Staff
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import upload
from tests.scoring import KEYS

MAY = Period.parse("2024-05")
MARKS = [1, 2, 3, 4, 1, 2, 3, 4, 1]
UNSEEN: Rows = [
    ["Hasil angket loket"],
    [
        "Kapan",
        "Berkas",
        "Alur",
        "Lama",
        "Ongkos",
        "Hasil",
        "Kecakapan",
        "Keramahan",
        "Gedung",
        "Aduan",
        "Loket",
    ],
    ["03/05/2024", *MARKS, "A"],
    ["03/05/2024", *MARKS, "B"],
]
# The unsur of the unseen titles, in the order of the questionnaire: columns B to J.
BY_HAND = {"column.A": "moment"} | {f"column.{chr(66 + place)}": key for place, key in enumerate(KEYS)}


def sums(db: Database, office: Office) -> list[int]:
    parts = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)
    tallies = parts.get(DEFAULT) or Tallies.empty(load_rules(DEFAULT))
    return [int(tallies.sum(key)) for key in KEYS]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_unknown_titles_are_named_by_hand_and_remembered(
    staff: Staff, db: Database, office: Office, write: object
) -> None:
    assert callable(write)
    file = upload(staff, write(UNSEEN))
    assert "Belum ada kolom untuk unsur Persyaratan;" in file.text()
    assert "Keramahan 3" in file.text()
    file.store(month="2024-05")
    assert sums(db, office) == [0] * 9
    file.send("again", **BY_HAND)
    assert "Kolom K “Loket” memuat 2 kantor" in file.text()
    file.send("again", office="semua")
    assert "karena pilihan Anda" in file.text()
    assert file.store().status_code == 303
    assert sums(db, office) == [2 * mark for mark in MARKS]
    later = upload(staff, write([*UNSEEN, ["04/05/2024", *MARKS, "C"]]))
    assert "3 jawaban" in later.text()
    assert "pilihan Anda untuk berkas sebelumnya" in later.text()


def test_a_wrong_guess_is_mended_but_a_bare_label_is_asked_about_each_time(
    staff: Staff, db: Database, office: Office
) -> None:
    file = upload(staff, as_csv([["Tanggal", *LABELS], ["03/05/2024", *MARKS]]))
    file.send("again", **{"column.I": "pengaduan"})
    assert "Belum ada kolom untuk unsur Sarana dan Prasarana." in file.text()
    file.send("again", **{"column.J": "sarana"})
    file.store()
    assert sums(db, office)[7:] == [1, 4]
    again = upload(staff, as_csv([["Tanggal", *LABELS], ["04/05/2024", *MARKS]]))
    assert "nomor saja, urutan kuesioner" in again.text()


def test_an_unsur_that_two_columns_could_be_is_asked_for(staff: Staff, db: Database, office: Office) -> None:
    rows: Rows = [["Tanggal", *LABELS, "U3 (Waktu)"], ["03/05/2024", *MARKS, 4]]
    file = upload(staff, as_csv(rows))
    assert "Unsur Waktu Penyelesaian ada di kolom D dan K (baris 1). Mana yang dihitung?" in file.text()
    file.send("again", **{"column.K": "waktu"})
    file.store()
    assert sums(db, office)[2] == 4


def test_two_columns_for_the_same_are_said(staff: Staff) -> None:
    file = upload(staff, as_csv(UNSEEN))
    file.send("again", **BY_HAND, **{"column.K": "sarana"})
    assert "Pilih satu kolom tiap unsur." in file.text()
    file.send("again", **{"column.A": "service", "column.K": "service"})
    assert "Dua kolom dipilih untuk isi yang sama" in file.text()


def test_the_row_of_titles_can_be_stated(staff: Staff, db: Database, office: Office) -> None:
    rows = [["03/05/2024", *MARKS], ["03/05/2024", *MARKS]]
    file = upload(staff, as_csv(rows))
    file.send("again", row="0", **BY_HAND)
    file.store()
    assert sums(db, office) == [2 * mark for mark in MARKS]


@pytest.mark.parametrize("choice", [{"column.B": "raja"}, {"row": "x"}, {"row": "٣"}, {"row": "99999"}])
def test_what_was_not_offered_is_refused(staff: Staff, choice: dict[str, str]) -> None:
    assert upload(staff, as_csv(UNSEEN)).store(**choice).status_code == 422
