"""The rekap: a period's result for the evaluation meeting, 1 to 3 signed pages and an annex."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from kiosk.base.formatting import DASH
from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.summary import Comment
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers import extras
from kiosk.papers import importance
from kiosk.papers import plan_tables
from kiosk.papers import questionnaires
from kiosk.papers import sentences
from kiosk.papers import tables
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Fact
from kiosk.papers.blocks import Facts
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import SideBySide
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import checked_signature
from kiosk.papers.documents import document
from kiosk.questionnaire.profile import TITLES
from kiosk.store.answers.suggestions import MOST_TEXTS

# Up to here the suggestions come before the signature; more of them follow it as an annex.
_FEW = 12
_FEW_CHARACTERS = 1_500
# What the annex may hold, about eight pages: the newest suggestions, and the number of all.
_MOST_CHARACTERS = 30_000

# With more services or longer names, their table takes the whole width.
_FEW_SERVICES = 10
_SHORT_NAME = 40

UNSUR = (
    tables.LABEL,
    tables.NAME,
    tables.SUM,
    tables.BLANK,
    tables.NRR,
    tables.WEIGHTED,
    tables.CONVERTED,
    tables.SCALE,
    tables.MUTU,
    tables.CHANGE,
)
_EFFECTS = (
    plan_tables.UNSUR,
    plan_tables.ACTION,
    plan_tables.STATE,
    plan_tables.BEFORE,
    plan_tables.AFTER,
    plan_tables.CHANGE,
    plan_tables.REACH,
)
_PLANS = (
    plan_tables.PRIORITY,
    plan_tables.ACTION,
    plan_tables.QUARTERS,
    plan_tables.RESPONSIBLE,
    plan_tables.DUE,
    plan_tables.STATE,
)
_SUGGESTIONS: Sequence[Column[tuple[int, Comment]]] = (
    columns.text("No.", lambda row: whole(row[0]), align="r"),
    columns.day("Tanggal", lambda row: row[1].day),
    columns.text("Jenis layanan", lambda row: row[1].service, DASH, width=40),
    columns.text("Saran dan masukan", lambda row: row[1].text, width=60),
)


def paper(summary: Summary, url: str | None = None) -> Document:
    """The rekap of `summary`; `url` is where its publication, if there is one, can be checked."""
    unit, period = summary.unit, summary.period
    span = f" ({period.span_title})" if period.kind in ("triwulan", "semester") else ""
    return document(
        Issuer.of(summary),
        _blocks(summary, url),
        name=period.title,
        title=f"Rekapitulasi Indeks Kepuasan Masyarakat {unit.name}, {period.title}",
        heading="REKAPITULASI INDEKS KEPUASAN MASYARAKAT (IKM)",
        period=f"Periode {period.title}{span}",
        is_dense=True,
    )


def unsur_table(summary: Summary) -> TableBlock:
    """The figures of each unsur and their change, with the index below them."""
    return table(
        "Nilai per unsur pelayanan",
        UNSUR,
        tables.unsur_rows(summary.result, summary.unsur_change),
        tables.index_sums(summary.result, summary.change),
        is_captioned=False,
    )


def count_tables(summary: Summary) -> tuple[list[TableBlock], list[TableBlock]]:
    """Who answered, through which channel and for which service: two columns of about the same height."""
    profile = {
        field: tables.short_count_table(TITLES[field]["id"], rows) for field, rows in summary.profile.items()
    }
    channels = tables.short_count_table("Saluran survei", summary.channels)
    services = tables.short_count_table("Jenis layanan", summary.services)
    left = [profile["sex"], profile["age_band"], profile["education"]]
    return left, [profile["occupation"], channels, services]


def _blocks(summary: Summary, url: str | None) -> Iterator[Block]:
    result = summary.result
    letters = iter("ABCDEFGH")
    yield headline(summary)
    if result.ikm is not None:
        yield scale(summary)
    said = (
        sentences.about_index(summary),
        sentences.about_certainty(summary),
        sentences.about_blanks(summary),
        sentences.about_change(summary),
        sentences.about_target(summary),
        sentences.about_sample(summary),
    )
    yield Bullets(tuple(sentence for sentence in said if sentence))
    if any(unsur.filled for unsur in result.unsur.values()):
        yield Heading(f"{next(letters)}. Nilai per unsur pelayanan", 1)
        yield unsur_table(summary)
        for note in sentences.notes(summary):
            yield Paragraph(note, is_note=True)
        yield Heading(f"{next(letters)}. Unsur terendah dan tertinggi", 1)
        yield _extremes(summary)
    if questionnaires.has_any(summary):
        yield Heading(f"{next(letters)}. Kuesioner, butir, dan indeks lain", 1)
        yield from questionnaires.blocks(summary)
    if summary.importance:
        yield Heading(f"{next(letters)}. Harapan dan kepuasan", 1)
        yield from importance.blocks(
            summary, "Harapan, kepuasan, dan kesenjangan per unsur", "Kuadran harapan dan kepuasan"
        )
    if summary.extras:
        yield Heading(f"{next(letters)}. Pertanyaan tambahan", 1)
        yield from extras.blocks(summary)
    yield Heading(f"{next(letters)}. Responden", 1)
    yield from _respondents(summary)
    yield Heading(f"{next(letters)}. Tindak lanjut", 1)
    yield from _follow_up(summary)
    yield Heading(f"{next(letters)}. Saran dan masukan", 1)
    said_of_suggestions, suggestions, is_annex = _suggestions(summary)
    yield suggestions if suggestions and not is_annex else Paragraph(said_of_suggestions)
    yield checked_signature(summary, url)
    if suggestions and is_annex:
        yield Heading("Lampiran: saran dan masukan", 1, is_on_new_page=True)
        yield suggestions


def headline(summary: Summary) -> Facts:
    """IKM, mutu, respondents and change, side by side."""
    result, interval = summary.result, summary.interval
    since = f"sejak {summary.previous_period.title}"
    if summary.hides_previous:
        since = f"{summary.previous_period.title} tidak ditampilkan"
    elif summary.previous is None:
        since = f"{summary.previous_period.title} tanpa responden"
    elif summary.change and not summary.change.distinguishable:
        since += "; belum nyata"
    index = Fact("Nilai IKM", "Tidak dapat dihitung", size="words")
    if result.ikm is not None:
        bounds = f"95%: {decimal(interval.low)}–{decimal(interval.high)}" if interval else ""
        index = Fact("Nilai IKM", decimal(result.ikm), bounds, "main")
    sample = f"minimal {whole(summary.sample.target)}" if summary.sample else ""
    if summary.sample and summary.sample.target != summary.sample.year_target:
        sample += f"; setahun {whole(summary.sample.year_target)}"
    return Facts(
        (
            index,
            Fact("Mutu pelayanan", result.mutu or DASH, result.kinerja or ""),
            Fact("Responden", whole(result.respondents), sample),
            Fact("Perubahan IKM", change(summary.change.change if summary.change else None), since),
        )
    )


def scale(summary: Summary) -> Chart:
    """The bands of mutu, and where among them the IKM is."""
    result, interval = summary.result, summary.interval
    bands = result.instrument.bands
    letters = "; ".join(f"{band.mutu} {decimal(band.low)}–{decimal(band.high)}" for band in bands)
    reach = f"Rentang kepercayaan 95% {decimal(interval.low)}–{decimal(interval.high)}. " if interval else ""
    return Chart(
        caption="",
        graph="scale",
        data={
            "bands": [
                {
                    "low": tables.hundredths(band.low),
                    "from": decimal(band.low),
                    "mutu": band.mutu,
                    "kinerja": band.kinerja,
                }
                for band in bands
            ],
            "end": decimal(bands[-1].high),
            "value": tables.hundredths(result.ikm),
            "label": decimal(result.ikm),
            "low": tables.hundredths(interval.low) if interval else None,
            "high": tables.hundredths(interval.high) if interval else None,
        },
        alt=f"Skala mutu pelayanan. IKM {decimal(result.ikm)} pada mutu {result.mutu}. {reach}{letters}.",
    )


def _extremes(summary: Summary) -> Block:
    result = summary.result
    if not result.lowest:
        return Paragraph(sentences.about_equal_unsur(result))
    rows = {row.key: row for row in tables.unsur_rows(result)}

    def chosen(title: str, keys: Sequence[str]) -> tuple[TableBlock]:
        value = replace(tables.CONVERTED, title="Nilai")
        shown = (tables.LABEL, replace(tables.NAME, title=title), value, tables.MUTU)
        return (table(title, shown, [rows[key] for key in keys], style="compact", is_captioned=False),)

    return SideBySide(
        chosen("Terendah (prioritas perbaikan)", result.lowest), chosen("Tertinggi", result.highest)
    )


def _respondents(summary: Summary) -> Iterator[Block]:
    if not summary.result.respondents:
        yield Paragraph("Belum ada responden pada periode ini.")
    else:
        left, right = count_tables(summary)
        is_narrow = len(summary.services) <= _FEW_SERVICES and all(
            len(row.label) <= _SHORT_NAME for row in summary.services
        )
        below = [] if is_narrow else [right.pop()]
        yield SideBySide(*(tuple(one for one in side if one.rows) for side in (left, right)))
        yield from below
    if not summary.excluded:
        yield Paragraph("Tidak ada jawaban yang dikecualikan dari perhitungan.")
        return
    total = sum(row.count for row in summary.excluded)
    yield Paragraph(f"{whole(total)} jawaban dikecualikan dari perhitungan:")
    yield Bullets(tuple(f"{row.label}: {whole(row.count)}" for row in summary.excluded))


def _follow_up(summary: Summary) -> Iterator[Block]:
    before, now = summary.previous_period.title, summary.period.title
    if earlier := plan_tables.about_earlier_plans(summary):
        yield Paragraph(earlier)
    if not summary.plans:
        yield Paragraph(f"Rencana tindak lanjut atas hasil {now} belum dicatat.")
    if summary.follow_up:
        effects = plan_tables.effect_rows(summary)
        yield table(f"Rencana dari hasil {before}", _EFFECTS, effects, is_captioned=False)
        yield Paragraph(
            f"Nilai konversi unsur pada {before} dan {now}. {plan_tables.effects_note(summary)}",
            is_note=True,
        )
    if summary.plans:
        yield table(f"Rencana dari hasil {now}", _PLANS, plan_tables.plan_rows(summary, summary.plans))


def _suggestions(summary: Summary) -> tuple[str, TableBlock | None, bool]:
    """A sentence about the suggestions, the newest that fit in order of arrival, and whether as an annex."""
    comments = summary.comments[-MOST_TEXTS:]
    total = max(summary.suggestions or 0, len(summary.comments))
    characters = 0
    first = len(comments)
    while first:
        characters += len(comments[first - 1].text)
        if characters > _MOST_CHARACTERS:
            break
        first -= 1
    printed = list(enumerate(comments, start=total - len(comments) + 1))[first:]
    if not comments:
        said = "Tidak ada saran pada periode ini."
    elif len(printed) < total:
        said = (
            f"{whole(total)} saran diterima. Lampiran memuat {whole(len(printed))} yang terbaru; "
            "selebihnya dapat dibaca pada halaman Saran."
        )
    else:
        said = f"{whole(total)} saran diterima, seluruhnya pada lampiran."
    made = table("Saran dan masukan", _SUGGESTIONS, printed, is_captioned=False) if printed else None
    return said, made, len(printed) > _FEW or characters > _FEW_CHARACTERS
