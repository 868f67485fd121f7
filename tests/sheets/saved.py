"""The same rows as files of every kind, also of the kinds that something went wrong with on the way."""

import html
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from kiosk.sheets.texts import letters
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_ods
from tests.kiosk.import_files import as_xls
from tests.kiosk.import_files import as_xlsx

Rows = Sequence[Sequence[object]]
OFFICE = shutil.which("soffice")


def as_html(rows: Rows) -> bytes:
    """A web page with a table, as some programs save what they call .xls."""
    body = "".join(
        "<tr>"
        + "".join(f"<td>{'' if cell is None else html.escape(str(cell))}</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    return f"<html><body><p>Unduhan</p><table border=1>{body}</table></body></html>".encode()


def as_xml_2003(rows: Rows) -> bytes:
    """The XML spreadsheet of 2003."""
    body = "".join(
        "<Row>"
        + "".join(
            ""
            if cell is None
            else f'<Cell ss:Index="{place}"><Data ss:Type="String">{html.escape(str(cell))}</Data></Cell>'
            for place, cell in enumerate(row, start=1)
        )
        + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="Default"/></Styles>'
        f'<Worksheet ss:Name="Data"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def as_zip(rows: Rows) -> bytes:
    """An archive of one table, with what a Mac puts beside it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Survei.csv", as_csv(rows))
        archive.writestr("__MACOSX/._Survei.csv", b"\0\5\x16\7")
    return file.getvalue()


def _lines_in_quotes(rows: Rows) -> bytes:
    lines = as_csv(rows).decode().splitlines()
    return "\r\n".join('"' + line.replace('"', '""') + '"' for line in lines).encode()


def _in_one_column(rows: Rows) -> bytes:
    return as_xlsx([[line] for line in as_csv(rows).decode().splitlines()])


KINDS: dict[str, Callable[[Rows], bytes]] = {
    "comma": as_csv,
    "semicolon": lambda rows: as_csv(rows, ";"),
    "tab": lambda rows: as_csv(rows, "\t"),
    "bar": lambda rows: as_csv(rows, "|"),
    "sep=": lambda rows: b"sep=;\r\n" + as_csv(rows, ";"),
    "a byte order mark": lambda rows: as_csv(rows, ";", "utf-8-sig"),
    "UTF-16": lambda rows: as_csv(rows, "\t", "utf-16"),
    "UTF-16 without a mark": lambda rows: as_csv(rows, "\t", "utf-16-le"),
    "UTF-16 the other way round": lambda rows: as_csv(rows, ";", "utf-16-be"),
    "line feeds": lambda rows: as_csv(rows).replace(b"\r\n", b"\n"),
    "carriage returns": lambda rows: as_csv(rows, ";").replace(b"\r\n", b"\r"),
    "lines in quotes": _lines_in_quotes,
    "lines in one column": _in_one_column,
    "HTML": as_html,
    "XML of 2003": as_xml_2003,
    "ZIP": as_zip,
    "XLSX": as_xlsx,
    "XLS": as_xls,
    "ODS": as_ods,
}


def as_sheets(
    sheets: Sequence[tuple[str, Rows]], change: Callable[[Workbook], None] = lambda _book: None
) -> bytes:
    """A workbook with these sheets, changed before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_hidden_columns(rows: Rows, columns: Sequence[int], kind: str) -> bytes:
    """A workbook of this kind with one sheet, of which these columns are hidden."""
    if kind == "xlsx":
        return as_sheets([("Data", rows)], lambda book: _hide(book["Data"], columns))
    file = io.BytesIO()
    if kind == "xls":
        old = xlwt.Workbook()
        sheet = old.add_sheet("Data")
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell)
        for column in columns:
            sheet.col(column).hidden = True
        old.save(file)
        return file.getvalue()
    with zipfile.ZipFile(io.BytesIO(as_ods(rows))) as archive, zipfile.ZipFile(file, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "content.xml":
                about = b"".join(
                    b'<table:table-column table:visibility="%s"/>'
                    % (b"collapse" if column in columns else b"visible")
                    for column in range(len(rows[0]))
                )
                content = content.replace(b"<table:table-row", about + b"<table:table-row", 1)
            changed.writestr(name, content)
    return file.getvalue()


def _hide(page: Worksheet, columns: Sequence[int]) -> None:
    for column in columns:
        page.column_dimensions[letters(column)].hidden = True


def converted(data: bytes, kind: str, folder: Path) -> bytes:
    """A workbook saved by LibreOffice as another kind of file."""
    assert OFFICE
    source = folder / "asal.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    return (folder / f"asal.{kind.partition(':')[0]}").read_bytes()
