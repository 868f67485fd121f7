"""Counting answers that arrive one by one, so that no list of all of them is kept."""

from collections.abc import Mapping

from scoring import Instrument
from scoring import Tallies

_PART = 1000


class Counting:
    """Answers, counted a part at a time."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument
        self._waiting: list[Mapping[str, int | None]] = []
        self._counted = Tallies.empty(instrument)

    def add(self, answers: Mapping[str, int | None]) -> None:
        """Count another respondent's."""
        self._waiting.append(answers)
        if len(self._waiting) == _PART:
            self.tallies()

    def tallies(self) -> Tallies:
        """All that were added so far."""
        self._counted += Tallies.from_answers(self._instrument, self._waiting)
        self._waiting.clear()
        return self._counted
