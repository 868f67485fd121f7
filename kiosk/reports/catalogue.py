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
from kiosk.papers.pdf.render import Paper
from kiosk.reports import context
from kiosk.reports.context import Order
from kiosk.store.journal import journal
from kiosk.store.offices import units
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
    summary = context.current(order)
    return rekap.paper(summary, context.publication_url(order, summary))


def _poster(order: Order, *, size: str) -> Paper:
    summary = context.official(order)
    return poster.paper(summary, size, context.publication_url(order, summary))


def _poster_picture(order: Order, *, size: str) -> bytes:
    summary = context.official(order)
    return poster.draw(summary, size, context.publication_url(order, summary))


def _in_no_order(order: Order) -> Iterator[Line]:
    """The single answers, so that nobody who saw who came first, or alone on a day, finds theirs.

    They go by their random ids. Of more than a paper lists nobody keeps count, nor would memory hold them.
    """
    lines = context.listing(order)
    first = list(islice(lines, pengolahan.MOST_LINES + 1))
    if len(first) <= pengolahan.MOST_LINES:
        first.sort(key=attrgetter("response_id"))
    return chain(first, lines)


def _pengolahan(order: Order) -> Paper:
    summary = context.current(order)
    listed = list(_in_no_order(order)) if summary.result.respondents <= pengolahan.MOST_LINES else []
    return pengolahan.paper(summary, listed, context.publication_url(order, summary))


def _workbook(order: Order) -> bytes:
    instrument, head = load(DEFAULT), journal.get_head(order.db, order.unit.unit_id)
    return workbook.render(
        order.unit, order.period, instrument, instrument.convention, _in_no_order(order), head
    )


def _laporan(order: Order) -> Paper:
    summary = context.official(order)
    return laporan.paper(summary, context.background(order), context.publication_url(order, summary))


def _laporan_docx(order: Order) -> bytes:
    summary = context.official(order)
    return laporan.render_docx(summary, context.background(order), context.publication_url(order, summary))


def _lkj(order: Order) -> Paper:
    order = context.whole_year(order)
    return lkj.paper(context.official(order), context.year(order))


def _lkj_docx(order: Order) -> bytes:
    order = context.whole_year(order)
    return lkj.render_docx(context.official(order), context.year(order))


def _gabungan(order: Order) -> Paper:
    logo = units.get_logo(order.db, order.unit.unit_id)
    head = journal.get_head(order.db, order.unit.unit_id)
    return gabungan.paper(order.unit, logo, head, *context.roll_up(order), order.printed_at)


def _gabungan_xlsx(order: Order) -> bytes:
    head = journal.get_head(order.db, order.unit.unit_id)
    return gabungan.render_xlsx(order.unit, head, *context.roll_up(order), order.printed_at)


def _kuesioner(order: Order) -> Paper:
    logo = units.get_logo(order.db, order.unit.unit_id)
    return kuesioner.paper(order.unit, context.services_offered(order), load(DEFAULT), order.printed_at, logo)


def _bukti(order: Order) -> Paper:
    summary = context.official(order)
    return bukti.paper(summary, context.evidence(order, summary), context.publication_url(order, summary))


def _bundle(order: Order) -> bytes:
    summary = context.official(order)
    reports = {
        f"{number:02}-{code}.{suffix}": content
        for number, (code, suffix) in enumerate(_IN_BUNDLE, start=1)
        if isinstance(content := REPORTS[code].formats[suffix](order), bytes)
    }
    url = context.publication_url(order, summary)
    return bukti.bundle(summary, context.evidence(order, summary), reports, url)


def _raw(order: Order) -> Paper:
    return raw.page(
        context.current(order), context.listing(order), load(DEFAULT), with_comments=order.with_comments
    )


def _raw_csv(order: Order) -> Iterator[bytes]:
    return raw.stream_csv(context.listing(order), load(DEFAULT), with_comments=order.with_comments)


def _raw_workbook(order: Order) -> bytes:
    return raw.workbook(
        context.listing(order), load(DEFAULT), with_comments=order.with_comments, made_at=order.printed_at
    )


def _dictionary(order: Order) -> Paper:
    return raw.dictionary(context.current(order), load(DEFAULT), with_comments=order.with_comments)


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
