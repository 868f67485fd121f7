"""The sheet "pengolahan data per responden dan per unsur" as a workbook that computes itself.

Every figure is a formula over the answers above it, with the value we computed stored beside it for programs
that do not calculate. Where a spreadsheet has to round, it first takes away what floating point added in the
eleventh decimal, so that an exact half goes up as it does here.
"""

import io
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from kiosk.base.period import Period
from kiosk.papers.listing import ListedResponse
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import Unit
from scoring import Band
from scoring import Instrument
from scoring import Result
from scoring import Tallies
from scoring import score

HEADER_ROW = 4  # from 0: two titles, the period, a blank
FIRST_ROW = HEADER_ROW + 2  # after the row that numbers the columns
_SHEET = "Pengolahan Data"
_UNCOMPUTED = "tidak dapat dihitung"


def render(
    unit: Unit,
    period: Period,
    instrument: Instrument,
    convention: str,
    lines: Iterable[ListedResponse],
    journal: Head | None = None,
) -> bytes:
    """The workbook of these responses, which are read once and not kept: also a hundred thousand fit.

    `journal` is the end of the unit's chain when they were read.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": f"Pengolahan data SKM {unit.name}, {period.title}", "author": unit.name})
    subtitle = f"Periode {period.title}" + (f" · Jurnal {journal.stamp}" if journal else "")
    _Sheet(book, instrument).fill(unit, subtitle, convention, lines)
    book.close()
    return out.getvalue()


def rounded(formula: str) -> str:
    """A formula for `formula` to two decimals, exact halves up."""
    return f"ROUND(ROUND({formula},11),2)"


def letter_of(value: str, bands: Sequence[Band], word: str = "mutu") -> str:
    """A formula for the mutu (or kinerja) of the cell `value`."""
    formula = f'"{getattr(bands[-1], word)}"'
    for band in reversed(bands[:-1]):
        formula = f'IF({value}<={band.high},"{getattr(band, word)}",{formula})'
    return formula


class _Sheet:
    """The one worksheet, written from the top down as constant memory wants it."""

    def __init__(self, book: Any, instrument: Instrument) -> None:
        self._instrument = instrument
        self._keys = instrument.keys()
        self._last = len(self._keys)  # the column of the last unsur; column 0 is the number
        self._sheet = book.add_worksheet(_SHEET)
        line = {"border": 1, "border_color": "#9AA7AD", "valign": "vcenter"}
        strong = {**line, "bold": True, "bg_color": "#E2EFF1"}

        def make(**more: Any) -> Any:
            return book.add_format(more)

        self._title = make(bold=True, font_size=14, font_color="#0B4A57")
        self._soft = make(font_color="#52646D")
        self._wrap = make(font_color="#52646D", text_wrap=True, valign="top")
        self._head = make(**strong, text_wrap=True, align="center")
        self._number = make(**line, align="center", num_format="0")
        self._text = make(**line)
        self._label = make(**strong)
        self._whole = make(**strong, align="center", num_format="#,##0")
        self._two = make(**strong, align="center", num_format="0.00")
        self._three = make(**strong, align="center", num_format="0.000")
        self._four = make(**strong, align="center", num_format="0.0000")
        self._big = make(**strong, align="center", num_format="0.00", font_size=16)

    def fill(self, unit: Unit, subtitle: str, convention: str, lines: Iterable[ListedResponse]) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW, HEADER_ROW + 1)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, self._last, 13)
        sheet.set_column(self._last + 1, self._last + 1, 14)
        sheet.write_string(0, 0, "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN", self._title)
        sheet.write_string(1, 0, f"DAN PER UNSUR PELAYANAN · {unit.name.upper()}", self._title)
        sheet.write_string(2, 0, subtitle, self._soft)
        self._write_header()
        answers = self._write_lines(lines)
        tallies = Tallies.from_answers(self._instrument, answers)
        # A table of nobody keeps one empty line, so that its ranges are ranges.
        last = FIRST_ROW + max(tallies.respondents, 1) - 1
        result = score(self._instrument, tallies, convention)
        bottom = self._write_summary(last, result)
        self._write_unsur(bottom + 2, last, result)

    def _write_header(self) -> None:
        sheet = self._sheet
        sheet.set_row(HEADER_ROW, 62)
        sheet.write_string(HEADER_ROW, 0, "NO. RESP", self._head)
        for column, key in enumerate(self._keys, start=1):
            sheet.write_string(
                HEADER_ROW, column, f"U{column}\n{unsur_name(self._instrument, key)}", self._head
            )
        for column in range(self._last + 1):
            sheet.write_number(HEADER_ROW + 1, column, column + 1, self._head)

    def _write_lines(self, lines: Iterable[ListedResponse]) -> Iterator[Mapping[str, int | None]]:
        sheet = self._sheet
        for number, line in enumerate(lines, start=1):
            row = FIRST_ROW + number - 1
            sheet.write_number(row, 0, number, self._number)
            for column, key in enumerate(self._keys, start=1):
                answer = line.answers[key]
                if answer is None:
                    sheet.write_blank(row, column, None, self._number)
                else:
                    sheet.write_number(row, column, answer, self._number)
            yield line.answers

    def _write_summary(self, last: int, result: Result) -> int:
        """The rows below the answers; gives the last of them."""
        sums, filled, nrr, weight, weighted, index = range(last + 1, last + 7)
        labels = {
            sums: "ΣNilai/Unsur",
            filled: "Jumlah jawaban terisi/Unsur",
            nrr: "NRR/Unsur = ΣNilai : terisi",
            weight: "Bobot/Unsur",
            weighted: "NRR tertbg/Unsur = NRR × bobot",
        }
        # Row by row: constant memory cannot go back up.
        for row, label in labels.items():
            self._sheet.write_string(row, 0, label, self._label)
            for column, key in enumerate(self._keys, start=1):
                unsur = result.unsur[key]
                answers = f"{cell(FIRST_ROW, column)}:{cell(last, column)}"
                total, count, mean = (cell(at, column) for at in (sums, filled, nrr))
                product = f"{mean}*{cell(weight, column)}"
                formula, form, value = {
                    sums: (f"SUM({answers})", self._whole, unsur.sum),
                    filled: (f"COUNT({answers})", self._whole, unsur.filled),
                    nrr: (f'IF({count}=0,"",{total}/{count})', self._two, unsur.nrr),
                    weight: (f"{unsur.weight}", self._three, unsur.weight),
                    weighted: (f'IF({count}=0,"",{product})', self._three, unsur.weighted),
                }[row]
                self._formula(row, column, formula, form, value)
        total = cell(weighted, self._last + 1)
        each = f"{cell(weighted, 1)}:{cell(weighted, self._last)}"
        complete = f"COUNT({each})={len(self._keys)}"
        self._formula(
            weighted, self._last + 1, f'IF({complete},SUM({each}),"{_UNCOMPUTED}")', self._four, result.ni
        )
        self._sheet.write_string(weighted, self._last + 2, "*)", self._soft)
        self._sheet.write_string(index, 0, "IKM Unit Pelayanan", self._label)
        for column in range(1, self._last + 1):
            self._sheet.write_blank(index, column, None, self._label)
        formula = f'IF({complete},{rounded(f"{total}*25")},"{_UNCOMPUTED}")'
        self._formula(index, self._last + 1, formula, self._big, result.ikm)
        self._sheet.write_string(index, self._last + 2, "**)", self._soft)
        self._ikm = cell(index, self._last + 1)
        self._nrr_row = nrr
        return index

    def _formula(self, row: int, column: int, formula: str, form: Any, value: Any) -> None:
        known = "" if value is None else value
        stored = float(known) if isinstance(known, Fraction | Decimal) else known
        if value is None and _UNCOMPUTED in formula:
            stored = _UNCOMPUTED
        self._sheet.write_formula(row, column, f"={formula}", form, stored)

    def _write_unsur(self, row: int, last: int, result: Result) -> None:
        sheet, instrument = self._sheet, self._instrument
        sheet.write_string(row, 0, "Keterangan", self._label)
        for offset, line in enumerate(_legend(result), start=1):
            sheet.write_string(row + offset, 0, line, self._soft)
        row += len(_legend(result)) + 2
        for column, title in enumerate(
            ["Unsur", "Nama unsur", "", "", "Nilai rata-rata", "Nilai konversi", "Mutu"]
        ):
            sheet.write_string(row, column, title, self._head)
        for number, key in enumerate(self._keys, start=1):
            unsur = result.unsur[key]
            at = row + number
            nrr, converted = cell(self._nrr_row, number), cell(at, 5)
            sheet.write_string(at, 0, f"U{number}", self._text)
            sheet.write_string(at, 1, unsur_name(instrument, key), self._text)
            sheet.write_blank(at, 2, None, self._text)
            sheet.write_blank(at, 3, None, self._text)
            self._formula(at, 4, f"{nrr}", self._two, unsur.nrr)
            self._formula(at, 5, f'IF({nrr}="","",{rounded(f"{nrr}*25")})', self._two, unsur.converted)
            self._formula(
                at, 6, f'IF({converted}="","",{letter_of(converted, instrument.bands)})', self._whole,
                unsur.mutu,
            )  # fmt: skip
        at = row + len(self._keys) + 2
        sheet.write_string(at, 0, "IKM Unit Pelayanan", self._label)
        self._formula(at, 1, self._ikm, self._big, result.ikm or _UNCOMPUTED)
        for offset, (title, word, value) in enumerate(
            (("Mutu pelayanan", "mutu", result.mutu), ("Kinerja unit pelayanan", "kinerja", result.kinerja)),
            start=1,
        ):
            sheet.write_string(at + offset, 0, title, self._label)
            formula = f'IF(ISNUMBER({self._ikm}),{letter_of(self._ikm, instrument.bands, word)},"")'
            self._formula(at + offset, 1, formula, self._big, value)
        for offset, band in enumerate(reversed(instrument.bands), start=4):
            sheet.write_string(
                at + offset,
                0,
                f"{band.mutu} ({band.kinerja}): {_comma(band.low)}–{_comma(band.high)}",
                self._soft,
            )
        sheet.print_area(0, 0, at + 3 + len(instrument.bands), self._last + 2)


def _legend(result: Result) -> list[str]:
    return [
        f"U1 s.d. U{len(result.unsur)} = unsur pelayanan menurut urutan kuesioner",
        "NRR = nilai rata-rata = jumlah nilai per unsur : jumlah jawaban terisi (kosong tidak ikut membagi)",
        f"IKM = indeks kepuasan masyarakat; bobot menurut konvensi {result.convention.replace('.', ',')}",
        "*) = jumlah NRR tertimbang",
        "**) = jumlah NRR tertimbang × 25, dibulatkan sekali pada dua desimal",
    ]


def _comma(value: Decimal) -> str:
    return str(value).replace(".", ",")
