"""What longer papers contain beside the summary, of an invented office, and their text as readers find it."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from kiosk.figures.trend import Point
from kiosk.papers.laporan import Background

TREND = tuple(
    Point(f"{year}", f"Tahun {year}", Decimal(value), "B", None, None, Decimal("87.50"), count, source)
    for year, value, count, source in (
        (2022, "87.89", None, "LKj 2022"),
        (2023, "88.23", None, "LKj 2023"),
        (2024, "88.19", 147, "Jawaban dalam program ini"),
    )
)
BACKGROUND = Background(
    first_day=date(2024, 1, 3),
    last_day=date(2024, 6, 27),
    trend=TREND,
    target=Decimal("87.50"),
    texts={"pelaksana": "Tim SKM #strong[Kecamatan]\nDua orang", "analisis": "Blangko sering habis."},
)


def pdf_text(content: bytes) -> str:
    """Everything in a PDF, in one line."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def docx_text(content: bytes) -> str:
    """Everything in the body of a DOCX in its order, cells apart by spaces, in one line."""
    parts: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts += [cell.text for row in block.rows for cell in row.cells]
    return " ".join(" ".join(parts).split())


def docx_everything(content: bytes) -> str:
    """The body of a DOCX and what its pictures say in words."""
    pictures: Any = docx.Document(io.BytesIO(content)).inline_shapes
    told = [str(picture._inline.docPr.get("descr")) for picture in pictures]
    return " ".join([docx_text(content), *told])
