"""Tables of sums and averages, told from respondents on a scale of large numbers or fractions."""

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence

from kiosk.sheets.cells import Cell
from kiosk.sheets.judged import Judged
from kiosk.sheets.meanings import name_of
from kiosk.sheets.readings import Reading
from kiosk.sheets.scale_questions import is_marks
from kiosk.sheets.summaries import says_statistic
from kiosk.sheets.twins import IDENTITY
from kiosk.sheets.values import HIGHEST
from kiosk.sheets.values import read_value

_FEWEST, _MOST = 3, 11  # values of a scale
_REPEATED = 4
_OF = re.compile(r"\b(of|dari)\b", re.IGNORECASE)


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


def is_pivot(judged: Judged) -> bool:
    """Whether the titles are those of a pivot table: "Average of U1", "Jumlah dari U1"."""
    labels = judged.table.header.labels.values()
    return 2 * sum(says_statistic(label) and _OF.search(label) is not None for label in labels) > len(labels)


def is_scale_of_respondents(judged: Judged) -> bool:
    """Whether rows that say who or which respondent they are hold a few values again and again."""
    return bool(IDENTITY & {*judged.table.columns}) and _repeats_values(judged)


def restore_scales(readings: Sequence[Reading]) -> list[Reading]:
    """Take tables that look like recaps, but repeat a few values, for respondents; the sheets with one."""
    restored = []
    for reading in readings:
        scales = [one for one in reading.recaps if _repeats_values(one) and not is_pivot(one)]
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
    return _FEWEST <= len(cells) <= _MOST and cells.total() >= _REPEATED * len(cells)
