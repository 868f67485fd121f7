"""What published counts tell together, though none of them tells it alone.

May with 30 respondents and 1 to 30 May with 29 leave one for the 31st, and what that one person answered.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from kiosk.base.period import Period

_DAY = timedelta(days=1)


def spans_told(respondents: Mapping[Period, int], period: Period) -> Iterator[tuple[Period, int]]:
    """The spans whose respondents follow from those of `period` and of the others, the shortest ones only.

    From the first day of a period to the day after its last is a step of known size. Where steps lead from
    one day to another, adding and taking away tells how many lie between them.
    """
    before = {period.start: 0}  # respondents before that day, less those before the period
    reached = 0
    while reached < len(before):
        reached = len(before)
        for known, count in respondents.items():
            start, after = known.start, known.end + _DAY
            if start in before:
                before.setdefault(after, before[start] + count)
            elif after in before:
                before[start] = before[after] - count
    for first, after in pairwise(sorted(before)):
        yield Period.parse(f"{first}..{after - _DAY}"), before[after] - before[first]
