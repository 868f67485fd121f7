"""How sure an IKM is, and whether two of them really differ.

A month's respondents are a sample of the people served, so another month's would have given another IKM.
Everything here is at 95 % and uses the respondents' own spread, carried by `Tallies.spread`:

* Each complete response has a score of its own, y = 25 × Σ weight × answer. The variance of their mean is
  s²/n, times the finite population correction 1 − n/N when the population is known, with Student's t of
  n − 1 degrees of freedom (Cochran, Sampling Techniques, 3rd ed. 1977, theorem 2.2, sections 2.6 to 2.8).
* The change between two results has Welch's interval, with Satterthwaite's degrees of freedom rounded
  down (Welch, Biometrika 34, 1947; Satterthwaite, Biometrics Bulletin 2, 1946).

It assumes a simple random sample of respondents. The IKM itself uses every filled answer, also those of
responses with blanks; their spread is unknown, so n counts complete responses only and the interval is
rather too wide than too narrow. Where the spread is missing, of fewer than two complete responses, or
zero, nothing is known about the noise and there is no interval.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from decimal import localcontext
from fractions import Fraction
from math import isqrt

from scoring.index import SCALE
from scoring.index import Result
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.student import t_quantile

# How a figure's uncertainty was estimated: codes for the application's own words.
MEAN = "mean"  # mean of the respondents' scores, 95 % t interval (Cochran 1977)
MEAN_CORRECTED = "mean_corrected"  # the same with the finite population correction
WELCH = "welch"  # difference of two means, 95 % Welch-Satterthwaite t interval (Welch 1947)
UNKNOWN = "unknown"  # the spread between respondents is not known

# Figures are whole numbers of this part for the quick test of `rank_bounds`.
_FINE = 10**9


@dataclass(frozen=True)
class Interval:
    """The 95 % interval of one IKM, on its 25..100 scale, with two decimals.

    `margin` is half its width before it is cut to the scale. `complete` is the number of responses
    the spread comes from, `population` the one corrected for, or None. `mutu_low` and `mutu_high` are the
    letters of its ends; `mutu_safe` says that they are the same. `estimator` is `MEAN` or `MEAN_CORRECTED`.
    """

    low: Decimal
    high: Decimal
    margin: Decimal
    complete: int
    population: int | None
    mutu_low: str
    mutu_high: str
    mutu_safe: bool
    estimator: str


@dataclass(frozen=True)
class Comparison:
    """The change from one IKM to another and its 95 % interval, two decimals.

    `change` is the difference of the two printed figures. `distinguishable` says that the interval does
    not hold 0. `low` and `high` are None, and nothing is distinguishable, when the spread of one of the
    two is not known; `estimator` is then `UNKNOWN`, otherwise `WELCH`.
    """

    change: Decimal
    low: Decimal | None
    high: Decimal | None
    distinguishable: bool
    estimator: str


def interval(result: Result, population: int | None = None) -> Interval | None:
    """The interval of an IKM; None when there is no IKM or its noise is not known.

    `population` is the number of people served. One that is smaller than the number of respondents is
    evidently wrong: it is ignored rather than treated as a complete census.
    """
    variance = _variance_of_mean(result)
    if result.ni is None or not variance:
        return None
    complete = _complete(result)
    if population is not None and population < result.respondents:
        population = None
    if population is not None:
        variance *= 1 - Fraction(complete, population)
    margin = t_quantile(complete - 1) * _sqrt(variance)
    ikm = result.ni * SCALE
    bottom, top = _scale(result)
    low, high = round_half_up(max(bottom, ikm - margin)), round_half_up(min(top, ikm + margin))
    mutu_low, mutu_high = (grade(result.instrument.bands, end).mutu for end in (low, high))
    return Interval(
        low=low,
        high=high,
        margin=round_half_up(margin),
        complete=complete,
        population=population,
        mutu_low=mutu_low,
        mutu_high=mutu_high,
        mutu_safe=mutu_low == mutu_high,
        estimator=MEAN if population is None else MEAN_CORRECTED,
    )


def compare(before: Result, after: Result) -> Comparison | None:
    """The change from `before` to `after`, taken as two independent samples.

    None when either has no IKM, or when they are figures of different arithmetic (other unsur or weights),
    whose difference would mean nothing. They may be of two questionnaires: an application says which.
    """
    if before.ikm is None or after.ikm is None or before.ni is None or after.ni is None:
        return None
    if _weights(before) != _weights(after):
        return None
    change = after.ikm - before.ikm
    first, second = _variance_of_mean(before), _variance_of_mean(after)
    if first is None or second is None or not first + second:
        return Comparison(change, None, None, False, UNKNOWN)
    variance = first + second
    freedom = variance**2 / (first**2 / (_complete(before) - 1) + second**2 / (_complete(after) - 1))
    margin = t_quantile(int(freedom)) * _sqrt(variance)
    exact = (after.ni - before.ni) * SCALE
    bottom, top = _scale(after)
    low = round_half_up(max(bottom - top, exact - margin))
    high = round_half_up(min(top - bottom, exact + margin))
    return Comparison(change, low, high, low > 0 or high < 0, WELCH)


def rank_bounds(results: Sequence[Result]) -> list[tuple[int, int]]:
    """For each result the best and the worst rank it could hold among all of them (1 is the highest IKM).

    Distinguishably better ones rank before it, distinguishably worse ones behind it, each pair compared by
    itself as by `compare`. Those without an IKM are not ranked; their entry means nothing.
    """
    noise = [_Noise.of(result) for result in results]
    scored = [number for number, result in enumerate(results) if result.ikm is not None]
    better, worse = [0] * len(results), [0] * len(results)
    for position, first in enumerate(scored):
        for second in scored[position + 1 :]:
            change = _tell_apart(noise[first], noise[second])
            if change is None:
                found = compare(results[first], results[second])
                change = _fine(Fraction(found.change)) if found and found.distinguishable else 0
            if change:
                lower, higher = (first, second) if change > 0 else (second, first)
                better[lower] += 1
                worse[higher] += 1
    return [(1 + above, len(scored) - below) for above, below in zip(better, worse, strict=True)]


@dataclass(frozen=True)
class _Noise:
    """What decides most pairs at once, in units of 1/`_FINE`: IKM, t; the variance in units of its square."""

    weights: Mapping[str, Fraction]
    ikm: int
    variance: int
    t: int

    @classmethod
    def of(cls, result: Result) -> "_Noise | None":
        variance = _variance_of_mean(result)
        if result.ni is None or not variance:
            return None
        t = t_quantile(_complete(result) - 1)
        return cls(_weights(result), _fine(result.ni * SCALE), int(variance * _FINE**2), _fine(t))


def _tell_apart(before: _Noise | None, after: _Noise | None) -> int | None:
    """The change where it is clear by far, 0 where by far it is not; None for `compare` to decide exactly.

    Welch's degrees of freedom are never fewer than the fewer of the two, and t is never below the normal
    quantile; two hundredths are left for rounding.
    """
    if before is None or after is None or before.weights != after.weights:
        return None
    change, slack = after.ikm - before.ikm, _FINE // 50
    deviation = isqrt(before.variance + after.variance)
    if abs(change) > max(before.t, after.t) * deviation // _FINE + slack:
        return change
    return 0 if abs(change) < 1959 * deviation // 1000 - slack else None


def _fine(value: Fraction) -> int:
    return int(value * _FINE)


def _weights(result: Result) -> dict[str, Fraction]:
    return {key: unsur.weight for key, unsur in result.unsur.items()}


def _complete(result: Result) -> int:
    return result.tallies.spread.complete if result.tallies.spread else 0


def _scale(result: Result) -> tuple[Fraction, Fraction]:
    """The lowest and highest IKM these weights can give."""
    total = SCALE * sum(_weights(result).values(), Fraction())
    return total, 4 * total


def _variance_of_mean(result: Result) -> Fraction | None:
    """s²/n of the respondents' own scores, on the IKM's scale; None when it cannot be known."""
    spread, whole = result.tallies.spread, result.instrument.integer_weights
    factors = {weight / whole[key] for key, weight in _weights(result).items()}
    # Totals were made with the instrument's weights: they say nothing about weights of another shape.
    if spread is None or spread.complete < 2 or len(factors) != 1:
        return None
    n = spread.complete
    sample_variance = Fraction(n * spread.total_squared - spread.total**2, n * (n - 1))
    return sample_variance / n * (SCALE * factors.pop() / spread.unit) ** 2


def _sqrt(value: Fraction) -> Fraction:
    """To 30 significant digits: far below the two decimals that are printed."""
    with localcontext(prec=40):
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
