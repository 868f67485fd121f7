"""Which groups a table of a longer period must not name, because its months name some of them.

In a table of months by groups some cells are known, some only as sums: those that a month merges, and what a
quarter, a semester or a year says of them. Which sums of cells follow is linear algebra. One is determined
when each change of the unknown cells that keeps all known sums keeps it, too; one such change is drawn at
random, so a sum that it keeps is determined but for a chance of 1 in 2^61.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from hashlib import sha256
from itertools import combinations

from kiosk.figures.disclosure import MIN_RESPONDENTS

# A month's code and the name of a group.
Cell = tuple[str, str]

_MODULUS = 2**61 - 1


def find_small_sum(unknown: Mapping[Cell, int], sums: Iterable[Collection[Cell]]) -> set[Cell]:
    """Cells that hold 1 to 4 respondents together, where that follows from the known `sums` of cells.

    `unknown` has the cells that are not known themselves, with their numbers, none of them 0. Empty where
    nothing so small follows.
    """
    change = _draw_change(sorted(unknown), sums)
    small = [cell for cell, number in unknown.items() if number < MIN_RESPONDENTS]
    parts: dict[int, list[tuple[Cell, ...]]] = {}
    for part in _few_of(small, unknown):
        change_of = sum(change[cell] for cell in part) % _MODULUS
        if change_of == 0:
            return set(part)
        for other in parts.get(_MODULUS - change_of, ()):
            both = {*part, *other}
            if len(both) == len(part) + len(other) and _count(both, unknown) < MIN_RESPONDENTS:
                return both
        parts.setdefault(change_of, []).append(part)
    return set()


def _few_of(cells: Sequence[Cell], numbers: Mapping[Cell, int]) -> Iterator[tuple[Cell, ...]]:
    """One or two of the cells, of fewer respondents than are needed: of four at most, two such parts."""
    yield from ((cell,) for cell in cells)
    yield from (pair for pair in combinations(cells, 2) if _count(pair, numbers) < MIN_RESPONDENTS)


def _count(cells: Iterable[Cell], numbers: Mapping[Cell, int]) -> int:
    return sum(numbers[cell] for cell in cells)


def _draw_change(cells: Sequence[Cell], sums: Iterable[Collection[Cell]]) -> dict[Cell, int]:
    """A change of each cell that keeps every one of the sums, drawn at random, modulo a prime."""
    solved: dict[Cell, dict[Cell, int]] = {}  # a cell by others, none of which is solved before it
    for known in sums:
        row = dict.fromkeys(known, 1)
        for cell, others in solved.items():
            if factor := row.pop(cell, 0):
                for other, value in others.items():
                    row[other] = (row.get(other, 0) + factor * value) % _MODULUS
        row = {cell: value for cell, value in row.items() if value}
        if row:
            cell, value = row.popitem()
            inverse = pow(-value, -1, _MODULUS)
            solved[cell] = {other: inverse * value % _MODULUS for other, value in row.items()}
    change = {cell: _draw(cell) for cell in cells if cell not in solved}
    for cell, others in reversed(solved.items()):
        change[cell] = sum(value * change[other] for other, value in others.items()) % _MODULUS
    return change


def _draw(cell: Cell) -> int:
    """As good as random, but the same for the same cell: the same answers give the same tables."""
    return int(sha256("\0".join(cell).encode()).hexdigest(), 16) % _MODULUS
