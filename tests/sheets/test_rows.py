"""Rows that are no respondents, anywhere around a table and under any label, never change its figures."""

import random

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.sheets.made import CONTEXT
from tests.sheets.made import LEFT_LABELS
from tests.sheets.made import TITLES
from tests.sheets.made import WRITTEN
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.mutated import no_respondent
from tests.sheets.reading import read_rows

# Columns of which at least one tells a respondent from a label that no one has seen.
CONTEXTS = [
    ["number"], ["number", "sex"], ["number", "date"], ["date"], ["moment", "sex"], ["sex"], ["age"],
    ["number", "age", "education"], ["number", "service"], ["moment", "service"],
    ["number", "sex", "age", "education", "occupation", "service"],
]  # fmt: skip


@given(
    seed=st.integers(0, 2**32),
    context=st.sampled_from(CONTEXTS),
    titles=st.sampled_from(list(TITLES)),
    written=st.sampled_from(list(WRITTEN)),
    size=st.integers(2, 9),
    blanks=st.sampled_from([0.0, 0.0, 0.1]),
    more=st.integers(1, 5),
)
@settings(max_examples=300)
def test_rows_that_are_no_respondents_never_change_the_figures(
    seed: int, context: list[str], titles: str, written: str, size: int, blanks: float, more: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    made = make(chance, context=context, titles=titles, written=written, size=size, blanks=blanks)
    if chance.random() < 0.2:
        made.rows.insert(0, list(range(1, len(made.titles) + 1)))
    for _ in range(more):
        place = chance.choice([0, len(made.rows), chance.randrange(len(made.rows) + 1)])
        made.rows.insert(place, no_respondent(made, chance))
    found = read_rows([["SURVEI KEPUASAN MASYARAKAT"], *made.table()])
    assert not found.refusal
    # Whether a word in a column of words is a label or a respondent's own is asked where nothing else says.
    assert found.question.startswith("Tidak jelas apakah baris") or found.figures == (
        size, tuple(made.sums), tuple(made.filled), 0,
    )  # fmt: skip


@pytest.mark.parametrize("label", LEFT_LABELS)
@pytest.mark.parametrize("place", ["above", "between", "below", "after a blank row"])
def test_a_statistic_under_any_label_is_named_and_left_out(label: str, place: str) -> None:
    made = make(random.Random(7), context=["number", "sex"], size=4)  # noqa: S311
    row: Row = [label, None, *[4] * 9]
    at = {"above": 0, "between": 2}.get(place, 4)
    made.rows[at:at] = [[], row] if place == "after a blank row" else [row]
    found = read_rows(made.table())
    assert found.figures == (4, tuple(made.sums), (4,) * 9, 0)
    assert found.found is not None
    assert [one.reason for one in found.found.skipped()] == [f"Kolom A berisi “{label}”, bukan nomor urut."]


@pytest.mark.parametrize("service", ["IKM Pangan", "Mutu Benih", "Jumlah Kunjungan", "Total Loss"])
@pytest.mark.parametrize("context", [["number", "service"], ["date", "service"], ["service", "sex"]])
def test_a_respondent_of_a_service_that_sounds_like_a_summary_is_counted(
    service: str, context: list[str]
) -> None:
    made = make(random.Random(3), context=context, size=5)  # noqa: S311
    for row in (made.rows[1], made.rows[3], made.rows[4]):
        row[context.index("service")] = service
    assert read_rows(made.table()).figures == (5, tuple(made.sums), (5,) * 9, 0)


def test_a_row_that_the_running_number_passes_over_isno_respondent() -> None:
    made = make(random.Random(5), context=["number"], size=4)  # noqa: S311
    made.rows.insert(2, [None, *[3] * 9])
    found = read_rows(made.table())
    assert found.figures == (4, tuple(made.sums), (4,) * 9, 0)
    assert found.found is not None
    assert found.found.skipped()[0].reason == "Tanpa nomor, dan nomor urut berlanjut tanpa baris ini."


def test_a_respondent_whose_number_is_missing_is_counted() -> None:
    made = make(random.Random(5), context=["number"], size=4)  # noqa: S311
    made.rows[2][0] = None
    assert read_rows(made.table()).figures == (4, tuple(made.sums), (4,) * 9, 0)


def test_rows_without_a_number_below_numbered_ones_are_asked_about() -> None:
    made = make(random.Random(5), context=["number"], size=4)  # noqa: S311
    made.rows += [[None, 4, 1, 2, 3, 4, 1, 2, 3, 4]]
    asked = read_rows(made.table())
    assert "baris 6 responden: tanpa nomor urut" in asked.question and "--baris 6=bukan" in asked.question


def test_every_context_column_is_known() -> None:
    """The cases above would be no cases if a title were not read as what it says."""
    made = make(random.Random(1), context=list(CONTEXT), size=3)  # noqa: S311
    found = read_rows(made.table()).found
    assert found is not None
    assert found.table.columns.keys() >= {
        "number",
        "moment",
        "sex",
        "age_band",
        "education",
        "occupation",
        "service",
    }
