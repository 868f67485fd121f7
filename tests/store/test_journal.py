"""The journal has a link for every response and decision, and finds what was changed without the program."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.store.answers import responses
from kiosk.store.answers import suggestions
from kiosk.store.engine.connection import open_database
from kiosk.store.engine.connection import transaction
from kiosk.store.journal import journal
from kiosk.store.journal.chain import Break
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.kinds import RESPONSE
from kiosk.store.migrations import migrations
from kiosk.store.migrations.schema import migrate
from tests.conftest import NOW
from tests.store.samples import new_response

# The number of links of a new office, before the first answer.
FOUNDED = 8


def _record(db: Database, office: Office, number: int) -> str:
    response = new_response(office, number, comment="Loket Bu Fulanah ramah.")
    responses.record_response(db, response, NOW)
    return response.response_id


@pytest.fixture
def unit_id(db: Database, office: Office) -> str:
    """A unit with four responses: the second excluded and restored, the third excluded."""
    ids = [_record(db, office, number) for number in range(1, 5)]
    who: dict[str, Any] = {"unit_id": office.unit.unit_id, "person_id": office.admin.person_id, "now": NOW}
    for one in ids[1:3]:
        responses.exclude_responses(db, response_ids=[one], reason="Uji coba petugas", **who)
    responses.restore_responses(db, response_ids=[ids[1]], **who)
    return office.unit.unit_id


def test_every_response_and_decision_has_a_link_in_a_valid_chain(db: Database, unit_id: str) -> None:
    kinds = [row["kind"] for row in db.execute("select kind from journal order by sequence")]
    assert kinds[:FOUNDED] == ["unit", "place"] + ["service"] * 3 + ["account"] + ["collector"] * 2
    assert kinds[FOUNDED:] == ["response"] * 4 + ["exclude", "exclude", "restore"]
    assert find_break(db, unit_id) is None


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("update responses set biaya = 1 where response_id like '%2'", (FOUNDED + 2, "edited")),
        (
            "update responses set local_day = '2024-04-30' where response_id like '%3'",
            (FOUNDED + 3, "edited"),
        ),
        ("update profiles set sex = 'L' where response_id like '%1'", (FOUNDED + 1, "edited")),
        ("delete from profiles where response_id like '%1'", (FOUNDED + 1, "deleted")),
        ("update comments set text = 'Buruk.' where response_id like '%4'", (FOUNDED + 4, "edited")),
        ("delete from comments where response_id like '%4'", (FOUNDED + 4, "deleted")),
        ("update comments set local_day = '2023-05-31' where response_id like '%4'", (None, "edited")),
        ("update comments set unit_id = null where response_id like '%4'", (None, "edited")),
        ("update exclusions set reason = 'Ganda' where restored_at is null", (FOUNDED + 6, "edited")),
        ("update exclusions set restored_by = null, restored_at = null", (FOUNDED + 7, "edited")),
        ("update responses set voided_at = null", (None, "edited")),
        ("update responses set excluded_for = null", (None, "edited")),
        ("update responses set excluded_for = 'Ganda'", (None, "edited")),
        ("update responses set voided_at = '2024-05-31T00:00:00.000Z'", (None, "edited")),
        ("delete from exclusions where restored_at is null", (FOUNDED + 6, "deleted")),
        ("delete from journal where sequence = 11", (FOUNDED + 3, "missing link")),
        ("delete from journal where sequence = 15", (FOUNDED + 7, "head")),
        ("update journal set content_hash = previous where sequence = 10", (FOUNDED + 2, "altered link")),
        (
            "update journal set at = '2023-01-01T00:00:00.000Z' where sequence = 13",
            (FOUNDED + 5, "altered link"),
        ),
        ("update journal_heads set sequence = 16", (FOUNDED + 8, "head")),
        ("delete from journal_heads", (FOUNDED + 8, "head")),
    ],
)
def test_a_change_made_without_the_program_is_found(
    db: Database, unit_id: str, deed: str, expected: tuple[int | None, str]
) -> None:
    db.execute(deed)
    found = find_break(db, unit_id)
    assert found and (found.sequence, found.problem) == expected


def test_a_deleted_response_is_found_by_its_link(db: Database, unit_id: str) -> None:
    with transaction(db):
        for table in ("comment_handling", "comments", "profiles", "responses"):
            db.execute(f"delete from {table} where response_id like '%4'")  # noqa: S608
    assert find_break(db, unit_id) == Break(unit_id, FOUNDED + 4, "response", f"{4:032x}", "deleted")


def test_an_inserted_response_has_no_link(db: Database, unit_id: str) -> None:
    columns = ", ".join(name for name in RESPONSE.facts if name != "response_id")
    copied = f"insert into responses (response_id, {columns}) select ?, {columns} from responses limit 1"  # noqa: S608
    db.execute(copied, ["f" * 32])
    assert find_break(db, unit_id) == Break(unit_id, None, "response", "f" * 32, "inserted")


def test_a_purge_of_personal_parts_keeps_the_chain_valid(db: Database, unit_id: str) -> None:
    with transaction(db):
        for part in ("profile", "comment"):
            db.execute(f"delete from {part}s")  # noqa: S608
            journal.record_purge(db, unit_id, part, date(2024, 6, 1), NOW)
    assert find_break(db, unit_id) is None


def test_a_purge_covers_only_responses_before_its_day(db: Database, unit_id: str) -> None:
    with transaction(db):
        db.execute("delete from profiles where response_id like '%1'")
        journal.record_purge(db, unit_id, "profile", date(2024, 5, 31), NOW)
    assert find_break(db, unit_id) == Break(unit_id, FOUNDED + 1, "response", f"{1:032x}", "deleted")


def test_a_redaction_of_a_suggestion_has_its_own_link(db: Database, office: Office, unit_id: str) -> None:
    suggestions.redact_suggestion(
        db,
        unit_id,
        f"{1:032x}",
        [1, 2],
        seen="Loket Bu Fulanah ramah.",
        person_id=office.admin.person_id,
        now=NOW,
    )
    assert find_break(db, unit_id) is None
    db.execute("update comments set text = 'Loket Bu Fulanah ramah.' where response_id like '%1'")
    found = find_break(db, unit_id)
    assert found and (found.sequence, found.problem) == (FOUNDED + 1, "edited")


def test_the_head_on_an_old_paper_stays_in_the_chain(db: Database, office: Office, unit_id: str) -> None:
    head = journal.get_head(db, unit_id)
    assert head and head.sequence == FOUNDED + 7
    _record(db, office, 5)
    assert journal.is_in_chain(db, unit_id, head.stamp)
    assert not journal.is_in_chain(db, unit_id, f"{FOUNDED + 6}-{head.digest[:16]}")
    assert not journal.is_in_chain(db, unit_id, f"{head.sequence}-")


def test_the_digest_of_a_link_follows_from_the_documented_form() -> None:
    hashes = ("a" * 64, None, None)
    text = (
        f'["ikm-jurnal-1","u1",1,"response","r1","{"a" * 64}",null,null,'
        f'"2024-05-31T01:12:00.000Z","{"0" * 64}"]'
    )
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert (
        journal.hash_link("u1", 1, "response", "r1", hashes, "2024-05-31T01:12:00.000Z", journal.START)
        == expected
    )


_VALUES = st.recursive(
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False),
    lambda values: st.lists(values, max_size=4),
)


@given(values=st.lists(_VALUES, max_size=6))
def test_what_is_hashed_is_json_without_spaces(values: list[object]) -> None:
    written = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    assert journal.hash_values(*values) == hashlib.sha256(written.encode()).hexdigest()


def test_each_unit_has_its_own_chain(db: Database, office: Office, unit_id: str) -> None:
    assert journal.get_head(db, "another") is None
    assert find_break(db, "another") is None


def test_an_office_from_before_the_journal_gets_its_links(tmp_path: Path) -> None:
    db = open_database(tmp_path / "old.db")
    migrations.apply(db, stop_before=next(m.name for m in migrations.pending(db) if "journal" in m.name))
    with transaction(db):
        db.execute(
            "insert into units (unit_id, code, name, timezone, created_at) values ('u', 'u', 'U', 'UTC', '')"
        )
        db.execute(
            """insert into people (person_id, username, name, unit_id, role, password_hash, session_key,
                                   created_at) values ('p', 'admin', 'A', 'u', 'admin', '-', '-', '')"""
        )
        db.execute(
            """insert into collectors (collector_id, code, unit_id, name, channel, created_at)
               values ('c', 'cccc', 'u', 'C', 'kiosk', '')"""
        )
        for number in (1, 2):
            one = f"{number:032x}"
            db.execute(
                """insert into responses (response_id, unit_id, collector_id, instrument, answered_at,
                                          local_day, received_at, biaya, voided_at)
                   values (?, 'u', 'c', 'permenpan-14-2017', '2024-05-31T01:00:00.000Z', '2024-05-31',
                           '2024-05-31T01:00:00.000Z', 4, ?)""",
                [one, "2024-05-31T02:00:00.000Z" if number == 2 else None],
            )
            db.execute("insert into profiles (response_id, sex) values (?, 'P')", [one])
            db.execute("insert into comments (response_id, text) values (?, 'Baik.')", [one])
        db.execute(
            "insert into exclusions values ('e', ?, 'Uji', '2024-05-31T02:00:00.000Z', 'p', null, null)",
            [one],
        )
    migrate(db)
    kinds = [row["kind"] for row in db.execute("select kind from journal order by sequence")]
    assert kinds == ["response", "response", "exclude", "place", "unit", "collector", "account"]
    assert find_break(db, "u") is None
    db.execute("update responses set biaya = 1")
    assert find_break(db, "u") is not None
    db.close()
