"""NRR, NI and IKM: the published cases, and what happens when answers are missing."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring import CONVENTIONS
from scoring import NO_ANSWERS
from scoring import NO_RESPONDENTS
from scoring import ConventionError
from scoring import Reason
from scoring import Result
from scoring import Tallies
from scoring import TalliesError
from scoring import load_instrument
from scoring import round_half_up
from scoring import score
from tests.scoring import EDGE
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.scoring import REPORT
from tests.scoring import responses


def result_of(case: tuple[int, tuple[int, ...]], convention: str | None = None) -> Result:
    """Score one of the published sets."""
    return score(INSTRUMENT, Tallies.from_answers(INSTRUMENT, responses(*case)), convention)


def test_the_report_comes_out_to_the_last_digit() -> None:
    result = result_of(REPORT)
    assert result.respondents == 147
    assert [unsur.sum for unsur in result.unsur.values()] == list(REPORT[1])
    assert [str(round_half_up(unsur.nrr)) for unsur in result.unsur.values() if unsur.nrr] == [
        "3.51", "3.48", "3.44", "3.99", "3.38", "3.44", "3.56", "3.44", "3.51",
    ]  # fmt: skip
    assert result.ni == Fraction(4667, 147 * 9)
    assert (result.ikm, result.mutu, result.kinerja) == (Decimal("88.19"), "B", "Baik")
    assert result.convention == "1/9"
    assert result.reason is None


@pytest.mark.parametrize(
    ("case", "convention", "ikm", "mutu"),
    [
        (REPORT, "1/9", "88.19", "B"),
        (REPORT, "0.111", "88.10", "B"),
        (REPORT, "0.11", "87.31", "B"),
        (EDGE, "1/9", "88.39", "A"),
        (EDGE, "0.111", "88.30", "B"),
        (EDGE, "0.11", "87.51", "B"),
    ],
)
def test_each_convention_gives_the_figure_an_office_would_have_published(
    case: tuple[int, tuple[int, ...]], convention: str, ikm: str, mutu: str
) -> None:
    result = result_of(case, convention)
    assert (str(result.ikm), result.mutu, result.convention) == (ikm, mutu, convention)


def test_the_weights_of_a_convention_are_in_the_result() -> None:
    result = result_of(EDGE, "0.111")
    assert {unsur.weight for unsur in result.unsur.values()} == {Fraction(111, 1000)}
    assert result.unsur["biaya"].weighted == Fraction(98, 28) * Fraction(111, 1000)
    assert result.ni == Fraction(891, 28) * Fraction(111, 1000)


def test_the_figures_of_one_unsur() -> None:
    tallies = Tallies.from_answers(
        INSTRUMENT,
        [dict.fromkeys(KEYS, value) | {"waktu": waktu} for value, waktu in ((3, 1), (3, 2), (4, None))],
    )
    waktu = score(INSTRUMENT, tallies).unsur["waktu"]
    assert (waktu.sum, waktu.filled, waktu.blank) == (Fraction(3), 2, 1)
    assert waktu.nrr == Fraction(3, 2)
    assert waktu.weighted == Fraction(1, 6)
    assert (waktu.converted, waktu.mutu) == (Decimal("37.50"), "D")
    assert waktu.shares == {1: Fraction(1, 2), 2: Fraction(1, 2), 3: 0, 4: 0}


def test_the_three_lowest_and_highest_unsur_are_named_the_most_extreme_first() -> None:
    result = result_of(REPORT)
    # Two pairs have the same sum: neither of a pair is named alone.
    assert result.lowest == ("produk", "sarana", "waktu", "kompetensi")
    assert result.highest == ("biaya", "perilaku", "persyaratan", "pengaduan")


def test_no_unsur_is_both_low_and_high() -> None:
    sums = [30, 35, 35, 35, 35, 35, 35, 35, 40]
    result = result_of((10, tuple(sums)))
    assert (result.lowest, result.highest) == (("persyaratan",), ("pengaduan",))


def test_the_answers_of_one_respondent_have_no_extremes() -> None:
    result = result_of((1, (3, 3, 2, 4, 3, 3, 3, 3, 3)))
    assert (result.lowest, result.highest) == ((), ())


def test_unsur_that_share_the_lowest_value_are_all_named() -> None:
    result = result_of((10, (30, 30, 30, 30, 30, 30, 35, 36, 37)))
    assert result.lowest == KEYS[:6]
    assert result.highest == (KEYS[8], KEYS[7], KEYS[6])


def test_where_all_are_equal_none_is_lowest_or_highest() -> None:
    result = result_of((10, (35,) * 9))
    assert (result.lowest, result.highest) == ((), ())


def test_without_respondents_there_is_a_reason_instead_of_an_index() -> None:
    result = score(INSTRUMENT, Tallies.empty(INSTRUMENT))
    assert (result.ni, result.ikm, result.mutu, result.kinerja) == (None, None, None, None)
    assert result.reason == Reason(NO_RESPONDENTS)


def test_an_unsur_without_answers_leaves_the_others_and_names_itself() -> None:
    rows = [row | {"biaya": None} for row in responses(*EDGE)]
    result = score(INSTRUMENT, Tallies.from_answers(INSTRUMENT, rows))
    assert result.ikm is None
    assert result.reason == Reason(NO_ANSWERS, ("biaya",))
    assert result.unsur["biaya"].nrr is None
    assert result.unsur["biaya"].mutu is None
    assert result.unsur["waktu"].nrr == Fraction(95, 28)
    assert "biaya" not in result.lowest + result.highest


def test_the_lowest_figures_of_an_inexact_convention_are_still_graded() -> None:
    result = result_of((5, (5,) * 9), "0.11")
    assert (str(result.ikm), result.mutu) == ("24.75", "D")


def test_an_offices_own_weights_count() -> None:
    weights = dict.fromkeys(KEYS, "0.1") | {"biaya": "0.2"}
    weighted = INSTRUMENT.with_weights(weights)
    rows = [dict.fromkeys(KEYS, 3) | {"biaya": 4}]
    result = score(weighted, Tallies.from_answers(weighted, rows))
    assert (str(result.ikm), result.convention) == ("80.00", "khusus")
    equal = score(INSTRUMENT, Tallies.from_answers(INSTRUMENT, rows))
    assert str(equal.ikm) == "77.78"


def test_fourteen_unsur_of_2004_have_their_own_bands_and_top() -> None:
    old = load_instrument("kep-25-2004")
    best = score(old, Tallies.from_answers(old, [dict.fromkeys(old.keys(), 4)]))
    assert (str(best.ikm), best.mutu, best.convention) == ("99.40", "A", "0.071")
    middling = score(old, Tallies.from_answers(old, [dict.fromkeys(old.keys(), 3)]))
    assert (str(middling.ikm), middling.mutu) == ("74.55", "B")  # 74,55 would be C today


@pytest.mark.parametrize(("id", "convention"), [("kep-25-2004", "1/9"), ("permenpan-14-2017", "0.1")])
def test_a_convention_that_does_not_fit_is_refused(id: str, convention: str) -> None:
    instrument = load_instrument(id)
    with pytest.raises(ConventionError, match=convention):
        score(instrument, Tallies.empty(instrument), convention)


def test_tallies_of_another_instrument_are_refused() -> None:
    with pytest.raises(TalliesError, match="permenpan-14-2017"):
        score(INSTRUMENT, Tallies.empty(load_instrument("permenpan-16-2014")))


def test_the_conventions_are_named_as_offices_write_them() -> None:
    assert list(CONVENTIONS) == ["1/9", "0.111", "0.11"]
