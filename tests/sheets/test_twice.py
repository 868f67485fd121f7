"""The same respondents twice in one file: read once, or a person is asked."""

import random

import pytest

from kiosk.sheets import Decisions
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import OPTIONS
from tests.sheets.made import NAMES
from tests.sheets.made import Made
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.reading import read_file
from tests.sheets.reading import read_rows
from tests.sheets.saved import as_sheets
from tests.sheets.test_arrangements import truth


def _made(seed: int, size: int = 5) -> Made:
    return make(random.Random(seed), context=["number"], titles="names", size=size)  # noqa: S311


def _in_words(made: Made) -> list[Row]:
    return [
        [number, *(OPTIONS[place][(answer or 1) - 1] for place, answer in enumerate(row))]
        for number, row in enumerate(made.respondents, start=1)
    ]


def test_answers_in_words_and_as_numbers_below_each_other_are_asked_about() -> None:
    made = _made(1)
    rows: list[Row] = [["No", *NAMES], *_in_words(made), [], ["Konversi"], *made.table()]
    asked = read_rows(rows)
    assert "Baris 10–14 (5 responden) berisi jawaban yang sama" in asked.question
    assert "--tabel sekali" in asked.question and "--tabel responden" in asked.question
    assert read_rows(rows, Decisions(table="sekali")).figures == truth(made)
    assert read_rows(rows, Decisions(table="responden")).figures == truth(made, made)


@pytest.mark.parametrize("is_first", [True, False])
def test_months_and_all_of_them_on_one_sheet_are_asked_about(is_first: bool) -> None:
    one, two = _made(2), _made(3)
    months: list[Row] = [["Januari 2024"], *one.table(), ["Februari 2024"], *two.table()]
    both: list[Row] = [["Semua"], one.titles, *one.rows, *two.rows]
    rows = [*both, *months] if is_first else [*months, *both]
    assert "(10 responden) berisi jawaban yang sama" in read_rows(rows).question
    assert read_rows(rows, Decisions(table="sekali")).figures == truth(one, two)


def test_a_sheet_with_the_answers_of_all_the_others_is_left_aside() -> None:
    one, two = _made(4), _made(5)
    sheets = [("Januari", one.table()), ("Februari", two.table())]
    found = read_file(as_sheets([*sheets, ("Gabungan", [one.titles, *one.rows, *two.rows])]))
    assert found.figures == truth(one, two) and found.found is not None
    assert "Lembar “Gabungan” berisi jawaban semua lembar lain; tidak dibaca lagi." in {
        note.text for note in found.found.notes
    }


def test_sections_that_happen_to_be_of_one_respondent_alike_are_all_counted() -> None:
    rows: list[Row] = []
    for month in ("Januari", "Februari", "Maret"):
        rows += [[f"{month} 2024"], ["No", *LABELS], [1, *[3] * 9]]
    assert read_rows(rows).figures == (3, (9,) * 9, (3,) * 9, 0)


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("above", [["2023", "2024"], ["Pelayanan KTP", "Pelayanan KK"]])
def test_a_second_block_of_answers_of_the_same_rows_is_asked_about(gap: int, above: list[str]) -> None:
    one, two = _made(6), _made(7)
    blank: Row = [None] * gap
    rows: list[Row] = [
        [None, above[0], *[None] * (8 + gap), above[1]],
        [*one.titles, *blank, *two.titles[1:]],
        *([*left, *blank, *right[1:]] for left, right in zip(one.rows, two.rows, strict=True)),
    ]
    first = 10 + gap
    asked = read_rows(rows)
    assert "berisi jawaban kedua dari baris-baris yang sama" in asked.question
    left, right = range(1, 10), range(first, first + 9)
    assert read_rows(rows, Decisions(columns=dict.fromkeys(right, "ignored"))).figures == truth(one)
    assert read_rows(rows, Decisions(columns=dict.fromkeys(left, "ignored"))).figures == truth(two)


def test_answers_before_and_after_of_the_same_people_are_asked_about() -> None:
    before, after = _made(7).table(), _made(8).table()
    gap: Row = [None]
    rows: list[Row] = [["Sebelum", *[None] * len(before[0]), "Sesudah"]]
    rows += [[*one, *gap, *two] for one, two in zip(before, after, strict=True)]
    assert "jawaban kedua dari baris-baris yang sama" in read_rows(rows).question


def test_a_column_that_says_how_many_respondents_a_row_is_is_asked_about() -> None:
    made = _made(8)
    rows: list[Row] = [[*made.titles, "Frekuensi"], *([*row, 4] for row in made.rows)]
    assert "Kolom K “Frekuensi” tampak berisi banyaknya responden" in read_rows(rows).question
    assert read_rows(rows, Decisions(table="responden")).figures == truth(made)
