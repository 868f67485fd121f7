"""What happened to a file on its way: quotation marks, archives, errors, and refusals that name the cause."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt
from docx import Document
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from kiosk.sheets import Decisions
from kiosk.sheets import SheetError
from kiosk.sheets import biff
from kiosk.sheets import read_sheets
from kiosk.sheets.marks import read_marks
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_ods
from tests.kiosk.import_files import as_xls
from tests.kiosk.import_files import as_xlsx
from tests.sheets.made import NAMES
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.reading import Outcome
from tests.sheets.reading import read_file
from tests.sheets.saved import OFFICE
from tests.sheets.saved import as_html
from tests.sheets.saved import as_sheets
from tests.sheets.saved import converted
from tests.sheets.test_arrangements import truth

MADE = make(random.Random(8), context=["number"], size=5)  # noqa: S311
FIGURES = truth(MADE)


def _lines(*, saran_first: bool = False) -> list[str]:
    """The table as lines of a CSV with a suggestion."""
    head, answers = ["No", *LABELS], [[str(cell) for cell in row] for row in MADE.rows]
    if saran_first:
        return [",".join(["Saran", *head]), *(",".join(["baik", *row]) for row in answers)]
    return [",".join([*head, "Saran"]), *(",".join([*row, "baik"]) for row in answers)]


def _read_lines(lines: list[str]) -> Outcome:
    return read_file("\r\n".join(lines).encode())


@pytest.mark.parametrize("places", [[1], [2], [5], [1, 3], [1, 2, 3, 4, 5], [2, 5]])
@pytest.mark.parametrize("saran_first", [False, True])
def test_a_quotation_mark_that_is_never_closed_swallows_no_row(places: list[int], saran_first: bool) -> None:
    lines = _lines(saran_first=saran_first)
    for place in places:
        lines[place] = lines[place].replace("baik", '"mohon toilet')
    found = _read_lines(lines)
    assert found.figures == FIGURES
    # The mark of the last row at its end swallows nothing.
    notes = [note.code for note in found.found.notes] if found.found else []
    assert "quote" in notes or places == [5]


@pytest.mark.parametrize(
    "text",
    [
        '"dia bilang "bagus, cepat" sekali"',
        '17" rusak',
        '"baik""',
        "bagus, cepat, ramah",
        '"satu\r\ndua, tiga"',
    ],
)
@pytest.mark.parametrize("saran_first", [False, True])
def test_marks_and_separators_inside_a_suggestion_shift_no_answer(text: str, saran_first: bool) -> None:
    lines = _lines(saran_first=saran_first)
    lines[2] = lines[2].replace("baik", text)
    found = _read_lines(lines)
    assert found.figures == FIGURES or (
        found.question and "Baris 3 berisi lebih banyak isian" in found.question
    )


def test_commas_of_decimals_between_commas_are_named_and_never_counted() -> None:
    rows = [",".join(["No", *LABELS]), *(f"{number}," + ",".join(["3,0"] * 9) for number in range(1, 4))]
    asked = _read_lines(rows).question
    assert "Baris 2–4 berisi lebih banyak isian daripada judul kolom" in asked


def test_a_cell_longer_than_any_is_refused_by_its_line() -> None:
    with pytest.raises(SheetError, match=r"baris 2"):
        list(read_sheets(b'No,U1\n1,"' + b"x" * 200_000))


@given(text=st.text(alphabet='"",;\n\r\t ab1', max_size=80))
@settings(max_examples=300)
def test_no_arrangement_of_marks_and_separators_breaks_reading(text: str) -> None:
    if text.strip():
        for sheet in read_sheets(text.encode()):
            list(sheet.rows)


def test_lines_of_a_table_pasted_into_a_suggestion_are_a_suggestion() -> None:
    lines = _lines()
    lines[2] = lines[2].replace("baik", '"1,4,4,4,4,4,4,4,4,4,x\r\n2,4,4,4,4,4,4,4,4,4,x"')
    assert _read_lines(lines).figures == FIGURES


def test_titles_separated_otherwise_than_the_rows_below_are_read() -> None:
    lines = _lines()
    assert _read_lines([lines[0], *(line.replace(",", ";") for line in lines[1:])]).figures == FIGURES
    assert _read_lines([line.replace(",", ":") for line in lines]).figures == FIGURES


# Archives


def _archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return file.getvalue()


def test_an_archive_of_a_workbook_is_read_and_one_of_several_tables_is_asked_about() -> None:
    table = as_csv(MADE.table())
    assert read_file(_archive(a__xlsx=as_xlsx(MADE.table()))).figures == FIGURES
    other = make(random.Random(9), context=["number"], size=3)  # noqa: S311
    asked = read_file(_archive(a__csv=table, b__csv=as_csv(other.table()))).question
    assert "--lembar a.csv (5 responden)" in asked and "--lembar b.csv (3 responden)" in asked


# Errors and formulas


def test_an_archive_in_an_archive_is_opened() -> None:
    table = "\r\n".join(_lines()).encode()
    inner = _archive(**{"mei.csv": table})
    assert read_file(_archive(**{"unduhan.zip": inner})).figures == read_file(table).figures


def test_full_width_digits_in_utf_16_without_a_mark_are_text() -> None:
    lines = "\r\n".join(_lines()).translate({ord("1") + place: 0xFF11 + place for place in range(4)})
    assert read_file(lines.encode("utf-16-le")).respondents == read_file(lines.encode()).respondents > 0


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
@pytest.mark.parametrize("kind", [as_csv, as_html])
def test_errors_in_text_are_errors_too(error: str, kind: Callable[[list[list[object]]], bytes]) -> None:
    table = [list(row) for row in MADE.table()]
    table[3][4] = error
    assert f"1 sel jawaban tidak mempunyai nilai: E4 ({error})" in read_file(kind(table)).refusal


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_errors_among_the_answers_are_named_in_every_kind_of_workbook(kind: str, tmp_path: Path) -> None:
    table = [list(row) for row in MADE.table()]
    table[2][3], table[4][1] = "=1/0", "=NA()"
    data = converted(as_sheets([("Data", table)]), "ods", tmp_path)
    if kind != "ods":
        (tmp_path / "asal.xlsx").unlink()
        data = converted(data, kind, tmp_path)
    refusal = read_file(data).refusal
    assert "2 sel jawaban" in refusal and "D3 (#DIV/0!)" in refusal and "B5 (#N/A)" in refusal


def test_a_formula_that_was_never_calculated_is_no_blank_but_one_that_gives_nothing_is() -> None:
    table = [list(row) for row in MADE.table()]
    table[2][3] = "=1+2"
    assert "D3 (rumus tanpa nilai)" in read_file(as_sheets([("Data", table)])).refusal
    below: list[list[object]] = [*MADE.table(), ["Jumlah", *[f"=SUM({one}2:{one}6)" for one in "BCDEFGHIJ"]]]
    assert read_file(as_sheets([("Data", below)])).figures == FIGURES
    numbered: list[list[object]] = [
        [f"=ROW()-{place}" if place else "No", *row[1:]] for place, row in enumerate(MADE.table())
    ]
    assert read_file(as_sheets([("Data", numbered)])).figures == FIGURES


def test_an_old_workbook_without_errors_says_none() -> None:
    assert list(biff.read_sheets(as_xls(MADE.table()))) == [(set(), set(), {}, set())]


@given(
    data=st.binary(max_size=2000), place=st.integers(0, 5000), kind=st.sampled_from([as_xls, as_xlsx, as_ods])
)
@settings(max_examples=300)
def test_looking_for_errors_in_a_damaged_workbook_never_breaks(
    data: bytes, place: int, kind: Callable[[list[list[object]]], bytes]
) -> None:
    whole = kind(MADE.table())
    read_marks(whole[:place] + data + whole[place + len(data) :])


# Refusals


def _word() -> bytes:
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()


CAUSES = {
    "cut off": (as_xlsx(MADE.table())[:3000], "isinya rusak atau terpotong"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "dilindungi kata sandi. Buka di Excel, hapus kata sandinya",
    ),
    "Word": (_word(), "ini dokumen Word (DOCX). Salin tabelnya ke Excel"),
    "old Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
        "ini dokumen Word (DOC)",
    ),
    "PDF": (b"%PDF-1.7\n", "ini PDF. Mintalah berkas Excel"),
    "a picture": (b"\xff\xd8\xff\xe0\0\0", "ini gambar"),
    "RAR": (b"Rar!\x1a\x07\0", "arsip RAR. Ekstrak dulu"),
    "RTF": (b"{\\rtf1 x}", "dokumen RTF"),
    "a Google shortcut": (b'{"url":"https://docs.google.com/spreadsheets/d/1","doc_id":"1"}', "hanya tautan"),
    "a link": (b"https://docs.google.com/spreadsheets/d/abc\n", "hanya tautan"),
    "a Windows shortcut": (b"[InternetShortcut]\r\nURL=https://docs.google.com", "hanya tautan"),
    "JSON": (b'[{"U1": 3}]', "ini JSON. Ekspor datanya"),
    "SYLK": (b"ID;PWXL;N;E\r\nC;Y1;X1;K\"No\"", "ini SYLK atau DIF"),
    "FODS": (b'<?xml version="1.0"?>\n<office:document xmlns:office="x">', "ini FODS"),
    "columns aligned by spaces": (
        "\n".join("    ".join(map(str, row)) for row in MADE.table()).encode(), "hanya dipisahkan spasi"
    ),
    "an empty workbook": (as_xlsx([[]]), "tidak berisi satu sel pun"),
    "averages of each unsur": (
        as_csv([["Unsur", "NRR"], *([name, 3.25] for name in NAMES)]), "berisi jumlah, rata-rata"
    ),
    "a page to log in": (b"<!DOCTYPE html><html><form>Masuk</form></html>", "halaman web tanpa tabel"),
    "an archive of pictures": (_archive(foto__jpg=b"x"), "tidak berisi tabel"),
    "anything": (bytes(range(256)) * 4, "yang dapat dibaca CSV, XLSX, XLS, dan ODS. Buka di program asalnya"),
    "averages": (
        as_csv([["No", "Layanan", *LABELS], [1, "KTP", *[3.25] * 9], [2, "KK", *[3.4] * 9]]),
        "bukan jawaban tiap responden. Pakai berkas dengan satu baris untuk setiap responden",
    ),
    "a hidden sheet": (
        as_sheets(
            [("Kosong", [["x"]]), ("Lama", MADE.table())],
            lambda book: setattr(book["Lama"], "sheet_state", "hidden"),
        ),
        "Lembar tersembunyi tidak dibaca: “Lama”; pakai --lembar",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "cause"), CAUSES.values(), ids=CAUSES)
def test_a_refusal_names_the_true_cause_and_the_next_step(data: bytes, cause: str) -> None:
    assert cause in read_file(data).refusal


def test_a_hidden_sheet_is_read_when_it_is_named() -> None:
    def hide(book: Workbook) -> None:
        book["Lama"].sheet_state = "hidden"

    data = as_sheets([("Data", [["x"]]), ("Lama", MADE.table())], hide)
    sheets = list(read_sheets(data))
    assert [sheet.hidden for sheet in sheets] == [False, True]


def test_cells_of_a_web_page_may_span_rows_and_columns() -> None:
    page = as_html(MADE.table()).replace(b"<tr><td>No</td>", b"<tr><td rowspan=1 colspan=1>No</td>")
    titled = page.replace(b"<table border=1>", b"<table border=1><tr><td colspan=10>Survei</td></tr>")
    assert read_file(titled).figures == FIGURES


def test_rows_that_a_web_page_does_not_show_are_left_aside_and_named() -> None:
    hidden: list[object] = ["9", *["4"] * 9]
    table = [*MADE.table()[:3], hidden, *MADE.table()[3:]]
    page = as_html(table).replace(b"<tr><td>9</td>", b"<tr style='display: none'><td>9</td>")
    found = read_file(page)
    assert found.figures == FIGURES and found.found is not None
    assert "Baris tersembunyi tidak dibaca: 4." in [note.text for note in found.found.notes]


def _struck_xlsx(rows: list[Row]) -> bytes:
    def strike(book: Workbook) -> None:
        for cell in book["Data"][4]:
            cell.font = Font(strike=True)

    return as_sheets([("Data", rows)], strike)


def _struck_xls(rows: list[Row]) -> bytes:
    book, struck = xlwt.Workbook(), xlwt.XFStyle()
    struck.font.struck_out = True
    sheet = book.add_sheet("Data")
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell, struck if place == 3 else xlwt.Style.default_style)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _struck_ods(rows: list[Row]) -> bytes:
    style = (
        b'<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        b'<style:style style:name="ce1" style:family="table-cell">'
        b'<style:text-properties style:text-line-through-style="solid"/></style:style>'
        b"</office:automatic-styles>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_ods(rows))) as archive, zipfile.ZipFile(file, "w") as changed:
        for name in archive.namelist():
            parts = (
                archive.read(name).replace(b"<office:automatic-styles/>", style).split(b"<table:table-row")
            )
            if len(parts) > 4:
                parts[4] = parts[4].replace(b"<table:table-cell", b'<table:table-cell table:style-name="ce1"')
            changed.writestr(name, b"<table:table-row".join(parts))
    return file.getvalue()


def _struck_html(rows: list[Row]) -> bytes:
    marked = [[f"~{cell}~" if place == 3 else cell for cell in row] for place, row in enumerate(rows)]
    return as_html(marked).replace(b">~", b"><s>").replace(b"~<", b"</s><")


STRUCK = {"xlsx": _struck_xlsx, "xls": _struck_xls, "ods": _struck_ods, "html": _struck_html}


@pytest.mark.parametrize("write", STRUCK.values(), ids=STRUCK)
def test_a_row_that_is_struck_through_is_asked_about(write: Callable[[list[Row]], bytes]) -> None:
    rows: list[Row] = [["No", *LABELS], *MADE.rows]
    data = write(rows)
    assert "baris 4 responden: dicoret di berkas" in read_file(data).question
    left = read_file(data, Decisions(rows={("", 4): False}))
    assert (left.respondents, left.rejected) == (len(MADE.rows) - 1, 0)


def test_attributes_in_single_quotation_marks_hide_rows_and_hold_errors_too() -> None:
    def hide(book: Workbook) -> None:
        book["Data"].row_dimensions[4].hidden = True

    data, file = as_sheets([("Data", [["No", *LABELS], *MADE.rows])], hide), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(file, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            changed.writestr(name, content.replace(b'"', b"'") if "sheet1" in name else content)
    assert read_file(file.getvalue()).respondents == len(MADE.rows) - 1


def test_files_put_together_keep_the_first_row_of_the_second() -> None:
    first, second = (as_csv([["No", *LABELS], *MADE.rows[:2]]), as_csv(MADE.rows[2:]))
    assert read_file(first + "\ufeff".encode() + second).figures == FIGURES


def test_a_title_divided_at_the_end_of_a_line_is_one_word() -> None:
    titles = ["Persya-\nratan", *NAMES[1:5], "Kompe-\ntensi", *NAMES[6:]]
    assert read_file(as_xlsx([["No", *titles], *MADE.rows])).figures == FIGURES
