"""The tables and text for the LKj: the source report's figures, and its mistakes corrected and named."""

import io
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from docx.enum.section import WD_ORIENT
from pypdf import PdfReader

from kiosk.figures.performance import Achievement
from kiosk.figures.performance import explain_stated
from kiosk.papers import lkj
from kiosk.papers.lkj import Year
from kiosk.store.offices.goals import Goal
from tests.papers import source_report
from tests.papers.reading import pdf_text
from tests.papers.reports import TREND
from tests.papers.reports import docx_text
from tests.papers.summaries import alike
from tests.papers.summaries import summary

PEERS = tuple(
    Achievement(f"Kecamatan {name}", Decimal(ikm), Decimal("87.50"))
    for name, ikm in (
        ("Selatan", "88.19"), ("Utara", "90.18"), ("Landasan Ulin", "87.54"), ("Cempaka", "77.62"),
        ("Liang Anggang", "90.96"),
    )
)  # fmt: skip
YEAR = Year(target=Decimal("87.50"), trend=TREND, goal=Goal(2026, "88.50"), peers=PEERS)
MADE = summary(period="2024", unit={"name": "Kecamatan Selatan"})


def made(year: Year, form: str) -> str:
    paper = lkj.paper(MADE, year)
    return pdf_text(paper.pdf()) if form == "pdf" else docx_text(paper.docx())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_tables_hold_the_source_reports_figures(form: str) -> None:
    found = made(YEAR, form)
    for row in (
        "Tabel 2.1 Perjanjian kinerja tahun 2024",
        "Tabel 3.1 Kategori capaian kinerja",
        "2 lebih dari 80% s.d. 90% Memuaskan",
        "6 sampai dengan 50% Kurang",
        "Tabel 3.2 Target dan realisasi tahun 2024",
        "Indeks Kepuasan Masyarakat (IKM) Nilai 87,50 88,19 100,79% Sangat Memuaskan",
        "Indeks Kepuasan Masyarakat (IKM) 87,50 87,89 100,45% 87,50 88,23 100,83% 87,50 88,19 100,79%",
        "Sumber IKM: 2022: LKj 2022; 2023: LKj 2023.",
        "Indeks Kepuasan Masyarakat (IKM) 87,50 88,19 100,79% 87,50 90,18 103,06% 87,50 87,54 100,05% "
        "87,50 77,62 88,71% 87,50 90,96 103,95%",
        "Indeks Kepuasan Masyarakat (IKM) 88,19 88,50 99,65%",
        "Target 88,50 memerlukan mutu pelayanan A.",
        "Tabel 3.7 Nilai unsur pelayanan tahun 2024 (147 responden)",
        "U4 Biaya/Tarif 586 3,99 0,443 99,66 A",
        "IKM unit pelayanan (NI × 25) 88,19 B",
        "2 2,60–3,064 65,00–76,60 C Kurang Baik",
        "3 3,0644–3,532 76,61–88,30 B Baik 88,19",
        "4 3,5324–4,00 88,31–100,00 A Sangat Baik",
    ):
        assert row in found, row


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_whole_report_comes_out_of_what_was_typed_with_the_sources_errors_named(form: str) -> None:
    found = made(source_report.YEAR, form)
    for row in (
        "Indeks Kepatuhan Pelayanan Nilai 82,5 66,6 80,73% Memuaskan",
        "Jumlah RT Mandiri RT 12 11 91,67% Sangat Memuaskan",
        "Persentase penanganan permasalahan trantibum % 100 100 100,00% Sangat Memuaskan",
        "Jumlah RT Mandiri – – – 12 10 83,33% 12 11 91,67%",
        "Indeks Kepuasan Masyarakat (IKM) 87,50 88,19 100,79% 87,50 90,18 103,06% 87,50 87,54 100,05% "
        "87,50 77,62 88,71% 87,50 90,96 103,95%",
        "Indeks Kepatuhan Pelayanan 66,6 – – 78",
        "Program Penyelenggaraan Pemerintahan dan Pelayanan Publik Indeks Kepuasan Masyarakat (IKM) 100,79% "
        "98,47% 2,32",
        "Program Koordinasi Ketenteraman dan Ketertiban Umum Persentase koordinasi 100,00% 98,00% 2,00",
        "1 Program Penyelenggaraan Pemerintahan dan Pelayanan Publik 1.000.000.000 984.700.000 98,47%",
        "Jumlah 1.250.000.000 1.229.700.000 98,38%",
        "Indeks Kepuasan Masyarakat (IKM): 100,79 − 98,47 = 2,32, efisien.",
        "Target IKM sebesar 87,50 tercapai: dengan realisasi 88,19, capaiannya 100,79%, kategori Sangat "
        "Memuaskan menurut Tabel 3.1.",
        "Target Indeks Kepatuhan Pelayanan sebesar 82,5 tidak tercapai: dengan realisasi 66,6",
        "1. Persyaratan: " if form == "pdf" else "Persyaratan: ",
        "Dibanding tahun 2022 (87,89; LKj 2022), IKM naik 0,30.",
        "Dibanding tahun 2023 (88,23; LKj 2023), IKM turun 0,04. Nilai itu masih di dalam rentang",
        "Mei 2024 5 Juni 2024 Camat; Kasi Pelayanan; Petugas loket Menambah kursi; Memasang alur",
        "2 rapat tentang 2 bulan tahun 2024",
        # The source's own errors, each with the right figure and how it came about.
        "Jumlah RT Mandiri: Dokumen asal menyebut 92,00%; yang benar 91,67% (dibulatkan ke bilangan bulat).",
        "LKj Kecamatan Landasan Ulin 2024 menyebut 100,04%; yang benar 100,05% (dipotong pada dua desimal, "
        "tidak dibulatkan).",
        "LKj Kecamatan Cempaka 2024 menyebut 88,57%; yang benar 88,71% (angka itu berarti realisasi 77,50).",
    ):
        assert row in found, row
    stated_once = {"88,57%", "100,04%", "92,00%"}
    for wrong, right in source_report.ERRORS.items():
        assert right in found and found.count(wrong) == (wrong in stated_once)
    assert "100,79%, kategori Memuaskan" not in found


def test_a_year_without_anything_has_dashes_and_a_reason() -> None:
    found = pdf_text(lkj.paper(summary([], period="2024"), Year()).pdf())
    assert "Indeks Kepuasan Masyarakat (IKM) Nilai – – – –" in found
    assert "IKM tidak dapat dihitung karena belum ada responden." in found
    assert all(f"Tabel {number} " not in found for number in ("3.3", "3.4", "3.5", "3.10", "3.11"))
    assert "Rapat evaluasi bulanan tahun 2024 belum dicatat." in found


def test_the_publication_that_proves_the_tables_is_printed_before_them() -> None:
    found = pdf_text(lkj.paper(summary(), Year()).pdf())
    assert found.index("belum diterbitkan") < found.index("Tabel 2.1")


@pytest.mark.parametrize("size", ["a4", "f4"])
def test_offices_are_side_by_side_on_a_wide_page_and_what_follows_is_upright(size: str) -> None:
    paper = lkj.paper(replace(MADE, unit=replace(MADE.unit, paper_size=size)), source_report.YEAR)
    pages = PdfReader(io.BytesIO(paper.pdf())).pages
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert [("Tabel 3.4" in page.extract_text()) for page in wide] == [True]
    assert pages[-1] not in wide
    sections = docx.Document(io.BytesIO(paper.docx())).sections
    upright, flat = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [section.orientation for section in sections] == [upright, flat, upright]


def test_a_few_offices_fit_on_an_upright_page() -> None:
    pages = PdfReader(io.BytesIO(lkj.paper(MADE, replace(YEAR, peers=PEERS[:3])).pdf())).pages
    assert all(page.mediabox.width < page.mediabox.height for page in pages)
    found = made(replace(YEAR, peers=PEERS[:3]), "docx")
    assert "Kecamatan Landasan Ulin" in found and "87,50 90,18 103,06% 87,50 87,54 100,05%" in found


def test_more_offices_than_a_page_is_wide_for_continue_in_a_second_table() -> None:
    many = tuple(
        Achievement(f"Kecamatan {number}", Decimal("80"), Decimal("87.50")) for number in range(1, 9)
    )
    found = made(replace(YEAR, peers=many), "pdf")
    assert "Tabel 3.4 Perbandingan antarunit tahun 2024 (lanjutan)" in found
    assert all(f"Kecamatan {number}" in found for number in range(1, 9))


@pytest.mark.parametrize(
    ("value", "target", "stated", "how"),
    [
        ("88.19", "87.5", "100.79", None),
        ("87.54", "87.5", "100.04", "dipotong pada dua desimal, tidak dibulatkan"),
        ("11", "12", "92", "dibulatkan ke bilangan bulat"),
        ("11", "12", "91.7", "dibulatkan ke satu desimal"),
        ("11", "12", "91", "dipotong menjadi bilangan bulat"),
        ("11", "12", "109.09", "target dibagi realisasi"),
        ("77.62", "87.5", "88.57", "angka itu berarti realisasi 77,50"),
    ],
)
def test_a_capaian_that_another_document_states_is_explained(
    value: str, target: str, stated: str, how: str | None
) -> None:
    one = Achievement("IKM", Decimal(value), Decimal(target), stated=Decimal(stated))
    assert explain_stated(one) == how


def test_a_typed_ikm_that_differs_from_the_surveys_is_named_and_not_used() -> None:
    typed = source_report.indicator(1, "IKM", value="88.25", target="87", is_ikm=True)
    found = made(replace(YEAR, indicators=(typed,)), "pdf")
    assert "Isian indikator menyebut IKM 88,25; laporan ini memakai hasil survei, 88,19." in found
    assert "IKM – 87,50 88,19 100,79%" in found


def test_of_an_indicator_that_should_be_low_less_is_an_achievement() -> None:
    low = source_report.indicator(9, "Jumlah pengaduan", target="10", value="8", is_lower_better=True)
    found = made(replace(YEAR, indicators=(low,)), "pdf")
    assert "Jumlah pengaduan – 10 8 120,00% Sangat Memuaskan" in found
    assert "semakin rendah semakin baik: (2 × target − realisasi) ÷ target × 100." in found


def test_the_unsur_of_so_few_that_they_could_be_known_are_withheld() -> None:
    few = lkj.paper(summary(alike(3, 3, biaya=4), period="2024"), YEAR)
    found = pdf_text(few.pdf())
    assert "Tabel 3.7" not in found and "respondennya kurang dari 5 orang" in found
    assert "Tabel 3.8" in found and "100,00; mutu" not in found
