"""Everything an office hands over, by name: what `ikm report` and the page "Laporan" can make.

Papers that go out show a published period as it was published; the others show the answers as they are.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from kiosk.evidence import path_of
from kiosk.league import compare_units
from kiosk.papers import bukti
from kiosk.papers import kuesioner
from kiosk.papers import laporan
from kiosk.papers import lkj
from kiosk.papers import pengolahan
from kiosk.papers import poster
from kiosk.papers import raw
from kiosk.papers import rekap
from kiosk.papers import workbook
from kiosk.papers.bukti import Evidence
from kiosk.papers.laporan import Background
from kiosk.papers.listing import Line
from kiosk.papers.listing import lines
from kiosk.papers.lkj import Peer
from kiosk.papers.lkj import Year
from kiosk.publishing import summarise_published
from kiosk.store import figures
from kiosk.store import goals
from kiosk.store import media
from kiosk.store import publications
from kiosk.store import report_texts
from kiosk.store import rows
from kiosk.store import tree
from kiosk.store import units
from kiosk.store.units import Unit
from kiosk.summary import Summary
from kiosk.summary import summarise
from kiosk.trend import yearly_trend
from scoring import DEFAULT
from scoring import Period
from scoring import load

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Order:
    """What to make a report of.

    `printed_at` is the office's local time, `base_url` (no last slash) where the public reaches this
    installation, None when nobody has said; `evidence` the folder of evidence files, None without one.
    """

    db: Database
    unit: Unit
    period: Period
    printed_at: datetime
    base_url: str | None = None
    with_comments: bool = False
    evidence: Path | None = None


Content = bytes | Iterator[bytes]
Make = Callable[[Order], Content]


@dataclass(frozen=True)
class Report:
    """One kind of report: its title, one line about it, and how each of its formats is made."""

    title: str
    about: str
    formats: Mapping[str, Make]


def file_name(code: str, order: Order, suffix: str) -> str:
    """What a report is saved as."""
    return f"{code}-{order.unit.code}-{order.period.code}.{suffix}"


def current(order: Order) -> Summary:
    """The period from the answers as they are now."""
    return summarise(order.db, order.unit, order.period, order.printed_at)


def official(order: Order) -> Summary:
    """The period as published, or as it is now where it is not published."""
    summary = current(order)
    if summary.publication is None:
        return summary
    return summarise_published(order.db, order.unit, summary.publication, order.printed_at)


def publication_url(order: Order, summary: Summary) -> str | None:
    """Where the public can check the period's publication; None where there is no such place."""
    if summary.publication is None or not order.base_url:
        return None
    return f"{order.base_url}/hasil/{order.unit.code}/{summary.publication.number}"


def _lines(order: Order) -> Iterator[Line]:
    services = units.list_services(order.db, order.unit.unit_id, include_retired=True)
    found = rows.iterate_rows(
        order.db,
        order.unit.unit_id,
        order.period.start,
        order.period.end,
        with_comments=order.with_comments,
    )
    return lines(found, {service.service_id: service.name for service in services}, order.unit.timezone)


def _rekap(order: Order) -> bytes:
    return rekap.render(current(order))


def _poster(order: Order, *, size: str) -> bytes:
    summary = official(order)
    return poster.render(summary, size, publication_url(order, summary))


def _poster_picture(order: Order, *, size: str) -> bytes:
    summary = official(order)
    return poster.draw(summary, size, publication_url(order, summary))


def _pengolahan(order: Order) -> bytes:
    summary = current(order)
    listed = list(_lines(order)) if summary.result.respondents <= pengolahan.MOST_LINES else []
    return pengolahan.render(summary, listed)


def _workbook(order: Order) -> bytes:
    instrument = load(DEFAULT)
    return workbook.render(order.unit, order.period, instrument, instrument.convention, _lines(order))


def _raw_csv(order: Order) -> Iterator[bytes]:
    return raw.stream_csv(_lines(order), load(DEFAULT), with_comments=order.with_comments)


def _raw_workbook(order: Order) -> bytes:
    return raw.workbook(
        _lines(order), load(DEFAULT), with_comments=order.with_comments, made_at=order.printed_at
    )


def _dictionary(order: Order) -> bytes:
    return raw.dictionary_csv(load(DEFAULT), with_comments=order.with_comments)


def _background(order: Order) -> Background:
    unit_id, period = order.unit.unit_id, order.period
    days = figures.count_days(order.db, unit_id, period.start, period.end)
    return Background(
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        trend=yearly_trend(order.db, order.unit, period.end.year),
        target=_target(order.db, order.unit, period.end.year),
        announcements=media.list_announcements(order.db, unit_id, period),
        texts=report_texts.list_texts(order.db, unit_id, period),
    )


def _target(db: Database, unit: Unit, year: int) -> Decimal | None:
    target = units.get_year(db, unit.unit_id, year).target_ikm
    return Decimal(target) if target else None


def _laporan_pdf(order: Order) -> bytes:
    return laporan.render_pdf(official(order), _background(order))


def _laporan_docx(order: Order) -> bytes:
    return laporan.render_docx(official(order), _background(order))


def _whole_year(order: Order) -> Order:
    return replace(order, period=Period.parse(f"{order.period.end.year}"))


def _year(order: Order) -> Year:
    number = order.period.end.year
    return Year(
        target=_target(order.db, order.unit, number),
        trend=yearly_trend(order.db, order.unit, number, years=3),
        goal=goals.get_goal(order.db, order.unit.unit_id, number),
        peers=_peers(order),
    )


def _peers(order: Order) -> list[Peer]:
    """The units to compare with: those below, or those beside, of which only what is public is known."""
    if tree.has_units_below(order.db, order.unit.unit_id):
        league = compare_units(order.db, order.unit, order.period)
        return [Peer(found.unit.name, found.result.ikm, found.target) for found in league.standings]
    if order.unit.parent_unit_id is None:
        return []
    beside = [
        branch.unit for branch in tree.list_branches(order.db, order.unit.parent_unit_id) if branch.depth == 1
    ]
    found = []
    for unit in beside:
        if unit == order.unit:
            ikm = official(order).result.ikm
        else:
            published = publications.find_publication(order.db, unit.unit_id, order.period)
            ikm = published.ikm if published else None
        if ikm is not None:
            found.append(Peer(unit.name, ikm, _target(order.db, unit, order.period.end.year)))
    return found if len(found) > 1 else []


def _lkj_pdf(order: Order) -> bytes:
    order = _whole_year(order)
    return lkj.render_pdf(official(order), _year(order))


def _lkj_docx(order: Order) -> bytes:
    order = _whole_year(order)
    return lkj.render_docx(official(order), _year(order))


def _kuesioner(order: Order) -> bytes:
    services = [service.name for service in units.list_services(order.db, order.unit.unit_id)]
    return kuesioner.render(order.unit, services, load(DEFAULT), order.printed_at)


def _bukti(order: Order) -> bytes:
    announcements = media.list_announcements(order.db, order.unit.unit_id, order.period)
    summary = official(order)
    attached = [one for entry in announcements for one in entry.evidence]
    attached += [one for plan in summary.plans for one in plan.evidence]
    files = {}
    for one in attached:
        path = path_of(order.evidence, one) if order.evidence else None
        if path and path.exists():
            files[one.attachment_id] = path.read_bytes()
    reports = {
        f"{number:02}-{code}.{suffix}": content
        for number, (code, suffix) in enumerate(_IN_BUNDLE, start=1)
        if isinstance(content := REPORTS[code].formats[suffix](order), bytes)
    }
    return bukti.bundle(summary, Evidence(announcements, summary.plans, files), reports)


_IN_BUNDLE = (
    ("laporan", "pdf"),
    ("laporan", "docx"),
    ("rekap", "pdf"),
    ("poster-a4", "pdf"),
    ("poster-persegi", "png"),
    ("pengolahan", "xlsx"),
)

REPORTS: Mapping[str, Report] = {
    "rekap": Report(
        "Rekapitulasi",
        "Hasil periode untuk rapat evaluasi, siap ditandatangani.",
        {"pdf": _rekap},
    ),
    **{
        f"poster-{size}": Report(
            f"Publikasi IKM, {name}",
            use,
            {
                "pdf": partial(_poster, size=size),
                **({"png": partial(_poster_picture, size=size)} if size in poster.PIXELS else {}),
            },
        )
        for size, (name, use) in poster.SIZES.items()
    },
    "pengolahan": Report(
        "Pengolahan data",
        "Nilai per responden dan per unsur; pada XLSX semua rumusnya hidup.",
        {"pdf": _pengolahan, "xlsx": _workbook},
    ),
    "laporan": Report(
        "Laporan SKM",
        "Lima bab dengan lampiran; DOCX dapat disunting. Untuk semester atau tahun.",
        {"pdf": _laporan_pdf, "docx": _laporan_docx},
    ),
    "lkj": Report(
        "Tabel LKj",
        "Tabel 3.2, 3.3, 3.4, 3.5, 3.7, dan 3.8 tahun itu, siap ditempel ke Laporan Kinerja.",
        {"pdf": _lkj_pdf, "docx": _lkj_docx},
    ),
    "bukti": Report(
        "Bukti",
        "Laporan, poster, log publikasi, dan log tindak lanjut dengan buktinya dalam satu berkas.",
        {"zip": _bukti},
    ),
    "kuesioner": Report(
        "Kuesioner",
        "Lembar resmi A4 bolak-balik dengan kop dan jenis layanan unit, untuk diisi dengan tangan.",
        {"pdf": _kuesioner},
    ),
    "data": Report(
        "Data mentah",
        "Satu baris per jawaban untuk diolah sendiri; tanpa saran, kecuali diminta.",
        {"csv": _raw_csv, "xlsx": _raw_workbook},
    ),
    "kamus": Report(
        "Kamus data",
        "Arti setiap kolom data mentah.",
        {"csv": _dictionary},
    ),
}
