"""The unit's own questions outside the index as blocks, apart from every figure of the IKM."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from itertools import count as count_from
from typing import Any

from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.small_groups import NOTE as OTHERS_NOTE
from kiosk.figures.small_groups import has_others
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import Count
from kiosk.figures.summary import ExtraCounts
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers import tables
from kiosk.papers import xlsx
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column

APART = "Pertanyaan kantor ini sendiri; jawabannya tidak ikut dalam IKM."
_FEW = f"Dijawab kurang dari {MIN_RESPONDENTS} orang, jadi tidak dirinci."
_SMALL = f"Tidak dirinci karena satu kelompok jawabannya kurang dari {MIN_RESPONDENTS} orang."
_COLUMNS = (
    replace(tables.GROUP, title="Jawaban"),
    tables.SHARE,
    tables.RESPONDENTS,
    tables.PERCENT,
)


_IN_SHEET: Sequence[Column[tuple[str, Count]]] = (
    columns.text("Pertanyaan di luar IKM", lambda row: row[0], width=50),
    columns.text("Jawaban", lambda row: row[1].label, width=40),
    columns.count("Jumlah", lambda row: row[1].count),
    columns.percent("Persen", lambda row: row[1].percent),
)


def write_sheet(book: Any, found: Iterable[ExtraCounts], paper_size: str) -> None:
    """Add a worksheet with how often each answer was given; nothing where no question was answered."""
    rows = [(one.question, count) for one in found for count in one.counts]
    if rows:
        sheet: Any = book.add_worksheet("Pertanyaan tambahan")
        xlsx.write_table(book, sheet, _IN_SHEET, rows, is_wrapped=True)
        sheet.freeze_panes(1, 0)
        xlsx.print_wide(sheet, paper_size)


def blocks(summary: Summary) -> Iterator[Block]:
    """A table for each question."""
    yield from _tables(summary.extras, count_from(1), "{question}")


def public_blocks(summary: Summary, first: int) -> Iterator[Block]:
    """As `blocks`, with small groups combined, for chapter III of the Laporan: tables 3.`first` and on."""
    merged = [
        replace(one, counts=tuple(merge_small_groups(one.counts, summary.merged.get(one.question, ()))))
        for one in summary.extras
    ]
    yield from _tables(merged, count_from(first), "Tabel 3.{number} {question}")
    if any(has_others(one.counts) for one in merged):
        yield Paragraph(OTHERS_NOTE)


def _tables(found: Iterable[ExtraCounts], numbers: Iterator[int], caption: str) -> Iterator[Block]:
    yield Paragraph(APART)
    for one in found:
        if one.counts:
            title = caption.format(number=next(numbers), question=one.question)
            yield table(title, _COLUMNS, one.counts)
        else:
            why = _FEW if one.answered < MIN_RESPONDENTS else _SMALL
            yield Paragraph(f"{one.question} {why}")
