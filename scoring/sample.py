"""How many respondents a period needs.

Krejcie & Morgan, "Determining Sample Size for Research Activities", Educational and Psychological
Measurement 30 (1970), 607-610: the table that PermenPANRB 14/2017 prints in its annex. Rounding to the
nearest whole number reproduces that table; rounding up does not.
"""

from fractions import Fraction

from scoring.mutu import round_half_up

_CHI_SQUARE = Fraction("3.841")  # one degree of freedom, 95 %
_PQ = Fraction(1, 4)  # P = Q = 0.5: the largest variance
_ERROR_SQUARED = Fraction("0.05") ** 2


def sample_size(population: int) -> int:
    """The sample for a population (people served in the period or year): 240 → 148."""
    if population < 0:
        raise ValueError(f"a population cannot be negative: {population}")
    top = _CHI_SQUARE * population * _PQ
    return int(round_half_up(top / (_ERROR_SQUARED * (population - 1) + _CHI_SQUARE * _PQ), places=0))


def missing(population: int, respondents: int) -> int:
    """How many more respondents the sample needs; 0 when it is reached."""
    return max(0, sample_size(population) - respondents)
