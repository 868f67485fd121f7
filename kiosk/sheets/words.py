"""The profile in offices' own words: "SLTP/SMP", "Wiraswasta", "Laki - Laki", an age in years."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from kiosk.questionnaire.profile import ALL_FIELDS
from kiosk.questionnaire.profile import FIELDS
from kiosk.questionnaire.profile import Fields
from kiosk.questionnaire.profile import band_of
from kiosk.sheets.cells import Cell
from kiosk.sheets.texts import normalise

# Beyond these an age is a misprint, or one that is not stored.
AGES = range(17, 111)
# Means that nothing is kept of a value: an age out of range, or a word an office chose to leave out.
NOT_KEPT = ""
# Answers of one list that are others in another one.
_SAME = {"PNS": "ASN", "Petani": "Petani/Nelayan"}
# Words for answers that only the national list has.
_NATIONAL = {
    "tidak belum sekolah": "Tidak sekolah", "freelance": "Pekerja lepas", "freelancer": "Pekerja lepas",
    "pekerja lepas freelance": "Pekerja lepas", "purnabakti": "Pensiunan", "tidak ada": "Tidak",
    "bukan": "Tidak", "non disabilitas": "Tidak", "tidak disabilitas": "Tidak",
}  # fmt: skip
# The bands of SKM Online begin and end a year earlier: theirs are read as ours with nine of their ten years.
_NATIONAL_BANDS = {"26-34": "26-35", "35-44": "36-45", "45-54": "46-55", "55-65": "56-65"}
_UNDER = re.compile(r"(?:<|di ?bawah|kurang dari|under) ?17(?: ?(?:tahun|thn|th|years))?\.?", re.IGNORECASE)
_AGE = re.compile(r"(\d{1,12})(?:[.,]0+)?(?: ?(?:tahun|thn|th))?\.?", re.IGNORECASE)
_RANGE = re.compile(
    r"(\d\d) ?(?:-|–|s\.?/?d\.?|sampai|to) ?(\d\d)(?: ?(?:tahun|thn|th|years))?\.?", re.IGNORECASE
)
_OVER = re.compile(r"(?:>|≥|di ?atas|lebih dari|over) ?65(?: ?(?:tahun|thn|th|years))?\.?", re.IGNORECASE)


@cache
def known_words() -> Mapping[str, Mapping[str, str]]:
    """For each field but age: normalised words → code."""
    written = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    words: dict[str, dict[str, str]] = {}
    for field, codes in written.items():
        labels = {text: code for code, names in FIELDS[field].items() for text in (code, *names.values())}
        listed = {text: code for code, texts in codes.items() for text in texts}
        words[field] = {normalise(text): code for text, code in (labels | listed).items()}
    return words


def read_word(field: str, cell: Cell, profile: Fields = FIELDS) -> str | None:
    """The code of an answer in a profile list; `NOT_KEPT` for an age out of range, None for unknown words."""
    if field == "age_band":
        return _read_age(cell, tuple(profile[field]))
    return _words_of(field, tuple(profile[field])).get(normalise(str(cell)))


@cache
def _words_of(field: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    """The words for these answers of a field, normalised."""
    listed = {
        word: same
        for word, code in known_words().get(field, {}).items()
        if (same := code if code in codes else _SAME.get(code)) in codes
    }
    national = {word: code for word, code in _NATIONAL.items() if code in codes}
    own = {normalise(text): code for code in codes for text in (code, *ALL_FIELDS[field][code].values())}
    return {**listed, **national, **own}


def _read_age(cell: Cell, bands: tuple[str, ...]) -> str | None:
    if isinstance(cell, Decimal):
        cell = int(cell) if cell.is_finite() else None
    text = str(cell).strip()
    if _OVER.fullmatch(text):
        return ">65"
    if _UNDER.fullmatch(text):
        return NOT_KEPT
    if band := _RANGE.fullmatch(text):
        code = f"{band[1]}-{band[2]}"
        code = code if code in bands else _NATIONAL_BANDS.get(code, code)
        return code if code in bands else None
    if not (age := _AGE.fullmatch(text)):
        return None
    years = int(age[1])
    if years not in AGES:
        return NOT_KEPT
    return band_of(years, bands)
