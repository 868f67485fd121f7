"""The result of the period before, as every screen and paper compares with it.

A publication has precedence over what was typed in from another document, and that over the answers as they
are now: a year is never said to have had no respondents beside its figure in the trend.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.frozen import read_population
from kiosk.figures.frozen import read_result
from kiosk.figures.sampling import population_of
from kiosk.figures.together import pick_part
from kiosk.figures.together import score_parts
from kiosk.store.answers import answer_counts
from kiosk.store.offices import units
from kiosk.store.offices import yearly
from kiosk.store.offices.units import Unit
from kiosk.store.results import publications
from scoring import Result
from scoring import Tallies


@dataclass(frozen=True)
class Previous:
    """A period's figure to compare with; `ikm` and `mutu` are None if it had respondents but no IKM.

    `result` is None for a figure that was typed in, and `respondents` too if its source does not state them.
    `population` is the number of people served in that very period. `source` names the publication or the
    document; it is empty for the answers as they are now, which are `parts` then.
    """

    ikm: Decimal | None
    mutu: str | None
    respondents: int | None
    result: Result | None
    population: int | None = None
    source: str = ""
    parts: Mapping[str, Tallies] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Result, population: int | None = None, source: str = "") -> "Previous":
        """The figure of these answers."""
        return cls(result.ikm, result.mutu, result.respondents, result, population, source)


def find_previous(db: Database, unit: Unit, earlier: Period, only: str = "") -> Previous | None:
    """The figure of the period `earlier`; None if it has none and had no respondents.

    With `only`, the id of a questionnaire, that of the answers to it.
    """
    if published := publications.find_publication(db, unit.unit_id, earlier, only):
        population = population_of(earlier, read_population(published))
        return Previous.of(read_result(published), population, f"Publikasi Nomor {published.number}")
    if earlier.kind == "tahun":
        for one in yearly.list_yearly(db, unit.unit_id):
            if one.year == earlier.start.year:
                return Previous(one.ikm, one.mutu, one.respondents, None, source=one.source)
    parts = pick_part(answer_counts.get_tallies(db, unit.unit_id, earlier.start, earlier.end), only)
    result = score_parts(parts).result
    if not result.respondents:
        return None
    population = population_of(earlier, units.get_year(db, unit.unit_id, earlier.start.year).population)
    return Previous(result.ikm, result.mutu, result.respondents, result, population, parts=parts)
