"""A second, small implementation of every figure, from the definitions alone.

It uses nothing of `scoring` or `kiosk`, works on single responses instead of tallies, and in floats where the
program has fractions. Responses are mappings of unsur to 1..4 or None, all weights 1/9.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import exp
from math import lgamma
from math import log
from math import pi
from math import sqrt

Row = Mapping[str, int | None]
Rows = Sequence[Row]
Bounds = tuple[float, float]

FEWEST = 10  # complete responses from which on uncertainty is stated
_LETTERS = ((Fraction(6499, 100), "D"), (Fraction(7660, 100), "C"), (Fraction(8830, 100), "B"))
_WORDS = {"D": "Tidak Baik", "C": "Kurang Baik", "B": "Baik", "A": "Sangat Baik"}


def cents(value: Fraction) -> Fraction:
    """Rounded half up to two decimals."""
    return Fraction((value * 100 + Fraction(1, 2)).__floor__(), 100)


def letter(value: Fraction) -> str:
    """The mutu of a figure of two decimals."""
    return next((mutu for high, mutu in _LETTERS if value <= high), "A")


def kinerja(mutu: str) -> str:
    """The word for a letter."""
    return _WORDS[mutu]


def filled(rows: Rows, key: str) -> list[int]:
    """The answers to an unsur."""
    return [answer for row in rows if (answer := row[key]) is not None]


def nrr(rows: Rows, key: str) -> Fraction | None:
    """The mean answer to an unsur."""
    answers = filled(rows, key)
    return Fraction(sum(answers), len(answers)) if answers else None


def ikm(rows: Rows) -> Fraction | None:
    """The exact IKM; None when an unsur has no answer."""
    means = [nrr(rows, key) for key in rows[0]] if rows else []
    known = [mean for mean in means if mean is not None]
    return 25 * sum(known, Fraction()) / len(known) if known and len(known) == len(means) else None


def complete(rows: Rows) -> list[Row]:
    """The responses without a blank."""
    return [row for row in rows if None not in row.values()]


def _variance(rows: Rows) -> float:
    """Of 25 × all values / all filled answers, linearised."""
    pairs = [
        (sum(answer or 0 for answer in row.values()), sum(answer is not None for answer in row.values()))
        for row in rows
    ]
    total, count, n = sum(t for t, _ in pairs), sum(k for _, k in pairs), len(rows)
    residuals = sum((Fraction(t) - Fraction(total, count) * k) ** 2 for t, k in pairs)
    return 625 * float(residuals * n / (n - 1) / count**2)


def _logit(value: float, variance: float, freedom: int, alpha: float) -> Bounds:
    p = (value - 25) / 75
    half = t_quantile(freedom, alpha) * sqrt(variance) / 75 / (p * (1 - p))
    odds = log(p / (1 - p))
    low, high = (25 + 75 / (1 + exp(-end)) for end in (odds - half, odds + half))
    return low, high


def doubt(rows: Rows, served: int | None = None) -> str | None:
    """Why no change of these responses can be called real: "few" or "alike"; None when one can."""
    whole = complete(rows)
    if served == len(rows) == len(whole):
        return None
    if len(whole) < FEWEST:
        return "few"
    return "alike" if _variance(rows) == 0 else None


def interval(rows: Rows, served: int | None = None, alpha: float = 0.05) -> Bounds | None:
    """The interval of the IKM; `served` is how many were served in the same period."""
    value, n, whole = ikm(rows), len(rows), complete(rows)
    if value is None:
        return None
    if served == n == len(whole):
        return float(value), float(value)
    if len(whole) < FEWEST:
        return None
    if doubt(rows) == "alike":
        share = alpha ** (1 / len(whole))
        return 25 + (float(value) - 25) * share, 100 - (100 - float(value)) * share
    variance = _variance(rows)
    if served is not None and served >= n:
        variance *= 1 - len(whole) / served
    return _logit(float(value), variance, n - 1, alpha)


def unsur_interval(rows: Rows, key: str, served: int | None, alpha: float) -> Bounds | None:
    """The interval of an unsur's converted value."""
    answers = filled(rows, key)
    mean, n = nrr(rows, key), len(answers)
    if mean is None:
        return None
    if served == n:
        return 25 * float(mean), 25 * float(mean)
    if n < FEWEST or len(set(answers)) == 1:
        return None
    variance = 625 * float(sum((answer - mean) ** 2 for answer in answers)) / (n - 1) / n
    if served is not None and served >= len(rows):
        variance *= 1 - n / served
    return _logit(25 * float(mean), variance, n - 1, alpha)


def joined(before: float, first: Bounds, after: float, second: Bounds) -> Bounds:
    """The interval of a change from the intervals of both."""
    change = after - before
    return (
        change - sqrt((after - second[0]) ** 2 + (first[1] - before) ** 2),
        change + sqrt((second[1] - after) ** 2 + (before - first[0]) ** 2),
    )


def change(
    before: Rows, after: Rows, served: tuple[int | None, int | None] = (None, None), many: int = 1
) -> Bounds | None:
    """The interval of the change of the IKM, one of `many`; None when nothing may be claimed."""
    values = ikm(before), ikm(after)
    if values[0] is None or values[1] is None or doubt(before, served[0]) or doubt(after, served[1]):
        return None
    first, second = (
        interval(rows, size, 0.05 / many) for rows, size in zip((before, after), served, strict=True)
    )
    return joined(float(values[0]), first, float(values[1]), second) if first and second else None


def unsur_change(
    before: Rows, after: Rows, key: str, served: tuple[int | None, int | None] = (None, None), many: int = 9
) -> Bounds | None:
    """The interval of the change of an unsur's converted value, one of `many`."""
    means = nrr(before, key), nrr(after, key)
    first, second = (
        unsur_interval(rows, key, size, 0.05 / many)
        for rows, size in zip((before, after), served, strict=True)
    )
    if first is None or second is None or means[0] is None or means[1] is None:
        return None
    return joined(25 * float(means[0]), first, 25 * float(means[1]), second)


@cache
def t_quantile(freedom: int, alpha: float = 0.05) -> float:
    """Student's t by integrating its density, Simpson's rule."""
    low, high = 0.0, 1.0
    while _inside(high, freedom) < 1 - alpha:
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, freedom) < 1 - alpha else (low, middle)
    return low


def _inside(t: float, freedom: int, steps: int = 2000) -> float:
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)

    def density(x: float) -> float:
        return exp(-(freedom + 1) / 2 * log(1 + x * x / freedom))

    width = t / steps
    inner = sum((4 if step % 2 else 2) * density(step * width) for step in range(1, steps))
    return 2 * scale * width / 3 * (density(0) + inner + density(t))
