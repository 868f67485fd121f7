"""Which questionnaire a unit asks on a day.

A unit chooses a questionnaire from a day on; before its first choice it asks `DEFAULT`. An answer that is
already stored keeps the questionnaire it was given to, whatever is chosen later. Other modules ask
`Choices` or `kiosk.questionnaire.catalogue.official`, never this constant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DEFAULT = "permenpan-14-2017"
# The questionnaire of pages, programs and help lines that name none, whatever `DEFAULT` becomes later.
UNNAMED = "permenpan-14-2017"


@dataclass(frozen=True)
class Choice:
    """From `from_day` on (inclusive) the unit asks the questionnaire with this id."""

    from_day: date
    questionnaire: str


@dataclass(frozen=True)
class Choices:
    """All of a unit's choices by day; of several for one day the last one holds."""

    choices: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> "Choices":
        """From choices in the order in which they were made."""
        return cls(tuple(sorted(choices, key=lambda choice: choice.from_day)))

    def until(self, day: date) -> tuple[str, ...]:
        """The ids of all choices that took effect up to a day, the one in force first, `DEFAULT` last."""
        chosen = [choice.questionnaire for choice in self.choices if choice.from_day <= day]
        return (*reversed(chosen), DEFAULT)

    def in_force(self, day: date) -> str:
        """The id of the questionnaire that is asked on a day."""
        return self.until(day)[0]

    @property
    def ever(self) -> frozenset[str]:
        """The ids of all that were ever chosen, `DEFAULT` and `UNNAMED`."""
        return frozenset({DEFAULT, UNNAMED, *(choice.questionnaire for choice in self.choices)})
