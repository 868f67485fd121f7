"""`ikm score`: its figures, its two forms of output, and when there is nothing to score."""

import random
import string
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from kiosk.sheets import titles
from tests.kiosk.import_files import bomb
from tests.kiosk.score_files import LABELS
from tests.kiosk.score_files import THREES
from tests.kiosk.score_files import answers
from tests.kiosk.score_files import csv_bytes
from tests.kiosk.score_files import csv_file
from tests.kiosk.score_files import ikm_score
from tests.kiosk.score_files import processing_sheet
from tests.kiosk.score_files import scored
from tests.kiosk.score_files import xlsx_file
from tests.scoring import EDGE
from tests.scoring import KEYS
from tests.scoring import REPORT


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_reports_own_sheet_gives_the_reports_figures(tmp_path: Path, kind: str) -> None:
    rows = processing_sheet()
    found = scored(csv_file(tmp_path, rows) if kind == "csv" else xlsx_file(tmp_path, {"Mei": rows}))
    assert found == {
        "respondents": 147,
        "convention": "1/9",
        "instrument": "permenpan-14-2017",
        "order": "kuesioner",
        "sheet": None if kind == "csv" else "Mei",
        "columns": dict(zip(KEYS, "BCDEFGHIJ", strict=True)),
        "ni": "3.527589",
        "ikm": "88.19",
        "mutu": "B",
        "kinerja": "Baik",
        "unsur": {
            key: {"sum": total, "filled": 147, "blank": 0, "nrr": nrr}
            for key, total, nrr in zip(
                KEYS,
                REPORT[1],
                ["3.510204", "3.482993", "3.442177", "3.986395", "3.380952", "3.442177", "3.557823",
                 "3.435374", "3.510204"],
                strict=True,
            )
        },
        "rejected": [],
        "skipped": [
            {"rows": [6], "reason": "Penomoran kolom."},
            *(
                {"rows": [row], "reason": f"Kolom A berisi “{text}”, bukan nomor urut."}
                for row, text in (
                    (154, "ΣNilai/Unsur"), (155, "NRR/Unsur"), (156, "NRR tertbg/unsur"),
                    (157, "IKM Unit Pelayanan"), (159, "Keterangan:"), (160, "U1"), (161, "Mutu pelayanan"),
                )
            ),
        ],
        "warnings": [
            {
                "code": "order-assumed",
                "message": "Kolom tanpa nama unsur dianggap urutan kuesioner (U8 = Sarana dan Prasarana; "
                "U9 = Penanganan Pengaduan, Saran dan Masukan).",
            }
        ],
    }  # fmt: skip


def test_columns_with_titles_of_their_own_are_named_by_hand(tmp_path: Path) -> None:
    titles = ["Berkas", "Alur", "Lama", "Ongkos", "Hasil", "Kecakapan", "Keramahan", "Gedung", "Aduan"]
    path = csv_file(tmp_path, [["No", *titles], [1, *THREES[:8], 4]])
    assert ikm_score(path).exit_code == 2
    named = [f"--kolom={title}={key}" for title, key in zip(titles[:-1], KEYS, strict=False)]
    found = scored(path, *named, "--kolom=j=pengaduan")
    assert (found["ikm"], found["unsur"]["pengaduan"]["sum"]) == ("77.78", 4)
    wrong = ikm_score(path, "--kolom=entah apa=sarana")
    assert wrong.exit_code == 2 and "tidak ada kolom “entah apa”" in wrong.stderr


@pytest.mark.parametrize(("convention", "ikm"), [("1/9", "88.19"), ("0.111", "88.10"), ("0.11", "87.31")])
def test_a_convention_can_be_chosen_and_is_named(tmp_path: Path, convention: str, ikm: str) -> None:
    found = scored(csv_file(tmp_path, processing_sheet()), "--konvensi", convention)
    assert (found["convention"], found["ikm"], found["mutu"]) == (convention, ikm, "B")


def test_the_edge_of_a_letter_is_graded_as_rounded(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [LABELS, *answers(EDGE)])
    assert scored(file)["mutu"] == "A"
    assert (scored(file, "--konvensi", "0.111")["ikm"], scored(file, "--konvensi", "0.111")["mutu"]) == (
        "88.30",
        "B",
    )


def test_the_table_for_people(tmp_path: Path) -> None:
    result = ikm_score(csv_file(tmp_path, processing_sheet()))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "Responden        147" in lines
    assert "Bobot tiap unsur 1/9" in lines
    assert "IKM  88,19   mutu B   Baik" in lines
    assert "NI   3,5276" in lines
    assert any("U8 = Sarana dan Prasarana; U9 = Penanganan Pengaduan" in line for line in lines)
    biaya = next(line for line in lines if line.startswith("Biaya/Tarif"))
    assert biaya.split() == ["Biaya/Tarif", "586", "147", "0", "3,9864", "0,4429", "99,66", "A"]
    assert "Baris dilewati: 1 penomoran kolom, 5 rekapitulasi, 2 keterangan." in lines
    assert all(len(line) <= 110 for line in lines if "urutan" not in line)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Berkas kosong."),
        (b" \n\r\n", "Berkas kosong."),
        (b"PK\x03\x04 not really", "Berkas bukan buku kerja (XLSX, XLS, ODS) yang dapat dibaca"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Berkas bukan buku kerja (XLSX, XLS, ODS) yang dapat dibaca"),
        (b"%PDF-1.7\n", "Jenis berkas tidak dikenal"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Jenis berkas tidak dikenal"),
        (b"nama,alamat\nA,B\n", "Tidak ada baris judul kolom dengan nama unsur atau U1 sampai U9."),
        (b'U1,"' + b"x" * 200_000, "Berkas bukan CSV yang dapat dibaca (baris 1)."),
        (csv_bytes([LABELS[:8], THREES[:8]]),
         "Baris 1 tidak mempunyai kolom untuk unsur Penanganan Pengaduan, Saran dan Masukan."),
        (bomb(), "Berkas rusak, atau isinya jauh lebih besar daripada data survei."),
        (csv_bytes([LABELS]), "tidak ada jawaban yang dapat dihitung. Di bawah baris judul (1) tidak ada"),
        (csv_bytes([LABELS, [5] * 9, [0] * 9]), "Ada nilai di luar 1 sampai 4: 5 (9 kali). Skalanya"),
        (csv_bytes([LABELS, [*THREES[:8], "x"]]), "Jawaban ini belum dikenal: “x” (1). Berapa nilainya"),
    ],
)  # fmt: skip
def test_nothing_scored_is_exit_2_and_one_line_that_says_why(data: bytes, why: str) -> None:
    for options in ([], ["--json"]):
        result = ikm_score("-", *options, stdin=data)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("ikm score: masukan standar: ")
        assert why in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    missing, folder = ikm_score(tmp_path / "tidak-ada.csv"), ikm_score(tmp_path)
    assert (missing.exit_code, folder.exit_code) == (2, 2)
    assert missing.stderr == f"ikm score: {tmp_path / 'tidak-ada.csv'}: berkas tidak ditemukan.\n"
    assert "berkas tidak dapat dibaca" in folder.stderr


def test_an_unknown_convention_or_order_is_a_usage_error(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [LABELS, THREES])
    for option in (["--konvensi", "0.1"], ["--urutan", "lkj"]):
        result = ikm_score(file, *option)
        assert result.exit_code == 2
        assert f"{option[0]} harus salah satu dari: " in result.stderr


def test_rows_of_long_texts_are_not_each_compared_with_every_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    class Counted(SequenceMatcher[str]):
        def __init__(self, junk: None, text: str, question: str, **options: bool) -> None:
            compared.append(text)
            super().__init__(junk, text, question, **options)

    monkeypatch.setattr(titles, "SequenceMatcher", Counted)
    chance = random.Random(1)  # noqa: S311
    rows = [[9] * 9 + ["".join(chance.sample(string.ascii_lowercase * 4, 90))] for _ in range(20)]
    for count in (10, 20):
        refused = ikm_score(
            csv_file(tmp_path, [[*LABELS, "Uraian panjang"], *rows[:count]]), "--skala", "9=tolak"
        )
        assert refused.exit_code == 2 and f"{count} baris ditolak" in refused.stderr
    # The row below bare labels may hold their names.
    assert len(set(compared)) <= 1
