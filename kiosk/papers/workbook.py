"""The sheet "pengolahan data per responden dan per unsur" as a workbook that computes itself.

Every figure is a formula over the answers above it; the computed value is stored beside the formula for
programs that do not calculate. Before a spreadsheet rounds, the formula removes the floating-point error in
the eleventh decimal, so that an exact half is rounded up as it is here.
"""

import io
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell as cell

from kiosk.base.period import Period
from kiosk.figures.summary import ExtraCounts
from kiosk.papers import extras
from kiosk.papers import xlsx
from kiosk.papers.listing import ListedResponse
from kiosk.papers.pengolahan import SUMS
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import name_unless_official
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import Unit
from scoring import Band
from scoring import Instrument
from scoring import Result
from scoring import Tallies
from scoring import pooled_rules
from scoring import score
from scoring import score_together

HEADER_ROW = 4  # from 0, after two titles, the period and an empty row
FIRST_ROW = HEADER_ROW + 2  # after the row that numbers the columns
_SHEET = "Pengolahan Data"
_ITEMS = "Butir"
_CHUNK = 1000  # responses that are tallied together
_UNCOMPUTED = "tidak dapat dihitung"


@dataclass(frozen=True)
class Group:
    """Responses to one questionnaire, or to several whose answers are added up; at least one.

    `convention` names other weights than those of the rules, for one questionnaire.
    """

    rules: tuple[Instrument, ...]
    responses: Iterable[ListedResponse]
    convention: str | None = None


def render(
    unit: Unit,
    period: Period,
    groups: Sequence[Group],
    journal: Head | None = None,
    own: Sequence[ExtraCounts] = (),
) -> bytes:
    """The workbook with a sheet for each group, and one with the items where an unsur has several.

    The last sheet has the unit's `own` questions outside the index, if there are any.

    The responses are iterated once, so that a hundred thousand need little memory. `journal` is the end of
    the unit's journal when they were read.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": f"Pengolahan data SKM {unit.name}, {period.title}", "author": unit.name})
    subtitle = f"Periode {period.title}" + (f" · Jurnal {journal.stamp}" if journal else "")
    for number, group in enumerate(groups, start=1):
        several = len(groups) > 1 or len(group.rules) > 1
        titles = "; ".join(one.title for one in group.rules)
        if not several:
            titles = name_unless_official(one.id for one in group.rules)
        titles = f" · {titles}" if titles else ""
        suffix = f" {number}" if len(groups) > 1 else ""
        _Writer(book, group, suffix).write(unit, subtitle + titles)
    extras.write_sheet(book, own, unit.paper_size)
    book.close()
    return out.getvalue()


def rounded(formula: str) -> str:
    """A formula that rounds `formula` to two decimals, exact halves up."""
    return f"ROUND(ROUND({formula},11),2)"


def letter_of(value: str, bands: Sequence[Band], word: str = "mutu") -> str:
    """A formula for the mutu (or kinerja) of the cell `value`."""
    formula = f'"{getattr(bands[-1], word)}"'
    for band in reversed(bands[:-1]):
        formula = f'IF({value}<={band.high},"{getattr(band, word)}",{formula})'
    return formula


class _Writer:
    """Writes the worksheet from top to bottom, because in constant-memory mode rows cannot be revisited."""

    def __init__(self, book: Any, group: Group, suffix: str) -> None:
        self._group = group
        self._rules = {one.id: one for one in group.rules}
        self._instrument = pooled_rules(group.rules)
        self._keys = self._instrument.keys()
        self._last = len(self._keys)  # the column of the last unsur; column 0 is the number
        self._sheet = book.add_worksheet(f"{_SHEET}{suffix}")
        several = [one for one in group.rules if one.items != one.keys()]
        self._items = list(dict.fromkeys(item for one in several for item in one.items))
        self._item_sheet = book.add_worksheet(f"{_ITEMS}{suffix}") if several else None
        self._of_items = {one.id for one in several}
        bordered = {"border": 1, "border_color": "#9AA7AD", "valign": "vcenter"}
        strong = {**bordered, "bold": True, "bg_color": "#E2EFF1"}
        centred = {**strong, "align": "center"}
        self._title = book.add_format({"bold": True, "font_size": 14, "font_color": "#0B4A57"})
        self._soft = book.add_format({"font_color": "#52646D"})
        self._head = book.add_format({**centred, "text_wrap": True})
        self._number = book.add_format({**bordered, "align": "center", "num_format": "0"})
        self._value = book.add_format({**bordered, "align": "center", "num_format": "0.##"})
        self._text = book.add_format(bordered)
        self._label = book.add_format(strong)
        self._places = {
            places: book.add_format({**centred, "num_format": form})
            for places, form in enumerate(("#,##0", "0", "0.00", "0.000", "0.0000"))
        }
        self._big = book.add_format({**centred, "num_format": "0.00", "font_size": 16})

    def write(self, unit: Unit, subtitle: str) -> None:
        sheet = self._sheet
        xlsx.print_wide(sheet, unit.paper_size, HEADER_ROW, HEADER_ROW + 1)
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, self._last, 13)
        sheet.set_column(self._last + 1, self._last + 1, 14)
        sheet.write_string(0, 0, "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN", self._title)
        sheet.write_string(1, 0, f"DAN PER UNSUR PELAYANAN · {unit.name.upper()}", self._title)
        sheet.write_string(2, 0, subtitle, self._soft)
        self._write_header()
        tallies = self._write_answers()
        result = score_together([(self._rules[id], one) for id, one in tallies.items()])
        if self._group.convention:
            result = score(self._instrument, result.tallies, self._group.convention)
        # Without respondents one empty row remains, so that the ranges in the formulas are valid.
        last = FIRST_ROW + max(result.respondents, 1) - 1
        bottom = self._write_sums(last, result)
        self._write_means(bottom + 2, result)

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
        if self._item_sheet:
            self._write_item_header(self._item_sheet)

    def _write_item_header(self, sheet: Any) -> None:
        sheet.freeze_panes(FIRST_ROW, 1)
        sheet.set_column(0, len(self._items), 13)
        sheet.write_string(0, 0, "JAWABAN PER BUTIR", self._title)
        sheet.set_row(HEADER_ROW, 120)
        words = {
            item.key: item.question.get("id", item.key)
            for id in sorted(self._of_items)
            for item in load_questionnaire(id).items
        }
        for column, title in enumerate(["NO. RESP", *(words[item] for item in self._items)]):
            sheet.write_string(HEADER_ROW, column, title, self._head)

    def _write_answers(self) -> dict[str, Tallies]:
        """Write a row per response; returns their tallies by questionnaire."""
        tallies = {id: Tallies.empty(rules) for id, rules in self._rules.items()}
        for chunk in _chunks(enumerate(self._group.responses, start=FIRST_ROW)):
            for row, response in chunk:
                self._write_response(row, response)
            for id, rules in self._rules.items():
                own = (response.answers for _, response in chunk if response.instrument == id)
                tallies[id] += Tallies.from_answers(rules, own)
        return tallies

    def _write_response(self, row: int, response: ListedResponse) -> None:
        self._sheet.write_number(row, 0, row - FIRST_ROW + 1, self._number)
        has_items = response.instrument in self._of_items
        for column, key in enumerate(self._keys, start=1):
            value = response.unsur[key]
            if has_items:
                items = self._rules[response.instrument].get(key).items
                self._formula(row, column, self._mean_of(row, items), self._value, value)
            else:
                self._write_value(self._sheet, row, column, value)
        if self._item_sheet:
            self._item_sheet.write_number(row, 0, row - FIRST_ROW + 1, self._number)
            for column, item in enumerate(self._items if has_items else (), start=1):
                self._write_value(self._item_sheet, row, column, response.answers.get(item))

    def _write_value(self, sheet: Any, row: int, column: int, value: int | Fraction | None) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self._number)
        else:
            sheet.write_number(row, column, value, self._number)

    def _mean_of(self, row: int, items: Sequence[str]) -> str:
        """A formula for the mean of the items that are answered, empty without any."""
        name = self._item_sheet.get_name() if self._item_sheet else ""
        cells = ",".join(f"'{name}'!{cell(row, 1 + self._items.index(item))}" for item in items)
        return f'IF(COUNT({cells})=0,"",AVERAGE({cells}))'

    def _write_sums(self, last: int, result: Result) -> int:
        """Write the rows below the answers, whose last row is `last`; returns the row of the index."""
        rows = {one.key: row for row, one in enumerate(SUMS, start=last + 1)}
        for one in SUMS:
            self._sheet.write_string(rows[one.key], 0, one.title, self._label)
            for column, key in enumerate(self._keys, start=1):
                at = {name: cell(row, column) for name, row in rows.items()}
                at["answers"] = f"{cell(FIRST_ROW, column)}:{cell(last, column)}"
                unsur = result.unsur[key]
                formula, value = one.formula(at, unsur), one.figure(unsur)
                self._formula(rows[one.key], column, formula, self._places[one.places], value)
        self._nrr_row, weighted = rows["nrr"], rows["weighted"]
        index = last + len(SUMS) + 1
        each = f"{cell(weighted, 1)}:{cell(weighted, self._last)}"
        complete = f"COUNT({each})={len(self._keys)}"
        beside = self._last + 1
        total = f'IF({complete},SUM({each}),"{_UNCOMPUTED}")'
        self._formula(weighted, beside, total, self._places[4], result.ni)
        self._sheet.write_string(weighted, beside + 1, "*)", self._soft)
        self._sheet.write_string(index, 0, "IKM Unit Pelayanan", self._label)
        for column in range(1, beside):
            self._sheet.write_blank(index, column, None, self._label)
        ikm = f'IF({complete},{rounded(f"{cell(weighted, beside)}*25")},"{_UNCOMPUTED}")'
        self._formula(index, beside, ikm, self._big, result.ikm)
        self._sheet.write_string(index, beside + 1, "**)", self._soft)
        self._ikm = cell(index, beside)
        return index

    def _formula(self, row: int, column: int, formula: str, form: Any, value: Any) -> None:
        """Write a formula with its value, which is empty or said to be uncomputable where it is None."""
        known = (_UNCOMPUTED if _UNCOMPUTED in formula else "") if value is None else value
        stored = float(known) if isinstance(known, Fraction | Decimal) else known
        self._sheet.write_formula(row, column, f"={formula}", form, stored)

    def _write_means(self, row: int, result: Result) -> None:
        """Write the legend, the table of means, and the mutu of the index."""
        sheet, bands = self._sheet, self._instrument.bands
        sheet.write_string(row, 0, "Keterangan", self._label)
        legend = _legend(result)
        for offset, line in enumerate(legend, start=1):
            sheet.write_string(row + offset, 0, line, self._soft)
        row += len(legend) + 2
        titles = ["Unsur", "Nama unsur", "", "", "Nilai rata-rata", "Nilai konversi", "Mutu"]
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self._head)
        for number, key in enumerate(self._keys, start=1):
            unsur = result.unsur[key]
            at = row + number
            nrr, converted = cell(self._nrr_row, number), cell(at, 5)
            for column, text in enumerate((f"U{number}", unsur_name(self._instrument, key), "", "")):
                sheet.write(at, column, text or None, self._text)
            two = self._places[2]
            self._formula(at, 4, nrr, two, unsur.nrr)
            self._formula(at, 5, f'IF({nrr}="","",{rounded(f"{nrr}*25")})', two, unsur.converted)
            mutu = f'IF({converted}="","",{letter_of(converted, bands)})'
            self._formula(at, 6, mutu, self._places[0], unsur.mutu)
        self._write_index(row + len(self._keys) + 2, result)

    def _write_index(self, row: int, result: Result) -> None:
        """Write the index, its mutu and kinerja, and the bands."""
        sheet, bands = self._sheet, self._instrument.bands
        sheet.write_string(row, 0, "IKM Unit Pelayanan", self._label)
        self._formula(row, 1, self._ikm, self._big, result.ikm or _UNCOMPUTED)
        words = (
            ("Mutu pelayanan", "mutu", result.mutu),
            ("Kinerja unit pelayanan", "kinerja", result.kinerja),
        )
        for offset, (title, word, value) in enumerate(words, start=1):
            sheet.write_string(row + offset, 0, title, self._label)
            formula = f'IF(ISNUMBER({self._ikm}),{letter_of(self._ikm, bands, word)},"")'
            self._formula(row + offset, 1, formula, self._big, value)
        for offset, band in enumerate(reversed(bands), start=4):
            text = f"{band.mutu} ({band.kinerja}): {_comma(band.low)}–{_comma(band.high)}"
            sheet.write_string(row + offset, 0, text, self._soft)
        sheet.print_area(0, 0, row + 3 + len(bands), self._last + 2)


def _chunks(
    rows: Iterator[tuple[int, ListedResponse]],
) -> Iterator[list[tuple[int, ListedResponse]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


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
