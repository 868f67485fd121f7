"""The period that a URL asks for."""

from flask import request

from kiosk.base import clock
from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.base.period import month_of
from kiosk.db import get_db
from kiosk.store.answers import answer_counts
from kiosk.store.offices.units import Unit


def latest_month(unit: Unit) -> Period:
    """The month of the unit's latest answer, or the present month while there is none."""
    latest = answer_counts.get_latest_day(get_db(), unit.unit_id) or clock.local_now(unit.timezone).date()
    return month_of(latest)


def asked_period(unit: Unit, usual: Period | None = None) -> tuple[Period, str | None]:
    """The period of `?periode=`, or from `?dari=` to `?sampai=`; else `usual`, or the latest month.

    The second value says why a period was not understood, or is None.
    """
    asked = request.args.get("periode")
    if "dari" in request.args:
        asked = f"{request.args['dari']}..{request.args.get('sampai', '')}"
    if asked is None:
        return usual or latest_month(unit), None
    try:
        return Period.parse(asked), None
    except PeriodError as error:
        return usual or latest_month(unit), str(error)


def siblings(period: Period) -> list[Period]:
    """The month, quarter, semester and year that contain the first day of `period`."""
    day = period.start
    quarter = Period.parse(f"{day.year}-TW{(day.month + 2) // 3}")
    semester = Period.parse(f"{day.year}-S{1 if day.month <= 6 else 2}")
    return [month_of(day), quarter, semester, Period.parse(f"{day.year}")]
