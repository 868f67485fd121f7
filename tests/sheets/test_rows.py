"""Rows that are no respondents, anywhere around a table and under any label, never change its figures."""

import random
from collections.abc import Callable

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from kiosk.sheets import Decisions
from tests.kiosk.import_files import LABELS
from tests.sheets.made import CONTEXT
from tests.sheets.made import LEFT_LABELS
from tests.sheets.made import NAMES
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
@example(
    seed=22909, context=["moment", "service"], titles="labels", written="number", size=2, blanks=0.0, more=3
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


def test_the_running_number_of_a_long_table_passes_over_rows_too() -> None:
    made = make(random.Random(5), context=["number"], size=9000)  # noqa: S311
    made.rows.insert(7000, [None, *[3] * 9])
    assert read_rows(made.table()).figures == (9000, tuple(made.sums), (9000,) * 9, 0)


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


OTHER_TABLES: dict[str, list[Row]] = {
    "by sex": [["No", "Jenis Kelamin", "Jumlah"], [1, "Laki-laki", 3], [2, "Perempuan", 1]],
    "by education": [["No", "Pendidikan", "L", "P"], [1, "SD", 1, 2], [2, "SMP", 1, 0], [3, "SMA", 2, 1]],
    "by unsur": [["No.", "Unsur", "NRR"], *([place, name, 3] for place, name in enumerate(NAMES, 1))],
    "by unsur, numbers only": [["No", "Unsur", "NRR", "Peringkat"], [1, 1, 3, 4], [2, 2, 3, 1], [3, 3, 2, 2]],
}


@pytest.mark.parametrize("below", OTHER_TABLES.values(), ids=OTHER_TABLES)
@pytest.mark.parametrize("gap", [[], [[]], [[], ["Rekap responden"]]], ids=["close", "blank", "titled"])
def test_rows_below_the_titles_of_another_table_are_no_respondents(below: list[Row], gap: list[Row]) -> None:
    made = make(random.Random(5), context=["number"], size=4)  # noqa: S311
    found = read_rows([*made.table(), *gap, *below])
    assert found.figures == (4, tuple(made.sums), (4,) * 9, 0) and found.found is not None
    assert any("Di bawah judul tabel lain" in one.reason for one in found.found.skipped())


def test_rows_like_respondents_below_the_titles_of_another_table_are_asked_about() -> None:
    made = make(random.Random(5), context=["number"], size=4)  # noqa: S311
    rows: list[Row] = [*made.table(), ["No", "Rata-rata", "Tahun lalu", "Tahun ini"], [1, *[3] * 9]]
    assert "Di bawah judul tabel lain (baris 6)".lower() in read_rows(rows).question.lower()


def test_numbered_rows_of_dashes_are_no_respondents() -> None:
    made = make(random.Random(5), context=["number"], size=4)  # noqa: S311
    dashes: list[Row] = [[number, *["-"] * 9] for number in (5, 6)]
    assert read_rows([*made.table(), *dashes]).figures == (4, tuple(made.sums), (4,) * 9, 0)
    zeros: list[Row] = [[number, *[0] * 9] for number in (5, 6)]
    found = read_rows([*made.table(), *zeros], Decisions(scale={"0": 0}))
    assert found.figures == (4, tuple(made.sums), (4,) * 9, 0) and found.found is not None
    assert [one.rows for one in found.found.skipped()] == [(6, 7)]


@pytest.mark.parametrize("word", ["TEST", "uji coba", "Tes", "dummy"])
def test_a_numbered_row_that_says_it_is_a_trial_is_asked_about(word: str) -> None:
    made = make(random.Random(6), context=["number"], size=4)  # noqa: S311
    rows: list[Row] = [[row[0], f"Orang {row[0]}", *row[1:]] for row in made.rows]
    rows[0][1] = word
    assert f"tetapi berisi “{word}”" in read_rows([["No", "Nama", *LABELS], *rows]).question


_UNSUR: list[Row] = [[place, name, 3] for place, name in enumerate(NAMES, 1)]
_MUTU: list[Row] = [[place, "65 - 76,60", "C", "Kurang Baik"] for place in (1, 2, 3, 4)]
BELOW: dict[str, list[Row]] = {
    "a legend of words": [["Keterangan:"], ["1", "Tidak baik"], ["4", "Sangat baik"]],
    "the table of mutu upside down": _MUTU[::-1],
    "the table of mutu": [["Nilai Persepsi", "Interval IKM", "Mutu", "Kinerja"], *_MUTU],
    "a list of the unsur": [["No", "Unsur", "NRR"], *_UNSUR],
    "groups of respondents": [
        ["No", "Karakteristik", "Indikator", "Jumlah"], [1, "Jenis Kelamin", "Laki-laki", 3],
        [None, None, "Perempuan", 2],
    ],
}  # fmt: skip


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
@pytest.mark.parametrize("context", [["number"], ["date"], ["date", "sex"], ["number", "age"]])
@pytest.mark.parametrize("written", ["number", "word"])
def test_what_offices_write_below_their_answers_is_no_respondent(
    below: list[Row], context: list[str], written: str
) -> None:
    made = make(random.Random(8), context=context, written=written, titles="names", size=3)  # noqa: S311
    assert read_rows([*made.table(), [], *below]).figures == (3, tuple(made.sums), (3,) * 9, 0)


def test_averages_left_of_the_answers_are_no_running_number() -> None:
    made = make(random.Random(8), context=["date"], size=5)  # noqa: S311
    averages = ["3", "2.44", "3.5", "3", "4"]
    rows = [[row[0], one, *row[1:]] for row, one in zip(made.rows, averages, strict=True)]
    table: list[Row] = [["Tanggal", "Rata-rata", *LABELS], *rows]
    assert read_rows(table).figures == (5, tuple(made.sums), (5,) * 9, 0)


def test_a_row_that_reaches_beyond_the_titles_without_its_date_is_asked_about() -> None:
    made = make(random.Random(8), context=["date"], size=5)  # noqa: S311
    asked = read_rows([*made.table(), [None, *[3] * 9, 3.1]])
    assert "berisi nilai di luar kolom tabel" in asked.question


@pytest.mark.parametrize("title", ["n", "Jumlah Resp", "Total Responden", "Frekwensi"])
def test_a_column_of_counts_of_respondents_is_asked_about(title: str) -> None:
    rows: list[Row] = [["No", "Layanan", title, *LABELS]]
    rows += [[place, name, 20 + place, *[3] * 9] for place, name in enumerate(("KTP", "KK", "Akta"), 1)]
    assert f"“{title}” tampak berisi banyaknya responden" in read_rows(rows).question


@pytest.mark.parametrize("labels", [(4, 3, 2, 1), (1, 2, 3, 4)])
@pytest.mark.parametrize("gap", [True, False])
def test_counts_whose_answers_are_in_the_number_column_are_no_respondents(
    labels: tuple[int, ...], gap: bool
) -> None:
    # Each answer given by two of the eight: every count is an answer, too.
    answers = [[(row + column) % 4 + 1 for column in range(9)] for row in range(8)]
    counts = [
        [label, *(sum(row[column] == label for row in answers) for column in range(9))] for label in labels
    ]
    numbered = [[number, *row] for number, row in enumerate(answers, 1)]
    found = read_rows([["No", *LABELS], *numbered, *([[]] if gap else []), *counts])
    assert found.figures == (8, (20,) * 9, (8,) * 9, 0)


def test_sections_that_number_from_one_are_all_counted() -> None:
    made = make(random.Random(5), context=["number"], size=8)  # noqa: S311
    for place, row in enumerate(made.rows):
        row[0] = place % 4 + 1
    assert read_rows(made.table()).figures == (8, tuple(made.sums), (8,) * 9, 0)


@pytest.mark.parametrize("label", ["Nilai Maksimum", "Maximum", "Maximal", "Rata-rata", "Target", "Contoh"])
def test_a_label_in_a_row_whose_number_goes_on_is_asked_about(label: str) -> None:
    made = make(random.Random(6), context=["number"], size=5)  # noqa: S311
    rows: list[Row] = [["No", "Nama", *LABELS]]
    rows += [[number, f"Orang {number}", *row[1:]] for number, row in enumerate(made.rows, start=1)]
    asked = read_rows([*rows, [6, label, *[3] * 9]])
    assert f"bernomor (6), tetapi berisi “{label}”" in asked.question
    maxima = [max(row[column] or 0 for row in made.respondents) for column in range(9)]
    assert read_rows([*rows, [6, "Nilai Maksimum", *maxima]]).respondents == 5


@pytest.mark.parametrize("number", [0, 2023])
def test_an_example_and_an_earlier_year_are_no_respondents_silently(number: int) -> None:
    made = make(random.Random(6), context=["number", "sex"], size=5)  # noqa: S311
    other: Row = [number, "contoh" if not number else None, *[4] * 9]
    table = made.table()
    found = read_rows([table[0], other, *table[1:]] if not number else [*table, other])
    assert found.respondents == 5 or "seperti tahun" in found.question


@pytest.mark.parametrize("name", ["Maksum", "Maxwell", "Minarti", "Modesta", "Total Hartono"])
def test_a_person_whose_name_begins_like_a_statistic_is_counted(name: str) -> None:
    made = make(random.Random(6), context=["sex"], size=5)  # noqa: S311
    rows: list[Row] = [["Nama", *LABELS], *([f"Orang {row}", *made.rows[row][1:]] for row in range(5))]
    rows[3][0] = name
    assert read_rows(rows).figures == (5, tuple(made.sums), (5,) * 9, 0)


@pytest.mark.parametrize("name", ["{} Average", "{} Total", "{} Max", "Rata-rata {}", "{} Count"])
@pytest.mark.parametrize("is_numbered", [True, False])
def test_subtotals_of_a_spreadsheet_are_no_respondents(name: str, is_numbered: bool) -> None:
    made = make(random.Random(6), context=["number"], size=6)  # noqa: S311
    rows: list[Row] = []
    for start, service in ((0, "KTP"), (3, "KK")):
        rows += [[row[0], service, *row[1:]] for row in made.rows[start : start + 3]]
        rows.append([None, name.format(service), *[4] * 9])
    table: list[Row] = [["No", "Layanan", *LABELS], *rows, [None, "Grand Average", *[3] * 9]]
    assert read_rows([row[0 if is_numbered else 1 :] for row in table]).figures == (
        6,
        tuple(made.sums),
        (6,) * 9,
        0,
    )


@given(
    seed=st.integers(0, 2**32),
    context=st.sampled_from([one for one in CONTEXTS if "number" in one]),
    titles=st.sampled_from(list(TITLES)),
    written=st.sampled_from(list(WRITTEN)),
    label=st.sampled_from([None, *LEFT_LABELS]),
    kinds=st.sampled_from([[max], [min], [max, min]]),
)
@settings(max_examples=50)
def test_last_rows_that_sum_up_under_the_next_number_are_never_counted_unasked(
    seed: int, context: list[str], titles: str, written: str, label: str | None,
    kinds: list[Callable[[list[int]], int]],
) -> None:  # fmt: skip
    chance = random.Random(seed)  # noqa: S311
    made = make(chance, context=context, titles=titles, written=written, size=chance.randint(6, 9))
    truth = (len(made.rows), tuple(made.sums), (len(made.rows),) * 9, 0)
    for kind in kinds:
        left: Row = [None] * made.first
        left[chance.randrange(made.first)] = label
        left[0] = len(made.rows) + 1
        columns = zip(*made.respondents, strict=True)
        made.rows.append([*left, *(kind([value or 0 for value in column]) for column in columns)])
    found = read_rows(made.table())
    assert found.question.startswith("Tidak jelas apakah baris") or found.figures == truth


@pytest.mark.parametrize("number", ["R3", "Responden 3", "3a", "003"])
def test_a_number_that_is_written_otherwise_is_a_respondents(number: str) -> None:
    made = make(random.Random(6), context=["number"], size=5)  # noqa: S311
    made.rows[2][0] = number
    assert read_rows(made.table()).figures == (5, tuple(made.sums), (5,) * 9, 0)


@pytest.mark.parametrize("context", [["sex"], ["sex", "service"]])
def test_a_legend_below_sexes_in_letters_is_no_respondent(context: list[str]) -> None:
    made = make(random.Random(6), context=context, size=5)  # noqa: S311
    legend: list[Row] = [["Keterangan"], ["1", "Tidak baik"], ["2", "Kurang baik"], ["4", "Sangat baik"]]
    assert read_rows([*made.table(), *legend]).figures == (5, tuple(made.sums), (5,) * 9, 0)
