"""What values mean as a person says it, an office has taught it and a questionnaire has it."""

import re
from collections.abc import Iterable
from collections.abc import Mapping
from decimal import Decimal

from kiosk.sheets.texts import normalise
from kiosk.sheets.values import Value
from kiosk.sheets.values import read_value
from kiosk.sheets.vocabulary import Vocabulary

NO_ANSWER = 0
UNREADABLE = -1
# A value may hold a comma ("3,5"), what it means does not.
_PAIR = re.compile(r"[^=;]+(?:=[^,;]*)?(?=[,;]|$)")
# What `--skala` says besides 1 to 4.
SAID = {"1": 1, "2": 2, "3": 3, "4": 4, "kosong": NO_ANSWER, "tolak": UNREADABLE}
# Meanings for all unsur at once are kept beside those of each unsur under this name.
EVERY = "answer"


class ScaleError(ValueError):
    """A meaning that is none; the message is Indonesian."""


def read_scale(texts: Iterable[str]) -> dict[str, int]:
    """What values mean, from texts like "5=4,0=kosong". Raises `ScaleError`."""
    said: dict[str, int] = {}
    for text in texts:
        for pair in _PAIR.findall(text.strip(" ,;")):
            value, sign, meaning = (part.strip(" ,") for part in pair.rpartition("="))
            code = SAID.get(meaning.lower())
            if not sign or not value or code is None:
                raise ScaleError(f"“{pair}” ditulis NILAI=ARTI, dengan ARTI 1, 2, 3, 4, kosong, atau tolak.")
            said[name_of(read_value(value))] = code
    return said


class AnswerWords:
    """The options of a questionnaire in each language, and words an office has taught, as 1 to 4.

    `learned[item]` maps normalised words to "1" … "4", `learned[EVERY]` for all items.
    """

    def __init__(self, vocabulary: Vocabulary, learned: Mapping[str, Mapping[str, str]]) -> None:
        self.keys = tuple(vocabulary.titles)
        self.official = vocabulary.options
        self.taught: dict[str, dict[str, int]] = {}
        for key in self.keys:
            taught = {**learned.get(EVERY, {}), **learned.get(key, {})}
            self.taught[key] = {text: SAID[value] for text, value in taught.items() if value in SAID}

    def read(self, key: str, value: Value) -> int | None:
        """What an office or a person has taught that a value of this item means; None where nothing."""
        taught = self.taught[key]
        found = taught.get(value.text)
        return taught.get(normalise(name_of(value))) if found is None and taught else found


def name_of(value: Value) -> str:
    """What a person calls a value: the number of numbers, "0,5" for 0.50, the text of all others."""
    if value.kind == "fraction":
        number, percent = value.text.rstrip(" %").replace(",", "."), "%" * value.text.endswith("%")
        return f"{Decimal(number).normalize():f}{percent}".replace(".", ",")
    return str(value.number) if value.kind == "number" and value.number is not None else value.text
