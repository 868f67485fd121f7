"""Answers to different questionnaires together: when that is the same index, and when it is not."""

from dataclasses import replace

import pytest

from scoring import Instrument
from scoring import Means
from scoring import PoolingError
from scoring import Tallies
from scoring import compare
from scoring import interval
from scoring import load_instrument
from scoring import pool
from scoring import pooled_rules
from scoring import pooling_obstacle
from scoring import score
from scoring import score_together
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.scoring.test_several_items import EXPORT
from tests.scoring.test_several_items import NATIONAL
from tests.scoring.test_several_items import rows

NINE: list[dict[str, int | None]] = [
    {**dict.fromkeys(KEYS, 3), "waktu": 1},
    {**dict.fromkeys(KEYS, 4), "biaya": None},
]
OLD = load_instrument("kep-25-2004")
OF_2014 = load_instrument("permenpan-16-2014")
WEIGHTED = INSTRUMENT.with_weights(dict.fromkeys(KEYS, "0.1") | {"biaya": "0.2"})
ZONA = load_instrument("spkp-spak")


def test_nine_questions_and_sixteen_items_are_pooled_by_respondent() -> None:
    nine, sixteen = Tallies.from_answers(INSTRUMENT, NINE), Tallies.from_answers(NATIONAL, rows(EXPORT))
    instrument, tallies = pool([(INSTRUMENT, nine), (NATIONAL, sixteen)])
    together = score(instrument, tallies)
    apart = [score(INSTRUMENT, nine), score(NATIONAL, sixteen)]
    assert instrument.id == "permenpan-14-2017+skm-online-2026"
    assert together.respondents == 14
    for key, unsur in together.unsur.items():
        assert unsur.sum == sum(result.unsur[key].sum for result in apart)
        assert unsur.filled == sum(result.unsur[key].filled for result in apart)
        assert unsur.items == ()
    assert list(together.unsur) == list(KEYS)
    assert tallies.means["persyaratan"] == Means(2 * 7 + 87, 14, 2)
    assert tallies.spread is not None and tallies.spread.unit == 2
    assert tallies.spread.complete == 13
    assert interval(together) is not None
    assert compare(apart[0], together) is not None
    assert sum(tallies.counts["persyaratan"].values()) == 2 + 2 * 12


def test_the_order_of_the_parts_changes_no_figure() -> None:
    parts = [
        (INSTRUMENT, Tallies.from_answers(INSTRUMENT, NINE)),
        (NATIONAL, Tallies.from_answers(NATIONAL, rows(EXPORT))),
        (INSTRUMENT, Tallies.from_answers(INSTRUMENT, NINE[:1])),
    ]
    one, other = (score(*pool(given)) for given in (parts, parts[::-1]))
    assert (one.ni, one.ikm, one.respondents) == (other.ni, other.ikm, other.respondents)
    assert pool(parts)[0].id == "permenpan-14-2017+skm-online-2026"


def test_parts_of_one_questionnaire_stay_what_they_are() -> None:
    parts = [
        (NATIONAL, Tallies.from_answers(NATIONAL, rows(EXPORT[:5]))),
        (NATIONAL, Tallies.empty(NATIONAL)),
    ]
    instrument, tallies = pool(parts)
    assert instrument is NATIONAL
    assert tallies == Tallies.from_answers(NATIONAL, rows(EXPORT[:5]))


@pytest.mark.parametrize(
    ("other", "obstacle"),
    [
        (NATIONAL, None),
        (load_instrument("skm-online-2024-daring"), None),
        (OF_2014, "different_unsur"),
        (OLD, "different_unsur"),
        (WEIGHTED, "different_weights"),
        (ZONA, "no_unsur"),
    ],
)
def test_only_the_same_index_is_pooled(other: Instrument, obstacle: str | None) -> None:
    assert pooling_obstacle(INSTRUMENT, other) == pooling_obstacle(other, INSTRUMENT) == obstacle
    if obstacle:
        with pytest.raises(PoolingError, match="cannot be pooled") as caught:
            pool([(INSTRUMENT, Tallies.empty(INSTRUMENT)), (other, Tallies.empty(other))])
        assert caught.value.code == obstacle
        assert caught.value.values["one"] == INSTRUMENT.id


def test_a_later_version_with_other_bands_is_not_pooled() -> None:
    low, *rest = INSTRUMENT.bands
    later = replace(INSTRUMENT, id="permenpan-2027", bands=(replace(low, kinerja="Buruk"), *rest))
    assert pooling_obstacle(INSTRUMENT, later) == "different_bands"
    with pytest.raises(PoolingError):
        pool([(INSTRUMENT, Tallies.empty(INSTRUMENT)), (later, Tallies.empty(later))])
    # The figures themselves can be compared: the arithmetic is the same.
    before = score(INSTRUMENT, Tallies.from_answers(INSTRUMENT, NINE))
    assert compare(before, score(later, before.tallies)) is not None


def test_tallies_of_different_questionnaires_are_not_simply_added() -> None:
    with pytest.raises(ValueError, match="see pool"):
        Tallies.empty(INSTRUMENT) + Tallies.empty(NATIONAL)


def test_questionnaires_that_must_not_be_pooled_have_no_ikm_and_say_why() -> None:
    older = load_instrument("permenpan-16-2014")
    answers = Tallies.from_answers(INSTRUMENT, [dict.fromkeys(KEYS, 3)])
    parts = [(INSTRUMENT, answers), (older, Tallies.from_answers(older, [dict.fromkeys(older.keys(), 4)]))]
    result = score_together(parts)
    assert (result.ikm, result.respondents) == (None, 2)
    assert result.reason and result.reason.between == (INSTRUMENT.id, older.id)
    with pytest.raises(PoolingError):
        pooled_rules([INSTRUMENT, older])


def test_one_questionnaire_together_is_scored_as_alone() -> None:
    answers = Tallies.from_answers(INSTRUMENT, [dict.fromkeys(KEYS, 3)])
    assert score_together([(INSTRUMENT, answers)]) == score(INSTRUMENT, answers)
    assert pooled_rules([INSTRUMENT]) == INSTRUMENT
