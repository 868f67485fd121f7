"""What a file says of its own values and numbers decides, or a person is asked; it is never passed over."""

from collections.abc import Sequence

import pytest

from kiosk.sheets import Decisions
from kiosk.sheets.meanings import read_scale
from tests.kiosk.import_files import LABELS
from tests.scoring import KEYS
from tests.sheets.made import NAMES
from tests.sheets.made import Row
from tests.sheets.reading import Outcome
from tests.sheets.reading import read_file
from tests.sheets.reading import read_rows
from tests.sheets.saved import as_sheets

ANSWERS = [[1, 2, 3, 4, 4, 3, 2, 1, 4], [4, 4, 3, 3, 2, 2, 1, 1, 3], [3, 3, 4, 4, 4, 1, 2, 3, 2]]
SUMS = tuple(map(sum, zip(*ANSWERS, strict=True)))
LIST_NAMES = [*NAMES[:7], NAMES[8], NAMES[7]]
DOWN: list[list[Row]] = [
    [["Keterangan: 1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik"]],
    [["1 (Sangat puas) - 4 (Tidak puas)"]],
    [["Sangat baik = 1; baik = 2; tidak baik = 4"]],
    [["Skala"], [1, "Sangat Puas"], [2, "Puas"], [3, "Kurang Puas"], [4, "Tidak Puas"]],
    [["1", "=", "Sangat setuju"], ["4", "=", "Tidak setuju"]],
]
UP: list[list[Row]] = [
    [["Keterangan: 4 = Sangat Baik, 3 = Baik, 2 = Kurang Baik, 1 = Tidak Baik"]],
    [[1, "Tidak puas"], [2, "Kurang puas"], [3, "Puas"], [4, "Sangat puas"]],
    [["Mutu", "A (Sangat Baik): 88,31 - 100,00"], ["Mutu", "D (Tidak Baik): 25,00 - 64,99"]],
    [["1", "1,00 - 2,5996", "D", "Tidak Baik"], ["4", "3,5324 - 4,00", "A", "Sangat Baik"]],
]


def _table(answers: Sequence[Sequence[object]]) -> list[Row]:
    return [["No", *LABELS], *([number, *row] for number, row in enumerate(answers, start=1))]


def _read(legend: list[Row], table: list[Row], place: str, scale: str = "") -> Outcome:
    rows = [*legend, [], *table] if place == "above" else [*table, [], *legend]
    return read_rows(rows, Decisions(scale=read_scale([scale])))


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("legend", DOWN)
def test_a_legend_that_begins_with_the_best_answer_is_asked_about(legend: list[Row], place: str) -> None:
    table = _table([[5 - answer for answer in row] for row in ANSWERS])
    asked = _read(legend, table, place)
    assert "1 adalah jawaban yang terbaik" in asked.question and "--skala 1=4,2=3,3=2,4=1" in asked.question
    assert _read(legend, table, place, "1=4,2=3,3=2,4=1").figures == (3, SUMS, (3,) * 9, 0)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("legend", UP)
def test_a_legend_that_says_what_is_read_anyway_is_no_reason_to_ask(legend: list[Row], place: str) -> None:
    assert _read(legend, _table(ANSWERS), place).figures == (3, SUMS, (3,) * 9, 0)


@pytest.mark.parametrize("legend", [[["A = Sangat Baik"], ["D = Tidak Baik"]], [["a. Sangat baik b. Baik"]]])
def test_letters_that_begin_with_the_best_answer_are_asked_about(legend: list[Row]) -> None:
    table = _table([["dcba"[answer - 1] for answer in row] for row in ANSWERS])
    assert "--skala a=4,b=3,c=2,d=1" in _read(legend, table, "below").question
    assert _read(legend, table, "below", "a=4,b=3,c=2,d=1").sums == SUMS


@pytest.mark.parametrize(
    "legend",
    [
        "Skala: 1 = Sangat Tidak Puas, 2 = Tidak Puas, 3 = Cukup, 4 = Puas, 5 = Sangat Puas",
        "1 Sangat tidak setuju s.d. 5 Sangat setuju",
    ],
)
def test_a_legend_of_five_answers_asks_also_where_the_fifth_was_never_given(legend: str) -> None:
    asked = _read([[legend]], _table(ANSWERS), "above")
    assert "skalanya 1 sampai 5" in asked.question and "--skala 1=1,2=2,3=3,4=4,5=4" in asked.question
    assert _read([[legend]], _table(ANSWERS), "above", "1=1,2=2,3=3,4=4,5=4").sums == SUMS


LEGENDS: dict[str, list[Row]] = {
    "cells": [[label, name] for label, name in zip(LABELS, LIST_NAMES, strict=True)],
    "signs": [[f"{label} = {name}"] for label, name in zip(LABELS, LIST_NAMES, strict=True)],
    "one text": [[", ".join(f"{label}: {name}" for label, name in zip(LABELS, LIST_NAMES, strict=True))]],
    "two of them": [["U8", "Penanganan Pengaduan"], ["U9", "Sarana dan Prasarana"]],
}


@pytest.mark.parametrize("place", ["above", "below", "sheet"])
@pytest.mark.parametrize("legend", LEGENDS.values(), ids=LEGENDS)
def test_a_legend_of_the_numbers_wins_over_the_order(legend: list[Row], place: str) -> None:
    if place == "sheet":
        found = read_file(as_sheets([("Data", _table(ANSWERS)), ("Keterangan", legend)]))
    else:
        found = _read(legend, _table(ANSWERS), place)
    assert found.sums == (*SUMS[:7], SUMS[8], SUMS[7]) and found.found is not None
    notes = {note.code: note.text for note in found.found.notes}
    assert "U8 = Penanganan Pengaduan" in notes["numbers-named"] and "order-assumed" not in notes


def test_a_legend_in_the_assumed_order_changes_nothing() -> None:
    legend: list[Row] = [[label, name] for label, name in zip(LABELS, NAMES, strict=True)]
    assert _read(legend, _table(ANSWERS), "below").sums == SUMS


def test_a_numbered_list_in_another_order_is_asked_about() -> None:
    recap: list[Row] = [
        ["No", "Unsur", "NRR"],
        *([number, name, 3.25] for number, name in enumerate(LIST_NAMES, 1)),
    ]
    data = as_sheets([("Data", _table(ANSWERS)), ("Rekap", recap)])
    asked = read_file(data)
    assert "U8 = Penanganan Pengaduan" in asked.question and "--kolom B:J=daftar" in asked.question
    columns = {index: key for index, key in enumerate((*KEYS[:7], KEYS[8], KEYS[7]), start=1)}
    assert read_file(data, Decisions(columns=columns)).sums == (*SUMS[:7], SUMS[8], SUMS[7])


@pytest.mark.parametrize("title", ["(1=Sangat puas, 4=Tidak puas)", "(1: sangat baik 4: tidak baik)"])
def test_a_legend_in_the_titles_is_heeded(title: str) -> None:
    rows: list[Row] = [["No", *(f"{name} {title}" for name in NAMES)], *_table(ANSWERS)[1:]]
    assert "1 adalah jawaban yang terbaik" in read_rows(rows).question


@pytest.mark.parametrize("text", ["Skala 1-5", "skala likert 1 s.d. 5", "Skala penilaian: 1 sampai 5"])
def test_a_scale_that_a_title_names_is_asked_about(text: str) -> None:
    assert "skalanya 1 sampai 5" in _read([[text]], _table(ANSWERS), "above").question
    assert _read([["Skala 1-4"]], _table(ANSWERS), "above").sums == SUMS
