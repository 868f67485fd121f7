"""How important respondents find each unsur beside how satisfied they are: gap and quadrant.

The importance–performance analysis of Martilla and James (1977): the lines between the quadrants are the
means of importance and of satisfaction over the unsur. Nothing of it is in the IKM.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.store.answers import answer_counts
from scoring import Result

# What to do about the unsur of a quadrant, by whether it is important and whether respondents are satisfied.
QUADRANTS = {
    (True, False): "Prioritas utama",
    (True, True): "Pertahankan",
    (False, False): "Prioritas rendah",
    (False, True): "Berlebihan",
}


@dataclass(frozen=True)
class ImportantUnsur:
    """One unsur: mean importance (1..4) of `answered` respondents, and the NRR of all of the period.

    `gap` is satisfaction less importance, below 0 where expectations are not met.
    """

    key: str
    answered: int
    importance: Fraction
    satisfaction: Fraction

    @property
    def gap(self) -> Fraction:
        """Satisfaction less importance."""
        return self.satisfaction - self.importance


@dataclass(frozen=True)
class Importance:
    """All unsur in the order of the questionnaire, with the counts they were computed from."""

    unsur: tuple[ImportantUnsur, ...]
    counts: Mapping[str, Sequence[int]]

    @property
    def middle(self) -> tuple[Fraction, Fraction]:
        """The lines between the quadrants: mean satisfaction and mean importance over the unsur."""
        many = len(self.unsur)
        return (
            sum((one.satisfaction for one in self.unsur), Fraction()) / many,
            sum((one.importance for one in self.unsur), Fraction()) / many,
        )

    def quadrant(self, one: ImportantUnsur) -> str:
        """One of `QUADRANTS`; on a line is the higher side."""
        satisfaction, importance = self.middle
        return QUADRANTS[one.importance >= importance, one.satisfaction >= satisfaction]


def read_importance(
    db: Database, unit_id: str, period: Period, result: Result, only: str = ""
) -> Importance | None:
    """As `weigh_importance`, of the answers as they are now."""
    return weigh_importance(
        result, answer_counts.count_importance(db, unit_id, period.start, period.end, only)
    )


def weigh_importance(result: Result, counts: Mapping[str, Sequence[int]]) -> Importance | None:
    """Importance from how often 1 to 4 was given for each unsur.

    None unless `MIN_RESPONDENTS` answered for each of the unsur that have an NRR, and for at least two.
    """
    found = [
        ImportantUnsur(
            key, sum(given), Fraction(sum(n * value for value, n in enumerate(given, 1)), sum(given)), nrr
        )
        for key, unsur in result.unsur.items()
        if (given := counts.get(key)) and any(given) and (nrr := unsur.nrr) is not None
    ]
    if len(found) < 2 or min(one.answered for one in found) < MIN_RESPONDENTS:
        return None
    return Importance(tuple(found), counts)
