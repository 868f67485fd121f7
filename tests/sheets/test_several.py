"""Several columns of one unsur: items whose mean counts, or one question that was asked in two places."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest
from openpyxl import Workbook

from kiosk.sheets import Decisions
from kiosk.sheets.spans import read_choice
from kiosk.sheets.texts import column_index
from tests.conftest import Staff
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import upload
from tests.kiosk.score_files import csv_file
from tests.kiosk.score_files import ikm_score
from tests.kiosk.score_files import scored
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.sheets.made import NAMES
from tests.sheets.made import Made
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.reading import read_file
from tests.sheets.reading import read_rows
from tests.sheets.saved import as_sheets
from tests.sheets.test_arrangements import truth

CHANCE = random.Random(3)  # noqa: S311
# Two answers of each of six respondents to each unsur; the second respondent left some items blank.
ITEMS: list[list[list[int | None]]] = [
    [[CHANCE.randint(1, 4), CHANCE.randint(1, 4)] for _ in KEYS] for _ in range(6)
]
ITEMS[1][0], ITEMS[1][3] = [None, 4], [None, None]
MEANS = tuple(
    sum(
        (Fraction(sum(given), len(given)) for row in ITEMS if (given := [one for one in row[place] if one])),
        Fraction(),
    )
    for place in range(9)
)


def _beside(titles: Callable[[int, int], str]) -> list[Row]:
    head: Row = ["No", *(titles(place, item) for place in range(9) for item in (1, 2))]
    body: list[Row] = [[number, *chain(*row)] for number, row in enumerate(ITEMS, 1)]
    return [head, *body]


def _in_rounds(titles: Callable[[int, int], str]) -> list[Row]:
    head: Row = ["No", *(titles(place, item) for item in (1, 2) for place in range(9))]
    body: list[Row] = [
        [number, *(row[place][item] for item in (0, 1) for place in range(9))]
        for number, row in enumerate(ITEMS, 1)
    ]
    return [head, *body]


TITLES: dict[str, tuple[list[Row], str]] = {
    "U1a": (_beside(lambda place, item: f"U{place + 1}{' ab'[item]}"), "rata-ratanya tiap responden"),
    "U1.1": (_beside(lambda place, item: f"U{place + 1}.{item}"), "rata-ratanya tiap responden"),
    "Persyaratan 1": (_beside(lambda place, item: f"{NAMES[place]} {item}"), "rata-ratanya tiap responden"),
    "the same name": (_beside(lambda place, _item: NAMES[place]), "rata-ratanya tiap responden"),
    "U1 to U18": (_beside(lambda place, item: f"U{2 * place + item}"), "2 kolom berurutan"),
    "rounds": (_in_rounds(lambda place, item: f"P{9 * (item - 1) + place + 1}"), "2 putaran"),
}


def _answer(rows: list[Row], label: str) -> str:
    asked = read_rows(rows)
    assert asked.found is not None and asked.found.questions, asked
    return next(one.value for one in asked.found.questions[0].choices if label in one.label)


@pytest.mark.parametrize(("rows", "label"), TITLES.values(), ids=TITLES)
def test_the_mean_of_two_items_is_one_answer_to_the_question(
    rows: list[Row], label: str, tmp_path: Path
) -> None:
    file = csv_file(tmp_path, rows)
    refused = ikm_score(file)
    answer = _answer(rows, label)
    assert refused.exit_code == 2 and f"--kolom {answer}" in refused.stderr.replace('"', "")
    found = scored(file, "--kolom", answer)
    assert found["respondents"] == 6
    assert tuple(Fraction(found["unsur"][key]["sum"]) for key in KEYS) == MEANS
    assert [found["unsur"][key]["filled"] for key in KEYS] == [6, 6, 6, 5, 6, 6, 6, 6, 6]
    assert "items" in {warning["code"] for warning in found["warnings"]}


def test_one_column_of_each_unsur_can_be_chosen_at_once(tmp_path: Path) -> None:
    rows, _ = TITLES["Persyaratan 1"]
    found = scored(csv_file(tmp_path, rows), "--kolom", _answer(rows, "kolom ke-2 saja"))
    sums = [sum(row[place][1] or 0 for row in ITEMS) for place in range(9)]
    assert [found["unsur"][key]["sum"] for key in KEYS] == sums


def test_items_below_the_name_of_their_unsur_are_its_items() -> None:
    order = [8, 0, 7, 1, 6, 2, 5, 3, 4]
    head: Row = ["No", *(cell for place in order for cell in (NAMES[place], None))]
    body: list[Row] = [
        [number, *(one for place in order for one in row[place])] for number, row in enumerate(ITEMS, 1)
    ]

    def merge(book: Workbook) -> None:
        for column in range(2, 20, 2):
            book["Data"].merge_cells(start_row=1, end_row=1, start_column=column, end_column=column + 1)

    rows: list[Row] = [head, [None, *(f"P{number}" for number in range(1, 19))], *body]
    asked = read_file(as_sheets([("Data", rows)], merge))
    assert asked.found is not None and asked.found.questions[0].choices[-1].value.startswith(
        "B=pengaduan,C=pengaduan,D=persyaratan"
    )


def test_two_items_of_one_unsur_alone(tmp_path: Path) -> None:
    head: Row = ["No", *LABELS[:2], "U3a", "U3b", *LABELS[3:]]
    body = [[number, *([3] * 2), *row[2], *([3] * 6)] for number, row in enumerate(ITEMS, 1)]
    asked = ikm_score(csv_file(tmp_path, [head, *body]))
    assert "--kolom D=waktu,E=waktu (rata-ratanya tiap responden)" in asked.stderr.replace('"', "")
    found = scored(csv_file(tmp_path, [head, *body]), "--kolom", "D=waktu,E=waktu")
    assert Fraction(found["unsur"]["waktu"]["sum"]) == MEANS[2] and found["unsur"]["biaya"]["sum"] == "18"


def test_items_without_a_questionnaire_of_their_own_are_shown_and_not_stored(staff: Staff) -> None:
    rows, label = TITLES["U1a"]
    file = upload(staff, as_csv(rows))
    assert "Rata-ratanya tiap responden IKM" in file.text()
    file.send("again", column=_answer(rows, label), month="2024-04")
    text = file.text()
    assert "tidak dapat disimpan: tidak ada kuesioner dengan butir-butir itu" in text


def _branches(made: Made, second: list[str]) -> list[Row]:
    """A form whose respondents are led to one of two pages with the same questions."""
    head: Row = ["No", *NAMES, *second, "Saran"]
    return [head, *(
        [number, *(row if number % 2 else [None] * 9), *([None] * 9 if number % 2 else row), "baik"]
        for number, row in enumerate((one[1:] for one in made.rows), 1)
    )]  # fmt: skip


@pytest.mark.parametrize("second", [NAMES, [f"{name}.1" for name in NAMES]])
def test_a_form_with_a_page_for_each_service_is_one_table(second: list[str]) -> None:
    made = make(random.Random(5), context=["number"], size=6, blanks=0.1)  # noqa: S311
    found = read_rows(_branches(made, second))
    assert found.figures == truth(made) and found.found is not None
    assert "columns-joined" in {note.code for note in found.found.notes}
    assert found.found.table.columns["comment"].letters == "T"


def test_a_question_that_was_replaced_is_one_unsur_when_its_name_says_so() -> None:
    made = make(random.Random(5), context=["number"], size=6)  # noqa: S311
    head: Row = ["No", *NAMES[:3], "Waktu Penyelesaian", *NAMES[3:]]
    rows = [
        [*row[:3], *((row[3], None) if place < 3 else (None, row[3])), *row[4:]]
        for place, row in enumerate(made.rows)
    ]
    sums: Row = ["Jumlah", *made.sums[:3], 0, *made.sums[3:]]
    assert read_rows([head, *rows, sums]).figures == truth(made)


@pytest.mark.parametrize("title", ["Kecepatan petugas loket", "Menurut Anda bagaimana antreannya?"])
def test_a_column_that_continues_an_unsur_under_another_title_is_asked_about(title: str) -> None:
    made = make(random.Random(5), context=["number"], size=6)  # noqa: S311
    head: Row = ["No", *NAMES[:3], title, *NAMES[3:]]
    rows = [
        [*row[:3], *((row[3], None) if place < 3 else (None, row[3])), *row[4:]]
        for place, row in enumerate(made.rows)
    ]
    asked = read_rows([head, *rows])
    assert f"Kolom E “{title}” hanya terisi" in asked.question and asked.found is not None
    same, other = asked.found.questions[0].choices
    for choice, expected in ((same, truth(made)[1]), (other, None)):
        chosen = {column_index(place): role for place, role in _roles(choice.value).items()}
        found = read_rows([head, *rows], Decisions(columns=chosen))
        assert not found.is_open and (found.sums == expected) == (expected is not None)


def _roles(value: str) -> dict[str, str]:
    read = dict(read_choice(value, INSTRUMENT))
    return {place: "ignored" if role == "abaikan" else role for place, role in read.items()}


def test_a_list_of_the_unsur_below_does_not_turn_the_table() -> None:
    made = make(random.Random(5), context=["number"], size=6)  # noqa: S311
    below: list[Row] = [["No", "Unsur", "NRR"], *([place, name, 3] for place, name in enumerate(NAMES, 1))]
    rows = [[*row, row[1]] for row in made.rows]
    assert "Mana yang dihitung" in read_rows([["No", *NAMES, NAMES[0]], *rows, *below]).question


def test_columns_that_are_both_filled_are_never_joined_unasked() -> None:
    made = make(random.Random(5), context=["number"], size=6)  # noqa: S311
    head: Row = ["No", *NAMES, NAMES[0]]
    rows = [[*row, row[1] if place == 2 else None] for place, row in enumerate(made.rows)]
    assert "Mana yang dihitung" in read_rows([head, *rows]).question
