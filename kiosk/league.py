"""Units side by side, without an order that the samples do not carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlite_utils import Database

from kiosk.store import figures
from kiosk.store import tree
from kiosk.store import units
from kiosk.store.units import Unit
from scoring import DEFAULT
from scoring import Capaian
from scoring import Interval
from scoring import Period
from scoring import Result
from scoring import Tallies
from scoring import capaian
from scoring import compare
from scoring import interval
from scoring import load
from scoring import round_half_up
from scoring import score


@dataclass(frozen=True)
class Standing:
    """A unit among the others.

    `best` and `worst` bound its rank: units that are distinguishably better (at 95 %, each pair by itself)
    stand before it, those distinguishably worse behind it. Both are None without an IKM, or where the
    noise is not known and nothing can be told.
    """

    unit: Unit
    result: Result
    bounds: Interval | None
    target: Decimal | None
    capaian: Capaian | None
    best: int | None
    worst: int | None


@dataclass(frozen=True)
class League:
    """The units below one, for one period, highest IKM first; those without an IKM last, by name.

    `pooled` scores all their respondents together: what the people served say. `mean` is the plain mean of
    the units' IKMs, each counting the same however many answered: another figure. None without any.
    """

    period: Period
    standings: tuple[Standing, ...]
    pooled: Result
    pooled_bounds: Interval | None
    mean: Decimal | None


def compare_units(db: Database, top: Unit, period: Period) -> League:
    """`top` and all units below it that have services or answers of their own."""
    found = [branch.unit for branch in tree.list_branches(db, top.unit_id)]
    tallies = [figures.get_tallies(db, unit.unit_id, period.start, period.end) for unit in found]
    # A city that only holds its districts together has no answers, and no place among them.
    kept = [
        (unit, counts)
        for unit, counts in zip(found, tallies, strict=True)
        if counts.respondents or unit.unit_id != top.unit_id
    ]
    results = [score(load(DEFAULT), counts) for _, counts in kept]
    standings = [
        _standing(db, unit, result, results, period) for (unit, _), result in zip(kept, results, strict=True)
    ]
    standings.sort(key=lambda row: (row.result.ikm is None, -(row.result.ikm or 0), row.unit.name))
    pooled = score(load(DEFAULT), sum((counts for _, counts in kept), Tallies.empty(load(DEFAULT))))
    scored = [Fraction(result.ikm) for result in results if result.ikm is not None]
    return League(
        period=period,
        standings=tuple(standings),
        pooled=pooled,
        pooled_bounds=interval(pooled),
        mean=round_half_up(sum(scored, Fraction()) / len(scored)) if scored else None,
    )


def _standing(db: Database, unit: Unit, result: Result, every: Sequence[Result], period: Period) -> Standing:
    year = units.get_year(db, unit.unit_id, period.start.year)
    target = Decimal(year.target_ikm) if year.target_ikm else None
    bounds = interval(result, year.population)
    best, worst = _ranks(result, every) if bounds else (None, None)
    return Standing(
        unit=unit,
        result=result,
        bounds=bounds,
        target=target,
        capaian=capaian(result.ikm, target) if result.ikm is not None and target else None,
        best=best,
        worst=worst,
    )


def _ranks(own: Result, every: Sequence[Result]) -> tuple[int, int]:
    others = [result for result in every if result is not own and result.ikm is not None]
    better = worse = 0
    for other in others:
        change = compare(own, other)
        if change and change.distinguishable:
            better += change.change > 0
            worse += change.change < 0
    return 1 + better, 1 + len(others) - worse
