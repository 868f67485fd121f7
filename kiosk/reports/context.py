"""What a report is made from: an order names unit and period, the rest is read from the database here.

Papers that go out show a published period as it was published; the others show the answers as they are.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.publishing import summarise_published
from kiosk.figures.rollup import Choices
from kiosk.figures.rollup import League
from kiosk.figures.rollup import compare_units
from kiosk.figures.rollup import list_choices
from kiosk.figures.rollup import read_selection
from kiosk.figures.summary import Summary
from kiosk.figures.summary import summarise
from kiosk.figures.trend import yearly_trend
from kiosk.operations.evidence import path_of
from kiosk.papers.bukti import Evidence
from kiosk.papers.laporan import Background
from kiosk.papers.listing import Line
from kiosk.papers.listing import lines
from kiosk.papers.lkj import Peer
from kiosk.papers.lkj import Year
from kiosk.store.answers import figures
from kiosk.store.answers import rows
from kiosk.store.offices import goals
from kiosk.store.offices import tree
from kiosk.store.offices import units
from kiosk.store.offices.units import Unit
from kiosk.store.results import publication_log
from kiosk.store.results import publications
from kiosk.store.results import report_texts


@dataclass(frozen=True)
class Order:
    """What to make a report of.

    `printed_at` is the office's local time, `base_url` (no last slash) where the public reaches this
    installation, None when nobody has said; `evidence` the folder of evidence files, None without one.
    `asked` is the selection of units for the roll-up, as `league.read_selection` takes it.
    """

    db: Database
    unit: Unit
    period: Period
    printed_at: datetime
    base_url: str | None = None
    with_comments: bool = False
    evidence: Path | None = None
    asked: Mapping[str, str] = field(default_factory=dict)


def current(order: Order) -> Summary:
    """The period from the answers as they are now."""
    return summarise(order.db, order.unit, order.period, order.printed_at)


def official(order: Order) -> Summary:
    """The period as published, or as it is now where it is not published."""
    summary = current(order)
    if summary.publication is None:
        return summary
    return summarise_published(order.db, order.unit, summary.publication, order.printed_at)


def publication_url(order: Order, summary: Summary) -> str | None:
    """Where the public can check the period's publication; None where there is no such place."""
    if summary.publication is None or not order.base_url:
        return None
    return f"{order.base_url}/hasil/{order.unit.code}/{summary.publication.number}"


def roll_up(order: Order) -> tuple[League, Choices]:
    """The units below, as selected, and what they can be selected by. Raises SelectionError."""
    choices = list_choices(order.db, order.unit)
    selection = read_selection(order.asked, choices)
    return compare_units(order.db, order.unit, order.period, selection), choices


def listing(order: Order) -> Iterator[Line]:
    """The single answers."""
    services = units.list_services(order.db, order.unit.unit_id, include_retired=True)
    found = rows.iterate_rows(
        order.db,
        order.unit.unit_id,
        order.period.start,
        order.period.end,
        with_comments=order.with_comments,
    )
    return lines(found, {service.service_id: service.name for service in services}, order.unit.timezone)


def services_offered(order: Order) -> list[str]:
    """The names of the unit's services."""
    return [service.name for service in units.list_services(order.db, order.unit.unit_id)]


def background(order: Order) -> Background:
    """What the Laporan tells beside the summary."""
    unit_id, period = order.unit.unit_id, order.period
    days = figures.count_days(order.db, unit_id, period.start, period.end)
    return Background(
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        trend=yearly_trend(order.db, order.unit, period.end.year),
        target=_target(order.db, order.unit, period.end.year),
        announcements=publication_log.list_announcements(order.db, unit_id, period),
        texts=report_texts.list_texts(order.db, unit_id, period),
    )


def _target(db: Database, unit: Unit, year: int) -> Decimal | None:
    target = units.get_year(db, unit.unit_id, year).target_ikm
    return Decimal(target) if target else None


def whole_year(order: Order) -> Order:
    """The same for the year that the period ends in."""
    return replace(order, period=Period.parse(f"{order.period.end.year}"))


def year(order: Order) -> Year:
    """What the LKj tells beside the year's summary."""
    number = order.period.end.year
    return Year(
        target=_target(order.db, order.unit, number),
        trend=yearly_trend(order.db, order.unit, number, years=3),
        goal=goals.get_goal(order.db, order.unit.unit_id, number),
        peers=_peers(order),
    )


def _peers(order: Order) -> list[Peer]:
    """The units to compare with: those below, or those beside, of which only what is public is known."""
    if tree.has_units_below(order.db, order.unit.unit_id):
        league = compare_units(order.db, order.unit, order.period)
        return [Peer(found.unit.name, found.result.ikm, found.target) for found in league.standings]
    if order.unit.parent_unit_id is None:
        return []
    beside = [
        branch.unit for branch in tree.list_branches(order.db, order.unit.parent_unit_id) if branch.depth == 1
    ]
    found = []
    for unit in beside:
        if unit == order.unit:
            ikm = official(order).result.ikm
        else:
            published = publications.find_publication(order.db, unit.unit_id, order.period)
            ikm = published.ikm if published else None
        if ikm is not None:
            found.append(Peer(unit.name, ikm, _target(order.db, unit, order.period.end.year)))
    return found if len(found) > 1 else []


def evidence(order: Order, summary: Summary) -> Evidence:
    """The logs of the period, with what there is of their files."""
    announcements = publication_log.list_announcements(order.db, order.unit.unit_id, order.period)
    attached = [one for entry in announcements for one in entry.evidence]
    attached += [one for plan in summary.plans for one in plan.evidence]
    files = {}
    for one in attached:
        path = path_of(order.evidence, one) if order.evidence else None
        if path and path.exists():
            files[one.attachment_id] = path.read_bytes()
    return Evidence(announcements, summary.plans, files)
