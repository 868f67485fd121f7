"""A unit's period as one frozen value, so that all screens and papers show the same figures."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.together import count_parts
from kiosk.figures.together import score_parts
from kiosk.questionnaire import profile
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.store.answers import answer_counts
from kiosk.store.answers import suggestions
from kiosk.store.answers.arrivals import SET_APART
from kiosk.store.answers.counting import Parts
from kiosk.store.journal import journal
from kiosk.store.journal.journal import Head
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from kiosk.store.results import plans
from kiosk.store.results import publications
from kiosk.store.results.plans import Plan
from kiosk.store.results.publications import Publication
from scoring import Comparison
from scoring import IndexResult
from scoring import Interval
from scoring import Result
from scoring import compare
from scoring import interval
from scoring import missing
from scoring import round_half_up
from scoring import sample_size

CHANNELS = {
    "kiosk": "Tablet di loket",
    "qr": "Ponsel (kode QR)",
    "kertas": "Lembar kertas",
    "impor": "Impor berkas",
    "skm-online": "SKM Online",
}
NOT_ANSWERED = "Tidak diisi"
UNDECIDED = f"{SET_APART} (belum diputuskan)"


@dataclass(frozen=True)
class Count:
    """One group of respondents: its label, its size, and its percentage of all respondents (two decimals)."""

    label: str
    count: int
    percent: Decimal


@dataclass(frozen=True)
class Comment:
    """One suggestion, with its day and the name of its service (may be empty)."""

    day: date
    service: str
    text: str


@dataclass(frozen=True)
class FollowUp:
    """A plan made from the previous period's result, and its unsur's converted value (×25) then and now.

    Either value, and then their difference too, is None if it could not be computed.
    """

    plan: Plan
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None


@dataclass(frozen=True)
class Summary:
    """Everything about one unit and period that the month page and the rekap show.

    `previous` is None if the previous period had no respondents, `change` if the two cannot be compared.
    `unsur_change` is the change of each unsur's converted value (×25) since then.
    `population` and `sample_*` are those of the period's year, None until the office enters the population.
    `plans` were made from this period's result, those in `follow_up` from the previous one.
    `publication` is the period's latest, None if there is none.
    `journal` is the end of the unit's journal at the time of reading, None for an empty one.
    `logo` is the PNG of the unit's letterhead, None for a unit without one.
    `parts` are the results of each questionnaire answered, `indices` those beside the IKM, such as IPAK, by
    id of the questionnaire; the counts of services, channels and profile are of all questionnaires.
    `counted_before` are the answers of the previous period.
    """

    unit: Unit
    period: Period
    result: Result
    interval: Interval | None
    previous_period: Period
    previous: Result | None
    change: Comparison | None
    unsur_change: Mapping[str, Decimal | None]
    population: int | None
    sample_target: int | None
    sample_missing: int | None
    profile: Mapping[str, tuple[Count, ...]]
    services: tuple[Count, ...]
    channels: tuple[Count, ...]
    comments: tuple[Comment, ...]
    excluded: tuple[Count, ...]
    printed_at: datetime
    plans: tuple[Plan, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    publication: Publication | None = None
    journal: Head | None = None
    logo: bytes | None = None
    parts: tuple[Result, ...] = ()
    counted_before: Parts = field(default_factory=dict)
    indices: Mapping[str, Mapping[str, IndexResult]] = field(default_factory=dict)

    @property
    def counted(self) -> Parts:
        """The counted answers by questionnaire."""
        return {part.instrument.id: part.tallies for part in self.parts}


def summarise(db: Database, unit: Unit, period: Period, printed_at: datetime) -> Summary:
    """Read and score `period` of `unit`; `printed_at` is the office's local time."""
    days = (period.start, period.end)
    parts = answer_counts.get_tallies(db, unit.unit_id, *days)
    together = score_parts(parts)
    result = together.result
    earlier = period.previous()
    counted_before = answer_counts.get_tallies(db, unit.unit_id, earlier.start, earlier.end)
    before = score_parts(counted_before).result
    previous = before if before.respondents else None
    year = units.get_year(db, unit.unit_id, period.start.year)
    names = {
        service.service_id: service.name
        for service in units.list_services(db, unit.unit_id, include_retired=True)
    }
    total = count_parts(parts)
    return Summary(
        unit=unit,
        period=period,
        result=result,
        interval=interval(result, year.population),
        previous_period=earlier,
        previous=previous,
        change=compare(previous, result) if previous else None,
        unsur_change=changes_per_unsur(previous, result),
        population=year.population,
        sample_target=sample_size(year.population) if year.population else None,
        sample_missing=missing(year.population, result.respondents) if year.population else None,
        profile=_profile(
            answer_counts.count_profile(db, unit.unit_id, *days),
            profile.merge_fields(load_questionnaire(id).profile for id in parts),
            total,
        ),
        services=_counts(
            sorted(
                (
                    (names.get(key or "", NOT_ANSWERED), n)
                    for key, n in answer_counts.count_services(db, unit.unit_id, *days).items()
                ),
                key=lambda pair: (-pair[1], pair[0]),
            ),
            total,
        ),
        channels=_counts(
            ((CHANNELS[key], n) for key, n in answer_counts.count_channels(db, unit.unit_id, *days).items()),
            total,
        ),
        comments=tuple(
            Comment(row.day, names.get(row.service_id or "", ""), row.text)
            for row in suggestions.list_texts(db, unit.unit_id, *days)
        ),
        excluded=_counts(
            (
                (UNDECIDED if reason == SET_APART else reason, n)
                for reason, n in answer_counts.count_exclusions(db, unit.unit_id, *days).items()
            ),
            total,
        ),
        printed_at=printed_at,
        plans=tuple(plans.list_plans(db, unit.unit_id, period)),
        follow_up=_follow_up(plans.list_plans(db, unit.unit_id, earlier), previous, result),
        publication=publications.find_publication(db, unit.unit_id, period),
        journal=journal.get_head(db, unit.unit_id),
        logo=units.get_logo(db, unit.unit_id),
        parts=together.parts,
        counted_before=counted_before,
        indices=together.indices,
    )


def _follow_up(earlier: Iterable[Plan], before: Result | None, now: Result) -> tuple[FollowUp, ...]:
    changes = changes_per_unsur(before, now)
    return tuple(
        FollowUp(plan, _converted(before, plan.unsur), _converted(now, plan.unsur), changes.get(plan.unsur))
        for plan in earlier
    )


def _converted(result: Result | None, key: str) -> Decimal | None:
    """An unsur's value ×25; None without an answer, and where the questionnaire has no such unsur."""
    unsur = result.unsur.get(key) if result else None
    return unsur.converted if unsur else None


def changes_per_unsur(before: Result | None, now: Result) -> dict[str, Decimal | None]:
    """Each unsur's converted value (×25) now minus that of before; None if either is unknown."""
    changes: dict[str, Decimal | None] = {}
    for key, unsur in now.unsur.items():
        old = _converted(before, key)
        changes[key] = unsur.converted - old if unsur.converted is not None and old is not None else None
    return changes


def _counts(pairs: Iterable[tuple[str, int]], total: int) -> tuple[Count, ...]:
    return tuple(
        Count(label, n, round_half_up(Fraction(100 * n, total)) if total else Decimal("0.00"))
        for label, n in pairs
    )


def _profile(
    counts: Mapping[str, Mapping[str | None, int]], fields: profile.Fields, total: int
) -> dict[str, tuple[Count, ...]]:
    """The counts of each field in the order of its answers; `Tidak diisi` last, if there is any."""
    table = {}
    for name, answers in fields.items():
        pairs = [(labels["id"], counts[name].get(code, 0)) for code, labels in answers.items()]
        if unanswered := counts[name].get(None, 0):
            pairs.append((NOT_ANSWERED, unanswered))
        table[name] = _counts(pairs, total)
    return table
