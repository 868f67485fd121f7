"""Tallies of whole months, apart by month, service or channel; read from the month tallies alone."""

from datetime import date

from sqlite_utils import Database

from kiosk.store.answers.figures import as_tallies
from kiosk.store.answers.tallies import ANSWERS
from kiosk.store.answers.tallies import whole_months
from scoring import Tallies

_SUMS = ", ".join(f"sum({name}) as {name}" for name in ANSWERS)


def tally_months(db: Database, unit_id: str, start: date, end: date) -> dict[str, Tallies]:
    """The months (`2024-05`) that have responses."""
    return _tally_by(db, "month", unit_id, start, end)


def tally_services(db: Database, unit_id: str, start: date, end: date) -> dict[str | None, Tallies]:
    """The services by id; None for responses of no stated service."""
    return {key or None: found for key, found in _tally_by(db, "service_id", unit_id, start, end).items()}


def tally_channels(db: Database, unit_id: str, start: date, end: date) -> dict[str, Tallies]:
    """The channels (`kiosk`, `qr`, `kertas`, `impor`)."""
    return _tally_by(db, "channel", unit_id, start, end)


def _tally_by(db: Database, column: str, unit_id: str, start: date, end: date) -> dict[str, Tallies]:
    months = whole_months(start, end)
    if months is None:
        raise ValueError(f"not whole months: {start} to {end}")
    rows = db.execute(
        f"""select {column} as part, {_SUMS} from month_tallies
            where unit_id = :unit_id and month between :first and :last
            group by {column} having sum(respondents) > 0 order by {column}""",
        {"unit_id": unit_id, **months},
    )
    return {row["part"]: as_tallies(row) for row in rows}
