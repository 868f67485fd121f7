"""A table is one list of columns: what is added to it appears in every form of the table."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from flask import Flask
from flask import render_template

from kiosk.papers import columns
from kiosk.papers import csv_safe
from kiosk.papers import xlsx
from kiosk.papers.blocks import Sum
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.columns import warned
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import document
from tests.papers.reading import pdf_text
from tests.papers.reports import docx_text
from tests.papers.summaries import UNIT
from tests.papers.summaries import summary


@dataclass(frozen=True)
class Loket:
    """A counter, with what there is to say about it."""

    name: str
    visitors: int | None
    mean: Decimal | None
    opened: date | None


ITEMS = (Loket("Loket A", 1234, Decimal("3.5"), date(2024, 5, 31)), Loket("=Loket B", None, None, None))
NAMED: tuple[Column[Loket], ...] = (
    columns.index(),
    columns.text("Nama loket", lambda item: item.name, key="nama", width=20, is_header=True),
)
ADDED: dict[str, tuple[Column[Loket], list[str], list[object]]] = {
    "text": (columns.text("Kode", lambda item: item.name[-1], key="x"), ["A", "B"], ["A", "B"]),
    "count": (columns.count("Pengunjung", lambda item: item.visitors, key="x"), ["1.234", "–"], [1234, None]),
    "number": (columns.number("Rata-rata", lambda item: item.mean, key="x"), ["3,50", "–"], [3.5, None]),
    "percent": (columns.percent("Bagian", lambda item: item.mean, key="x"), ["3,50%", "–"], [3.5, None]),
    "change": (columns.change("Perubahan", lambda item: item.mean, key="x"), ["+3,50", "–"], [3.5, None]),
    "day": (
        columns.day("Dibuka", lambda item: item.opened, "belum", key="x"),
        ["31 Mei 2024", "belum"],
        [date(2024, 5, 31), None],
    ),
    "warned": (
        warned(columns.count("Antrean", lambda item: item.visitors, key="x"), lambda item: True),
        ["1.234", "–"],
        [1234, None],
    ),
}


def made(chosen: tuple[Column[Loket], ...]) -> Document:
    block = table("Daftar loket", chosen, ITEMS, [Sum("Semua loket", {"x": "7,00"})])
    issuer = Issuer.of(summary())
    return document(issuer, [block], name="Loket", title="Loket", heading="LOKET", period="Mei 2024")


def page(app: Flask, paper: Document) -> str:
    with app.test_request_context():
        return render_template("papers/report.html", data=paper.data)


@pytest.mark.parametrize(("column", "shown", "values"), ADDED.values(), ids=ADDED)
def test_a_column_added_to_a_table_is_on_paper_and_page_and_in_docx_xlsx_and_csv(
    app: Flask, column: Column[Loket], shown: list[str], values: list[object]
) -> None:
    chosen = (*NAMED, column)
    paper = made(chosen)
    row = f"1 Loket A {shown[0]} 2 =Loket B {shown[1]} Semua loket 7,00"
    assert f"No. Nama loket {column.title} {row}" in pdf_text(paper.pdf())
    # Merged cells of a sum are listed once for each column that they span.
    assert f"{column.title} {row.replace('Semua loket', 'Semua loket Semua loket')}" in docx_text(
        paper.docx()
    )
    html = page(app, paper)
    assert f">{column.title}</th>" in html and ">7,00</td>" in html
    assert all(f">{text}<" in html for text in shown)

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    assert xlsx.write_table(book, book.add_worksheet(), chosen, ITEMS) == 2
    book.close()
    sheet: Any = openpyxl.load_workbook(out).worksheets[0]
    titles, *rows = sheet.iter_rows(values_only=True)
    assert titles == ("Nama loket", column.title)
    found = [cell.date() if hasattr(cell, "date") else cell for _, cell in rows]
    assert found == values

    written = csv_safe.write_csv(columns.data_rows(chosen, ITEMS)).decode()
    assert list(csv.reader(io.StringIO(written)))[0] == ["nama", "x"]
    assert [line["nama"] for line in csv.DictReader(io.StringIO(written))] == ["Loket A", "'=Loket B"]


def test_a_column_can_be_left_out_of_papers_or_of_files_of_data(app: Flask) -> None:
    chosen: tuple[Column[Loket], ...] = (
        *NAMED,
        columns.text("Hanya kertas", lambda item: "kertas", only="paper"),
        columns.text("Hanya data", lambda item: "data", key="data", only="data"),
        columns.graph("Grafik", lambda item: {"share": 5000}, width=9),
    )
    paper = made(chosen)
    assert "No. Nama loket Hanya kertas Grafik 1 Loket A kertas" in pdf_text(paper.pdf())
    assert "Hanya data" not in page(app, paper)
    assert [column.key for column in columns.of_data(chosen)] == ["nama", "data"]


def test_a_sum_spans_the_columns_before_its_first_figure() -> None:
    chosen = (*NAMED, ADDED["count"][0])
    (row,) = table("Daftar", chosen, ITEMS, [Sum("Semua", {"x": "7", "lain": "8"})]).sums
    assert (row.span, row.cells) == (2, ("7",))
    (row,) = table("Daftar", chosen, ITEMS, [Sum("Tidak ada", {})]).sums
    assert (row.span, row.cells) == (3, ())


def test_a_table_without_rows_is_still_a_table(app: Flask) -> None:
    block = table("Kosong", NAMED, ())
    paper = document(Issuer(UNIT, None, None, summary().printed_at), [block], name="K", title="K")
    assert "No. Nama loket" in pdf_text(paper.pdf()) and "No. Nama loket" in docx_text(paper.docx())
