"""What published figures must not disclose: the answers of single persons.

Neither alone, for which there is a smallest number of respondents, nor by subtraction (differencing): May
with 30 respondents and 1 to 30 May with 29 leave one for the 31st, and what that one person answered.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from kiosk.base.period import Period

# With fewer, figures as good as show what single persons answered, or who they were.
MIN_RESPONDENTS = 5

_DAY = timedelta(days=1)


def derivable_ranges(respondents: Mapping[Period, int], period: Period) -> Iterator[tuple[Period, int]]:
    """Date ranges whose number of respondents follows from those of `period` and of the other periods.

    From the first day of a period to the day after its last is a step of known size. Where steps lead from
    one day to another, adding and subtracting gives the number between them. Only the shortest ranges are
    returned.
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


def list_outermost(periods: Iterable[Period], outer: Period) -> list[Period]:
    """The longest of the periods inside `outer` that have no day in common."""
    inside = [one for one in periods if outer.contains(one) and one.days < outer.days]
    found: list[Period] = []
    for one in sorted(inside, key=lambda one: (-one.days, one.start)):
        if all(one.end < other.start or other.end < one.start for other in found):
            found.append(one)
    return found


def remainders(respondents: Mapping[Period, int], period: Period) -> Iterator[tuple[Period, int]]:
    """What is left of `period`, and of each of the others that contains it, without those inside.

    Unlike `derivable_ranges`, also where that is no range of days: a quarter without its second month.
    """
    for outer, number in respondents.items():
        if outer.contains(period) and (inside := list_outermost(respondents, outer)):
            yield outer, number - sum(respondents[one] for one in inside)
