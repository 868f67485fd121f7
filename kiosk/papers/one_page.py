"""The rekap on one page, for the head of the office: figure, mutu, change, lowest unsur, plan, signature."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.papers import plan_tables
from kiosk.papers import rekap
from kiosk.papers import sentences
from kiosk.papers import tables
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import checked_signature
from kiosk.papers.documents import document
from kiosk.papers.plan_tables import PlanRow
from kiosk.store.results.plans import Plan

# More plans would not fit on the page; a long letterhead leaves room for one fewer.
_MOST_PLANS = 3
_LONG_LETTERHEAD = 120  # letters
_LOWEST = (tables.LABEL, tables.NAME, tables.CONVERTED, tables.MUTU, tables.CHANGE)


def _short(column: Column[PlanRow], read: Callable[[Plan], str], letters: int) -> Column[PlanRow]:
    def cell(row: PlanRow) -> str:
        return shorten(read(row.plan), letters, placeholder=" …") if row.plan else ""

    return replace(column, cell=cell)


_PLANS: Sequence[Column[PlanRow]] = (
    plan_tables.PRIORITY,
    _short(replace(plan_tables.ACTION, width=50), lambda plan: plan.action, 70),
    plan_tables.QUARTERS,
    _short(replace(plan_tables.RESPONSIBLE, width=26), lambda plan: plan.responsible, 40),
    plan_tables.STATE,
)


def paper(summary: Summary, url: str | None = None) -> Document:
    """The page; `url` is where the period's publication, if there is one, can be checked."""
    unit, period = summary.unit, summary.period
    return document(
        Issuer.of(summary),
        _blocks(summary, url),
        name=f"Rekap satu halaman {period.title}",
        title=f"Rekap satu halaman Indeks Kepuasan Masyarakat {unit.name}, {period.title}",
        heading="INDEKS KEPUASAN MASYARAKAT (IKM)",
        period=f"Periode {period.title}",
        is_dense=True,
    )


def _blocks(summary: Summary, url: str | None) -> Iterator[Block]:
    result = summary.result
    yield rekap.headline(summary)
    if result.ikm is not None:
        yield rekap.scale(summary)
    said = (
        sentences.about_index(summary),
        sentences.about_certainty(summary),
        sentences.about_change(summary),
        sentences.about_target(summary),
    )
    yield Bullets(tuple(sentence for sentence in said if sentence))
    if result.lowest:
        yield Heading("Unsur yang didahulukan dalam perbaikan", 1)
        rows = {row.key: row for row in tables.unsur_rows(result, summary.unsur_change)}
        yield table("Unsur terendah", _LOWEST, [rows[key] for key in result.lowest], is_captioned=False)
    yield Heading("Tindak lanjut", 1)
    yield from _follow_up(summary)
    yield checked_signature(summary, url)


def _follow_up(summary: Summary) -> Iterator[Block]:
    if earlier := plan_tables.about_earlier_plans(summary):
        yield Paragraph(earlier)
    if not summary.plans:
        yield Paragraph(f"Rencana tindak lanjut atas hasil {summary.period.title} belum dicatat.")
        return
    is_long = len(summary.unit.name) + len(summary.unit.agency) > _LONG_LETTERHEAD
    shown = summary.plans[: _MOST_PLANS - is_long]
    rows = plan_tables.plan_rows(summary, shown)
    yield table("Rencana tindak lanjut", _PLANS, rows, is_captioned=False)
    if more := len(summary.plans) - len(shown):
        yield Paragraph(f"{whole(more)} rencana lain ada pada rekapitulasi.", is_note=True)
