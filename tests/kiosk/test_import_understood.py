"""The page shows the file's rows as they were understood, and both figures of every choice that matters."""

import pytest
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import answer_counts
from tests.conftest import Staff
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import upload
from tests.kiosk.test_import_variants import DAY
from tests.kiosk.test_import_variants import MAY
from tests.kiosk.test_import_variants import THREES
from tests.kiosk.test_import_variants import stored


def test_every_row_that_is_no_respondent_is_shown_with_its_reason(staff: Staff) -> None:
    rows: Rows = [
        ["No", "JK", *LABELS],
        *([number, "L", *THREES] for number in range(1, 121)),
        ["Maksimum", None, *[3] * 9],
        ["Halaman 1", None, *[None] * 9],
    ]
    text = upload(staff, as_xlsx(rows), "x.xlsx").text()
    assert "120 responden , baris 2 sampai 121." in text
    assert "116 responden lagi, baris 5 sampai 120" in text
    assert "122 bukan responden Kolom A berisi “Maksimum”, bukan nomor urut. Maksimum 3 3 3" in text
    assert "123 bukan responden Tanpa jawaban; berisi “Halaman 1”." in text


def test_the_cell_that_rejects_a_row_is_marked(staff: Staff) -> None:
    rows: Rows = [["Tanggal", *LABELS], *[[DAY, *THREES]] * 20, [DAY, 3, 7, *[3] * 7]]
    file = upload(staff, as_csv(rows))
    assert "ditolak 03/05/2024 3 7 3" in file.text()
    assert file.page().text.count('<td class="bad">7</td>') == 1


def test_rows_in_doubt_are_shown_with_both_figures(staff: Staff, db: Database, office: Office) -> None:
    rows: Rows = [["No", *LABELS], *([number, *THREES] for number in range(1, 6)), [None, *[1] * 9]]
    file = upload(staff, as_csv(rows))
    text = file.text()
    assert "Belum pasti" in text and "7 belum jelas Tanpa nomor urut" in text
    assert "Bukan responden IKM 75,00 mutu C · 5 responden" in text
    assert "Responden IKM 66,67 mutu C · 6 responden" in text
    file.send("again", rows="7=responden", month="2024-05")
    assert "IKM dari berkas ini 66,67" in file.text()
    file.store()
    assert stored(db, office) == [16] * 9


def test_offices_and_sheets_are_named_beside_their_figures(staff: Staff) -> None:
    titles = ["Tanggal", "Nama Kantor", *LABELS]
    rows: Rows = [[DAY, f"Kelurahan {'AB'[place % 2]}", *[3 + place % 2] * 9] for place in range(6)]
    text = upload(staff, as_xlsx([titles, *rows], [titles, *rows, rows[0]])).text()
    assert "Lembar1 IKM 87,50 mutu B · 6 responden" in text
    assert "Kelurahan A IKM 75,00 mutu C · 3 responden" in text


def test_the_month_is_asked_for_with_the_questions(staff: Staff) -> None:
    file = upload(staff, as_csv([LABELS, THREES]))
    before, _, after = file.text().partition("Bulan untuk 1 jawaban tanpa tanggal")
    assert before.rstrip().endswith("Harus dijawab dulu") and "Tabel di berkas" in after
    file.send("again", month="2024-05")
    assert "Harus dijawab dulu" not in file.text() and "Bulan untuk" in file.text()


def test_each_value_of_another_scale_can_be_given_its_meaning(
    staff: Staff, db: Database, office: Office
) -> None:
    file = upload(staff, as_csv([["Tanggal", *LABELS], *[[DAY, *[5] * 9]] * 3, [DAY, *THREES]]))
    assert "Tentukan satu per satu" in file.text()
    file.send("again", **{"scale.5": "4", "scale.3": "2"}, repeated="keep")
    file.store(repeated="keep")
    assert stored(db, office) == [14] * 9


def test_numbered_columns_are_chosen_by_one_answer(staff: Staff, db: Database, office: Office) -> None:
    titles = [f"Q{number}" for number in range(1, 14)]
    rows: Rows = [["Tanggal", *titles], [DAY, 1, 2, 1, 4, *THREES], [DAY, 2, 2, 1, 3, *[4] * 9]]
    file = upload(staff, as_csv(rows))
    assert "9 yang terakhir adalah unsurnya IKM 87,50" in file.text()
    file.send("again", column="F:N=kuesioner")
    file.store()
    assert stored(db, office) == [7] * 9


@pytest.mark.parametrize(("fate", "count"), [("skip", 2), ("keep", 3)])
def test_rows_that_repeat_another_show_both_figures(
    staff: Staff, db: Database, office: Office, fate: str, count: int
) -> None:
    rows: Rows = [["Tanggal", *LABELS], [DAY, *THREES], [DAY, *[4] * 9], [DAY, *[4] * 9]]
    file = upload(staff, as_csv(rows))
    text = file.text()
    assert "Lewati kembarannya IKM 87,50 mutu B · 2 responden" in text
    assert "Impor semua IKM 91,67 mutu A · 3 responden" in text
    file.send("again", repeated=fate)
    file.store()
    assert answer_counts.count_respondents(db, office.unit.unit_id, MAY.start, MAY.end) == count


def test_all_choices_can_be_taken_back(staff: Staff) -> None:
    file = upload(staff, as_csv([["Tanggal", *LABELS], *[[DAY, *[5] * 9]] * 3]))
    assert "Hapus semua pilihan" not in file.text()
    file.send("again", scale="5=4")
    assert "Harus dijawab dulu" not in file.text()
    assert "Hapus semua pilihan" in file.text()
    file.send("reset")
    assert "Harus dijawab dulu" in file.text()


def test_an_answer_that_is_none_changes_nothing(staff: Staff) -> None:
    file = upload(staff, as_csv([["Tanggal", *LABELS], *[[DAY, *[5] * 9]] * 3]))
    for name, value in (("scale", "lima=empat"), ("scale.5", "9"), ("rows", "x=bukan")):
        answer = file.send("again", **{name: value})
        assert answer.status_code in (303, 422)
        assert "Harus dijawab dulu" in file.text()


def test_a_sheet_that_is_stored_is_not_stored_again_with_others(
    staff: Staff, db: Database, office: Office
) -> None:
    book = as_xlsx([["Tanggal", *LABELS], [DAY, *THREES]], [["Tanggal", *LABELS], [DAY, *[4] * 9]])
    one = upload(staff, book, "x.xlsx")
    one.send("again", sheet="Lembar2")
    one.store()
    assert stored(db, office) == [4] * 9
    both = upload(staff, book, "x.xlsx")
    both.send("again", sheet="semua")
    assert "Berkas yang sama persis sudah diimpor" in both.text()
    assert "Impor lagi" in both.store().text
    assert stored(db, office) == [4] * 9
    both.store(again="1")
    assert stored(db, office) == [11] * 9
