"""An office's own questions outside the index: asked last, counted apart, never in the IKM."""

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.extras import count_extras
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.papers import laporan
from kiosk.papers import rekap
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import TableBlock
from kiosk.questionnaire.extras import MAX_QUESTIONS
from kiosk.reports.context import ReportContext
from kiosk.store.engine.times import local
from kiosk.store.journal.chain import find_break
from kiosk.store.offices.extra_questions import list_extra_questions
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer

PAGE = "/staf/kelola/kuesioner/"
ADD = f"{PAGE}tambahan"
MAY = Period.parse("2024-05")
QUESTIONS = (
    ("Dari mana Anda tahu layanan ini?", "choice", "Tetangga\nMedia sosial\nPapan"),
    ("Bagaimana antreannya?", "scale", ""),
    ("Apakah Anda datang sendiri?", "yes-no", ""),
    ("Apa yang perlu ditambah?", "text", ""),
)


@pytest.fixture
def ids(staff: Staff, db: Database, office: Office) -> list[str]:
    """One question of each kind; their ids."""
    for question, kind, options in QUESTIONS:
        form = {"question": question, "kind": kind, "options": options}
        assert staff.post(ADD, form, PAGE).status_code == 303
    return [one.extra_question_id for one in list_extra_questions(db, office.unit.unit_id)]


def _send(client: FlaskClient, office: Office, number: int, extras: object, **more: Any) -> Any:
    body = {**answer(office.tablet.code, number), **more, "extras": extras}
    return client.post("/api/responses", json=body)


def test_they_are_asked_after_the_profile_and_counted_apart(
    staff: Staff, client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    page = client.get(f"/s/{office.tablet.code}").text
    assert "19 pertanyaan singkat" in page
    assert page.index("occupation-title") < page.index(QUESTIONS[0][0]) < page.index("comment-title")
    before = summarise(db, office.unit, MAY, NOW).result
    for number in range(1, 6):
        extras = {ids[0]: "2", ids[1]: str(number % 4 + 1), ids[2]: "ya", ids[3]: "Kursi."}
        assert (
            _send(client, office, number, extras if number > 1 else extras | {ids[3]: ""}).status_code == 201
        )
    assert before.ikm is None
    summary = summarise(db, office.unit, MAY, NOW)
    assert str(summary.result.ikm) == "75.00"
    counts = count_extras(db, office.unit.unit_id, MAY)
    assert [(one.question, [(each.label, each.count) for each in one.counts]) for one in counts] == [
        (QUESTIONS[0][0], [("Tetangga", 0), ("Media sosial", 5), ("Papan", 0)]),
        (QUESTIONS[1][0], [("Tidak baik", 1), ("Kurang baik", 2), ("Baik", 1), ("Sangat baik", 1)]),
        (QUESTIONS[2][0], [("Ya", 5), ("Tidak", 0)]),
    ]
    # What was written is part of the suggestion, with its redaction, retention and erasure.
    texts = {comment.text for comment in summary.comments}
    assert texts == {"Pelayanan baik.", "Pelayanan baik.\nApa yang perlu ditambah? Kursi."}
    month = staff.get("/staf/?periode=2024-05").text
    assert QUESTIONS[0][0] in month and "tidak ikut dalam IKM" in month


def test_a_translation_is_asked_in_its_language_and_counts_as_the_same_answer(
    staff: Staff, client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    there, asked = f"{PAGE}tambahan/{ids[0]}/terjemahan", f"/s/{office.tablet.code}"
    words = {f"{ids[0]}-question_en": "How did you hear of us?", f"{ids[0]}-options_en": "Neighbours\nOnline"}
    refused = staff.post(there, words, PAGE)
    assert refused.status_code == 422 and "Isi 3 pilihan, urut seperti aslinya." in refused.text
    assert staff.post(there, {f"{ids[0]}-options_en": "Only"}, PAGE).status_code == 422
    assert QUESTIONS[0][0] in client.get(f"{asked}?bahasa=en").text

    words[f"{ids[0]}-options_en"] += "\nBoard"
    assert staff.post(there, words, PAGE).status_code == 303
    english = client.get(f"{asked}?bahasa=en").text
    assert "How did you hear of us?" in english and "Neighbours" in english
    assert QUESTIONS[0][0] not in english and QUESTIONS[1][0] in english
    assert QUESTIONS[0][0] in client.get(asked).text
    assert 'value="How did you hear of us?"' in staff.get(PAGE).text
    for number in range(1, 6):
        _send(client, office, number, {ids[0]: "2"})
    [counted] = count_extras(db, office.unit.unit_id, MAY)
    assert [(one.label, one.count) for one in counted.counts][1] == ("Media sosial", 5)
    assert staff.post(f"{PAGE}tambahan/{'0' * 32}/terjemahan", words, PAGE).status_code == 404

    assert find_break(db, office.unit.unit_id) is None
    db.execute("update extra_translations set words = replace(words, 'Board', 'Wall')")
    broken = find_break(db, office.unit.unit_id)
    assert broken and (broken.kind, broken.problem) == ("extra-translation", "edited")


def test_papers_report_them_apart_and_raw_data_has_a_column_for_each(
    staff: Staff, client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    for number in range(1, 13):
        _send(client, office, number, {ids[0]: "2" if number > 4 else "1", ids[2]: "ya", ids[3]: "Kursi."})
    for number in (13, 14):
        _send(client, office, number, {ids[1]: "1"})
    staff.post(f"{PAGE}tambahan/{ids[0]}/hentikan", {}, PAGE)

    context = ReportContext(db, office.unit, MAY, local(NOW, office.unit.timezone))
    [first, few, third] = [block for block in rekap.paper(context.current).blocks if _is_about(block)]
    assert isinstance(first, TableBlock) and [row[0] for row in first.rows] == [
        "Tetangga",
        "Media sosial",
        "Papan",
    ]
    assert isinstance(few, Paragraph) and few.text.startswith(
        f"{QUESTIONS[1][0]} Dijawab kurang dari 5 orang"
    )
    assert isinstance(third, TableBlock) and third.rows[0][2:] == ("12", "100,00%")

    report = laporan.paper(context.official, context.background)
    [first, few, third] = [block for block in report.blocks if _is_about(block)]
    # Beside the only other answer the four would follow by subtraction.
    assert isinstance(first, Paragraph) and "satu kelompok jawabannya kurang dari 5 orang" in first.text
    assert isinstance(third, TableBlock) and third.caption == f"Tabel 3.7 {QUESTIONS[2][0]}"

    workbook = staff.get("/staf/laporan/berkas?jenis=pengolahan&format=xlsx&periode=2024-05").data
    sheet = load_workbook(io.BytesIO(workbook))["Pertanyaan tambahan"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)] == [
        (QUESTIONS[0][0], "Tetangga", 4, 33.33),
        (QUESTIONS[0][0], "Media sosial", 8, 66.67),
        (QUESTIONS[0][0], "Papan", 0, 0),
        (QUESTIONS[2][0], "Ya", 12, 100),
        (QUESTIONS[2][0], "Tidak", 0, 0),
    ]

    page = staff.get("/staf/laporan/data?jenis=data&format=csv&periode=2024-05").text
    rows = list(csv.DictReader(io.StringIO(page.removeprefix("\ufeff"))))
    assert [name for name in rows[0] if name.startswith("tambahan")] == [
        "tambahan_1", "tambahan_2", "tambahan_3",
    ]  # fmt: skip
    assert sorted(row["tambahan_1"] for row in rows) == ["", ""] + ["Media sosial"] * 8 + ["Tetangga"] * 4
    assert {row["tambahan_3"] for row in rows} == {"Ya", ""}
    dictionary = staff.get("/staf/laporan/data?jenis=kamus&format=csv&periode=2024-05").text
    assert f"di luar IKM: {QUESTIONS[0][0]}" in dictionary


def _is_about(block: Block) -> bool:
    said = block.caption if isinstance(block, TableBlock) else getattr(block, "text", "")
    return any(question in said for question, _, _ in QUESTIONS)


def test_the_laporan_of_a_published_period_keeps_the_answers_that_were_published(
    client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    for number in range(1, 13):
        _send(client, office, number, {ids[2]: "ya" if number < 8 else "tidak"})
    local_now = local(NOW, office.unit.timezone)
    who = office.admin.person_id
    publish(db, summarise(db, office.unit, MAY, local_now), person_id=who, now=NOW)
    for number in range(13, 20):
        _send(client, office, number, {ids[2]: "ya"})
    context = ReportContext(db, office.unit, MAY, local_now)
    assert [one.count for one in context.current.extras[0].counts] == [14, 5]
    assert [one.count for one in context.official.extras[0].counts] == [7, 5]
    report = laporan.paper(context.official, context.background)
    [shown] = [block for block in report.blocks if _is_about(block)]
    assert isinstance(shown, TableBlock) and [row[-2] for row in shown.rows] == ["7", "5"]


def test_few_answers_are_not_shown_one_by_one(
    client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    for number in range(1, 5):
        _send(client, office, number, {ids[2]: "tidak"})
    [one] = count_extras(db, office.unit.unit_id, MAY)
    assert (one.answered, one.counts) == (4, ())


@pytest.mark.parametrize(
    ("place", "value"), [(0, "4"), (0, "0"), (0, 2), (1, "5"), (2, "mungkin"), (3, "x" * 301), (3, ["a"])]
)
def test_what_is_no_answer_to_them_is_refused_by_name(
    client: FlaskClient, db: Database, office: Office, ids: list[str], place: int, value: object
) -> None:
    refused = _send(client, office, 1, {ids[place]: value})
    assert refused.status_code == 422
    assert list(refused.json["fields"]) == [f"extras.{ids[place]}"]
    assert _send(client, office, 1, {"tidak-ada": "1"}).status_code == 422
    assert _send(client, office, 1, ["1"]).status_code == 422
    assert db.execute("select count(*) from responses").fetchone()[0] == 0


def test_the_form_without_script_brings_them_too_and_keeps_what_was_filled_in(
    client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    body = answer(office.tablet.code)
    form = {"id": body["id"], **{key: str(value) for key, value in body["answers"].items()}}
    form |= {f"extra_{ids[0]}": "3", f"extra_{ids[3]}": "Parkir"}
    again = client.post(f"/s/{office.tablet.code}", data=form | {"biaya": ""})
    assert again.status_code == 422
    assert f'name="extra_{ids[0]}" value="3" checked' in again.text and ">Parkir</textarea>" in again.text
    assert client.post(f"/s/{office.tablet.code}", data=form).status_code == 303
    [row] = db.execute("select answers from extra_answers").fetchall()
    assert row["answers"] == f'{{"{ids[0]}":"3"}}'
    assert db.execute("select text from comments").fetchone()[0] == "Apa yang perlu ditambah? Parkir"


def test_a_retired_question_is_asked_no_more_and_still_accepted_from_a_tablet(
    staff: Staff, client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    staff.post(f"{PAGE}tambahan/{ids[2]}/hentikan", {}, PAGE)
    assert QUESTIONS[2][0] not in client.get(f"/s/{office.tablet.code}").text
    assert _send(client, office, 1, {ids[2]: "ya"}).status_code == 201
    assert _send(client, office, 1, {ids[2]: "ya"}).status_code == 200
    assert _send(client, office, 1, {ids[2]: "tidak"}).status_code == 409
    for _ in range(3):
        form = {"question": "Lagi?", "kind": "yes-no", "options": ""}
        said = staff.post(ADD, form, PAGE)
    asked = [one for one in list_extra_questions(db, office.unit.unit_id) if not one.retired_at]
    assert said.status_code == 303 and len(asked) == MAX_QUESTIONS
    assert (
        staff.post(ADD, {"question": "Mana?", "kind": "choice", "options": "satu"}, PAGE).status_code == 422
    )


def test_the_journal_covers_questions_and_answers(
    client: FlaskClient, db: Database, office: Office, ids: list[str]
) -> None:
    _send(client, office, 1, {ids[0]: "1"})
    unit_id = office.unit.unit_id
    assert find_break(db, unit_id) is None
    text = db.execute("select answers from extra_answers").fetchone()[0]
    db.execute("update extra_answers set answers = replace(answers, '1', '2')")
    broken = find_break(db, unit_id)
    assert broken and (broken.kind, broken.problem) == ("extra", "edited")
    db.execute("update extra_answers set answers = ?", [text])
    db.execute("update extra_questions set question = 'Lain?' where extra_question_id = ?", [ids[1]])
    broken = find_break(db, unit_id)
    assert broken and (broken.kind, broken.problem) == ("extra-question", "edited")
