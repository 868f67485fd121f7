"""Kinds of files beside the cases: what is right for each, and the one answer where a question is asked."""

import random
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.sheets.made import NAMES
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.saved import as_html
from tests.sheets.saved import as_sheets
from tests.sheets.saved import with_hidden_columns

MADE = make(random.Random(21), context=["number"], size=8)  # noqa: S311
ANSWERS: list[Row] = [row[1:] for row in MADE.rows]
MAY, JUNE = "2024-05-31", "2024-06-01"


@dataclass(frozen=True)
class Kind:
    """A file. `option` answers its question on the command line, `field` on the page; "" where none is asked.

    `answer` is what both take. `days` are those of the answers, all in the chosen month's last where empty.
    """

    data: bytes
    option: str = ""
    field: str = ""
    answer: str = ""
    respondents: int = 8
    sums: Sequence[int] = tuple(MADE.sums)
    days: tuple[str, ...] = ()


def _rows(*more: Row, titles: Row | None = None) -> list[Row]:
    return [["No", *(titles or NAMES)], *MADE.rows, *more]


def _with_column(title: str, cells: Sequence[object], place: int = 1) -> list[Row]:
    head: Row = ["No", *NAMES]
    return [
        [*head[:place], title, *head[place:]],
        *([*row[:place], cell, *row[place:]] for row, cell in zip(MADE.rows, cells, strict=True)),
    ]


def _two_halves(second: Row) -> list[Row]:
    blank: Row = [None] * 9
    head: Row = ["No", *NAMES, *second]
    rows: list[Row] = [
        [number, *(answers if number < 5 else blank), *(blank if number < 5 else answers)]
        for number, answers in enumerate(ANSWERS, 1)
    ]
    return [head, *rows]


def _continued(title: str) -> list[Row]:
    rows = _with_column(title, [None if place < 4 else row[3] for place, row in enumerate(MADE.rows)], 4)
    return [
        rows[0],
        *([*row[:3], row[3] if place < 4 else None, *row[4:]] for place, row in enumerate(rows[1:])),
    ]


def _long() -> list[Row]:
    rows: list[Row] = [["Responden", "Tanggal", "No Unsur", "Nilai"]]
    for number, answers in enumerate(ANSWERS, 1):
        rows += [[number, "31/05/2024", place, answer] for place, answer in enumerate(answers, 1)]
    return rows


def _half(first: bool) -> Kind:
    own = ANSWERS[::2] if first else ANSWERS[1::2]
    sums = tuple(sum(int(str(row[place])) for row in own) for place in range(9))
    return Kind(b"", respondents=4, sums=sums)


def _strike(book: Workbook) -> None:
    for cell in book["Data"][10]:
        cell.font = Font(strike=True)


_DAYS: list[Row] = [[9, "3-Jan", *[1] * 8], [10, *[1] * 8, "4-Jan"]]
_MAXIMA: Row = [max(int(str(one)) for one in column) for column in zip(*ANSWERS, strict=True)]
_SUBTOTALS: list[Row] = [
    ["Layanan", *NAMES],
    *(["KTP", *row] for row in ANSWERS[:4]),
    ["KTP Average", *[3] * 9],
]
_SUBTOTALS += [*(["KK", *row] for row in ANSWERS[4:]), ["KK Average", *[3] * 9], ["Grand Average", *[3] * 9]]
_UNSEEN: Row = ["Berkas", "Alur", "Lama", "Ongkos", "Hasil", "Kecakapan", "Keramahan", "Gedung", "Aduan"]
_KEYS = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan".split()
_DATES: dict[str, Sequence[object]] = {
    "the year first": ["24/05/31"] * 4 + ["24/06/01"] * 4,
    "the day after the year": ["2024-31-05"] * 4 + ["2024-01-06"] * 4,
    "seconds since 1970": [1717128000] * 4 + [1717214400] * 4,
    "basic ISO": ["20240531T0930"] * 4 + ["20240601T0930"] * 4,
    "a serial with a comma": ["45443,5"] * 4 + ["45444,5"] * 4,
    "24.00": ["31/05/2024 24.00"] * 4 + ["01/06/2024 24.00"] * 4,
}
_OFFICES = _with_column("Loket", ["A", "B"] * 4)
_ROMANS: Row = [f"Unsur {number}" for number in "I II III IV V VI VII VIII IX".split()]


def _changed(change: Callable[[int], object]) -> list[Row]:
    """The table with each answer written otherwise."""
    body: list[Row] = [[row[0], *(change(int(str(one))) for one in row[1:])] for row in MADE.rows]
    return [["No", *NAMES], *body]


_TWO_SETS: list[Row] = [["No", "Nama", *NAMES, *NAMES]]
_TWO_SETS += [[row[0], "Siti", *[1] * 9, *row[1:]] for row in MADE.rows]
_QUARTERS = as_csv(_changed(lambda one: 25 * one))

KINDS: dict[str, Kind] = {
    "hidden columns": Kind(with_hidden_columns(_TWO_SETS, range(1, 11), "xlsx")),
    "a hidden unsur": Kind(
        with_hidden_columns(_rows(), [4], "xlsx"), "--kolom", "column", "E=biaya"
    ),
    "cells a page hides": Kind(
        as_html(_rows()).replace(b"</td><td>", b"</td><td style='display:none'>4</td><td>", 1)
    ),
    "a page for each service": Kind(as_csv(_two_halves(list(NAMES)))),
    "a question that was replaced": Kind(
        as_csv(_continued("Antrean di loket")), "--kolom", "column", "D=waktu,E=waktu"
    ),
    "offices": Kind(as_csv(_OFFICES), "--kantor", "office", "A", _half(True).respondents, _half(True).sums),
    "offices together": Kind(as_csv(_OFFICES), "--kantor", "office", "semua"),
    "another table below": Kind(
        as_csv(_rows([], ["No", "Pendidikan", "L", "P"], [1, "SD", 1, 2], [2, "SMP", 2, 3]))
    ),
    "numbered rows of dashes": Kind(as_csv(_rows([9, *["-"] * 9], [10, *["-"] * 9]))),
    "a trial": Kind(
        as_csv([*_with_column("Nama", ["Siti"] * 8), [9, "TEST", *[1] * 9]]), "--baris", "rows", "10=bukan"
    ),
    "a row that is marked as not valid": Kind(
        as_csv([*_with_column("Ket", [None] * 8, 10), [9, *[1] * 9, "tidak valid"]]), "--baris", "rows",
        "10=bukan",
    ),
    "percentages": Kind(
        as_csv(_changed(lambda one: f"{25 * one}%"), ";"), "--skala", "scale", "25%=1,50%=2,75%=3,100%=4"
    ),
    "Roman numbers": Kind(as_csv(_rows(titles=_ROMANS))),
    "unknown titles": Kind(
        as_csv(_rows(titles=_UNSEEN)), "--kolom", "column",
        ",".join(f"{letter}={key}" for letter, key in zip("BCDEFGHIJ", _KEYS, strict=True)),
    ),
    "marks up to 100": Kind(_QUARTERS, "--skala", "scale", "25=1,50=2,75=3,100=4"),
    "carets between the cells": Kind(as_csv(_rows(), "^")),
    "a separator after each answer": Kind(as_csv(_changed(lambda one: f"{one};"))),
    "a row for each answer, by number": Kind(as_csv(_long()), days=(MAY,) * 8),
    "a month of two years": Kind(
        as_sheets([("Mei 2023", [["No", *LABELS], [1, *[1] * 9]]), ("Mei 2024", _rows(titles=list(LABELS)))]),
        "--lembar", "sheet", "Mei 2024",
    ),
    "a date as an answer": Kind(as_csv(_rows(*_DAYS)), "--baris", "rows", "10,11=bukan"),
    "a maximum with the next number": Kind(as_csv(_rows([9, *_MAXIMA])), "--baris", "rows", "10=bukan"),
    "means of each service": Kind(
        as_csv([["Unsur", "KTP", "KK", "Akta"], *([name, 3, 4, 3] for name in NAMES)]),
        "--tabel", "table", "responden", 3, (10,) * 9,
    ),
    "a struck row": Kind(
        as_sheets([("Data", _rows([9, *[1] * 9]))], _strike), "--baris", "rows", "10=bukan"
    ),
    "subtotals of a spreadsheet": Kind(as_csv(_SUBTOTALS)),
    "traces of floats": Kind(as_xlsx(_changed(lambda one: one + 1e-12))),
} | {
    f"dates: {name}": Kind(as_csv(_with_column("Tanggal", cells), ";"), days=(MAY,) * 4 + (JUNE,) * 4)
    for name, cells in _DATES.items()
}  # fmt: skip
