"""Answers on a scale of other numbers than 1 to 4: 25 to 100, percentages, 0 to 1, -2 to 2."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal

from kiosk.sheets.cells import Cell
from kiosk.sheets.judged import Judged
from kiosk.sheets.meanings import name_of
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.readings import Reading
from kiosk.sheets.scale_questions import is_marks
from kiosk.sheets.scale_questions import levels_to_four
from kiosk.sheets.scale_questions import sayable
from kiosk.sheets.values import HIGHEST
from kiosk.sheets.values import Value
from kiosk.sheets.values import read_value

Columns = Mapping[str, Mapping[Value, int]]
_FEWEST, _MOST = 3, 7
_MOST_OF_A_SCALE = 11
_REPEATED = 4


def about_levels(columns: Columns) -> Question | None:
    """What the values of the unsur mean where they are a few numbers that cannot be 1 to 4; None elsewhere.

    `columns` has how often each value occurs, by unsur.
    """
    own = {key: counts for key, counts in columns.items() if any(map(_is_odd, counts))}
    levels: dict[Decimal, set[str]] = {}
    found: Counter[str] = Counter()
    for counts in own.values():
        for value, count in counts.items():
            if (level := _level_of(value)) is not None:
                levels.setdefault(level, set()).add(name_of(value))
                found[name_of(value)] += count
    if not _is_scale(levels):
        return None
    ranked = [levels[level] for level in sorted(levels)]
    named = ", ".join(f"“{name}” ({found[name]} kali)" for names in ranked for name in sorted(names))
    text = f"Jawabannya berupa {named}, bukan 1 sampai 4. Berapa nilainya masing-masing?"
    others = {name_of(value) for key, counts in columns.items() if key not in own for value in counts}
    if others & found.keys():
        example = f'"{next(iter(own))}:{min(others & found.keys())}=4"'
        text += (
            f" Unsur lain juga berisi nilai itu, jadi beri artinya untuk unsur itu saja, --arti {example}."
        )
        choices = []
    else:
        choices = [Choice(_say(ranked, numbers), label) for numbers, label in _numbers(sorted(levels))]
    odd = [name for counts in own.values() for name in map(name_of, filter(_is_odd, counts))]
    choices.append(Choice(",".join(f"{name}=tolak" for name in dict.fromkeys(odd)), "tolak barisnya"))
    return Question("scale", text, "--skala", "scale", tuple(choices), values=sayable(found))


def _is_odd(value: Value) -> bool:
    return value.kind == "fraction" or (value.number is not None and not 0 <= value.number <= HIGHEST)


def _level_of(value: Value) -> Decimal | None:
    if value.kind == "fraction":
        return Decimal(value.text.rstrip(" %").replace(",", "."))
    return None if value.number is None else Decimal(value.number)


def _is_scale(levels: Mapping[Decimal, object]) -> bool:
    """Whether numbers are a scale of their own: none is an answer from 1 to 4, or they go below zero."""
    if not _FEWEST <= len(levels) <= _MOST:
        return False
    low, high = min(levels), max(levels)
    is_share = 0 <= low and high <= 1
    is_above = all(level == 0 or level > 4 for level in levels) and low >= 0 and high > HIGHEST
    return is_share or is_above or (low <= -2 and high < 4)


def _numbers(levels: Sequence[Decimal]) -> Iterator[tuple[list[int], str]]:
    """What the levels are as 1 to 4: whole steps of the smallest gap, or their ranks."""
    step = min(b - a for a, b in zip(levels, levels[1:], strict=False))
    if all(level % step == 0 and 1 <= level / step <= 4 for level in levels):
        yield [int(level / step) for level in levels], "menurut besarnya"
    elif len(levels) <= 4:
        yield [place + 5 - len(levels) for place in range(len(levels))], "menurut urutannya"
    else:
        yield from levels_to_four(len(levels))


def _say(ranked: Sequence[set[str]], numbers: Sequence[int]) -> str:
    pairs = zip(ranked, numbers, strict=True)
    return ",".join(f"{name}={number}" for names, number in pairs for name in sorted(names))


def is_recap(judged: Judged, said: Mapping[str, int]) -> bool:
    """Whether a table holds sums or averages: most of its values cannot be answers on any scale.

    `said` has the meanings of values that a person gave: such a value is an answer.
    """
    good = bad = 0
    numbers = {read_value(cell).number for counts in judged.counts for cell in counts if cell is not None}
    if is_marks(numbers - {None, *range(HIGHEST + 1)}):
        return False
    for counts in judged.counts:
        for cell, count in counts.items():
            if cell is not None:
                value = read_value(cell)
                is_bad = value.kind == "fraction" or (value.number is not None and value.number > HIGHEST)
                is_bad = is_bad and name_of(value) not in said
                good, bad = good + count * (not is_bad), bad + count * is_bad
    return bad > good


def restore_scales(readings: Sequence[Reading]) -> list[Reading]:
    """Take tables that look like recaps, but repeat a few values, for respondents; the sheets with one."""
    restored = []
    for reading in readings:
        scales = [one for one in reading.recaps if _repeats_values(one)]
        if scales:
            reading.recaps = [one for one in reading.recaps if one not in scales]
            reading.judged += scales
            restored.append(reading)
    return restored


def _repeats_values(judged: Judged) -> bool:
    """Whether a few values occur again and again: averages and sums are nearly as many as their cells."""
    cells: Counter[Cell] = Counter()
    for counts in judged.counts:
        cells.update({cell: count for cell, count in counts.items() if cell is not None})
    return _FEWEST <= len(cells) <= _MOST_OF_A_SCALE and cells.total() >= _REPEATED * len(cells)
