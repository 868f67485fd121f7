"""Combines small groups in tables that leave the office, so that no person can be identified by a count."""

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from fractions import Fraction

from kiosk.base.period import Period
from kiosk.figures.differencing import Cell
from kiosk.figures.differencing import find_small_sum
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.disclosure import list_outermost
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Count
from scoring import round_half_up

OTHERS = "Lainnya (digabung)"
WITHHELD = (
    f"Profil responden, jenis layanan, dan nilai tiap unsur tidak dirinci karena respondennya kurang dari "
    f"{MIN_RESPONDENTS} orang: rincian sekecil itu dapat menunjuk orangnya."
)
_MOST_TABLES = 40  # that are compared with one
NOTE = f"{OTHERS}: kelompok yang respondennya kurang dari {MIN_RESPONDENTS} orang."


def are_too_few(respondents: int) -> bool:
    """Whether details about so many respondents would be details about persons; not so of none."""
    return 0 < respondents < MIN_RESPONDENTS


def merge_small_groups(counts: Sequence[Count], also: Collection[str] = ()) -> list[Count]:
    """The groups with respondents, all small ones and those named in `also` in one row `OTHERS`.

    The sum stays the same.

    If the small groups together are still too few, the next larger one is combined with them. `NOT_ANSWERED`
    says nothing about a person and stays as it is. The table is empty if no group keeps its own name.
    """
    named = [row for row in counts if row.count and row.label != NOT_ANSWERED]
    merged = {*_small(_numbers(counts)), *also}
    small = [row for row in named if row.label in merged]
    shown = [row for row in named if row.label not in merged]
    if not shown:
        return []
    unknown = [row for row in counts if row.count and row.label == NOT_ANSWERED]
    number, total = sum(row.count for row in small), sum(row.count for row in [*named, *unknown])
    others = [Count(OTHERS, number, round_half_up(Fraction(100 * number, total)))] if small else []
    return [*shown, *others, *unknown]


def list_merged(tables: Sequence[tuple[Period, Sequence[Count]]]) -> frozenset[str]:
    """The groups that the last of these tables must not name, the others being known to its readers.

    A group of fewer than `MIN_RESPONDENTS`, or one through which so few would follow from all of them. Each
    table is known with the groups that it names itself, by the same rule from those before it.
    """
    *before, (last, own) = tables
    periods: dict[Period, dict[str, int]] = {}
    for period, counts in before[:_MOST_TABLES]:
        if not any(_cross(period, other) for other in (last, *periods)):
            periods[period] = _numbers(counts)
    periods[last] = _numbers(own)
    shown = _Tables({one.code: left_of(one, periods) for one in periods})
    merged: frozenset[str] = frozenset()
    for period, numbers in periods.items():
        merged = shown.add([one.code for one in periods if period.contains(one)], numbers)
    return merged


def _cross(one: Period, other: Period) -> bool:
    """Whether they have days in common, and each has days that the other lacks, or they have the same."""
    if one.end < other.start or other.end < one.start:
        return False
    return one.contains(other) == other.contains(one)


def left_of(period: Period, periods: Mapping[Period, Mapping[str, int]]) -> dict[str, int]:
    """The numbers of a period without those of the longest others inside it, where any are left."""
    left = Counter(periods[period])
    for one in list_outermost(periods, period):
        left.subtract(periods[one])
    return {name: number for name, number in left.items() if number > 0}


def _numbers(counts: Sequence[Count]) -> dict[str, int]:
    return {row.label: row.count for row in counts if row.count and row.label != NOT_ANSWERED}


def _small(numbers: Mapping[str, int]) -> list[str]:
    """The groups that are merged for their own number, the smallest first; all where none keeps its name."""
    by_size = sorted(numbers, key=lambda name: (numbers[name], name))
    small = [name for name in by_size if numbers[name] < MIN_RESPONDENTS]
    if small and sum(numbers[name] for name in small) < MIN_RESPONDENTS:
        small = by_size[: len(small) + 1]
    return small


class _Tables:
    """What tables show of the groups in parts of time that have no day in common."""

    def __init__(self, parts: Mapping[str, Mapping[str, int]]) -> None:
        # Of a part with so few respondents the index itself shows what they answered, if anything is shown.
        enough = {code for code, numbers in parts.items() if sum(numbers.values()) >= MIN_RESPONDENTS}
        self._unknown = {(code, name): number for code in enough for name, number in parts[code].items()}
        self._sums: list[list[Cell]] = []
        self._seen: set[str] = set()

    def add(self, codes: Collection[str], numbers: Mapping[str, int]) -> frozenset[str]:
        """Add the table of these parts, with as few groups merged as need be; those merged."""
        merged = _small(numbers)
        # What has no part in common with a table before can only show what its own numbers do.
        while len(merged) < len(numbers) and not self._seen.isdisjoint(codes):
            sums = self._list_sums(codes, numbers, merged)
            found = find_small_sum(self._unknown, [*self._sums, *sums])
            if not found:
                break
            named = sorted(set(numbers) - set(merged), key=lambda name: (numbers[name], name))
            # A group that is merged with those found elsewhere hides them without hiding more.
            parts = {part for part, _ in found}
            beside = {name for part, name in self._unknown if part in parts}
            names = [name for _, name in found], beside, named
            merged.append(next(name for fits in names for name in named if name in fits))
        self._sums += self._list_sums(codes, numbers, merged)
        self._seen |= {*codes}
        known = {cell for one in self._sums if len(one) == 1 for cell in one}
        self._unknown = {cell: number for cell, number in self._unknown.items() if cell not in known}
        self._sums = [[cell for cell in one if cell not in known] for one in self._sums if len(one) > 1]
        return frozenset(merged)

    def _list_sums(
        self, codes: Collection[str], numbers: Mapping[str, int], merged: Collection[str]
    ) -> list[list[Cell]]:
        groups = [*([name] for name in numbers if name not in merged), merged]
        return [[cell for cell in self._unknown if cell[0] in codes and cell[1] in one] for one in groups]


def has_others(counts: Sequence[Count]) -> bool:
    """Whether small groups were combined in this table."""
    return any(row.label == OTHERS for row in counts)
