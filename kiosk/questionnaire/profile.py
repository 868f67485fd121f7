"""The respondent's profile: its fields and their answers.

Codes are stored and exchanged; labels are shown. Age is a band, so that no one's age is kept. Which lists
exist is in `profiles.toml`, their labels are in each language's file.
"""

import functools
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping
from importlib import resources
from itertools import chain

from kiosk.questionnaire.languages import languages

Labels = Mapping[str, str]
Fields = Mapping[str, Mapping[str, Labels]]


@functools.cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "profiles.toml").read_text(encoding="utf-8"))


@functools.cache
def fields(name: str) -> Fields:
    """The fields of the profile list with this name: each answer's code, with its label by language."""
    return {
        field: {code: _labels(f"profile.answers.{field}.{code}") for code in codes}
        for field, codes in _lists()[name].items()
    }


def _labels(key: str) -> Labels:
    return {code: language.texts[key] for code, language in languages().items()}


def band_of(years: int, bands: Iterable[str]) -> str | None:
    """The band of an age: "17-25" or ">65"; None when it is in none of `bands`."""
    for band in bands:
        first, _, last = band.partition("-")
        if int(first) <= years <= int(last) if last else years > int(band.removeprefix(">")):
            return band
    return None


# The list of the official sheet.
FIELDS: Fields = fields("permenpan")


def merge_fields(lists: Iterable[Fields]) -> Fields:
    """The fields of several lists with all their answers; those of the official sheet without any list."""
    merged: dict[str, dict[str, Labels]] = {}
    for one in lists:
        for field, answers in one.items():
            merged.setdefault(field, {}).update(answers)
    return merged or FIELDS


# Every field with every answer of any list.
ALL_FIELDS: Fields = merge_fields(fields(name) for name in _lists())

# What each field is called on screens and papers.
TITLES: Mapping[str, Labels] = {
    field: _labels(f"profile.titles.{field}") for field in dict.fromkeys(chain(*_lists().values()))
}
