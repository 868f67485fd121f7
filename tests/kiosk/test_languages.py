"""Every language has every text."""

import re

import pytest

from kiosk.languages import DEFAULT
from kiosk.languages import choose
from kiosk.languages import languages


def test_indonesian_comes_first_and_stands_in_for_an_unknown_language() -> None:
    assert next(iter(languages())) == DEFAULT
    assert choose("xx") is choose(None) is languages()[DEFAULT]


@pytest.mark.parametrize("code", languages())
def test_a_language_has_the_same_texts_with_the_same_gaps(code: str) -> None:
    texts, others = languages()[DEFAULT].texts, languages()[code].texts
    assert texts.keys() == others.keys()
    for key, text in texts.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", others[key])), key
        assert others[key].strip()


def test_a_text_takes_its_values() -> None:
    assert choose("en")("steps.progress", number=3, total=9) == "3 of 9"


def test_an_untranslated_wording_is_shown_in_indonesian() -> None:
    assert choose("en").pick({"id": "Sesuai"}) == "Sesuai"
