"""The roll-up of all units below one: a landscape paper, and a workbook to sort and filter."""

import io
from collections.abc import Iterator
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from kiosk.base.formatting import DASH
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.rollup import MARKS
from kiosk.figures.rollup import Choices
from kiosk.figures.rollup import RankedUnit
from kiosk.figures.rollup import Rollup
from kiosk.papers import columns
from kiosk.papers import xlsx
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Fact
from kiosk.papers.blocks import Facts
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.columns import Part
from kiosk.papers.columns import warned
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import document
from kiosk.papers.documents import signature
from kiosk.papers.tables import hundredths
from kiosk.papers.tables import marked_change
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.messages import unscored

_TITLE = "Rekap gabungan IKM"


def paper(issuer: Issuer, rollup: Rollup, choices: Choices) -> Document:
    """The roll-up with the letterhead and signatory of the unit above."""
    return document(
        issuer,
        _blocks(issuer, rollup, choices),
        name=f"{_TITLE} {rollup.period.title}",
        title=f"{_TITLE} {issuer.unit.name}, {rollup.period.title}",
        heading="REKAP GABUNGAN INDEKS KEPUASAN MASYARAKAT (IKM)",
        period=f"Periode {rollup.period.title}",
        is_dense=True,
        is_landscape=True,
    )


def _blocks(issuer: Issuer, rollup: Rollup, choices: Choices) -> Iterator[Block]:
    yield _facts(rollup)
    for line in _shown(rollup, choices):
        yield Paragraph(f"{line}.")
    yield Heading("Unit menurut IKM", 1)
    if rollup.shown:
        yield table("Unit menurut IKM", _columns(rollup), rollup.shown, is_captioned=False)
        yield Paragraph(
            "Grafik: garis gelap IKM, pita rentang 95%, garis jingga target. Peringkat 1–3: tidak ada unit "
            "yang nyata lebih baik, dan dua unit belum dapat dibedakan darinya. Semua pasang unit "
            "dibandingkan serentak pada tingkat kepercayaan 95%; unit dengan kurang dari 10 jawaban lengkap "
            "tidak diberi peringkat. Rentang dan peringkat menganggap responden mewakili penerima layanan. "
            f"Perubahan sejak {rollup.period.previous().title}; * berarti melampaui kebetulan, semua "
            "perubahan dibandingkan serentak. Jumlah responden minimal adalah bagian periode ini dari yang "
            "setahun. Merah: responden belum cukup, atau IKM di bawah target.",
            is_note=True,
        )
    else:
        yield Paragraph("Tidak ada unit yang sesuai.")
    yield signature(issuer)


def _facts(rollup: Rollup) -> Facts:
    result, bounds = rollup.pooled, rollup.pooled_bounds
    why = unscored(result).rstrip(".") if result.respondents else ""
    mutu = f"Mutu {result.mutu}, {result.kinerja}" if result.mutu else why or "Tidak dapat dihitung"
    reach = f" 95%: {decimal(bounds.low)}–{decimal(bounds.high)}." if bounds else ""
    marks = " · ".join(f"{title}: {whole(rollup.count(mark))}" for mark, title in MARKS.items())
    return Facts(
        (
            Fact(
                "IKM gabungan (semua responden)",
                decimal(result.ikm),
                f"{mutu}. {whole(result.respondents)} responden sekaligus.{reach}",
                "large",
            ),
            Fact(
                "Rata-rata IKM unit",
                decimal(rollup.mean),
                f"Dari {whole(rollup.scored)} unit, berapa pun respondennya. Angka lain, bukan IKM gabungan.",
                "large",
            ),
            Fact(
                "IKM tertimbang penerima layanan",
                decimal(rollup.weighted),
                "Rata-rata menurut jumlah penerima layanan setahun tiap unit."
                if rollup.weighted is not None
                else "Belum semua unit mengisi jumlah penerima layanannya.",
                "large",
            ),
            Fact("Unit", whole(len(rollup.units)), marks, "large"),
        )
    )


def _shown(rollup: Rollup, choices: Choices) -> list[str]:
    """The selection in words; empty if everything was selected."""
    chosen = rollup.selection
    said = [f"Kuesioner: {rollup.questionnaires}"] if rollup.questionnaires else []
    if chosen.level is not None:
        said.append(f"Unit sampai tingkat {chosen.level}, masing-masing beserta unit di bawahnya")
    if chosen.part.service:
        said.append(f"Hanya jenis layanan {choices.services[chosen.part.service]}")
    if chosen.part.channel:
        said.append(f"Hanya jawaban melalui {choices.channels[chosen.part.channel]}")
    if chosen.mark or chosen.name:
        named = f"nama “{chosen.name}”" if chosen.name else ""
        what = ", ".join(filter(None, (MARKS.get(chosen.mark), named)))
        shown, every = len(rollup.shown), len(rollup.units)
        said.append(f"Tabel memuat {whole(shown)} dari {whole(every)} unit ({what})")
    return said


def _columns(rollup: Rollup) -> Sequence[Column[RankedUnit]]:
    """The columns of paper and workbook; the workbook has single values, and all unsur (25 to 100)."""
    instrument = rollup.pooled.instrument
    floor = _floor(rollup)
    return (
        columns.text("Peringkat", _rank, align="c", only="paper"),
        columns.text("Unit", _name, width=38, is_header=True),
        columns.count("Peringkat terbaik", lambda row: row.best, only="data"),
        columns.count("Peringkat terendah", lambda row: row.worst, only="data"),
        columns.graph(f"{floor}–100", lambda row: _band(row, floor), width=18),
        columns.number("IKM", lambda row: row.result.ikm, style="bold"),
        columns.text("Rentang 95%", _reach, align="c", only="paper"),
        columns.text("Mutu", lambda row: row.result.mutu, DASH, align="c"),
        columns.number("Rentang 95% bawah", lambda row: row.bounds.low if row.bounds else None, only="data"),
        columns.number("Rentang 95% atas", lambda row: row.bounds.high if row.bounds else None, only="data"),
        columns.text("Perubahan", _change, align="r", only="paper"),
        columns.number("Perubahan", lambda row: row.change.change if row.change else None, only="data"),
        columns.text("Perubahan nyata", _is_distinct, only="data"),
        warned(columns.count("Responden", lambda row: row.result.respondents), lambda row: row.has("sampel")),
        columns.count("Jumlah responden minimal", lambda row: row.sample.target if row.sample else None),
        columns.number("Target", lambda row: row.target),
        warned(columns.percent("Capaian", _reached, only="paper"), lambda row: row.has("target")),
        columns.percent("Capaian (%)", _reached, only="data"),
        columns.text("Unsur terendah", _weakest, DASH, width=32),
        *(_unsur(key, unsur_name(instrument, key)) for key in instrument.keys()),
    )


def _floor(rollup: Rollup) -> int:
    """Where the scale of the graph begins, so that all values and intervals are on it."""
    rows = rollup.shown or rollup.units
    lows = [row.bounds.low if row.bounds else row.result.ikm for row in rows]
    lowest = min((low for low in lows if low is not None), default=Decimal(95))
    return max(int((lowest - 1) // 5) * 5, 25)


def _unsur(key: str, name: str) -> Column[RankedUnit]:
    return columns.number(name, lambda row: row.result.unsur[key].converted, only="data")


def _rank(row: RankedUnit) -> str:
    if row.best is None:
        return DASH
    return whole(row.best) if row.best == row.worst else f"{whole(row.best)}–{whole(row.worst)}"


def _name(row: RankedUnit) -> str:
    below = row.unit_count - 1
    return row.unit.name + (f" (dan {whole(below)} unit di bawahnya)" if below else "")


def _weakest(row: RankedUnit) -> str:
    """The lowest unsur, or how many share the lowest value."""
    if len(row.weakest) > 2:
        return f"{whole(len(row.weakest))} unsur sama rendah"
    return "; ".join(unsur_name(row.result.instrument, key) for key in row.weakest)


def _reach(row: RankedUnit) -> str:
    return f"{decimal(row.bounds.low)}–{decimal(row.bounds.high)}" if row.bounds else DASH


def _change(row: RankedUnit) -> str:
    return marked_change(row.change)


def _is_distinct(row: RankedUnit) -> str | None:
    if row.change is None:
        return None
    return "ya" if row.change.distinguishable else "tidak"


def _reached(row: RankedUnit) -> Decimal | None:
    return row.capaian.percent if row.capaian else None


def _band(row: RankedUnit, floor: int) -> Part:
    """The interval with a mark at the value and one at the target, from `floor` to 100."""
    bounds = row.bounds
    return {
        "floor": floor * 100,
        "value": hundredths(row.result.ikm),
        "low": hundredths(bounds.low) if bounds else None,
        "high": hundredths(bounds.high) if bounds else None,
        "target": hundredths(row.target),
    }


def render_xlsx(issuer: Issuer, rollup: Rollup, choices: Choices) -> bytes:
    """The roll-up as numbers in a table with filters; the unsur (25 to 100) are its last columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    title = f"{_TITLE} {issuer.unit.name}"
    book.set_properties({"title": title, "created": issuer.printed_at.replace(tzinfo=None)})
    sheet: Any = book.add_worksheet("Rekap gabungan")
    bold = book.add_format({"bold": True, "font_size": 14, "font_color": "#0B4A57"})
    soft = book.add_format({"font_color": "#52646D"})
    strong = book.add_format({"bold": True, "num_format": "0.00", "font_size": 13})
    sheet.write_string(0, 0, f"{title}, {rollup.period.title}", bold)
    said = "; ".join(_shown(rollup, choices)) or "Semua unit, layanan, dan saluran survei"
    sheet.write_string(1, 0, said, soft)
    pooled = f"IKM gabungan ({whole(rollup.pooled.respondents)} responden bersama)"
    figures = {pooled: rollup.pooled.ikm, f"Rata-rata IKM {whole(rollup.scored)} unit": rollup.mean}
    if rollup.weighted is not None:
        figures["IKM tertimbang penerima layanan"] = rollup.weighted
    for row, (label, value) in enumerate(figures.items(), start=2):
        sheet.write_string(row, 0, label)
        if value is not None:
            sheet.write_number(row, 3, float(value), strong)
    top = 3 + len(figures)
    if issuer.journal:
        sheet.write_string(top - 1, 0, f"Jurnal {issuer.unit.name}: {issuer.journal.stamp}", soft)
    shown = columns.of_data(_columns(rollup))
    last = max(xlsx.write_table(book, sheet, shown, rollup.shown, top), top + 1)
    sheet.autofilter(top, 0, last, len(shown) - 1)
    bar = {"type": "data_bar", "bar_color": "#8FBCC6", "bar_solid": True}
    ends = {"min_type": "num", "min_value": 25, "max_type": "num", "max_value": 100}
    index = [column.title for column in shown].index("IKM")
    sheet.conditional_format(top + 1, index, last, index, {**bar, **ends})
    sheet.freeze_panes(top + 1, 1)
    xlsx.print_wide(sheet, issuer.unit.paper_size, top)
    book.close()
    return out.getvalue()
