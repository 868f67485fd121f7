"""How sure an IKM is, and whether two of them really differ.

A period's respondents are a sample of the people served, so others would have given another IKM. Everything
here assumes that they are a simple random sample, is at 95 % unless it says otherwise, and uses the
respondents' own spread, which `Tallies.spread` carries:

* Each respondent has a total of values and a number of filled unsur, both weighted. The IKM is 25 × total /
  filled, a ratio whose variance is that of the residuals, linearised (Cochran, Sampling Techniques, 3rd ed.
  1977, sections 2.6 to 2.8 and 6.3). With no blanks that is the plain mean of the respondents' own scores.
* The interval is Student's t on the scale of logit(p), p the place of the IKM between the lowest and the
  highest possible one. Near the ceiling the plain interval misses too often, nearly always on one side; the
  docs have the measured coverage of both.
* Where the population is known the variance has the finite population correction 1 − n/N.
* Where all complete responses have the same total there is no variance to estimate. At least the share
  0.05^(1/n) of the population then has that total, with 95 % confidence (Clopper & Pearson, Biometrika 26,
  1934), and the others lie anywhere on the scale.
* The interval of a change joins the two intervals (Zou & Donner, Statistics in Medicine 27, 2008).

Fewer than `MIN_COMPLETE` complete responses, or responses that are all alike, make no change real: a few
alike answers are as likely to come from a careless survey as from a changed office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.estimate import ALIKE
from scoring.estimate import DIFFERENCE
from scoring.estimate import TOO_FEW
from scoring.estimate import UNKNOWN
from scoring.estimate import Estimate
from scoring.estimate import bound_alike
from scoring.estimate import count_complete
from scoring.estimate import estimate
from scoring.estimate import estimate_unsur
from scoring.estimate import square_root
from scoring.estimate import weights_of
from scoring.index import Result
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.student import FIVE_PERCENT


@dataclass(frozen=True)
class Interval:
    """The 95 % interval of one IKM, on its 25..100 scale, with two decimals.

    `complete` is the number of responses without a blank, `population` the number of people served that the
    variance was corrected for, or None. `mutu_low` and `mutu_high` are the letters of the ends; `mutu_safe`
    says that they are the same. `estimator` is `MEAN`, `RATIO`, `COMPLETE`, `ALIKE` or `CENSUS`.
    """

    low: Decimal
    high: Decimal
    complete: int
    population: int | None
    mutu_low: str
    mutu_high: str
    mutu_safe: bool
    estimator: str


@dataclass(frozen=True)
class Comparison:
    """A change of an IKM, or of an unsur's converted value (×25), and its interval, two decimals.

    `change` is the difference of the two printed figures. `distinguishable` says that the interval does not
    hold 0. Where the uncertainty is not known `low` and `high` are None, nothing is distinguishable, and
    `estimator` says why: `UNKNOWN`, `TOO_FEW` or `ALIKE`; otherwise it is `DIFFERENCE`. The interval holds
    for `comparisons` changes together at 95 %, each at 1 − 0.05 / `comparisons` (Bonferroni).
    """

    change: Decimal
    low: Decimal | None
    high: Decimal | None
    distinguishable: bool
    estimator: str
    comparisons: int = 1


def interval(result: Result, population: int | None = None) -> Interval | None:
    """The interval of an IKM; None when there is no IKM, or where `interval_obstacle` says why.

    `population` is the number of people served in the same period. One that is smaller than the number of
    respondents is evidently wrong: it is ignored rather than treated as a complete census.
    """
    found = estimate(result, population)
    if found is None or found.obstacle not in (None, ALIKE):
        return None
    low, high = map(round_half_up, bound_alike(found) if found.obstacle else found.bounds(FIVE_PERCENT))
    mutu_low, mutu_high = (grade(result.instrument.bands, end).mutu for end in (low, high))
    return Interval(
        low=low,
        high=high,
        complete=count_complete(result),
        population=found.population,
        mutu_low=mutu_low,
        mutu_high=mutu_high,
        mutu_safe=mutu_low == mutu_high,
        estimator=found.estimator,
    )


def interval_obstacle(result: Result, population: int | None = None) -> str | None:
    """Why nothing can be said about a change of this IKM: `UNKNOWN`, `TOO_FEW` or `ALIKE`; None when it can.

    The first two also leave the IKM without an interval.
    """
    found = estimate(result, population)
    return found.obstacle if found else UNKNOWN


def compare(
    before: Result,
    after: Result,
    populations: tuple[int | None, int | None] = (None, None),
    *,
    comparisons: int = 1,
) -> Comparison | None:
    """The change from `before` to `after`, taken as two independent samples of these populations.

    `comparisons` is the number of changes that are shown together. None when either has no IKM, or when they
    are figures of different arithmetic (other unsur or weights), whose difference would mean nothing. They
    may be of two questionnaires: an application says which.
    """
    if before.ikm is None or after.ikm is None or weights_of(before) != weights_of(after):
        return None
    estimates = estimate(before, populations[0]), estimate(after, populations[1])
    return _compare(after.ikm - before.ikm, *estimates, comparisons)


def compare_unsur(
    before: Result,
    after: Result,
    key: str,
    populations: tuple[int | None, int | None] = (None, None),
    *,
    comparisons: int = 1,
) -> Comparison | None:
    """The change of one unsur's converted value (×25), as `compare` does it for the IKM.

    None when either has no answer to the unsur, or no such unsur.
    """
    if key not in before.unsur or key not in after.unsur:
        return None
    values = before.unsur[key].converted, after.unsur[key].converted
    if values[0] is None or values[1] is None:
        return None
    estimates = estimate_unsur(before, key, populations[0]), estimate_unsur(after, key, populations[1])
    return _compare(values[1] - values[0], *estimates, comparisons)


def rank_bounds(
    results: Sequence[Result], populations: Sequence[int | None] | None = None
) -> list[tuple[int, int] | None]:
    """For each result the best and the worst rank it could hold among all of them (1 is the highest IKM).

    Distinguishably better ones rank before it, distinguishably worse ones behind it. All pairs are compared
    together: with 95 % confidence not one of these ranges is wrong (Bonferroni over the pairs). None for
    results without an IKM or without a known uncertainty; the others are ranked among themselves.
    """
    sizes = populations or [None] * len(results)
    found = (estimate(result, size) for result, size in zip(results, sizes, strict=True))
    estimates = {number: one for number, one in enumerate(found) if one and one.obstacle is None}
    ranked = list(estimates)
    pairs = len(ranked) * (len(ranked) - 1) // 2
    reach = {number: _Reach.of(one, max(1, pairs)) for number, one in estimates.items()}
    weights = {number: weights_of(results[number]) for number in ranked}
    better, worse = dict.fromkeys(ranked, 0), dict.fromkeys(ranked, 0)
    for position, first in enumerate(ranked):
        for second in ranked[position + 1 :]:
            lower, higher = (first, second) if reach[first].ikm < reach[second].ikm else (second, first)
            if reach[lower].is_below(reach[higher]) and weights[first] == weights[second]:
                better[lower] += 1
                worse[higher] += 1
    return [
        (1 + better[number], len(ranked) - worse[number]) if number in better else None
        for number in range(len(results))
    ]


@dataclass(frozen=True)
class _Reach:
    """A figure and how far its interval reaches below and above it, in units of 1/`_FINE`."""

    ikm: int
    below: int
    above: int

    @classmethod
    def of(cls, found: Estimate, comparisons: int) -> "_Reach":
        low, high = found.bounds(FIVE_PERCENT / comparisons)
        return cls(*(int(part * _FINE) for part in (found.value, found.value - low, high - found.value)))

    def is_below(self, other: "_Reach") -> bool:
        """Whether the interval of the change from this to `other` is above 0, also when it is rounded."""
        change = other.ikm - self.ikm - _HALF_A_CENT
        return change >= 0 and change**2 >= self.above**2 + other.below**2


_FINE = 10**9
_HALF_A_CENT = _FINE // 200


def _compare(
    change: Decimal, before: Estimate | None, after: Estimate | None, comparisons: int
) -> Comparison:
    if before is None or after is None:
        return Comparison(change, None, None, False, UNKNOWN, comparisons)
    obstacles = {one.obstacle for one in (before, after)}
    for obstacle in (UNKNOWN, TOO_FEW, ALIKE):
        if obstacle in obstacles:
            return Comparison(change, None, None, False, obstacle, comparisons)
    alpha = FIVE_PERCENT / comparisons
    (low1, high1), (low2, high2) = before.bounds(alpha), after.bounds(alpha)
    difference = after.value - before.value
    low = round_half_up(difference - square_root((after.value - low2) ** 2 + (high1 - before.value) ** 2))
    high = round_half_up(difference + square_root((high2 - after.value) ** 2 + (before.value - low1) ** 2))
    return Comparison(change, low, high, low > 0 or high < 0, DIFFERENCE, comparisons)
