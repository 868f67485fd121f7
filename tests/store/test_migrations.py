"""An office of any earlier version is migrated with all its data."""

import json
import pkgutil
import re
import sqlite3
from importlib import import_module
from pathlib import Path

import pytest

from kiosk.questionnaire.choices import DEFAULT
from kiosk.store import migrations
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.copies import find_damage
from kiosk.store.journal.act_chain import find_broken_act
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import is_in_chain
from kiosk.store.migrations.schema import find_schema_changes
from kiosk.store.migrations.schema import migrate
from kiosk.store.offices.units import find_unit
from tests.store.recorded import FOLDER
from tests.store.recorded import describe

pytestmark = pytest.mark.sqlite_only


def test_every_step_is_applied_in_the_order_of_its_number() -> None:
    modules = [
        import_module(f"{migrations.__name__}.{one.name}")
        for one in pkgutil.iter_modules(migrations.__path__)
    ]
    written = {name for module in modules for name in vars(module) if re.match(r"m\d{4}_", name)}
    assert [step.__name__ for step in migrations.STEPS] == sorted(written)
    assert [int(name[1:5]) for name in sorted(written)] == list(range(1, len(written) + 1))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql")), ids=lambda path: path.stem)
def test_an_office_of_a_recorded_version_is_migrated_whole(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    old = sqlite3.connect(tmp_path / "ikm.db")
    old.executescript(text)
    old.close()
    db = open_database(tmp_path / "ikm.db")
    migrate(db)
    for code, [*figures, stamp] in json.loads(text.splitlines()[0].removeprefix("-- ")).items():
        assert describe(db)[code][:2] == figures
        assert is_in_chain(db, find_unit(db, code).unit_id, stamp)
    assert all(
        find_break(db, row["unit_id"]) is None for row in db.execute("select unit_id from units").fetchall()
    )
    assert find_broken_act(db) is None
    assert check_tallies(db) == []
    assert find_damage(db) == []
    assert find_schema_changes(db) == []
    db.close()


def test_rows_of_the_first_schema_pass_every_step(tmp_path: Path) -> None:
    db = open_database(tmp_path / "ikm.db")
    migrations.migrations.apply(db, stop_before=migrations.STEPS[3].__name__)
    day = "2024-05-31"
    at = f"{day}T02:00:00.000Z"
    rows: dict[str, list[object]] = {
        "units (unit_id, code, name, timezone, created_at)": ["u", "lama", "Lama", "Asia/Makassar", at],
        "people (person_id, username, name, unit_id, role, password_hash, session_key, created_at)": [
            *("p", "admin", "Admin", "u", "admin", "-", "-", at)
        ],
        "collectors (collector_id, code, unit_id, name, channel, created_at)": [
            *("c", "abcd", "u", "Tablet", "kiosk", at)
        ],
        f"responses (response_id, unit_id, collector_id, instrument, answered_at, local_day, received_at, "
        f"{', '.join(UNSUR)})": ["0" * 32, "u", "c", DEFAULT, at, day, at, *[3] * 9],
        "profiles (response_id, sex)": ["0" * 32, "P"],
        "comments (response_id, text)": ["0" * 32, "Ramah."],
    }
    for table, values in rows.items():
        db.execute(f"insert into {table} values ({', '.join('?' * len(values))})", values)  # noqa: S608
    for following in (*migrations.STEPS[4:], None):
        migrations.migrations.apply(db, stop_before=following.__name__ if following else None)
        assert db.execute("pragma foreign_key_check").fetchall() == []
    assert find_damage(db) == []
    assert find_break(db, "u") is None
    assert check_tallies(db) == []
    assert next(iter(describe(db).values()))[:2] == [1, "75.00"]
    db.close()
