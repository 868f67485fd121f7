"""Coverage: how often the 95 % intervals hold the true IKM, and how often noise is called a change.

python -m benchmarks.coverage [repetitions]

Respondents are drawn from a population whose true IKM is known. `own` is the part of a respondent's answers
that are that respondent's usual one; the others are drawn apart. Satisfied people are satisfied with much.
"""

import random
import sys
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from benchmarks.conditions import print_conditions
from scoring import Result
from scoring import Tallies
from scoring import compare
from scoring import interval
from scoring import load_instrument
from scoring import score
from scoring.student import t_quantile

RULES = load_instrument("permenpan-14-2017")
KEYS = RULES.keys()
_MANY = 60_000  # respondents of whom the true IKM is computed

Row = Mapping[str, int | None]
Blanks = Callable[[Row, random.Random], Row]


@dataclass(frozen=True)
class Office:
    """How its visitors answer: the weights of 1..4, the part of usual answers, and who leaves blanks."""

    name: str
    mood: tuple[int, int, int, int]
    own: float = 0.6
    blanks: Blanks = lambda row, _: row

    def respondents(self, number: int, chance: random.Random) -> Iterator[Row]:
        """So many respondents."""
        for _ in range(number):
            answers = chance.choices((1, 2, 3, 4), self.mood, k=10)
            row = {
                key: answers[0] if chance.random() < self.own else answers[1 + n]
                for n, key in enumerate(KEYS)
            }
            yield self.blanks(row, chance)

    def result(self, number: int, chance: random.Random) -> Result:
        """Their result."""
        return score(RULES, Tallies.from_answers(RULES, self.respondents(number, chance)))

    def truth(self) -> float:
        """The IKM of everyone."""
        return _ikm(self.result(_MANY, random.Random(0)))  # noqa: S311


def _at_random(row: Row, chance: random.Random) -> Row:
    return {key: None if chance.random() < 0.1 else value for key, value in row.items()}


def _dissatisfied(row: Row, chance: random.Random) -> Row:
    unhappy = sum(value or 0 for value in row.values()) < 27
    return {key: None if unhappy and chance.random() < 0.3 else value for key, value in row.items()}


MIDDLE = Office("in the middle", (1, 3, 10, 8))
GOOD = Office("good", (0, 2, 8, 20))
CEILING = Office("at the ceiling (94 % answer 4)", (1, 1, 1, 47))
OFFICES = (MIDDLE, GOOD, CEILING)
HOLED = (
    Office("blanks at random", MIDDLE.mood, blanks=_at_random),
    Office("the dissatisfied leave blanks", MIDDLE.mood, blanks=_dissatisfied),
    Office("the same at the ceiling", CEILING.mood, blanks=_dissatisfied),
)


def _ikm(result: Result) -> float:
    return float(result.ni or 0) * 25


def _plain(result: Result) -> tuple[float, float]:
    """The interval without the logit, from complete responses only."""
    spread = result.tallies.spread
    if spread is None or spread.complete < 2:
        return 25, 100
    n = spread.complete
    variance = Fraction(n * spread.total_squared - spread.total**2, n * (n - 1)) / n
    half = float(t_quantile(n - 1)) * sqrt(variance) * 25 / 9
    return _ikm(result) - half, min(100, _ikm(result) + half)


def _ours(result: Result) -> tuple[float, float] | None:
    found = interval(result)
    return (float(found.low), float(found.high)) if found else None


def _print_coverage(office: Office, size: int, repetitions: int) -> None:
    truth, chance = office.truth(), random.Random(size)  # noqa: S311
    kept = {"plain": [0, 0.0, 0], "logit": [0, 0.0, 0]}
    for _ in range(repetitions):
        result = office.result(size, chance)
        for name, bounds in (("plain", _plain(result)), ("logit", _ours(result))):
            if bounds is not None:
                low, high = bounds
                kept[name][0] += low - 0.005 <= truth <= high + 0.005
                kept[name][1] += high - low
                kept[name][2] += 1
    shown = [f"{held / n:.3f} {width / n:6.2f}" if n else "      –     " for held, width, n in kept.values()]
    stated = kept["logit"][2] / repetitions
    print(f"{office.name:<32}{size:>5}   {shown[0]}   {shown[1]}   {stated:.2f}")


def _print_false_changes(office: Office, sizes: tuple[int, int], repetitions: int) -> None:
    chance, called = random.Random(sum(sizes)), 0  # noqa: S311
    for _ in range(repetitions):
        before, after = (office.result(size, chance) for size in sizes)
        found = compare(before, after)
        called += found is not None and found.distinguishable
    print(f"{office.name:<32}{sizes[0]:>5} {sizes[1]:>5}   {called / repetitions:.3f}")


def _print_years(office: Office, size: int, repetitions: int) -> None:
    """In how many years one of the eleven changes from month to month is called real."""
    chance, years = random.Random(size), 0  # noqa: S311
    for _ in range(repetitions):
        months = [office.result(size, chance) for _ in range(12)]
        found = (compare(before, after) for before, after in pairwise(months))
        years += any(one is not None and one.distinguishable for one in found)
    print(f"{office.name:<32}{size:>5}   {years / repetitions:.2f}")


def main() -> None:
    """Print four tables."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    print_conditions()
    print(f"\n{'office':<32}    n   plain  width   ours   width   stated")
    for office in OFFICES:
        for size in (10, 30, 147, 500):
            _print_coverage(office, size, repetitions)
    for office in HOLED:
        for size in (60, 500):
            _print_coverage(office, size, repetitions // 2)
    print(f"\n{'nothing has changed':<32}before, after   called a change")
    for office in OFFICES:
        for sizes in ((2, 147), (10, 147), (147, 147)):
            _print_false_changes(office, sizes, repetitions)
    print(f"\n{'nothing changes all year':<32}    n   years with a change called real")
    for office in OFFICES:
        _print_years(office, 40, repetitions // 10)


if __name__ == "__main__":
    main()
