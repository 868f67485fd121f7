"""Medium-term targets: the IKM that a plan of several years (RPJMD) sets for its last year."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.journal.attestation import attest


@dataclass(frozen=True)
class Goal:
    """A medium-term (RPJMD) target: the IKM to be reached by the end of `year`."""

    year: int
    target_ikm: str


def list_goals(db: Database, unit_id: str) -> list[Goal]:
    """The unit's medium-term targets, the earliest first."""
    rows = db.execute("select year, target_ikm from unit_goals where unit_id = ? order by year", [unit_id])
    return [Goal(**dict(row)) for row in rows]


def get_goal(db: Database, unit_id: str, year: int) -> Goal | None:
    """The medium-term target that applies in `year`: the next one for that year or later."""
    return next((goal for goal in list_goals(db, unit_id) if goal.year >= year), None)


def set_goal(db: Database, unit_id: str, goal: Goal, now: datetime) -> None:
    """Store a medium-term target, replacing an earlier one for the same end year."""
    with transaction(db):
        db.execute(
            """insert into unit_goals (unit_id, year, target_ikm) values (?, ?, ?)
               on conflict (unit_id, year) do update set target_ikm = excluded.target_ikm""",
            [unit_id, goal.year, goal.target_ikm],
        )
        attest(db, "goal", unit_id, goal.year, now)


def remove_goal(db: Database, unit_id: str, year: int, now: datetime) -> None:
    """Delete the medium-term target of that end year. Raises NotFound if there is none."""
    with transaction(db):
        done = db.execute("delete from unit_goals where unit_id = ? and year = ?", [unit_id, year])
        if not done.rowcount:
            raise NotFound(f"goal {year}")
        attest(db, "goal", unit_id, year, now)
