"""The journal vouches for the rows that explain the figures: names, places, targets, typed years, plans."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlite_utils import Database

from kiosk.offices import Office
from kiosk.offices import open_branch
from kiosk.store import goals
from kiosk.store import imports
from kiosk.store import journal
from kiosk.store import media
from kiosk.store import plans
from kiosk.store import services
from kiosk.store import tree
from kiosk.store import units
from kiosk.store import yearly
from kiosk.store.chain import Break
from kiosk.store.chain import find_break
from kiosk.store.goals import Goal
from kiosk.store.imports import Import
from kiosk.store.plans import NewPlan
from kiosk.store.units import UnitYear
from kiosk.store.yearly import YearlyFigure
from scoring import Period
from tests.conftest import NOW

MAY = Period.parse("2024-05")
DAY = date(2024, 5, 2)


@pytest.fixture
def unit_id(db: Database, office: Office) -> str:
    """An office with one row of everything that explains its figures, and two units below it."""
    unit_id, person_id = office.unit.unit_id, office.admin.person_id
    who: dict[str, Any] = {"unit_id": unit_id, "person_id": person_id, "now": NOW}
    for name in ("Kelurahan Hulu", "Kelurahan Hilir"):
        open_branch(db, parent=office.unit, name=name, now=NOW)
    units.set_year(db, unit_id, UnitYear(2024, 500, "87.50"), NOW)
    goals.set_goal(db, unit_id, Goal(2026, "88.50"), NOW)
    figure = YearlyFigure(2023, Decimal("88.23"), "B", 150, "LKj 2023")
    yearly.set_yearly(db, unit_id, figure, person_id=person_id, now=NOW)
    plans.create_plan(
        db, period=MAY, plan=NewPlan("waktu", "Loket kedua", "Kasi", 2024, 2, 2, DAY, DAY), **who
    )
    media.record_announcement(
        db, period=MAY, medium="papan", shown_day=DAY, place="Ruang tunggu", link="", **who
    )
    _start_import(db, office)
    assert find_break(db, unit_id) is None
    return unit_id


def _start_import(db: Database, office: Office) -> Import:
    fields: dict[str, str | int] = {
        "file_name": "mei.csv",
        "sha256": "0" * 64,
        "sheet": "",
        "column_order": "daftar",
    }
    fields |= {"first_day": "2024-05-02", "last_day": "2024-05-31"}
    fields |= {"responses": 12, "rejected": 0, "skipped": 0, "repeated": 0}
    who: dict[str, Any] = {"unit_id": office.unit.unit_id, "person_id": office.admin.person_id, "now": NOW}
    return imports.start_import(db, import_id="impor", fields=fields, again=False, **who)


@pytest.mark.parametrize(
    ("deed", "kind", "problem"),
    [
        ("update units set name = 'Lain' where parent_unit_id is null", "unit", "edited"),
        ("update units set timezone = 'Asia/Jakarta' where parent_unit_id is null", "unit", "edited"),
        ("update units set code = 'lain' where code = 'kelurahan-hulu'", "place", "edited"),
        ("update units set parent_unit_id = null where code = 'kelurahan-hulu'", "place", "edited"),
        ("update services set name = 'Lain' where code = 'kartu-keluarga'", "service", "edited"),
        ("update services set code = 'lain' where code = 'kartu-keluarga'", "service", "edited"),
        ("delete from services where code = 'kartu-keluarga'", "service", "deleted"),
        ("update collectors set channel = 'kertas' where channel = 'impor'", "collector", "edited"),
        ("update unit_years set population = 5000", "year", "edited"),
        ("update unit_years set target_ikm = '80.00'", "year", "edited"),
        ("delete from unit_years", "year", "deleted"),
        ("update unit_goals set target_ikm = '80.00'", "goal", "edited"),
        ("update yearly_figures set ikm = '80.00'", "yearly", "edited"),
        ("update imports set responses = 99", "import", "edited"),
        ("update imports set undone_at = started_at, undone_by = imported_by", "import", "edited"),
        ("update plans set done_day = due_day, done_by = created_by", "plan", "edited"),
        ("update announcements set medium = 'website'", "announcement", "edited"),
        ("insert into unit_goals select unit_id, 2029, target_ikm from unit_goals", "goal", "inserted"),
        ("insert into unit_years select unit_id, 2025, 9, null from unit_years", "year", "inserted"),
    ],
)
def test_what_is_changed_behind_the_programs_back_is_found_and_named(
    db: Database, unit_id: str, deed: str, kind: str, problem: str
) -> None:
    db.execute(deed)
    found = find_break(db, unit_id)
    assert found and (found.kind, found.problem) == (kind, problem)
    assert (found.sequence is None) == (problem == "inserted")


def test_a_unit_slipped_into_the_tree_is_found(db: Database, office: Office, unit_id: str) -> None:
    db.execute(
        """insert into units (unit_id, code, parent_unit_id, name, timezone, created_at)
           values ('x', 'x', ?, 'X', 'UTC', '2024-01-01T00:00:00.000Z')""",
        [unit_id],
    )
    assert find_break(db, unit_id) == Break(unit_id, None, "place", "x", "inserted")
    assert find_break(db, "x") == Break("x", None, "unit", "x", "inserted")


@pytest.mark.parametrize(
    "change",
    [
        lambda db, unit_id, *_: units.update_unit(db, unit_id, {"name": "Kecamatan Baru"}, NOW),
        lambda db, unit_id, *_: units.set_year(db, unit_id, UnitYear(2024, 600, None), NOW),
        lambda db, unit_id, *_: goals.remove_goal(db, unit_id, 2026, NOW),
        lambda db, unit_id, *_: yearly.remove_yearly(db, unit_id, 2023, NOW),
        lambda db, unit_id, service, _: services.rename_service(db, unit_id, service, "KK", NOW),
        lambda db, unit_id, service, _: services.retire_service(db, unit_id, service, NOW),
        lambda db, _, __, branches: tree.move_unit(db, branches[0], branches[1], NOW),
    ],
)
def test_what_the_program_changes_is_one_more_link(
    db: Database, unit_id: str, change: Callable[[Database, str, str, list[str]], None]
) -> None:
    service = units.list_services(db, unit_id)[0].service_id
    branches = [branch.unit.unit_id for branch in tree.list_branches(db, unit_id) if branch.depth]
    before = journal.get_head(db, unit_id)
    change(db, unit_id, service, branches)
    after = journal.get_head(db, unit_id)
    assert before and after and after.sequence == before.sequence + 1
    assert find_break(db, unit_id) is None
    # Saying the same again says nothing new.
    units.set_year(db, unit_id, units.get_year(db, unit_id, 2024), NOW)
    assert journal.get_head(db, unit_id) == after


def test_an_import_its_undoing_and_its_return_are_links_of_their_own(
    db: Database, office: Office, unit_id: str
) -> None:
    batch, person_id = imports.get_import(db, unit_id, "impor"), office.admin.person_id
    for _ in range(2):
        imports.undo_import(db, batch, person_id, NOW)
    assert find_break(db, unit_id) is None
    imports.restore_import(db, batch, person_id, NOW)
    kinds = [
        row["kind"]
        for row in db.execute("select kind from journal where subject_id = 'impor' order by sequence")
    ]
    assert kinds == ["import", "undo-import", "restore-import"]
    db.execute("update imports set file_name = 'juni.csv'")
    found = find_break(db, unit_id)
    assert found and (found.kind, found.problem) == ("restore-import", "edited")
