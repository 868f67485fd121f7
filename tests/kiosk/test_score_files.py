"""`ikm score` on files as offices have them: their columns, their rows, their encodings."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.questionnaire.catalogue import load_questionnaire
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.score_files import LABELS
from tests.kiosk.score_files import NAMES
from tests.kiosk.score_files import THREES
from tests.kiosk.score_files import Rows
from tests.kiosk.score_files import csv_bytes
from tests.kiosk.score_files import csv_file
from tests.kiosk.score_files import ikm_score
from tests.kiosk.score_files import scored
from tests.kiosk.score_files import xlsx_file
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS

# Which column is which unsur


def test_bare_labels_follow_the_stated_order(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [LABELS, [4, 4, 4, 4, 4, 4, 4, 1, 3]])
    asked, listed = scored(file), scored(file, "--urutan", "daftar")
    assert (asked["order"], asked["unsur"]["sarana"]["sum"], asked["unsur"]["pengaduan"]["sum"]) == (
        "kuesioner",
        1,
        3,
    )
    assert (listed["order"], listed["unsur"]["sarana"]["sum"], listed["unsur"]["pengaduan"]["sum"]) == (
        "daftar",
        3,
        1,
    )
    assert "dianggap urutan daftar (U8 = Penanganan Pengaduan" in ikm_score(file, "--urutan", "daftar").stdout


@pytest.mark.parametrize(
    "header",
    [
        list(KEYS),
        NAMES,
        [name.upper() for name in NAMES],
        [item.question["id"] for item in load_questionnaire(INSTRUMENT.id).items],
        [f"{label} ({name})" for label, name in zip(LABELS, NAMES, strict=True)],
        ["U1 (Persyaratan)", "U2 (Prosedur)", "U3 (Waktu)", "U4 (Biaya/Tarif)", "U5 (Produk)",
         "U6 (Kompetensi)", "U7 (Perilaku)", "U8 (Sarana & Prasarana)", "U9 (Pengaduan)"],
        ["Q1 - Persyaratan", "Q2 - Prosedur", "Q3 - Waktu", "Q4 - Biaya", "Q5 - Produk", "Q6 - Kompetensi",
         "Q7 - Perilaku", "Q8 - Sarana", "Q9 - Pengaduan"],
        ["kesesuaian_persyaratan", "kemudahan_prosedur", "kecepatan_waktu", "kewajaran_biaya",
         "kesesuaian_produk", "kompetensi_petugas", "perilaku_petugas", "kualitas_sarana_dan_prasarana",
         "penanganan_pengaduan"],
    ],
    ids=["keys", "names", "capitals", "questions", "labels and names", "labels and short", "Q", "snake"],
)  # fmt: skip
def test_names_say_which_unsur_in_any_column(tmp_path: Path, header: list[str]) -> None:
    row = [1, 2, 3, 4, 1, 2, 3, 4, 2]
    file = csv_file(tmp_path, [["No", *reversed(header), "Saran / Masukan"], [1, *reversed(row), "Baik"]])
    for order in ("kuesioner", "daftar"):
        found = scored(file, "--urutan", order)
        assert [unsur["sum"] for unsur in found["unsur"].values()] == row
    assert "menurut nama unsur" in ikm_score(file).stdout


@pytest.mark.parametrize(
    "labels",
    [[f"Unsur {n}" for n in range(1, 10)], [f"u{n}" for n in range(1, 10)], [f"Q{n}" for n in range(1, 10)]],
)
def test_other_bare_labels(tmp_path: Path, labels: list[str]) -> None:
    assert scored(csv_file(tmp_path, [labels, [1, 2, 3, 4, 1, 2, 3, 4, 2]]))["unsur"]["sarana"]["sum"] == 4


def test_names_in_the_line_below_the_labels_settle_the_order(tmp_path: Path) -> None:
    swapped = [*NAMES[:7], NAMES[8], NAMES[7]]
    file = csv_file(tmp_path, [["No", *LABELS], [None, *swapped], [1, 4, 4, 4, 4, 4, 4, 4, 1, 3]])
    found = scored(file)
    assert (found["respondents"], found["unsur"]["pengaduan"]["sum"]) == (1, 1)
    assert "menurut nama unsur" in ikm_score(file).stdout


def test_a_labelled_column_wins_over_a_time_called_waktu(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [["Waktu", *LABELS], ["09:12", *THREES]])
    assert scored(file)["unsur"]["waktu"]["sum"] == 3


def test_an_unsur_named_twice_is_not_guessed(tmp_path: Path) -> None:
    result = ikm_score(csv_file(tmp_path, [[*NAMES, "Sarana"], [*THREES, 4]]))
    assert result.exit_code == 2
    assert result.stderr == (
        "ikm score: jawaban.csv: Unsur Sarana dan Prasarana ada di kolom H dan J (baris 1). Mana yang "
        "dihitung? Jawab dengan --kolom H=sarana (kolom H) atau --kolom J=sarana (kolom J) atau "
        "--kolom H=sarana,J=sarana (rata-ratanya tiap responden).\n"
    )


# What a row is


def test_blanks_stay_blank(tmp_path: Path) -> None:
    found = scored(csv_file(tmp_path, [LABELS, THREES, [4, "", 4, 4, 4, 4, 4, 4, " "]]))
    assert found["respondents"] == 2
    assert found["unsur"]["prosedur"] == {"sum": 3, "filled": 1, "blank": 1, "nrr": "3.000000"}
    assert found["unsur"]["pengaduan"]["blank"] == 1
    assert found["rejected"] == []


def test_an_unsur_without_answers_leaves_no_index(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [LABELS, [3, 3, 3, None, 3, 3, 3, 3, 3]])
    found = scored(file)
    assert (found["respondents"], found["ni"], found["ikm"], found["mutu"]) == (1, None, None, None)
    assert found["unsur"]["biaya"] == {"sum": 0, "filled": 0, "blank": 1, "nrr": None}
    assert (
        "IKM tidak dapat dihitung karena belum ada jawaban untuk unsur Biaya/Tarif." in ikm_score(file).stdout
    )


@pytest.mark.parametrize("value", ["5", "3,5", "3.5", "Sesuai", "33", "-1", "1e0", "TRUE", "٣"])
def test_a_value_that_is_no_answer_is_rejected_with_its_row_and_column(tmp_path: Path, value: str) -> None:
    bad = [4, 4, value, 4, 4, 4, 4, 4, 4]
    found = scored(csv_file(tmp_path, [["Rekap Mei"], LABELS, THREES, bad, THREES]))
    assert found["respondents"] == 2
    assert found["unsur"]["waktu"] == {"sum": 6, "filled": 2, "blank": 0, "nrr": "3.000000"}
    assert found["rejected"] == [
        {
            "row": 4,
            "column": "U3",
            "value": value,
            "reason": "Bukan 1, 2, 3, atau 4; baris ini tidak dihitung.",
        }
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [(5, "5"), (3.5, "3.5"), (True, "True"), (date(2024, 3, 4), "2024-03-04"), ("x", "x")]
)
def test_a_workbooks_cells_are_checked_for_what_they_are(tmp_path: Path, value: object, shown: str) -> None:
    bad = [4, 4, value, 4, 4, 4, 4, 4, 4]
    found = scored(xlsx_file(tmp_path, {"Data": [[], [], LABELS, THREES, bad]}))
    assert [(one["row"], one["column"], one["value"]) for one in found["rejected"]] == [(5, "U3", shown)]
    assert found["respondents"] == 1


def test_a_dash_is_no_answer_and_a_zero_is_asked_about(tmp_path: Path) -> None:
    dash = scored(csv_file(tmp_path, [LABELS, THREES, [4, 4, "-", 4, 4, 4, 4, 4, 4]]))
    assert (dash["respondents"], dash["unsur"]["waktu"]["blank"], dash["rejected"]) == (2, 1, [])
    file = csv_file(tmp_path, [LABELS, THREES, [4, 4, 0, 4, 4, 4, 4, 4, 4]])
    asked = ikm_score(file)
    assert asked.exit_code == 2 and "Ada 1 jawaban 0." in asked.stderr and "--skala 0=kosong" in asked.stderr
    assert scored(file, "--skala", "0=kosong")["unsur"]["waktu"]["blank"] == 1
    assert [one["value"] for one in scored(file, "--skala", "0=tolak")["rejected"]] == ["0"]


def test_people_see_what_was_rejected_and_not_too_much_of_it(tmp_path: Path) -> None:
    many = [[9, *[4] * 8] for _ in range(1234)]
    result = ikm_score(csv_file(tmp_path, [LABELS, THREES, *many]), "--skala", "9=tolak")
    assert "1.234 nilai bukan 1, 2, 3, atau 4; barisnya tidak dihitung:" in result.stdout
    assert "  baris 3, kolom U1: “9”" in result.stdout
    assert "  … dan 1.214 lagi; semuanya dengan --json." in result.stdout


def test_numbers_may_carry_empty_decimals(tmp_path: Path) -> None:
    row = ["3,0", "3.00", "3", "4,0", " 3 ", "3", "3", "3", "3"]
    data = csv_bytes([LABELS, row], delimiter=";")
    assert scored("-", stdin=data)["unsur"]["biaya"]["sum"] == 4
    assert scored("-", stdin=data)["rejected"] == []


def test_rows_numbered_in_advance_are_no_respondents(tmp_path: Path) -> None:
    rows: Rows = [["No", *LABELS], [1, *THREES], [2], [3, *[""] * 9]]
    file = csv_file(tmp_path, rows)
    assert scored(file)["respondents"] == 1
    assert "Baris dilewati: 2 tanpa satu jawaban pun." in ikm_score(file).stdout


def test_answers_after_a_subtotal_still_count(tmp_path: Path) -> None:
    page = [[1, *THREES], [2, *THREES]]
    rows: Rows = [["No", *LABELS], *page, ["Jumlah", *[6] * 9], ["No", *LABELS], *page, ["Jumlah", *[12] * 9]]
    found = scored(csv_file(tmp_path, rows))
    assert (found["respondents"], found["rejected"]) == (4, [])


def test_a_sum_that_looks_like_answers_is_still_a_sum(tmp_path: Path) -> None:
    rows: Rows = [["No", *LABELS], [1, *THREES], ["Jumlah nilai", *THREES], ["NRR per unsur", *THREES]]
    assert scored(csv_file(tmp_path, rows))["respondents"] == 1


def test_a_suggestion_that_begins_like_a_sum_is_a_suggestion(tmp_path: Path) -> None:
    rows: Rows = [["No", *LABELS, "Saran"], [1, *THREES, "Jumlah kursi kurang"]]
    assert scored(csv_file(tmp_path, rows))["respondents"] == 1


# Ways of writing a file


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_separator_and_encoding(delimiter: str, encoding: str) -> None:
    rows: Rows = [["Survei “Mei”, kota; é"], ["No", *LABELS, "Saran"], [1, *THREES, "kursi, meja; é"]]
    found = scored("-", stdin=csv_bytes(rows, delimiter, encoding))
    assert (found["respondents"], found["ikm"]) == (1, "75.00")


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    data = csv_bytes([LABELS, THREES, [5, *THREES[1:]]], encoding="utf-8-sig")
    assert scored("-", stdin=data)["rejected"][0]["column"] == "U1"


def test_a_line_break_in_a_cell_is_no_row() -> None:
    rows: Rows = [["Saran", *LABELS], ["satu\ndua\r\ntiga", *THREES], ["", 5, *THREES[1:]]]
    assert scored("-", stdin=csv_bytes(rows))["rejected"][0]["row"] == 3


def test_a_workbook_through_a_pipe(tmp_path: Path) -> None:
    data = xlsx_file(tmp_path, {"Data": [LABELS, THREES]}).read_bytes()
    assert scored("-", stdin=data)["ikm"] == "75.00"
    assert "Berkas           masukan standar, lembar “Data”" in ikm_score("-", stdin=data).stdout


def test_sheets_that_are_months_of_one_survey_are_read_together(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Petunjuk": [["Isi lembar berikut"]],
        "Mei": [["No", *LABELS], [1, *THREES]],
        "Juni": [["No", *LABELS], [1, *[4] * 9]],
    }
    found = scored(xlsx_file(tmp_path, sheets))
    assert (found["ikm"], found["sheet"]) == ("87.50", "Mei, Juni")
    assert [one["message"] for one in found["warnings"]][:2] == [
        "Lembar “Mei”, “Juni” adalah bulan-bulan dari satu survei; dibaca bersama.",
        "Dibaca lembar “Mei”, “Juni”; tanpa responden: “Petunjuk”.",
    ]
    assert scored(xlsx_file(tmp_path, sheets), "--lembar", "Mei")["ikm"] == "75.00"


def test_the_same_month_of_two_years_is_not_read_together_unasked(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {name: [LABELS, [2, *THREES[1:]], [year, *THREES[1:]]]
                               for name, year in (("Mei 2023", 1), ("Mei 2024", 4))}  # fmt: skip
    asked = ikm_score(xlsx_file(tmp_path, sheets))
    assert asked.exit_code == 2 and "Ada 2 lembar berisi responden" in asked.stderr


def test_which_of_several_sheets_with_respondents_is_read_is_asked(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Loket A": [["No", *LABELS], [1, *THREES]],
        "Loket B": [["No", *LABELS], [1, *[4] * 9]],
    }
    file = xlsx_file(tmp_path, sheets)
    asked = ikm_score(file)
    assert asked.exit_code == 2 and asked.stderr.count("\n") == 1
    assert '--lembar "Loket A" (1 responden)' in asked.stderr and "--lembar semua" in asked.stderr
    assert scored(file, "--lembar", "Loket A")["ikm"] == "75.00"
    assert scored(file, "--lembar", "semua")["ikm"] == "87.50"
    assert scored(file, "--lembar", "Loket A", "--lembar", "Loket B")["respondents"] == 2
    unknown = ikm_score(file, "--lembar", "Loket C")
    assert unknown.exit_code == 2 and "Tidak ada lembar “Loket C”; yang ada: “Loket A”" in unknown.stderr


def test_no_cell_commands_the_terminal_that_shows_it(tmp_path: Path) -> None:
    rows: Rows = [LABELS, THREES, ["\x1b]0;judul\x07\x1b[31m5\x9b", *[4] * 8]]
    workbook = tmp_path / "isi.xlsx"
    workbook.write_bytes(as_xlsx(rows))
    for file in (csv_file(tmp_path, rows), workbook):
        found = ikm_score(file).stdout
        assert "kolom U1: “]0;judul[31m5”" in found and "\x1b" not in found
