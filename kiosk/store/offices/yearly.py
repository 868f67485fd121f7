"""The IKM of years before this program was used, as other documents state it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest


@dataclass(frozen=True)
class YearlyFigure:
    """A year's IKM and mutu as `source` states them, not graded again. `respondents` may be unknown."""

    year: int
    ikm: Decimal
    mutu: str
    respondents: int | None
    source: str


def list_yearly(db: Database, unit_id: str) -> list[YearlyFigure]:
    """The unit's figures entered by hand, by year."""
    rows = db.execute(
        """select year, ikm, mutu, respondents, source from yearly_figures
           where unit_id = ? order by year""",
        [unit_id],
    )
    return [
        YearlyFigure(row["year"], Decimal(row["ikm"]), row["mutu"], row["respondents"], row["source"])
        for row in rows
    ]


def set_yearly(db: Database, unit_id: str, figure: YearlyFigure, *, person_id: str, now: datetime) -> None:
    """Store a year's figure, replacing the earlier entry of that year."""
    with transaction(db):
        db.execute(
            """insert into yearly_figures
                   (unit_id, year, ikm, mutu, respondents, source, entered_at, entered_by)
               values (:unit_id, :year, :ikm, :mutu, :respondents, :source, :entered_at, :entered_by)
               on conflict (unit_id, year) do update set
                   ikm = excluded.ikm, mutu = excluded.mutu, respondents = excluded.respondents,
                   source = excluded.source,
                   entered_at = excluded.entered_at, entered_by = excluded.entered_by""",
            {
                **vars(figure),
                "ikm": str(figure.ikm),
                "unit_id": unit_id,
                "entered_at": to_text(now),
                "entered_by": person_id,
            },
        )
        attest(db, "yearly", unit_id, figure.year, now)


def remove_yearly(db: Database, unit_id: str, year: int, now: datetime) -> None:
    """Delete a year's entry. Raises NotFound."""
    with transaction(db):
        done = db.execute("delete from yearly_figures where unit_id = ? and year = ?", [unit_id, year])
        if not done.rowcount:
            raise NotFound(f"yearly figure {year}")
        attest(db, "yearly", unit_id, year, now)
