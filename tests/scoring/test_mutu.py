"""Rounding and grading: the letter is the rounded figure's."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring import exact
from scoring import grade
from scoring import load_instrument
from scoring import round_half_up
from tests.scoring import INSTRUMENT


@pytest.mark.parametrize(
    ("exact", "rounded", "mutu"),
    [
        ("88.305", "88.31", "A"),
        ("88.304999999999999999999999999999", "88.30", "B"),
        ("64.995", "65.00", "C"),
        ("64.994999999999999999999999999999", "64.99", "D"),
        ("76.605", "76.61", "B"),
        ("76.604999999999999999999999999999", "76.60", "C"),
        ("100", "100.00", "A"),
        ("25", "25.00", "D"),
    ],
)
def test_a_figure_between_two_bands_belongs_where_it_rounds_to(exact: str, rounded: str, mutu: str) -> None:
    ikm = round_half_up(Fraction(exact))
    assert str(ikm) == rounded
    assert grade(INSTRUMENT.bands, ikm).mutu == mutu


def test_every_two_decimal_value_has_exactly_one_band() -> None:
    for id in ("permenpan-14-2017", "permenpan-16-2014", "kep-25-2004"):
        bands = load_instrument(id).bands
        for hundredths in range(2500, 10001):
            ikm = Decimal(hundredths) / 100
            holding = [band for band in bands if band.low <= ikm <= band.high]
            assert holding == [grade(bands, ikm)]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(-4, 1000), 2, "0.00"),
        (Fraction(88), 2, "88.00"),
        (Fraction(4667, 1323), 6, "3.527589"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Fraction, places: int, text: str) -> None:
    assert str(round_half_up(value, places)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("516", "516"), ("87/2", "43.5"), ("130/3", "130/3"), ("1/8", "0.125"), ("3/50", "0.06"), ("0", "0")],
)
def test_an_exact_text_is_a_decimal_where_the_decimals_end(value: str, text: str) -> None:
    assert exact(Fraction(value)) == text
    assert Fraction(text) == Fraction(value)


def test_an_unrounded_figure_is_not_graded() -> None:
    with pytest.raises(ValueError, match="two decimals"):
        grade(INSTRUMENT.bands, Decimal("88.304"))


def test_nothing_is_above_the_table() -> None:
    with pytest.raises(ValueError, match=r"100\.01"):
        grade(INSTRUMENT.bands, Decimal("100.01"))
