"""The roll-up of all units below one: a table to read across a desk, and a workbook to sort and filter."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from kiosk.base.formatting import DASH
from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.rollup import MARKS
from kiosk.figures.rollup import Choices
from kiosk.figures.rollup import RankedUnit
from kiosk.figures.rollup import Rollup
from kiosk.papers import letter
from kiosk.papers.letter import Part
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.journal.journal import Head
from kiosk.store.offices.units import Unit

_TITLE = "Rekap gabungan IKM"


def paper(
    top: Unit, logo: bytes | None, head: Head | None, rollup: Rollup, choices: Choices, printed_at: datetime
) -> Paper:
    """The roll-up as a landscape paper with the letterhead and signatory of `top`."""
    result, bounds = rollup.pooled, rollup.pooled_bounds
    lines = rollup.units if not rollup.shown else rollup.shown
    lowest = min(
        (row.bounds.low if row.bounds else row.result.ikm for row in lines if row.result.ikm is not None),
        default=95,
    )
    data: Part = {
        "title": f"{_TITLE} {top.name}, {rollup.period.title}",
        "period": rollup.period.title,
        "before": rollup.period.previous().title,
        "footer": letter.footer(top, f"{_TITLE} {rollup.period.title}", printed_at, head),
        "unit": letter.letterhead(top, logo),
        "pooled": {
            "ikm": decimal(result.ikm),
            "mutu": f"mutu {result.mutu}, {result.kinerja}" if result.mutu else "tidak dapat dihitung",
            "reach": f"95%: {decimal(bounds.low)}–{decimal(bounds.high)}" if bounds else "",
            "respondents": whole(result.respondents),
        },
        "mean": decimal(rollup.mean),
        "scored": whole(rollup.scored),
        "units": whole(len(rollup.units)),
        "marks": [f"{title}: {whole(rollup.count(mark))}" for mark, title in MARKS.items()],
        "shown": _shown(rollup, choices),
        "floor": max(int((lowest - 1) // 5) * 5, 25) * 100,
        "rows": [_row(row) for row in rollup.shown],
        "signatory": letter.signatory(top, printed_at),
    }
    return Paper("gabungan", data, printed_at)


def _shown(rollup: Rollup, choices: Choices) -> list[str]:
    """What was selected, in words; nothing when everything was."""
    chosen = rollup.selection
    said = []
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


def _rank(row: RankedUnit) -> str:
    if row.best is None:
        return DASH
    return whole(row.best) if row.best == row.worst else f"{whole(row.best)}–{whole(row.worst)}"


def _name(row: RankedUnit) -> str:
    return row.unit.name + (
        f" (dan {whole(row.unit_count - 1)} unit di bawahnya)" if row.unit_count > 1 else ""
    )


def _weakest(row: RankedUnit) -> str:
    return unsur_name(row.result.instrument, row.weakest) if row.weakest else DASH


def _row(row: RankedUnit) -> Part:
    def place(value: Any) -> int | None:
        return None if value is None else int(value * 100)

    changed = row.change
    return {
        "rank": _rank(row),
        "name": _name(row),
        "value": place(row.result.ikm),
        "low": place(row.bounds.low if row.bounds else None),
        "high": place(row.bounds.high if row.bounds else None),
        "aim": place(row.target),
        "ikm": decimal(row.result.ikm),
        "reach": f"{decimal(row.bounds.low)}–{decimal(row.bounds.high)}" if row.bounds else DASH,
        "mutu": row.result.mutu or DASH,
        "change": change(changed.change) + ("*" if changed.distinguishable else "") if changed else DASH,
        "respondents": whole(row.result.respondents),
        "sample": whole(row.sample),
        "short": row.has("sampel"),
        "target": decimal(row.target),
        "capaian": percent(row.capaian.percent if row.capaian else None),
        "below": row.has("target"),
        "weakest": _weakest(row),
    }


_COLUMNS = (
    ("Unit", 38),
    ("Peringkat terbaik", 10),
    ("Peringkat terendah", 10),
    ("IKM", 9),
    ("Mutu", 7),
    ("Rentang 95% bawah", 10),
    ("Rentang 95% atas", 10),
    ("Perubahan", 10),
    ("Perubahan nyata", 10),
    ("Responden", 11),
    ("Sasaran sampel", 10),
    ("Target", 9),
    ("Capaian (%)", 10),
    ("Unsur terendah", 30),
)


def render_xlsx(
    top: Unit, head: Head | None, rollup: Rollup, choices: Choices, printed_at: datetime
) -> bytes:
    """The roll-up as numbers in a table with filters; the nine unsur (25 to 100) stand behind each unit."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"title": f"{_TITLE} {top.name}", "created": printed_at.replace(tzinfo=None)})
    sheet: Any = book.add_worksheet("Rekap gabungan")
    bold = book.add_format({"bold": True, "font_size": 14, "font_color": "#0B4A57"})
    soft = book.add_format({"font_color": "#52646D"})
    heading = book.add_format(
        {"bold": True, "bg_color": "#E2EFF1", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    two = book.add_format({"num_format": "0.00"})
    strong = book.add_format({"bold": True, "num_format": "0.00", "font_size": 13})
    keys = rollup.pooled.instrument.keys()
    sheet.write_string(0, 0, f"{_TITLE} {top.name}, {rollup.period.title}", bold)
    sheet.write_string(
        1, 0, "; ".join(_shown(rollup, choices)) or "Semua unit, layanan, dan cara menjawab", soft
    )
    respondents = whole(rollup.pooled.respondents)
    for line, (title, value) in enumerate(
        (
            (f"IKM gabungan ({respondents} responden bersama)", rollup.pooled.ikm),
            (f"Rata-rata IKM {whole(rollup.scored)} unit", rollup.mean),
        ),
        start=2,
    ):
        sheet.write_string(line, 0, title)
        _write(sheet, line, 3, value, strong)
    if head:
        sheet.write_string(4, 0, f"Jurnal {top.name}: {head.stamp}", soft)
    top_row = 5
    titles = [*_COLUMNS, *((unsur_name(rollup.pooled.instrument, key), 13) for key in keys)]
    for column, (title, width) in enumerate(titles):
        sheet.set_column(column, column, width)
        sheet.write_string(top_row, column, title, heading)
    for line, row in enumerate(rollup.shown, start=top_row + 1):
        for column, value in enumerate(_cells(row, keys)):
            _write(sheet, line, column, value, two)
    last = top_row + max(len(rollup.shown), 1)
    sheet.autofilter(top_row, 0, last, len(titles) - 1)
    bar = {"type": "data_bar", "bar_color": "#8FBCC6", "bar_solid": True}
    ends = {"min_type": "num", "min_value": 25, "max_type": "num", "max_value": 100}
    sheet.conditional_format(top_row + 1, 3, last, 3, {**bar, **ends})
    sheet.freeze_panes(top_row + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top_row)
    book.close()
    return out.getvalue()


def _cells(row: RankedUnit, keys: Any) -> list[Any]:
    changed = row.change
    return [
        _name(row),
        row.best,
        row.worst,
        row.result.ikm,
        row.result.mutu,
        row.bounds.low if row.bounds else None,
        row.bounds.high if row.bounds else None,
        changed.change if changed else None,
        ("ya" if changed.distinguishable else "tidak") if changed else None,
        row.result.respondents,
        row.sample,
        row.target,
        row.capaian.percent if row.capaian else None,
        _weakest(row),
        *(row.result.unsur[key].converted for key in keys),
    ]


def _write(sheet: Any, line: int, column: int, value: Any, two: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(line, column, value)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)
    elif value is not None:
        sheet.write_number(line, column, float(value), two)
