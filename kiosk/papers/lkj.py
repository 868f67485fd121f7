"""The block for the LKj: the tables about the IKM that a yearly performance report needs, ready to paste.

They bear the numbers that the reports of Indonesian kecamatan give them: 3.2 target and realisasi, 3.3 the
years, 3.4 other units, 3.5 the medium-term target, 3.7 the nine unsur, 3.8 what the letters mean. No rule
fixes these numbers: the page that offers the tables says so.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiosk.base.formatting import DASH
from kiosk.base.formatting import decimal
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import letter
from kiosk.papers import sentences
from kiosk.papers import word
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import Table
from kiosk.papers.blocks import as_data
from kiosk.papers.letter import Part
from kiosk.papers.pdf.render import Paper
from kiosk.papers.tables import unsur_table
from kiosk.store.offices.goals import Goal
from scoring import capaian

INDICATOR = "Indeks Kepuasan Masyarakat (IKM)"


@dataclass(frozen=True)
class Peer:
    """Another unit's IKM of the same year and its target; either may be None."""

    name: str
    ikm: Decimal | None
    target: Decimal | None


@dataclass(frozen=True)
class Year:
    """What the tables tell beside the year's summary; `trend` are the years up to this one."""

    target: Decimal | None = None
    trend: Sequence[Point] = ()
    goal: Goal | None = None
    peers: Sequence[Peer] = ()


def paper(summary: Summary, year: Year) -> Paper:
    """The tables."""
    data = {**_head(summary), "blocks": as_data(list(_blocks(summary, year)))}
    return Paper("report", data, summary.printed_at)


def render_docx(summary: Summary, year: Year) -> bytes:
    """The same as DOCX."""
    return word.render(_head(summary), list(_blocks(summary, year)), summary.printed_at)


def _head(summary: Summary) -> Part:
    unit, period = summary.unit, summary.period
    return {
        "title": f"Tabel LKj tentang IKM {unit.name}, {period.title}",
        "heading": "TABEL LAPORAN KINERJA: INDEKS KEPUASAN MASYARAKAT",
        "period": period.title,
        "unit": letter.letterhead(unit, summary.logo),
        "footer": letter.footer(unit, f"Tabel LKj {period.title}", summary.printed_at, summary.journal),
        "cover": None,
    }


def _reached(ikm: Decimal | None, target: Decimal | None) -> tuple[str, str]:
    """Capaian in percent and its category, dashes where it cannot be told."""
    if ikm is None or not target:
        return DASH, DASH
    found = capaian(ikm, target)
    return percent(found.percent), found.category


def _blocks(summary: Summary, year: Year) -> Iterator[Block]:
    result, number = summary.result, summary.period.end.year
    # First, so that it is never alone on a last page.
    yield Paragraph(" ".join(letter.check_lines(summary)))
    yield Table(
        caption=f"Tabel 3.2 Target dan realisasi tahun {number}",
        head=("Indikator kinerja", "Satuan", "Target", "Realisasi", "Capaian", "Kategori"),
        rows=(
            (
                INDICATOR,
                "Nilai",
                decimal(year.target),
                decimal(result.ikm),
                *_reached(result.ikm, year.target),
            ),
        ),
        align="llrrrl",
        widths=(34, 10, 12, 13, 14, 24),
    )
    if result.ikm is None:
        yield Paragraph(sentences.about_index(summary))
    yield from _years(year, number)
    if year.peers:
        yield Table(
            caption=f"Tabel 3.4 Perbandingan antarunit tahun {number}",
            head=("No.", "Unit", "Target", "Realisasi", "Capaian", "Kategori"),
            rows=tuple(
                (str(n), peer.name, decimal(peer.target), decimal(peer.ikm), *_reached(peer.ikm, peer.target))
                for n, peer in enumerate(year.peers, start=1)
            ),
            align="clrrrl",
            widths=(7, 36, 12, 13, 14, 24),
        )
    if year.goal:
        target = Decimal(year.goal.target_ikm)
        progress, _ = _reached(result.ikm, target)
        yield Table(
            caption="Tabel 3.5 Realisasi dan target jangka menengah",
            head=(
                "Indikator kinerja", f"Realisasi {number}", f"Target akhir RPJMD ({year.goal.year})",
                "Tingkat kemajuan",
            ),
            rows=((INDICATOR, decimal(result.ikm), decimal(target), progress),),
            align="lrrr",
            widths=(40, 18, 26, 18),
        )  # fmt: skip
        yield Paragraph(f"Target {decimal(target)} memerlukan mutu pelayanan {_letter(summary, target)}.")
    yield unsur_table(
        result, f"Tabel 3.7 Nilai unsur pelayanan tahun {number} ({whole(result.respondents)} responden)"
    )
    yield Paragraph(sentences.notes(summary)[1])
    yield Table(
        caption="Tabel 3.8 Nilai persepsi, nilai interval, mutu, dan kinerja unit pelayanan",
        head=(
            "Nilai persepsi",
            "Nilai interval (NI)",
            "Nilai interval konversi (NIK)",
            "Mutu",
            "Kinerja unit",
            "Hasil",
        ),
        rows=tuple(
            (
                str(band.persepsi),
                f"{_short(band.low / 25)}–{_short(band.high / 25)}",
                f"{decimal(band.low)}–{decimal(band.high)}",
                band.mutu,
                band.kinerja,
                decimal(result.ikm) if band.mutu == result.mutu else "",
            )
            for band in result.instrument.bands
        ),
        align="ccccll",
        widths=(12, 20, 24, 10, 20, 14),
    )


def _years(year: Year, last: int) -> Iterator[Block]:
    if not year.trend:
        return
    yield Table(
        caption=f"Tabel 3.3 Realisasi dan capaian sampai tahun {last}",
        head=("Tahun", "Target", "Realisasi", "Mutu", "Capaian", "Sumber"),
        rows=tuple(
            (
                point.label,
                decimal(point.target),
                decimal(point.value),
                point.mutu or DASH,
                _reached(point.value, point.target)[0],
                point.source or DASH,
            )
            for point in year.trend
        ),
        align="crrcrl",
        widths=(10, 12, 13, 9, 14, 44),
    )


def _letter(summary: Summary, value: Decimal) -> str:
    bands = summary.result.instrument.bands
    return next(band.mutu for band in bands if value <= band.high)


def _short(value: Decimal) -> str:
    """A bound of the NI as the regulation prints it: 2,60 and 3,0644."""
    whole_part, _, decimals = decimal(value, 4).partition(",")
    return f"{whole_part},{decimals.rstrip('0').ljust(2, '0')}"
