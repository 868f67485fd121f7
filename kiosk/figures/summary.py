"""A unit's period as one frozen value, so that all screens and papers show the same figures."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.changes import FollowUp
from kiosk.figures.changes import change_from
from kiosk.figures.changes import changes_per_unsur
from kiosk.figures.changes import follow_up
from kiosk.figures.importance import Importance
from kiosk.figures.importance import read_importance
from kiosk.figures.previous import Previous
from kiosk.figures.previous import find_previous
from kiosk.figures.sampling import Sample
from kiosk.figures.sampling import population_of
from kiosk.figures.sampling import sample_of
from kiosk.figures.together import count_parts
from kiosk.figures.together import pick_part
from kiosk.figures.together import score_parts
from kiosk.questionnaire import profile
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import name_unless_official
from kiosk.store.answers import answer_counts
from kiosk.store.answers import suggestions
from kiosk.store.answers.arrivals import SET_APART
from kiosk.store.answers.counting import Parts
from kiosk.store.answers.suggestions import SuggestionFilter
from kiosk.store.journal import journal
from kiosk.store.journal.journal import Head
from kiosk.store.offices import units
from kiosk.store.offices.survey_settings import get_index_threshold
from kiosk.store.offices.units import Unit
from kiosk.store.results import plans
from kiosk.store.results import publications
from kiosk.store.results.plans import Plan
from kiosk.store.results.publications import Publication
from scoring import Comparison
from scoring import IndexResult
from scoring import Interval
from scoring import Result
from scoring import interval
from scoring import round_half_up

CHANNELS = {
    "kiosk": "Tablet di loket",
    "qr": "Ponsel (kode QR)",
    "kertas": "Lembar kertas",
    "impor": "Impor berkas",
    "skm-online": "SKM Online",
}
NOT_ANSWERED = "Tidak diisi"
# Names of tables in `Summary.tables`, beside the fields of the profile.
SERVICES = "services"
CHANNEL = "channels"
UNDECIDED = f"{SET_APART} (belum diputuskan)"


@dataclass(frozen=True)
class Count:
    """One group of respondents: its label, its size, and its percentage of all respondents (two decimals)."""

    label: str
    count: int
    percent: Decimal


@dataclass(frozen=True)
class ExtraCounts:
    """One of the unit's own questions outside the index, with how often each answer was chosen.

    Of a question with fewer than `MIN_RESPONDENTS` answers there are no `counts`, only the number `answered`.
    """

    question: str
    answered: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Comment:
    """One suggestion, with its day and the name of its service (may be empty)."""

    day: date
    service: str
    text: str


@dataclass(frozen=True)
class Summary:
    """Everything about one unit and period that the month page and the rekap show.

    `previous` is None if the previous period has no figure, `change` if the two cannot be compared.
    `unsur_change` is the change of each unsur's converted value (×25) since then.
    `population` is that of the period's year and `sample` what the period needs of it; both are None until
    the office enters the population. `target` is the IKM that the office aims at in that year.
    `suggestions` is the number of suggestions, None if it was not published with the period; `comments` are
    the latest `suggestions.MOST_TEXTS` of them, oldest first, which no published paper has. `first_day` and
    `last_day` are those of the published answers.
    `is_official` says that every figure is one that was published, `hides_previous` that the reader may not
    see the previous period.
    `plans` were made from this period's result, those in `follow_up` from the previous one.
    `publication` is the period's latest, None if there is none.
    `journal` is the end of the unit's journal at the time of reading, None for an empty one.
    `logo` is the PNG of the unit's letterhead, None for a unit without one.
    `parts` are the results of each questionnaire answered, `indices` those beside the IKM, such as IPAK, by
    id of the questionnaire; the counts of services, channels and profile are of all questionnaires.
    `index_threshold` is what the office wants each index to reach on the scale of 4.
    `published_apart` are the numbers of its questionnaires that are published each by itself.
    `only` is the id of the questionnaire that everything is about, empty for all that were answered.
    `extras` are the unit's own questions outside the index, `importance` is how important each unsur is, None
    where it was not asked or few answered; no figure above has either.
    `merged` are the groups that papers which leave the office must not name, by the names of `tables`.
    """

    unit: Unit
    period: Period
    result: Result
    interval: Interval | None
    previous_period: Period
    previous: Previous | None
    change: Comparison | None
    unsur_change: Mapping[str, Comparison | None]
    population: int | None
    sample: Sample | None
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
    indices: Mapping[str, Mapping[str, IndexResult]] = field(default_factory=dict)
    target: Decimal | None = None
    suggestions: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    is_official: bool = False
    hides_previous: bool = False
    index_threshold: Decimal | None = None
    only: str = ""
    extras: tuple[ExtraCounts, ...] = ()
    importance: Importance | None = None
    published_apart: tuple[int, ...] = ()
    merged: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, Sequence[Count]]:
        """The tables of groups: by field of the profile, `SERVICES`, `CHANNEL`, and by extra question."""
        return Groups(self.profile, self.services, self.channels, self.extras).tables

    @property
    def counted(self) -> Parts:
        """The counted answers by questionnaire."""
        return {part.instrument.id: part.tallies for part in self.parts}

    @property
    def questionnaires(self) -> str:
        """The titles of the questionnaires that were answered; empty for the official one alone."""
        return name_unless_official(part.instrument.id for part in self.parts or [self.result])


@dataclass(frozen=True)
class Groups:
    """The respondents of a period by each field of the profile, by service, by channel, by extra answer.

    `importance` is how many said how important an unsur is, by its key.
    """

    profile: Mapping[str, tuple[Count, ...]]
    services: tuple[Count, ...]
    channels: tuple[Count, ...]
    extras: tuple[ExtraCounts, ...] = ()
    importance: Mapping[str, int] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, Sequence[Count]]:
        """As `Summary.tables`."""
        return {
            **self.profile,
            SERVICES: self.services,
            CHANNEL: self.channels,
            **{one.question: one.counts for one in self.extras},
        }


def count_groups(db: Database, unit: Unit, period: Period, parts: Parts, only: str = "") -> Groups:
    """Count the respondents of `period`, whose answers by questionnaire are `parts`, in groups."""
    days = (period.start, period.end)
    total = count_parts(parts)
    names = _service_names(db, unit)
    return Groups(
        profile=_profile(
            answer_counts.count_profile(db, unit.unit_id, *days, only),
            profile.merge_fields(load_questionnaire(id).profile for id in parts),
            total,
        ),
        services=_counts(
            sorted(
                (
                    (names.get(key or "", NOT_ANSWERED), n)
                    for key, n in answer_counts.count_services(db, unit.unit_id, *days, only).items()
                ),
                key=lambda pair: (-pair[1], pair[0]),
            ),
            total,
        ),
        channels=_counts(
            (
                (CHANNELS[key], n)
                for key, n in answer_counts.count_channels(db, unit.unit_id, *days, only).items()
            ),
            total,
        ),
    )


def _service_names(db: Database, unit: Unit) -> dict[str, str]:
    return {
        service.service_id: service.name
        for service in units.list_services(db, unit.unit_id, include_retired=True)
    }


def summarise(db: Database, unit: Unit, period: Period, printed_at: datetime, only: str = "") -> Summary:
    """Read and score `period` of `unit`; `printed_at` is the office's local time.

    With `only`, the id of a questionnaire, only the answers to that one.
    """
    days = (period.start, period.end)
    parts = pick_part(answer_counts.get_tallies(db, unit.unit_id, *days), only)
    together = score_parts(parts)
    result = together.result
    earlier = period.previous()
    previous = find_previous(db, unit, earlier, only)
    year = units.get_year(db, unit.unit_id, period.start.year)
    population = population_of(period, year.population)
    names = _service_names(db, unit)
    total = count_parts(parts)
    groups = count_groups(db, unit, period, parts, only)
    comments = tuple(
        Comment(row.day, names.get(row.service_id or "", ""), row.text)
        for row in suggestions.list_texts(db, unit.unit_id, *days, only)
    )
    return Summary(
        unit=unit,
        period=period,
        result=result,
        interval=interval(result, population),
        previous_period=earlier,
        previous=previous,
        change=change_from(previous, result, population),
        unsur_change=changes_per_unsur(previous, result, population),
        population=year.population,
        sample=sample_of(period, year.population, result.respondents),
        profile=groups.profile,
        services=groups.services,
        channels=groups.channels,
        comments=comments,
        suggestions=suggestions.count_suggestions(db, unit.unit_id, SuggestionFilter(period, only=only)),
        excluded=_counts(
            (
                (UNDECIDED if reason == SET_APART else reason, n)
                for reason, n in answer_counts.count_exclusions(db, unit.unit_id, *days, only).items()
            ),
            total,
        ),
        printed_at=printed_at,
        plans=tuple(plans.list_plans(db, unit.unit_id, period)),
        follow_up=follow_up(plans.list_plans(db, unit.unit_id, earlier), previous, result, population),
        publication=publications.find_publication(db, unit.unit_id, period, only),
        journal=journal.get_head(db, unit.unit_id),
        logo=units.get_logo(db, unit.unit_id),
        parts=together.parts,
        indices=together.indices,
        index_threshold=get_index_threshold(db, unit.unit_id) if together.indices else None,
        target=Decimal(year.target_ikm) if year.target_ikm else None,
        only=only,
        published_apart=tuple(one.number for one in publications.list_apart(db, unit.unit_id, period)),
        importance=read_importance(db, unit.unit_id, period, result, only),
    )


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
