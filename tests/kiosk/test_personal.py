"""Personal data is read out or erased on request; the figures and the chain stay."""

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.store.answers import personal
from kiosk.store.answers import retention
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.journal.chain import find_break
from tests.conftest import answer

DAYS = ["--dari", "2024-05-01", "--sampai", "2024-05-31"]
ERASE = ["personal", "delete", *DAYS, "--alasan", "Permintaan penulis"]


@pytest.fixture(autouse=True)
def filled(app: Flask, client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two suggestions of May, one of April."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    for number, (month, words) in enumerate([(4, "April"), (5, "=Bu Fulanah ramah"), (5, "Kursi kurang")]):
        body = answer(
            office.tablet.code, number, answered_at=f"2024-0{month}-15T09:00:00+08:00", comment=words
        )
        assert client.post("/api/responses", json=body).status_code == 201


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_personal_of_some_days_can_be_read_out() -> None:
    lines = _run("personal", "export", *DAYS).splitlines()
    assert len(lines) == 3
    assert "'=Bu Fulanah ramah" in lines[1] + lines[2]
    assert len(_run("personal", "export", *DAYS, "--berisi", "bu fulanah").splitlines()) == 2


def test_what_a_person_recognises_is_erased_and_nothing_else(db: Database, office: Office) -> None:
    one = [*ERASE, "--bagian", "saran", "--berisi", "Bu Fulanah"]
    assert "1 jawaban cocok; belum ada" in _run(*one)
    assert "dari 1 jawaban" in _run(*one, "--ya")
    assert {row["text"] for row in db.execute("select text from comments")} == {"April", "Kursi kurang"}
    assert "dari 2 jawaban" in _run(*ERASE, "--bagian", "semua", "--ya")
    assert [row["text"] for row in db.execute("select text from comments")] == ["April"]
    assert len(list(db.execute("select * from profiles"))) == 1
    assert len(list(db.execute("select * from responses"))) == 3
    assert find_break(db, office.unit.unit_id) is None
    assert check_tallies(db) == []
    acts = [
        row["subject"] for row in db.execute("select subject from acts where action = 'ikm personal delete'")
    ]
    assert any("2 jawaban" in act and "Permintaan penulis" in act for act in acts)


def test_what_is_missing_without_having_been_erased_is_still_found(db: Database, office: Office) -> None:
    _run(*ERASE, "--bagian", "profil", "--berisi", "Bu Fulanah", "--ya")
    assert find_break(db, office.unit.unit_id) is None
    db.execute("delete from comments where text like '%Fulanah%'")
    found = find_break(db, office.unit.unit_id)
    assert found and found.problem == "deleted"


def test_an_erasure_that_is_cut_short_is_logged_as_far_as_it_got(
    db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "BATCH", 1)
    done: list[str] = []

    def die_at_the_second(db: Database, part: str, response_id: str, *, counts: bool) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(response_id)
        retention.delete_part(db, part, response_id, counts=counts)

    monkeypatch.setattr(personal, "delete_part", die_at_the_second)
    assert CliRunner().invoke(main, [*ERASE, "--bagian", "profil", "--ya"]).exit_code != 0
    assert len(list(db.execute("select * from profiles"))) == 2
    [act] = db.execute("select subject from acts where action = 'ikm personal delete'").fetchall()
    assert act["subject"] == "1 jawaban (profil): Permintaan penulis"
    assert find_break(db, office.unit.unit_id) is None
