"""Combines small groups in tables that leave the office, so that no person can be identified by a count."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Sequence
from fractions import Fraction

from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Count
from scoring import round_half_up

OTHERS = "Lainnya (digabung)"
WITHHELD = (
    f"Profil responden, jenis layanan, dan nilai tiap unsur tidak dirinci karena respondennya kurang dari "
    f"{MIN_RESPONDENTS} orang: rincian sekecil itu dapat menunjuk orangnya."
)
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
    small = [row for row in named if row.count < MIN_RESPONDENTS or row.label in also]
    large = sorted((row for row in named if row not in small), key=lambda row: row.count)
    if small and large and sum(row.count for row in small) < MIN_RESPONDENTS:
        small.append(large.pop(0))
    shown = [row for row in named if row not in small]
    if not shown:
        return []
    unknown = [row for row in counts if row.count and row.label == NOT_ANSWERED]
    number, total = sum(row.count for row in small), sum(row.count for row in [*named, *unknown])
    others = [Count(OTHERS, number, round_half_up(Fraction(100 * number, total)))] if small else []
    return [*shown, *others, *unknown]


def list_merged(parts: Iterable[Sequence[Count]]) -> set[str]:
    """The groups that `merge_small_groups` merges in one of these tables.

    Named in the table of them all, they could be computed by subtracting the tables in which they are named.
    """
    merged: set[str] = set()
    for counts in parts:
        shown = {row.label for row in merge_small_groups(counts)}
        merged |= {row.label for row in counts if row.count and row.label != NOT_ANSWERED} - shown
    return merged


def has_others(counts: Sequence[Count]) -> bool:
    """Whether small groups were combined in this table."""
    return any(row.label == OTHERS for row in counts)
