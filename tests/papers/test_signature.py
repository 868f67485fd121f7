"""A signature is never alone on its page: what is signed goes with it."""

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from kiosk.papers import bukti
from kiosk.papers import one_page
from kiosk.papers import rekap
from kiosk.papers.bukti import Evidence
from kiosk.papers.documents import Document
from tests.papers.summaries import BEFORE
from tests.papers.summaries import summary
from tests.papers.test_one_page import plans
from tests.papers.test_rekap import SIGNATURE
from tests.papers.test_rekap import comments

ACTION = "Menambah loket pada jam sibuk dan hari pasar"


def papers(number: int, size: str = "a4") -> list[Document]:
    """Papers that end with a table of so many rows, or with some text below it."""
    unit = {"paper_size": size}
    planned = summary(before=BEFORE, unit=unit, plans=plans(number, ACTION))
    said = summary(before=BEFORE, unit=unit, comments=comments(*[f"{ACTION} {ACTION}"] * number))
    return [rekap.paper(planned), rekap.paper(said), bukti.paper(planned, Evidence((), planned.plans, {}))]


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize("number", [4, 9, 13])
def test_something_that_is_signed_is_on_the_page_of_the_signature(number: int, size: str) -> None:
    for paper in papers(number, size):
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf())).pages]
        signed = next(page for page in pages if SIGNATURE in page)
        assert len(signed[: signed.index("Sungai Jernih, 31 Mei 2024")]) > 40


def test_in_word_the_last_row_or_line_is_kept_with_the_signature() -> None:
    made = [*papers(3), one_page.paper(summary(before=BEFORE, plans=plans(2, ACTION)))]
    for paper in made:
        document: Any = docx.Document(io.BytesIO(paper.docx()))
        signature = next(table for table in document.tables if SIGNATURE in table.rows[0].cells[-1].text)
        before = signature._tbl.getprevious()
        kept = [before]
        if not "".join(before.itertext()):
            kept += before.getprevious().xpath("(.//w:tr)[last()]//w:p")
        assert len(kept) == 1 or len(kept) > 3
        assert all(one.find(qn("w:pPr")).find(qn("w:keepNext")) is not None for one in kept)
