"""Publications read back: nothing is computed that was published as a figure.

A publication has two texts, the public figures and the details for the office alone, which
`kiosk.figures.publishing` writes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kiosk.base.period import Period
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import name_unless_official
from kiosk.questionnaire.messages import EARLIER
from kiosk.store.answers.counting import Parts
from kiosk.store.results.publications import Publication
from scoring import Interval
from scoring import Means
from scoring import Partial
from scoring import Result
from scoring import Spread
from scoring import Tallies
from scoring import grade
from scoring import score


@dataclass(frozen=True)
class PublishedUnsur:
    """An unsur as published: its name, NRR (six decimals), converted value (×25), mutu and blanks."""

    key: str
    name: str
    nrr: Decimal
    converted: Decimal
    mutu: str
    blank: int


@dataclass(frozen=True)
class Figures:
    """The public text of a publication, parsed. `low` and `high` bound the 95 % interval, if known.

    `questionnaire` is the title of what was asked, `is_named` says that it is not the official one alone.
    """

    unit: str
    agency: str
    period: Period
    respondents: int
    ni: Decimal
    ikm: Decimal
    mutu: str
    kinerja: str
    low: Decimal | None
    high: Decimal | None
    unsur: tuple[PublishedUnsur, ...]
    questionnaire: str
    is_named: bool


def read_figures(publication: Publication) -> Figures:
    """The published figures, parsed from the public text; nothing is computed again."""
    content = json.loads(publication.figures)
    bounds = content["interval"]
    return Figures(
        unit=content["unit"]["name"],
        agency=content["unit"]["agency"],
        period=Period.parse(content["period"]["code"]),
        respondents=content["respondents"],
        ni=Decimal(content["ni"]),
        ikm=Decimal(content["ikm"]),
        mutu=content["mutu"],
        kinerja=content["kinerja"],
        low=Decimal(bounds["low"]) if bounds else None,
        high=Decimal(bounds["high"]) if bounds else None,
        unsur=tuple(
            PublishedUnsur(
                key=row["key"],
                name=row["name"],
                nrr=Decimal(row["nrr"]),
                converted=Decimal(row["converted"]),
                mutu=row["mutu"],
                blank=row["blank"],
            )
            for row in content["unsur"]
        ),
        questionnaire=content.get("questionnaire") or load_rules(content["instrument"]).title,
        is_named="questionnaire" in content or bool(name_unless_official([content["instrument"]])),
    )


def read_tallies(publication: Publication) -> Tallies:
    """The counts a publication was computed from."""
    return _read_counted(json.loads(publication.details), load_rules(publication.instrument).scale)


def read_parts(publication: Publication) -> Parts:
    """The counts by questionnaire."""
    content = json.loads(publication.details)
    parts = content.get("parts", {publication.instrument: content})
    return {id: _read_counted(one, load_rules(id).scale) for id, one in parts.items()}


def _read_counted(content: Mapping[str, Any], scale: int) -> Tallies:
    counts = {key: {int(value): n for value, n in row.items()} for key, row in content["counts"].items()}
    means = {key: Means(**row) for key, row in content.get("means", {}).items()}
    return Tallies(content["respondents"], counts, _read_spread(content["spread"]), means, scale)


def write_spread(spread: Spread) -> dict[str, int]:
    """The sums of complete responses, their unit where it is not 1, and the sums of the others, if known."""
    content = {"complete": spread.complete, "total": spread.total, "total_squared": spread.total_squared}
    unit = {} if spread.unit == 1 else {"unit": spread.unit}
    return {**content, **unit, **(vars(spread.partial) if spread.partial else {})}


def _read_spread(content: Mapping[str, int] | None) -> Spread | None:
    """What `write_spread` wrote; earlier publications have no sums of the responses with blanks."""
    if content is None:
        return None
    others = [content.get(name) for name in Partial.__dataclass_fields__]
    partial = Partial(*(number for number in others if number is not None)) if None not in others else None
    unit = content.get("unit", 1)
    return Spread(content["complete"], content["total"], content["total_squared"], unit, partial)


def read_result(publication: Publication) -> Result:
    """A publication's counts scored by the instrument and the convention it was published with."""
    return score(load_rules(publication.instrument), read_tallies(publication), publication.convention)


def read_population(publication: Publication) -> int | None:
    """The people served in the period's year, as stated when it was published."""
    population: int | None = json.loads(publication.details)["population"]
    return population


def read_interval(publication: Publication) -> Interval | None:
    """The interval as published; one of an earlier version has the estimator `EARLIER`."""
    shown, details = read_figures(publication), json.loads(publication.details)
    if shown.low is None or shown.high is None:
        return None
    bands = load_rules(publication.instrument).bands
    low, high = grade(bands, shown.low).mutu, grade(bands, shown.high).mutu
    made = details.get("interval") or {"complete": (details["spread"] or {}).get("complete", 0)}
    return Interval(
        low=shown.low,
        high=shown.high,
        complete=made["complete"],
        population=made.get("population"),
        mutu_low=low,
        mutu_high=high,
        mutu_safe=low == high,
        estimator=made.get("estimator", EARLIER),
    )
