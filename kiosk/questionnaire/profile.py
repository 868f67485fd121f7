"""The respondent's profile: its fields and their answers.

Codes are stored and exchanged; labels are shown. Age is a band, so that no one's age is kept. Which lists
exist is in `profiles.toml`, their labels are in each language's file.
"""

import functools
import tomllib
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


# The list of the official sheet.
FIELDS: Fields = fields("permenpan")

# What each field is called on screens and papers.
TITLES: Mapping[str, Labels] = {
    field: _labels(f"profile.titles.{field}") for field in dict.fromkeys(chain(*_lists().values()))
}
