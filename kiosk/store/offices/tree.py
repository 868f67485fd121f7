"""The tree of units: a kota with its kecamatan, a kecamatan with its kelurahan."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.journal.attestation import attest_place
from kiosk.store.offices.units import UNIT_COLUMNS
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import as_unit
from kiosk.store.offices.units import update_unit

# A common table expression `above`: the unit `:unit_id` and all above it.
ABOVE = """with recursive above (unit_id, parent_unit_id) as (
    select unit_id, parent_unit_id from units where unit_id = :unit_id
    union
    select u.unit_id, u.parent_unit_id from units u join above a on u.unit_id = a.parent_unit_id)"""


@dataclass(frozen=True)
class Branch:
    """A unit and its depth below the requested one (0: that unit itself)."""

    unit: Unit
    depth: int


def is_within(db: Database, unit_id: str, top_id: str) -> bool:
    """Whether the unit is `top_id` itself or lies below it."""
    row = db.execute(
        f"{ABOVE} select 1 as found from above where unit_id = :top_id",
        {"unit_id": unit_id, "top_id": top_id},
    ).fetchone()
    return row is not None


def has_units_below(db: Database, unit_id: str) -> bool:
    """Whether any unit lies below this one."""
    return (
        db.execute("select 1 as found from units where parent_unit_id = ? limit 1", [unit_id]).fetchone()
        is not None
    )


def list_branches(db: Database, top_id: str) -> list[Branch]:
    """The unit and all below it, each before its children, children by name."""
    columns = ", ".join(f"u.{name}" for name in UNIT_COLUMNS)
    rows = db.execute(
        f"""with recursive below (unit_id) as (
               select unit_id from units where unit_id = ?
               union
               select u.unit_id from units u join below b on u.parent_unit_id = b.unit_id)
           select {columns} from below b join units u on u.unit_id = b.unit_id order by u.name, u.unit_id""",
        [top_id],
    )
    units = [as_unit(row) for row in rows]
    under: dict[str | None, list[Unit]] = {}
    for unit in units:
        under.setdefault(unit.parent_unit_id, []).append(unit)
    branches: list[Branch] = []
    waiting = [Branch(unit, 0) for unit in units if unit.unit_id == top_id]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        children = under.get(branch.unit.unit_id, [])
        waiting += [Branch(unit, branch.depth + 1) for unit in reversed(children)]
    return branches


def change_unit(
    db: Database, unit_id: str, *, name: str, parent_unit_id: str, below: str, now: datetime
) -> None:
    """Rename a unit and move it under another one, both or neither.

    Raises:
        NotFound: it does not lie below the unit `below`, or the new parent is not that unit or below it.
        Conflict: as `move_unit`.
    """
    with transaction(db):
        if unit_id == below or not is_within(db, unit_id, below) or not is_within(db, parent_unit_id, below):
            raise NotFound(f"unit {unit_id} below {below}")
        update_unit(db, unit_id, {"name": name}, now)
        move_unit(db, unit_id, parent_unit_id, now)


def move_unit(db: Database, unit_id: str, parent_unit_id: str, now: datetime) -> None:
    """Move a unit, with all below it, under another one.

    Raises:
        Conflict: the new parent is the unit itself or lies below it.
    """
    with ensure_transaction(db):
        if is_within(db, parent_unit_id, unit_id):
            raise Conflict("a unit cannot be below itself")
        db.execute("update units set parent_unit_id = ? where unit_id = ?", [parent_unit_id, unit_id])
        attest_place(db, unit_id, now)
