"""Every figure against the definition, computed respondent by respondent in plain fractions."""

from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import exp
from math import floor
from math import log

from hypothesis import given
from hypothesis import strategies as st

from scoring import ALIKE
from scoring import Instrument
from scoring import Tallies
from scoring import interval
from scoring import list_instruments
from scoring import load_instrument
from scoring import pool
from scoring import score
from scoring import score_indices
from scoring.student import t_quantile

Row = Mapping[str, int | None]
ALL = [load_instrument(id) for id in list_instruments()]
NINE_UNSUR = [one for one in ALL if "sarana" in {unsur.key for unsur in one.unsur}]


def answered(instrument: Instrument, max_size: int = 12) -> st.SearchStrategy[list[Row]]:
    """Responses that are complete, and responses with blanks anywhere."""
    answer = st.integers(1, instrument.scale)
    complete = st.fixed_dictionaries(dict.fromkeys(instrument.items, answer))
    holed = st.fixed_dictionaries(dict.fromkeys(instrument.items, answer | st.none()))
    return st.lists(complete | holed, max_size=max_size)


asked_and_answered = st.sampled_from(ALL).flatmap(
    lambda instrument: st.tuples(st.just(instrument), answered(instrument))
)


def mean(values: Sequence[Fraction | int]) -> Fraction | None:
    """The plain mean; None of nothing."""
    return Fraction(sum(values), len(values)) if values else None


def own_value(row: Row, items: Sequence[str]) -> Fraction | None:
    """One respondent's value of an unsur or index."""
    return mean([value for item in items if (value := row.get(item)) is not None])


def own_values(rows: Sequence[Row], items: Sequence[str]) -> list[Fraction]:
    """The values of those respondents who have one."""
    return [value for row in rows if (value := own_value(row, items)) is not None]


def two_decimals(value: Fraction) -> Decimal:
    """Half up, for figures that are not negative."""
    return Decimal(floor(value * 100 + Fraction(1, 2))) / 100


@given(asked_and_answered)
def test_every_figure_is_that_of_the_definition(case: tuple[Instrument, list[Row]]) -> None:
    instrument, rows = case
    tallies = Tallies.from_answers(instrument, rows)
    result = score(instrument, tallies)
    averages: list[Fraction] = []
    for unsur in instrument.unsur:
        values, found = own_values(rows, unsur.items), result.unsur[unsur.key]
        assert (found.sum, found.filled, found.blank) == (sum(values), len(values), len(rows) - len(values))
        assert found.nrr == mean(values)
        averages += [found.nrr * unsur.weight] if found.nrr is not None else []
        for item in found.items:
            answers = [answer for row in rows if (answer := row[item.key]) is not None]
            assert (item.sum, item.filled, item.mean) == (sum(answers), len(answers), mean(answers))
    if averages and len(averages) == len(instrument.unsur):
        assert result.ni == sum(averages)
        assert result.ikm == two_decimals(sum(averages, Fraction()) * 25)
    else:
        assert result.ikm is None and result.reason is not None
    for key, index in score_indices(instrument, tallies).items():
        [group] = [one for one in instrument.indices if one.key == key]
        assert index.mean == mean(own_values(rows, group.items))


@given(asked_and_answered, st.data())
def test_months_add_up_to_the_whole(case: tuple[Instrument, list[Row]], data: st.DataObject) -> None:
    instrument, rows = case
    cut = data.draw(st.integers(0, len(rows)))
    parts = [Tallies.from_answers(instrument, part) for part in (rows[:cut], rows[cut:])]
    assert parts[0] + parts[1] == Tallies.from_answers(instrument, rows)


@given(st.sampled_from(ALL).flatmap(lambda one: st.tuples(st.just(one), answered(one, max_size=30))))
def test_the_interval_is_that_of_the_respondents_own_scores(case: tuple[Instrument, list[Row]]) -> None:
    instrument, rows = case
    found = interval(score(instrument, Tallies.from_answers(instrument, rows)))
    pairs = []
    for row in rows:
        values = {unsur.key: own_value(row, unsur.items) for unsur in instrument.unsur}
        weights = {key: instrument.get(key).weight for key, value in values.items() if value is not None}
        total = sum((weights[key] * value for key, value in values.items() if value is not None), Fraction())
        pairs.append((total, sum(weights.values(), Fraction()), len(weights) == len(values)))
    complete = sum(is_complete for *_, is_complete in pairs)
    if found is None or found.estimator == ALIKE:
        totals = {total for total, _, is_complete in pairs if is_complete}
        assert complete < 10 or not instrument.unsur or len(totals) == 1
        return
    weight = sum((unsur.weight for unsur in instrument.unsur), Fraction())
    ratio = sum(total for total, *_ in pairs) / sum(filled for _, filled, _ in pairs)
    squares = sum((total - ratio * filled) ** 2 for total, filled, _ in pairs) * len(rows) / (len(rows) - 1)
    variance = squares / sum(filled for _, filled, _ in pairs) ** 2
    value = score(instrument, Tallies.from_answers(instrument, rows)).ni
    assert value and found.complete == complete
    p = float((value / weight - 1) / 3)
    half = float(t_quantile(len(rows) - 1)) * float(variance) ** 0.5 / 3 / (p * (1 - p))
    low, high = (
        25 * float(weight) * (1 + 3 / (1 + exp(-end)))
        for end in (log(p / (1 - p)) - half, log(p / (1 - p)) + half)
    )
    assert abs(float(found.low) - low) < 0.0051 and abs(float(found.high) - high) < 0.0051


@given(st.data())
def test_pooled_questionnaires_are_scored_over_all_their_respondents(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(NINE_UNSUR), min_size=1, max_size=3))
    parts = [(instrument, data.draw(answered(instrument))) for instrument in chosen]
    result = score(*pool([(one, Tallies.from_answers(one, rows)) for one, rows in parts]))
    assert result.respondents == sum(len(rows) for _, rows in parts)
    for key, unsur in result.unsur.items():
        values = [value for one, rows in parts for value in own_values(rows, one.get(key).items)]
        assert (unsur.sum, unsur.filled, unsur.nrr) == (sum(values), len(values), mean(values))
