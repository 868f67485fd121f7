"""Small groups stand together on what leaves the office, so that nobody can be picked out."""

from collections.abc import Sequence
from fractions import Fraction

from kiosk.figures.summary import Count
from scoring import round_half_up

# Fewer respondents than these are not shown as a group of their own: one could tell who they were.
SMALLEST_GROUP = 5


def together(counts: Sequence[Count]) -> list[Count]:
    """The groups, small ones in one last line with as many others as hide them; the sum stays."""
    some = [row for row in counts if row.count]
    small = sorted((row for row in some if row.count < SMALLEST_GROUP), key=lambda row: row.count)
    rest = sorted((row for row in some if row.count >= SMALLEST_GROUP), key=lambda row: row.count)
    while small and sum(row.count for row in small) < SMALLEST_GROUP and rest:
        small.append(rest.pop(0))
    if not small:
        return list(counts)
    pooled = [row for row in some if row in small]
    number = sum(row.count for row in pooled)
    share = round_half_up(Fraction(100 * number, sum(row.count for row in some)))
    line = Count(", ".join(row.label for row in pooled), number, share)
    # Of fewer than the smallest group altogether nothing is told.
    return [row for row in counts if row not in small] + ([line] if number >= SMALLEST_GROUP else [])
