"""Every language has every text."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire import catalogue
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT as OFFICIAL
from kiosk.questionnaire.choices import DEFAULT as QUESTIONNAIRE
from kiosk.questionnaire.languages import DEFAULT
from kiosk.questionnaire.languages import FOLDER
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.languages import texts_in
from kiosk.store.offices import help_lines
from kiosk.store.offices import survey_settings
from kiosk.web import page_cache
from tests.conftest import Staff


def _written(code: str) -> dict[str, str]:
    """The texts of a language's own file, without those it would borrow."""
    file = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return texts_in(file)


SETTINGS = "/staf/kelola/survei/"


MINANG = """
name = "Baso Minang"
[start]
button = "Mulai lah"
[profile]
sex = "Laki-laki atau padusi?"
[questionnaires.permenpan-14-2017.items.biaya]
question = "Baa biayanyo?"
options = ["Maha bana", "Maha", "Murah", "Indak babayia"]
help = "Piliah kalau indak babayia."
"""


def _forget() -> None:
    """Read the files again, and render pages again: the languages of a program do not change."""
    languages.cache_clear()
    catalogue._load_built_in.cache_clear()
    page_cache._pages.clear()


@pytest.fixture
def minang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another language, of which only the beginning is translated."""
    for code in ("id", "en"):
        (tmp_path / f"{code}.toml").write_bytes((FOLDER / f"{code}.toml").read_bytes())
    (tmp_path / "min.toml").write_text(MINANG, encoding="utf-8")
    monkeypatch.setattr("kiosk.questionnaire.languages.FOLDER", tmp_path)
    _forget()
    yield
    _forget()


@pytest.mark.usefixtures("minang")
def test_another_language_is_a_file_and_borrows_what_it_lacks(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    assert "Baso Minang" in staff.get(SETTINGS).text
    survey = f"/s/{office.poster.code}"
    assert "Baso Minang" in client.get(survey).text
    page = client.get(f"{survey}?bahasa=min").text
    assert '<html lang="min"' in page
    assert "Mulai lah" in page
    for words in ("Laki-laki atau padusi?", "Baa biayanyo?", "Indak babayia", "Piliah kalau indak babayia."):
        assert words in page
    assert languages()[DEFAULT]("comment.send") in page
    assert load_questionnaire(QUESTIONNAIRE).items[0].question["id"] in page
    chosen = {"idle_seconds": "60", "languages": ["id", "min"], "base_url": ""}
    assert staff.post(SETTINGS, chosen, SETTINGS).status_code == 303
    assert survey_settings.get_survey_settings(db, office.unit.unit_id).languages == ("id", "min")


def _offered(client: FlaskClient, address: str) -> list[str]:
    return re.findall(r'hreflang="(\w+)"', client.get(address).text)


def test_a_draft_is_offered_only_where_the_office_switches_it_on(
    staff: Staff, client: FlaskClient, office: Office
) -> None:
    survey, notice = f"/s/{office.poster.code}", f"/privasi?s={office.poster.code}"
    assert _offered(client, survey) == ["id", "en"]
    assert "Bahasa Banjar" not in client.get(notice).text
    settings = staff.get(SETTINGS).text
    assert "Bahasa Banjar (draf, menunggu tinjauan penutur)" in settings
    staff.post(SETTINGS, {"idle_seconds": "60", "languages": ["id", "bjn"], "base_url": ""}, SETTINGS)
    assert _offered(client, survey) == ["id", "bjn"]
    assert "Bahasa Banjar" in client.get(notice).text
    page = client.get(f"{survey}?bahasa=bjn").text
    assert "Kaya apa palayanan kami hari ini?" in page and "Kada gampang" in page
    # The office writes its own help lines in what it offers, and what it wrote before stays.
    assert "Kaya apa pandapat pian" in staff.get("/staf/kelola/bantuan/").text


def test_a_language_that_is_not_offered_keeps_its_help_lines(staff: Staff, db: Database) -> None:
    on, off = (
        {"idle_seconds": "60", "languages": codes, "base_url": ""} for codes in (["id", "jv"], ["id", "en"])
    )
    staff.post(SETTINGS, on, SETTINGS)
    staff.post("/staf/kelola/bantuan/", {"biaya_jv": "Ragad: ingkang dipunbayar."})
    staff.post(SETTINGS, off, SETTINGS)
    staff.post("/staf/kelola/bantuan/", {"biaya_id": "Ongkos."})
    [unit] = db.execute("select unit_id from units").fetchall()
    assert help_lines.get_lines(db, unit["unit_id"], OFFICIAL) == {
        ("biaya", "jv"): "Ragad: ingkang dipunbayar.", ("biaya", "id"): "Ongkos.",
    }  # fmt: skip


def test_indonesian_comes_first_and_stands_in_for_an_unknown_language() -> None:
    assert next(iter(languages())) == DEFAULT
    assert choose("xx") is choose(None) is languages()[DEFAULT]


@pytest.mark.parametrize("code", languages())
def test_a_language_has_the_same_texts_with_the_same_gaps(code: str) -> None:
    texts, others = languages()[DEFAULT].texts, _written(code)
    assert texts.keys() == others.keys()
    for key, text in texts.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", others[key])), key
        assert others[key].strip()


def test_a_text_takes_its_values() -> None:
    assert choose("en")("steps.progress", number=3, total=9) == "3 of 9"


def test_an_untranslated_wording_is_shown_in_indonesian() -> None:
    assert choose("en").pick({"id": "Sesuai"}) == "Sesuai"
