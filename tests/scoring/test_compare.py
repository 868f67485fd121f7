"""Intervals and comparisons, against the same figures made another way."""

import random
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring import ALIKE
from scoring import CENSUS
from scoring import COMPLETE
from scoring import DIFFERENCE
from scoring import RATIO
from scoring import TOO_FEW
from scoring import UNKNOWN
from scoring import Comparison
from scoring import Interval
from scoring import Result
from scoring import Tallies
from scoring import compare
from scoring import compare_unsur
from scoring import interval
from scoring import interval_obstacle
from scoring import load_instrument
from scoring import rank_bounds
from scoring import score
from scoring.student import t_quantile
from tests import oracle
from tests.scoring import EDGE
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.scoring import responses

Rows = Sequence[Mapping[str, int | None]]


def result_of(rows: Rows, convention: str | None = None) -> Result:
    """Score single responses."""
    return score(INSTRUMENT, Tallies.from_answers(INSTRUMENT, rows), convention)


def a_crowd(size: int, seed: int, mood: tuple[int, int, int, int] = (1, 3, 10, 8)) -> list[dict[str, int]]:
    """Respondents who answer at random."""
    chance = random.Random(seed)  # noqa: S311
    return [dict(zip(KEYS, chance.choices((1, 2, 3, 4), mood, k=9), strict=True)) for _ in range(size)]


def close(found: Interval | Comparison | None, expected: oracle.Bounds | None) -> bool:
    """Whether the printed ends are those of the other implementation, but for a last digit."""
    if found is None or found.low is None or found.high is None or expected is None:
        return (found is None or found.low is None) and expected is None
    return abs(float(found.low) - expected[0]) < 0.006 and abs(float(found.high) - expected[1]) < 0.006


def holed(rows: Rows, every: int) -> Rows:
    """The responses, every so many of them with a blank."""
    return [{**row, KEYS[n % 9]: None} if n % every == 0 else row for n, row in enumerate(rows)]


CEILING = (0, 1, 1, 30)
CROWDS: dict[str, Rows] = {
    "ten": a_crowd(10, 1),
    "twenty-eight": a_crowd(28, 2),
    "the source report's number": a_crowd(147, 3),
    "hundreds": a_crowd(700, 4),
    "near the ceiling": a_crowd(60, 5, CEILING),
    "with blanks": holed(a_crowd(90, 6), 4),
    "the dissatisfied leave blanks": [
        {**row, "biaya": None} if sum(row.values()) < 28 else row for row in a_crowd(200, 7)
    ],
    "all alike": [dict.fromkeys(KEYS, 3)] * 30,
    "all at the ceiling": [dict.fromkeys(KEYS, 4)] * 30,
    "nine": a_crowd(9, 8),
    "nine complete": holed(a_crowd(18, 9), 2),
}


@pytest.mark.parametrize("population", [None, 1_000, 700])
@pytest.mark.parametrize("rows", CROWDS.values(), ids=CROWDS)
def test_an_interval_is_that_of_the_definition(rows: Rows, population: int | None) -> None:
    assert close(interval(result_of(rows), population), oracle.interval(rows, population))


@pytest.mark.parametrize("first", CROWDS.values(), ids=CROWDS)
@pytest.mark.parametrize("second", CROWDS.values(), ids=CROWDS)
def test_the_interval_of_a_change_is_that_of_the_definition(first: Rows, second: Rows) -> None:
    before, after = result_of(first), result_of(second)
    assert close(compare(before, after), oracle.change(first, second))
    assert close(compare(before, after, (700, 900)), oracle.change(first, second, (700, 900)))
    many = compare(before, after, comparisons=12)
    assert many and many.comparisons == 12
    assert close(many, oracle.change(first, second, many=12))
    for key in ("biaya", "waktu"):
        expected = oracle.unsur_change(first, second, key)
        assert close(compare_unsur(before, after, key, comparisons=9), expected)


@pytest.mark.parametrize(
    ("freedom", "published"),
    [(1, "12.706"), (30, "2.042"), (40, "2.021"), (60, "2.000"), (120, "1.980"), (1000, "1.962")],
)
def test_students_t_is_the_published_one(freedom: int, published: str) -> None:
    assert abs(t_quantile(freedom) - Fraction(published)) < Fraction(1, 2000)


def test_students_t_falls_all_the_way() -> None:
    values = [t_quantile(freedom) for freedom in range(1, 500)]
    assert values == sorted(set(values), reverse=True)


def test_students_t_needs_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="0"):
        t_quantile(0)


def width(found: Interval | None) -> float:
    """From end to end."""
    assert found
    return float(found.high - found.low)


def test_a_known_population_narrows_the_interval() -> None:
    result = result_of(a_crowd(100, seed=1))
    free, bounded = interval(result), interval(result, population=400)
    assert free is not None and bounded is not None
    assert width(bounded) == pytest.approx(width(free) * 0.75**0.5, rel=0.01)
    assert (free.population, bounded.population) == (None, 400)


def test_a_census_is_certain() -> None:
    found = interval(result_of(a_crowd(100, seed=1)), population=100)
    assert found is not None
    assert found.low == found.high
    assert found.mutu_safe
    assert found.estimator == CENSUS


def test_a_census_of_few_is_certain_and_one_with_a_blank_is_none() -> None:
    few = a_crowd(4, seed=1)
    found = interval(result_of(few), population=4)
    assert found is not None and found.low == found.high
    assert interval(result_of(holed(few, 4)), population=4) is None
    rows = holed(a_crowd(40, seed=1), 10)
    blank = interval(result_of(rows), population=40)
    assert blank is not None and blank.low < blank.high and blank.estimator == RATIO


def test_two_censuses_differ_for_certain() -> None:
    first, second = a_crowd(30, seed=1), a_crowd(20, seed=2)
    found = compare(result_of(first), result_of(second), (30, 20))
    assert found is not None and found.low == found.high == found.change != 0
    assert found.distinguishable


def test_a_population_smaller_than_its_respondents_is_left_aside() -> None:
    result = result_of(a_crowd(100, seed=1))
    assert interval(result, population=99) == interval(result)


def test_an_interval_stays_on_the_scale_and_reaches_further_down_near_its_top() -> None:
    result = result_of([*[dict.fromkeys(KEYS, 4)] * 28, *[dict.fromkeys(KEYS, 3)] * 2])
    found = interval(result)
    assert found is not None and result.ikm is not None
    assert found.high < 100
    assert result.ikm - found.low > 2 * (found.high - result.ikm)


def test_where_all_are_alike_the_bound_is_exact() -> None:
    found = interval(result_of([dict.fromkeys(KEYS, 4)] * 30))
    assert found is not None
    # 0.95 = 1 - share^30: with fewer of them satisfied, 30 alike would be rarer than one in twenty.
    assert found.high == 100 and found.low == Decimal("92.87")
    assert found.estimator == ALIKE


def test_a_letter_is_safe_only_when_the_whole_interval_has_it() -> None:
    rows = responses(*EDGE)
    edge = interval(result_of([*rows[:14], *({key: 3 for key in KEYS} for _ in range(1)), *rows[14:]]))
    assert edge is not None
    assert (edge.mutu_low, edge.mutu_high, edge.mutu_safe) == ("B", "A", False)
    crowd = interval(result_of(a_crowd(2000, seed=3)))
    assert crowd is not None
    assert (crowd.mutu_low, crowd.mutu_high, crowd.mutu_safe) == ("B", "B", True)


def test_responses_with_blanks_count_for_the_interval() -> None:
    rows = a_crowd(60, seed=5)
    some_blank: Rows = [{**row, "biaya": None} if number % 2 else row for number, row in enumerate(rows)]
    whole, known = interval(result_of(rows)), interval(result_of(some_blank))
    assert known is not None
    assert (known.complete, known.estimator) == (30, RATIO)
    assert width(known) == pytest.approx(width(whole), rel=0.1)


def test_where_only_complete_responses_are_known_the_interval_is_theirs_and_says_so() -> None:
    rows = [{**row, "biaya": None} if number % 2 else row for number, row in enumerate(a_crowd(60, seed=5))]
    tallies = Tallies.from_answers(INSTRUMENT, rows)
    assert tallies.spread
    unknown = replace(tallies, spread=replace(tallies.spread, partial=None))
    found, ratio = interval(score(INSTRUMENT, unknown)), interval(score(INSTRUMENT, tallies))
    assert found is not None and found.estimator == COMPLETE
    assert width(found) > width(ratio)


def without_spread(result: Result) -> Result:
    """The same figures from a printed table."""
    return score(INSTRUMENT, Tallies(result.respondents, result.tallies.counts, None))


@pytest.mark.parametrize(
    "result",
    [
        without_spread(result_of(a_crowd(50, seed=1))),
        result_of(a_crowd(1, seed=1)),
        result_of(a_crowd(9, seed=1)),
        result_of([]),
        result_of([{**row, "biaya": None} for row in a_crowd(50, seed=1)]),
        result_of([{**row, KEYS[number % 9]: None} for number, row in enumerate(a_crowd(50, seed=1))]),
    ],
    ids=["printed", "one", "nine", "no respondents", "no index", "none complete"],
)
def test_where_the_noise_is_not_known_there_is_no_interval(result: Result) -> None:
    assert interval(result) is None


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (a_crowd(9, seed=1), TOO_FEW),
        (holed(a_crowd(50, seed=1), 1), TOO_FEW),
        ([dict.fromkeys(KEYS, 4)] * 50, ALIKE),
        (a_crowd(10, seed=1), None),
    ],
)
def test_it_is_said_why_no_change_can_be_called_real(rows: Rows, why: str | None) -> None:
    assert interval_obstacle(result_of(rows)) == why
    found = compare(result_of(a_crowd(147, seed=2, mood=(5, 5, 1, 1))), result_of(rows))
    assert found is not None
    assert (found.distinguishable, found.estimator) == (why is None, why or DIFFERENCE)
    assert (found.low is None) == (why is not None)


def test_a_convention_scales_the_interval_with_the_index() -> None:
    rows = a_crowd(50, seed=1)
    exact, short = interval(result_of(rows)), interval(result_of(rows, "0.11"))
    assert exact is not None and short is not None
    assert width(short) == pytest.approx(width(exact) * 0.99, abs=0.011)


def test_a_spread_of_other_weights_gives_no_interval() -> None:
    weighted = INSTRUMENT.with_weights(dict.fromkeys(KEYS, "0.1") | {"biaya": "0.2"})
    tallies = Tallies.from_answers(weighted, a_crowd(50, seed=1))
    assert interval(score(weighted, tallies)) is not None
    assert interval(score(weighted, tallies, "1/9")) is None


def test_a_change_of_a_few_hundredths_is_noise() -> None:
    before, after = result_of(a_crowd(147, seed=1)), result_of(a_crowd(147, seed=2))
    found = compare(before, after)
    assert found is not None and before.ikm is not None and after.ikm is not None
    assert found.change == after.ikm - before.ikm
    assert found.low is not None and found.high is not None
    assert found.low < found.change < found.high
    assert not found.distinguishable
    assert found.estimator == DIFFERENCE


def test_a_great_change_is_none() -> None:
    found = compare(result_of(a_crowd(147, seed=1, mood=(3, 5, 4, 1))), result_of(a_crowd(147, seed=2)))
    assert found is not None and found.low is not None
    assert found.low > 0
    assert found.distinguishable


def test_the_change_back_is_the_mirror_image() -> None:
    one, other = result_of(a_crowd(40, seed=1)), result_of(a_crowd(90, seed=9, mood=(2, 3, 3, 2)))
    there, back = compare(one, other), compare(other, one)
    assert there is not None and back is not None and back.high is not None and back.low is not None
    assert (there.change, there.low, there.high) == (-back.change, -back.high, -back.low)
    assert there.distinguishable and back.distinguishable


def test_without_the_spread_a_change_is_given_but_never_called_real() -> None:
    low, high = result_of(a_crowd(50, seed=1, mood=(3, 5, 4, 1))), result_of(a_crowd(50, seed=1))
    found = compare(without_spread(low), high)
    assert found is not None
    assert found.change > 10
    assert (found.low, found.high, found.distinguishable) == (None, None, False)
    assert found.estimator == UNKNOWN


def test_figures_of_different_arithmetic_are_not_compared() -> None:
    rows = a_crowd(50, seed=1)
    assert compare(result_of(rows), result_of(rows, "0.11")) is None
    assert compare(result_of(rows), result_of([])) is None
    old = load_instrument("kep-25-2004")
    middling = score(old, Tallies.from_answers(old, [dict.fromkeys(old.keys(), 3)]))
    assert compare(middling, result_of(rows)) is None


def test_ranks_are_those_of_all_pairs_compared_together() -> None:
    moods = [(1, 3, 10, 6 + 3 * step) for step in range(12)]
    rows = [a_crowd(12 + 60 * (seed % 5), seed, mood) for seed, mood in enumerate(moods)]
    rows += [[], [dict.fromkeys(KEYS, 3)] * 40, a_crowd(9, 1)]
    results = [result_of(one) for one in rows]
    ranked = range(len(moods))
    pairs = len(moods) * (len(moods) - 1) // 2
    expected = []
    for own in ranked:
        found = [oracle.change(rows[own], rows[other], many=pairs) for other in ranked if other != own]
        above = sum(bounds is not None and bounds[0] > 0 for bounds in found)
        below = sum(bounds is not None and bounds[1] < 0 for bounds in found)
        expected.append((1 + above, len(moods) - below))
    bounds = rank_bounds(results)
    assert bounds[: len(moods)] == expected
    assert bounds[len(moods) :] == [None, None, None]
    assert len(set(expected)) > 3


def test_equal_offices_are_ranked_apart_in_few_cities() -> None:
    """At most one city in twenty may rank any of its equal offices wrongly; each pair at 95 % ranked most."""
    wrong = 0
    for city in range(60):
        crowds = [a_crowd(40, 1000 * city + office) for office in range(12)]
        wrong += set(rank_bounds([result_of(rows) for rows in crowds])) != {(1, 12)}
    assert wrong <= 6
