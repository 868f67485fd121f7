"""Chapters III and IV of the Laporan SKM and its annexes: results and analysis."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from fractions import Fraction

from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.small_groups import NOTE as OTHERS_NOTE
from kiosk.figures.small_groups import WITHHELD
from kiosk.figures.small_groups import are_too_few
from kiosk.figures.small_groups import has_others
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import SERVICES
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import columns
from kiosk.papers import extras
from kiosk.papers import importance
from kiosk.papers import plan_tables
from kiosk.papers import questionnaires
from kiosk.papers import sentences
from kiosk.papers import tables
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.plan_tables import PlanRow
from kiosk.papers.tables import UnsurRow
from kiosk.papers.tables import listed
from kiosk.papers.tables import named
from kiosk.questionnaire.catalogue import Item
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.profile import TITLES
from kiosk.store.results.publication_log import Announcement
from scoring import VALUES

_PLANS: Sequence[Column[PlanRow]] = (
    columns.index(),
    plan_tables.PRIORITY,
    plan_tables.ACTION,
    plan_tables.YEAR,
    *plan_tables.EACH_QUARTER,
    plan_tables.RESPONSIBLE,
)
_EFFECTS: Sequence[Column[PlanRow]] = (
    columns.index(),
    plan_tables.UNSUR,
    replace(plan_tables.ACTION, width=26),
    replace(plan_tables.DONE, width=13),
    replace(plan_tables.OUTCOME, width=18),
    replace(plan_tables.BEFORE, width=13),
    replace(plan_tables.AFTER, width=13),
    replace(plan_tables.CHANGE, width=15),
    replace(plan_tables.REACH, width=15),
)
_TREND: Sequence[Column[Point]] = (
    tables.YEAR,
    tables.VALUE,
    tables.LETTER,
    tables.ANSWERED,
    tables.TARGET,
    tables.SOURCE,
)
_PERIODS = (
    columns.text("Periode", lambda point: point.long_label, width=34, is_header=True),
    *_TREND[1:],
)


@dataclass(frozen=True)
class Trends:
    """The IKM of the years, and of periods of the report's kind where that is not a year."""

    years: Sequence[Point] = ()
    periods: Sequence[Point] = ()


def _option(value: int) -> Column[tuple[int, Item]]:
    return columns.text(f"{value}", lambda row: row[1].options["id"][value - 1], width=17)


def _given(value: int) -> Column[UnsurRow]:
    """How many answers to all items of an unsur have this value."""

    def count(row: UnsurRow) -> int:
        counts = row.result.tallies.counts
        return sum(counts[item].get(value, 0) for item in row.result.instrument.get(row.key).items)

    return columns.count(f"{value}", count, width=9)


_NUMBER: Column[tuple[int, Item]] = columns.text("No.", lambda row: f"U{row[0]}", style="soft")
_ITEM_NUMBER: Column[tuple[int, Item]] = columns.text("No.", lambda row: f"{row[0]}", style="soft")
_QUESTION: Column[tuple[int, Item]] = columns.text(
    "Pertanyaan", lambda row: row[1].question["id"], width=45, is_header=True
)
_ANSWERS = (
    tables.LABEL,
    tables.NAME,
    *(_given(value) for value in VALUES),
    tables.BLANK,
    tables.SUM,
    tables.NRR,
)


def results(summary: Summary) -> Iterator[Block]:
    """BAB III: the respondents and the index."""
    result = summary.result
    yield Heading("BAB III HASIL SURVEI KEPUASAN MASYARAKAT", 1)
    yield Heading("A. Jumlah Responden")
    if not result.respondents:
        yield Paragraph("Belum ada responden pada periode ini.")
        return
    said = f"Responden pada periode {summary.period.title} berjumlah {whole(result.respondents)} orang."
    is_withheld = are_too_few(result.respondents)
    number = 1
    if is_withheld:
        yield Paragraph(f"{said} {WITHHELD}")
    else:
        yield Paragraph(f"{said} Karakteristiknya sebagai berikut.")
        found = list(_characteristics(summary))
        yield from found
        number += sum(isinstance(one, TableBlock) for one in found)
    yield Heading("B. Indeks Kepuasan Masyarakat")
    for text in (
        sentences.about_index(summary),
        sentences.about_certainty(summary),
        sentences.about_blanks(summary),
    ):
        if text:
            yield Paragraph(text)
    if is_withheld:
        return
    yield tables.unsur_table(result, f"Tabel 3.{number} Nilai per unsur pelayanan")
    for note in sentences.notes(summary)[1:2]:
        yield Paragraph(note)
    yield tables.unsur_chart(result, "Gambar 3.1 Nilai konversi per unsur pelayanan (skala 25–100)")
    letters = iter("CD")
    if summary.importance:
        number += 1
        yield Heading(f"{next(letters)}. Harapan dan Kepuasan")
        yield from importance.blocks(
            summary,
            f"Tabel 3.{number} Harapan, kepuasan, dan kesenjangan per unsur",
            "Gambar 3.2 Kuadran harapan dan kepuasan",
        )
    if summary.extras:
        yield Heading(f"{next(letters)}. Pertanyaan Tambahan")
        yield from extras.public_blocks(summary, number + 1)


def _characteristics(summary: Summary) -> Iterator[Block]:
    """A table for each part of the profile and for the services, small groups combined."""
    parts = [(TITLES[field]["id"], field, rows) for field, rows in summary.profile.items()]
    parts.append(("Jenis layanan", SERVICES, summary.services))
    shown = [
        (title, merged)
        for title, name, rows in parts
        if (merged := merge_small_groups(rows, summary.merged.get(name, ())))
    ]
    for number, (title, merged) in enumerate(shown, start=1):
        yield tables.count_table(title, merged, f"Tabel 3.{number} Responden menurut {title.lower()}")
    if any(has_others(merged) for _, merged in shown):
        yield Paragraph(OTHERS_NOTE)
    titles = [title for title, _ in shown]
    left_out = [title.lower() for title, _, _ in parts if title not in titles]
    if left_out:
        yield Paragraph(
            f"Tidak dirinci karena tidak diisi atau kelompoknya kurang dari {MIN_RESPONDENTS} responden: "
            f"{listed(left_out)}."
        )


def analysis(summary: Summary, trends: Trends, own: Sequence[Block]) -> Iterator[Block]:
    """BAB IV: weak and strong unsur, the plan, the trends; `own` is the office's own analysis."""
    result = summary.result
    yield Heading("BAB IV ANALISIS HASIL SURVEI", 1)
    yield Heading("A. Kelemahan dan Kelebihan Unsur Pelayanan")
    if are_too_few(result.respondents):
        yield Paragraph(f"Unsur tidak dibandingkan karena respondennya kurang dari {MIN_RESPONDENTS} orang.")
    elif points := list(_extremes(summary)):
        yield Bullets(tuple(points))
    else:
        yield Paragraph(sentences.about_equal_unsur(result))
    if summary.suggestions:
        yield Paragraph(
            f"Responden menyampaikan {whole(summary.suggestions)} saran dan masukan; isinya dibahas dalam "
            "rapat evaluasi dan tidak diumumkan karena dapat memuat nama orang."
        )
    yield from own
    yield Heading("B. Rencana Tindak Lanjut")
    yield from _plan(summary)
    yield Heading("C. Tren Nilai SKM")
    yield Paragraph(sentences.about_change(summary))
    yield from _trend(summary, trends)


def _extremes(summary: Summary) -> Iterator[str]:
    result = summary.result
    if result.lowest:
        yield f"Unsur dengan nilai terendah: {listed([named(result, key) for key in result.lowest])}."
    if result.highest:
        yield f"Unsur dengan nilai tertinggi: {listed([named(result, key) for key in result.highest])}."
    full = [
        unsur_name(result.instrument, key) for key, unsur in result.unsur.items() if unsur.nrr == Fraction(4)
    ]
    if full and result.lowest:
        yield (
            f"Unsur {listed(full)} bernilai tertinggi yang mungkin (4,00), sehingga tidak dapat naik lagi; "
            "perbaikan IKM datang dari unsur lain."
        )


def _plan(summary: Summary) -> Iterator[Block]:
    rows = plan_tables.plan_rows(summary, summary.plans)
    if rows:
        years = listed(sorted({str(plan.year) for plan in summary.plans}))
        yield Paragraph(f"Atas hasil tersebut disusun rencana tindak lanjut untuk tahun {years}.")
    else:
        rows = [] if are_too_few(summary.result.respondents) else plan_tables.missing_rows(summary)
        named_below = " Unsur yang didahulukan tercantum di bawah." if rows else ""
        yield Paragraph(f"Rencana tindak lanjut atas hasil periode ini belum dicatat.{named_below}")
    if rows:
        yield table("Tabel 4.1 Rencana tindak lanjut", _PLANS, rows)


def _trend(summary: Summary, trends: Trends) -> Iterator[Block]:
    """The periods of the same kind, then the years: a table, and a graph where there are two values."""
    shown: list[tuple[str, Sequence[Column[Point]], Sequence[Point]]] = [
        (f"Nilai IKM menurut {summary.period.kind}", _PERIODS, trends.periods),
        ("Nilai IKM dari tahun ke tahun", _TREND, trends.years),
    ]
    known = [one for one in shown if any(point.value is not None for point in one[2])]
    drawn = 0
    for number, (title, chosen, points) in enumerate(known, start=2):
        yield table(f"Tabel 4.{number} {title}", chosen, points)
        if sum(point.value is not None for point in points) > 1:
            drawn += 1
            yield tables.trend_chart(points, f"Gambar 4.{drawn} {title} (garis putus-putus: target)")


def annexes(summary: Summary, announcements: Sequence[Announcement], own: Sequence[Block]) -> Iterator[Block]:
    """The questionnaire, the counts of answers, documentation, and the previous period's follow-up."""
    result = summary.result
    yield Heading("LAMPIRAN", 1)
    yield Heading("Lampiran 1. Kuesioner")
    for questionnaire in questionnaires.list_asked(summary):
        named = f": {questionnaire.rules.title}" if len(summary.parts) > 1 else ""
        title = f"Pertanyaan dan pilihan jawaban (nilai 1 sampai {questionnaire.rules.scale}){named}"
        is_unsur_each = questionnaire.rules.items == questionnaire.rules.keys()
        shown = (_NUMBER if is_unsur_each else _ITEM_NUMBER, _QUESTION)
        options = tuple(_option(value) for value in questionnaire.rules.values)
        yield table(title, (*shown, *options), enumerate(questionnaire.items, start=1))
    yield Heading("Lampiran 2. Hasil pengolahan data")
    if are_too_few(result.respondents):
        yield Paragraph(WITHHELD)
    else:
        yield table("Jumlah jawaban per nilai", _ANSWERS, tables.unsur_rows(result))
        if not questionnaires.are_withheld(summary):
            yield from questionnaires.item_tables(summary)
        yield Paragraph(
            "Nilai tiap responden ada pada lembar Pengolahan Data Survei Kepuasan Masyarakat periode yang "
            "sama."
        )
    yield Heading("Lampiran 3. Dokumentasi")
    if announcements:
        yield table("Publikasi hasil survei", tables.ANNOUNCEMENTS, announcements)
    elif not own:
        yield Paragraph("Belum ada publikasi hasil yang dicatat.")
    yield from own
    yield Heading("Lampiran 4. Tindak lanjut periode sebelumnya")
    yield from _follow_up(summary)


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
        f"{whole(done)} selesai ({share})."
    )
    title = f"Tindak lanjut atas hasil {summary.previous_period.title}"
    yield table(title, _EFFECTS, plan_tables.effect_rows(summary))
    yield Paragraph(plan_tables.effects_note(summary))
