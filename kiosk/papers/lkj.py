"""The LKj block: tables and text about performance for a yearly performance report, ready to paste.

The tables have the numbers that reports of Indonesian kecamatan use: 2.1 the agreed performance, 3.1 the
categories, 3.2 target and realisasi, 3.3 the years, 3.4 other offices, 3.5 medium-term and national targets,
3.7 the nine unsur, 3.8 the bands of mutu, 3.10 efficiency, 3.11 the budget. No rule prescribes these numbers:
the page that offers the tables says so.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.figures.performance import Achievement
from kiosk.figures.performance import Entered
from kiosk.figures.performance import Performance
from kiosk.figures.performance import measure
from kiosk.figures.small_groups import WITHHELD
from kiosk.figures.small_groups import are_too_few
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import columns
from kiosk.papers import letter
from kiosk.papers import lkj_tables
from kiosk.papers import lkj_text
from kiosk.papers import plan_tables
from kiosk.papers import sentences
from kiosk.papers import tables
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Landscape
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import document
from kiosk.store.offices.goals import Goal
from kiosk.store.results.indicators import Indicator
from kiosk.store.results.indicators import PeerFigure
from kiosk.store.results.meetings import Meeting

_FEW_OFFICES = 3  # fit side by side on an upright page
_PLANS = (
    plan_tables.UNSUR,
    plan_tables.ACTION,
    plan_tables.RESPONSIBLE,
    plan_tables.DUE,
    plan_tables.STATE,
)
_MEETINGS: Sequence[Column[Meeting]] = (
    columns.text("Bulan", lambda row: Period.parse(row.month).title, width=16, is_header=True),
    columns.day("Tanggal rapat", lambda row: row.held_day, width=16),
    columns.text("Hadir", lambda row: row.present.replace("\n", "; "), width=30),
    columns.text("Keputusan", lambda row: row.decisions.replace("\n", "; "), width=46),
)


@dataclass(frozen=True)
class Year:
    """What the tables contain besides the year's summary.

    `trend` are the years up to this one, `peers` offices of this server with their IKM; `indicators` (of all
    years shown), `figures` of other offices and `meetings` are what the office entered.
    """

    target: Decimal | None = None
    trend: Sequence[Point] = ()
    goal: Goal | None = None
    peers: Sequence[Achievement] = ()
    indicators: Sequence[Indicator] = ()
    figures: Sequence[PeerFigure] = ()
    meetings: Sequence[Meeting] = ()


def paper(summary: Summary, year: Year) -> Document:
    """The tables and their text."""
    unit, period = summary.unit, summary.period
    entered = Entered(
        own=unit.name,
        ikm=summary.result.ikm,
        target=year.target,
        goal=year.goal,
        trend=year.trend,
        indicators=year.indicators,
        peers=year.peers,
        figures=year.figures,
    )
    return document(
        Issuer.of(summary),
        _blocks(summary, year, measure(period.end.year, entered)),
        name=f"Tabel LKj {period.title}",
        title=f"Tabel LKj {unit.name}, {period.title}",
        heading="TABEL DAN NARASI LAPORAN KINERJA",
        period=period.title,
    )


def _blocks(summary: Summary, year: Year, found: Performance) -> Iterator[Block]:
    # First, so that it is never alone on a last page.
    yield Paragraph(" ".join(letter.check_lines(summary)))
    yield Heading("2.1 Perjanjian Kinerja", 1)
    yield lkj_tables.agreement(found)
    yield Heading("3.1 Capaian Kinerja", 1)
    yield lkj_tables.categories()
    yield lkj_tables.achievements(found)
    if summary.result.ikm is None:
        yield Paragraph(sentences.about_index(summary))
    yield from _notes(lkj_text.about_achievements(found))
    if len(found.years) > 1:
        yield lkj_tables.years(found)
        yield from _notes(lkj_text.about_sources(found))
    if found.offices:
        compared: tuple[Block, ...] = (*lkj_tables.offices(found), *_notes(lkj_text.about_offices(found)))
        yield from compared if len(found.offices) <= _FEW_OFFICES else (Landscape(compared),)
    if any(lkj_tables.has_final(row) for row in found.rows):
        yield lkj_tables.final_targets(found)
        yield from _notes(lkj_text.about_final_target(summary, year.goal))
    yield Heading("3.1.1.1 Indeks Kepuasan Masyarakat")
    yield from _index(summary, year, found)
    yield from _efficiency(found)
    yield Heading("3.3 Tindak Lanjut dan Evaluasi", 1)
    yield from _follow_up(summary, year.meetings)


def _notes(lines: Sequence[str]) -> Iterator[Paragraph]:
    return (Paragraph(line, is_note=True) for line in lines)


def _index(summary: Summary, year: Year, found: Performance) -> Iterator[Block]:
    result, number = summary.result, summary.period.end.year
    yield Paragraph(lkj_text.DEFINITION)
    yield Bullets(tuple(lkj_text.definitions(result)), numbered=True)
    yield Paragraph(lkj_text.formula(result))
    for line in (
        *lkj_text.about_target(summary, found),
        sentences.about_certainty(summary),
        sentences.about_blanks(summary),
        *lkj_text.about_years(summary, year.trend),
        None if are_too_few(result.respondents) else lkj_text.about_extremes(result),
    ):
        if line:
            yield Paragraph(line)
    if are_too_few(result.respondents):
        yield Paragraph(WITHHELD)
    else:
        yield tables.unsur_table(
            result, f"Tabel 3.7 Nilai unsur pelayanan tahun {number} ({whole(result.respondents)} responden)"
        )
        yield Paragraph(sentences.notes(summary)[1])
    yield table(
        "Tabel 3.8 Nilai persepsi, nilai interval, mutu, dan kinerja unit pelayanan",
        lkj_tables.bands(result),
        result.instrument.bands,
    )


def _efficiency(found: Performance) -> Iterator[Block]:
    if any(row.spending.percent is not None for row in found.rows):
        yield Heading("3.1.2 Analisis Efisiensi Penggunaan Sumber Daya")
        for line in lkj_text.about_efficiency(found):
            yield Paragraph(line)
        yield lkj_tables.efficiency(found)
    if found.programs:
        yield Heading("3.2 Realisasi Anggaran", 1)
        yield lkj_tables.budget(found)


def _follow_up(summary: Summary, meetings: Sequence[Meeting]) -> Iterator[Block]:
    number = summary.period.end.year
    if summary.plans:
        rows = plan_tables.plan_rows(summary, summary.plans)
        yield table(f"Rencana tindak lanjut atas hasil survei tahun {number}", _PLANS, rows)
    else:
        yield Paragraph(f"Rencana tindak lanjut atas hasil survei tahun {number} belum dicatat.")
    months = len({one.month for one in meetings})
    if not meetings:
        yield Paragraph(f"Rapat evaluasi bulanan tahun {number} belum dicatat.")
        return
    yield Paragraph(
        f"Hasil survei dievaluasi dalam {whole(len(meetings))} rapat tentang {whole(months)} bulan tahun "
        f"{number}."
    )
    yield table(f"Rapat evaluasi bulanan tahun {number}", _MEETINGS, meetings)
