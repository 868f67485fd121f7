"""Answers to questionnaires with several items per unsur, indices, and weights of an office's own."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire import catalogue
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.own import parse_own
from kiosk.store.answers import answer_counts
from kiosk.store.answers import counted_responses
from kiosk.store.answers import responses
from kiosk.store.answers import tallies
from kiosk.store.answers.layout import NotStorable
from kiosk.store.answers.layout import check_storable
from kiosk.store.engine.connection import transaction
from kiosk.store.journal.chain import find_break
from scoring import Instrument
from scoring import Tallies
from scoring import list_instruments
from scoring import score
from tests.conftest import NOW
from tests.store.samples import new_response

MAY = (date(2024, 5, 1), date(2024, 5, 31))
MOST_OF_MAY = (date(2024, 5, 1), date(2024, 5, 30))
DAY = date(2024, 5, 13)
OWN = """
id = "bobot-sendiri"
title = "SKM dengan bobot sendiri"
base = "permenpan-14-2017"
[weights]
persyaratan = "0.2"
prosedur = "0.1"
waktu = "0.1"
biaya = "0.1"
produk = "0.1"
kompetensi = "0.1"
perilaku = "0.1"
sarana = "0.1"
pengaduan = "0.1"
"""
NEVER = ("kep-25-2004", "permenpan-16-2014")
STORED = (*(id for id in list_instruments() if id not in NEVER), "bobot-sendiri")


@pytest.fixture(autouse=True)
def own() -> Iterator[None]:
    catalogue.add_questionnaire(parse_own(OWN, "bobot-sendiri.toml"))
    yield
    catalogue._OWN.clear()


def _answers(rules: Instrument) -> st.SearchStrategy[dict[str, int | None]]:
    return st.fixed_dictionaries({item: st.sampled_from([None, *rules.values]) for item in rules.items})


def _profile(id: str) -> st.SearchStrategy[dict[str, str]]:
    lists = load_questionnaire(id).profile
    return st.fixed_dictionaries({}, optional={field: st.sampled_from(list(c)) for field, c in lists.items()})


given_to = st.sampled_from(STORED).flatmap(
    lambda id: st.tuples(st.just(id), _answers(load_questionnaire(id).rules), _profile(id))
)


@contextmanager
def _empty_again(db: Database) -> Iterator[None]:
    try:
        yield
    finally:
        with transaction(db):
            counts = (table.name for table in tallies.ALL_TABLES)
            for table in ("exclusions", "comments", "profiles", "responses", *counts):
                db.execute(f"delete from {table}")  # noqa: S608


def _who(office: Office, *numbers: int) -> dict[str, Any]:
    ids = [f"{number:032x}" for number in numbers]
    return {
        "unit_id": office.unit.unit_id,
        "response_ids": ids,
        "person_id": office.admin.person_id,
        "now": NOW,
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(given_to, max_size=8), st.sets(st.integers(0, 7), max_size=4))
def test_answers_to_any_questionnaires_are_counted_as_the_scorer_counts_them(
    db: Database, office: Office, all_given: list[Any], excluded: set[int]
) -> None:
    unit_id = office.unit.unit_id
    with _empty_again(db):
        for number, (id, answers, profile) in enumerate(all_given):
            one = new_response(office, number, instrument=id, answers=answers, profile=profile, local_day=DAY)
            responses.record_response(db, one, NOW)
            assert responses.record_response(db, one, NOW) is False
        gone = sorted(number for number in excluded if number < len(all_given))
        responses.exclude_responses(db, reason="Uji coba", **_who(office, *gone))
        responses.restore_responses(db, **_who(office, *gone[1:]))
        counting = [one for number, one in enumerate(all_given) if number not in gone[:1]]
        expected = {
            id: Tallies.from_answers(
                load_rules(id), [answers for other, answers, _ in counting if other == id]
            )
            for id in {id for id, *_ in counting}
        }
        for days in (MAY, MOST_OF_MAY):
            assert answer_counts.get_tallies(db, unit_id, *days) == expected
            profiles = answer_counts.count_profile(db, unit_id, *days)
            for field, counts in profiles.items():
                answered = [profile.get(field) for *_, profile in counting]
                assert counts == {code: answered.count(code) for code in set(answered)}
        listed = {row.response_id: row for row in counted_responses.iterate_counted(db, unit_id, *MAY)}
        for number, (id, answers, _) in enumerate(all_given):
            if number not in gone[:1]:
                row = listed[f"{number:032x}"]
                assert (row.instrument, row.answers) == (id, answers)
        assert tallies.check_tallies(db) == []
        kept = answer_counts.get_tallies(db, unit_id, *MAY)
        tallies.rebuild_tallies(db)
        assert answer_counts.get_tallies(db, unit_id, *MAY) == kept
        assert tallies.check_tallies(db) == []


def _record(db: Database, office: Office, id: str, number: int, value: int, **changes: int | None) -> None:
    answers = dict.fromkeys(load_rules(id).items, value) | changes
    one = new_response(office, number, instrument=id, answers=answers, local_day=DAY)
    responses.record_response(db, one, NOW)


def test_an_unsur_is_the_mean_of_the_items_answered(db: Database, office: Office) -> None:
    _record(db, office, "skm-online-2026", 1, 4, informasi=3)
    _record(db, office, "skm-online-2026", 2, 4, informasi=None, kesesuaian_persyaratan=2)
    row = db.execute("select persyaratan, items from responses order by response_id").fetchall()
    assert [tuple(one) for one in row] == [(210, "3444444444444444"), (120, "-244444444444444")]
    parts = answer_counts.get_tallies(db, office.unit.unit_id, *MAY)
    result = score(load_rules("skm-online-2026"), parts["skm-online-2026"])
    assert str(result.unsur["persyaratan"].nrr) == "11/4"


@pytest.mark.parametrize(
    "change",
    [
        "items = '1444444444444444'",
        "persyaratan = 180",
        "items = null",
        "instrument = 'skm-online-2026-daring'",
    ],
)
def test_a_changed_row_breaks_the_journal(db: Database, office: Office, change: str) -> None:
    _record(db, office, "skm-online-2026", 1, 4)
    assert find_break(db, office.unit.unit_id) is None
    db.execute(f"update responses set {change}")  # noqa: S608
    found = find_break(db, office.unit.unit_id)
    assert found and found.problem == "edited"


def test_a_digit_more_or_less_breaks_the_journal_of_answers_without_items(
    db: Database, office: Office
) -> None:
    responses.record_response(db, new_response(office), NOW)
    db.execute("update responses set items = '4'")
    found = find_break(db, office.unit.unit_id)
    assert found and found.problem == "edited"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("month_items set n4 = n4 + 1 where item = 'biaya'", "biaya.n4"),
        ("month_means set total = total + 60 where part = 'ipak'", "ipak.total"),
        ("responses set persyaratan = 180", "persyaratan (butir)"),
    ],
)
def test_a_wrong_count_or_mean_is_found(db: Database, office: Office, change: str, column: str) -> None:
    _record(db, office, "skm-online-2026", 1, 4)
    db.execute(f"update {change}")  # noqa: S608
    [found] = tallies.check_tallies(db)
    assert column in found.columns


@pytest.mark.parametrize("id", NEVER)
def test_a_questionnaire_with_an_unsur_without_a_column_is_refused(id: str) -> None:
    with pytest.raises(NotStorable, match="tidak dapat disimpan"):
        check_storable(load_rules(id))


def test_weights_too_fine_to_sum_squares_of_are_refused() -> None:
    fine = {key: "0.1" for key in load_rules(DEFAULT).keys()} | {"biaya": "0.20000001", "waktu": "0.09999999"}
    rules = load_rules(DEFAULT).with_weights(fine | {"sarana": "0.1"})
    with pytest.raises(NotStorable, match="tiga desimal"):
        check_storable(replace(rules, id="terlalu-rinci"))


def test_items_only_hold_digits_of_the_scale_and_blanks(db: Database, office: Office) -> None:
    _record(db, office, "skm-online-2026", 1, 4)
    for wrong in ("7444444444444444", "", "44 4", "4" * 41):
        with pytest.raises(Exception, match=r"(?i)check"):
            db.execute("update responses set items = ?", [wrong])


def test_the_answers_of_a_month_do_not_depend_on_the_order_they_came_in(db: Database, office: Office) -> None:
    numbers = itertools.count()
    for id in ("skm-online-2024", DEFAULT, "skm-online-2024"):
        _record(db, office, id, next(numbers), 3)
    parts = answer_counts.get_tallies(db, office.unit.unit_id, *MAY)
    assert {id: part.respondents for id, part in parts.items()} == {"skm-online-2024": 2, DEFAULT: 1}
