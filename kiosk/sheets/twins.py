"""Tables that hold the same respondents twice: as words and as numbers, or each month and all of them."""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from itertools import pairwise

from kiosk.sheets.judged import Judged
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.scale import Scale
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise

# What `--tabel` says of tables with the same answers.
ONCE = "sekali"
APART = "responden"
# The same answers of fewer respondents, or of respondents who all answer alike, may be chance.
_FEWEST = 3
# Sheets with more tables are forms printed in sections.
_MOST_PARTS = 60
_BEFORE = re.compile(r"\b(sebelum|awal|before|pre)\b")
_AFTER = re.compile(r"\b(sesudah|setelah|akhir|after|post)\b")
# Columns that say which respondent a row is.
IDENTITY = frozenset({"number", "id", "moment", "sex", "age_band", "education", "occupation"})


@dataclass(frozen=True)
class Part:
    """Rows of a table between two headers, with how often each answer was given to each unsur."""

    table: Table
    first: int
    last: int
    respondents: int
    answers: Counter[tuple[str, int]]


def find_twins(judged: Sequence[Judged], scale: Scale) -> list[Part]:
    """The parts of a sheet that repeat the answers of another part, or of all others together."""
    sheets: dict[int, list[Part]] = {}
    for one in judged:
        sheets.setdefault(id(one.table.sheet), []).extend(_parts(one, scale))
    found = []
    for parts in sheets.values():
        parts = [part for part in parts if part.respondents]
        if 1 < len(parts) <= _MOST_PARTS:
            found += _twins(parts)
    return found


def _parts(judged: Judged, scale: Scale) -> Iterator[Part]:
    """The table's parts: the answers up to each header less those up to the one before."""
    columns = judged.table.header.columns
    places = [(judged.table.indexes.index(index), key, scale.codes(key)) for key, index in columns.items()]
    first = judged.table.first_row
    last = first + len(judged.verdicts) - 1
    before: Counter[tuple[str, int]] = Counter()
    known = 0
    for row, counts, respondents in [*judged.parts, (last + 1, judged.counts, judged.respondents)]:
        total: Counter[tuple[str, int]] = Counter()
        for place, key, codes in places:
            for cell, count in counts[place].items():
                total[key, codes.get(cell, 0)] += count
        yield Part(judged.table, first, row - 1, respondents - known, total - before)
        first, before, known = row + 1, total, respondents


def _twins(parts: list[Part]) -> list[Part]:
    twins = []
    for place, part in enumerate(parts):
        others = [one for one in parts if one is not part]
        is_copy = any(one.answers == part.answers for one in parts[:place])
        is_sum = len(others) > 1 and part.answers == sum((one.answers for one in others), Counter())
        differ = len(part.answers) > len(part.table.header.columns)
        if part.respondents >= _FEWEST and differ and (is_copy or is_sum):
            twins.append(part)
    return twins


def about_twins(twins: Sequence[Part], chosen: str) -> list[Question]:
    """Whether tables with the same answers are the same respondents."""
    if not twins or chosen:
        return []
    part = twins[0]
    text = (
        f"Baris {part.first}–{part.last} ({part.respondents} responden) berisi jawaban yang sama dengan "
        "tabel lain di lembar itu. Apakah respondennya sama?"
    )
    choices = (Choice(ONCE, "sama, dibaca sekali"), Choice(APART, "responden lain"))
    return [Question("twice", text, "--tabel", "table", choices)]


def _before_and_after(one: Table, two: Table) -> bool:
    """Whether the titles above two tables side by side say that the same people answered twice."""
    row = next(islice(iter(one.sheet.rows), max(0, one.header.row - 2), one.header.row - 1), [])
    left, right = (
        normalise(" ".join(str(cell) for cell in row[table.header.first : table.header.last + 1] if cell))
        for table in (one, two)
    )
    return _BEFORE.search(left) is not None and _AFTER.search(right) is not None


def about_blocks(judged: Sequence[Judged]) -> list[Question]:
    """Whether answers right of a table, without a number or profile of their own, are more respondents'."""
    tables = sorted((one.table for one in judged if one.respondents), key=lambda table: table.header.first)
    for one, two in pairwise(tables):
        is_beside = one.sheet is two.sheet and one.header.row == two.header.row
        is_bare = bool(IDENTITY & {*one.columns}) and not IDENTITY & {*two.columns}
        if is_beside and (is_bare or _before_and_after(one, two)):
            spans = [f"{letters(table.indexes[0])}:{letters(table.indexes[-1])}" for table in (one, two)]
            text = (
                f"Kolom {spans[1].replace(':', '–')} berisi jawaban kedua dari baris-baris yang sama. "
                "Jawaban mana yang dibaca? Bila dari responden lain, pindahkan ke bawah tabel pertama."
            )
            choices = tuple(
                Choice(f"{other}=abaikan", f"hanya kolom {span.replace(':', '–')}")
                for span, other in (spans, spans[::-1])
            )
            return [Question("blocks", text, "--kolom", "column", choices)]
    return []
