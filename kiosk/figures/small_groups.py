"""Combines small groups in tables that leave the office, so that no person can be identified by a count."""

from collections import Counter
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from fractions import Fraction

from kiosk.base.period import Period
from kiosk.base.period import calendar_parts
from kiosk.base.period import months_of
from kiosk.figures.differencing import Cell
from kiosk.figures.differencing import find_small_sum
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Count
from scoring import round_half_up

OTHERS = "Lainnya (digabung)"
WITHHELD = (
    f"Profil responden, jenis layanan, dan nilai tiap unsur tidak dirinci karena respondennya kurang dari "
    f"{MIN_RESPONDENTS} orang: rincian sekecil itu dapat menunjuk orangnya."
)
# Of a longer period only so many months are read for comparison.
MOST_MONTHS = 24
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


def list_merged(
    period: Period, counts: Sequence[Count], months: Mapping[str, Sequence[Count]]
) -> frozenset[str]:
    """The groups that the table of `period` must not name; `months` are the counts of its months by code.

    A group of fewer than `MIN_RESPONDENTS`, or one through which so few would follow from this table and
    those of the months, quarters and semesters inside (of a range of days, from its first `MOST_MONTHS`).
    Which groups those name follows in the same way, whether they are published or not, so no order of
    publishing shows more.
    """
    if period.kind == "bulan":
        return frozenset(_small(_numbers(counts)))
    inside = [month.code for month in months_of(period, MOST_MONTHS)]
    tables = _Tables({code: _numbers(months.get(code, ())) for code in inside})
    for part in calendar_parts(period):
        codes = [month.code for month in months_of(part)]
        numbers = sum((Counter(tables.months[code]) for code in codes), Counter[str]())
        tables.add(codes, numbers)
    return tables.add(inside, _numbers(counts))


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
    """What the tables of months and longer periods show of the groups in each month."""

    def __init__(self, months: Mapping[str, Mapping[str, int]]) -> None:
        self.months = months
        # Of a month with so few respondents the index itself shows what they answered, if anything is shown.
        merged = {
            code: _small(numbers)
            for code, numbers in months.items()
            if sum(numbers.values()) >= MIN_RESPONDENTS
        }
        self._sums = [[(code, name) for name in names] for code, names in merged.items()]
        self._unknown = {cell: months[cell[0]][cell[1]] for known in self._sums for cell in known}

    def add(self, codes: Collection[str], numbers: Mapping[str, int]) -> frozenset[str]:
        """Add the table of these months, with as few groups merged as need be; those merged."""
        merged = _small(numbers)
        while len(merged) < len(numbers):
            sums = self._list_sums(codes, numbers, merged)
            found = find_small_sum(self._unknown, [*self._sums, *sums])
            if not found:
                break
            named = sorted(set(numbers) - set(merged), key=lambda name: (numbers[name], name))
            # A group that a month merges with those found hides them without hiding more.
            months = {month for month, _ in found}
            beside = {name for month, name in self._unknown if month in months}
            names = [name for _, name in found], beside, named
            merged.append(next(name for fits in names for name in named if name in fits))
        self._sums += self._list_sums(codes, numbers, merged)
        return frozenset(merged)

    def _list_sums(
        self, codes: Collection[str], numbers: Mapping[str, int], merged: Collection[str]
    ) -> list[list[Cell]]:
        parts = [*([name] for name in numbers if name not in merged), merged]
        return [[cell for cell in self._unknown if cell[0] in codes and cell[1] in part] for part in parts]


def has_others(counts: Sequence[Count]) -> bool:
    """Whether small groups were combined in this table."""
    return any(row.label == OTHERS for row in counts)
