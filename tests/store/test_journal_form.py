"""The canonical form of the journal and of bundles never changes: recorded bytes, and facts per kind."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations import bundles
from kiosk.operations.founding import Office
from kiosk.store.answers.responses import UNSUR
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine.connection import open_database
from kiosk.store.exchange import merging
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import Head
from kiosk.store.journal.journal import get_head
from kiosk.store.journal.kinds import KINDS
from kiosk.store.migrations.schema import migrate
from tests.conftest import NOW
from tests.store.recorded import FOLDER
from tests.store.recorded import KEY
from tests.store.recorded import export
from tests.store.recorded import fill

ROOT = Path(__file__).parent.parent.parent
BUNDLES = pytest.mark.parametrize("bundle", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
_IMPORT = """imports import_id collector_id file_name sha256 sheet column_order first_day last_day
    responses rejected skipped repeated imported_by started_at undone_at undone_by"""
# Kind → the table and the facts in the order in which they are hashed.
ROWS = {
    "response": """responses response_id unit_id service_id collector_id instrument answered_at local_day
        received_at persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan""",
    "exclude": "exclusions exclusion_id response_id reason excluded_at excluded_by",
    "restore": "exclusions exclusion_id restored_at restored_by",
    "publish": """publications publication_id number period revision respondents ikm mutu figures details
        digest published_at published_by""",
    "unit": """units unit_id name timezone agency address contact place signatory_title signatory_name
        signatory_rank signatory_nip""",
    "place": "units unit_id code parent_unit_id",
    "service": "services service_id code name retired_at",
    "collector": "collectors collector_id code name channel service_id created_at",
    "year": "unit_years year population target_ikm",
    "goal": "unit_goals year target_ikm",
    "yearly": "yearly_figures year ikm mutu respondents source entered_at entered_by",
    "import": _IMPORT,
    "undo-import": _IMPORT,
    "restore-import": _IMPORT,
    "plan": """plans plan_id period period_start period_end unsur action responsible year first_quarter
        last_quarter planned_day due_day created_at created_by done_day done_by outcome dropped_at dropped_by
        dropped_reason""",
    "announcement": """announcements announcement_id period period_start period_end medium shown_day place
        link created_at created_by removed_at""",
    "announced-questionnaire": "announced_questionnaires announcement_id instrument",
    "extra": "extra_answers response_id answers",
    "extra-question": "extra_questions extra_question_id kind question options retired_at",
    "evidence": """attachments attachment_id plan_id announcement_id name media_type size digest added_at
        added_by removed_at""",
    "questionnaire": "unit_questionnaires from_day instrument digest source set_at",
    "account": "people person_id username name unit_id role password_hash disabled_at",
    "restore-backup": """restored_backups restored_backup_id file_name sequence digest replaced_sequence
        replaced_digest restored_at""",
}
# Kinds whose facts are not the columns of a row, with those of the recorded deeds.
FACTS: dict[str, list[str]] = {
    "redact": [f"{4:032x}", "2024-05-31T02:00:00.000Z", "{person_id}"],
    "purge-profile": ["2024-05-01"],
    "purge-comment": ["2024-05-01"],
    "erase-profile": [f"{1:032x}", "Permintaan"],
    "erase-comment": [f"{1:032x}", "Permintaan"],
}


def _hash(*values: object) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(db: Database, kind: str, subject_id: str) -> list[Any]:
    if kind in FACTS:
        person_id = db.execute("select person_id from people").fetchone()["person_id"]
        return [fact.format(person_id=person_id) for fact in FACTS[kind]]
    table, *names = ROWS[kind].split()
    row = db.execute(
        f"select {', '.join(names)} from {table} where cast({names[0]} as text) = ?",  # noqa: S608
        [subject_id],
    ).fetchone()
    if kind == "response":
        items = db.execute("select items from responses where response_id = ?", [subject_id]).fetchone()
        return [*row, *filter(None, items)]
    return list(row) if row else []


@pytest.fixture
def unit_id(db: Database) -> str:
    """An office whose journal has every kind of link."""
    return fill(db)


def test_every_kind_is_hashed_as_the_format_states(db: Database, unit_id: str) -> None:
    links = db.execute("select * from journal order by sequence").fetchall()
    assert {link["kind"] for link in links} == {*ROWS, *FACTS}
    previous = "0" * 64
    changed_later = {("goal", "2027"), ("import", "impor"), ("undo-import", "impor")}
    for link in links:
        kind, subject_id = link["kind"], link["subject_id"]
        content = _hash(kind, *_facts(db, kind, subject_id))
        assert link["content_hash"] == content or (kind, subject_id) in changed_later
        assert link["previous"] == previous
        previous = _hash(
            *("ikm-jurnal-1", unit_id, link["sequence"], kind, subject_id),
            *(link["content_hash"], link["profile_hash"], link["comment_hash"], link["at"], previous),
        )
        assert link["digest"] == previous
    assert get_head(db, unit_id) == Head(len(links), previous)
    removed = [link["content_hash"] for link in links if link["subject_id"] == "2027"]
    assert removed == [_hash("goal", 2027, "89.00"), _hash("goal")]
    assert find_break(db, unit_id) is None


def test_personal_parts_are_hashed_with_their_salts_as_the_format_states(db: Database, unit_id: str) -> None:
    rows = db.execute(
        """select j.kind, j.profile_hash, j.comment_hash, c.text, c.salt, p.salt as profile_salt, p.sex,
                  p.age_band, p.education, p.occupation
           from journal j left join comments c on c.response_id = j.subject_id
           left join profiles p on p.response_id = j.subject_id where j.kind in ('response', 'redact')"""
    ).fetchall()
    profiles = [row for row in rows if row["kind"] == "response" and row["profile_salt"]]
    redacted = [row for row in rows if row["kind"] == "redact"]
    assert profiles and redacted
    for row in profiles:
        fields = [row[name] for name in ("sex", "age_band", "education", "occupation")]
        assert row["profile_hash"] == _hash("profile", row["profile_salt"], fields)
    for row in redacted:
        assert row["comment_hash"] == _hash("comment", row["salt"], row["text"])


@pytest.fixture
def recorded(bundle: Path, tmp_path: Path) -> Iterator[Database]:
    """The office that the bundle was exported from, migrated to the current schema."""
    path = tmp_path / "recorded.db"
    with sqlite3.connect(path) as old:
        old.executescript(bundle.with_suffix(".sql").read_text(encoding="utf-8"))
    old.close()
    db = open_database(path)
    migrate(db)
    yield db
    db.close()


@BUNDLES
@pytest.mark.sqlite_only
def test_a_recorded_office_is_exported_byte_for_byte(
    bundle: Path, recorded: Database, tmp_path: Path
) -> None:
    first, *_ = bundle.read_text(encoding="utf-8").splitlines()
    manifest = {name: value for name, value in json.loads(first).items() if name not in ("form", "key")}
    export(recorded, manifest["unit"]["unit_id"], manifest, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == bundle.read_bytes()


@BUNDLES
def test_a_recorded_bundle_is_merged(bundle: Path, db: Database, office: Office) -> None:
    bundles.verify(bundle, KEY)
    sent = bundles.read_manifest(bundle, KEY.code)
    merged = merging.merge(db, sent, bundles.read_lines(bundle), office.unit.unit_id, NOW)
    assert get_head(db, merged.unit_id) == sent.last
    assert [find_break(db, unit_id) for unit_id in (merged.unit_id, office.unit.unit_id)] == [None, None]
    assert check_tallies(db) == []


def test_the_formats_page_states_the_facts_of_every_kind() -> None:
    text = " ".join((ROOT / "docs" / "formats.md").read_text(encoding="utf-8").split())
    for kind in KINDS.values():
        listed = [name for name in kind.facts if name not in UNSUR]
        assert f"`{kind.name}`" in text and " ".join(listed) in text


# Kind → a change of the row that its link is about, made without the program, and the message of `ikm check`.
MESSAGES = {
    "response": ("update responses set local_day = '2024-04-30'", "(jawaban "),
    "exclude": ("update exclusions set reason = 'Ganda' where restored_at is null", "(pengecualian "),
    "restore": ("update exclusions set restored_at = 'x' where restored_at is not null", "(pemulihan "),
    "publish": ("update publications set mutu = 'x'", "(publikasi "),
    "redact": ("update comments set text = 'x' where text like '%disamarkan%'", "(jawaban "),
    "unit": ("update units set name = 'x'", "(data unit "),
    "place": ("update units set code = 'x'", "(letak unit "),
    "service": ("update services set name = 'x'", "(layanan "),
    "collector": ("update collectors set name = 'x'", "(titik survei "),
    "year": ("update unit_years set population = 1", "(target dan populasi tahun 2024)"),
    "goal": ("update unit_goals set target_ikm = '1'", "(target akhir RPJMD 2026)"),
    "yearly": ("update yearly_figures set ikm = '1'", "(IKM tahun 2023)"),
    "restore-import": ("update imports set responses = 9", "(pemulihan impor impor)"),
    "plan": ("update plans set action = 'x'", "(rencana tindak lanjut "),
    "announcement": ("update announcements set place = 'x'", "(catatan media "),
    "evidence": ("update attachments set name = 'x'", "(berkas bukti "),
    "questionnaire": ("update unit_questionnaires set instrument = 'x'", "(kuesioner 2024-05-02)"),
    "account": ("update people set role = 'petugas'", "(akun "),
    "restore-backup": ("update restored_backups set file_name = 'x'", "(pengembalian cadangan "),
}


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.sqlite_only
def test_ikm_check_names_the_kind_in_indonesian(
    app: Flask, db: Database, unit_id: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deed, words = MESSAGES[kind]
    db.execute(deed)
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    checked = CliRunner().invoke(main, ["check"])
    assert checked.exit_code == 1
    [line] = [line for line in checked.output.splitlines() if "Jurnal" in line]
    assert words in line and line.endswith(": isinya diubah di luar program.")
