"""The rekap on one page: everything the head of the office signs, and never a second page."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from kiosk.figures.summary import Summary
from kiosk.papers import one_page
from kiosk.store.results.plans import Plan
from tests.papers.reading import pdf_text
from tests.papers.reports import docx_text
from tests.papers.summaries import BEFORE
from tests.papers.summaries import alike
from tests.papers.summaries import summary
from tests.papers.test_rekap import EMPTY_UNIT
from tests.papers.test_rekap import LONG_NAME
from tests.papers.test_rekap import SIGNATURE

DAY = date(2024, 6, 28)


def plans(count: int, text: str) -> tuple[Plan, ...]:
    return tuple(
        Plan(f"{n}", "u1", "2024-05", "pengaduan", text, text, 2024, 2, 4, DAY, DAY, None, "", ())
        for n in range(count)
    )


CROWDED = {
    "name": LONG_NAME,
    "signatory_title": "Kepala Unit Pelaksana Teknis Dinas Kependudukan dan Pencatatan Sipil",
    "signatory_name": "Prof. Dr. Ir. Fulan bin Fulan bin Fulan Al-Contoh, S.Contoh, M.Contoh, Ph.D.",
}


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize(
    "made",
    [
        summary([], population=None, unit=EMPTY_UNIT),
        summary(alike(3, 1)),
        summary(before=BEFORE, plans=plans(3, "Loket kedua pada jam sibuk")),
        summary(alike(3, 20, biaya=None), BEFORE),
        summary(before=BEFORE, unit=CROWDED, plans=plans(40, f"{LONG_NAME} {'panjang' * 30} {LONG_NAME}")),
    ],
    ids=["no answers, nothing entered", "one", "the source report", "an unsur unanswered", "crowded"],
)
def test_it_is_one_page_with_the_signature_on_it(made: Summary, size: str) -> None:
    made = replace(made, unit=replace(made.unit, paper_size=size))
    (page,) = PdfReader(io.BytesIO(one_page.paper(made).pdf())).pages
    assert "31 Mei 2024" in page.extract_text()


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_it_holds_figure_mutu_change_lowest_unsur_plan_and_signature(form: str) -> None:
    paper = one_page.paper(summary(before=BEFORE, plans=plans(4, "Loket kedua")))
    found = pdf_text(paper.pdf()) if form == "pdf" else docx_text(paper.docx())
    for words in (
        "88,19",
        "IKM Mei 2024 adalah 88,19 dengan mutu pelayanan B (Baik)",
        "IKM naik 0,09",
        "U5 Produk Spesifikasi Jenis Pelayanan 84,52 B +0,14",
        "U8 Sarana dan Prasarana 85,88 B",
        "U3 Waktu Penyelesaian 86,05 B",
        "Loket kedua TW II–IV 2024 Loket kedua berjalan",
        "1 rencana lain ada pada rekapitulasi.",
        SIGNATURE,
    ):
        assert words in found
    assert "U4" not in found
