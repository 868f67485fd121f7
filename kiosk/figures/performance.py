"""The figures of a yearly performance report (LKj): achievement, progress, budget, comparison with others.

Rules: capaian and its category are those of `scoring.capaian`; the part of a budget that was spent is
realisasi / pagu × 100; efficiency is capaian minus that part. Each figure is computed exactly and rounded
once, half up.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kiosk.figures.trend import Point
from kiosk.store.offices.goals import Goal
from kiosk.store.results.indicators import Indicator
from kiosk.store.results.indicators import NewIndicator
from kiosk.store.results.indicators import PeerFigure
from scoring import Capaian
from scoring import capaian
from scoring import round_half_up

IKM = "Indeks Kepuasan Masyarakat (IKM)"
YEARS_SHOWN = 3


def reached(value: Decimal | None, target: Decimal | None, is_lower_better: bool = False) -> Capaian | None:
    """What part of a target was reached; None if either is unknown or the target is 0."""
    if value is None or not target or target < 0 or value < 0:
        return None
    return capaian(value, target, is_lower_better=is_lower_better)


@dataclass(frozen=True)
class Achievement:
    """An indicator, or another unit's, with its value of a year and its target; either may be None.

    `stated` is the capaian in percent that `source`, another document, states for it.
    """

    name: str
    value: Decimal | None
    target: Decimal | None
    is_lower_better: bool = False
    stated: Decimal | None = None
    source: str = ""

    @property
    def reached(self) -> Capaian | None:
        """The part of the target that was reached, None if it is unknown."""
        return reached(self.value, self.target, self.is_lower_better)


@dataclass(frozen=True)
class Spending:
    """A budget in rupiah (pagu) and what of it was spent; either may be None."""

    name: str
    budget: Decimal | None
    spent: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """The part of the budget that was spent, in percent; None if it is unknown."""
        if self.spent is None or not self.budget:
            return None
        return round_half_up(Fraction(self.spent) / Fraction(self.budget) * 100)


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the report's year with everything its tables say about it.

    `years` has the achievement of each year shown, `offices` that of each office by its name, `spending` the
    indicator's own budget or, without one, that of its program.
    """

    indicator: NewIndicator
    achievement: Achievement
    years: Mapping[int, Achievement]
    offices: Mapping[str, Achievement]
    spending: Spending

    @property
    def progress(self) -> Capaian | None:
        """The value against the target of the medium-term plan (RPJMD)."""
        one = self.indicator
        return reached(self.achievement.value, one.final_target, one.is_lower_better)

    @property
    def efficiency(self) -> Decimal | None:
        """Capaian minus the part of the budget that was spent, both in percent with two decimals."""
        found, spent = self.achievement.reached, self.spending.percent
        return found.percent - spent if found and spent is not None else None


@dataclass(frozen=True)
class Performance:
    """A year's indicators in their order, the years and offices compared, and the programs with a budget.

    `typed_ikm` is the office's own entry of the IKM, which the survey's has precedence over.
    """

    year: int
    rows: Sequence[IndicatorRow]
    years: Sequence[int]
    offices: Sequence[str]
    programs: Sequence[Spending]
    typed_ikm: Decimal | None = None

    @property
    def total(self) -> Spending:
        """The budgets of all programs."""
        budgets = _total(one.budget for one in self.programs)
        return Spending("Jumlah", budgets, _total(one.spent for one in self.programs))


@dataclass(frozen=True)
class Entered:
    """What a performance report is made of: the year's IKM and target, and what the office entered.

    `trend` are the IKM of the years up to this one; `indicators` are those of all years shown. `peers` are
    offices of this server with their IKM, the own unit among them; `figures` those entered by hand.
    """

    own: str
    ikm: Decimal | None
    target: Decimal | None = None
    goal: Goal | None = None
    trend: Sequence[Point] = ()
    indicators: Sequence[Indicator] = ()
    peers: Sequence[Achievement] = ()
    figures: Sequence[PeerFigure] = field(default_factory=tuple)


def measure(year: int, entered: Entered) -> Performance:
    """The figures of the report of `year`.

    The IKM comes first unless the office has placed it among its own indicators.
    """
    own = [one for one in entered.indicators if one.year == year]
    listed: list[NewIndicator] = [*own]
    if not any(one.is_ikm for one in own):
        listed.insert(0, NewIndicator(name=IKM, measure="Nilai", is_ikm=True))
    listed = [_complete(one, entered) for one in listed]
    programs = _programs(listed)
    rows = [_row(one, year, entered, programs) for one in listed]
    offices = list(dict.fromkeys(name for row in rows for name in row.offices))
    if len(offices) < 2:  # the own unit alone is no comparison
        offices = []
    years = sorted({number for row in rows for number in row.years})
    budgeted = [one for one in programs.values() if one.name]
    typed = next((one.value for one in own if one.is_ikm), None)
    return Performance(year, rows, years, offices, budgeted, typed)


def _complete(one: NewIndicator, entered: Entered) -> NewIndicator:
    """The unit's own IKM with its value and targets, which are not typed beside the survey's."""
    if not one.is_ikm:
        return one
    goal = entered.goal
    return replace(
        one,
        value=entered.ikm,
        target=one.target if entered.target is None else entered.target,
        final_target=Decimal(goal.target_ikm) if goal else one.final_target,
        final_year=goal.year if goal else one.final_year,
    )


def _programs(listed: Iterable[NewIndicator]) -> dict[str, Spending]:
    """The budget of each program by its name in lower case: the sum of its indicators' budgets."""
    found: dict[str, Spending] = {}
    for one in listed:
        if one.budget is None and one.spent is None:
            continue
        before = found.get(one.program.lower(), Spending(one.program or one.name, None, None))
        found[one.program.lower()] = replace(
            before, budget=_total((before.budget, one.budget)), spent=_total((before.spent, one.spent))
        )
    return found


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known else None


def _row(one: NewIndicator, year: int, entered: Entered, programs: Mapping[str, Spending]) -> IndicatorRow:
    own = Achievement(one.name, one.value, one.target, one.is_lower_better, one.stated_percent)
    spending = Spending(one.program, one.budget, one.spent)
    if one.budget is None and one.spent is None:
        spending = programs.get(one.program.lower(), spending) if one.program else spending
    return IndicatorRow(one, own, _years(one, own, year, entered), _offices(one, own, entered), spending)


def _years(one: NewIndicator, own: Achievement, year: int, entered: Entered) -> dict[int, Achievement]:
    """The indicator in the years shown in which it is known, by its name."""
    first = year - YEARS_SHOWN + 1
    found: dict[int, Achievement] = {}
    if one.is_ikm:
        for point in entered.trend:
            if point.label.isdecimal() and first <= int(point.label) < year:
                found[int(point.label)] = Achievement(
                    one.name, point.value, point.target, source=point.source or ""
                )
    else:
        for other in entered.indicators:
            if first <= other.year < year and other.name.lower() == one.name.lower():
                found[other.year] = Achievement(
                    one.name, other.value, other.target, other.is_lower_better, other.stated_percent
                )
    return {**found, year: own}


def _offices(one: NewIndicator, own: Achievement, entered: Entered) -> dict[str, Achievement]:
    """The indicator of the own unit, of offices of this server and of those entered by hand."""
    found = {entered.own: own}
    if one.is_ikm:
        found |= {peer.name: peer for peer in entered.peers if peer.name != entered.own}
    for figure in entered.figures:
        is_same = figure.indicator.lower() == one.name.lower() or (one.is_ikm and figure.indicator == IKM)
        if is_same and figure.office not in found:
            found[figure.office] = Achievement(
                one.name,
                figure.value,
                figure.target,
                one.is_lower_better,
                figure.stated_percent,
                figure.source,
            )
    return found


def explain_stated(one: Achievement) -> str | None:
    """By which arithmetic another document's capaian differs from ours; None where it does not differ.

    The candidates are those seen in reports; where none fits, the value that the stated percentage means.
    """
    found = one.reached
    if one.stated is None or found is None or one.value is None or not one.target:
        return None
    if one.stated == found.percent:
        return None
    exact = Fraction(one.value) / Fraction(one.target) * 100
    if one.is_lower_better:
        exact = 200 - exact
    for words, arithmetic in _ARITHMETIC.items():
        if arithmetic(exact) == one.stated:
            return words
    meant = one.stated * one.target / 100
    if one.is_lower_better:
        meant = 2 * one.target - meant
    return f"angka itu berarti realisasi {_comma(round_half_up(Fraction(meant)))}"


def _cut(exact: Fraction, places: int) -> Decimal:
    return Decimal(int(exact * 10**places)).scaleb(-places)


_ARITHMETIC: Mapping[str, Callable[[Fraction], Decimal | None]] = {
    "dipotong pada dua desimal, tidak dibulatkan": lambda exact: _cut(exact, 2),
    "dibulatkan ke satu desimal": lambda exact: round_half_up(exact, 1),
    "dipotong pada satu desimal": lambda exact: _cut(exact, 1),
    "dibulatkan ke bilangan bulat": lambda exact: round_half_up(exact, 0),
    "dipotong menjadi bilangan bulat": lambda exact: _cut(exact, 0),
    "target dibagi realisasi": lambda exact: round_half_up(10_000 / exact) if exact else None,
}


def _comma(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
