"""Laporan SKM: the report of a semester or year in five chapters.

Its sentences are generated from the figures. What only the office knows, such as who carried out the survey
and how it explains the result, are texts that it writes for each period; a missing one is left out.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date

from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.base.formatting import spelled
from kiosk.base.formatting import whole
from kiosk.figures.small_groups import are_too_few
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import CHANNEL
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Summary
from kiosk.papers import findings
from kiosk.papers import sentences
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.documents import Cover
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import checked_signature
from kiosk.papers.documents import document
from kiosk.papers.findings import Trends
from kiosk.papers.tables import listed
from kiosk.papers.tables import named
from kiosk.questionnaire.regulations import full_title
from kiosk.store.results.publication_log import Announcement

# The texts an office writes itself, and what each is about.
TEXTS: Mapping[str, str] = {
    "latar_belakang": "Latar belakang: keadaan unit dan layanannya",
    "pelaksana": "Pelaksana: nama tim atau lembaga yang melaksanakan survei",
    "analisis": "Analisis: penyebab kelemahan dan kelebihan menurut unit",
    "penutup": "Penutup: saran dan komitmen pimpinan",
    "dokumentasi": "Dokumentasi: keterangan foto dan tautannya",
}


@dataclass(frozen=True)
class Background:
    """What the report contains besides the summary.

    `first_day` and `last_day` are the days of the first and last answer, `trends` the IKM over time,
    `announcements` where the result was shown, `texts` the office's own by keys of `TEXTS`.
    """

    first_day: date | None = None
    last_day: date | None = None
    trends: Trends = Trends()
    announcements: Sequence[Announcement] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def paper(summary: Summary, background: Background, url: str | None = None) -> Document:
    """The report; `url` is where its publication can be checked, None without one."""
    unit, period = summary.unit, summary.period
    return document(
        Issuer.of(summary),
        _blocks(summary, background, url),
        name=f"Laporan SKM {period.title}",
        title=f"Laporan Survei Kepuasan Masyarakat {unit.name}, {period.title}",
        cover=Cover(
            title="LAPORAN SURVEI KEPUASAN MASYARAKAT (SKM)",
            period=f"PERIODE {period.title.upper()}",
            year=str(period.end.year),
        ),
    )


def _blocks(summary: Summary, background: Background, url: str | None) -> Iterator[Block]:
    yield from _introduction(summary, background)
    yield from _collection(summary, background)
    yield from findings.results(summary)
    yield from findings.analysis(summary, background.trends, _own(background, "analisis"))
    yield from _closing(summary, background)
    yield checked_signature(summary, url)
    yield from findings.annexes(summary, background.announcements, _own(background, "dokumentasi"))


def _own(background: Background, key: str) -> list[Paragraph]:
    """The office's text under this key, a paragraph per line."""
    lines = background.texts.get(key, "").splitlines()
    return [Paragraph(line) for line in lines if line.strip()]


def _introduction(summary: Summary, background: Background) -> Iterator[Block]:
    unit, period = summary.unit, summary.period
    services = [row.label for row in summary.services if row.label != NOT_ANSWERED]
    yield Heading("BAB I PENDAHULUAN", 1)
    yield Heading("A. Latar Belakang")
    yield Paragraph(
        "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik dan Peraturan Pemerintah Nomor 96 Tahun "
        "2012 mewajibkan penyelenggara pelayanan mengikutsertakan masyarakat dalam menilai pelayanannya. "
        f"{unit.name} "
        f"melaksanakan Survei Kepuasan Masyarakat (SKM) pada periode {period.title} dan melaporkan "
        "hasilnya di sini."
    )
    if services and not are_too_few(summary.result.respondents):
        yield Paragraph(
            f"Survei mencakup {spelled(len(services))} jenis layanan yang diterima responden, yaitu "
            f"{listed(services)}."
        )
    yield from _own(background, "latar_belakang")
    yield Heading("B. Dasar Pelaksanaan")
    yield Bullets(
        (
            "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;",
            "Peraturan Pemerintah Nomor 96 Tahun 2012 tentang Pelaksanaan Undang-Undang Nomor 25 Tahun 2009;",
            f"{full_title(summary.result.instrument.regulation)}.",
        ),
        numbered=True,
    )
    yield Heading("C. Maksud dan Tujuan")
    yield Paragraph(
        f"Survei dimaksudkan untuk mengetahui tingkat kepuasan masyarakat atas pelayanan {unit.name} menurut "
        f"{spelled(len(summary.result.unsur))} unsur pelayanan. Tujuannya menentukan unsur yang perlu "
        "didahulukan dalam "
        "perbaikan, menilai perubahan sejak periode sebelumnya, dan mengumumkan hasilnya kepada masyarakat."
    )
    if summary.target is not None:
        yield Paragraph(f"Target IKM {unit.name} tahun {period.start.year} adalah {decimal(summary.target)}.")


def _collection(summary: Summary, background: Background) -> Iterator[Block]:
    unit, period, result = summary.unit, summary.period, summary.result
    yield Heading("BAB II PENGUMPULAN DATA", 1)
    yield Heading("A. Pelaksana")
    yield from _own(background, "pelaksana") or [Paragraph(f"Survei dilaksanakan oleh {unit.name}.")]
    yield Heading("B. Metode Pengumpulan Data")
    yield Paragraph(
        f"Setiap responden menilai {spelled(len(result.instrument.items))} pertanyaan kuesioner (Lampiran 1) "
        "dengan 4 (empat) pilihan jawaban bernilai 1 sampai 4. Nama, nomor identitas, dan alamat responden "
        "tidak diminta."
    )
    if channels := merge_small_groups(summary.channels, summary.merged.get(CHANNEL, ())):
        ways = [
            f"{row.label[:1].lower()}{row.label[1:]} ({whole(row.count)} responden; {percent(row.percent)})"
            for row in channels
        ]
        yield Paragraph(f"Jawaban dikumpulkan melalui {listed(ways)}.")
    yield Heading("C. Lokasi Pengumpulan Data")
    place = ", ".join(part for part in (unit.name, unit.address) if part)
    yield Paragraph(f"Survei dilaksanakan di {place}.")
    yield Heading("D. Waktu Pelaksanaan")
    span = f"Survei dilaksanakan selama {period.span_title}."
    if background.first_day and background.last_day and not are_too_few(result.respondents):
        span += (
            f" Jawaban pertama diterima pada {long_date(background.first_day)} dan jawaban terakhir pada "
            f"{long_date(background.last_day)}."
        )
    yield Paragraph(span)
    yield Heading("E. Penentuan Jumlah Responden")
    yield Paragraph(
        sentences.about_sample(summary)
        or f"Jumlah penerima layanan tahun {period.end.year} belum ditetapkan, sehingga jumlah sampel "
        "menurut tabel Krejcie–Morgan belum dapat ditentukan."
    )
    excluded = sum(row.count for row in summary.excluded)
    if excluded:
        reasons = listed([f"{row.label} ({whole(row.count)})" for row in summary.excluded])
        yield Paragraph(f"{whole(excluded)} jawaban dikecualikan dari perhitungan, yaitu {reasons}.")


def _closing(summary: Summary, background: Background) -> Iterator[Block]:
    result = summary.result
    yield Heading("BAB V PENUTUP", 1)
    own = _own(background, "penutup")
    yield Heading("A. Kesimpulan" if own else "Kesimpulan")
    points = [sentences.about_index(summary)]
    if target := sentences.about_target(summary):
        points.append(target)
    points.append(sentences.about_change(summary))
    if result.lowest and not are_too_few(result.respondents):
        points.append(
            "Unsur yang didahulukan dalam perbaikan adalah "
            f"{listed([named(result, key) for key in result.lowest])}."
        )
    yield Bullets(tuple(points), numbered=True)
    if own:
        yield Heading("B. Saran")
        yield from own
