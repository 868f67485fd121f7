"""What the cells of an unsur's column say: a number, or the words of one of its four options."""

import re
from collections.abc import Mapping
from itertools import chain

from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.sheets.files import Cell
from kiosk.sheets.headers import normalise
from scoring import Instrument

_NUMBER = re.compile(r"([1-4])(?:[.,]0+)?")
# "4. Sangat sesuai", "(4) Sangat sesuai", "d. Sangat sesuai": the sign before the words.
_MARKED = re.compile(r"(?:([1-4])|[a-d]) (\D+)")


class AnswerWords:
    """Reads answers of one instrument: digits, its options in each language, and words an office has taught.

    `learned[unsur key]` maps normalised words to "1" … "4".
    """

    def __init__(self, instrument: Instrument, learned: Mapping[str, Mapping[str, str]]) -> None:
        self._words: dict[str, dict[str, int]] = {}
        for unsur in load_questionnaire(instrument.id).unsur:
            words = self._words[unsur.key] = {}
            for options in chain.from_iterable(item.options.values() for item in unsur.items):
                words.update({normalise(text): value for value, text in enumerate(options, start=1)})
            words.update({text: int(value) for text, value in learned.get(unsur.key, {}).items()})

    def read(self, key: str, cell: Cell) -> int | None:
        """1, 2, 3 or 4; None for anything else, also a blank."""
        # True == 1, but is no answer; numbers with a fraction are Decimals and never in 1..4.
        if cell is None or isinstance(cell, bool):
            return None
        if type(cell) is int:
            return cell if 1 <= cell <= 4 else None
        if number := _NUMBER.fullmatch(str(cell)):
            return int(number[1])
        return self._read_words(key, normalise(cell)) if isinstance(cell, str) else None

    def _read_words(self, key: str, text: str) -> int | None:
        if value := self._words[key].get(text):
            return value
        if marked := _MARKED.fullmatch(text):
            value = self._words[key].get(marked[2])
            return value if marked[1] in (None, str(value)) else None
        return None
