"""Counting responses, and refusing what cannot be counts."""

from typing import Any

import pytest

from scoring import Partial
from scoring import Spread
from scoring import Tallies
from scoring import TalliesError
from scoring import load_instrument
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS

THREES = dict.fromkeys(KEYS, 3)


def test_counts_blanks_and_spread_come_from_the_answers() -> None:
    tallies = Tallies.from_answers(
        INSTRUMENT, [THREES, {**THREES, "biaya": 4}, {**THREES, "biaya": None}, {"waktu": 1}]
    )
    assert tallies.respondents == 4
    assert tallies.counts["biaya"] == {1: 0, 2: 0, 3: 1, 4: 1}
    assert tallies.counts["waktu"] == {1: 1, 2: 0, 3: 3, 4: 0}
    assert tallies.spread == Spread(
        complete=2,
        total=27 + 28,
        total_squared=27**2 + 28**2,
        partial=Partial(squared=24**2 + 1, product=24 * 8 + 1, filled_squared=8**2 + 1),
    )


def test_totals_follow_an_offices_own_weights() -> None:
    weighted = INSTRUMENT.with_weights(dict.fromkeys(KEYS, "0.1") | {"biaya": "0.2"})
    tallies = Tallies.from_answers(weighted, [{**THREES, "biaya": 4}])
    assert weighted.integer_weights["biaya"] == 2
    assert tallies.spread == Spread(1, 24 + 2 * 4, 32**2, partial=Partial(0, 0, 0))


def test_pooling_counts_together() -> None:
    rows: list[dict[str, int | None]] = [{**THREES}, {**THREES, "waktu": None}, {**THREES, "biaya": 1}]
    parts = [Tallies.from_answers(INSTRUMENT, [row]) for row in rows]
    pooled = sum(parts, Tallies.empty(INSTRUMENT))
    assert pooled == Tallies.from_answers(INSTRUMENT, rows)


def test_pooling_with_an_unknown_spread_leaves_it_unknown() -> None:
    known = Tallies.from_answers(INSTRUMENT, [THREES])
    unknown = Tallies(known.respondents, known.counts, None)
    assert (known + unknown).spread is None
    assert (known + unknown).respondents == 2


def test_different_instruments_are_not_pooled() -> None:
    with pytest.raises(TalliesError, match="different questionnaires"):
        Tallies.empty(INSTRUMENT) + Tallies.empty(load_instrument("permenpan-16-2014"))


@pytest.mark.parametrize("value", [0, 5, -1, 3.0, "3", True, "-"])
def test_what_is_no_answer_is_refused_with_its_place(value: Any) -> None:
    with pytest.raises(TalliesError, match="response 2, waktu: not an answer"):
        Tallies.from_answers(INSTRUMENT, [THREES, {**THREES, "waktu": value}])


def test_an_unknown_unsur_is_refused() -> None:
    with pytest.raises(TalliesError, match="response 1, u8"):
        Tallies.from_answers(INSTRUMENT, [{**THREES, "u8": 3}])


@pytest.mark.parametrize(
    ("respondents", "row", "spread"),
    [
        (1, {5: 1}, None),
        (1, {3: -1}, None),
        (1, {3: 2}, None),
        (2, {3: 1}, (2, 54, 1458)),
        (2, {3: 2}, (2, 54, 1457)),
        (2, {3: 2}, (-1, 0, 0)),
    ],
)
def test_counts_that_contradict_each_other_are_refused(
    respondents: int, row: dict[int, int], spread: tuple[int, int, int] | None
) -> None:
    with pytest.raises(TalliesError):
        Tallies(respondents, dict.fromkeys(KEYS, row), Spread(*spread) if spread else None)
