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
from decimal import localcontext
from fractions import Fraction

from scoring.index import SCALE
from scoring.index import Result
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.student import FIVE_PERCENT
from scoring.student import t_quantile

# With fewer complete responses nothing is said about uncertainty, unless everyone served has answered.
MIN_COMPLETE = 10

# How a figure's uncertainty was estimated: codes for the application's own words.
MEAN = "mean"  # mean of the respondents' scores, no blanks
RATIO = "ratio"  # ratio of all values to all filled answers, where some responses have blanks
COMPLETE = "complete"  # from the complete responses alone: nothing is known about the others
ALIKE = "alike"  # all complete responses have the same total: the exact bound
CENSUS = "census"  # everyone served has answered completely: no uncertainty of a sample
DIFFERENCE = "difference"  # of a change: both intervals joined
UNKNOWN = "unknown"  # the spread between respondents is not known
TOO_FEW = "too_few"  # fewer than `MIN_COMPLETE` complete responses


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
    found = _estimate(result, population)
    if found is None or found.obstacle not in (None, ALIKE):
        return None
    low, high = map(round_half_up, _bound_alike(found) if found.obstacle else found.bounds(FIVE_PERCENT))
    mutu_low, mutu_high = (grade(result.instrument.bands, end).mutu for end in (low, high))
    return Interval(
        low=low,
        high=high,
        complete=_complete(result),
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
    found = _estimate(result, population)
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
    if before.ikm is None or after.ikm is None or _weights(before) != _weights(after):
        return None
    estimates = _estimate(before, populations[0]), _estimate(after, populations[1])
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
    estimates = _estimate_unsur(before, key, populations[0]), _estimate_unsur(after, key, populations[1])
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
    found = (_estimate(result, size) for result, size in zip(results, sizes, strict=True))
    estimates = {number: one for number, one in enumerate(found) if one and one.obstacle is None}
    ranked = list(estimates)
    pairs = len(ranked) * (len(ranked) - 1) // 2
    reach = {number: _Reach.of(one, max(1, pairs)) for number, one in estimates.items()}
    weights = {number: _weights(results[number]) for number in ranked}
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
class _Estimate:
    """A figure with the variance of its mean, both exact, and the scale's lowest and highest value.

    `obstacle` is why no variance can be used. `population` is what it was corrected for.
    """

    value: Fraction
    variance: Fraction
    freedom: int
    scale: tuple[Fraction, Fraction]
    population: int | None
    estimator: str
    obstacle: str | None = None
    complete: int = 0

    def bounds(self, alpha: Fraction) -> tuple[Fraction, Fraction]:
        """The logit-transformed t interval at the level 1 − `alpha`."""
        bottom, top = self.scale
        if not self.variance:
            return self.value, self.value
        p = (self.value - bottom) / (top - bottom)
        half = t_quantile(self.freedom, alpha) * _sqrt(self.variance) / (top - bottom) / (p * (1 - p))
        with localcontext(prec=40):
            odds = _decimal(p / (1 - p))
            factor = _decimal(half).exp()
            ends = [Fraction(end / (1 + end)) for end in (odds / factor, odds * factor)]
        low, high = (bottom + end * (top - bottom) for end in ends)
        return low, high


@dataclass(frozen=True)
class _Reach:
    """A figure and how far its interval reaches below and above it, in units of 1/`_FINE`."""

    ikm: int
    below: int
    above: int

    @classmethod
    def of(cls, estimate: _Estimate, comparisons: int) -> "_Reach":
        low, high = estimate.bounds(FIVE_PERCENT / comparisons)
        return cls(
            *(int(part * _FINE) for part in (estimate.value, estimate.value - low, high - estimate.value))
        )

    def is_below(self, other: "_Reach") -> bool:
        """Whether the interval of the change from this to `other` is above 0, also when it is rounded."""
        change = other.ikm - self.ikm - _HALF_A_CENT
        return change >= 0 and change**2 >= self.above**2 + other.below**2


_FINE = 10**9
_HALF_A_CENT = _FINE // 200


def _compare(
    change: Decimal, before: _Estimate | None, after: _Estimate | None, comparisons: int
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
    low = round_half_up(difference - _sqrt((after.value - low2) ** 2 + (high1 - before.value) ** 2))
    high = round_half_up(difference + _sqrt((high2 - after.value) ** 2 + (before.value - low1) ** 2))
    return Comparison(change, low, high, low > 0 or high < 0, DIFFERENCE, comparisons)


def _estimate(result: Result, population: int | None) -> _Estimate | None:
    """The IKM with its variance; None when there is no IKM."""
    if result.ni is None:
        return None
    n, complete = result.respondents, _complete(result)
    size = population if population is not None and population >= n else None
    known, estimator, freedom = _variance(result)
    obstacle = None
    if size == complete == n:
        known, estimator = Fraction(), CENSUS
    elif known is None:
        obstacle = UNKNOWN
    elif complete < MIN_COMPLETE:
        obstacle = TOO_FEW
    elif not known:
        obstacle, estimator = ALIKE, ALIKE
    variance = known or Fraction()
    if size is not None:
        variance *= 1 - Fraction(complete, size)
    scale = _scale(result)
    return _Estimate(result.ni * SCALE, variance, max(1, freedom), scale, size, estimator, obstacle, complete)


def _variance(result: Result) -> tuple[Fraction | None, str, int]:
    """The variance of the IKM, how it was estimated, and the degrees of freedom; None when not known."""
    spread, whole = result.tallies.spread, result.instrument.integer_weights
    weights = _weights(result)
    factors = {weight / whole[key] for key, weight in weights.items()}
    # Totals were made with the instrument's weights: they say nothing about weights of another shape.
    if spread is None or len(factors) != 1:
        return None, UNKNOWN, 0
    n, full = spread.complete, sum(whole.values())
    scale = SCALE * sum(weights.values(), Fraction())
    if n < result.respondents and spread.partial is not None:
        n, filled = result.respondents, sum(whole[key] * one.filled for key, one in result.unsur.items())
        total = sum((whole[key] * one.sum for key, one in result.unsur.items()), Fraction())
        squared = Fraction(spread.total_squared + spread.partial.squared, spread.unit**2)
        product = Fraction(spread.total * full + spread.partial.product, spread.unit)
        filled_squared = spread.complete * full**2 + spread.partial.filled_squared
        ratio = total / filled
        residuals = squared - 2 * ratio * product + ratio**2 * filled_squared
        return Fraction(n, n - 1) * residuals * (scale / filled) ** 2, RATIO, n - 1
    if n < 2:
        return Fraction(), COMPLETE if n < result.respondents else MEAN, 0
    sample_variance = Fraction(n * spread.total_squared - spread.total**2, n * (n - 1) * spread.unit**2)
    estimator = MEAN if n == result.respondents else COMPLETE
    return sample_variance / n * (scale / full) ** 2, estimator, n - 1


def _estimate_unsur(result: Result, key: str, population: int | None) -> _Estimate | None:
    """An unsur's converted value with its variance, from the counts of its answers.

    With several items a respondent's value is a mean of answers, whose squared deviation is at most the mean
    of theirs: the variance is then an upper bound.
    """
    unsur = result.unsur[key]
    nrr, n = unsur.nrr, unsur.filled
    if nrr is None:
        return None
    size = population if population is not None and population >= result.respondents else None
    deviation = sum(((value - nrr) ** 2 * share for value, share in unsur.shares.items()), Fraction())
    variance = deviation / max(1, n - 1) * SCALE**2
    obstacle = None
    if size == n:
        variance = Fraction()
    elif n < MIN_COMPLETE:
        obstacle = TOO_FEW
    elif not variance:
        obstacle = ALIKE
    if size is not None:
        variance *= 1 - Fraction(n, size)
    scale = Fraction(SCALE), Fraction(4 * SCALE)
    return _Estimate(nrr * SCALE, variance, max(1, n - 1), scale, size, MEAN, obstacle, n)


def _bound_alike(found: _Estimate) -> tuple[Fraction, Fraction]:
    """The exact bounds where all complete responses have the same total."""
    bottom, top = found.scale
    with localcontext(prec=40):
        share = Fraction(_decimal(FIVE_PERCENT) ** (Decimal(1) / found.complete))
    return bottom + (found.value - bottom) * share, top - (top - found.value) * share


def _weights(result: Result) -> dict[str, Fraction]:
    return {key: unsur.weight for key, unsur in result.unsur.items()}


def _complete(result: Result) -> int:
    return result.tallies.spread.complete if result.tallies.spread else 0


def _scale(result: Result) -> tuple[Fraction, Fraction]:
    """The lowest and highest IKM these weights can give."""
    total = SCALE * sum(_weights(result).values(), Fraction())
    return total, 4 * total


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _sqrt(value: Fraction) -> Fraction:
    """To 30 significant digits: far below the two decimals that are printed."""
    with localcontext(prec=40):
        return Fraction(_decimal(value).sqrt())
