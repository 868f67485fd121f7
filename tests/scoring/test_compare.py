"""Intervals and comparisons, against the same figures made another way."""

import random
import statistics
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring import MEAN
from scoring import MEAN_CORRECTED
from scoring import UNKNOWN
from scoring import WELCH
from scoring import Result
from scoring import Tallies
from scoring import compare
from scoring import interval
from scoring import load_instrument
from scoring import rank_bounds
from scoring import score
from scoring.student import t_quantile
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


def own_scores(rows: Rows) -> list[Fraction]:
    """Each respondent's own score on the 25..100 scale."""
    return [Fraction(25 * sum(answer or 0 for answer in row.values()), 9) for row in rows]


@pytest.mark.parametrize(("size", "t"), [(2, "12.7062"), (10, "2.2622"), (28, "2.0518"), (31, "2.0423")])
def test_the_margin_is_the_textbooks(size: int, t: str) -> None:
    rows = a_crowd(size, seed=size)
    found = interval(result_of(rows))
    assert found is not None
    margin = float(t) * statistics.stdev(own_scores(rows)) / size**0.5
    mean = float(statistics.mean(own_scores(rows)))
    assert float(found.margin) == pytest.approx(margin, abs=0.0051)
    assert float(found.low) == pytest.approx(max(25, mean - margin), abs=0.0051)
    assert float(found.high) == pytest.approx(min(100, mean + margin), abs=0.0051)
    assert (found.complete, found.population) == (size, None)


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


def test_a_known_population_narrows_the_interval() -> None:
    result = result_of(a_crowd(100, seed=1))
    free, bounded = interval(result), interval(result, population=400)
    assert free is not None and bounded is not None
    assert float(bounded.margin) == pytest.approx(float(free.margin) * 0.75**0.5, abs=0.01)
    assert bounded.population == 400
    assert (free.estimator, bounded.estimator) == (MEAN, MEAN_CORRECTED)


def test_a_census_is_certain() -> None:
    found = interval(result_of(a_crowd(100, seed=1)), population=100)
    assert found is not None
    assert found.margin == 0
    assert found.low == found.high
    assert found.mutu_safe


def test_a_population_smaller_than_its_respondents_is_left_aside() -> None:
    result = result_of(a_crowd(100, seed=1))
    assert interval(result, population=99) == interval(result)


def test_an_interval_ends_where_the_scale_does() -> None:
    rows = [dict.fromkeys(KEYS, 4), dict.fromkeys(KEYS, 4), dict.fromkeys(KEYS, 3)]
    found = interval(result_of(rows))
    assert found is not None
    assert found.high == Decimal("100.00")
    assert found.low + 2 * found.margin > 100


def test_a_letter_is_safe_only_when_the_whole_interval_has_it() -> None:
    rows = responses(*EDGE)
    edge = interval(result_of([*rows[:14], *({key: 3 for key in KEYS} for _ in range(1)), *rows[14:]]))
    assert edge is not None
    assert (edge.mutu_low, edge.mutu_high, edge.mutu_safe) == ("B", "A", False)
    crowd = interval(result_of(a_crowd(2000, seed=3)))
    assert crowd is not None
    assert (crowd.mutu_low, crowd.mutu_high, crowd.mutu_safe) == ("B", "B", True)


def test_responses_with_blanks_widen_rather_than_narrow() -> None:
    rows = a_crowd(60, seed=5)
    some_blank: Rows = [{**row, "biaya": None} if number % 2 else row for number, row in enumerate(rows)]
    whole, holed = interval(result_of(rows)), interval(result_of(some_blank))
    assert whole is not None and holed is not None
    assert holed.complete == 30
    assert holed.margin > whole.margin


def without_spread(result: Result) -> Result:
    """The same figures from a printed table."""
    return score(INSTRUMENT, Tallies(result.respondents, result.tallies.counts, None))


@pytest.mark.parametrize(
    "result",
    [
        without_spread(result_of(a_crowd(50, seed=1))),
        result_of(a_crowd(1, seed=1)),
        result_of([dict.fromkeys(KEYS, 3)] * 50),
        result_of([]),
        result_of([{**row, "biaya": None} for row in a_crowd(50, seed=1)]),
        result_of([{**row, KEYS[number % 9]: None} for number, row in enumerate(a_crowd(50, seed=1))]),
    ],
    ids=["printed", "one", "all alike", "no respondents", "no index", "none complete"],
)
def test_where_the_noise_is_not_known_there_is_no_interval(result: Result) -> None:
    assert interval(result) is None


def test_a_convention_scales_the_interval_with_the_index() -> None:
    rows = a_crowd(50, seed=1)
    exact, short = interval(result_of(rows)), interval(result_of(rows, "0.11"))
    assert exact is not None and short is not None
    assert float(short.margin) == pytest.approx(float(exact.margin) * 0.99, abs=0.0051)


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
    assert found.estimator == WELCH


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


def test_the_interval_of_a_change_is_welchs() -> None:
    first, second = a_crowd(12, seed=4), a_crowd(30, seed=8, mood=(2, 3, 3, 2))
    found = compare(result_of(first), result_of(second))
    assert found is not None and found.low is not None and found.high is not None
    parts = [(statistics.variance(own_scores(rows)) / len(rows), len(rows)) for rows in (first, second)]
    variance = sum(part for part, _ in parts)
    freedom = variance**2 / sum(part**2 / (size - 1) for part, size in parts)
    width = 2 * float(t_quantile(int(freedom))) * float(variance) ** 0.5
    assert float(found.high - found.low) == pytest.approx(width, abs=0.011)


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


def test_ranks_told_at_a_glance_are_those_of_each_pair_compared() -> None:
    moods = [(1, 3, 10, 6 + step % 9) for step in range(24)]
    results = [result_of(a_crowd(3 + 7 * seed, seed, mood)) for seed, mood in enumerate(moods)]
    results += [result_of([]), result_of([dict.fromkeys(KEYS, 3)] * 4)]
    expected = []
    for own in results:
        found = [compare(own, other) for other in results if other is not own]
        told = [change.change for change in found if change and change.distinguishable]
        better = sum(change > 0 for change in told)
        expected.append((1 + better, len(results) - 1 - (len(told) - better)))
    bounds = rank_bounds(results)
    assert bounds[:-2] + bounds[-1:] == expected[:-2] + expected[-1:]
    assert any(best > 1 for best, _ in bounds) and any(worst < 25 for _, worst in bounds)
