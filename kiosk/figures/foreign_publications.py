"""Checks of publications that another server sent: what this program could not show is refused."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kiosk.base.text import visible
from kiosk.figures.frozen import Figures
from kiosk.figures.frozen import read_figures
from kiosk.figures.frozen import read_interval
from kiosk.figures.frozen import read_parts
from kiosk.figures.frozen import read_result
from kiosk.store.results.publications import Publication

_LONGEST = 500  # of a name or a wording in a publication
_MOST = 10**9  # respondents


class NotReadable(ValueError):
    """A publication from another server that this program could not show; the message is Indonesian."""


def check_publication(row: Mapping[str, object]) -> None:
    """Check that everything of a publication's row can be read back and shown. Raises NotReadable."""
    try:
        values: dict[str, Any] = {name: row.get(name, "") for name in Publication.__dataclass_fields__}
        publication = Publication(**{**values, "ikm": _decimal(row["ikm"], 25, 100)})
        for text in (publication.figures, publication.details):
            _check_values(json.loads(text))
        figures = read_figures(publication)
        _check_figures(publication, figures)
        read_parts(publication), read_result(publication), read_interval(publication)
        _check_details(json.loads(publication.details))
    except NotReadable:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise NotReadable(f"publikasi tidak dapat dibaca ({type(error).__name__})") from error


def _check_values(value: object) -> None:
    """Every text visible and short, every number finite and no larger than a count can be."""
    if isinstance(value, dict):
        for name, one in value.items():
            _check_values(name)
            _check_values(one)
    elif isinstance(value, list):
        for one in value:
            _check_values(one)
    elif isinstance(value, str):
        if visible(value) != value or len(value) > _LONGEST:
            raise NotReadable("publikasi memuat tulisan yang tidak dapat dipakai")
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > _MOST**2):
        raise NotReadable("publikasi memuat angka yang tidak mungkin")


def _decimal(value: object, low: int, high: int) -> Decimal:
    number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    if not (number.is_finite() and low <= number <= high):
        raise NotReadable("publikasi memuat angka yang tidak mungkin")
    return number


def _check_figures(publication: Publication, figures: Figures) -> None:
    content = json.loads(publication.figures)
    unsur = content["unsur"]
    _decimal(content["ni"], 1, 4)
    for row in unsur:
        _decimal(row["nrr"], 1, 4), _decimal(row["converted"], 25, 100)
    for bound in (content["interval"] or {}).values():
        _decimal(bound, 0, 101)
    texts = [figures.unit, figures.agency, figures.kinerja, figures.questionnaire]
    texts += [row[name] for row in unsur for name in ("key", "name", "mutu")]
    counts = [figures.respondents, *(row.blank for row in figures.unsur)]
    if not (all(isinstance(one, str) for one in texts) and all(map(_is_count, counts))):
        raise NotReadable("publikasi memuat isian dari jenis yang lain")
    same = (publication.period, publication.ikm, publication.mutu, publication.respondents)
    if same != (figures.period.code, figures.ikm, figures.mutu, figures.respondents):
        raise NotReadable("publikasi berbeda dari tulisannya sendiri")


def _check_details(content: Mapping[str, Any]) -> None:
    """The tables, which are shown as they are."""
    extras = content.get("extras", [])
    tables = [content[name] for name in ("services", "channels", "excluded")]
    tables += [*content["profile"].values(), *(one["counts"] for one in extras)]
    numbers = [one["answered"] for one in extras]
    numbers += [n for given in content.get("importance", {}).values() for n in given]
    bounds = content.get("interval") or {"complete": 0, "estimator": ""}
    numbers.append(bounds["complete"])
    may_lack = (content["population"], content.get("suggestions"), bounds.get("population"))
    numbers += [n for n in may_lack if n is not None]
    for label, number, percent in (row for table in tables for row in table):
        numbers.append(number)
        _decimal(percent, 0, 100)
        if not isinstance(label, str):
            raise NotReadable("publikasi memuat isian dari jenis yang lain")
    if not (all(map(_is_count, numbers)) and isinstance(bounds["estimator"], str)):
        raise NotReadable("publikasi memuat angka yang tidak mungkin")
    for name in ("first_day", "last_day"):
        if content.get(name):
            date.fromisoformat(content[name])


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST
