"""Checking what a bundle brings as forms check what people type; the signature only says who sent it.

A value that the program itself never stores is refused and not repaired: the journal has its hash. One unit
with a time zone that does not exist would stop pages, backups and retention of the whole city.
"""

import json
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from kiosk.base.period import YEARS
from kiosk.base.text import visible
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.store.answers import extra_answers
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.offices.extra_questions import read_translations
from scoring.pooling import SEPARATOR

_LONGEST = 500
_LONGER = {
    "text": 2000,
    "figures": 200_000,
    "details": 200_000,
    "reason": 500,
    "source": 200_000,
    "options": 1000,
    "words": 20_000,
}
# The parts of a line whose values are rows of tables.
_ROWS = ("facts", "more", "profile", "comment")


def check_unit(values: Mapping[str, object]) -> None:
    """Check the unit's letterhead. Raises BundleRefused."""
    _check_row(values)
    if not str(values["name"]).strip() or len(str(values["name"])) > 200:
        raise BundleRefused("nama unit kosong atau terlalu panjang")
    if not is_timezone(str(values["timezone"])):
        raise BundleRefused(f"zona waktu “{visible(str(values['timezone']))[:60]}” tidak ada")


def is_timezone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def check_line(line: Mapping[str, object]) -> None:
    """Check the rows of one line. Raises BundleRefused."""
    if "link" in line:
        _check_link(line["link"])
    for name, values in line.items():
        if name == "questionnaire" and isinstance(values, Mapping):
            # An office's own one becomes known by this line.
            values = {key: value for key, value in values.items() if key != "instrument"}
        if isinstance(values, Mapping) and (name in _ROWS or "link" not in line) and name != "link":
            _check_row(values)


def _check_link(link: object) -> None:
    if not isinstance(link, Mapping):
        raise BundleRefused("mata rantai tidak dapat dibaca")
    _check_row(link)


def _check_row(values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if not (value is None or isinstance(value, int | str)):
            raise BundleRefused(f"{visible(name)[:40]} tidak dapat dipakai")
        if isinstance(value, str) and not _is_storable(name, value):
            raise BundleRefused(f"{visible(name)[:40]} tidak dapat dipakai: “{visible(value)[:60]}”")


def _is_storable(name: str, value: str) -> bool:
    if len(value) > _LONGER.get(name, _LONGEST):
        return False
    if name == "source":
        return True  # a questionnaire's text is read before it is used
    if visible(value) != value:
        return False
    if name.endswith("_at"):
        return _is_moment(value)
    if name.endswith("_day"):
        return _is_day(value)
    if name == "answers":
        return _are_codes(value)
    if name in ("figures", "details"):
        return _is_object(value)
    if name == "words":
        return _are_translations(value)
    return name != "instrument" or _is_known(value)


def _is_known(instrument: str) -> bool:
    """Whether it is a questionnaire here, or several in a publication whose answers were added up."""
    return all(find_questionnaire(id) for id in instrument.split(SEPARATOR))


def _are_codes(value: str) -> bool:
    """Whether these are answers to questions outside the index as `as_text` writes them."""
    try:
        codes = extra_answers.from_text(value)
        return all(isinstance(code, str) for code in codes.values()) and extra_answers.as_text(codes) == value
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def _is_object(value: str) -> bool:
    """Whether it is a JSON object, as both texts of a publication are."""
    try:
        return isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return False


def _are_translations(value: str) -> bool:
    try:
        return all(one.question and all(one.options) for one in read_translations(value))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _is_moment(value: str) -> bool:
    try:
        moment = from_text(value)
        return moment.year in YEARS and to_text(moment) == value
    except ValueError:
        return False


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in YEARS
    except ValueError:
        return False
