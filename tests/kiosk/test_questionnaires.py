"""Questionnaires: the official words, and which words stand in for which."""

import pytest

from kiosk.questionnaire.catalogue import aliases
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.messages import unscored
from scoring import InstrumentError
from scoring import Tallies
from scoring import list_instruments
from scoring import load_instrument
from scoring import score

OFFICIAL = load_questionnaire(DEFAULT)
ITEMS = {item.key: item for item in OFFICIAL.items}


def test_the_official_words_are_there() -> None:
    biaya = ITEMS["biaya"]
    assert OFFICIAL.get("biaya").name == "Biaya/Tarif"
    assert biaya.question["id"] == "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?"
    assert biaya.options["id"] == ("Sangat mahal", "Cukup mahal", "Murah", "Gratis")
    assert ITEMS["pengaduan"].options["id"] == (
        "Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik",
    )  # fmt: skip


@pytest.mark.parametrize("id", ["permenpan-14-2017", "permenpan-16-2014"])
def test_every_question_is_asked_in_indonesian_and_english(id: str) -> None:
    for item in load_questionnaire(id).items:
        assert set(item.question) == set(item.options) == set(item.help) >= {"id", "en"}
        assert all(question.endswith("?") for question in item.question.values())


@pytest.mark.parametrize("id", list_instruments())
def test_every_questionnaire_names_and_defines_its_unsur(id: str) -> None:
    questionnaire = load_questionnaire(id)
    assert questionnaire.rules is load_instrument(id)
    assert all(unsur.name and unsur.definition for unsur in questionnaire.unsur)
    assert [unsur.key for unsur in questionnaire.unsur] == list(questionnaire.keys())


def test_what_an_older_questionnaire_does_not_word_itself_it_takes_from_the_later_one() -> None:
    older = load_questionnaire("permenpan-16-2014")
    assert (older.get("waktu").name, older.get("biaya").name) == ("Waktu Pelayanan", "Biaya/Tarif")
    assert older.get("waktu").definition == OFFICIAL.get("waktu").definition
    assert older.get("waktu").items == OFFICIAL.get("waktu").items
    assert "Maklumat" in aliases(older.id)["maklumat"]
    assert aliases(older.id)["biaya"] == aliases(DEFAULT)["biaya"]


def test_a_questionnaire_that_only_scores_has_names_and_no_questions() -> None:
    old = load_questionnaire("kep-25-2004")
    assert not old.can_be_asked and OFFICIAL.can_be_asked
    assert len(old.items) == 14
    assert unsur_name(old.rules, "keadilan") == "Keadilan Mendapatkan Pelayanan"
    assert aliases(old.id)["keadilan"] == ()


def test_an_unknown_unsur_is_refused() -> None:
    with pytest.raises(InstrumentError, match="no unsur 'u8'"):
        OFFICIAL.get("u8")
    with pytest.raises(InstrumentError, match="no unsur 'u8'"):
        unsur_name(OFFICIAL.rules, "u8")


def test_why_there_is_no_index_is_said_in_indonesian() -> None:
    rows = [dict.fromkeys(OFFICIAL.keys(), 3) | {"biaya": None, "waktu": None}]
    said = [
        unscored(score(OFFICIAL.rules, Tallies.from_answers(OFFICIAL.rules, answers)))
        for answers in ([], rows, [dict.fromkeys(OFFICIAL.keys(), 3)])
    ]
    assert said == [
        "IKM tidak dapat dihitung karena belum ada responden.",
        "IKM tidak dapat dihitung karena belum ada jawaban untuk unsur Waktu Penyelesaian; Biaya/Tarif.",
        "",
    ]
