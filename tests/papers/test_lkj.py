"""The tables for the LKj, with the source report's figures and its mistakes corrected."""

from decimal import Decimal

import pytest

from kiosk.papers import lkj
from kiosk.papers.lkj import Achievement
from kiosk.papers.lkj import Year
from kiosk.store.offices.goals import Goal
from tests.papers.reports import TREND
from tests.papers.reports import docx_text
from tests.papers.reports import pdf_text
from tests.papers.summaries import summary

PEERS = tuple(
    Achievement(name, Decimal(ikm), Decimal("87.50"))
    for name, ikm in (
        ("Selatan", "88.19"), ("Utara", "90.18"), ("Landasan Ulin", "87.54"), ("Cempaka", "77.62"),
        ("Liang Anggang", "90.96"),
    )
)  # fmt: skip
YEAR = Year(target=Decimal("87.50"), trend=TREND, goal=Goal(2026, "88.50"), peers=PEERS)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_tables_hold_the_source_reports_figures(form: str) -> None:
    made = summary(period="2024")
    found = (
        pdf_text(lkj.paper(made, YEAR).pdf()) if form == "pdf" else docx_text(lkj.paper(made, YEAR).docx())
    )
    for row in (
        "Tabel 3.2 Target dan realisasi tahun 2024",
        "Indeks Kepuasan Masyarakat (IKM) Nilai 87,50 88,19 100,79% Sangat Memuaskan",
        "2022 87,50 87,89 B 100,45% LKj 2022",
        "2023 87,50 88,23 B 100,83% LKj 2023",
        "1 Selatan 87,50 88,19 100,79% Sangat Memuaskan",
        "2 Utara 87,50 90,18 103,06% Sangat Memuaskan",
        "3 Landasan Ulin 87,50 87,54 100,05% Sangat Memuaskan",
        "4 Cempaka 87,50 77,62 88,71% Memuaskan",
        "5 Liang Anggang 87,50 90,96 103,95% Sangat Memuaskan",
        "Indeks Kepuasan Masyarakat (IKM) 88,19 88,50 99,65%",
        "Target 88,50 memerlukan mutu pelayanan A.",
        "Tabel 3.7 Nilai unsur pelayanan tahun 2024 (147 responden)",
        "U4 Biaya/Tarif 586 3,99 0,443 99,66 A",
        "IKM unit pelayanan (NI × 25) 88,19 B",
        "2 2,60–3,064 65,00–76,60 C Kurang Baik",
        "3 3,0644–3,532 76,61–88,30 B Baik 88,19",
        "4 3,5324–4,00 88,31–100,00 A Sangat Baik",
    ):
        assert row in found


def test_a_year_without_anything_has_dashes_and_a_reason() -> None:
    found = pdf_text(lkj.paper(summary([], period="2024"), Year()).pdf())
    assert "Indeks Kepuasan Masyarakat (IKM) Nilai – – – –" in found
    assert "IKM tidak dapat dihitung karena belum ada responden." in found
    assert "Tabel 3.4" not in found and "Tabel 3.5" not in found


def test_the_publication_that_proves_the_tables_is_printed_before_them() -> None:
    found = pdf_text(lkj.paper(summary(), Year()).pdf())
    assert found.index("belum diterbitkan") < found.index("Tabel 3.2")
