"""Every language has every text."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT as QUESTIONNAIRE
from kiosk.questionnaire.languages import DEFAULT
from kiosk.questionnaire.languages import FOLDER
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.languages import texts_in
from kiosk.store.offices import survey_settings
from tests.conftest import Staff


def _written(code: str) -> dict[str, str]:
    """The texts of a language's own file, without those it would borrow."""
    file = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return texts_in(file)


@pytest.fixture
def banjar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third language, of which only the beginning is translated."""
    for code in ("id", "en"):
        (tmp_path / f"{code}.toml").write_bytes((FOLDER / f"{code}.toml").read_bytes())
    (tmp_path / "bjn.toml").write_text('name = "Bahasa Banjar"\n[start]\nbutton = "Mulai gin"\n', "utf-8")
    monkeypatch.setattr("kiosk.questionnaire.languages.FOLDER", tmp_path)
    languages.cache_clear()
    yield
    languages.cache_clear()


@pytest.mark.usefixtures("banjar")
def test_a_third_language_is_a_file_and_borrows_what_it_lacks(
    staff: Staff, client: FlaskClient, db: Database, office: Office
) -> None:
    settings_page = "/staf/kelola/survei/"
    assert "Bahasa Banjar" in staff.get(settings_page).text
    survey = f"/s/{office.poster.code}"
    assert "Bahasa Banjar" in client.get(survey).text
    page = client.get(f"{survey}?bahasa=bjn").text
    assert '<html lang="bjn"' in page
    assert "Mulai gin" in page
    assert languages()[DEFAULT]("comment.send") in page
    assert load_questionnaire(QUESTIONNAIRE).items[0].question["id"] in page
    chosen = {"idle_seconds": "60", "languages": ["id", "bjn"], "base_url": ""}
    assert staff.post(settings_page, chosen, settings_page).status_code == 303
    assert survey_settings.get_survey_settings(db, office.unit.unit_id).languages == ("id", "bjn")


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
