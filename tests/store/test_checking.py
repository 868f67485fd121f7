"""A bundle brings nothing that the program itself would not store, however well it is signed."""

import pytest

from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.exchange.checking import check_line
from kiosk.store.exchange.checking import check_unit

UNIT = {"name": "Kelurahan Hulu", "timezone": "Asia/Makassar", "created_at": "2024-05-31T01:12:00.000Z"}
FACTS = {
    "answered_at": "2024-05-31T01:12:00.000Z",
    "local_day": "2024-05-31",
    "instrument": DEFAULT,
    "biaya": 4,
    "service_id": None,
}


@pytest.mark.parametrize(
    "change",
    [
        {"timezone": "Mars/Base"},
        {"timezone": "../../../../etc/passwd"},
        {"timezone": ""},
        {"name": ""},
        {"name": "x" * 201},
        {"name": "\x1b]0;PWNED\x07 Kantor"},
        {"name": "a\u202eb"},
        {"address": "x" * 5_000_000},
        {"created_at": "kemarin"},
    ],
)
def test_a_letterhead_that_no_form_accepts_is_refused(change: dict[str, str]) -> None:
    check_unit(UNIT)
    with pytest.raises(BundleRefused) as refused:
        check_unit({**UNIT, **change})
    assert str(refused.value).isprintable() and len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"answered_at": "banana"},
        {"answered_at": "2024-05-31"},
        {"answered_at": "2024-05-31T01:12:00.000+08:00"},
        {"local_day": "2026-99-99"},
        {"local_day": "9999-12-31"},
        {"instrument": "x"},
        {"instrument": ""},
    ],
)
def test_facts_that_the_program_never_stores_are_refused(change: dict[str, str]) -> None:
    check_line({"link": {"sequence": 1}, "facts": FACTS})
    with pytest.raises(BundleRefused):
        check_line({"link": {"sequence": 1}, "facts": {**FACTS, **change}})


@pytest.mark.parametrize("value", [[1], {"a": 1}, 1.5])
def test_a_value_that_is_neither_text_nor_a_whole_number_is_refused(value: object) -> None:
    for line in ({"year": {"year": value}}, {"link": {"at": value}}, {"link": {}, "more": {"x": value}}):
        with pytest.raises(BundleRefused):
            check_line(line)


@pytest.mark.parametrize("text", ["y" * 2001, "a\x01b", "\x1b[31m"])
def test_suggestions_and_services_are_checked_too(text: str) -> None:
    check_line({"link": {}, "facts": FACTS, "comment": {"text": "Baik.\nTerima kasih.", "salt": "0" * 32}})
    with pytest.raises(BundleRefused):
        check_line({"link": {}, "facts": FACTS, "comment": {"text": text, "salt": "0" * 32}})
    with pytest.raises(BundleRefused):
        check_line({"service": {"name": text}})


@pytest.mark.parametrize("answers", ["banana", "[1]", '{"a":{"b":[]}}', '{"a": "1"}', "null", "[" * 400])
def test_answers_outside_the_index_are_codes_by_question(answers: str) -> None:
    check_line({"link": {}, "facts": {"response_id": "x", "answers": '{"75wnry8231e9":"1"}'}})
    with pytest.raises(BundleRefused):
        check_line({"link": {}, "facts": {"response_id": "x", "answers": answers}})


def test_the_texts_of_a_publication_are_objects() -> None:
    check_line({"link": {}, "facts": {"figures": '{"format":1}', "details": "{}"}})
    for text in ("banana", "[]", "[" * 5000):
        with pytest.raises(BundleRefused):
            check_line({"link": {}, "facts": {"figures": text}})
