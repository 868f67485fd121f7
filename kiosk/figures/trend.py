"""The IKM over time: by month, and by year including the years before this program."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlite_utils import Database

from kiosk.base.period import YEARS
from kiosk.base.period import Period
from kiosk.figures.frozen import read_figures
from kiosk.figures.sampling import population_of
from kiosk.figures.together import pick_part
from kiosk.figures.together import score_parts
from kiosk.store.answers import answer_counts
from kiosk.store.answers.counting import Parts
from kiosk.store.offices import units
from kiosk.store.offices import yearly
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import UnitYear
from kiosk.store.results import publications
from kiosk.store.results.publications import Publication
from scoring import Result
from scoring import interval

# The source of a value that is computed from the answers as they are now.
COUNTED = "Jawaban dalam program ini"
SEVERAL = "Beberapa kuesioner yang tidak dijumlahkan"


@dataclass(frozen=True)
class Point:
    """One value of a trend; every field except the labels may be None.

    `low` and `high` bound its 95 % interval, `target` is the office's target for that year, `source` says
    where a value comes from, `code` is that of its period.
    """

    label: str
    long_label: str
    value: Decimal | None
    mutu: str | None
    low: Decimal | None
    high: Decimal | None
    target: Decimal | None
    respondents: int | None
    source: str | None = None
    code: str = ""


def monthly_trend(db: Database, unit: Unit, last: Period, months: int = 12) -> tuple[Point, ...]:
    """The month `last` and those before it, from the answers as they are now; an empty month is a gap."""
    periods = [last]
    while len(periods) < months:
        periods.insert(0, periods[0].previous())
    tallies = answer_counts.tally_months(db, unit.unit_id, periods[0].start, last.end)
    years = {period.start.year for period in periods}
    targets = {year: target_of(units.get_year(db, unit.unit_id, year)) for year in years}
    return tuple(
        _scored(period, tallies.get(period.code, {}), targets[period.start.year], None) for period in periods
    )


def _scored(period: Period, parts: Parts, target: Decimal | None, population: int | None) -> Point:
    """The point of these answers; a gap without any, or where questionnaires must not be added up."""
    result = score_parts(parts).result
    bounds = interval(result, population)
    return Point(
        label=short_title(period),
        long_label=period.title,
        value=result.ikm,
        mutu=result.mutu,
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        target=target,
        respondents=result.respondents,
        source=_source(result),
        code=period.code,
    )


def _source(result: Result) -> str | None:
    if not result.respondents:
        return None
    return SEVERAL if result.reason and result.reason.between else COUNTED


def yearly_trend(
    db: Database,
    unit: Unit,
    last_year: int,
    years: int = 5,
    known: Mapping[Period, Parts] | None = None,
    *,
    is_official: bool = False,
    only: str = "",
) -> tuple[Point, ...]:
    """The year `last_year` and those before it, as `period_trend` does it."""
    last = Period.parse(f"{last_year}")
    return period_trend(db, unit, last, years, known, is_official=is_official, only=only)


def period_trend(
    db: Database,
    unit: Unit,
    last: Period,
    number: int,
    known: Mapping[Period, Parts] | None = None,
    *,
    is_official: bool = False,
    only: str = "",
) -> tuple[Point, ...]:
    """The period `last` and those of the same kind before it, `number` in all.

    A publication has precedence over a year's figure that was entered by hand from another document, and that
    over the answers as they are now, which an official trend does not show. Leading periods without any value
    are left out. `known` are answers that the caller has already read: those of these periods are not read
    again. With `only`, the id of a questionnaire, computed and published values are those of its answers.
    """
    periods = [last]
    while len(periods) < number and periods[0].previous().start.year in YEARS:
        periods.insert(0, periods[0].previous())
    entered = {figure.year: figure for figure in yearly.list_yearly(db, unit.unit_id)}
    settings_of = {settings.year: settings for settings in units.list_years(db, unit.unit_id)}
    points: list[Point] = []
    for period in periods:
        year = period.start.year
        settings = settings_of.get(year) or UnitYear(year, None, None)
        label, target = short_title(period), target_of(settings)
        if published := publications.find_publication(db, unit.unit_id, period, only):
            source = f"Publikasi Nomor {published.number}"
            point = published_point(published, label=label, target=target, source=source)
        elif period.kind == "tahun" and (figure := entered.get(year)):
            point = Point(
                label, period.title, figure.ikm, figure.mutu, None, None, target,
                figure.respondents, figure.source,
            )  # fmt: skip
        elif is_official:
            apart = SEVERAL if publications.list_apart(db, unit.unit_id, period) else None
            point = Point(label, period.title, None, None, None, None, target, None, apart)
        else:
            parts = (known or {}).get(period)
            if parts is None:
                parts = answer_counts.get_tallies(db, unit.unit_id, period.start, period.end)
            point = _scored(
                period, pick_part(parts, only), target, population_of(period, settings.population)
            )
        if points or point.value is not None:
            points.append(point)
    return tuple(points)


def published_point(
    publication: Publication, *, label: str, target: Decimal | None = None, source: str | None = None
) -> Point:
    """A publication as a point, from its frozen text only."""
    shown = read_figures(publication)
    return Point(
        label, shown.period.title, shown.ikm, shown.mutu, shown.low, shown.high, target,
        shown.respondents, source,
    )  # fmt: skip


def published_trend(current: Iterable[Publication]) -> tuple[Point, ...]:
    """Published periods of one kind, in the order given."""
    return tuple(
        published_point(publication, label=short_title(Period.parse(publication.period)))
        for publication in current
    )


def short_title(period: Period) -> str:
    """The label on the axis of a chart: "Mei 24", "TW II 24", "Sem I 24", "2024"; the last day of a range."""
    year = f"{period.end:%y}"
    match period.kind:
        case "bulan":
            return f"{period.title[:3]} {year}"
        case "triwulan":
            return f"TW {period.title.split()[1]} {year}"
        case "semester":
            return f"Sem {period.title.split()[1]} {year}"
        case "tahun":
            return period.code
    return f"{period.end:%d-%m-%y}"


def target_of(year: UnitYear) -> Decimal | None:
    """The target IKM of a year."""
    return Decimal(year.target_ikm) if year.target_ikm else None
