"""What the dashboard shows: the month so far, the year's sample and its pace, and where to look."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.summary import CHANNELS
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Summary
from kiosk.figures.summary import summarise
from kiosk.figures.together import score_parts
from kiosk.figures.trend import Point
from kiosk.figures.trend import monthly_trend
from kiosk.figures.trend import target_of
from kiosk.figures.trend import yearly_trend
from kiosk.store.answers import answer_counts
from kiosk.store.answers import suggestions
from kiosk.store.answers import visits
from kiosk.store.answers.counting import Parts
from kiosk.store.answers.visits import VisitCounts
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.units import Unit
from scoring import Interval
from scoring import Result
from scoring import interval
from scoring import round_half_up
from scoring import sample_size

# From here an unsur can hardly rise further, and it raises the IKM in every period.
CEILING = Decimal("97.50")
# Working days over which the present speed is measured.
RECENT_DAYS = 20


@dataclass(frozen=True)
class Group:
    """One service or channel with its own result; `bounds` is None if its interval cannot be computed."""

    label: str
    result: Result
    bounds: Interval | None


@dataclass(frozen=True)
class Pace:
    """Respondents of the year against the year's sample.

    `working_days` are those left in the year after today, `needed` the respondents required
    on each of them, rounded up; `recent` the average of the last `RECENT_DAYS` working days (one
    decimal). `percent` is of the target, at most 100.
    """

    year: int
    respondents: int
    target: int
    percent: Decimal
    missing: int
    working_days: int
    needed: int | None
    recent: Decimal

    @property
    def projected(self) -> int:
        """The respondents at the year's end at the present speed."""
        return self.respondents + int(round_half_up(Fraction(self.recent) * self.working_days, 0))

    @property
    def is_enough(self) -> bool:
        """Whether the sample is reached, or will be at the present speed."""
        return not self.missing or (
            self.needed is not None and self.recent * self.working_days >= self.missing
        )


@dataclass(frozen=True)
class Dashboard:
    """The dashboard of a unit. `pace` is None until the population of the year is stated."""

    summary: Summary
    target: Decimal | None
    pace: Pace | None
    services: tuple[Group, ...]
    channels: tuple[Group, ...]
    months: tuple[Point, ...]
    years: tuple[Point, ...]
    ceiling: tuple[str, ...]
    visits: VisitCounts
    unanswered: int


def read_dashboard(db: Database, unit: Unit, month: Period, now: datetime) -> Dashboard:
    """The dashboard for `month`; `now` is the office's local time."""
    summary = summarise(db, unit, month, now)
    days = (month.start, month.end)
    year = units.get_year(db, unit.unit_id, month.start.year)
    names = {
        service.service_id: service.name
        for service in units.list_services(db, unit.unit_id, include_retired=True)
    }
    services = answer_counts.tally_services(db, unit.unit_id, *days)
    return Dashboard(
        summary=summary,
        target=target_of(year),
        pace=read_pace(db, unit, now.date()) if year.population else None,
        services=_groups({names.get(key or "", NOT_ANSWERED): part for key, part in services.items()}),
        channels=_groups(
            {
                CHANNELS[key]: part
                for key, part in answer_counts.tally_channels(db, unit.unit_id, *days).items()
            }
        ),
        months=monthly_trend(db, unit, month),
        years=yearly_trend(db, unit, month.start.year),
        ceiling=ceiling_unsur(summary.result),
        visits=visits.count_visits(db, unit.unit_id, *days),
        unanswered=suggestions.count_suggestions(
            db, unit.unit_id, suggestions.SuggestionFilter(answered=False)
        ),
    )


def ceiling_unsur(result: Result) -> tuple[str, ...]:
    """The unsur at `CEILING` or above, such as Biaya/Tarif if the service is free."""
    return tuple(
        unsur.key
        for unsur in result.unsur.values()
        if unsur.converted is not None and unsur.converted >= CEILING
    )


def _groups(by_label: Mapping[str, Parts]) -> tuple[Group, ...]:
    """The groups with their results, the largest first."""
    results = [(label, score_parts(parts).result) for label, parts in by_label.items()]
    results.sort(key=lambda pair: (-pair[1].respondents, pair[0]))
    return tuple(Group(label, result, interval(result)) for label, result in results)


def read_pace(db: Database, unit: Unit, today: date) -> Pace | None:
    """The respondents of this year against its sample; None until its population is stated."""
    population = units.get_year(db, unit.unit_id, today.year).population
    if not population:
        return None
    year = Period.parse(f"{today.year}")
    respondents = answer_counts.count_respondents(db, unit.unit_id, year.start, year.end)
    target = sample_size(population)
    missing = max(0, target - respondents)
    settings = survey_settings.get_survey_settings(db, unit.unit_id)
    left = sum(1 for _ in _working_days(today + timedelta(days=1), year.end, settings))
    recent = list(_working_days(today - timedelta(days=RECENT_DAYS * 3), today, settings))[-RECENT_DAYS:]
    counts = answer_counts.count_days(db, unit.unit_id, recent[0], today) if recent else {}
    return Pace(
        year=today.year,
        respondents=respondents,
        target=target,
        percent=min(Decimal(100), round_half_up(Fraction(100 * respondents, target))),
        missing=missing,
        working_days=left,
        needed=ceil(Fraction(missing, left)) if left else None,
        recent=round_half_up(Fraction(sum(counts.values()), len(recent) or 1), 1),
    )


def _working_days(start: date, end: date, settings: SurveySettings) -> Iterable[date]:
    """The days with opening hours, Monday to Friday where there are none, without holidays."""
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        if settings.is_working_day(day):
            yield day
