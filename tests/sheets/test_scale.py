"""Values as offices write answers: one scale for the whole file, or the question that decides it."""

import random
from collections.abc import Sequence

import pytest

from kiosk.sheets import Decisions
from kiosk.sheets.meanings import ScaleError
from kiosk.sheets.meanings import read_scale
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import OPTIONS
from tests.sheets.reading import Outcome
from tests.sheets.reading import read_rows

Values = Sequence[object]
NUMBERS = (1, 2, 3, 4)


def _table(pool: Values, *, rows: int = 12, columns: Sequence[int] = range(9), others: Values = NUMBERS,
           seed: int = 4) -> tuple[list[list[object]], list[list[int]]]:  # fmt: skip
    """A table with values of `pool`, and the place in the pool of each; other columns have other values."""
    chance = random.Random(seed)  # noqa: S311
    table: list[list[object]] = [["No", *LABELS]]
    places = []
    for number in range(rows):
        own = [
            chance.randrange(len(pool)) if column in columns else chance.randrange(len(others))
            for column in range(9)
        ]
        values = [(pool if column in columns else others)[place] for column, place in enumerate(own)]
        table.append([number + 1, *values])
        places.append(own)
    return table, places


def _read(table: list[list[object]], scale: str = "") -> Outcome:
    return read_rows(table, Decisions(scale=read_scale([scale])))


# Written from the lowest answer to the highest.
PLAIN: dict[str, Values] = {
    "numbers": NUMBERS,
    "texts": ("1", "2", "3", "4"),
    "empty decimals": ("1,0", "2.00", "3", "4,0"),
    "letters": tuple("abcd"),
    "capital letters": tuple("ABCD"),
    "codes": ("A1", "A2", "A3", "A4"),
    "longer codes": ("AO01", "AO02", "AO03", "AO04"),
    "a word before": ("Skor 1", "Skor 2", "Skor 3", "Skor 4"),
    "a word after": ("1 poin", "2 poin", "3 poin", "4 poin"),
    "full width": ("１", "２", "３", "４"),
    "no width": ("\u200b1", "2\u200b", "\ufeff3", "4"),
    "roman": ("I", "II", "III", "IV"),
    "number words": ("satu", "dua", "tiga", "empat"),
    "stars": ("★", "★★", "★★★", "★★★★"),
    "baik": ("Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"),
    "puas": ("Tidak puas", "Kurang puas", "Puas", "Sangat puas"),
    "sekali": ("Tidak baik", "Kurang baik", "Baik", "Baik sekali"),
    "number after": ("Tidak Baik (1)", "Kurang Baik (2)", "Baik (3)", "Sangat Baik (4)"),
    "number before": ("1. Tidak Baik", "2. Kurang Baik", "3. Baik", "4. Sangat Baik"),
    "number = word": ("1=Tidak Baik", "2=Kurang Baik", "3=Baik", "4=Sangat Baik"),
    "letter before": ("a. Tidak baik", "b. Kurang baik", "c. Baik", "d. Sangat baik"),
    "setuju": ("Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju"),
    "buruk": ("Sangat Buruk", "Buruk", "Baik", "Sangat Baik"),
    "English": ("Strongly disagree", "Disagree", "Agree", "Strongly agree"),
    "initials of setuju": ("STS", "TS", "S", "SS"),
    "initials of kurang setuju": ("TS", "KS", "S", "SS"),
    "initials of baik": ("TB", "KB", "B", "SB"),
}


@pytest.mark.parametrize("pool", PLAIN.values(), ids=PLAIN)
def test_every_plain_scale_is_read(pool: Values) -> None:
    table, places = _table(pool)
    found = _read(table)
    assert found.sums == tuple(sum(row[column] + 1 for row in places) for column in range(9))
    assert found.figures[0::3] == (12, 0)


def test_each_unsur_keeps_its_own_words() -> None:
    table, places = _table(NUMBERS)
    for row, own in zip(table[1:], places, strict=True):
        row[1:] = [OPTIONS[column][place] for column, place in enumerate(own)]
    assert _read(table).sums == tuple(sum(row[column] + 1 for row in places) for column in range(9))


def test_a_file_with_sangat_tidak_reads_tidak_as_two_everywhere() -> None:
    national = ("Sangat tidak sesuai", "Tidak sesuai", "Sesuai", "Sangat sesuai")
    table, places = _table(national, columns=[0])
    table[1][5], places[0][4] = "Tidak sesuai", 1
    table[2][5], places[1][4] = "Sangat sesuai", 3
    assert _read(table).sums == tuple(sum(row[column] + 1 for row in places) for column in range(9))


PUAS = ("Puas", "Sangat puas")
SETUJU = ("Setuju", "Sangat setuju")
# Scales that four answers cannot be: in all unsur, or in one among answers from 1 to 4.
OTHER: dict[str, tuple[Values, Values]] = {
    "1 to 5": ((1, 2, 3, 4, 5), NUMBERS),
    "0 to 3": ((0, 1, 2, 3), (1, 2, 3)),
    "1 to 6": ((1, 2, 3, 4, 5, 6), NUMBERS),
    "1 to 10": (tuple(range(1, 11)), NUMBERS),
    "60 to 100": ((60, 70, 80, 90, 100), NUMBERS),
    "a to e": (tuple("abcde"), tuple("abcd")),
    "A1 to A5": (("A1", "A2", "A3", "A4", "A5"), ("A1", "A2")),
    "five words": (("Sangat tidak puas", "Tidak puas", "Cukup puas", *PUAS), PUAS),
    "netral": (("Sangat tidak setuju", "Tidak setuju", "Netral", *SETUJU), SETUJU),
    "six words": (("Sangat tidak puas", "Tidak puas", "Kurang puas", "Cukup puas", *PUAS), PUAS),
    "kurang and cukup": (("Kurang", "Cukup", "Baik", "Sangat Baik"), ("Baik", "Sangat Baik")),
    "tidak alone": (("Tidak puas", *PUAS), PUAS),
    "numbers to 5 with words": (
        ("Buruk (1)", "Kurang (2)", "Cukup (3)", "Baik (4)", "Sangat Baik (5)"), ("Baik (4)",),
    ),
    "against its words": (("1. Sangat Baik", "2. Baik", "3. Kurang Baik", "4. Tidak Baik"), ("2. Baik",)),
    "fractions": (("3,5", "3,2", "2,8"), NUMBERS),
    "ya or tidak": (("Ya", "Tidak"), NUMBERS),
    "faces": (("😀", "😐", "😡"), NUMBERS),
    "99 for none": ((1, 2, 3, 4, 99), NUMBERS),
    "zero for none": ((0, 1, 2, 3, 4), NUMBERS),
}  # fmt: skip


@pytest.mark.parametrize("pool", OTHER.values(), ids=OTHER)
@pytest.mark.parametrize("columns", [range(9), [3], [0, 8]], ids=["all", "one", "two"])
@pytest.mark.parametrize("seed", range(3))
def test_any_other_scale_gives_no_figure_before_a_person_says_how(
    pool: tuple[Values, Values], columns: Sequence[int], seed: int
) -> None:
    table, _ = _table(pool[0], columns=columns, others=pool[1], rows=20, seed=seed)
    found = _read(table)
    assert found.is_open, found.figures
    assert "--skala" in found.question or "bukan jawaban tiap responden" in found.refusal


@pytest.mark.parametrize("pool", OTHER.values(), ids=OTHER)
def test_the_first_answer_that_is_offered_answers_the_question(pool: tuple[Values, Values]) -> None:
    table, _ = _table(pool[0], rows=20)
    found, said = _read(table), ""
    for _ in range(3):
        if found.question and found.found and found.found.questions[0].choices:
            said = f"{said},{found.found.questions[0].choices[0].value}"
            found = _read(table, said)
    no_choice = {"Ya", "😀", "3,5", 60}
    assert not found.is_open or no_choice & set(pool[0])


def test_a_conversion_is_what_was_said() -> None:
    table, places = _table((1, 2, 3, 4, 5))
    found = _read(table, "1=1,2=1,3=2,4=3,5=4")
    assert found.sums == tuple(sum((1, 1, 2, 3, 4)[row[column]] for row in places) for column in range(9))


@pytest.mark.parametrize("slip", [5, 33, 44, "3,5", "x", "tidak tahu", "-1"])
def test_one_slip_of_the_finger_is_no_scale_and_refuses_its_row(slip: object) -> None:
    table, _ = _table(NUMBERS)
    table[5][4] = slip
    assert _read(table).figures[0::3] == (11, 1)


@pytest.mark.parametrize(
    "none", ["-", "–", "N/A", "n.a.", "Tidak menjawab", "tidak diisi", "kosong", "null", "."]
)
def test_ways_to_say_that_there_is_no_answer_are_blank(none: str) -> None:
    table, places = _table(NUMBERS)
    table[5][4] = table[7][4] = none
    found = _read(table)
    assert found.filled == (12, 12, 12, 10, 12, 12, 12, 12, 12) and found.rejected == 0
    assert found.sums[0] == sum(row[0] + 1 for row in places)


def test_tidak_ada_is_an_answer_where_the_questionnaire_has_it() -> None:
    table, _ = _table(NUMBERS)
    for row in table[1:]:
        row[9] = "Tidak ada"
    assert _read(table).sums[8] == 12


def test_what_a_value_means_is_written_plainly() -> None:
    assert read_scale(["5=4, 0=kosong", "3,5=tolak;cukup baik=2"]) == {
        "5": 4, "0": 0, "3,5": -1, "cukup baik": 2,
    }  # fmt: skip
    for wrong in ("5", "5=6", "=4", "baik=baik"):
        with pytest.raises(ScaleError, match="ditulis NILAI=ARTI"):
            read_scale([wrong])
