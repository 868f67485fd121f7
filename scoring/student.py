"""Quantiles of Student's t for a whole number of degrees of freedom and any level.

The only floats of the package: the distribution has no fractions. A quantile is rounded to six decimals, far
above the error of the floats and far below the two decimals that are printed.
"""

from fractions import Fraction
from functools import lru_cache
from math import atan
from math import cos
from math import pi
from math import sin
from math import sqrt
from statistics import NormalDist

FIVE_PERCENT = Fraction(1, 20)

# From here on the expansion in 1/freedom is right to six decimals, also far in the tails.
_MANY = 200
_DECIMALS = 10**6


@lru_cache(maxsize=4096)
def t_quantile(freedom: int, alpha: Fraction = FIVE_PERCENT) -> Fraction:
    """The t that a share of 1 − `alpha` of the distribution lies within, on both sides of 0.

    The distribution is Abramowitz & Stegun 1964, 26.7.3 and 26.7.4; for `_MANY` degrees of freedom or more
    the quantile is 26.7.5.
    """
    if freedom < 1:
        raise ValueError(f"Student's t needs a degree of freedom, not {freedom}")
    found = _expansion(freedom, float(alpha)) if freedom >= _MANY else _bisected(freedom, float(alpha))
    return Fraction(round(found * _DECIMALS), _DECIMALS)


def _expansion(freedom: int, alpha: float) -> float:
    z, n = -NormalDist().inv_cdf(alpha / 2), freedom
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )


def _bisected(freedom: int, alpha: float) -> float:
    low, high = 0.0, 1.0
    while _inside(high, freedom) < 1 - alpha:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, freedom) < 1 - alpha else (low, middle)
    return (low + high) / 2


def _inside(t: float, freedom: int) -> float:
    """The share of the distribution between −t and t."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    if freedom == 1:
        return 2 * angle / pi
    if freedom % 2:
        return 2 / pi * (angle + sin(angle) * _series(cos(angle), square, range(3, freedom, 2)))
    return sin(angle) * _series(1.0, square, range(2, freedom, 2))


def _series(first: float, square: float, steps: range) -> float:
    term = total = first
    for step in steps:
        term *= square * (step - 1) / step
        total += term
    return total
