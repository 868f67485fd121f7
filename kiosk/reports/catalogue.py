"""All reports by name: what `ikm report` and the page "Laporan" offer.

Each report has a preview as a page and one or more file formats.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from itertools import islice
from operator import attrgetter
from typing import Literal

from kiosk.figures.together import list_groups
from kiosk.papers import bukti
from kiosk.papers import gabungan
from kiosk.papers import hasil_survey
from kiosk.papers import kuesioner
from kiosk.papers import laporan
from kiosk.papers import lkj
from kiosk.papers import one_page
from kiosk.papers import pengolahan
from kiosk.papers import pictures
from kiosk.papers import poster
from kiosk.papers import raw
from kiosk.papers import rekap
from kiosk.papers import workbook
from kiosk.papers.blocks import Chart
from kiosk.papers.documents import Document
from kiosk.papers.listing import ListedResponse
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import official
from kiosk.reports.context import ReportContext
from scoring import Instrument

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}

_WITH_COMMENTS = ("data", "kamus", "skm-online")

Content = bytes | Iterator[bytes]
MakeFile = Callable[[ReportContext], Content]
Preview = Callable[[ReportContext], Paper]


@dataclass(frozen=True)
class Report:
    """One kind of report: its title, a sentence about it, its preview, and a function per file format."""

    title: str
    about: str
    preview: Preview
    formats: Mapping[str, MakeFile]


def file_name(code: str, context: ReportContext, suffix: str) -> str:
    """The name that a report is saved under; raw data with what visitors wrote say so."""
    code += "-dengan-saran" if context.with_comments and code in _WITH_COMMENTS else ""
    named = [code, context.unit.code, context.period.code, context.only]
    return f"{'-'.join(filter(None, named))}.{suffix}"


def _pdf(preview: Preview) -> MakeFile:
    return lambda context: preview(context).pdf()


def _docx(make: Callable[[ReportContext], Document]) -> MakeFile:
    return lambda context: make(context).docx()


def _rekap(context: ReportContext) -> Document:
    return rekap.paper(context.current, context.publication_url)


def _one_page(context: ReportContext) -> Document:
    return one_page.paper(context.current, context.publication_url)


def _poster(context: ReportContext, *, size: str) -> Paper:
    return poster.paper(context.official, size, context.publication_url)


def _poster_picture(context: ReportContext, *, size: str) -> bytes:
    return poster.draw(context.official, size, context.publication_url)


def _unordered(context: ReportContext) -> Iterator[ListedResponse]:
    """The single answers by their random ids: the order of arrival could identify a visitor.

    More than a paper lists are left in the order of arrival, because sorting them takes too much memory.
    """
    lines = context.iterate_responses()
    first = list(islice(lines, pengolahan.MOST_LISTED + 1))
    if len(first) <= pengolahan.MOST_LISTED:
        first.sort(key=attrgetter("response_id"))
    return chain(first, lines)


def _answers_to(context: ReportContext, rules: Sequence[Instrument]) -> Iterator[ListedResponse]:
    """Those of `_unordered` that answer one of these questionnaires."""
    ids = {one.id for one in rules}
    return (response for response in _unordered(context) if response.instrument in ids)


def _pengolahan(context: ReportContext) -> Paper:
    summary = context.current
    listed = list(_unordered(context)) if summary.result.respondents <= pengolahan.MOST_LISTED else []
    return pengolahan.paper(summary, listed, context.publication_url)


def _workbook(context: ReportContext) -> bytes:
    groups = list_groups(context.current.parts) or [(official().rules,)]
    return workbook.render(
        context.unit,
        context.period,
        [workbook.Group(rules, _answers_to(context, rules)) for rules in groups],
        context.issuer.journal,
        context.current.extras,
    )


def _laporan(context: ReportContext) -> Document:
    return laporan.paper(context.official, context.background, context.publication_url)


def _unsur_chart(context: ReportContext) -> Chart | None:
    return pictures.unsur(context.official)


def _trend_chart(context: ReportContext) -> Chart | None:
    return pictures.trend(context.background.trends.years)


def _picture(title: str, about: str, make: Callable[[ReportContext], Chart | None]) -> Report:
    def draw(suffix: Literal["png", "svg"]) -> MakeFile:
        return lambda context: pictures.draw(context.official, make(context), suffix)

    return Report(
        title,
        about,
        lambda context: pictures.paper(context.official, make(context), title),
        {"png": draw("png"), "svg": draw("svg")},
    )


def _lkj(context: ReportContext) -> Document:
    year = context.whole_year
    return lkj.paper(year.official, year.year)


def _gabungan(context: ReportContext) -> Document:
    return gabungan.paper(context.issuer, context.rollup, context.choices)


def _gabungan_xlsx(context: ReportContext) -> bytes:
    return gabungan.render_xlsx(context.issuer, context.rollup, context.choices)


def _kuesioner(context: ReportContext) -> Paper:
    issuer = context.issuer
    asked = kuesioner.Asked(context.questionnaire, context.services, context.asked_extras)
    return kuesioner.paper(issuer.unit, asked, issuer.printed_at, issuer.logo)


def _bukti(context: ReportContext) -> Paper:
    return bukti.paper(context.official, context.evidence, context.publication_url)


def _bundle(context: ReportContext) -> bytes:
    reports = {
        f"{number:02}-{code}.{suffix}": content
        for number, (code, suffix) in enumerate(_IN_BUNDLE, start=1)
        if isinstance(content := REPORTS[code].formats[suffix](context), bytes)
    }
    return bukti.bundle(context.official, context.evidence, reports, context.publication_url)


def _contents(context: ReportContext) -> raw.Contents:
    return raw.Contents(context.answered_rules, context.answered_extras, context.with_comments)


def _raw(context: ReportContext) -> Paper:
    return raw.page(context.current, context.iterate_responses(), _contents(context))


def _raw_csv(context: ReportContext) -> Iterator[bytes]:
    return raw.stream_csv(context.iterate_responses(), _contents(context))


def _raw_workbook(context: ReportContext) -> bytes:
    return raw.workbook(context.unit, context.iterate_responses(), _contents(context), context.printed_at)


def _hasil_survey(context: ReportContext) -> Paper:
    return hasil_survey.preview(context.current)


def _hasil_survey_workbook(context: ReportContext) -> bytes:
    return hasil_survey.workbook(
        context.unit, context.period, _unordered(context), with_comments=context.with_comments
    )


def _dictionary(context: ReportContext) -> Paper:
    return raw.dictionary(context.current, _contents(context))


def _dictionary_csv(context: ReportContext) -> bytes:
    return raw.dictionary_csv(_contents(context))


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
        {"pdf": _pdf(_rekap), "docx": _docx(_rekap)},
    ),
    "rekap-ringkas": Report(
        "Rekap satu halaman",
        "Nilai, mutu, perubahan, unsur terendah, dan rencana di atas satu halaman untuk pimpinan.",
        _one_page,
        {"pdf": _pdf(_one_page), "docx": _docx(_one_page)},
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
        "Nilai per responden dan per unsur; pada XLSX semua rumusnya aktif.",
        _pengolahan,
        {"pdf": _pdf(_pengolahan), "xlsx": _workbook},
    ),
    "laporan": Report(
        "Laporan SKM",
        "Lima bab dengan lampiran; DOCX dapat disunting. Untuk semester atau tahun.",
        _laporan,
        {"pdf": _pdf(_laporan), "docx": _docx(_laporan)},
    ),
    "lkj": Report(
        "Tabel LKj",
        "Tabel 2.1, 3.1–3.5, 3.7, 3.8, 3.10, dan 3.11 tahun itu dengan narasinya, siap ditempel ke Laporan "
        "Kinerja; sesuaikan nomor tabelnya.",
        _lkj,
        {"pdf": _pdf(_lkj), "docx": _docx(_lkj)},
    ),
    "grafik-unsur": _picture(
        "Grafik unsur", "Nilai tiap unsur pada periode itu sebagai gambar.", _unsur_chart
    ),
    "grafik-tren": _picture("Grafik tren", "IKM dari tahun ke tahun sebagai gambar.", _trend_chart),
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
    "skm-online": Report(
        "Hasil Survey SKM Online",
        "Jawaban atas butir SKM Online dalam bentuk ekspornya, untuk disalin dengan tangan; format impornya "
        "belum pernah dilihat.",
        _hasil_survey,
        {"xlsx": _hasil_survey_workbook},
    ),
}
