"""Files as offices have them, and helpers that import them through the page."""

import csv
import io
import re
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table
from odf.table import TableCell
from odf.table import TableRow
from odf.text import P
from werkzeug.test import TestResponse

from kiosk.questionnaire.catalogue import load_questionnaire
from tests.conftest import Staff
from tests.conftest import token
from tests.scoring import INSTRUMENT

Rows = Sequence[Sequence[object]]

LABELS = [f"U{number}" for number in range(1, 10)]
QUESTIONS = [item.question["id"] for item in load_questionnaire(INSTRUMENT.id).items]
OPTIONS = [item.options["id"] for item in load_questionnaire(INSTRUMENT.id).items]
PAGE = "/staf/impor/"


def as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A text file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Rows, *more: Rows) -> bytes:
    """A workbook with a sheet for each table."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for number, table in enumerate((rows, *more), start=1):
        sheet = workbook.add_worksheet(f"Lembar{number}")
        for place, row in enumerate(table):
            sheet.write_row(place, 0, row)
    workbook.close()
    return file.getvalue()


def bomb() -> bytes:
    """A workbook of a few kilobytes that claims more cells than any machine has memory for."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file)
    sheet = workbook.add_worksheet()
    sheet.write(0, 0, "U1")
    sheet.write(1048575, 16383, 1)
    workbook.close()
    return file.getvalue()


def as_xls(rows: Rows) -> bytes:
    """A workbook of the old kind."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Data")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(place, column, cell)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def as_ods(rows: Rows) -> bytes:
    """A LibreOffice spreadsheet."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    for row in rows:
        line = TableRow()
        for cell in row:
            if cell is None:
                line.addElement(TableCell())
            elif isinstance(cell, int | float):
                line.addElement(TableCell(valuetype="float", value=cell))
            else:
                text = TableCell(valuetype="string")
                text.addElement(P(text=str(cell)))
                line.addElement(text)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "jawaban.csv": as_csv,
    "jawaban.xlsx": as_xlsx,
    "jawaban.xls": as_xls,
    "jawaban.ods": as_ods,
}


@dataclass
class Uploaded:
    """A file in the preview of a logged-in user."""

    staff: Staff
    path: str

    def page(self) -> TestResponse:
        """The preview; waits until the file is read."""
        for _ in range(50):
            response = self.staff.get(self.path)
            if "Sedang dikerjakan" not in response.text:
                return response
        raise AssertionError("the file is never read")

    def text(self) -> str:
        """What the preview says, without tags and repeated spaces."""
        return plain(self.page().text)

    def send(self, action: str, **choices: str) -> TestResponse:
        """Press a button of the preview, with other choices than it shows."""
        page = self.page().text
        sent = {**shown(page), "csrf_token": token(self.staff.client, PAGE), "action": action, **choices}
        return self.staff.client.post(self.path, data=sent)

    def store(self, **choices: str) -> TestResponse:
        """Import what is shown."""
        return self.send("import", **choices)


def upload(staff: Staff, data: bytes, name: str = "jawaban.csv", unit: str = "") -> Uploaded:
    """Send a file, for the unit with this code; it must be taken."""
    response = send(staff, data, name, unit)
    assert response.status_code == 303, plain(response.text)
    return Uploaded(staff, response.location)


def send(staff: Staff, data: bytes, name: str = "jawaban.csv", unit: str = "") -> TestResponse:
    """Send a file."""
    form: dict[str, Any] = {"csrf_token": token(staff.client, PAGE), "file": (io.BytesIO(data), name)}
    path = f"{PAGE}?unit={unit}" if unit else PAGE
    return staff.client.post(path, data=form, content_type="multipart/form-data")


def plain(html: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2] or html).split())


def shown(page: str) -> dict[str, str]:
    """What a browser would send from the page's form without changes."""
    values: dict[str, str] = {}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found = (
            re.search(r'<option value="([^"]*)" selected', options)
            or re.search(r"<option selected>([^<]*)", options)
            or re.search(r'<option value="([^"]*)"', options)
        )
        values[name] = found[1] if found else ""
    for name, value in re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)" checked', page):
        values[name] = value
    if month := re.search(r'<input type="month"[^>]* value="([^"]*)"', page):
        values["month"] = month[1]
    return values
