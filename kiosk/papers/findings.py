"""Chapters III and IV of the Laporan SKM and its annexes: what the answers say."""

from collections.abc import Iterator
from collections.abc import Sequence
from fractions import Fraction

from kiosk.base.formatting import DASH
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import sentences
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import Table
from kiosk.papers.small_groups import merge_small_groups
from kiosk.papers.tables import ANNOUNCEMENT_HEAD
from kiosk.papers.tables import announcement_lines
from kiosk.papers.tables import count_table
from kiosk.papers.tables import hundredths
from kiosk.papers.tables import in_order
from kiosk.papers.tables import listed
from kiosk.papers.tables import named
from kiosk.papers.tables import unsur_chart
from kiosk.papers.tables import unsur_table
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.profile import TITLES
from kiosk.store.results.publication_log import Announcement
from scoring import VALUES
from scoring import Result


def results(summary: Summary) -> Iterator[Block]:
    """BAB III: who answered, and the index."""
    result = summary.result
    yield Heading("BAB III HASIL SURVEI KEPUASAN MASYARAKAT", 1)
    yield Heading("A. Jumlah Responden")
    if not result.respondents:
        yield Paragraph("Belum ada responden pada periode ini.")
        return
    yield Paragraph(
        f"Responden pada periode {summary.period.title} berjumlah {whole(result.respondents)} orang. "
        "Karakteristiknya "
        "sebagai berikut."
    )
    tables = [(TITLES[field]["id"], merge_small_groups(rows)) for field, rows in summary.profile.items()]
    tables.append(("Jenis layanan", list(summary.services)))
    for number, (title, rows) in enumerate(tables, start=1):
        yield count_table(title, rows, f"Tabel 3.{number} Responden menurut {title.lower()}")
    yield Heading("B. Indeks Kepuasan Masyarakat")
    for text in (sentences.about_index(summary), sentences.about_certainty(summary)):
        if text:
            yield Paragraph(text)
    yield unsur_table(result, f"Tabel 3.{len(tables) + 1} Nilai per unsur pelayanan")
    for note in sentences.notes(summary)[1:2]:
        yield Paragraph(note)
    yield unsur_chart(result, "Gambar 3.1 Nilai konversi per unsur pelayanan (skala 25–100)")


def analysis(summary: Summary, trend: Sequence[Point], own: Sequence[Block]) -> Iterator[Block]:
    """BAB IV: weak and strong unsur, the plan, the trend; `own` is what the office makes of it."""
    result = summary.result
    yield Heading("BAB IV ANALISIS HASIL SURVEI", 1)
    yield Heading("A. Kelemahan dan Kelebihan Unsur Pelayanan")
    points = list(_extremes(result))
    if points:
        yield Bullets(tuple(points))
    else:
        yield Paragraph(
            "Semua unsur bernilai sama." if result.ikm is not None else sentences.about_index(summary)
        )
    if summary.comments:
        yield Paragraph(
            f"Responden menyampaikan {whole(len(summary.comments))} saran dan masukan; isinya dibahas "
            "dalam rapat "
            "evaluasi dan tidak diumumkan karena dapat memuat nama orang."
        )
    yield from own
    yield Heading("B. Rencana Tindak Lanjut")
    yield from _plan(summary)
    yield Heading("C. Tren Nilai SKM")
    yield Paragraph(sentences.about_change(summary))
    yield from _trend(trend)


def _extremes(result: Result) -> Iterator[str]:
    if result.lowest:
        yield f"Unsur dengan nilai terendah: {listed([named(result, key) for key in result.lowest])}."
    if result.highest:
        yield f"Unsur dengan nilai tertinggi: {listed([named(result, key) for key in result.highest])}."
    full = [
        unsur_name(result.instrument, key) for key, unsur in result.unsur.items() if unsur.nrr == Fraction(4)
    ]
    if full and result.lowest:
        yield (
            f"Unsur {listed(full)} bernilai tertinggi yang mungkin (4,00), sehingga tidak dapat naik lagi "
            "dan tidak "
            "membedakan periode."
        )


def _plan(summary: Summary) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    for number, plan in enumerate(summary.plans, start=1):
        quarters = ["✓" if quarter in plan.quarters else "" for quarter in (1, 2, 3, 4)]
        name = unsur_name(summary.result.instrument, plan.unsur)
        rows.append((str(number), name, plan.action, *quarters, plan.responsible))
    if rows:
        years = listed(sorted({str(plan.year) for plan in summary.plans}))
        yield Paragraph(f"Atas hasil tersebut disusun rencana tindak lanjut untuk tahun {years}.")
    else:
        yield Paragraph(
            "Rencana tindak lanjut atas hasil periode ini belum dicatat. Unsur yang didahulukan tercantum "
            "di bawah."
            if summary.result.lowest
            else "Rencana tindak lanjut atas hasil periode ini belum dicatat."
        )
        rows = [
            (str(number), unsur_name(summary.result.instrument, key), "", "", "", "", "", "")
            for number, key in enumerate(summary.result.lowest, start=1)
        ]
    if rows:
        yield Table(
            caption="Tabel 4.1 Rencana tindak lanjut",
            head=(
                "No.", "Prioritas unsur", "Program/Kegiatan", "TW I", "TW II", "TW III", "TW IV",
                "Penanggung jawab",
            ),
            rows=tuple(rows),
            align="cllccccl",
            widths=(6, 22, 30, 10, 10, 10, 10, 22),
        )  # fmt: skip


def _trend(trend: Sequence[Point]) -> Iterator[Block]:
    known = [point for point in trend if point.value is not None]
    if not known:
        return
    yield Table(
        caption="Tabel 4.2 Nilai IKM dari tahun ke tahun",
        head=("Tahun", "Nilai IKM", "Mutu", "Responden", "Target", "Sumber"),
        rows=tuple(
            (
                point.label,
                decimal(point.value),
                point.mutu or DASH,
                whole(point.respondents) if point.respondents else DASH,
                decimal(point.target),
                point.source or DASH,
            )
            for point in trend
        ),
        align="crcrrl",
        widths=(10, 14, 10, 14, 14, 50),
    )
    if len(known) > 1:
        yield trend_chart(trend, "Gambar 4.1 Tren nilai IKM (garis putus-putus: target)")


def trend_chart(trend: Sequence[Point], caption: str) -> Chart:
    """The values as a line; at least one of them has to be known."""
    words = "; ".join(f"{point.label} {decimal(point.value)}" for point in trend)
    return Chart(
        caption=caption,
        graph="trend",
        data=tuple(
            {
                "label": point.label,
                "value": hundredths(point.value),
                "written": decimal(point.value),
                "target": hundredths(point.target),
            }
            for point in trend
        ),
        alt=f"Grafik garis nilai IKM: {words}.",
    )


def annexes(summary: Summary, announcements: Sequence[Announcement], own: Sequence[Block]) -> Iterator[Block]:
    """The questionnaire, the answers counted, documentation, and what came of the last plan."""
    result = summary.result
    yield Heading("LAMPIRAN", 1)
    yield Heading("Lampiran 1. Kuesioner")
    yield Table(
        caption="Pertanyaan dan pilihan jawaban (nilai 1 sampai 4)",
        head=("No.", "Pertanyaan", "1", "2", "3", "4"),
        rows=tuple(
            (f"U{number}", item.question["id"], *item.options["id"])
            for number, item in enumerate(load_questionnaire(result.instrument.id).items, start=1)
        ),
        align="llllll",
        widths=(7, 45, 17, 17, 17, 17),
    )
    yield Heading("Lampiran 2. Hasil pengolahan data")
    yield _answers(result)
    yield Paragraph(
        "Nilai tiap responden ada pada lembar Pengolahan Data Survei Kepuasan Masyarakat periode yang sama."
    )
    yield Heading("Lampiran 3. Dokumentasi")
    if announcements:
        yield Table(
            caption="Publikasi hasil survei",
            head=ANNOUNCEMENT_HEAD,
            rows=tuple(announcement_lines(announcements)),
            align="cllll",
            widths=(6, 20, 22, 20, 44),
        )
    elif not own:
        yield Paragraph("Belum ada publikasi hasil yang dicatat.")
    yield from own
    yield Heading("Lampiran 4. Tindak lanjut periode sebelumnya")
    yield from _follow_up(summary)


def _answers(result: Result) -> Table:
    return Table(
        caption="Jumlah jawaban per nilai",
        head=("No.", "Unsur pelayanan", "1", "2", "3", "4", "Kosong", "Jumlah nilai", "NRR"),
        rows=tuple(
            (
                label,
                name,
                *(whole(result.tallies.counts[unsur.key].get(value, 0)) for value in VALUES),
                whole(unsur.blank),
                answer_sum(unsur.sum),
                decimal(unsur.nrr),
            )
            for label, name, unsur in in_order(result)
        ),
        align="llrrrrrrr",
        widths=(7, 40, 9, 9, 9, 9, 11, 13, 9),
    )


def _follow_up(summary: Summary) -> Iterator[Block]:
    if not summary.follow_up:
        yield Paragraph(
            f"Tidak ada rencana tindak lanjut yang dicatat atas hasil {summary.previous_period.title}."
        )
        return
    done = sum(row.plan.done_day is not None for row in summary.follow_up)
    share = percent(Fraction(100 * done, len(summary.follow_up)))
    yield Paragraph(
        f"Dari {whole(len(summary.follow_up))} rencana atas hasil {summary.previous_period.title}, "
        f"{whole(done)} "
        f"selesai ({share})."
    )
    yield Table(
        caption=f"Tindak lanjut atas hasil {summary.previous_period.title}",
        head=(
            "No.",
            "Unsur",
            "Program/Kegiatan",
            "Selesai",
            "Hasil",
            "Nilai lalu",
            "Nilai kini",
            "Perubahan",
        ),
        rows=tuple(
            (
                str(number),
                unsur_name(summary.result.instrument, row.plan.unsur),
                row.plan.action,
                long_date(row.plan.done_day) if row.plan.done_day else "Belum",
                row.plan.outcome or DASH,
                decimal(row.before),
                decimal(row.after),
                change(row.change),
            )
            for number, row in enumerate(summary.follow_up, start=1)
        ),
        align="cllllrrr",
        widths=(6, 22, 28, 18, 24, 11, 11, 14),
    )
