"""What the scorer is given: how many respondents gave each answer, never the respondents themselves.

Ten or ten million responses score alike, and a file, a month or a whole city go through the same function.
Counts per item are enough for a questionnaire with one item per unsur. Two things cannot be derived from
them, and tallies carry both as integers that add up like the counts:

* `Means`: with several items per unsur, a respondent's value is the mean of the items that this respondent
  answered, so that their sum depends on who left what blank.
* `Spread`: how much respondents differ from each other. Two halves that answer 1 and 4 throughout have the
  counts of a crowd that answers 1 and 4 at random.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from fractions import Fraction
from math import lcm
from types import MappingProxyType
from typing import Self

from scoring.errors import TalliesError
from scoring.instrument import Instrument

VALUES = (1, 2, 3, 4)  # the answers of an item that counts for the IKM


@dataclass(frozen=True)
class Means:
    """Respondents' means over several items: their sum is `total`/`unit`, `filled` respondents have one."""

    total: int
    filled: int
    unit: int

    @property
    def sum(self) -> Fraction:
        """The exact sum of the means."""
        return Fraction(self.total, self.unit)

    def __add__(self, other: Self) -> "Means":
        unit = lcm(self.unit, other.unit)
        total = self.total * (unit // self.unit) + other.total * (unit // other.unit)
        return Means(total, self.filled + other.filled, unit)


@dataclass(frozen=True)
class Partial:
    """Sums over the responses with a value for some unsur and not for all.

    Of each, `total` as in `Spread` and `filled`, the sum of the weights of the unsur that have a value:
    Σ total², Σ total × filled, and Σ filled².
    """

    squared: int
    product: int
    filled_squared: int


@dataclass(frozen=True)
class Spread:
    """Sufficient statistics of the variance between respondents.

    Over the `complete` responses, those with a value for every unsur: the sum of their totals and the sum of
    their squared totals. The total of a response is Σ value × `Instrument.integer_weights`, in units of
    1/`unit`; with equal weights and one item per unsur that is the plain sum of its answers (9..36 for nine).
    `partial` is about the other responses, None where nothing is known about them.
    """

    complete: int
    total: int
    total_squared: int
    unit: int = 1
    partial: Partial | None = None

    def __post_init__(self) -> None:
        # Cauchy-Schwarz: no set of totals has a smaller sum of squares.
        if self.complete < 0 or self.complete * self.total_squared < self.total**2:
            raise TalliesError("impossible_spread", spread=self)

    def __add__(self, other: Self) -> "Spread":
        unit = lcm(self.unit, other.unit)
        own, others = unit // self.unit, unit // other.unit
        return Spread(
            self.complete + other.complete,
            self.total * own + other.total * others,
            self.total_squared * own**2 + other.total_squared * others**2,
            unit,
            _add_partial((self.partial, own), (other.partial, others)),
        )


def _add_partial(*parts: tuple[Partial | None, int]) -> Partial | None:
    """The sums together, each first brought to a common unit; None when one of them is not known."""
    known = [(one, factor) for one, factor in parts if one]
    if len(known) < len(parts):
        return None
    return Partial(
        sum(one.squared * factor**2 for one, factor in known),
        sum(one.product * factor for one, factor in known),
        sum(one.filled_squared for one, _ in known),
    )


@dataclass(frozen=True)
class Tallies:
    """`counts[item key][1..scale]` over `respondents` responses, blanks left out; add two to pool them.

    `means` has an entry for each unsur or index of several items, and only for those. `spread` is None where
    it is not known, as with figures taken from a printed table; everything but the intervals of
    `scoring.compare` can be computed without it.
    """

    respondents: int
    counts: Mapping[str, Mapping[int, int]]
    spread: Spread | None
    means: Mapping[str, Means] = field(default_factory=lambda: MappingProxyType({}))
    scale: int = 4

    def __post_init__(self) -> None:
        for key, row in self.counts.items():
            if any(not 1 <= value <= self.scale or count < 0 for value, count in row.items()):
                raise TalliesError("not_counts", key=key, scale=self.scale, counts=dict(row))
        for key, means in self.means.items():
            if not means.filled * means.unit <= means.total <= self.scale * means.filled * means.unit:
                raise TalliesError("impossible_means", key=key, scale=self.scale, **vars(means))
        for key in (*self.counts, *self.means):
            if self.filled(key) > self.respondents:
                raise TalliesError("too_many", key=key, filled=self.filled(key), respondents=self.respondents)
        fewest = min(map(self.filled, self.counts), default=0)
        if self.spread is not None and not self.means and self.spread.complete > fewest:
            raise TalliesError("too_complete", complete=self.spread.complete, fewest=fewest)

    def filled(self, key: str) -> int:
        """How many answered this item, or at least one item of this unsur or index."""
        return self.means[key].filled if key in self.means else sum(self.counts[key].values())

    def sum(self, key: str) -> Fraction:
        """The sum of the answers to this item, or of the respondents' values of this unsur or index."""
        if key in self.means:
            return self.means[key].sum
        return Fraction(sum(value * count for value, count in self.counts[key].items()))

    def __add__(self, other: Self) -> "Tallies":
        """Pool two groups of respondents who answered the same questionnaire; see `pool` for others."""
        kinds = [(one.counts.keys(), one.means.keys(), one.scale) for one in (self, other)]
        if kinds[0] != kinds[1]:
            raise TalliesError("unlike_tallies")
        return Tallies(
            self.respondents + other.respondents,
            {key: add_counts(row, other.counts[key], self.scale) for key, row in self.counts.items()},
            self.spread + other.spread if self.spread and other.spread else None,
            {key: means + other.means[key] for key, means in self.means.items()},
            self.scale,
        )

    @classmethod
    def empty(cls, instrument: Instrument) -> "Tallies":
        """No respondents yet."""
        return cls.from_answers(instrument, ())

    @classmethod
    def from_answers(cls, instrument: Instrument, responses: Iterable[Mapping[str, int | None]]) -> "Tallies":
        """Count responses, each a mapping of item key to 1..scale; None or a key left out is a blank.

        Raises `TalliesError`, naming the response (from 1) and the item, for any other value or key.
        """
        weights = instrument.integer_weights
        counts = {key: dict.fromkeys(instrument.values, 0) for key in instrument.items}
        several = [group.key for group in instrument.groups if len(group.items) > 1]
        totals, filled = dict.fromkeys(several, 0), dict.fromkeys(several, 0)
        respondents = complete = total = total_squared = squared = product = filled_squared = 0
        for respondents, answers in enumerate(responses, start=1):
            _count(counts, answers, respondents, instrument.scale)
            values = instrument.group_values(answers) if several else answers
            for key in several:
                if (value := values[key]) is not None:
                    totals[key] += value
                    filled[key] += 1
            own = [(value, weights[key]) for key in weights if (value := values.get(key)) is not None]
            sum_ = sum(weight * value for value, weight in own)
            if len(own) == len(weights):
                complete += 1
                total += sum_
                total_squared += sum_ * sum_
            else:
                share = sum(weight for _, weight in own)
                squared += sum_ * sum_
                product += sum_ * share
                filled_squared += share * share
        partial = Partial(squared, product, filled_squared)
        return cls(
            respondents,
            counts,
            Spread(complete, total, total_squared, instrument.unit, partial) if weights else None,
            {key: Means(totals[key], filled[key], instrument.units[key]) for key in several},
            instrument.scale,
        )


def add_counts(one: Mapping[int, int], other: Mapping[int, int], scale: int) -> dict[int, int]:
    """Two counts of the same answers together."""
    return {value: one.get(value, 0) + other.get(value, 0) for value in range(1, scale + 1)}


def _count(
    counts: Mapping[str, dict[int, int]], answers: Mapping[str, int | None], response: int, scale: int
) -> None:
    for key, value in answers.items():
        if value is None:
            continue
        # bool is an int, and 3.0 == 3: neither is an answer.
        if key not in counts or type(value) is not int or not 1 <= value <= scale:
            raise TalliesError("not_answer", response=response, key=key, scale=scale, value=value)
        counts[key][value] += 1
