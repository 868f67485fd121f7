"""A spreadsheet to fill in, which the import reads without a question."""

import io
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from typing import Any

import xlsxwriter

from kiosk.questionnaire.catalogue import Item
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.profile import TITLES
from kiosk.sheets.texts import letters

FILE_NAME = "isian-survei.xlsx"
_ROWS = 5000  # how far down the lists reach
_LEGEND = "Keterangan"
# Points: the longest title in four lines, and a question in two.
_HEAD_HEIGHT, _TWO_LINES = 62, 32
_YOUNGEST, _OLDEST = 17, 110
_MOST_MESSAGE = 255  # characters, of XLSX
_EARLIEST = date(2000, 1, 1)
_HEAD = 3  # the row of the legend's titles, counted from 0


@dataclass(frozen=True)
class _Column:
    title: str
    width: int
    message: str = ""
    rule: Mapping[str, Any] = field(default_factory=dict)
    format: Mapping[str, Any] = field(default_factory=dict)


def make_template(questionnaire: Questionnaire, services: Sequence[str] = ()) -> bytes:
    """An XLSX with a sheet to fill in and one with the meaning of each answer.

    Titles and legend are protected, without a password; cells to fill in offer the answers there are.
    `services` are the names of a unit's services; without them there is no column for them.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet: Any = book.add_worksheet("Jawaban")
    _add_legend(book, questionnaire, services)
    head = book.add_format(
        {"bold": True, "bg_color": "#E2EFF1", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    for place, column in enumerate(_columns(questionnaire, services)):
        open_ = book.add_format({"locked": False, **column.format})
        sheet.set_column(place, place, column.width, open_)
        sheet.write_string(0, place, column.title, head)
        if column.rule:
            message = {"input_title": column.title[:32], "input_message": column.message[:_MOST_MESSAGE]}
            shown = message if column.message else {}
            sheet.data_validation(1, place, _ROWS, place, {**column.rule, **shown})
    sheet.set_row(0, _HEAD_HEIGHT)
    sheet.freeze_panes(1, 1)
    _print_wide(sheet)
    sheet.repeat_rows(0)
    allowed = ("format_columns", "format_rows", "sort", "autofilter", "delete_rows", "insert_rows")
    sheet.protect("", dict.fromkeys(allowed, True))
    book.close()
    return out.getvalue()


def _columns(questionnaire: Questionnaire, services: Sequence[str]) -> list[_Column]:
    columns = [
        _Column("No", 6),
        _Column(
            "Tanggal",
            12,
            "Hari pelayanan, misalnya 03/05/2024.",
            {"validate": "date", "criteria": ">=", "value": _EARLIEST},
            {"num_format": "dd/mm/yyyy"},
        ),
    ]
    for name, answers in questionnaire.profile.items():
        title = TITLES[name]["id"]
        if name == "age_band":
            rule = {"validate": "integer", "criteria": "between", "minimum": _YOUNGEST, "maximum": _OLDEST}
            columns.append(_Column("Usia", 8, "Dalam tahun; boleh kosong.", rule))
        else:
            labels = [label["id"] for label in answers.values()]
            columns.append(_Column(title, 16, "Boleh kosong.", {"validate": "list", "source": labels}))
    if services:
        name, first = letters(_services_column(questionnaire)), _HEAD + 2
        source = f"={_LEGEND}!${name}${first}:${name}${_HEAD + 1 + len(services)}"
        columns.append(_Column("Jenis Layanan", 24, "Boleh kosong.", {"validate": "list", "source": source}))
    rule = {"validate": "list", "source": [str(value) for value in questionnaire.rules.values]}
    for number, item in enumerate(questionnaire.items, start=1):
        words = "; ".join(f"{value} = {word}" for value, word in enumerate(item.options["id"], start=1))
        title = _name(questionnaire, item)
        numbered = f"U{number} {title}" if len(questionnaire.items) == len(questionnaire.unsur) else title
        columns.append(_Column(numbered, 14, f"{words}. Kosongkan bila tidak dijawab.", rule))
    columns.append(_Column("Saran", 40))
    return columns


def _name(questionnaire: Questionnaire, item: Item) -> str:
    """The unsur where each has one item, else the question, which is the item's title in other files."""
    is_unsur_each = len(questionnaire.items) == len(questionnaire.unsur)
    return questionnaire.item_name(item.key) if is_unsur_each else item.question["id"]


def _services_column(questionnaire: Questionnaire) -> int:
    """The column of the legend's list of services, counted from 0: one is empty before it."""
    return questionnaire.rules.scale + 3


def _add_legend(book: Any, questionnaire: Questionnaire, services: Sequence[str]) -> None:
    """What each answer means, and the services that the cells offer: too many for a cell's own list."""
    sheet = book.add_worksheet(_LEGEND)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26, wrap)
    sheet.set_column(1, 1, 60, wrap)
    sheet.set_column(2, questionnaire.rules.scale + 1, 20, wrap)
    lines = (
        f"{questionnaire.rules.title}. Isi satu baris untuk setiap responden di lembar “Jawaban”. Jawaban "
        f"ditulis dengan angka 1 sampai {questionnaire.rules.scale} menurut tabel di bawah; kosongkan yang "
        "tidak dijawab.",
        "Judul kolom jangan diubah. Kolom profil, layanan, dan saran boleh dikosongkan.",
    )
    for row, text in enumerate(lines):
        sheet.merge_range(row, 0, row, 5, text, wrap)
        sheet.set_row(row, _TWO_LINES)
    titles = ["Unsur", "Pertanyaan", *(f"Jawaban {value}" for value in questionnaire.rules.values)]
    sheet.write_row(_HEAD, 0, titles, bold)
    for row, item in enumerate(questionnaire.items, start=_HEAD + 1):
        sheet.set_row(row, _TWO_LINES)
        name = questionnaire.name_of(item.counts_for)
        sheet.write_row(row, 0, [name, item.question["id"], *item.options["id"]], wrap)
    if services:
        place = _services_column(questionnaire)
        sheet.set_column(place, place, 30, wrap)
        sheet.write_string(_HEAD, place, "Jenis Layanan", bold)
        sheet.write_column(_HEAD + 1, place, services, wrap)
    _print_wide(sheet)
    sheet.protect("")


def _print_wide(sheet: Any) -> None:
    """Print on A4 in landscape, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
