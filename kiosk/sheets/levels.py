"""Answers on a scale of other numbers than 1 to 4: 25 to 100, percentages, 0 to 1, -2 to 2."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal

from kiosk.sheets.meanings import name_of
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.scale_questions import levels_to_four
from kiosk.sheets.scale_questions import sayable
from kiosk.sheets.values import HIGHEST
from kiosk.sheets.values import Value

Columns = Mapping[str, Mapping[Value, int]]
Levels = Mapping[Decimal, Counter[str]]
_FEWEST, _MOST = 3, 7
_ANSWERS = 4


def about_levels(columns: Columns) -> Question | None:
    """What the values of the unsur mean where they are a few numbers that cannot be 1 to 4; None elsewhere.

    `columns` has how often each value occurs, by unsur.
    """
    own = {key: counts for key, counts in columns.items() if any(map(_is_odd, counts))}
    levels = _scale_in(own)
    if not levels:
        return None
    ranked = [levels[level] for level in sorted(levels)]
    named = ", ".join(f"“{name}” ({names[name]} kali)" for names in ranked for name in sorted(names))
    text = f"Jawabannya berupa {named}, bukan 1 sampai 4. Berapa nilainya masing-masing?"
    others = {name_of(value) for key, counts in columns.items() if key not in own for value in counts}
    shared = others & {name for names in ranked for name in names}
    choices = [Choice(_say(ranked, numbers), label) for numbers, label in _numbers(sorted(levels))]
    if shared:
        example = f'"{next(iter(own))}:{min(shared)}=4"'
        text += f" Unsur lain juga berisi nilai itu; beri artinya untuk unsur itu saja, --arti {example}."
        choices = []
    odd = [name for counts in own.values() for name in map(name_of, filter(_is_odd, counts))]
    choices.append(Choice(",".join(f"{name}=tolak" for name in dict.fromkeys(odd)), "tolak barisnya"))
    values = sayable(sum(ranked, Counter()))
    return Question("scale", text, "--skala", "scale", tuple(choices), values=values)


def _scale_in(columns: Columns) -> Levels:
    """The levels of another scale in some columns, each with the ways it is written; none for no scale."""
    levels: dict[Decimal, Counter[str]] = {}
    for counts in columns.values():
        for value, count in counts.items():
            if (level := _level_of(value)) is not None:
                levels.setdefault(level, Counter())[name_of(value)] += count
    if _is_scale(levels):
        return levels
    # Some tables or months of the file may be on the usual scale.
    beyond = {level: names for level, names in levels.items() if not 1 <= level <= _ANSWERS}
    return beyond if len(beyond) >= _ANSWERS and _is_scale(beyond) and max(beyond) > HIGHEST else {}


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


def _say(ranked: Sequence[Counter[str]], numbers: Sequence[int]) -> str:
    pairs = zip(ranked, numbers, strict=True)
    return ",".join(f"{name}={number}" for names, number in pairs for name in sorted(names))
