"""An office asks how important each unsur is: gap and quadrants beside the IKM, never in it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.figures.importance import weigh_importance
from kiosk.figures.summary import Groups
from kiosk.figures.summary import summarise
from kiosk.figures.visibility import hide_differences
from kiosk.operations.founding import Office
from kiosk.papers import importance
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.answers import responses
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.answers.tallies import rebuild_tallies
from kiosk.store.journal.chain import find_break
from kiosk.store.offices.extra_questions import list_importance
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.import_files import as_csv
from tests.papers.reports import docx_everything
from tests.papers.summaries import summary as made
from tests.scoring import KEYS

PAGE = "/staf/kelola/kuesioner/"
MAY = Period.parse("2024-05")
DAYS = Period.parse("2024-05-01..2024-05-31")


@pytest.fixture
def asked(staff: Staff, db: Database, office: Office) -> dict[str, str]:
    """The id of the question about each unsur, once the office asks them."""
    assert staff.post(f"{PAGE}harapan", {"harapan": "ya"}, PAGE).status_code == 303
    return {extra.unsur: extra.extra_question_id for extra in list_importance(db, office.unit.unit_id)}


def _send(client: FlaskClient, office: Office, number: int, extras: dict[str, str], **answers: int) -> None:
    body: dict[str, Any] = answer(office.tablet.code, number) | {"extras": extras}
    body["answers"] = {**body["answers"], **answers}
    sent = client.post("/api/responses", json=body)
    assert sent.status_code == 201, sent.text


def _six(client: FlaskClient, office: Office, asked: dict[str, str]) -> None:
    """Six answers: waktu is the most important and the worst, biaya the least important and the best."""
    for number in range(6):
        given = dict.fromkeys(asked.values(), "3")
        given |= {asked["waktu"]: "4", asked["biaya"]: "1" if number else "2"}
        _send(client, office, number, given, waktu=2, biaya=4)


def test_the_survey_asks_it_in_the_visitors_language_after_the_questionnaire(
    asked: dict[str, str], client: FlaskClient, office: Office
) -> None:
    page = client.get(f"/s/{office.tablet.code}").text
    assert "Seberapa penting bagi Anda: pelayanan yang cepat?" in page and "Sangat penting" in page
    assert page.count('data-part="extras"') == 9 and "24 pertanyaan singkat" in page
    english = client.get(f"/s/{office.tablet.code}?bahasa=en").text
    assert "How important to you: fast service?" in english and "Very important" in english


def test_a_questionnaire_without_unsur_is_followed_by_none(
    asked: dict[str, str], staff: Staff, client: FlaskClient, office: Office
) -> None:
    staff.post(PAGE, {"questionnaire": "spkp-spak", "from_day": "2024-05-31"}, PAGE)
    assert "Seberapa penting" not in client.get(f"/s/{office.tablet.code}").text


def test_gap_and_quadrant_come_from_answers_that_are_not_in_the_ikm(
    asked: dict[str, str], client: FlaskClient, db: Database, office: Office
) -> None:
    _six(client, office, asked)
    before = summarise(db, office.unit, MAY, NOW)
    found = before.importance
    assert found is not None
    rows = {one.key: one for one in found.unsur}
    assert [one.answered for one in found.unsur] == [6] * 9
    assert (rows["waktu"].importance, rows["waktu"].gap) == (Fraction(4), Fraction(-2))
    assert (rows["biaya"].importance, rows["biaya"].gap) == (Fraction(7, 6), Fraction(17, 6))
    assert found.quadrant(rows["waktu"]) == "Prioritas utama"
    assert found.quadrant(rows["biaya"]) == "Berlebihan"
    assert found.quadrant(rows["sarana"]) == "Pertahankan"
    assert str(before.result.ikm) == "75.00"
    assert summarise(db, office.unit, DAYS, NOW).importance == found
    assert check_tallies(db) == [] and find_break(db, office.unit.unit_id) is None


def test_the_counts_follow_what_is_excluded_and_restored(
    asked: dict[str, str], client: FlaskClient, db: Database, office: Office
) -> None:
    _six(client, office, asked)
    _send(client, office, 9, {asked["waktu"]: "1"})
    one = f"{9:032x}"
    who: dict[str, Any] = {"unit_id": office.unit.unit_id, "person_id": office.admin.person_id, "now": NOW}
    with_it = summarise(db, office.unit, MAY, NOW).importance
    responses.exclude_responses(db, response_ids=[one], reason="Percobaan", **who)
    without = summarise(db, office.unit, MAY, NOW).importance
    assert with_it and without and with_it.counts["waktu"] == (1, 0, 0, 6)
    assert without.counts["waktu"] == (0, 0, 0, 6)
    responses.restore_responses(db, response_ids=[one], **who)
    assert summarise(db, office.unit, MAY, NOW).importance == with_it
    assert check_tallies(db) == []
    db.execute("update month_importance set n1 = n1 + 1 where unsur = 'waktu'")
    assert [mismatch.columns for mismatch in check_tallies(db)] == [("waktu.n1",)]
    rebuild_tallies(db)
    assert check_tallies(db) == []


def test_the_month_page_and_papers_show_it_and_the_data_has_each_answer(
    asked: dict[str, str], staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    _six(client, office, asked)
    page = staff.get("/staf/?periode=2024-05").text
    assert "Harapan dan kepuasan" in page and "Prioritas utama" in page and "−2,00" in page
    context = ReportContext(db, office.unit, MAY, NOW)
    for kind in ("rekap", "laporan"):
        made = REPORTS[kind].formats["docx"](context)
        assert isinstance(made, bytes)
        told = docx_everything(made)
        assert "U3 Waktu Penyelesaian: kepuasan 2,00, harapan 4,00, prioritas utama" in told
        pdf = REPORTS[kind].formats["pdf"](context)
        assert isinstance(pdf, bytes) and pdf.startswith(b"%PDF")
    rows = b"".join(REPORTS["data"].formats["csv"](context)).decode()  # type: ignore[arg-type]
    assert rows.count("Sangat penting") == 6


def test_a_publication_keeps_it_whatever_is_answered_later(
    asked: dict[str, str], staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    _six(client, office, asked)
    form = "/staf/publikasi/terbitkan?periode=2024-05"
    assert staff.post(form, {}, form).status_code == 303
    before = ReportContext(db, office.unit, MAY, NOW).official.importance
    _send(client, office, 30, dict.fromkeys(asked.values(), "1"))
    context = ReportContext(db, office.unit, MAY, NOW)
    assert before == context.official.importance != context.current.importance


@pytest.mark.parametrize(("left", "shown"), [(0, False), (2, False), (5, True)])
def test_a_quarter_shows_none_where_few_rated_it_beside_its_published_months(left: int, shown: bool) -> None:
    counts = dict.fromkeys(KEYS, (0, 0, 0, 6 + left))
    summary = made(period="2024-TW1")
    summary = replace(summary, importance=weigh_importance(summary.result, counts))
    january = Groups({}, (), (), importance=dict.fromkeys(KEYS, 6 if left else 5))
    found = hide_differences(summary, [(Period.parse("2024-01"), january)])
    assert (found.importance is not None) is shown
    assert hide_differences(summary, []).importance is not None


def test_it_is_stopped_and_the_answers_of_tablets_without_a_network_still_count(
    asked: dict[str, str], staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    staff.post(f"{PAGE}harapan", {"harapan": "tidak"}, PAGE)
    assert "Seberapa penting" not in client.get(f"/s/{office.tablet.code}").text
    _six(client, office, asked)
    assert summarise(db, office.unit, MAY, NOW).importance is not None
    assert staff.post(f"{PAGE}harapan", {"harapan": "ya"}, PAGE).status_code == 303
    again = {extra.unsur: extra.extra_question_id for extra in list_importance(db, office.unit.unit_id)}
    assert len(again) == 9 and not {*again.values()} & {*asked.values()}
    _send(client, office, 40, {again["waktu"]: "4"})
    found = summarise(db, office.unit, MAY, NOW).importance
    assert found and found.counts["waktu"] == (0, 0, 0, 7)


def test_few_answers_are_not_shown(
    asked: dict[str, str], client: FlaskClient, db: Database, office: Office
) -> None:
    for number in range(4):
        _send(client, office, number, dict.fromkeys(asked.values(), "3"))
    summary = summarise(db, office.unit, MAY, NOW)
    assert summary.importance is None
    assert weigh_importance(summary.result, dict.fromkeys(KEYS, (0, 0, 0, 0))) is None


def test_an_answer_that_is_none_is_refused(
    asked: dict[str, str], client: FlaskClient, office: Office
) -> None:
    body = answer(office.tablet.code, 1) | {"extras": {asked["waktu"]: "5"}}
    refused = client.post("/api/responses", json=body)
    assert refused.status_code == 422
    assert refused.json and [*refused.json["fields"]] == [f"extras.{asked['waktu']}"]


def test_it_does_not_count_among_the_questions_that_an_office_adds(
    asked: dict[str, str], staff: Staff
) -> None:
    page = staff.get(PAGE).text
    assert "Ditanyakan sekarang." in page and "Seberapa penting bagi Anda" not in page
    own = {"question": "Datang sendiri?", "kind": "yes-no"}
    assert staff.post(f"{PAGE}tambahan", own, PAGE).status_code == 303
    assert "Datang sendiri?" in staff.get(PAGE).text


PAIRS = ["No", *(f"U{n} {aspect}" for n in range(1, 10) for aspect in ("Harapan", "Kepuasan"))]


def test_a_file_with_importance_beside_satisfaction_is_imported_with_both(
    asked: dict[str, str],
    app: Flask,
    db: Database,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "pasangan.csv"
    words: list[object] = [4, 3] * 7 + ["Sangat penting", 3, 9, 3]
    file.write_bytes(as_csv([PAIRS, *([number, *words] for number in range(1, 7))]))
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    command = ["import", str(file), "--oleh", "admin", "--bulan", "2024-05", "--kembar", "simpan", "--ya"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0 and "Harapan di berkas disimpan" in done.output, done.output
    summary = summarise(db, office.unit, MAY, NOW)
    assert str(summary.result.ikm) == "75.00" and summary.importance is not None
    # What is no answer, here 9, is left out.
    assert summary.importance.counts == dict.fromkeys(KEYS[:8], (0, 0, 0, 6))
    assert check_tallies(db) == []


def test_importance_in_a_file_of_an_office_that_does_not_ask_it_is_named(
    app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pasangan.csv"
    file.write_bytes(as_csv([PAIRS, *([number, *([4, 3] * 9)] for number in range(1, 4))]))
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    shown = CliRunner().invoke(main, ["import", str(file), "--oleh", "admin", "--bulan", "2024-05"])
    assert "nyalakan Harapan tiap unsur" in shown.output


def test_labels_of_near_points_are_on_different_sides(
    asked: dict[str, str], client: FlaskClient, db: Database, office: Office
) -> None:
    _six(client, office, asked)
    summary = summarise(db, office.unit, MAY, NOW)
    assert summary.importance is not None
    data: Any = importance.chart(summary, summary.importance, "Kuadran").data
    sides = {point["label"]: point["side"] for point in data["points"]}
    # Seven of the nine unsur are the same point, which has room for four labels.
    assert {sides["U3"], sides["U4"]} == {"right"}
    assert [sides[f"U{number}"] for number in (1, 2, 5, 6)] == ["right", "left", "above", "below"]
