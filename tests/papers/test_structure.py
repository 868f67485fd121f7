"""What PDF/UA asks of the structure of every paper, read by a program that has nothing to do with Typst.

veraPDF, the usual checker of the whole standard, is a Java program and is not run here.
"""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
import pytest

from kiosk.figures.rollup import Choices
from kiosk.figures.rollup import RankedUnit
from kiosk.figures.rollup import Rollup
from kiosk.figures.rollup import Selection
from kiosk.papers import bukti
from kiosk.papers import gabungan
from kiosk.papers import kuesioner
from kiosk.papers import laporan
from kiosk.papers import lkj
from kiosk.papers import one_page
from kiosk.papers import pengolahan
from kiosk.papers import poster
from kiosk.papers import rekap
from kiosk.papers.bukti import Evidence
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import combine
from kiosk.papers.lkj import Year
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from tests.papers import source_report
from tests.papers.reports import BACKGROUND
from tests.papers.reports import TREND
from tests.papers.summaries import BEFORE
from tests.papers.summaries import alike
from tests.papers.summaries import summary

MADE = summary(before=BEFORE, period="2024-S1", target=Decimal("87.50"))
URL = "https://skm.sungaijernih.example/hasil/sungai-jernih/3"
RANKED = RankedUnit(MADE.unit, 1, MADE.result, MADE.interval, MADE.change, None, None, None, 1, 1, None)
ROLLUP = Rollup(
    MADE.period, Selection(), (RANKED,), (RANKED,), MADE.result, MADE.interval, MADE.result.ikm, None
)
PAPERS: dict[str, Paper] = {
    "rekap": rekap.paper(MADE),
    "rekap without respondents": rekap.paper(summary([])),
    "one page": one_page.paper(MADE),
    "laporan": laporan.paper(MADE, BACKGROUND),
    "laporan of few": laporan.paper(summary(alike(3, 2), period="2024-S1"), BACKGROUND),
    "lkj": lkj.paper(MADE, Year(target=Decimal("87.50"), trend=TREND)),
    "lkj with indicators": lkj.paper(MADE, source_report.YEAR),
    "pengolahan": pengolahan.paper(MADE, []),
    "bukti": bukti.paper(MADE, Evidence((), (), {})),
    "rekaps of several units": combine(
        "Rekap", [rekap.paper(MADE), rekap.paper(summary([]))], MADE.printed_at
    ),
    "roll-up": gabungan.paper(Issuer.of(MADE), ROLLUP, Choices({}, {}, range(0))),
    **{f"poster {size}": poster.paper(MADE, size, URL) for size in poster.SIZES},
    "kuesioner": kuesioner.paper(
        MADE.unit, kuesioner.Asked(load_questionnaire(DEFAULT), ["Kartu Keluarga"]), MADE.printed_at
    ),
}


@pytest.fixture(params=PAPERS.values(), ids=list(PAPERS), scope="module")
def pdf(request: pytest.FixtureRequest) -> pikepdf.Pdf:
    """Each paper in turn."""
    return pikepdf.open(io.BytesIO(request.param.pdf()))


def elements(node: Any) -> Iterator[tuple[str, Any]]:
    """Every structure element below a node with its type, in reading order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S), node
        if "/K" in node:
            yield from elements(node.K)


def structure(pdf: pikepdf.Pdf) -> list[tuple[str, Any]]:
    return list(elements(pdf.Root.StructTreeRoot))


def test_every_table_has_header_cells_that_say_what_they_head(pdf: pikepdf.Pdf) -> None:
    for kind, table in structure(pdf):
        if kind != "/Table":
            continue
        cells = [(name, cell) for name, cell in elements(table.K) if name in ("/TH", "/TD")]
        heads = [cell for name, cell in cells if name == "/TH"]
        assert heads and cells[0][0] == "/TH"
        for head in heads:
            attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
            assert any(str(one.get("/Scope")) in ("/Column", "/Row") for one in attributes)


def test_headings_begin_at_the_top_and_skip_no_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(kind[2:]) for kind, _ in structure(pdf) if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels and levels[0] == 1
    assert all(second <= first + 1 for first, second in zip(levels, levels[1:], strict=False))


def test_every_drawing_is_told_in_words(pdf: pikepdf.Pdf) -> None:
    assert all(str(node.get("/Alt", "")).strip() for kind, node in structure(pdf) if kind == "/Figure")


def test_language_title_and_marks_are_set(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert root.Lang == "id-ID" and root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] and metadata["pdfuaid:part"] == "1"


def test_every_font_is_embedded_and_knows_its_characters(pdf: pikepdf.Pdf) -> None:
    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    ]
    assert fonts
    for font in fonts:
        if "/FontDescriptor" in font:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & {*font.FontDescriptor.keys()}
        if font.get("/Subtype") == "/Type0":
            assert "/ToUnicode" in font
