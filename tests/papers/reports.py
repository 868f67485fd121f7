"""What longer papers contain beside the summary, of an invented office, and their text as readers find it."""

import io
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from kiosk.figures.trend import Point
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Box
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Facts
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Landscape
from kiosk.papers.blocks import Paragraph as Paragraph_
from kiosk.papers.blocks import SideBySide
from kiosk.papers.blocks import TableBlock
from kiosk.papers.findings import Trends
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
    trends=Trends(years=TREND),
    texts={"pelaksana": "Tim SKM #strong[Kecamatan]\nDua orang", "analisis": "Blangko sering habis."},
)


def blocks_text(blocks: Iterable[Block]) -> str:
    """Everything that a paper's blocks say, in one line; cells apart by spaces."""
    return " ".join(" ".join(_said(blocks)).split())


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    for one in blocks:
        match one:
            case Heading() | Paragraph_():
                yield one.text
            case Bullets():
                yield from one.items
            case Facts():
                for fact in one.facts:
                    yield from (fact.label, fact.value, fact.note)
            case TableBlock():
                yield one.caption
                yield from (head.title for head in one.columns)
                for cells in one.rows:
                    yield from (
                        cell if isinstance(cell, str) else str(cell.get("warning", "")) for cell in cells
                    )
                for sums in one.sums:
                    yield sums.title
                    yield from (cell for cell in sums.cells if isinstance(cell, str))
            case Chart():
                yield from (one.caption, one.alt)
            case SideBySide():
                yield from _said([*one.left, *one.right])
            case Box() | Landscape():
                yield from _said(one.blocks)


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
