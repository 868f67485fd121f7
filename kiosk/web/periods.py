"""The period that a URL asks for."""

from flask import g
from flask import request

from kiosk.base import clock
from kiosk.base.formatting import read_date
from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.base.period import month_of
from kiosk.db import get_db
from kiosk.figures import visibility
from kiosk.security.roles import PIMPINAN
from kiosk.security.roles import is_at_least
from kiosk.store.answers import answer_counts
from kiosk.store.offices.units import Unit


def latest_month(unit: Unit) -> Period:
    """The month of the unit's latest answer, or the present month while there is none."""
    latest = answer_counts.get_latest_day(get_db(), unit.unit_id) or clock.local_now(unit.timezone).date()
    return month_of(latest)


def asked_period(unit: Unit, usual: Period | None = None) -> tuple[Period, str | None]:
    """The period of `?periode=`, of `?tahun=` and `?bagian=`, or from `?dari=` to `?sampai=`.

    Without them it is `usual`, or the latest month.

    The second value says why a period was not understood, or is None.
    """
    asked = request.args.get("periode")
    if "tahun" in request.args:
        asked = "-".join(filter(None, (request.args["tahun"].strip(), request.args.get("bagian"))))
    if "dari" in request.args:
        asked = f"{_iso(request.args['dari'])}..{_iso(request.args.get('sampai', ''))}"
    if asked is None:
        period = usual or latest_month(unit)
        g.shown_period = period.code
        return period, None
    try:
        period = Period.parse(asked)
        g.asked_period = g.shown_period = period.code  # both for the log of acts
        return period, None
    except PeriodError as error:
        period = usual or latest_month(unit)
        g.shown_period = period.code
        return period, str(error)


def _iso(typed: str) -> str:
    """A typed day as a period's code has it; what is no day stays, for the message."""
    try:
        return read_date(typed).isoformat()
    except ValueError:
        return typed


def sees_everything() -> bool:
    """Whether the user may see figures of any days and of few respondents (see `visibility`)."""
    return is_at_least(g.person.role, PIMPINAN)


def readable_period(unit: Unit, usual: Period | None = None) -> tuple[Period, str | None]:
    """As `asked_period`; for a petugas the latest month to be seen in place of a period that may not be."""
    period, problem = asked_period(unit, usual)
    if sees_everything():
        return period, problem
    today = clock.local_now(unit.timezone).date()
    obstacle = visibility.find_obstacle(get_db(), unit, period, today)
    if obstacle is None:
        return period, problem
    is_asked = not {"periode", "dari", "tahun"}.isdisjoint(request.args)
    shown = visibility.latest_visible(get_db(), unit, today)
    g.shown_period = shown.code
    return shown, problem or (obstacle if is_asked else None)


def siblings(period: Period) -> list[Period]:
    """The month, quarter, semester and year that contain the first day of `period`."""
    day = period.start
    quarter = Period.parse(f"{day.year}-TW{(day.month + 2) // 3}")
    semester = Period.parse(f"{day.year}-S{1 if day.month <= 6 else 2}")
    return [month_of(day), quarter, semester, Period.parse(f"{day.year}")]
