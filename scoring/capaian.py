"""Achievement of a target, as a yearly performance report (LKj) states it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.mutu import round_half_up

# Above this percentage, this category. The word for 50..60 is the one SAKIP evaluations use.
CATEGORIES = (
    (90, "Sangat Memuaskan"),
    (80, "Memuaskan"),
    (70, "Sangat Baik"),
    (60, "Baik"),
    (50, "Cukup"),
)
LOWEST = "Kurang"


@dataclass(frozen=True)
class Capaian:
    """Realisasi as a percentage of target (two decimals, half up), and the word for it."""

    percent: Decimal
    category: str


def capaian(realisasi: Decimal, target: Decimal, *, is_lower_better: bool = False) -> Capaian:
    """Realisasi / target × 100: 88,19 against 87,5 is 100,79 %, Sangat Memuaskan.

    Of an indicator that should be low (complaints, accidents) it is (2 × target − realisasi) / target × 100
    (PermenPANRB 6/2022, kondisi khusus): 8 against 10 is 120 %.

    The category is that of the printed (rounded) percentage. Raises ValueError for a target that is not
    above 0 or a realisasi below 0.
    """
    if target <= 0 or realisasi < 0:
        raise ValueError(f"no achievement of {realisasi} against a target of {target}")
    part = Fraction(realisasi) / Fraction(target)
    percent = round_half_up((2 - part if is_lower_better else part) * 100)
    for bound, category in CATEGORIES:
        if percent > bound:
            return Capaian(percent, category)
    return Capaian(percent, LOWEST)
