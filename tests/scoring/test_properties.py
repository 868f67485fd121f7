"""What holds for any answers whatever."""

import random
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from scoring import CONVENTIONS
from scoring import Result
from scoring import Tallies
from scoring import grade
from scoring import round_half_up
from scoring import score
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS

ANSWER = st.integers(1, 4)
complete = st.fixed_dictionaries(dict.fromkeys(KEYS, ANSWER))
with_blanks = st.fixed_dictionaries(dict.fromkeys(KEYS, ANSWER | st.none()))
groups = st.lists(complete, min_size=1, max_size=30)
groups_with_blanks = st.lists(with_blanks, max_size=30)


def result_of(rows: Sequence[Mapping[str, int | None]]) -> Result:
    """Score single responses."""
    return score(INSTRUMENT, Tallies.from_answers(INSTRUMENT, rows))


@given(groups_with_blanks)
def test_an_index_lies_between_25_and_100(rows: list[dict[str, int | None]]) -> None:
    result = result_of(rows)
    if result.ikm is None:
        assert result.reason
        assert any(unsur.filled == 0 for unsur in result.unsur.values())
    else:
        assert Decimal(25) <= result.ikm <= Decimal(100)
        assert result.mutu == grade(INSTRUMENT.bands, result.ikm).mutu


@given(groups_with_blanks, st.randoms(use_true_random=False))
def test_the_order_of_responses_does_not_matter(
    rows: list[dict[str, int | None]], chance: random.Random
) -> None:
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert result_of(shuffled) == result_of(rows)


@given(groups, groups)
def test_two_pooled_groups_lie_between_them(
    first: list[dict[str, int]], second: list[dict[str, int]]
) -> None:
    one, other = result_of(first), result_of(second)
    both = score(INSTRUMENT, one.tallies + other.tallies)
    assert one.ni is not None and other.ni is not None and both.ni is not None
    assert min(one.ni, other.ni) <= both.ni <= max(one.ni, other.ni)
    assert both == result_of(first + second)


@given(groups_with_blanks, groups_with_blanks)
def test_each_unsur_of_two_pooled_groups_lies_between_them(
    first: list[dict[str, int | None]], second: list[dict[str, int | None]]
) -> None:
    one, other, both = result_of(first), result_of(second), result_of(first + second)
    for key in KEYS:
        scores = [nrr for nrr in (one.unsur[key].nrr, other.unsur[key].nrr) if nrr is not None]
        nrr = both.unsur[key].nrr
        assert nrr is None if not scores else nrr is not None and min(scores) <= nrr <= max(scores)


@given(st.lists(with_blanks, min_size=1, max_size=30), st.data())
def test_raising_one_answer_never_lowers_the_index(
    rows: list[dict[str, int | None]], data: st.DataObject
) -> None:
    number, key = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(KEYS))
    answer = rows[number][key]
    assume(answer is not None and answer < 4)
    assert answer is not None
    raised = [dict(row) for row in rows]
    raised[number][key] = answer + 1
    before, after = result_of(rows), result_of(raised)
    assert (before.ikm is None) == (after.ikm is None)
    if before.ni is not None and after.ni is not None:
        assert after.ni > before.ni
    if before.ikm is not None and after.ikm is not None:
        assert after.ikm >= before.ikm


@given(st.lists(with_blanks, min_size=1, max_size=30), st.data())
def test_a_blank_changes_no_other_unsur(rows: list[dict[str, int | None]], data: st.DataObject) -> None:
    number, key = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(KEYS))
    blanked = [dict(row) for row in rows]
    blanked[number][key] = None
    before, after = result_of(rows).unsur, result_of(blanked).unsur
    assert {k: after[k] for k in KEYS if k != key} == {k: before[k] for k in KEYS if k != key}
    assert after[key].filled + after[key].blank == before[key].filled + before[key].blank == len(rows)


@given(groups_with_blanks, st.sampled_from(list(CONVENTIONS)))
def test_only_the_index_is_rounded(rows: list[dict[str, int | None]], convention: str) -> None:
    result = score(INSTRUMENT, result_of(rows).tallies, convention)
    if result.ni is not None and result.ikm is not None:
        weight = CONVENTIONS[convention]
        exact = sum(
            (Fraction(unsur.sum, unsur.filled) * weight for unsur in result.unsur.values()), Fraction()
        )
        assert result.ni == exact
        assert abs(Fraction(result.ikm) - exact * 25) <= Fraction(1, 200)


@given(st.fractions(25, 100))
def test_every_exact_figure_gets_exactly_one_letter(exact: Fraction) -> None:
    ikm = round_half_up(exact)
    assert sum(band.low <= ikm <= band.high for band in INSTRUMENT.bands) == 1


@given(st.lists(st.integers(1, 100), min_size=9, max_size=9), groups)
def test_any_weights_that_sum_to_one_keep_the_index_on_the_scale(
    parts: list[int], rows: list[dict[str, int]]
) -> None:
    weights: dict[str, Fraction | str] = {
        key: Fraction(part, sum(parts)) for key, part in zip(KEYS, parts, strict=True)
    }
    weighted = INSTRUMENT.with_weights(weights)
    result = score(weighted, Tallies.from_answers(weighted, rows))
    assert result.ikm is not None and Decimal(25) <= result.ikm <= Decimal(100)
    spread = result.tallies.spread
    assert spread is not None and result.ni is not None
    # The spread's total is the index again, in the smallest whole weights.
    assert Fraction(spread.total, spread.complete * sum(weighted.integer_weights.values())) == result.ni
