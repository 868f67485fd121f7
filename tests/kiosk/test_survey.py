"""The survey as a page: one form that works without script, and names what is missing."""

import re
from collections import Counter
from datetime import datetime
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import collectors
from kiosk.store.offices import services
from kiosk.store.offices import units
from tests.conftest import NOW
from tests.conftest import draw_logo


def _read(html: str) -> Element:
    """The page as a tree; a page with a syntax error fails here."""
    page: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    return page


def _words(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def _open(client: FlaskClient, office: Office, query: str = "") -> Element:
    response = client.get(f"/s/{office.tablet.code}{query}")
    assert response.status_code == 200
    return _read(response.text)


def _form_id(page: Element) -> str:
    field = page.find(".//input[@name='id']")
    assert field is not None
    return field.get("value", "")


def _filled(page: Element, **changes: str) -> dict[str, str]:
    """The form as a visitor would send it, every unsur answered with 3."""
    return {"id": _form_id(page), **dict.fromkeys(UNSUR, "3"), **changes}


def _stored(db: Database) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute("select * from responses")]


def _checked(page: Element) -> dict[str, str]:
    return {
        field.get("name", ""): field.get("value", "")
        for field in page.iter("input")
        if field.get("type") == "radio" and field.get("checked") is not None
    }


def test_the_nine_questions_have_their_official_words_and_order(client: FlaskClient, office: Office) -> None:
    page = _open(client, office)
    shown = [
        (
            section.get("data-step"),
            _words(section.find(".//h2")),
            [(tile.find("input").get("value"), _words(tile)) for tile in section.iter("label")],  # type: ignore[union-attr]
        )
        for section in page.findall(".//*[@data-step]")
        if section.get("data-part") == "answers"
    ]
    instrument = load_questionnaire(DEFAULT)
    assert shown == [
        (item.key, item.question["id"], list(zip("1234", item.options["id"], strict=True)))
        for item in instrument.items
    ]
    assert [key for key, *_ in shown][7:] == ["sarana", "pengaduan"]


def test_the_start_says_how_many_questions_follow_and_how_long_they_take(
    client: FlaskClient, office: Office
) -> None:
    page = _open(client, office)
    [greeting] = page.findall(".//*[@class='greeting']")
    assert "15 pertanyaan singkat, kurang dari 2 menit." in _words(greeting)
    assert len(page.findall(".//*[@data-step]/*[@class='asked']")) == 15


def test_every_profile_answer_can_be_chosen_and_declined(client: FlaskClient, office: Office) -> None:
    page = _open(client, office)
    for field, choices in FIELDS.items():
        values = [tile.get("value") for tile in page.findall(f".//input[@name='{field}']")]
        assert values == [*choices, ""]


@pytest.mark.parametrize("query", ["", "?bahasa=en", "?bahasa=xx"])
def test_the_page_is_well_formed_for_everybody(client: FlaskClient, office: Office, query: str) -> None:
    page = _open(client, office, query)
    heads = list(page.iter("h1"))
    assert len(heads) == 1
    assert _words(page.find(".//title")).startswith(_words(heads[0]))
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert set(ids.values()) == {1}
    for element in page.iter():
        assert element.get("style") is None and not any(name.startswith("on") for name in element.attrib)
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.get(name, "").split()) <= ids.keys()
    assert page.find(".//style") is None
    assert all(script.get("src") for script in page.iter("script"))
    assert all(_words(tile) for tile in page.iter("label"))


def test_the_form_is_stored_under_the_names_of_its_unsur(
    client: FlaskClient, office: Office, db: Database
) -> None:
    given = {key: str(number % 4 + 1) for number, key in enumerate(UNSUR)}
    form = _filled(_open(client, office), **given, service="ktp-elektronik", sex="L", comment="Baik")
    response = client.post(f"/s/{office.tablet.code}", data=form)
    assert response.status_code == 303
    assert response.location == f"/s/{office.tablet.code}/terima-kasih"
    assert "Terima kasih" in client.get(response.location).text
    [row] = _stored(db)
    assert {key: str(row[key]) for key in UNSUR} == given
    assert row["response_id"] == form["id"]
    assert row["local_day"] == "2024-05-31"
    assert [tuple(line) for line in db.execute("select sex, age_band from profiles")] == [("L", None)]
    assert [line["text"] for line in db.execute("select text from comments")] == ["Baik"]


def test_every_visitor_gets_an_id_of_their_own(client: FlaskClient, office: Office) -> None:
    assert _form_id(_open(client, office)) != _form_id(_open(client, office))


def test_a_second_tap_is_thanked_and_stored_once(
    app: Flask, client: FlaskClient, office: Office, db: Database
) -> None:
    form = _filled(_open(client, office))
    for seconds in (0, 2):
        app.config["CLOCK"] = lambda: NOW + timedelta(seconds=seconds)  # noqa: B023
        assert client.post(f"/s/{office.tablet.code}", data=form).status_code == 303
    assert [row["answered_at"] for row in _stored(db)] == ["2024-05-31T01:12:00.000Z"]


def test_going_back_and_changing_an_answer_does_not_change_what_is_stored(
    client: FlaskClient, office: Office, db: Database
) -> None:
    form = _filled(_open(client, office))
    client.post(f"/s/{office.tablet.code}", data=form)
    response = client.post(f"/s/{office.tablet.code}", data=form | {"biaya": "1"})
    assert response.status_code == 409
    assert "Jawaban Anda sudah kami terima" in response.text
    assert f'href="/s/{office.tablet.code}"' in response.text
    assert [row["biaya"] for row in _stored(db)] == [3]


def test_a_missing_answer_is_pointed_out_and_everything_else_is_still_there(
    client: FlaskClient, office: Office, db: Database
) -> None:
    form = _filled(
        _open(client, office),
        service="kartu-keluarga",
        sex="P",
        education="SMA",
        comment="Kursi </textarea><b>",
    )
    del form["sarana"]
    response = client.post(f"/s/{office.tablet.code}", data=form)
    assert response.status_code == 422
    page = _read(response.text)
    assert [_words(line) for line in page.findall(".//p[@class='problem']")] == ["Pilih salah satu jawaban."]
    [wrong] = page.findall(".//*[@role='radiogroup'][@aria-invalid]")
    assert wrong.get("data-step") == "sarana"
    assert wrong.get("aria-describedby") == "sarana-problem"
    assert page.find(".//a[@href='#sarana-title']") is not None
    kept = {name: value for name, value in form.items() if name not in ("id", "comment")}
    assert _checked(page) == kept
    assert _words(page.find(".//textarea")) == "Kursi </textarea><b>"
    assert _form_id(page) == form["id"]
    assert _stored(db) == []
    assert client.post(f"/s/{office.tablet.code}", data=form | {"sarana": "2"}).status_code == 303


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"biaya": "5"}, "Jawaban harus angka bulat"),
        ({"biaya": "٣"}, "Jawaban harus angka bulat"),
        ({"service": "paspor"}, "Layanan ini tidak ada"),
        ({"age_band": "12"}, "Pilihan ini tidak tersedia"),
        ({"comment": "a" * 2001}, "Saran paling banyak 2000 karakter"),
        ({"kebersihan": "4"}, "kebersihan: Isian ini tidak dikenal."),
        ({"answered_at": "2030-01-01T00:00:00Z"}, "answered_at: Isian ini tidak dikenal."),
        ({"id": "<script>"}, "id: Nomor jawaban"),
    ],
)
def test_what_is_wrong_is_said_and_not_stored(
    client: FlaskClient, office: Office, db: Database, changes: dict[str, str], message: str
) -> None:
    form = _filled(_open(client, office), **changes)
    response = client.post(f"/s/{office.tablet.code}", data=form)
    assert response.status_code == 422
    assert message in _words(_read(response.text))
    assert _stored(db) == []


def test_a_comment_counts_its_line_ends_as_the_text_field_does(
    client: FlaskClient, office: Office, db: Database
) -> None:
    form = _filled(_open(client, office), comment="\r\n".join("a" * 1000) + "a")
    assert client.post(f"/s/{office.tablet.code}", data=form).status_code == 303


def test_a_megabyte_of_comment_is_refused_with_a_way_back(
    client: FlaskClient, office: Office, db: Database
) -> None:
    form = _filled(_open(client, office), comment="a" * 1_000_000)
    response = client.post(f"/s/{office.tablet.code}", data=form)
    assert response.status_code == 413
    assert "Kiriman terlalu besar" in response.text
    assert _stored(db) == []


def test_another_site_s_form_is_refused(client: FlaskClient, office: Office, db: Database) -> None:
    form = _filled(_open(client, office))
    response = client.post(f"/s/{office.tablet.code}", data=form, headers={"Origin": "https://example.org"})
    assert response.status_code == 403
    assert "situs lain" in response.text
    assert _stored(db) == []


def test_the_survey_speaks_the_chosen_language_to_its_end(client: FlaskClient, office: Office) -> None:
    page = _open(client, office, "?bahasa=en")
    assert page.get("lang") == "en"
    assert "How was our service today?" in _words(page)
    action = page.find(".//form").get("action", "")  # type: ignore[union-attr]
    refused = client.post(action, data={"id": _form_id(page)})
    assert "Please choose an answer." in refused.text
    thanked = client.post(action, data=_filled(page))
    assert "Thank you" in client.get(thanked.location).text


def test_an_unknown_address_is_explained(client: FlaskClient, office: Office) -> None:
    for response in (client.get("/s/tidakada"), client.post("/s/tidakada"), client.get("/s/%ED%A0%80")):
        assert response.status_code == 404
        assert "Survei tidak ditemukan" in response.text


def test_a_closed_survey_says_so(client: FlaskClient, office: Office, db: Database) -> None:
    form = _filled(_open(client, office))
    collectors.revoke_collector(db, office.unit.unit_id, office.tablet.collector_id, NOW)
    for response in (
        client.get(f"/s/{office.tablet.code}"),
        client.post(f"/s/{office.tablet.code}", data=form),
    ):
        assert response.status_code == 410
        assert "Survei ini sudah ditutup" in response.text
    assert _stored(db) == []


@pytest.mark.parametrize("channel", ["kertas", "impor"])
def test_a_collector_of_paper_or_files_has_no_page(
    client: FlaskClient, office: Office, db: Database, channel: str
) -> None:
    desk = collectors.create_collector(db, unit_id=office.unit.unit_id, name="Meja", channel=channel, now=NOW)
    assert client.get(f"/s/{desk.code}").status_code == 404


def test_only_services_still_offered_can_be_chosen(client: FlaskClient, office: Office, db: Database) -> None:
    retired, *others = units.list_services(db, office.unit.unit_id)
    services.retire_service(db, office.unit.unit_id, retired.service_id, NOW - timedelta(days=1))
    page = _open(client, office)
    offered = [tile.get("value") for tile in page.findall(".//input[@name='service']")]
    assert offered == [*(service.code for service in others), ""]


def test_a_collector_of_one_service_does_not_ask_for_it(
    client: FlaskClient, office: Office, db: Database
) -> None:
    own = units.list_services(db, office.unit.unit_id)[0]
    poster = collectors.create_collector(
        db, unit_id=office.unit.unit_id, name="QR KK", channel="qr", now=NOW, service_id=own.service_id
    )
    page = _read(client.get(f"/s/{poster.code}").text)
    assert page.find(".//input[@name='service']") is None
    client.post(f"/s/{poster.code}", data=_filled(page))
    assert [row["service_id"] for row in _stored(db)] == [own.service_id]


def test_names_of_offices_and_services_are_shown_as_they_are(
    client: FlaskClient, office: Office, db: Database
) -> None:
    name = '<b>Dinas "Satu & Dua"</b>'
    units.update_unit(db, office.unit.unit_id, {"name": name}, NOW)
    units.create_service(db, unit_id=office.unit.unit_id, code="aneh", name="KK/KTP <i>", now=NOW)
    page = _open(client, office)
    assert name in _words(page.find(".//h1"))
    assert "KK/KTP <i>" in [_words(tile) for tile in page.iter("label")]


def test_the_thanks_lead_back_to_the_start(client: FlaskClient, office: Office) -> None:
    for collector in (office.tablet, office.poster):
        page = _read(client.get(f"/s/{collector.code}/terima-kasih").text)
        assert _words(page.find(".//h1")) == "Terima kasih"
        assert page.find(f".//a[@href='/s/{collector.code}']") is not None


def test_nothing_of_a_visitor_is_kept_by_the_browser(client: FlaskClient, office: Office) -> None:
    response = client.get(f"/s/{office.tablet.code}")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/s/{tablet}", "/s/{poster}", "/s/{tablet}?bahasa=en", "/tablet"])
def test_no_browser_offers_what_was_typed_before(client: FlaskClient, office: Office, path: str) -> None:
    page = _read(client.get(path.format(tablet=office.tablet.code, poster=office.poster.code)).text)
    forms = list(page.iter("form"))
    assert forms and {form.get("autocomplete") for form in forms} == {"off"}
    inside = {field for form in forms for field in form.iter()}
    alone = [field for tag in ("input", "textarea") for field in page.iter(tag) if field not in inside]
    assert all(field.get("autocomplete") == "off" for field in alone if field.get("form") != "comfort")


def test_the_page_tells_the_time_so_that_a_wrong_clock_does_no_harm(
    client: FlaskClient, office: Office
) -> None:
    form = _open(client, office).find(".//form")
    assert form is not None and datetime.fromisoformat(form.get("data-now", "")) == NOW


def test_the_office_s_logo_is_on_the_tablet_and_not_in_a_phone_s_first_load(
    client: FlaskClient, office: Office, db: Database
) -> None:
    tablet, phone = f"/s/{office.tablet.code}", f"/s/{office.poster.code}"
    assert "logo.png" not in client.get(tablet).text
    assert client.get(f"{tablet}/logo.png").status_code == 404
    addresses = []
    for moment in (NOW, NOW + timedelta(seconds=5)):
        units.set_logo(db, office.unit.unit_id, draw_logo(), moment)
        addresses.append(re.search(rf'src="({tablet}/logo[^"]*)"', client.get(tablet).text))
    assert addresses[0] and addresses[1] and addresses[0][1] != addresses[1][1]
    logo = client.get(addresses[1][1])
    assert logo.mimetype == "image/png" and logo.data.startswith(b"\x89PNG")
    assert logo.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "logo.png" not in client.get(phone).text
