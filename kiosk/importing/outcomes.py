"""What the index becomes with each answer to an open question, so that a person sees what a choice does."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from kiosk.importing.choices import Choices
from kiosk.importing.extra_columns import FIELD as EXTRA
from kiosk.importing.offices import FIELD as OFFICE
from kiosk.importing.offices import OPEN
from kiosk.importing.offices import OfficeRows
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.progress import Progress
from kiosk.sheets.questions import Question
from kiosk.sheets.texts import normalise
from scoring import Result
from scoring import Tallies
from scoring import score

# Every outcome reads the whole file again: no more are begun after this time.
_SECONDS = 20
_CHOICES = 6

# By a question's code and a choice's value: the result, or why there is none.
Outcomes = Mapping[str, Mapping[str, Result | str]]


@dataclass(frozen=True)
class Reader:
    """Reads a file again with other choices."""

    sheets: Sequence[Sheet]
    context: Context
    progress: Progress

    def outcomes(
        self, questions: Sequence[Question], choices: Choices, offices: Sequence[OfficeRows] = ()
    ) -> Outcomes:
        """The results of the answers to each question; those of further questions stay open.

        Those of `offices` are known already.
        """
        end = monotonic() + _SECONDS
        found: dict[str, dict[str, Result | str]] = {}
        known = {one.key: one.result for one in offices}
        for question in questions:
            if question.field.startswith(EXTRA) or question.code == OPEN:
                continue  # leads to the same figures either way, or to those of each office
            if question.field == OFFICE:
                named = {choice.value: known.get(normalise(choice.value)) for choice in question.choices}
                found[question.code] = {name: result for name, result in named.items() if result}
            left = [one for one in question.choices if one.value not in found.get(question.code, {})]
            for choice in left[:_CHOICES]:
                if monotonic() > end:
                    return found
                changed = choices.answer(question.field, choice.value, self.context.instrument)
                found.setdefault(question.code, {})[choice.value] = self._outcome(changed)
        return found

    def _outcome(self, choices: Choices) -> Result | str:
        try:
            source = Source(self.sheets, choices, self.context, self.progress)
        except SheetError as error:
            return str(error)
        instrument = source.understanding.instrument
        answers = (entry.answered.answers for entry in source.entries() if entry.kind == "response")
        return score(instrument, Tallies.from_answers(instrument, answers))
