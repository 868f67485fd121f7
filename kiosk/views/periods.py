"""The period that an address asks for."""

from flask import request

from kiosk import clock
from kiosk.db import get_db
from kiosk.store import figures
from kiosk.store.units import Unit
from scoring import Period
from scoring import PeriodError
from scoring import month_of


def latest_month(unit: Unit) -> Period:
    """The month of the unit's latest answers, or the present one while it has none."""
    latest = figures.get_latest_day(get_db(), unit.unit_id) or clock.local_now(unit.timezone).date()
    return month_of(latest)


def asked_period(unit: Unit) -> tuple[Period, str | None]:
    """The period of `?periode=` or the latest month; and why an odd one was not understood."""
    asked = request.args.get("periode")
    if asked is None:
        return latest_month(unit), None
    try:
        return Period.parse(asked), None
    except PeriodError as error:
        return latest_month(unit), str(error)
