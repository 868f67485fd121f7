"""Everything an office hands over, by name: what `ikm report` and the page "Laporan" can make.

Papers that go out show a published period as it was published; the others show the answers as they are.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlite_utils import Database

from kiosk.papers import pengolahan
from kiosk.papers import poster
from kiosk.papers import raw
from kiosk.papers import rekap
from kiosk.papers import workbook
from kiosk.papers.listing import Line
from kiosk.papers.listing import lines
from kiosk.publishing import summarise_published
from kiosk.store import rows
from kiosk.store import units
from kiosk.store.units import Unit
from kiosk.summary import Summary
from kiosk.summary import summarise
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
    """What to make a report of: `printed_at` is the office's local time, `base_url` (no last slash) where
    the public reaches this installation, None when nobody has said."""

    db: Database
    unit: Unit
    period: Period
    printed_at: datetime
    base_url: str | None = None
    with_comments: bool = False


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


REPORTS: Mapping[str, Report] = {
    "rekap": Report(
        "Rekapitulasi",
        "Hasil periode untuk rapat evaluasi, siap ditandatangani.",
        {"pdf": _rekap},
    ),
    **{
        f"poster-{size}": Report(
            f"Publikasi IKM, {name}",
            "Nilai IKM untuk dipasang, dengan kode QR ke halaman publik bila sudah diterbitkan.",
            {
                "pdf": partial(_poster, size=size),
                **({"png": partial(_poster_picture, size=size)} if size in poster.PIXELS else {}),
            },
        )
        for size, name in poster.SIZES.items()
    },
    "pengolahan": Report(
        "Pengolahan data",
        "Nilai per responden dan per unsur; pada XLSX semua rumusnya hidup.",
        {"pdf": _pengolahan, "xlsx": _workbook},
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
