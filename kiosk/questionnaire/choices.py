"""Which questionnaire a unit asks on a day.

A unit chooses a questionnaire from a day on; before its first choice it asks `DEFAULT`. An answer that is
already stored keeps the questionnaire it was given to, whatever is chosen later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DEFAULT = "permenpan-14-2017"


@dataclass(frozen=True, order=True)
class Choice:
    """From `from_day` on (inclusive) the unit asks the questionnaire with this id."""

    from_day: date
    questionnaire: str


@dataclass(frozen=True)
class Choices:
    """A unit's choices, in the order of their days; of two for one day the later given one holds."""

    choices: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, choices: Iterable[Choice]) -> "Choices":
        """From choices in the order in which they were made."""
        by_day = {choice.from_day: choice for choice in choices}
        return cls(tuple(sorted(by_day.values())))

    def in_force(self, day: date) -> str:
        """The id of the questionnaire that is asked on a day."""
        chosen = [choice for choice in self.choices if choice.from_day <= day]
        return chosen[-1].questionnaire if chosen else DEFAULT

    def during(self, start: date, end: date) -> tuple[str, ...]:
        """The ids of all questionnaires asked from `start` to `end` (inclusive), each once, in order."""
        changes = [choice.questionnaire for choice in self.choices if start < choice.from_day <= end]
        return tuple(dict.fromkeys([self.in_force(start), *changes]))
