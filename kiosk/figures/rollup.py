"""The units below one, compared and pooled. A rank is a range where samples do not separate two units."""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.sampling import Sample
from kiosk.figures.sampling import population_of
from kiosk.figures.sampling import sample_of
from kiosk.figures.summary import CHANNELS
from kiosk.figures.together import add_parts
from kiosk.figures.together import count_parts
from kiosk.figures.together import score_parts
from kiosk.questionnaire.catalogue import name_unless_official
from kiosk.store.answers import rollups
from kiosk.store.answers.counting import Parts
from kiosk.store.answers.rollups import AnswerFilter
from kiosk.store.offices import tree
from kiosk.store.offices.units import Unit
from scoring import Capaian
from scoring import Comparison
from scoring import Interval
from scoring import Result
from scoring import capaian
from scoring import compare
from scoring import interval
from scoring import rank_bounds
from scoring import round_half_up

# Whether the figures of a unit's period may be shown.
Sees = Callable[[Unit, Period], bool]

# What units can be filtered by, with the words on the screen; see `RankedUnit.has`.
MARKS: Mapping[str, str] = {
    "A": "mutu A",
    "B": "mutu B",
    "C": "mutu C",
    "D": "mutu D",
    "target": "di bawah target",
    "sampel": "responden belum cukup",
    "kosong": "tanpa IKM",
}

# The parameters of a selection in URLs and commands; see `read_selection`.
ASKED = ("layanan", "kanal", "tingkat", "tanda", "cari")


class SelectionError(ValueError):
    """A choice that does not exist; the message says which, in Indonesian."""


@dataclass(frozen=True)
class Selection:
    """Which units and answers to show.

    `part` says which answers count. `level` merges each unit of that depth below the top with all units below
    it; None keeps every unit separate. `mark` is one of `MARKS`, or empty for all units; it and `name` filter
    what is shown, never what is pooled.
    """

    part: AnswerFilter = AnswerFilter()
    level: int | None = None
    mark: str = ""
    name: str = ""


@dataclass(frozen=True)
class RankedUnit:
    """A unit among the others, alone or merged with those below it (`unit_count` units in all).

    `best` and `worst` bound its rank: units that are distinguishably better rank before it, those
    distinguishably worse after it, at 95 % for all pairs together. Both are None without an IKM and where
    its uncertainty is not known. `change` is since the previous period, all units' changes compared together;
    `sample` is what the period needs of the year's sample. Either may be unknown. `population` is that of the
    year.
    """

    unit: Unit
    unit_count: int
    result: Result
    bounds: Interval | None
    change: Comparison | None
    target: Decimal | None
    capaian: Capaian | None
    sample: Sample | None
    best: int | None
    worst: int | None
    population: int | None

    @property
    def weakest(self) -> tuple[str, ...]:
        """The keys of the unsur with the lowest value; empty without answers or where all are equal."""
        unsur, lowest = self.result.unsur, self.result.lowest
        return tuple(key for key in lowest if unsur[key].converted == unsur[lowest[0]].converted)

    def has(self, mark: str) -> bool:
        """Whether this is one of the `MARKS`."""
        if mark == "target":
            ikm = self.result.ikm
            return ikm is not None and self.target is not None and ikm < self.target
        if mark == "sampel":
            return self.sample is not None and self.sample.missing > 0
        return self.result.ikm is None if mark == "kosong" else self.result.mutu == mark


@dataclass(frozen=True)
class Rollup:
    """The units below one, for one period, highest IKM first; those without an IKM last, by name.

    `shown` are the units that the selection shows, `units` all of them. `pooled` scores all their
    respondents together. `mean` is the plain mean of the units' IKMs, in which each unit has the same weight;
    None without any. `weighted` is their mean by the people each serves in the year; None where a unit with
    an IKM does not state them.
    """

    period: Period
    selection: Selection
    shown: tuple[RankedUnit, ...]
    units: tuple[RankedUnit, ...]
    pooled: Result
    pooled_bounds: Interval | None
    mean: Decimal | None
    weighted: Decimal | None

    def count(self, mark: str) -> int:
        """How many of all units have this mark."""
        return sum(row.has(mark) for row in self.units)

    @property
    def questionnaires(self) -> str:
        """The titles of the questionnaires that are pooled; empty for the official one alone."""
        return "" if self.pooled.reason else name_unless_official([self.pooled.instrument.id])

    @property
    def scored(self) -> int:
        """How many of all units have an IKM."""
        return len(self.units) - self.count("kosong")


@dataclass(frozen=True)
class Choices:
    """The values a selection can have: service codes and channels with their names, levels of the tree."""

    services: Mapping[str, str]
    channels: Mapping[str, str]
    levels: range


def list_choices(db: Database, top: Unit) -> Choices:
    """The services, channels and levels at and below `top`."""
    deepest = max(branch.depth for branch in tree.list_branches(db, top.unit_id))
    return Choices(rollups.list_service_names(db, top.unit_id), CHANNELS, range(1, deepest))


def read_selection(asked: Mapping[str, str], choices: Choices) -> Selection:
    """The selection in these parameters, by the names of `ASKED`. Raises SelectionError."""
    chosen = {name: asked.get(name, "").strip() for name in ASKED}
    known: dict[str, Collection[str]] = {
        "layanan": choices.services,
        "kanal": choices.channels,
        "tingkat": [str(level) for level in choices.levels],
        "tanda": MARKS,
    }
    for name, values in known.items():
        if chosen[name] and chosen[name] not in values:
            there = ", ".join(values) or "tidak ada pilihan"
            raise SelectionError(f"Tidak ada {name} “{chosen[name]}” di sini ({there}).")
    return Selection(
        AnswerFilter(chosen["layanan"], chosen["kanal"]),
        int(chosen["tingkat"]) if chosen["tingkat"] else None,
        chosen["tanda"],
        chosen["cari"],
    )


@dataclass
class _Group:
    """A unit, with the answers to it and the units merged into it."""

    unit: Unit
    unit_count: int
    now: Parts
    before: Parts
    population: int | None
    population_before: int | None
    target: Decimal | None


def roll_up(
    db: Database,
    top: Unit,
    period: Period,
    selection: Selection | None = None,
    sees: Sees | None = None,
) -> Rollup:
    """`top` and all units below it that have services or answers of their own.

    With `sees`, units whose period it does not allow count as without answers, and parts are not chosen:
    the parts of a unit could be few respondents.
    """
    chosen = selection or Selection()
    if sees:
        chosen = replace(chosen, part=AnswerFilter())
    groups = _group(db, top, period, chosen, sees)
    results = [score_parts(group.now).result for group in groups]
    ranks = rank_bounds(results, [population_of(period, group.population) for group in groups])
    changes = _changes(groups, results, period)
    ranked = [
        _ranked(group, period, result, change, rank)
        for group, result, change, rank in zip(groups, results, changes, ranks, strict=True)
    ]
    ranked.sort(key=lambda row: (row.result.ikm is None, -(row.result.ikm or 0), row.unit.name))
    served = _sum_known(group.population for group in groups)
    pooled = score_parts(add_parts(group.now for group in groups)).result
    scored = [Fraction(result.ikm) for result in results if result.ikm is not None]
    return Rollup(
        period=period,
        selection=chosen,
        shown=tuple(
            row
            for row in ranked
            if (not chosen.mark or row.has(chosen.mark))
            and chosen.name.casefold() in row.unit.name.casefold()
        ),
        units=tuple(ranked),
        pooled=pooled,
        pooled_bounds=interval(pooled, population_of(period, served)),
        mean=round_half_up(sum(scored, Fraction()) / len(scored)) if scored else None,
        weighted=_weigh(groups, results),
    )


def _sum_known(numbers: Iterable[int | None]) -> int | None:
    """The sum; None where one is not known."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return sum(known) if len(known) == len(found) else None


def _weigh(groups: Sequence[_Group], results: Sequence[Result]) -> Decimal | None:
    """The mean of the IKMs by the people served; None where a unit with an IKM does not state them."""
    pairs = zip(groups, results, strict=True)
    scored = [(group.population, result.ni) for group, result in pairs if result.ni is not None]
    total = _sum_known(population or None for population, _ in scored)
    if not total:
        return None
    return round_half_up(sum((ni * (population or 0) for population, ni in scored), Fraction()) * 25 / total)


def _changes(
    groups: Sequence[_Group], results: Sequence[Result], period: Period
) -> Iterator[Comparison | None]:
    """Each unit's change since the previous period, as many compared together as there are."""
    earlier = period.previous()
    before = [score_parts(group.before).result for group in groups]
    many = sum(old.ikm is not None and now.ikm is not None for old, now in zip(before, results, strict=True))
    for group, old, now in zip(groups, before, results, strict=True):
        sizes = population_of(earlier, group.population_before), population_of(period, group.population)
        yield compare(old, now, sizes, comparisons=max(1, many))


def _group(db: Database, top: Unit, period: Period, chosen: Selection, sees: Sees | None) -> list[_Group]:
    """The units, each with the sums over those below it that are merged into it."""
    earlier = period.previous()
    now, before = (
        rollups.tally_units(db, top.unit_id, days.start, days.end, chosen.part) for days in (period, earlier)
    )
    years = rollups.list_unit_years(db, top.unit_id, period.start.year)
    years_before = years
    if earlier.start.year != period.start.year:
        years_before = rollups.list_unit_years(db, top.unit_id, earlier.start.year)
    groups: list[_Group] = []
    for branch in tree.list_branches(db, top.unit_id):
        unit, year = branch.unit, years.get(branch.unit.unit_id)
        # The population counts the people served by all services and channels together.
        population, population_before = (
            one.population if one and chosen.part == AnswerFilter() else None
            for one in (year, years_before.get(unit.unit_id))
        )
        own, old = now.get(unit.unit_id, {}), before.get(unit.unit_id, {})
        if sees and own and not sees(unit, period):
            own = {}
        if sees and old and not sees(unit, earlier):
            old = {}
        if chosen.level is None or branch.depth <= chosen.level:
            target = Decimal(year.target_ikm) if year and year.target_ikm else None
            groups.append(_Group(unit, 1, own, old, population, population_before, target))
        elif own or old or year:
            group = groups[-1]
            groups[-1] = replace(
                group,
                unit_count=group.unit_count + 1,
                now=add_parts((group.now, own)),
                before=add_parts((group.before, old)),
                population=_add_population(group.population, group.now, population),
                population_before=_add_population(group.population_before, group.before, population_before),
            )
    # A top without answers of its own, such as a city above its districts, is not one of the units.
    return [group for group in groups if count_parts(group.now) or group.unit.unit_id != top.unit_id]


def _add_population(known: int | None, answers: Parts, own: int | None) -> int | None:
    """The population of a group is known if that of each unit with answers is."""
    return _sum_known([known if answers or known else 0, own])


def _ranked(
    group: _Group, period: Period, result: Result, change: Comparison | None, rank: tuple[int, int] | None
) -> RankedUnit:
    best, worst = rank or (None, None)
    return RankedUnit(
        unit=group.unit,
        unit_count=group.unit_count,
        result=result,
        bounds=interval(result, population_of(period, group.population)),
        change=change,
        target=group.target,
        capaian=capaian(result.ikm, group.target) if result.ikm is not None and group.target else None,
        sample=sample_of(period, group.population, result.respondents),
        best=best,
        worst=worst,
        population=group.population,
    )
