"""What the scorer is given: how many respondents gave each answer, never the respondents themselves.

Ten or ten million responses score alike, and a file, a month or a whole city go through the same
function. Counts alone cannot tell how much respondents differ from each other (two halves that answer
1 and 4 throughout have the counts of a crowd that answers 1 and 4 at random), so tallies also carry a
`Spread`: three integers that add up like the counts and give the exact sample variance.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from scoring.instrument import Instrument

VALUES = (1, 2, 3, 4)


class TalliesError(ValueError):
    """Counts that contradict each other, or answers that are none."""


@dataclass(frozen=True)
class Spread:
    """Sufficient statistics of the variance between respondents.

    Over the `complete` responses, those with every unsur filled: the sum of their totals and the sum of
    their squared totals. The total of a response is Σ answer × `Instrument.integer_weights`; with equal
    weights that is the plain sum of its answers (9..36 for nine unsur).
    """

    complete: int
    total: int
    total_squared: int

    def __post_init__(self) -> None:
        # Cauchy-Schwarz: no set of totals has a smaller sum of squares.
        if self.complete < 0 or self.complete * self.total_squared < self.total**2:
            raise TalliesError(f"no responses have this spread: {self}")

    def __add__(self, other: Self) -> "Spread":
        return Spread(
            self.complete + other.complete,
            self.total + other.total,
            self.total_squared + other.total_squared,
        )


@dataclass(frozen=True)
class Tallies:
    """`counts[unsur key][1..4]` over `respondents` responses, blanks left out; add two to pool them.

    `spread` is None where it is not known, as with figures taken from a printed table. Everything but
    the intervals of `scoring.compare` can be computed without it.
    """

    respondents: int
    counts: Mapping[str, Mapping[int, int]]
    spread: Spread | None

    def __post_init__(self) -> None:
        for key, row in self.counts.items():
            if any(value not in VALUES or count < 0 for value, count in row.items()):
                raise TalliesError(f"{key}: not counts of the answers 1 to 4: {dict(row)}")
            if self.filled(key) > self.respondents:
                raise TalliesError(f"{key}: {self.filled(key)} answers of {self.respondents} respondents")
        fewest = min(map(self.filled, self.counts), default=0)
        if self.spread is not None and self.spread.complete > fewest:
            raise TalliesError(
                f"{self.spread.complete} complete responses, but an unsur with {fewest} answers"
            )

    def filled(self, key: str) -> int:
        """How many answered this unsur."""
        return sum(self.counts[key].values())

    def sum(self, key: str) -> int:
        """The sum of the answers to this unsur."""
        return sum(value * count for value, count in self.counts[key].items())

    def __add__(self, other: Self) -> "Tallies":
        """Pool two groups of respondents who answered the same instrument."""
        if self.counts.keys() != other.counts.keys():
            raise TalliesError("tallies of different unsur cannot be pooled")
        return Tallies(
            self.respondents + other.respondents,
            {
                key: {value: row.get(value, 0) + other.counts[key].get(value, 0) for value in VALUES}
                for key, row in self.counts.items()
            },
            self.spread + other.spread if self.spread and other.spread else None,
        )

    @classmethod
    def empty(cls, instrument: Instrument) -> "Tallies":
        """No respondents yet."""
        return cls(0, {key: dict.fromkeys(VALUES, 0) for key in instrument.keys()}, Spread(0, 0, 0))

    @classmethod
    def from_answers(cls, instrument: Instrument, responses: Iterable[Mapping[str, int | None]]) -> "Tallies":
        """Count responses, each a mapping of unsur key to 1..4; None or a key left out is a blank.

        Raises `TalliesError`, naming the response (from 1) and the unsur, for any other value or key.
        """
        weights = instrument.integer_weights
        counts = {key: dict.fromkeys(VALUES, 0) for key in weights}
        respondents = complete = total = total_squared = 0
        for respondents, answers in enumerate(responses, start=1):
            filled = {key: value for key, value in answers.items() if value is not None}
            for key, value in filled.items():
                # bool is an int, and 3.0 == 3: neither is an answer.
                if key not in counts or type(value) is not int or value not in VALUES:
                    raise TalliesError(f"response {respondents}, {key}: not an answer from 1 to 4: {value!r}")
                counts[key][value] += 1
            if len(filled) == len(weights):
                own = sum(weights[key] * value for key, value in filled.items())
                complete += 1
                total += own
                total_squared += own * own
        return cls(respondents, counts, Spread(complete, total, total_squared))
