"""Texts and column names of spreadsheets, made comparable."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Characters of no width: exports and copied web pages have them in the middle of words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORD = re.compile(r"\w+")
_HYPHEN = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")
_SHOWN = 60


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Lower case, words only, without "dan": "U8 (Sarana & Prasarana)" → "u8 sarana prasarana"."""
    if "\n" in text:
        text = _HYPHEN.sub("", text)
    words = _WORD.findall(fold(text).replace("_", " "))
    return " ".join(word for word in words if word != "dan")


def fold(text: str) -> str:
    """One way to write a text: compatible forms ("３" → "3"), no invisible characters, lower case."""
    if text.isascii():
        return text.lower().strip()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().strip()


def column_index(name: str) -> int:
    """The place of a column from the spreadsheet's name of it: A → 0, AA → 26."""
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def letters(index: int) -> str:
    """The spreadsheet's name of a column: 0 → A, 26 → AA."""
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name


def ranges(numbers: list[int]) -> str:
    """Ascending numbers as a person writes them: "3–5, 9"."""
    parts: list[tuple[int, int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in parts)


def quote(texts: Sequence[object], most: int = 8) -> str:
    """Texts in quotation marks, at most so many of them."""
    shown = ", ".join(f"“{text}”" for text in texts[:most])
    return shown + (f" dan {len(texts) - most} lagi" if len(texts) > most else "")


def shorten(text: str) -> str:
    """A text of a cell as a message shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
