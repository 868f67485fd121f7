"""Every case through `ikm score`: the right figures, or the question whose answer gives them."""

import json

import pytest

from tests.kiosk.score_files import ikm_score
from tests.kiosk.score_files import scored
from tests.scoring import KEYS
from tests.sheets.cases import CASES
from tests.sheets.cases import FOURTEEN
from tests.sheets.cases import IPAK
from tests.sheets.cases import NATIONAL
from tests.sheets.cases import TALLY
from tests.sheets.cases import WITHOUT_VALUES
from tests.sheets.cases import Case
from tests.sheets.cases import path

EVERY = pytest.mark.parametrize("case", [*CASES, TALLY], ids=lambda case: case.name)


@EVERY
def test_the_figures_are_right_once_what_is_asked_is_answered(case: Case) -> None:
    found = scored(path(case.name), *case.options)
    assert found["respondents"] == case.respondents
    assert tuple(unsur["sum"] for unsur in found["unsur"].values()) == case.sums
    assert (found["ikm"], found["mutu"]) == (case.ikm, case.mutu)
    assert {warning["code"] for warning in found["warnings"]} >= set(case.says)
    assert found["rejected"] == []


@EVERY
def test_no_figure_comes_before_the_answer_to_a_question(case: Case) -> None:
    result = ikm_score(path(case.name), "--json")
    if case.asks:
        assert (result.exit_code, result.stdout) == (2, "")
        assert case.asks in result.stderr and result.stderr.count("\n") == 1
    else:
        assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize("name", FOURTEEN)
def test_more_numbers_than_unsur_ask_for_the_questionnaire(name: str) -> None:
    asked = ikm_score(path(name))
    assert asked.exit_code == 2 and "14 kolom bernomor" in asked.stderr
    assert "--instrumen kep-25-2004" in asked.stderr and "--kolom B:J=kuesioner" in asked.stderr
    found = scored(path(name), "--instrumen", "kep-25-2004")
    assert (found["instrument"], len(found["unsur"])) == ("kep-25-2004", 14)
    assert len(scored(path(name), "--kolom", "B:J=kuesioner")["unsur"]) == 9


@pytest.mark.parametrize("case", NATIONAL, ids=lambda case: case.name)
def test_items_of_the_national_set_are_scored_by_its_own_rules(case: Case) -> None:
    found = scored(path(case.name))
    assert (found["instrument"], found["respondents"]) == ("skm-online-2026", case.respondents)
    assert tuple(found["unsur"][key]["sum"] for key in KEYS) == case.sums
    assert (found["ikm"], found["mutu"]) == (case.ikm, case.mutu)
    assert found["ipak"] == IPAK[case.name]
    assert "questionnaire" in {warning["code"] for warning in found["warnings"]}


def test_answers_that_are_formulas_without_a_value_are_named_and_refused() -> None:
    refused = ikm_score(path(WITHOUT_VALUES))
    assert refused.exit_code == 2 and refused.stderr.count("\n") == 1
    assert "2 sel jawaban" in refused.stderr and "E2 (rumus tanpa nilai), E4" in refused.stderr


def test_every_row_that_is_no_respondent_is_named_with_a_reason() -> None:
    result = ikm_score(path("01_statistics_rows_below.xlsx"), "--json")
    assert json.loads(result.stdout)["skipped"] == [
        {"rows": [row], "reason": f"Kolom A berisi “{label}”, bukan nomor urut."}
        for row, label in ((6, "Maksimum"), (7, "Minimum"), (8, "Modus"))
    ]
