"""What a period's answers come to by questionnaire, by item and by index beside the IKM, as blocks.

Nothing for a period with one questionnaire of an item per unsur.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.base.formatting import DASH
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.small_groups import are_too_few
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import Sum
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.tables import listed
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.messages import unscored
from scoring import IndexResult
from scoring import ItemResult
from scoring import Result

WITHHELD = (
    f"Hasil tiap kuesioner dan butirnya tidak dirinci karena salah satunya kurang dari {MIN_RESPONDENTS} "
    "responden."
)


@dataclass(frozen=True)
class ItemRow:
    """An item with its figures, its words, and the name of what it counts for."""

    item: ItemResult
    question: str
    counts_for: str
    is_weakest: bool


_PARTS: Sequence[Column[Result]] = (
    columns.text("Kuesioner", lambda part: part.instrument.title, width=60, is_header=True),
    columns.count("Responden", lambda part: part.respondents),
    columns.number("Nilai IKM", lambda part: part.ikm),
    columns.text("Mutu", lambda part: part.mutu or DASH, align="c"),
)
_FOR: Column[ItemRow] = columns.text("Unsur", lambda row: row.counts_for, width=24, is_minor=True)
_ITEM: Column[ItemRow] = columns.text("Butir", lambda row: row.question, width=56, is_header=True)
_FILLED: Column[ItemRow] = columns.count("Terisi", lambda row: row.item.filled, key="filled")
_MEAN: Column[ItemRow] = columns.warned(
    columns.number("Rata-rata", lambda row: row.item.mean, key="mean"), lambda row: row.is_weakest
)


def list_asked(summary: Summary) -> list[Questionnaire]:
    """The questionnaires answered in the period, or the one that its figures would be of."""
    ids = [part.instrument.id for part in summary.parts] or [summary.result.instrument.id]
    return [load_questionnaire(id) for id in ids]


def about_several(summary: Summary) -> str:
    """Whether the answers to several questionnaires were added up and why; empty for one."""
    titles = [part.instrument.title for part in summary.parts if part.instrument.unsur]
    if len(titles) < 2:
        return ""
    if summary.result.reason and summary.result.reason.between:
        return unscored(summary.result)
    return (
        f"Jawaban atas {whole(len(titles))} kuesioner dijumlahkan, karena unsur, bobot, dan batas mutunya "
        f"sama: {listed(titles)}."
    )


def part_table(summary: Summary) -> TableBlock | None:
    """Each questionnaire with its own IKM; None for one."""
    parts = [part for part in summary.parts if part.instrument.unsur]
    return table("Hasil per kuesioner", _PARTS, parts, is_captioned=False) if len(parts) > 1 else None


def item_tables(summary: Summary) -> Iterator[TableBlock]:
    """The items of unsur that have several, the weakest of each marked."""
    for part in summary.parts:
        questionnaire = load_questionnaire(part.instrument.id)
        if rows := [
            row
            for key, unsur in part.unsur.items()
            for row in _rows(questionnaire, key, unsur.items, unsur.weakest_item)
        ]:
            title = f"Nilai per butir, {questionnaire.rules.title}"
            yield table(title, (_FOR, _ITEM, _FILLED, _MEAN), rows)


def index_tables(summary: Summary) -> Iterator[TableBlock]:
    """Each index beside the IKM with its items."""
    for id, indices in summary.indices.items():
        questionnaire = load_questionnaire(id)
        for key, index in indices.items():
            name = questionnaire.name_of(key)
            rows = _rows(questionnaire, key, index.items, _lowest(index))
            cells = {"filled": whole(index.filled), "mean": decimal(index.value, 4)}
            title = f"{name}, {questionnaire.rules.title}"
            sums = [Sum(f"{name} (skala 4)", cells), *_threshold(summary, index)]
            yield table(title, (_ITEM, _FILLED, _MEAN), rows, sums)


def _threshold(summary: Summary, index: IndexResult) -> list[Sum]:
    """The value that the office wants the index to reach, and whether it does."""
    wanted = summary.index_threshold
    if wanted is None or index.value is None:
        return []
    verdict = "tercapai" if index.value >= wanted else "belum tercapai"
    return [Sum(f"Ambang yang ditetapkan kantor: {verdict}", {"mean": decimal(wanted)})]


def are_withheld(summary: Summary) -> bool:
    """Whether a questionnaire has so few respondents that its figures would show single answers.

    Then none is shown by itself, because the figures of all would give them by subtraction.
    """
    return any(are_too_few(part.respondents) for part in summary.parts)


def tables_of(summary: Summary) -> Iterator[TableBlock]:
    """All tables; none where they `are_withheld`."""
    if are_withheld(summary):
        return
    if parts := part_table(summary):
        yield parts
    yield from item_tables(summary)
    yield from index_tables(summary)


def blocks(summary: Summary) -> Iterator[Block]:
    """All of it."""
    if said := about_several(summary):
        yield Paragraph(said)
    yield from tables_of(summary)
    if are_withheld(summary):
        yield Paragraph(WITHHELD, is_note=True)
    elif summary.indices:
        yield Paragraph("Indeks di samping IKM tidak ikut dalam IKM.", is_note=True)


def has_any(summary: Summary) -> bool:
    """Whether `blocks` has something to say of this period: several questionnaires, items or indices."""
    first = summary.parts[0].instrument if summary.parts else None
    return first is not None and (len(summary.parts) > 1 or first.items != first.keys())


def _rows(
    questionnaire: Questionnaire, key: str, items: Sequence[ItemResult], weakest: str | None
) -> list[ItemRow]:
    words = {item.key: item.question.get("id", item.key) for item in questionnaire.items}
    name = questionnaire.name_of(key)
    return [ItemRow(item, words[item.key], name, item.key == weakest) for item in items]


def _lowest(index: IndexResult) -> str | None:
    means = {item.key: item.mean for item in index.items if item.mean is not None}
    return min(means, key=lambda key: means[key]) if len(set(means.values())) > 1 else None
