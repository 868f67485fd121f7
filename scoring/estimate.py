"""The variance of an IKM or of one unsur, and the interval that follows; `scoring.compare` has the methods.

Codes say how an uncertainty was estimated, or why it is not known.
"""

from dataclasses import dataclass
from decimal import Decimal
from decimal import localcontext
from fractions import Fraction

from scoring.index import SCALE
from scoring.index import Result
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
class Estimate:
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
        half = t_quantile(self.freedom, alpha) * square_root(self.variance) / (top - bottom) / (p * (1 - p))
        with localcontext(prec=40):
            odds = _decimal(p / (1 - p))
            factor = _decimal(half).exp()
            ends = [Fraction(end / (1 + end)) for end in (odds / factor, odds * factor)]
        low, high = (bottom + end * (top - bottom) for end in ends)
        return low, high


def estimate(result: Result, population: int | None) -> Estimate | None:
    """The IKM with its variance; None when there is no IKM."""
    if result.ni is None:
        return None
    n, complete = result.respondents, count_complete(result)
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
    return Estimate(result.ni * SCALE, variance, max(1, freedom), scale, size, estimator, obstacle, complete)


def _variance(result: Result) -> tuple[Fraction | None, str, int]:
    """The variance of the IKM, how it was estimated, and the degrees of freedom; None when not known."""
    spread, whole = result.tallies.spread, result.instrument.integer_weights
    weights = weights_of(result)
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


def estimate_unsur(result: Result, key: str, population: int | None) -> Estimate | None:
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
    return Estimate(nrr * SCALE, variance, max(1, n - 1), scale, size, MEAN, obstacle, n)


def bound_alike(found: Estimate) -> tuple[Fraction, Fraction]:
    """The exact bounds where all complete responses have the same total."""
    bottom, top = found.scale
    with localcontext(prec=40):
        share = Fraction(_decimal(FIVE_PERCENT) ** (Decimal(1) / found.complete))
    return bottom + (found.value - bottom) * share, top - (top - found.value) * share


def weights_of(result: Result) -> dict[str, Fraction]:
    return {key: unsur.weight for key, unsur in result.unsur.items()}


def count_complete(result: Result) -> int:
    return result.tallies.spread.complete if result.tallies.spread else 0


def _scale(result: Result) -> tuple[Fraction, Fraction]:
    """The lowest and highest IKM these weights can give."""
    total = SCALE * sum(weights_of(result).values(), Fraction())
    return total, 4 * total


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def square_root(value: Fraction) -> Fraction:
    """To 30 significant digits: far below the two decimals that are printed."""
    with localcontext(prec=40):
        return Fraction(_decimal(value).sqrt())
