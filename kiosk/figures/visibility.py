"""Which figures a petugas may see, who knows when a visitor was at the counter.

Whole months, quarters, semesters and years that are over: what changes between two looks at a running month
is one visitor's answers. Each with at least `MIN_RESPONDENTS`, also what is left when those that may be seen
are subtracted from each other. Calendar periods contain each other or are apart, so what can be computed is,
for each of them, what is left without the visible ones inside it.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.base.period import calendar_parts
from kiosk.base.period import month_of
from kiosk.base.period import months_of
from kiosk.figures.dashboard import Dashboard
from kiosk.figures.dashboard import Group
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.official import read_groups
from kiosk.figures.small_groups import left_of
from kiosk.figures.small_groups import list_merged
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import CHANNEL
from kiosk.figures.summary import SERVICES
from kiosk.figures.summary import Groups
from kiosk.figures.summary import Summary
from kiosk.figures.summary import count_groups
from kiosk.figures.together import add_parts
from kiosk.figures.together import pick_part
from kiosk.figures.trend import COUNTED
from kiosk.figures.trend import SEVERAL
from kiosk.figures.trend import Point
from kiosk.store.answers import answer_counts
from kiosk.store.answers.counting import Parts
from kiosk.store.offices.units import Unit
from kiosk.store.results import publications

ONLY_CALENDAR = "Petugas melihat hasil per bulan, triwulan, semester, atau tahun, tidak per rentang hari."
_YEARS_BACK = 3


def find_obstacle(db: Database, unit: Unit, period: Period, today: date) -> str | None:
    """Why a petugas may not see the figures of `period`, in Indonesian; None when they may be seen."""
    if period.kind == "rentang":
        return ONLY_CALENDAR
    if period.end >= today:
        return f"Hasil {period.title} tampil bagi petugas setelah berakhir; pimpinan melihatnya sekarang."
    if _hidden(db, unit, period):
        return (
            f"Hasil {period.title} memuat bulan dengan kurang dari {MIN_RESPONDENTS} responden, sehingga "
            "jawaban perorangan dapat terbaca. Hanya pimpinan yang melihatnya."
        )
    return None


def latest_visible(db: Database, unit: Unit, today: date) -> Period:
    """The latest month with answers that a petugas may see; the latest month that is over without any."""
    month = month_of(today)
    ended = [month := month.previous() for _ in range(12 * _YEARS_BACK)]
    by_month = answer_counts.tally_months(db, unit.unit_id, ended[-1].start, ended[0].end)
    seen = [one for one in ended if one.code in by_month and not _is_hidden(one, by_month)]
    empty = [one for one in ended if one.code not in by_month]
    return next(iter([*seen, *empty]), Period.parse(f"{today.year - _YEARS_BACK - 1}-01"))


def _hidden(db: Database, unit: Unit, period: Period) -> bool:
    return _is_hidden(period, answer_counts.tally_months(db, unit.unit_id, period.start, period.end))


def _is_hidden(period: Period, by_month: Mapping[str, Parts]) -> bool:
    """Whether few respondents of a questionnaire would be left; each one is also shown alone."""
    questionnaires = {id for parts in by_month.values() for id in parts}
    return any(
        count_hidden(period, {code: parts[id].respondents for code, parts in by_month.items() if id in parts})
        for id in questionnaires
    )


def count_hidden(period: Period, counts: dict[str, int]) -> int:
    """The respondents of `period` outside the visible periods in it; none when it is visible itself."""
    if period.kind == "bulan":
        left = counts.get(period.code, 0)
    else:
        left = sum(count_hidden(part, counts) for part in _parts(period))
    return left if left < MIN_RESPONDENTS else 0


def _parts(period: Period) -> Sequence[Period]:
    """The next smaller calendar periods in a year, a semester or a quarter."""
    year, first = period.start.year, period.start.month
    if period.kind == "tahun":
        return [Period.parse(f"{year}-S{number}") for number in (1, 2)]
    if period.kind == "semester":
        return [Period.parse(f"{year}-TW{(first + 2) // 3 + number}") for number in (0, 1)]
    return [Period.parse(f"{year}-{first + number:02}") for number in range(3)]


def limit_summary(summary: Summary, *, has_previous: bool) -> Summary:
    """What a petugas sees of it: its `merged` groups merged, and no comparison with a period not to be seen.

    What was published or typed in from a document may be seen.
    """
    is_month = summary.period.kind == "bulan"
    shown = {
        name: tuple(merge_small_groups(rows, summary.merged.get(name, ())))
        for name, rows in summary.tables.items()
    }
    merged = replace(
        summary,
        profile={name: shown[name] for name in summary.profile},
        services=shown[SERVICES],
        channels=shown[CHANNEL],
        # Longer periods less the months in them would leave the answers of a month with few.
        extras=tuple(replace(one, counts=shown[one.question]) for one in summary.extras) if is_month else (),
        importance=summary.importance if is_month else None,
    )
    if has_previous or (summary.previous and summary.previous.source):
        return merged
    unknown = dict.fromkeys(summary.unsur_change)
    plans = tuple(replace(one, before=None, change=None) for one in summary.follow_up)
    return replace(
        merged, previous=None, change=None, unsur_change=unknown, follow_up=plans, hides_previous=True
    )


def list_live(db: Database, unit: Unit, period: Period, only: str = "") -> list[tuple[Period, Groups]]:
    """The groups in the months, quarters and semesters inside a calendar period, the shorter ones first."""
    if period.kind in ("bulan", "rentang"):
        return []
    by_month = answer_counts.tally_months(db, unit.unit_id, period.start, period.end)
    found = []
    for part in [*months_of(period), *calendar_parts(period)]:
        counted = [pick_part(by_month.get(month.code, {}), only) for month in months_of(part)]
        found.append((part, count_groups(db, unit, part, add_parts(counted), only)))
    return found


def list_published(db: Database, summary: Summary) -> list[tuple[Period, Groups]]:
    """The groups in results published before that of `summary` in the same years, the first one first."""
    published = sorted(publications.list_current(db, summary.unit.unit_id), key=attrgetter("number"))
    years = range(summary.period.start.year, summary.period.end.year + 1)
    found = []
    for one in published:
        period = Period.parse(one.period)
        is_before = summary.publication is None or one.number < summary.publication.number
        is_same = one.instrument == summary.result.instrument.id or not (one.apart or summary.only)
        if is_before and is_same and not {period.start.year, period.end.year}.isdisjoint(years):
            found.append((period, read_groups(one)))
    return found


def find_merged(summary: Summary, before: Sequence[tuple[Period, Groups]]) -> dict[str, frozenset[str]]:
    """The groups to merge in each table of the summary, beside these tables of other periods."""
    return {
        name: list_merged(
            [
                *((one, rows) for one, groups in before if (rows := groups.tables.get(name))),
                (summary.period, own),
            ]
        )
        for name, own in summary.tables.items()
    }


def hide_differences(summary: Summary, before: Sequence[tuple[Period, Groups]]) -> Summary:
    """The summary for a paper that leaves the office, beside which those of `before` were published.

    Nothing of few respondents follows by subtracting: groups are merged in its tables, and importance is left
    out where few rated it beside the others.
    """
    merged = {
        name: summary.merged.get(name, frozenset()) | more
        for name, more in find_merged(summary, before).items()
    }
    found = summary.importance
    answered = {key: sum(given) for key, given in found.counts.items()} if found else {}
    rated = [*((one, groups.importance) for one, groups in before), (summary.period, answered)]
    return replace(summary, merged=merged, importance=found if _shows_importance(rated) else None)


def _shows_importance(rated: Sequence[tuple[Period, Mapping[str, int]]]) -> bool:
    """Whether the last of these periods may show it; `rated` says how many rated each unsur."""
    shown: dict[Period, Mapping[str, int]] = {}
    for period, numbers in rated:
        more = {**shown, period: numbers}
        left = [number for one in more if one.contains(period) for number in left_of(one, more).values()]
        if numbers and min([*numbers.values(), *left]) >= MIN_RESPONDENTS:
            shown = more
    return rated[-1][0] in shown


def limit_dashboard(db: Database, view: Dashboard, today: date) -> Dashboard:
    """What a petugas sees of the dashboard of a visible month."""
    unit, summary = view.summary.unit, view.summary
    has_previous = find_obstacle(db, unit, summary.previous_period, today) is None
    return replace(
        view,
        summary=limit_summary(summary, has_previous=has_previous),
        services=_without_small(view.services),
        channels=_without_small(view.channels),
        months=tuple(limit_point(point) for point in view.months),
        years=limit_trend(db, unit, view.years, today),
    )


def _without_small(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups, largest first, up to the last of which the others hold as many respondents as needed."""
    shown = list(groups)
    left = 0
    while shown and (shown[-1].result.respondents < MIN_RESPONDENTS or 0 < left < MIN_RESPONDENTS):
        left += shown.pop().result.respondents
    return tuple(shown)


def limit_trend(db: Database, unit: Unit, points: Iterable[Point], today: date) -> tuple[Point, ...]:
    """The trend without the figures of periods not to be seen, unless they were published or typed in."""

    def may_see(point: Point) -> bool:
        is_counted = point.source in (COUNTED, SEVERAL)
        return not is_counted or find_obstacle(db, unit, Period.parse(point.code), today) is None

    return tuple(point if may_see(point) else _gap(point) for point in points)


def limit_point(point: Point) -> Point:
    """The point of a trend, a gap where it has too few respondents."""
    return _gap(point) if 0 < (point.respondents or 0) < MIN_RESPONDENTS else point


def _gap(point: Point) -> Point:
    return replace(point, value=None, mutu=None, low=None, high=None, respondents=0, source=None)
