"""Everything an office hands over, by name: what `ikm report` and the page "Laporan" can make.

Each report is looked at as a page first, and can be had in one or more formats.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from itertools import islice
from operator import attrgetter

from kiosk import orders
from kiosk.orders import Order
from kiosk.papers import bukti
from kiosk.papers import gabungan
from kiosk.papers import kuesioner
from kiosk.papers import laporan
from kiosk.papers import lkj
from kiosk.papers import pengolahan
from kiosk.papers import poster
from kiosk.papers import raw
from kiosk.papers import rekap
from kiosk.papers import workbook
from kiosk.papers.listing import Line
from kiosk.papers.typst import Paper
from kiosk.store import journal
from kiosk.store import units
from scoring import DEFAULT
from scoring import load

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}

Content = bytes | Iterator[bytes]
Make = Callable[[Order], Content]
See = Callable[[Order], Paper]


@dataclass(frozen=True)
class Report:
    """One kind of report: its title, one line about it, how it is seen, how each of its formats is made."""

    title: str
    about: str
    see: See
    formats: Mapping[str, Make]


def file_name(code: str, order: Order, suffix: str) -> str:
    """What a report is saved as."""
    return f"{code}-{order.unit.code}-{order.period.code}.{suffix}"


def _pdf(see: See) -> Make:
    return lambda order: see(order).pdf()


def _rekap(order: Order) -> Paper:
    summary = orders.current(order)
    return rekap.paper(summary, orders.publication_url(order, summary))


def _poster(order: Order, *, size: str) -> Paper:
    summary = orders.official(order)
    return poster.paper(summary, size, orders.publication_url(order, summary))


def _poster_picture(order: Order, *, size: str) -> bytes:
    summary = orders.official(order)
    return poster.draw(summary, size, orders.publication_url(order, summary))


def _in_no_order(order: Order) -> Iterator[Line]:
    """The single answers, so that nobody who saw who came first, or alone on a day, finds theirs.

    They go by their random ids. Of more than a paper lists nobody keeps count, nor would memory hold them.
    """
    lines = orders.listing(order)
    first = list(islice(lines, pengolahan.MOST_LINES + 1))
    if len(first) <= pengolahan.MOST_LINES:
        first.sort(key=attrgetter("response_id"))
    return chain(first, lines)


def _pengolahan(order: Order) -> Paper:
    summary = orders.current(order)
    listed = list(_in_no_order(order)) if summary.result.respondents <= pengolahan.MOST_LINES else []
    return pengolahan.paper(summary, listed, orders.publication_url(order, summary))


def _workbook(order: Order) -> bytes:
    instrument, head = load(DEFAULT), journal.get_head(order.db, order.unit.unit_id)
    return workbook.render(
        order.unit, order.period, instrument, instrument.convention, _in_no_order(order), head
    )


def _laporan(order: Order) -> Paper:
    summary = orders.official(order)
    return laporan.paper(summary, orders.background(order), orders.publication_url(order, summary))


def _laporan_docx(order: Order) -> bytes:
    summary = orders.official(order)
    return laporan.render_docx(summary, orders.background(order), orders.publication_url(order, summary))


def _lkj(order: Order) -> Paper:
    order = orders.whole_year(order)
    return lkj.paper(orders.official(order), orders.year(order))


def _lkj_docx(order: Order) -> bytes:
    order = orders.whole_year(order)
    return lkj.render_docx(orders.official(order), orders.year(order))


def _gabungan(order: Order) -> Paper:
    logo = units.get_logo(order.db, order.unit.unit_id)
    head = journal.get_head(order.db, order.unit.unit_id)
    return gabungan.paper(order.unit, logo, head, *orders.roll_up(order), order.printed_at)


def _gabungan_xlsx(order: Order) -> bytes:
    head = journal.get_head(order.db, order.unit.unit_id)
    return gabungan.render_xlsx(order.unit, head, *orders.roll_up(order), order.printed_at)


def _kuesioner(order: Order) -> Paper:
    logo = units.get_logo(order.db, order.unit.unit_id)
    return kuesioner.paper(order.unit, orders.services_offered(order), load(DEFAULT), order.printed_at, logo)


def _bukti(order: Order) -> Paper:
    summary = orders.official(order)
    return bukti.paper(summary, orders.evidence(order, summary), orders.publication_url(order, summary))


def _bundle(order: Order) -> bytes:
    summary = orders.official(order)
    reports = {
        f"{number:02}-{code}.{suffix}": content
        for number, (code, suffix) in enumerate(_IN_BUNDLE, start=1)
        if isinstance(content := REPORTS[code].formats[suffix](order), bytes)
    }
    url = orders.publication_url(order, summary)
    return bukti.bundle(summary, orders.evidence(order, summary), reports, url)


def _raw(order: Order) -> Paper:
    return raw.page(
        orders.current(order), orders.listing(order), load(DEFAULT), with_comments=order.with_comments
    )


def _raw_csv(order: Order) -> Iterator[bytes]:
    return raw.stream_csv(orders.listing(order), load(DEFAULT), with_comments=order.with_comments)


def _raw_workbook(order: Order) -> bytes:
    return raw.workbook(
        orders.listing(order), load(DEFAULT), with_comments=order.with_comments, made_at=order.printed_at
    )


def _dictionary(order: Order) -> Paper:
    return raw.dictionary(orders.current(order), load(DEFAULT), with_comments=order.with_comments)


def _dictionary_csv(order: Order) -> bytes:
    return raw.dictionary_csv(load(DEFAULT), with_comments=order.with_comments)


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
        _rekap,
        {"pdf": _pdf(_rekap)},
    ),
    **{
        f"poster-{size}": Report(
            f"Publikasi IKM, {name}",
            use,
            partial(_poster, size=size),
            {
                "pdf": _pdf(partial(_poster, size=size)),
                **({"png": partial(_poster_picture, size=size)} if size in poster.PIXELS else {}),
            },
        )
        for size, (name, use) in poster.SIZES.items()
    },
    "gabungan": Report(
        "Rekap gabungan",
        "Semua unit di bawahnya dalam satu tabel: IKM gabungan, rata-rata, peringkat, target, dan sampel.",
        _gabungan,
        {"pdf": _pdf(_gabungan), "xlsx": _gabungan_xlsx},
    ),
    "pengolahan": Report(
        "Pengolahan data",
        "Nilai per responden dan per unsur; pada XLSX semua rumusnya hidup.",
        _pengolahan,
        {"pdf": _pdf(_pengolahan), "xlsx": _workbook},
    ),
    "laporan": Report(
        "Laporan SKM",
        "Lima bab dengan lampiran; DOCX dapat disunting. Untuk semester atau tahun.",
        _laporan,
        {"pdf": _pdf(_laporan), "docx": _laporan_docx},
    ),
    "lkj": Report(
        "Tabel LKj",
        "Tabel 3.2, 3.3, 3.4, 3.5, 3.7, dan 3.8 tahun itu, siap ditempel ke Laporan Kinerja; sesuaikan nomor "
        "tabelnya.",
        _lkj,
        {"pdf": _pdf(_lkj), "docx": _lkj_docx},
    ),
    "bukti": Report(
        "Bukti",
        "Laporan, poster, log publikasi, dan log tindak lanjut dengan buktinya dalam satu berkas.",
        _bukti,
        {"zip": _bundle},
    ),
    "kuesioner": Report(
        "Kuesioner",
        "Lembar resmi A4 bolak-balik dengan kop dan jenis layanan unit, untuk diisi dengan tangan.",
        _kuesioner,
        {"pdf": _pdf(_kuesioner)},
    ),
    "data": Report(
        "Data mentah",
        "Satu baris per jawaban untuk diolah sendiri; tanpa saran, kecuali diminta.",
        _raw,
        {"csv": _raw_csv, "xlsx": _raw_workbook},
    ),
    "kamus": Report(
        "Kamus data",
        "Arti setiap kolom data mentah.",
        _dictionary,
        {"csv": _dictionary_csv},
    ),
}
