"""What a request orders a report of."""

from flask import g
from flask import request

from kiosk import clock
from kiosk.db import get_db
from kiosk.orders import Order
from kiosk.store import settings
from kiosk.views.addresses import base_url
from kiosk.views.uploads import folder
from scoring import Period


def order_for(period: Period, *, with_comments: bool = False) -> Order:
    """An order of the chosen unit's reports of `period`, as of now."""
    db = get_db()
    base = base_url(settings.get_survey_settings(db, g.unit.unit_id))
    now = clock.local_now(g.unit.timezone)
    return Order(db, g.unit, period, now, base, with_comments, folder(), request.args)
