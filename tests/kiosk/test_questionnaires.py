"""Questionnaires: the official words, and from where a questionnaire takes what it does not word."""

import pytest

from kiosk.questionnaire import profile
from kiosk.questionnaire.catalogue import list_questionnaires
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.languages import languages
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


ASKED = [one.id for one in list_questionnaires() if one.can_be_asked]


def test_only_the_regulation_of_2004_cannot_be_asked() -> None:
    assert {one.id for one in list_questionnaires()} - {*ASKED} == {"kep-25-2004"}


@pytest.mark.parametrize("id", ASKED)
def test_every_question_is_asked_in_every_language_with_an_option_for_each_answer(id: str) -> None:
    questionnaire = load_questionnaire(id)
    for item in questionnaire.items:
        assert set(item.question) == set(item.options) == set(item.help) == set(languages())
        for options in item.options.values():
            assert len(set(options)) == len(options) == questionnaire.rules.scale
        assert all(question.endswith(("?", ".")) for question in item.question.values())


@pytest.mark.parametrize("id", ASKED)
def test_no_word_means_two_answers_to_one_question(id: str) -> None:
    for item in load_questionnaire(id).items:
        meanings: dict[str, int] = {}
        for options in item.options.values():
            for answer, words in enumerate(options, start=1):
                assert meanings.setdefault(words.casefold(), answer) == answer, (item.key, words)


def test_the_words_of_one_item_are_written_once() -> None:
    offline, online = load_questionnaire("skm-online-2026"), load_questionnaire("skm-online-2026-daring")
    hybrid = {item.key: item for item in load_questionnaire("skm-online-2026-hibrida").items}
    staff, application = hybrid["respons_petugas"], hybrid["respons_aplikasi"]
    assert staff.question == offline.get("kompetensi").items[0].question
    assert application.question == online.get("kompetensi").items[0].question
    assert hybrid["waktu"].question == offline.get("waktu").items[0].question
    assert (staff.counts_for, hybrid["bebas_pungli"].counts_for) == ("kompetensi", "ipak")


def test_the_words_follow_the_national_set_and_its_scale() -> None:
    waktu = load_questionnaire("skm-online-2026").get("waktu").items[0]
    assert waktu.question["id"] == "Jangka waktu layanan sesuai dengan yang diinformasikan."
    # "Tidak sesuai" is 2 here and 1 on the official sheet.
    assert waktu.options["id"] == ("Sangat tidak sesuai", "Tidak sesuai", "Sesuai", "Sangat sesuai")
    six = load_questionnaire("spkp-spak-6").items[0].options["id"]
    assert (len(six), six[0], six[-1]) == (6, "Sangat tidak setuju", "Sangat setuju")


def test_an_index_has_a_name_and_a_questionnaire_says_where_it_is_from() -> None:
    zona = load_questionnaire("spkp-spak-6")
    assert [index.name for index in zona.indices] == [
        "Indeks Persepsi Kualitas Pelayanan (IPKP)", "Indeks Persepsi Anti Korupsi (IPAK)",
    ]  # fmt: skip
    assert [len(index.items) for index in zona.indices] == [8, 5]
    assert all(one.about for one in list_questionnaires())


def test_the_profile_belongs_to_the_questionnaire() -> None:
    assert OFFICIAL.profile == profile.FIELDS
    national = load_questionnaire("skm-online-2026").profile
    assert list(national) == [*OFFICIAL.profile, "disability"]
    assert list(national["age_band"]) == ["17-25", "26-34", "35-44", "45-54", "55-65", ">65"]
    assert national["education"]["Tidak sekolah"]["en"] == "No schooling"
    for field, answers in national.items():
        assert profile.TITLES[field]["id"]
        assert all(set(labels) == set(languages()) for labels in answers.values())


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
    assert "Maklumat" in older.aliases["maklumat"]
    assert older.aliases["biaya"] == OFFICIAL.aliases["biaya"]
    assert set(OFFICIAL.aliases["waktu"]) < set(older.aliases["waktu"])


def test_a_questionnaire_that_only_scores_has_names_and_no_questions() -> None:
    old = load_questionnaire("kep-25-2004")
    assert not old.can_be_asked and OFFICIAL.can_be_asked
    assert len(old.items) == 14
    assert unsur_name(old.rules, "keadilan") == "Keadilan Mendapatkan Pelayanan"
    assert old.aliases["keadilan"] == ()


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
