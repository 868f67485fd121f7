"""Merges small groups in tables that leave the office, so that no person can be identified by a count."""

from collections.abc import Sequence
from fractions import Fraction

from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.summary import Count
from scoring import round_half_up


def merge_small_groups(counts: Sequence[Count]) -> list[Count]:
    """The groups, with all small ones merged into one last row; the sum stays the same.

    If the small groups together are still too few, the next larger ones are merged with them. If all
    respondents together are fewer than the smallest group, there is no row for them.
    """
    some = [row for row in counts if row.count]
    small = sorted((row for row in some if row.count < MIN_RESPONDENTS), key=lambda row: row.count)
    rest = sorted((row for row in some if row.count >= MIN_RESPONDENTS), key=lambda row: row.count)
    while small and sum(row.count for row in small) < MIN_RESPONDENTS and rest:
        small.append(rest.pop(0))
    if not small:
        return list(counts)
    pooled = [row for row in some if row in small]
    number = sum(row.count for row in pooled)
    share = round_half_up(Fraction(100 * number, sum(row.count for row in some)))
    merged = Count(", ".join(row.label for row in pooled), number, share)
    return [row for row in counts if row not in small] + ([merged] if number >= MIN_RESPONDENTS else [])
