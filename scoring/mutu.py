"""Rounding, and the letter a rounded figure is given.

The table of letters belongs to the instrument (PermenPANRB 14/2017, annex: "Nilai Persepsi, Nilai
Interval, Nilai Interval Konversi, Mutu Pelayanan dan Kinerja Unit Pelayanan"). Its bounds have two
decimals, so the figure is rounded to two decimals before it is graded: otherwise 88,304 would fall
between B and A.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Band:
    """One row of the table of letters: persepsi 1..4, inclusive bounds on the 25..100 scale, and words."""

    persepsi: int
    low: Decimal
    high: Decimal
    mutu: str
    kinerja: str


def round_half_up(value: Fraction, places: int = 2) -> Decimal:
    """Round an exact value to `places` decimals, halves away from zero (88,305 → 88,31)."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal((int(value < 0 and whole > 0), Decimal(whole).as_tuple().digits, -places))


def exact(value: Fraction) -> str:
    """The shortest exact text: "43.5" where the decimals end, "130/3" where they do not, "516"."""
    denominator, places = value.denominator, 0
    for factor in (2, 5):
        power = 0
        while denominator % factor == 0:
            denominator, power = denominator // factor, power + 1
        places = max(places, power)
    return f"{round_half_up(value, places):f}" if denominator == 1 else str(value)


def grade(bands: Sequence[Band], ikm: Decimal) -> Band:
    """The band of a two-decimal IKM.

    The conventions 0,11 and 0,111 and the weights of KEP/25/2004 can fall below the table's 25,00; that is
    still the lowest band. Raises ValueError above 100, and for a figure that is not of two decimals.
    """
    if ikm != ikm.quantize(Decimal("0.01")):
        raise ValueError(f"an IKM is graded at two decimals, not {ikm}")
    for band in bands:
        if ikm <= band.high:
            return band
    raise ValueError(f"{ikm} is above the table of letters, which ends at {bands[-1].high}")
