"""The block for the LKj: the tables about the IKM that a yearly performance report needs, ready to paste.

The tables have the numbers that reports of Indonesian kecamatan use: 3.2 target and realisasi, 3.3 the years,
3.4 other units, 3.5 the medium-term target, 3.7 the nine unsur, 3.8 the bands of mutu. No rule prescribes
these numbers: the page that offers the tables says so.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal

from kiosk.base.formatting import DASH
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import columns
from kiosk.papers import letter
from kiosk.papers import sentences
from kiosk.papers import tables
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import document
from kiosk.store.offices.goals import Goal
from scoring import Band
from scoring import Capaian
from scoring import Result

INDICATOR = "Indeks Kepuasan Masyarakat (IKM)"


@dataclass(frozen=True)
class Achievement:
    """An indicator, or another unit's IKM, with its value of the year and its target; either may be None."""

    name: str
    value: Decimal | None
    target: Decimal | None

    @property
    def reached(self) -> Capaian | None:
        """The part of the target that was reached, None if it is unknown."""
        return tables.reached(self.value, self.target)


@dataclass(frozen=True)
class Year:
    """What the tables contain besides the year's summary; `trend` are the years up to this one."""

    target: Decimal | None = None
    trend: Sequence[Point] = ()
    goal: Goal | None = None
    peers: Sequence[Achievement] = ()


_TARGET: Column[Achievement] = columns.number("Target", lambda row: row.target)
_VALUE: Column[Achievement] = columns.number("Realisasi", lambda row: row.value)
_REACHED: Column[Achievement] = columns.percent(
    "Capaian", lambda row: row.reached.percent if row.reached else None
)
_CATEGORY: Column[Achievement] = columns.text(
    "Kategori", lambda row: row.reached.category if row.reached else None, DASH, width=24
)
_INDICATOR: Column[Achievement] = columns.text(
    "Indikator kinerja", lambda row: row.name, width=36, is_header=True
)
_INDICATORS: Sequence[Column[Achievement]] = (
    _INDICATOR,
    columns.text("Satuan", lambda _: "Nilai"),
    _TARGET,
    _VALUE,
    _REACHED,
    _CATEGORY,
)
_PEERS: Sequence[Column[Achievement]] = (
    columns.index(),
    columns.text("Unit", lambda row: row.name, width=36, is_header=True),
    _TARGET,
    _VALUE,
    _REACHED,
    _CATEGORY,
)
_YEARS: Sequence[Column[Point]] = (
    tables.YEAR,
    tables.TARGET,
    replace(tables.VALUE, title="Realisasi"),
    tables.LETTER,
    columns.percent("Capaian", lambda point: _percent(point.value, point.target)),
    tables.SOURCE,
)


def paper(summary: Summary, year: Year) -> Document:
    """The tables."""
    unit, period = summary.unit, summary.period
    return document(
        Issuer.of(summary),
        _blocks(summary, year),
        name=f"Tabel LKj {period.title}",
        title=f"Tabel LKj tentang IKM {unit.name}, {period.title}",
        heading="TABEL LAPORAN KINERJA: INDEKS KEPUASAN MASYARAKAT",
        period=period.title,
    )


def _percent(value: Decimal | None, target: Decimal | None) -> Decimal | None:
    found = tables.reached(value, target)
    return found.percent if found else None


def _blocks(summary: Summary, year: Year) -> Iterator[Block]:
    result, number = summary.result, summary.period.end.year
    # First, so that it is never alone on a last page.
    yield Paragraph(" ".join(letter.check_lines(summary)))
    own = Achievement(INDICATOR, result.ikm, year.target)
    yield table(f"Tabel 3.2 Target dan realisasi tahun {number}", _INDICATORS, [own])
    if result.ikm is None:
        yield Paragraph(sentences.about_index(summary))
    if year.trend:
        yield table(f"Tabel 3.3 Realisasi dan capaian sampai tahun {number}", _YEARS, year.trend)
    if year.peers:
        yield table(f"Tabel 3.4 Perbandingan antarunit tahun {number}", _PEERS, year.peers)
    if year.goal:
        target = Decimal(year.goal.target_ikm)
        yield table(
            "Tabel 3.5 Realisasi dan target jangka menengah",
            (
                _INDICATOR,
                replace(_VALUE, title=f"Realisasi {number}"),
                replace(_TARGET, title=f"Target akhir RPJMD ({year.goal.year})", width=26),
                replace(_REACHED, title="Tingkat kemajuan"),
            ),
            [Achievement(INDICATOR, result.ikm, target)],
        )
        yield Paragraph(f"Target {decimal(target)} memerlukan mutu pelayanan {_letter(summary, target)}.")
    yield tables.unsur_table(
        result, f"Tabel 3.7 Nilai unsur pelayanan tahun {number} ({whole(result.respondents)} responden)"
    )
    yield Paragraph(sentences.notes(summary)[1])
    yield table(
        "Tabel 3.8 Nilai persepsi, nilai interval, mutu, dan kinerja unit pelayanan",
        _bands(result),
        result.instrument.bands,
    )


def _bands(result: Result) -> Sequence[Column[Band]]:
    return (
        columns.text("Nilai persepsi", lambda band: str(band.persepsi), align="c"),
        columns.text(
            "Nilai interval (NI)",
            lambda band: f"{_short(band.low / 25)}–{_short(band.high / 25)}",
            align="c",
            width=20,
        ),
        columns.text(
            "Nilai interval konversi (NIK)",
            lambda band: f"{decimal(band.low)}–{decimal(band.high)}",
            align="c",
            width=24,
        ),
        columns.text("Mutu", lambda band: band.mutu, align="c"),
        columns.text("Kinerja unit", lambda band: band.kinerja, width=20),
        columns.text("Hasil", lambda band: decimal(result.ikm) if band.mutu == result.mutu else "", width=14),
    )


def _letter(summary: Summary, value: Decimal) -> str:
    bands = summary.result.instrument.bands
    return next(band.mutu for band in bands if value <= band.high)


def _short(value: Decimal) -> str:
    """A bound of the NI as the regulation prints it: 2,60 and 3,0644."""
    whole_part, _, decimals = decimal(value, 4).partition(",")
    return f"{whole_part},{decimals.rstrip('0').ljust(2, '0')}"
