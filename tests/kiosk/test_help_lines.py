"""An office writes its own help line to a question."""

from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.offices import collectors
from tests.conftest import NOW
from tests.conftest import Staff

PAGE = "/staf/kelola/bantuan/"
BIAYA = next(item for item in load_questionnaire(DEFAULT).items if item.key == "biaya")


def test_an_office_s_own_line_is_shown_at_once_in_its_language_and_kept_when_it_goes(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    survey = f"/s/{office.poster.code}"
    assert BIAYA.help["id"] in client.get(survey).text
    assert staff.post(PAGE, {"biaya_id": " Apakah <b>ongkosnya</b>  pantas? "}).status_code == 303
    page = client.get(survey).text
    assert "Apakah &lt;b&gt;ongkosnya&lt;/b&gt; pantas?" in page
    assert BIAYA.help["id"] not in page
    assert BIAYA.question["id"] in page
    assert BIAYA.help["en"] in client.get(f"{survey}?bahasa=en").text
    staff.post(PAGE, {"biaya_id": "Apakah ongkosnya pantas?"})
    staff.post(PAGE, {"biaya_id": "Apakah ongkosnya pantas?", "waktu_en": "Was it quick?"})
    staff.post(PAGE, {"waktu_en": "Was it quick?"})
    assert BIAYA.help["id"] in client.get(survey).text
    assert "Was it quick?" in client.get(f"{survey}?bahasa=en").text
    kept = db.execute("select unsur, version, text from help_lines order by unsur, version").fetchall()
    assert [tuple(row) for row in kept] == [
        ("biaya", 1, "Apakah <b>ongkosnya</b> pantas?"),
        ("biaya", 2, "Apakah ongkosnya pantas?"),
        ("biaya", 3, ""),
        ("waktu", 1, "Was it quick?"),
    ]
    shown = staff.get(PAGE).text
    assert 'value="Was it quick?"' in shown
    assert "Apakah ongkosnya pantas?" in shown and BIAYA.question["id"] in shown


def test_a_line_that_is_too_long_is_refused_and_nothing_typed_is_lost(staff: Staff, db: Database) -> None:
    answer = staff.post(PAGE, {"biaya_id": "x" * 201, "waktu_id": "Cepatkah?"})
    assert answer.status_code == 422
    assert "Paling banyak 200 karakter." in answer.text
    assert "x" * 201 in answer.text and 'value="Cepatkah?"' in answer.text
    assert db.execute("select count(*) from help_lines").fetchone()[0] == 0


def test_each_unit_has_its_own(staff: Staff, client: FlaskClient, db: Database, office: Office) -> None:
    below = open_branch(db, parent=office.unit, name="Kelurahan Hilir", now=NOW)
    staff.post(PAGE, {"biaya_id": "Murahkah?"})
    staff.post(f"{PAGE}?unit={below.code}", {"biaya_id": "Adilkah biayanya?"})
    lines = {
        unit.code: client.get(f"/s/{collectors.list_collectors(db, unit.unit_id)[0].code}").text
        for unit in (office.unit, below)
    }
    assert "Murahkah?" in lines[office.unit.code] and "Adilkah" not in lines[office.unit.code]
    assert "Adilkah biayanya?" in lines[below.code] and "Murahkah?" not in lines[below.code]
