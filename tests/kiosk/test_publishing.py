"""A published result never changes; later changes show as a revision, and anyone can check it."""

import hashlib
import json
import re

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.official import as_published
from kiosk.figures.publishing import NotPublishable
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.store.answers import responses
from kiosk.store.results import publications
from tests.conftest import NOW
from tests.conftest import Staff
from tests.kiosk.offices_data import record

APRIL = Period.parse("2024-04")
PUBLISH = "/staf/publikasi/terbitkan?periode=2024-04"


@pytest.fixture
def published(staff: Staff, db: Database, office: Office) -> list[str]:
    """April is published with ten responses; their ids."""
    ids = record(db, office, "2024-04-10", 10, comment="Bapak Fulan ramah.")
    assert staff.post(PUBLISH, {}, page=PUBLISH).status_code == 303
    return ids


def _exclude(db: Database, office: Office, response_id: str) -> None:
    responses.exclude_responses(
        db,
        unit_id=office.unit.unit_id,
        response_ids=[response_id],
        reason="Uji coba",
        person_id=office.admin.person_id,
        now=NOW,
    )


def test_the_public_page_shows_what_was_published(
    published: list[str], client: FlaskClient, office: Office
) -> None:
    page = client.get(f"/hasil/{office.unit.code}").text
    assert "76,39" in page and "April 2024" in page and "Nomor 1" in page
    assert "Fulan ramah" not in page


def test_before_anything_is_published_the_public_page_shows_no_figure(
    db: Database, client: FlaskClient, office: Office
) -> None:
    record(db, office, "2024-04-10", 10)
    page = client.get(f"/hasil/{office.unit.code}").text
    assert "Belum ada hasil yang diterbitkan" in page and "76,39" not in page


def test_a_late_answer_changes_nothing_public_until_a_revision_is_published(
    published: list[str], staff: Staff, db: Database, office: Office, client: FlaskClient
) -> None:
    record(db, office, "2024-04-30", 2, dict.fromkeys(responses.UNSUR, 4))
    _exclude(db, office, published[0])
    assert "76,39" in client.get(f"/hasil/{office.unit.code}").text
    inside = staff.get("/staf/publikasi/").text
    assert "1 responden lebih" in " ".join(inside.split()) and "Terbitkan Revisi 1" in inside
    staff.post(PUBLISH, {}, page=PUBLISH)
    check = " ".join(client.get(f"/hasil/{office.unit.code}/2").text.split())
    assert "Nomor 2 · Revisi 1" in check and "1 responden lebih; IKM 76,39 menjadi 80,81 (+4,42)" in check
    old = client.get(f"/hasil/{office.unit.code}/1").text
    assert "Sudah ada revisi" in old and "76,39" in old


def test_no_older_result_becomes_the_newest_by_other_days_beside_its_period(
    published: list[str], staff: Staff, db: Database, office: Office, client: FlaskClient
) -> None:
    record(db, office, "2024-03-11", 10, dict.fromkeys(responses.UNSUR, 4))
    page = PUBLISH.replace("04", "03")
    assert staff.post(page, {}, page=page).status_code == 303
    db.execute("update publications set period_end = '2024-05-31' where period = '2024-03'")
    assert "76,39" in client.get(f"/hasil/{office.unit.code}").text.partition("</table>")[0]


def test_what_is_over_and_not_yet_published_is_offered(
    published: list[str], staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-02-10", 5)
    text = " ".join(staff.get("/staf/publikasi/").text.split())
    offered = text[text.index("Sudah berakhir") : text.index("Pilih periodenya")]
    assert "Triwulan I Tahun 2024" in offered and "April 2024" not in offered
    assert "Semester I Tahun 2024" not in offered
    assert "Terbit sebagai" in staff.get("/staf/?periode=2024-04").text


def test_nothing_new_is_not_published_again(published: list[str], staff: Staff, db: Database) -> None:
    assert staff.post(PUBLISH, {}, page="/staf/publikasi/media").status_code == 422
    assert len(publications.list_publications(db, staff_unit(db))) == 1


def staff_unit(db: Database) -> str:
    return str(db.execute("select unit_id from units").fetchone()["unit_id"])


def test_the_digest_is_that_of_the_file_anybody_can_fetch(
    published: list[str], client: FlaskClient, office: Office
) -> None:
    file = client.get(f"/hasil/{office.unit.code}/1.json")
    assert hashlib.sha256(file.data).hexdigest() in client.get(f"/hasil/{office.unit.code}/1").text
    content = json.loads(file.data)
    assert (content["ikm"], content["respondents"]) == ("76.39", 10)
    assert "counts" not in content and "profile" not in content


def test_a_record_that_was_altered_is_reported(
    published: list[str], db: Database, client: FlaskClient, office: Office
) -> None:
    db.execute("update publications set figures = replace(figures, '76.39', '96.39')")
    assert "tidak cocok dengan sidik jarinya" in client.get(f"/hasil/{office.unit.code}/1").text


def test_a_paper_that_goes_out_is_made_of_the_frozen_figures(
    published: list[str], db: Database, office: Office
) -> None:
    frozen = publications.get_publication(db, office.unit.unit_id, 1)
    _exclude(db, office, published[0])
    summary = as_published(summarise(db, office.unit, APRIL, NOW), frozen)
    assert (summary.result.respondents, str(summary.result.ikm)) == (10, "76.39")
    assert summary.profile["sex"][1].count == 10
    assert summary.publication == frozen


@pytest.mark.parametrize(
    ("period", "count", "reason"),
    [
        ("2024-04", 4, "Hanya 4 responden"),
        ("2024-04", 0, "belum ada responden"),
        ("2024-S1", 10, "belum berakhir"),
    ],
)
def test_what_may_not_be_published_is_refused_with_the_reason(
    staff: Staff, db: Database, office: Office, period: str, count: int, reason: str
) -> None:
    record(db, office, "2024-04-10", count)
    path = f"/staf/publikasi/terbitkan?periode={period}"
    assert reason in staff.get(path).text
    assert staff.post(path, {}, page="/staf/publikasi/media").status_code == 422
    assert publications.list_publications(db, office.unit.unit_id) == []


@pytest.mark.parametrize(
    "path",
    [
        "/hasil/tidakada",
        "/hasil/kecamatan-sungai-jernih/9",
        f"/hasil/kecamatan-sungai-jernih/{'9' * 20}",
        "/hasil/x/1.json",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, office: Office, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_month_between_two_published_ones_keeps_its_place_in_the_trend(
    published: list[str], staff: Staff, db: Database, office: Office, client: FlaskClient
) -> None:
    record(db, office, "2024-03-10", 10, {"waktu": 4})
    path = "/staf/publikasi/terbitkan?periode=2024-03"
    staff.post(path, {}, page=path)
    page = client.get(f"/hasil/{office.unit.code}").text
    assert page.index("Mar 24") < page.index("Apr 24")
    assert "Nilai IKM April 2024" in page


def test_no_range_of_days_is_published_that_reveals_few_respondents_by_subtraction(
    published: list[str], staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-04-30", 1)
    record(db, office, "2024-03-11", 10)
    staff.post(PUBLISH, {}, page=PUBLISH)
    page = PUBLISH.replace("2024-04", "2024-03-01..2024-04-29")
    assert "Terbitkan</button>" in staff.get(page).text
    month = PUBLISH.replace("04", "03")
    assert staff.post(month, {}, page=month).status_code == 303
    # March and April, less what is to come, leave one person on 30 April.
    words = "jawaban 1 responden dari 30 April 2024: cukup dengan mengurangkan."
    assert words in staff.get(page).text
    staff.post(page, {}, page="/staf/kelola/")
    assert [one.period for one in publications.list_current(db, office.unit.unit_id)] == [
        "2024-03",
        "2024-04",
    ]


def test_two_results_published_at_the_same_moment_disclose_nothing_together(
    db: Database, office: Office
) -> None:
    record(db, office, "2024-04-10", 10)
    record(db, office, "2024-04-30", 1)
    before = [
        summarise(db, office.unit, Period.parse(code), NOW) for code in ("2024-04", "2024-04-01..2024-04-29")
    ]
    publish(db, before[0], person_id=office.admin.person_id, now=NOW)
    with pytest.raises(NotPublishable, match="jawaban 1 responden dari 30 April 2024"):
        publish(db, before[1], person_id=office.admin.person_id, now=NOW)
    assert [one.period for one in publications.list_current(db, office.unit.unit_id)] == ["2024-04"]


def test_a_quarter_is_published_with_a_word_of_caution(
    published: list[str], staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-03-11", 2)
    record(db, office, "2024-02-12", 10)
    page = PUBLISH.replace("2024-04", "2024-02")
    staff.post(page, {}, page=page)
    record(db, office, "2024-01-12", 5)
    quarter = PUBLISH.replace("2024-04", "2024-01-01..2024-03-31")
    assert "memperlihatkan jawaban" not in staff.get(quarter).text
    january = PUBLISH.replace("2024-04", "2024-01")
    staff.post(january, {}, page=january)
    page = PUBLISH.replace("2024-04", "2024-TW1")
    text = staff.get(page).text
    assert "memperlihatkan jawaban 2 responden dari Maret 2024" in text and "Terbitkan</button>" in text
    assert staff.post(page, {}, page=page).status_code == 303


def test_a_quarter_of_which_few_are_left_in_two_months_is_published_with_a_word_of_caution(
    staff: Staff, db: Database, office: Office
) -> None:
    for day, number in (("2024-01-10", 2), ("2024-02-12", 10), ("2024-03-11", 1)):
        record(db, office, day, number)
    page = PUBLISH.replace("2024-04", "2024-02")
    staff.post(page, {}, page=page)
    text = staff.get(PUBLISH.replace("2024-04", "2024-TW1")).text
    assert "memperlihatkan jawaban 3 responden dari sisa Triwulan I Tahun 2024" in text


def test_a_revision_by_one_late_answer_is_published_with_a_word_of_caution(
    published: list[str], staff: Staff, db: Database, office: Office
) -> None:
    caution = "revisi ini memperlihatkan jawaban 1 responden"
    assert caution not in staff.get(PUBLISH).text
    record(db, office, "2024-04-11", 1)
    assert caution in staff.get(PUBLISH).text
    record(db, office, "2024-04-11", 4)
    assert caution not in staff.get(PUBLISH).text


def test_figures_that_changed_while_they_were_looked_at_are_shown_again(
    staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-04-10", 10)
    seen = re.search(r'name="seen" value="([^"]+)"', staff.get(PUBLISH).text)
    assert seen
    record(db, office, "2024-04-11", 1)
    response = staff.post(PUBLISH, {"seen": seen[1]}, page=PUBLISH)
    assert response.status_code == 422 and "Periksa lagi angkanya" in response.text


def test_the_figures_of_an_earlier_moment_do_not_follow_those_of_a_later_one(
    db: Database, office: Office
) -> None:
    record(db, office, "2024-04-10", 10)
    earlier = summarise(db, office.unit, APRIL, NOW)
    record(db, office, "2024-04-11", 1)
    publish(db, summarise(db, office.unit, APRIL, NOW), person_id=office.admin.person_id, now=NOW)
    with pytest.raises(NotPublishable):
        publish(db, earlier, person_id=office.admin.person_id, now=NOW)
