"""The worksheet of performance indicators: to fill in, or to change what is stored, and to import again."""

import io
from collections.abc import Sequence

import xlsxwriter

from kiosk.papers import columns
from kiosk.papers import xlsx
from kiosk.papers.columns import Column
from kiosk.store.offices.units import Unit
from kiosk.store.results.indicators import NewIndicator

_COLUMNS: Sequence[Column[NewIndicator]] = (
    columns.text("Sasaran strategis", lambda one: one.goal, width=34),
    columns.text("Program", lambda one: one.program, width=34),
    columns.text("Indikator kinerja", lambda one: one.name, width=40),
    columns.text("Satuan", lambda one: one.measure, width=10),
    columns.text("Arah (naik/turun)", lambda one: "turun" if one.is_lower_better else "naik", width=12),
    columns.figure("Target", lambda one: one.target, str, "General", width=12),
    columns.figure("Realisasi", lambda one: one.value, str, "General", width=12),
    columns.figure("Capaian (%) menurut dokumen", lambda one: one.stated_percent, str, "General", width=16),
    columns.figure("Target akhir RPJMD", lambda one: one.final_target, str, "General", width=14),
    columns.scalar("Tahun akhir", lambda one: one.final_year, width=10),
    columns.figure("Target nasional", lambda one: one.national_target, str, "General", width=14),
    columns.figure("Pagu (Rp)", lambda one: one.budget, str, "#,##0", width=18),
    columns.figure("Realisasi anggaran (Rp)", lambda one: one.spent, str, "#,##0", width=18),
)


def make_sheet(unit: Unit, year: int, indicators: Sequence[NewIndicator]) -> bytes:
    """The XLSX with these indicators, one a row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": f"Indikator kinerja {unit.name} {year}"})
    sheet = book.add_worksheet(f"Indikator {year}")
    xlsx.write_table(book, sheet, _COLUMNS, indicators)
    sheet.freeze_panes(1, 3)
    xlsx.print_wide(sheet, unit.paper_size)
    book.close()
    return out.getvalue()
