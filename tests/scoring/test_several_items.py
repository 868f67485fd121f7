"""Questionnaires with several items per unsur, and the indices beside the IKM."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scoring import NO_UNSUR
from scoring import Means
from scoring import Partial
from scoring import Spread
from scoring import Tallies
from scoring import TalliesError
from scoring import interval
from scoring import load_instrument
from scoring import round_half_up
from scoring import score
from scoring import score_indices
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.scoring import responses

NATIONAL = load_instrument("skm-online-2026")
# The columns of two files that offices have, in the files' own order.
COLUMNS = (
    "informasi", "kesesuaian_persyaratan", "standar_prosedur", "kemudahan_prosedur", "waktu", "biaya",
    "produk", "kompetensi", "perilaku", "pengaduan", "sarana", "keadilan_layanan", "kepatuhan_prosedur",
    "bebas_gratifikasi", "bebas_pungli", "bebas_percaloan",
)  # fmt: skip
EXPORT = (
    "3434344424334344", "4324423434333243", "4234234344434323", "4434423322432422", "4442344444443432",
    "4423442224342433", "4444234342444423", "3433344344444442", "4423424344343444", "4344444434444444",
    "3323443344323334", "3434343443334432",
)  # fmt: skip
FORM = (
    "4444434444344442", "4344322422324442", "3233444444224342", "3442444224244433", "4444444423324442",
    "4322424334343432", "4222442424322344", "4234233444444444", "4244223424433334", "4344244332244242",
    "3224344224424432", "2243244324244334",
)  # fmt: skip


def rows(digits: tuple[str, ...]) -> list[dict[str, int | None]]:
    """Answers by item from the digits of one row each."""
    return [dict(zip(COLUMNS, map(int, row), strict=True)) for row in digits]


@pytest.mark.parametrize(
    ("file", "ikm", "sums", "ipak"),
    [
        (EXPORT, "85.42", ["43.5", "38.5", 40, 40, 42, 40, 40, 42, 43], "3.3000"),
        (FORM, "80.79", [38, 40, 38, 40, 42, 41, 32, 35, 43], "3.3167"),
    ],
    ids=["export of the national system", "an office's own form"],
)
def test_the_files_of_offices_come_out_as_stated(
    file: tuple[str, ...], ikm: str, sums: list[Any], ipak: str
) -> None:
    tallies = Tallies.from_answers(NATIONAL, rows(file))
    result = score(NATIONAL, tallies)
    assert (result.respondents, str(result.ikm), result.mutu) == (12, ikm, "B")
    # The sums are stated in the order of the official questionnaire, which asks sarana before pengaduan.
    assert [result.unsur[key].sum for key in KEYS] == [Fraction(one) for one in sums]
    found = score_indices(NATIONAL, tallies)["ipak"]
    assert found.value is not None
    assert (found.filled, str(round_half_up(found.value, 4))) == (12, ipak)


def test_the_value_of_an_unsur_is_the_mean_of_the_items_each_respondent_answered() -> None:
    answers: list[dict[str, int | None]] = [
        {"informasi": 4, "kesesuaian_persyaratan": 3},
        {"informasi": 1, "kesesuaian_persyaratan": None},
        {},
    ]
    unsur = score(NATIONAL, Tallies.from_answers(NATIONAL, answers)).unsur["persyaratan"]
    # 3,5 and 1: the single answer of the second respondent counts as much as the two of the first.
    assert (unsur.sum, unsur.filled, unsur.blank, unsur.nrr) == (Fraction(9, 2), 2, 1, Fraction(9, 4))
    assert unsur.shares == {1: Fraction(1, 3), 2: 0, 3: Fraction(1, 3), 4: Fraction(1, 3)}


def test_each_item_is_reported_and_the_one_that_pulls_its_unsur_down_is_named() -> None:
    unsur = score(NATIONAL, Tallies.from_answers(NATIONAL, rows(EXPORT))).unsur
    first, second = unsur["prosedur"].items
    assert (first.key, first.sum, first.filled, first.blank) == ("standar_prosedur", 35, 12, 0)
    assert (second.mean, second.shares[4]) == (Fraction(42, 12), Fraction(7, 12))
    assert unsur["prosedur"].weakest_item == "standar_prosedur"
    assert unsur["waktu"].items == () and unsur["waktu"].weakest_item is None
    alike = [dict.fromkeys(NATIONAL.items, 3)]
    assert score(NATIONAL, Tallies.from_answers(NATIONAL, alike)).unsur["prosedur"].weakest_item is None


def test_an_index_is_the_mean_of_its_items_and_never_part_of_the_ikm() -> None:
    best = dict.fromkeys(NATIONAL.items, 4)
    worst = {**best, **dict.fromkeys(NATIONAL.indices[0].items, 1)}
    tallies = Tallies.from_answers(NATIONAL, [best, worst, {**worst, "bebas_pungli": 3}])
    assert score(NATIONAL, tallies).ikm == 100
    ipak = score_indices(NATIONAL, tallies)["ipak"]
    assert ipak.mean == ipak.value == (4 + 1 + Fraction(7, 5)) / 3
    assert ipak.converted == Decimal("53.33")
    assert [(item.key, item.sum) for item in ipak.items if item.key == "bebas_pungli"] == [
        ("bebas_pungli", 8)
    ]


def test_an_index_without_answers_has_no_value() -> None:
    ipak = score_indices(NATIONAL, Tallies.empty(NATIONAL))["ipak"]
    assert (ipak.filled, ipak.mean, ipak.value, ipak.converted) == (0, None, None, None)
    assert score_indices(INSTRUMENT, Tallies.empty(INSTRUMENT)) == {}


@pytest.mark.parametrize(
    ("id", "answer", "value", "converted"),
    [("spkp-spak", 3, Fraction(3), "75.00"), ("spkp-spak-6", 5, Fraction(10, 3), "83.33")],
)
def test_zona_integritas_is_published_on_a_scale_of_four(
    id: str, answer: int, value: Fraction, converted: str
) -> None:
    survey = load_instrument(id)
    tallies = Tallies.from_answers(survey, [dict.fromkeys(survey.items, answer)] * 2)
    for index in score_indices(survey, tallies).values():
        assert [index.mean, index.value, str(index.converted)] == [answer, value, converted]
    result = score(survey, tallies)
    assert (result.ikm, result.unsur, interval(result)) == (None, {}, None)
    assert result.reason is not None and result.reason.code == NO_UNSUR
    with pytest.raises(TalliesError, match=f"not an answer from 1 to {survey.scale}: {survey.scale + 1}"):
        Tallies.from_answers(survey, [{"waktu": survey.scale + 1}])


def test_one_respondents_values_are_whole_numbers_of_the_unit() -> None:
    values = NATIONAL.group_values(
        {"informasi": 4, "kesesuaian_persyaratan": 3, "waktu": 2, "bebas_pungli": 3}
    )
    assert (values["persyaratan"], values["waktu"], values["prosedur"]) == (7, 4, None)
    assert (NATIONAL.units["persyaratan"], NATIONAL.units["ipak"], values["ipak"]) == (2, 60, 180)
    assert INSTRUMENT.group_values({"waktu": 2}) == dict.fromkeys(INSTRUMENT.keys()) | {"waktu": 2}


def test_the_spread_is_counted_in_the_unit_of_the_values() -> None:
    whole = dict.fromkeys(NATIONAL.items, 3)
    some = {**whole, "informasi": 4, "standar_prosedur": None, "bebas_pungli": None}
    none = {**whole, "informasi": None, "kesesuaian_persyaratan": None}
    tallies = Tallies.from_answers(NATIONAL, [whole, some, none])
    assert tallies.spread == Spread(
        complete=2,
        total=54 + 55,
        total_squared=54**2 + 55**2,
        unit=2,
        partial=Partial(squared=48**2, product=48 * 8, filled_squared=8**2),
    )
    assert tallies.means["persyaratan"] == Means(total=6 + 7, filled=2, unit=2)


def test_with_one_item_each_everything_is_as_with_plain_counts() -> None:
    tallies = Tallies.from_answers(INSTRUMENT, responses(28, (107, 97, 95, 98, 99, 94, 100, 102, 99)))
    assert tallies.means == {}
    assert tallies.spread is not None and tallies.spread.unit == 1
    assert all(unsur.items == () for unsur in score(INSTRUMENT, tallies).unsur.values())


@pytest.mark.parametrize(
    "means",
    [
        {"persyaratan": Means(1, 1, 2)},
        {"persyaratan": Means(9, 1, 2)},
        {"persyaratan": Means(0, -1, 2)},
        {"persyaratan": Means(8, 2, 2)},
        {},
    ],
    ids=["below 1", "above 4", "negative", "more than respondents", "missing"],
)
def test_means_that_no_answers_have_are_refused(means: Mapping[str, Means]) -> None:
    counts = {item: {3: 1} for item in NATIONAL.items}
    others = Tallies.from_answers(NATIONAL, [dict.fromkeys(NATIONAL.items, 3)]).means
    rest = {key: others[key] for key in others if key != "persyaratan"}
    with pytest.raises(TalliesError):
        score(NATIONAL, Tallies(1, counts, None, {**rest, **means}))


def test_tallies_of_another_scale_are_refused() -> None:
    four, six = load_instrument("spkp-spak"), load_instrument("spkp-spak-6")
    with pytest.raises(TalliesError, match="not of spkp-spak-6"):
        score_indices(six, Tallies.empty(four))
