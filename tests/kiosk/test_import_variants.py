"""Each real variant of the files offices have, and each of their traps."""

import io
import json
from collections.abc import Callable
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.answers import answer_counts
from kiosk.store.answers import imports
from scoring import Tallies
from tests.conftest import Staff
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import OPTIONS
from tests.kiosk.import_files import QUESTIONS
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_ods
from tests.kiosk.import_files import as_xls
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import upload
from tests.kiosk.score_files import answers
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS

MAY = Period.parse("2024-05")
DAY = "03/05/2024"
# One value per unsur that tells it from the others, in questionnaire order.
MARKS = [1, 2, 3, 4, 1, 2, 3, 4, 1]
SWAPPED = [*MARKS[:7], MARKS[8], MARKS[7]]
THREES = [3] * 9
UNSUR_NAMES = [unsur.name for unsur in load_questionnaire(INSTRUMENT.id).unsur]


def stored(db: Database, office: Office) -> list[int]:
    """Sums per unsur of May in questionnaire order."""
    parts = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)
    tallies = parts.get(DEFAULT) or Tallies.empty(load_rules(DEFAULT))
    return [int(tallies.sum(key)) for key in KEYS]


def profile(db: Database, office: Office) -> dict[str, dict[str | None, int]]:
    return answer_counts.count_profile(db, office.unit.unit_id, MAY.start, MAY.end)


HEADERS: dict[str, list[str]] = {
    "bare labels": LABELS,
    "Unsur 1": [f"Unsur {number}" for number in range(1, 10)],
    "label and name": [
        "U1 (Persyaratan)", "U2 (Prosedur)", "U3 (Waktu)", "U4 (Biaya)", "U5 (Produk)", "U6 (Kompetensi)",
        "U7 (Perilaku)", "U8 (Sarana & Prasarana)", "U9 (Pengaduan)",
    ],
    "Q1 - Persyaratan": [
        "Q1 - Persyaratan", "Q2 - Prosedur", "Q3 - Waktu", "Q4 - Biaya", "Q5 - Produk", "Q6 - Kompetensi",
        "Q7 - Perilaku", "Q8 - Sarana", "Q9 - Pengaduan",
    ],
    "official names": UNSUR_NAMES,
    "questions": QUESTIONS,
    "questions mistyped": [
        " " + text.replace("Bagaimana", "Bagamana").replace(" ", "  ").replace("?", " ") for text in QUESTIONS
    ],
    "questions numbered": [f"{number}. {text}" for number, text in enumerate(QUESTIONS, start=1)],
    "questions with a misprint in the key word": [
        text.replace("persyaratan", "persyaraten").replace("kompetensi/kemampuan", "kompetnsi/kemampun")
        for text in QUESTIONS
    ],
    "a grid of a form": [f"Penilaian Anda [{name}]" for name in UNSUR_NAMES],
}  # fmt: skip
LIST_ORDER = {
    "snake_case with pengaduan before sarana": [
        "kesesuaian_persyaratan_pelayanan", "kemudahan_prosedur_pelayanan", "kecepatan_waktu_pelayanan",
        "kewajaran_biaya_tarif", "kesesuaian_produk_pelayanan", "kompetensi_kemampuan_petugas",
        "perilaku_kesopanan_petugas", "penanganan_pengaduan_pengguna", "kualitas_sarana_prasarana",
    ],
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_every_way_to_name_the_unsur_is_understood(
    staff: Staff, db: Database, office: Office, header: list[str]
) -> None:
    upload(staff, as_csv([["Tanggal", *header], [DAY, *MARKS]])).store()
    assert stored(db, office) == MARKS


@pytest.mark.parametrize("header", LIST_ORDER.values(), ids=LIST_ORDER)
def test_names_win_over_places(staff: Staff, db: Database, office: Office, header: list[str]) -> None:
    upload(staff, as_csv([["Tanggal", *header], [DAY, *SWAPPED]])).store()
    assert stored(db, office) == MARKS


FULL = ["No", "Jenis Kelamin (L/P)", "Usia", "Pendidikan Terakhir", "Pekerjaan", "Jenis Layanan", *LABELS,
        "Saran / Masukan (Teks)"]  # fmt: skip


@pytest.mark.parametrize(("write", "name"), [(as_xlsx, "x.xlsx"), (as_xls, "x.xls"), (as_ods, "x.ods")])
def test_titles_and_merged_headers_above_a_numbering_row_are_no_respondents(
    staff: Staff, db: Database, office: Office, write: Callable[[Rows], bytes], name: str
) -> None:
    rows: Rows = [
        ["REKAPITULASI SURVEI KEPUASAN MASYARAKAT"],
        ["Kecamatan Sungai Jernih"],
        [],
        ["NO. RESP", "Jenis Kelamin", "NILAI UNSUR PELAYANAN"],
        [None, None, *LABELS],
        list(range(1, 12)),
        [1, "L", *MARKS],
        [2, "P", *MARKS],
        ["ΣNilai/Unsur", None, *[2 * mark for mark in MARKS]],
        ["NRR/Unsur", None, *MARKS],
        ["NRR tertbg/unsur", None, *[round(mark / 9, 3) for mark in MARKS], "*)", 2.333],
        ["IKM Unit Pelayanan", None, None, None, None, None, None, None, None, None, None, "**)", 58.33],
        [],
        ["Keterangan"],
        ["- U1 s.d. U9", "= Unsur-unsur pelayanan"],
        *[[None] * 12] * 30,
    ]
    file = upload(staff, write(rows), name)
    assert "2 jawaban" in file.text()
    assert "1 baris nomor kolom" in file.text()
    assert "berbeda" not in file.text()
    assert file.text().count("cocok") == 4
    file.send("again", month="2024-05")
    file.store()
    assert stored(db, office) == [2 * mark for mark in MARKS]
    assert profile(db, office)["sex"] == {"L": 1, "P": 1}


def test_the_office_template_with_all_its_columns(staff: Staff, db: Database, office: Office) -> None:
    rows: list[Any] = [
        FULL,
        [1, "L", 34, "SMA / SMK", "Wiraswasta", "Kartu Keluarga", *THREES, "Baik"],
        [2, "P", 0, "SLTP/SMP", "IRT", "KTP elektronik", *THREES, None],
        [3, "Laki - Laki", 1121212, ">S2", "ASN", "kartu  keluarga", *THREES, None],
    ]
    file = upload(staff, as_xlsx(rows), "template.xlsx")
    assert "2 usia di luar 17–110 tahun tidak disimpan" in file.text()
    file.send("again", month="2024-05")
    file.store()
    counts = profile(db, office)
    assert counts["sex"] == {"L": 2, "P": 1}
    assert counts["age_band"] == {"26-35": 1, None: 2}
    assert counts["education"] == {"SMA": 1, "SMP": 1, "S2": 1}
    assert counts["occupation"] == {"Wirausaha": 1, "Ibu rumah tangga": 1, "PNS": 1}
    services = answer_counts.count_services(db, office.unit.unit_id, MAY.start, MAY.end)
    assert sorted(services.values()) == [1, 2] and None not in services


@pytest.mark.parametrize(
    ("field", "title", "word", "code"),
    [
        ("education", "Pendidikan", "SD ke bawah", "SD"),
        ("education", "Pendidikan", "D1-D3-D4", "D1-D3"),
        ("education", "Pendidikan", "S1 / Setara", "S1"),
        ("occupation", "Pekerjaan", "PNS/TNI/POLRI", "PNS"),
        ("occupation", "Pekerjaan", "Pelajar/Mahasiswa", "Pelajar/Mahasiswa"),
        ("occupation", "Pekerjaan", "ASN (PNS/PPPK)", "PNS"),
        ("occupation", "Pekerjaan", "Pekerja Lepas/Freelance", "Lainnya"),
        ("occupation", "Pekerjaan", "Petani/Nelayan", "Petani"),
        ("education", "Pendidikan", "D1/D2/D3", "D1-D3"),
        ("age_band", "Usia", "26–34", "26-35"),
        ("age_band", "Usia", "55-65 tahun", "56-65"),
        ("sex", "L/P", "P", "P"),
        ("age_band", "Umur", "26 - 35 tahun", "26-35"),
        ("age_band", "Umur", "> 65", ">65"),
        ("age_band", "Umur", "17", "17-25"),
        ("age_band", "Umur", "16", None),
    ],
)
def test_the_words_offices_use_are_known(
    staff: Staff, db: Database, office: Office, field: str, title: str, word: str, code: str | None
) -> None:
    upload(staff, as_csv([["Tanggal", title, *LABELS], [DAY, word, *THREES]])).store()
    assert profile(db, office)[field] == {code: 1}


def test_an_unknown_word_is_asked_once_and_remembered(staff: Staff, db: Database, office: Office) -> None:
    rows: list[Any] = [["Tanggal", "Pekerjaan", *LABELS], [DAY, "Juru parkir", *THREES]]
    file = upload(staff, as_csv(rows))
    assert "pilih artinya …" in file.text()
    file.send("again", **{"occupation.juru parkir": "Lainnya"})
    assert "pilih artinya …" not in file.text()
    assert imports.get_words(db, office.unit.unit_id) == {}
    file.store()
    assert profile(db, office)["occupation"] == {"Lainnya": 1}
    again = upload(staff, as_csv([*rows, ["04/05/2024", "Juru parkir", *THREES]]))
    assert "pilih artinya …" not in again.text()
    again.store()
    assert profile(db, office)["occupation"] == {"Lainnya": 3}


def test_answers_in_an_offices_own_words_are_asked_too(staff: Staff, db: Database, office: Office) -> None:
    row = [DAY, *[options[2] for options in OPTIONS[:8]], "Cukup tertangani"]
    file = upload(staff, as_csv([["Tanggal", *LABELS], row]))
    assert "1 baris ditolak" in file.text()
    assert "pilih artinya …" in file.text()
    file.send("again", **{"pengaduan.cukup tertangani": "3"})
    file.store()
    assert stored(db, office) == THREES


def test_a_meaning_that_was_taught_before_is_shown_and_can_be_changed(
    staff: Staff, db: Database, office: Office
) -> None:
    row = [DAY, *[3] * 8, "Cukup tertangani"]
    first = upload(staff, as_csv([["Tanggal", *LABELS], row]))
    first.send("again", **{"pengaduan.cukup tertangani": "4"})
    first.store()
    again = upload(staff, as_csv([["Tanggal", *LABELS], row, row]))
    assert "cukup tertangani arti yang diingat" in again.text() and "Impor 2 jawaban" in again.text()
    again.send("again", **{"pengaduan.cukup tertangani": "1"})
    again.store()
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert tallies.counts["pengaduan"] == {1: 2, 2: 0, 3: 0, 4: 1}


@pytest.mark.parametrize("value", ["5", "tidak tahu", "3,5", "44"])
def test_a_value_that_is_no_answer_refuses_its_row_by_row_and_column(
    staff: Staff, db: Database, office: Office, value: str
) -> None:
    bad = [DAY, 3, 3, value, *[3] * 6]
    file = upload(staff, as_csv([["Tanggal", *LABELS], [DAY, *THREES], bad], delimiter=";"))
    assert "1 baris ditolak" in file.text()
    assert f"3 U3 {value} Bukan 1, 2, 3, atau 4; baris ini tidak dihitung." in file.text()
    file.store()
    assert stored(db, office) == THREES


def test_a_dash_is_no_answer(staff: Staff, db: Database, office: Office) -> None:
    upload(staff, as_csv([["Tanggal", *LABELS], [DAY, *THREES], [DAY, 3, 3, "-", *[3] * 6]])).store()
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert (tallies.filled("waktu"), tallies.filled("biaya")) == (1, 2)


def test_what_a_zero_means_is_asked_before_anything_is_stored(
    staff: Staff, db: Database, office: Office
) -> None:
    file = upload(staff, as_csv([["Tanggal", *LABELS], [DAY, *THREES], [DAY, 3, 3, 0, *[3] * 6]]))
    assert "Ada 1 jawaban 0. Apa artinya?" in file.text()
    file.store()
    assert stored(db, office) == [0] * 9
    file.send("again", scale="0=kosong")
    assert "Apa artinya?" not in file.text()
    file.store()
    assert stored(db, office) == [6, 6, 3, 6, 6, 6, 6, 6, 6]


def test_dates_that_can_be_read_both_ways_are_asked_about(staff: Staff, db: Database, office: Office) -> None:
    rows: list[Any] = [["Tanggal", *LABELS], ["1/5/2024 08:15", *THREES], ["3/5/2024 08:15", *THREES]]
    file = upload(staff, as_csv(rows))
    assert "Tanggal seperti “1/5/2024 08:15” dapat dibaca dua cara." in file.text()
    file.store()
    assert stored(db, office) == [0] * 9
    file.send("again", day_order="hari")
    file.store()
    assert list(answer_counts.count_days(db, office.unit.unit_id, MAY.start, MAY.end)) == [
        date(2024, 5, 1),
        date(2024, 5, 3),
    ]


def test_decimal_commas_and_points_are_whole_answers(staff: Staff, db: Database, office: Office) -> None:
    row = [DAY, "3,0", "3.00", "3", "4,00", *["3,0"] * 5]
    upload(staff, as_csv([["Tanggal", *LABELS], row], delimiter=";")).store()
    assert stored(db, office) == [3, 3, 3, 4, 3, 3, 3, 3, 3]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("31/05/2024", date(2024, 5, 31)),
        ("01/5/2024 08:15", date(2024, 5, 1)),
        ("17-05-2024", date(2024, 5, 17)),
        ("2024-05-17", date(2024, 5, 17)),
        ("2024-05-17 23:59:59", date(2024, 5, 17)),
        ("2024/05/17 9:12:00 AM GMT+8", date(2024, 5, 17)),
        ("5/17/2024 21:12:00", date(2024, 5, 17)),
        ("17 Mei 2024", date(2024, 5, 17)),
        ("Jumat, 17 Mei 2024", date(2024, 5, 17)),
        ("17.05.24", date(2024, 5, 17)),
        ("45429", date(2024, 5, 17)),
        ("45429,75", date(2024, 5, 17)),
        ("17 Me1 2024", None),
    ],
)
def test_dates_are_read_however_they_are_written(
    staff: Staff, db: Database, office: Office, cell: str, day: date | None
) -> None:
    file = upload(staff, as_csv([["Tanggal", *LABELS], [cell, *THREES]], delimiter=";"))
    if day is None:
        assert "Pilih bulan" in file.text()
        return
    file.store()
    assert answer_counts.count_days(db, office.unit.unit_id, MAY.start, MAY.end) == {day: 1}


def test_dates_of_a_workbook_are_read_as_dates(staff: Staff, db: Database, office: Office) -> None:
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["Timestamp", *LABELS])
    style = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.write_datetime(1, 0, datetime(2024, 5, 17, 9, 12), style)  # noqa: DTZ001
    sheet.write_row(1, 1, THREES)
    workbook.close()
    upload(staff, file.getvalue(), "tanggal.xlsx").store()
    assert list(answer_counts.count_days(db, office.unit.unit_id, MAY.start, MAY.end)) == [date(2024, 5, 17)]


@pytest.mark.parametrize(
    ("cell", "reason"), [("01/06/2024", "Tanggal ini belum tiba"), ("01/05/1999", "sebelum tahun 2000")]
)
def test_an_impossible_date_refuses_its_row(staff: Staff, cell: str, reason: str) -> None:
    rows: list[Any] = [["Tanggal", *LABELS], [cell, *THREES], [DAY, *THREES]]
    assert reason in upload(staff, as_csv(rows)).text()


def test_rows_alike_to_the_minute_are_one_person_twice(staff: Staff, db: Database, office: Office) -> None:
    row = ["17/05/2024 09:12:33", *THREES]
    file = upload(staff, as_csv([["No", "Timestamp", *LABELS], [1, *row], [2, *row]]))
    assert "1 baris kembar" in file.text()
    file.store()
    assert stored(db, office) == THREES


def test_rows_alike_without_a_time_may_be_two_people(staff: Staff, db: Database, office: Office) -> None:
    rows: list[Any] = [["No", "Tanggal", *LABELS], [1, DAY, *THREES], [2, DAY, *THREES]]
    file = upload(staff, as_csv(rows))
    assert "dua orang memang bisa menjawab sama" in file.text()
    file.store()
    assert stored(db, office) == [6] * 9
    (batch,) = imports.list_imports(db, office.unit.unit_id)
    staff.post(f"/staf/impor/{batch.import_id}/batalkan", {})
    other = upload(staff, as_csv(rows))
    other.send("again", repeated="skip")
    other.store()
    assert stored(db, office) == THREES


def test_blank_answers_are_counted_as_blank(staff: Staff, db: Database, office: Office) -> None:
    upload(staff, as_csv([["Tanggal", *LABELS], [DAY, "", *THREES[1:]]])).store()
    tallies = answer_counts.get_tallies(db, office.unit.unit_id, MAY.start, MAY.end)[DEFAULT]
    assert (tallies.filled("persyaratan"), tallies.filled("prosedur")) == (0, 1)


def test_another_sheet_of_the_workbook_can_be_chosen(staff: Staff, db: Database, office: Office) -> None:
    table: Any = [["Tanggal", *LABELS], [DAY, *THREES]]
    file = upload(staff, as_xlsx([["Catatan"]], table, [table[0], [DAY, *MARKS]]), "bulanan.xlsx")
    assert "lembar “Lembar2”" in file.text()
    file.send("again", sheet="Lembar3")
    assert "lembar “Lembar3”" in file.text()
    file.store()
    assert stored(db, office) == MARKS


SMALL = (28, (107, 97, 95, 98, 99, 94, 100, 102, 99))


@pytest.mark.parametrize(
    ("ikm", "conclusion"),
    [
        ("88,39", "cocok"),
        ("88.39", "cocok"),
        ("88,30", "Berkas memakai bobot 0,111, bukan 1/9."),
        ("87,51", "Berkas memakai bobot 0,11, bukan 1/9."),
        ("88,50", "NI dibulatkan 2 angka lebih dulu (bobot 1/9)."),
        ("91,00", "Tidak dapat dijelaskan"),
    ],
)
def test_what_explains_another_ikm_is_named(staff: Staff, ikm: str, conclusion: str) -> None:
    rows: list[Any] = [
        LABELS,
        *answers(SMALL),
        ["IKM Unit Pelayanan", None, None, None, None, None, None, None, f"**) {ikm}"],
    ]
    page = upload(staff, as_csv(rows, delimiter=";")).text()
    assert conclusion in page.partition("Dibandingkan dengan angka di berkas")[2].partition("Kolom yang")[0]


@pytest.mark.parametrize(("weight", "conclusion"), [("0.111", "bobot 0,111"), ("0.11", "bobot 0,11,")])
def test_the_weight_behind_weighted_averages_is_named(staff: Staff, weight: str, conclusion: str) -> None:
    weighted = [f"{total / 28 * float(weight):.4f}" for total in SMALL[1]]
    rows: list[Any] = [
        ["NO RESP", *LABELS],
        *([n, *row] for n, row in enumerate(answers(SMALL))),
        ["NRR tertbg/unsur", *weighted],
    ]
    assert f"Berkas memakai {conclusion}" in upload(staff, as_csv(rows)).text()


def _with_blanks() -> list[list[Any]]:
    rows: list[list[Any]] = [[number, *[3, 4, 3, 4, 3, 4, 3, 4, 3]] for number in range(1, 9)]
    rows[2][4] = rows[5][4] = rows[5][9] = None
    return rows


# Sums 24 32 24 24 24 32 24 32 21 over eight respondents: two blanks in the fourth unsur, one in the ninth.
@pytest.mark.parametrize(
    ("row", "conclusion"),
    [
        (["IKM", "85,25"], "Berkas memakai bobot 0,11, bukan 1/9."),
        (["IKM", "82,29"], "Isian kosong dihitung nol"),
        (["IKM", "81,47"], "Berkas memakai bobot 0,11, bukan 1/9. Isian kosong dihitung nol"),
        (["NRR", 3, 4, 3, 3, 3, 4, 3, 4, 2.625], "Isian kosong dihitung nol"),
    ],
)
def test_blanks_that_were_counted_as_zeros_are_named(staff: Staff, row: list[Any], conclusion: str) -> None:
    page = upload(staff, as_csv([["No", *LABELS], *_with_blanks(), row], delimiter=";")).text()
    assert conclusion in page.partition("Dibandingkan dengan angka di berkas")[2]


def test_the_score_command_warns_of_another_figure_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(as_csv([["No", *LABELS], *answers_with_numbers(), ["IKM", "87,51"]], delimiter=";"))
    warned = CliRunner().invoke(main, ["score", str(file), "--json"])
    assert {"code": "stated", "message": "IKM di berkas 87,51, di sini 88,39. Berkas memakai bobot 0,11, "
            "bukan 1/9."} in json.loads(warned.stdout)["warnings"]  # fmt: skip


def answers_with_numbers() -> list[list[Any]]:
    return [[number, *row] for number, row in enumerate(answers(SMALL), start=1)]


def test_sums_that_differ_are_shown_beside_ours(staff: Staff) -> None:
    sums = [*SMALL[1][:8], 100]
    rows: list[Any] = [
        ["NO RESP", *LABELS],
        *([n, *row] for n, row in enumerate(answers(SMALL))),
        ["Jumlah", *sums],
        ["IKM", "91,00"],
    ]
    page = upload(staff, as_csv(rows)).text()
    assert "Mengikuti jumlah nilai atau NRR di atas" in page and "Tidak dapat dijelaskan" not in page
    assert "Penanganan Pengaduan, Saran dan Masukan 100" in page
    assert "Penanganan Pengaduan, Saran dan Masukan 99" in page


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "kosong.csv", "Berkas kosong."),
        (b"PK\x03\x04rusak", "rusak.xlsx", "bukan buku kerja"),
        (b"%PDF-1.7", "x.pdf", "Jenis berkas tidak dikenal"),
        (as_csv([["a", "b"], [1, 2]]), "lain.csv", "Tidak ada baris judul kolom"),
        (
            as_csv([LABELS[:8], THREES[:8]]),
            "delapan.csv",
            "tidak mempunyai kolom untuk unsur Penanganan Pengaduan",
        ),
    ],
)
def test_a_file_without_answers_says_why(staff: Staff, data: bytes, name: str, why: str) -> None:
    file = upload(staff, data, name)
    assert file.page().status_code == 422
    assert why in file.text()


def test_choices_that_were_not_offered_are_refused(staff: Staff, db: Database, office: Office) -> None:
    rows: list[Any] = [["Tanggal", "Pekerjaan", *LABELS], [DAY, "Juru parkir", *THREES]]
    file = upload(staff, as_csv(rows))
    for choice in (
        {"order": "lain"},
        {"sheet": "lain"},
        {"service": "lain"},
        {"month": "2024-13"},
        {"month": "2024"},
        {"month": "2030-01"},
        {"occupation.juru parkir": "Raja"},
    ):
        assert file.store(**choice).status_code == 422
    assert stored(db, office) == [0] * 9
