"""What a report is made from: the unit and period asked for, and what the database says about them.

Papers that leave the office show a published period as it was published; the others show the answers as
they are now.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.extras import count_extras
from kiosk.figures.official import as_published
from kiosk.figures.performance import YEARS_SHOWN
from kiosk.figures.performance import Achievement
from kiosk.figures.rollup import Choices
from kiosk.figures.rollup import Rollup
from kiosk.figures.rollup import Sees
from kiosk.figures.rollup import list_choices
from kiosk.figures.rollup import read_selection
from kiosk.figures.rollup import roll_up
from kiosk.figures.summary import Summary
from kiosk.figures.summary import summarise
from kiosk.figures.trend import Point
from kiosk.figures.trend import period_trend
from kiosk.figures.trend import yearly_trend
from kiosk.figures.visibility import find_merged
from kiosk.figures.visibility import find_obstacle
from kiosk.figures.visibility import hide_differences
from kiosk.figures.visibility import limit_summary
from kiosk.figures.visibility import limit_trend
from kiosk.figures.visibility import list_live
from kiosk.figures.visibility import list_published
from kiosk.operations.evidence import path_of
from kiosk.papers.bukti import Evidence
from kiosk.papers.documents import Issuer
from kiosk.papers.findings import Trends
from kiosk.papers.laporan import Background
from kiosk.papers.listing import ListedResponse
from kiosk.papers.listing import list_responses
from kiosk.papers.lkj import Year
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.store.answers import answer_counts
from kiosk.store.answers import counted_responses
from kiosk.store.answers.counting import Parts
from kiosk.store.answers.extra_answers import count_extra_answers
from kiosk.store.journal import journal
from kiosk.store.offices import extra_questions
from kiosk.store.offices import goals
from kiosk.store.offices import questionnaires
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from kiosk.store.results import indicators
from kiosk.store.results import meetings
from kiosk.store.results import publication_log
from kiosk.store.results import publications
from kiosk.store.results import report_texts
from kiosk.store.results.publication_log import Announcement
from scoring import Instrument

# How many periods of its own kind a report's trend has.
_TREND_PERIODS = {"bulan": 12, "triwulan": 8, "semester": 6}


@dataclass(frozen=True)
class ReportContext:
    """The unit and period of a report, and each thing its papers need, read from the database once.

    `printed_at` is the office's local time. `base_url` (no trailing slash) is where the public reaches this
    installation, None if it is not set; `evidence_folder` holds the evidence files, None without one.
    `asked` selects units for the roll-up, as `rollup.read_selection` takes it. `is_limited`: for a petugas,
    who does not see everything (`visibility`). `only` is the id of the only questionnaire that the
    report is about, empty for all.
    """

    db: Database
    unit: Unit
    period: Period
    printed_at: datetime
    base_url: str | None = None
    with_comments: bool = False
    evidence_folder: Path | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    is_limited: bool = False
    only: str = ""

    @cached_property
    def current(self) -> Summary:
        """The period from the answers as they are now."""
        summary = replace(
            summarise(self.db, self.unit, self.period, self.printed_at, self.only),
            extras=count_extras(self.db, self.unit.unit_id, self.period, self.only),
        )
        if not self.is_limited:
            return summary
        has_previous = self.may_see(self.unit, summary.previous_period)
        return limit_summary(replace(summary, merged=self._merged(summary)), has_previous=has_previous)

    def _merged(self, summary: Summary) -> dict[str, frozenset[str]]:
        """What a petugas reads merged, who reads the shorter periods as well."""
        return find_merged(summary, list_live(self.db, self.unit, self.period, self.only))

    def may_see(self, unit: Unit, period: Period) -> bool:
        """Whether the figures of a unit's period may be shown."""
        today = self.printed_at.date()
        return not self.is_limited or find_obstacle(self.db, unit, period, today) is None

    @cached_property
    def official(self) -> Summary:
        """The period as published, or as it is now if it is not published."""
        summary = self.current
        if summary.publication is None:
            return summary if self.is_limited else hide_differences(summary, list_published(self.db, summary))
        published = as_published(summary, summary.publication)
        published = hide_differences(published, list_published(self.db, published))
        return limit_summary(published, has_previous=True) if self.is_limited else published

    @property
    def publication_url(self) -> str | None:
        """Where the public can check the period's publication; None without a publication or base URL."""
        publication = self.current.publication
        if publication is None or not self.base_url:
            return None
        return f"{self.base_url}/hasil/{self.unit.code}/{publication.number}"

    @cached_property
    def issuer(self) -> Issuer:
        """The unit with its logo and the end of its journal, for papers without a summary."""
        unit_id = self.unit.unit_id
        logo, head = units.get_logo(self.db, unit_id), journal.get_head(self.db, unit_id)
        return Issuer(self.unit, logo, head, self.printed_at)

    @cached_property
    def choices(self) -> Choices:
        """What the units of the roll-up can be selected by."""
        return list_choices(self.db, self.unit)

    @cached_property
    def rollup(self) -> Rollup:
        """The units below, as selected. Raises SelectionError."""
        selection = read_selection(self.asked, self.choices)
        return roll_up(self.db, self.unit, self.period, selection, self._sees)

    @property
    def _sees(self) -> Sees | None:
        return self.may_see if self.is_limited else None

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that the unit asks on the day of printing."""
        return questionnaires.get_asked(self.db, self.unit.unit_id, self.printed_at.date())

    @property
    def answered_rules(self) -> list[Instrument]:
        """The rules of the questionnaires answered in the period; of the one that is asked where none was."""
        return [part.instrument for part in self.current.parts] or [self.questionnaire.rules]

    @cached_property
    def asked_extras(self) -> list[ExtraQuestion]:
        """The unit's questions outside the index that are asked on the day of printing."""
        found = extra_questions.list_extra_questions(self.db, self.unit.unit_id)
        return [extra for extra in found if not extra.retired_at]

    @property
    def answered_extras(self) -> dict[int, ExtraQuestion]:
        """Those that were answered with a choice in the period, by their number among all of the unit."""
        given = count_extra_answers(self.db, self.unit.unit_id, self.period.start, self.period.end)
        found = extra_questions.list_extra_questions(self.db, self.unit.unit_id)
        return {n: extra for n, extra in enumerate(found, 1) if extra.extra_question_id in given}

    def iterate_responses(self) -> Iterator[ListedResponse]:
        """The single answers, read while they are iterated: memory does not hold them all."""
        services = units.list_services(self.db, self.unit.unit_id, include_retired=True)
        found = counted_responses.iterate_counted(
            self.db,
            self.unit.unit_id,
            self.period.start,
            self.period.end,
            with_comments=self.with_comments,
        )
        names = {service.service_id: service.name for service in services}
        chosen = (one for one in found if self.only in ("", one.instrument))
        return list_responses(chosen, names, self.unit.timezone)

    @cached_property
    def services(self) -> list[str]:
        """The names of the services that the unit offers."""
        return [service.name for service in units.list_services(self.db, self.unit.unit_id)]

    @cached_property
    def announcements(self) -> list[Announcement]:
        """Where the period's result was shown."""
        found = publication_log.list_announcements(self.db, self.unit.unit_id, self.period)
        return [one for one in found if not self.only or one.instrument in ("", self.only)]

    @cached_property
    def background(self) -> Background:
        """What the Laporan SKM contains besides the summary."""
        unit_id, period = self.unit.unit_id, self.period
        official = self.official
        first_day, last_day = official.first_day, official.last_day
        if not official.is_official:
            first_day, last_day = answer_counts.get_days(
                self.db, unit_id, period.start, period.end, self.only
            )
        return Background(
            first_day=first_day,
            last_day=last_day,
            trends=self._trends(),
            announcements=self.announcements,
            texts=report_texts.list_texts(self.db, unit_id, period),
        )

    @cached_property
    def whole_year(self) -> "ReportContext":
        """The context of the year that the period ends in: this one, if the period is that year."""
        year = Period.parse(f"{self.period.end.year}")
        return self if self.period == year else replace(self, period=year)

    @cached_property
    def year(self) -> Year:
        """What the LKj contains besides the year's summary."""
        number = self.period.end.year
        return Year(
            target=_target(self.db, self.unit, number),
            trend=self._years(number, years=3),
            goal=goals.get_goal(self.db, self.unit.unit_id, number),
            peers=self._peers(),
            indicators=indicators.list_indicators(
                self.db, self.unit.unit_id, number - YEARS_SHOWN + 1, number
            ),
            figures=indicators.list_peer_figures(self.db, self.unit.unit_id, number),
            meetings=meetings.list_meetings(self.db, self.unit.unit_id, number),
        )

    def _trends(self) -> Trends:
        """The whole years up to the end of the period, and the periods of its kind where that is no year."""
        end = self.period.end
        year = end.year if (end.month, end.day) == (12, 31) else end.year - 1
        return Trends(self._years(year), self._periods())

    def _periods(self) -> tuple[Point, ...]:
        if self.period.kind not in _TREND_PERIODS:
            return ()
        number, is_official = _TREND_PERIODS[self.period.kind], self.official.is_official
        points = period_trend(
            self.db, self.unit, self.period, number, self._known(), is_official=is_official, only=self.only
        )
        return self._limited(points)

    def _limited(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        today = self.printed_at.date()
        return limit_trend(self.db, self.unit, points, today) if self.is_limited else points

    def _years(self, last: int, years: int = 5) -> tuple[Point, ...]:
        """The years up to `last`; of a published period, those published or typed in alone."""
        is_official = self.official.is_official
        points = yearly_trend(
            self.db, self.unit, last, years, self._known(), is_official=is_official, only=self.only
        )
        return self._limited(points)

    def _known(self) -> dict[Period, Parts]:
        """The answers that were read already."""
        now = self.current
        return {now.period: now.counted, now.previous_period: now.previous.parts if now.previous else {}}

    def _peers(self) -> list[Achievement]:
        """The units to compare with: those below; without any, those beside, as far as they published.

        Beside a published result those below are shown as they published, too.
        """
        if tree.has_units_below(self.db, self.unit.unit_id):
            rollup = roll_up(self.db, self.unit, self.period, sees=self._sees)
            is_official = self.official.is_official
            return [
                Achievement(
                    found.unit.name,
                    self._published_ikm(found.unit) if is_official else found.result.ikm,
                    found.target,
                )
                for found in rollup.shown
            ]
        if self.unit.parent_unit_id is None:
            return []
        beside = [
            branch.unit
            for branch in tree.list_branches(self.db, self.unit.parent_unit_id)
            if branch.depth == 1
        ]
        found = []
        for unit in beside:
            ikm = self.official.result.ikm if unit == self.unit else self._published_ikm(unit)
            if ikm is not None:
                found.append(Achievement(unit.name, ikm, _target(self.db, unit, self.period.end.year)))
        return found if len(found) > 1 else []

    def _published_ikm(self, unit: Unit) -> Decimal | None:
        published = publications.find_publication(self.db, unit.unit_id, self.period, self.only)
        return published.ikm if published else None

    @cached_property
    def evidence(self) -> Evidence:
        """The logs of the period, with those of their files that exist."""
        plans = self.current.plans
        attached = [one for entry in self.announcements for one in entry.evidence]
        attached += [one for plan in plans for one in plan.evidence]
        files = {}
        for one in attached:
            path = path_of(self.evidence_folder, one) if self.evidence_folder else None
            if path and path.exists():
                files[one.attachment_id] = path.read_bytes()
        return Evidence(self.announcements, plans, files)


def _target(db: Database, unit: Unit, year: int) -> Decimal | None:
    target = units.get_year(db, unit.unit_id, year).target_ikm
    return Decimal(target) if target else None
