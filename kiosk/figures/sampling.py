"""How many respondents a period needs, and which population its respondents are a sample of.

Offices state how many people they serve in a year. That is the population of a whole year only: how many a
month served is not known, so that a month has no finite population correction and needs its share of the
year's sample.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kiosk.base.period import Period
from scoring import sample_size


@dataclass(frozen=True)
class Sample:
    """Respondents against the sample of the year that a period lies in.

    `year_target` is the year's sample by Krejcie and Morgan, `target` the period's share of it, rounded up,
    and `missing` how many respondents it still needs. `is_population_wrong` says that fewer people were
    served in the year than answered in the period.
    """

    population: int
    year_target: int
    target: int
    missing: int
    is_population_wrong: bool


def sample_of(period: Period, population: int | None, respondents: int) -> Sample | None:
    """The sample of `period`; None without a population, and for a period that lies in two years."""
    if not population or period.start.year != period.end.year:
        return None
    year_target = sample_size(population)
    target = ceil(year_target * _share_of_year(period))
    return Sample(population, year_target, target, max(0, target - respondents), population < respondents)


def population_of(period: Period, population: int | None) -> int | None:
    """The number of people served in `period` itself: the year's for a whole year, otherwise unknown."""
    year = Period.parse(f"{period.start.year}")
    return population if (period.start, period.end) == (year.start, year.end) else None


def _share_of_year(period: Period) -> Fraction:
    """The part of the year in whole months, for other ranges in days."""
    if period.months is not None:
        return Fraction(period.months, 12)
    year = Period.parse(f"{period.start.year}")
    return Fraction(period.days, year.days)
