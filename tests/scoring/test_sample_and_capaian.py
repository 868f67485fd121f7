"""The sample table of the regulation, and achievement of targets as the source report needs it."""

from decimal import Decimal

import pytest

from scoring import capaian
from scoring import missing
from scoring import sample_size


@pytest.mark.parametrize(
    ("population", "sample"),
    [(0, 0), (1, 1), (10, 10), (50, 44), (100, 80), (150, 108), (200, 132), (300, 169), (500, 217),
     (1000, 278), (2000, 322), (5000, 357), (10000, 370), (50000, 381), (1000000, 384)],
)  # fmt: skip
def test_the_published_sample_sizes(population: int, sample: int) -> None:
    assert sample_size(population) == sample


def test_what_is_missing_never_goes_below_nothing() -> None:
    assert missing(1000, 147) == 131
    assert missing(1000, 278) == 0
    assert missing(1000, 900) == 0


def test_a_negative_population_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        sample_size(-1)


@pytest.mark.parametrize(
    ("realisasi", "percent"),
    [("88.19", "100.79"), ("90.18", "103.06"), ("87.54", "100.05"), ("77.62", "88.71"), ("90.96", "103.95")],
)
def test_the_districts_of_the_report_against_the_target(realisasi: str, percent: str) -> None:
    assert str(capaian(Decimal(realisasi), Decimal("87.5")).percent) == percent


@pytest.mark.parametrize(
    ("realisasi", "category"),
    [("100.79", "Sangat Memuaskan"), ("90.01", "Sangat Memuaskan"), ("90", "Memuaskan"),
     ("90.004", "Memuaskan"), ("80.01", "Memuaskan"), ("80", "Sangat Baik"), ("70", "Baik"), ("60", "Cukup"),
     ("50.01", "Cukup"), ("50", "Kurang"), ("0", "Kurang")],
)  # fmt: skip
def test_the_category_is_that_of_the_printed_percentage(realisasi: str, category: str) -> None:
    assert capaian(Decimal(realisasi), Decimal(100)).category == category


@pytest.mark.parametrize(
    ("realisasi", "percent"),
    [("8", "120.00"), ("10", "100.00"), ("12", "80.00"), ("0", "200.00"), ("30", "-100.00")],
)
def test_of_what_should_be_low_less_is_more(realisasi: str, percent: str) -> None:
    assert str(capaian(Decimal(realisasi), Decimal(10), is_lower_better=True).percent) == percent


@pytest.mark.parametrize(("realisasi", "target"), [("88", "0"), ("88", "-1"), ("-1", "88")])
def test_a_target_that_is_none_is_refused(realisasi: str, target: str) -> None:
    with pytest.raises(ValueError, match="target"):
        capaian(Decimal(realisasi), Decimal(target))
