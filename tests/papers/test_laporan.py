"""The Laporan SKM as PDF and DOCX: one content, read back by independent readers."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kiosk.figures.small_groups import OTHERS
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Count
from kiosk.papers import laporan
from kiosk.papers.findings import Trends
from kiosk.papers.laporan import Background
from tests.papers.reading import alternatives
from tests.papers.reading import pdf_text
from tests.papers.reports import BACKGROUND
from tests.papers.reports import TREND
from tests.papers.reports import docx_text
from tests.papers.summaries import BEFORE
from tests.papers.summaries import GOLDEN
from tests.papers.summaries import Answers
from tests.papers.summaries import alike
from tests.papers.summaries import summary

MADE = summary(before=BEFORE, period="2024-S1", target=Decimal("87.50"))
CHAPTERS = (
    "BAB I PENDAHULUAN",
    "BAB II PENGUMPULAN DATA",
    "BAB III HASIL SURVEI KEPUASAN MASYARAKAT",
    "BAB IV ANALISIS HASIL SURVEI",
    "BAB V PENUTUP",
    "LAMPIRAN",
)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_both_forms_tell_the_same_figures(form: str) -> None:
    paper = laporan.paper(MADE, BACKGROUND)
    found = pdf_text(paper.pdf()) if form == "pdf" else docx_text(paper.docx())
    for words in (
        "LAPORAN SURVEI KEPUASAN MASYARAKAT (SKM)",
        "PERIODE SEMESTER I TAHUN 2024",
        *CHAPTERS,
        "Target IKM Kecamatan Sungai Jernih tahun 2024 adalah 87,50.",
        "Tim SKM #strong[Kecamatan] Dua orang",
        "Jawaban pertama diterima pada 3 Januari 2024 dan jawaban terakhir pada 27 Juni 2024.",
        "148 dari 240 penerima layanan",
        "berjumlah 147 orang",
        "ponsel (kode QR)",
        "1 Laki-laki 58 39,46%",
        "U5 Produk Spesifikasi Jenis Pelayanan 497 3,38 0,376 84,52 B",
        "Jumlah NRR tertimbang (NI) 3,5276",
        "IKM unit pelayanan (NI × 25) 88,19 B",
        "Unsur dengan nilai terendah: Produk Spesifikasi Jenis Pelayanan (84,52; mutu B)",
        "Blangko sering habis.",
        "2022 87,89 B – 87,50 LKj 2022",
        "2024 88,19 B 147 87,50 Jawaban dalam program ini",
        "capaiannya 100,79% (Sangat Memuaskan)",
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        "Fulanah binti Fulan, S.Contoh, M.Contoh",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "IKM tidak dapat dihitung karena belum ada responden."),
        (alike(3, 1), "Unsur tidak dibandingkan karena respondennya kurang dari 5 orang."),
        (alike(3, 5), "Semua unsur yang dijawab bernilai sama."),
        (GOLDEN, "88,19"),
        ([*alike(4, 1000), *alike(3, 1000)], "berjumlah 2.000 orang"),
        (alike(3, 9, biaya=4), "Unsur Biaya/Tarif bernilai tertinggi yang mungkin (4,00)"),
        (alike(3, 9, biaya=None), "belum ada jawaban untuk unsur Biaya/Tarif"),
    ],
)
def test_it_is_made_whatever_was_answered(answers: Sequence[Answers], said: str) -> None:
    made = summary(answers, period="2024-S1")
    assert said in pdf_text(laporan.paper(made, Background()).pdf())
    assert said in docx_text(laporan.paper(made, Background()).docx())


def test_nothing_is_made_up_for_what_the_office_has_not_said() -> None:
    found = pdf_text(laporan.paper(summary(period="2024-S1", population=None), Background()).pdf())
    assert "Survei dilaksanakan oleh Kecamatan Sungai Jernih." in found
    assert "belum ditetapkan, sehingga jumlah sampel" in found
    assert "Rencana tindak lanjut atas hasil periode ini belum dicatat." in found
    assert "Belum ada publikasi hasil yang dicatat." in found
    assert "B. Saran" not in found and "A. Kesimpulan" not in found and "Target IKM" not in found
    assert "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 14" in found
    assert "menurut 9 (sembilan) unsur pelayanan" in found


def test_the_pdf_is_archival_accessible_and_tells_its_graphs_in_words() -> None:
    reader = PdfReader(io.BytesIO(laporan.paper(MADE, BACKGROUND).pdf()))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    for mark in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert mark in metadata
    told = " ".join(alternatives(reader))
    assert "Grafik garis nilai IKM: 2022 87,89; 2023 88,23; 2024 88,19." in told
    assert "Biaya/Tarif 99,66" in told
    assert [str(outline["/Title"]) for outline in reader.outline if not isinstance(outline, list)][
        -6:
    ] == list(CHAPTERS)


def test_the_docx_can_be_edited_by_its_styles() -> None:
    document: Any = docx.Document(io.BytesIO(laporan.paper(MADE, BACKGROUND).docx()))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == list(CHAPTERS)
    after = next(n for n, one in enumerate(document.paragraphs, start=1) if one.text == "DAFTAR ISI")
    contents = [one.text.partition("\t")[0] for one in document.paragraphs[after:] if "\t" in one.text]
    assert [line for line in contents if line in CHAPTERS] == list(CHAPTERS) and "A. Pelaksana" in contents
    body = document.element.xml
    assert "TOC \\o" in body and "w:updateFields" in document.settings.element.xml
    assert len(document.inline_shapes) == 2
    assert body.count('descr="') == 2
    # The last table before the annexes is no table: it holds check and signature.
    heads = [table.rows[0]._tr.xml.count("w:tblHeader") for table in document.tables]
    assert sorted(heads) == [0] + [1] * (len(heads) - 1)
    assert (
        document.core_properties.title
        == "Laporan Survei Kepuasan Masyarakat Kecamatan Sungai Jernih, " + ("Semester I Tahun 2024")
    )


def test_each_numbered_list_of_the_docx_begins_with_one() -> None:
    document: Any = docx.Document(io.BytesIO(laporan.paper(MADE, BACKGROUND).docx()))
    lists = {one._p.pPr.numPr.numId.val for one in document.paragraphs if one.style.name == "List Number"}
    assert len(lists) == 2


def test_a_trend_of_one_year_has_a_table_and_no_line() -> None:
    reader = PdfReader(io.BytesIO(laporan.paper(MADE, Background(trends=Trends(years=TREND[2:]))).pdf()))
    assert not any("Grafik garis" in told for told in alternatives(reader))


def test_small_groups_are_combined_on_what_leaves_the_office() -> None:
    def shown(*numbers: int, unanswered: int = 0) -> list[tuple[str, int]]:
        groups = [Count(f"g{n}", n, Decimal(n)) for n in numbers]
        merged = merge_small_groups([*groups, Count(NOT_ANSWERED, unanswered, Decimal(unanswered))])
        return [(row.label, row.count) for row in merged]

    assert shown(20, 0, 1, 3, 9) == [("g20", 20), (OTHERS, 13)]
    assert shown(20, 3, 4) == [("g20", 20), (OTHERS, 7)]
    assert shown(5, 8) == [("g5", 5), ("g8", 8)]
    # A count that follows by subtraction from the number of all respondents is no better hidden.
    assert shown(68, 3) == shown(1, 3) == []
    assert shown(68, 3, unanswered=9) == shown(unanswered=30) == []
    assert shown(40, 30, unanswered=2) == [("g40", 40), ("g30", 30), (NOT_ANSWERED, 2)]


@given(st.lists(st.integers(0, 12), max_size=7), st.integers(0, 12))
def test_no_table_that_leaves_the_office_shows_a_small_group(numbers: list[int], unanswered: int) -> None:
    groups = [Count(f"g{place}", number, Decimal(0)) for place, number in enumerate(numbers)]
    given_out = merge_small_groups([*groups, Count(NOT_ANSWERED, unanswered, Decimal(0))])
    assert all(row.count >= 5 for row in given_out if row.label != NOT_ANSWERED)
    if given_out:
        assert sum(row.count for row in given_out) == sum(numbers) + unanswered
        assert any(row.label.startswith("g") for row in given_out)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_report_of_so_few_that_they_could_be_known_gives_no_details_and_says_why(count: int) -> None:
    made = summary(alike(3, count, biaya=4), period="2024-S1")
    for found in (
        pdf_text(laporan.paper(made, BACKGROUND).pdf()),
        docx_text(laporan.paper(made, BACKGROUND).docx()),
    ):
        assert "respondennya kurang dari 5 orang" in found
        for detail in (
            "Responden menurut",
            "KTP elektronik",
            "U4 Biaya/Tarif",
            "Tablet di loket",
            "27 Juni 2024",
            "100,00;",
        ):
            assert detail not in found


def test_the_contents_of_the_docx_have_page_numbers_before_any_program_computes_them() -> None:
    paper = laporan.paper(MADE, BACKGROUND)
    document: Any = docx.Document(io.BytesIO(paper.docx()))
    entries = [one.text.split("\t") for one in document.paragraphs if "\t" in one.text]
    headings = [one.text for one in document.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    assert [title for title, _ in entries] == headings
    pages = [int(page) for _, page in entries]
    assert pages == sorted(pages) and pages[:4] == [3, 3, 3, 3] and pages[-1] > 8
    xml = document.element.xml
    assert all(f'w:name="_Toc_bagian{number}"' in xml for number in range(len(headings)))
    assert all(f" PAGEREF _Toc_bagian{number} " in xml for number in range(len(headings)))


def test_rows_of_sums_in_the_docx_are_as_high_as_their_text() -> None:
    document: Any = docx.Document(io.BytesIO(laporan.paper(MADE, BACKGROUND).docx()))
    sums = [row.cells[0] for table in document.tables for row in table.rows if row.cells[0].text == "Jumlah"]
    assert sums and all(len(cell.paragraphs) == 1 for cell in sums)
