"""A known table, re-ordered, renamed, merged, split and saved again: the same figures, or a question."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kiosk.sheets import Decisions
from kiosk.sheets.spans import read_choice
from kiosk.sheets.texts import column_index
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import as_csv
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS
from tests.sheets.made import DEGREES
from tests.sheets.made import NAMES
from tests.sheets.made import WRITTEN
from tests.sheets.made import Made
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.mutated import rearranged
from tests.sheets.reading import read_file
from tests.sheets.saved import KINDS
from tests.sheets.saved import OFFICE
from tests.sheets.saved import as_html
from tests.sheets.saved import as_sheets
from tests.sheets.saved import converted
from tests.sheets.saved import with_hidden_columns

Figures = tuple[int, tuple[int, ...], tuple[int, ...], int]
MONTHS = ["Januari", "Februari", "Maret"]
CONTEXTS = [
    ["number"], ["number", "sex"], ["date"], ["number", "date", "sex", "age"], ["moment", "service"],
    ["number", "education", "occupation"],
]  # fmt: skip


def truth(*tables: Made) -> Figures:
    """What tables come to together."""
    return (
        sum(len(made.respondents) for made in tables),
        tuple(sum(made.sums[place] for made in tables) for place in range(9)),
        tuple(sum(made.filled[place] for made in tables) for place in range(9)),
        0,
    )


def _made(seed: int, *, context: Sequence[str] = ("number", "sex"), size: int = 4, **how: str) -> Made:
    return make(random.Random(seed), context=context, size=size, blanks=0.1, **how)  # noqa: S311


@given(
    seed=st.integers(0, 2**32),
    context=st.sampled_from(CONTEXTS),
    written=st.sampled_from(list(WRITTEN)),
    size=st.integers(2, 8),
    kind=st.sampled_from(list(KINDS)),
)
@settings(max_examples=250)
def test_the_same_table_in_another_file_has_the_same_figures(
    seed: int, context: list[str], written: str, size: int, kind: str
) -> None:
    chance = random.Random(seed)  # noqa: S311
    made = make(chance, context=context, written=written, size=size, blanks=chance.choice([0, 0, 0.1]))
    assert read_file(KINDS[kind](rearranged(made, chance))).figures == truth(made)


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["ods", "xls", "csv", "html"])
def test_what_libreoffice_saves_has_the_same_figures(kind: str, tmp_path: Path) -> None:
    made = _made(11, context=["number", "date", "sex"])

    def change(book: Workbook) -> None:
        page = book["Data"]
        page.merge_cells("D1:L1")
        page.merge_cells("B3:B6")
        page.row_dimensions[7].hidden = True

    rows: list[Row] = [
        ["No", "Tanggal", "JK", "NILAI UNSUR", *[None] * 8],
        [None, None, None, *LABELS],
        *made.rows,
    ]
    for row in rows[3:]:
        row[1] = None
    data = as_sheets([("Data", [*rows, [9, "16/05/2024", "L", *[1] * 9]])], change)
    found = read_file(converted(data, kind, tmp_path))
    # A CSV has no hidden rows and no merged cells.
    assert found.figures == truth(made) or (kind in ("csv", "html", "xls") and found.respondents == 5)


@pytest.mark.parametrize("written", ["number", "word"])
def test_sections_with_headers_of_their_own_are_one_table(written: str) -> None:
    tables = [_made(seed, written=written) for seed in range(3)]
    rows: list[Row] = []
    for month, made in zip(MONTHS, tables, strict=True):
        rows += [[f"Bulan {month} 2024"], *made.table(), ["Jumlah", None, *made.sums], []]
    found = read_file(as_sheets([("Data", rows)]))
    assert found.figures == truth(*tables)
    assert found.found is not None
    months = [one.moment.day.month for one in found.found.respondents(lambda _rows: None) if one.moment]
    assert months == [1] * 4 + [2] * 4 + [3] * 4


def test_a_second_table_has_columns_of_its_own() -> None:
    one, two = _made(1), _made(2)
    shifted = [[*row[:1], "x", "y", *row[1:]] for row in two.table()]
    assert read_file(as_sheets([("Data", [*one.table(), [], *shifted])])).figures == truth(one, two)


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("titles", ["labels", "names"])
def test_tables_side_by_side_are_both_read(gap: int, titles: str) -> None:
    one, two = _made(1, titles=titles), _made(2, titles=titles, size=6)
    left, right = one.table(), two.table()
    rows = [
        [*(left[place] if place < len(left) else [None] * 11), *[None] * gap, *right[place]]
        for place in range(len(right))
    ]
    assert read_file(as_sheets([("Data", rows)])).figures == truth(one, two)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
@pytest.mark.parametrize("first", [True, False])
def test_hidden_sheets_are_left_aside_and_named(state: str, first: bool) -> None:
    old, made = _made(1), _made(2)
    sheets = [("Lama", old.table()), ("Data", made.table())]

    def hide(book: Workbook) -> None:
        book["Lama"].sheet_state = state

    found = read_file(as_sheets(sheets if first else sheets[::-1], hide))
    assert found.figures == truth(made)
    assert found.found is not None
    assert "Lembar tersembunyi tidak dibaca: “Lama”." in [note.text for note in found.found.notes]


def test_hidden_rows_are_left_aside_and_named() -> None:
    made = _made(3)

    def hide(book: Workbook) -> None:
        for row in (3, 4):
            book["Data"].row_dimensions[row].hidden = True

    table = made.table()
    table[2:2] = [list(made.rows[0]), list(made.rows[0])]
    found = read_file(as_sheets([("Data", table)], hide))
    assert found.figures == truth(made)
    assert found.found is not None
    assert "Baris tersembunyi di lembar “Data” tidak dibaca: 3–4." in [
        note.text for note in found.found.notes
    ]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_hidden_columns_are_left_aside_and_named(kind: str) -> None:
    made, old = _made(3), _made(4)
    rows: list[Row] = [
        ["No", "Nama", *NAMES, *NAMES],
        *([row[0], "Siti", *other[2:], *row[2:]] for row, other in zip(made.rows, old.rows, strict=True)),
    ]
    found = read_file(with_hidden_columns(rows, range(1, 11), kind))
    assert found.figures == truth(made) and found.found is not None
    (said,) = (note.text for note in found.found.notes if note.code == "hidden-columns")
    assert said.startswith("Kolom tersembunyi tidak dibaca: “B Nama”, “C Persyaratan”")


@pytest.mark.parametrize("columns", [[4], [1, 2], range(1, 10)])
def test_answers_in_hidden_columns_alone_are_asked_about(columns: Sequence[int]) -> None:
    made = _made(3)
    rows: list[Row] = [["No", *NAMES], *([row[0], *row[2:]] for row in made.rows)]
    data = with_hidden_columns(rows, columns, "xlsx")
    asked = read_file(data)
    assert "Kolom tersembunyi tidak dibaca" in asked.question and asked.found is not None
    (choice,) = asked.found.questions[0].choices
    chosen = {column_index(place): key for place, key in read_choice(choice.value, INSTRUMENT).items()}
    assert read_file(data, Decisions(columns=chosen)).figures == truth(made)


def test_a_hidden_running_number_still_tells_respondents_from_sums() -> None:
    made = _made(3)
    rows = [*made.table(), ["Jumlah", *made.sums], ["Nilai terendah", *[1] * 9]]
    assert read_file(with_hidden_columns(rows, [0], "xlsx")).figures == truth(made)


def test_cells_that_a_page_does_not_show_are_not_read() -> None:
    made = _made(3)
    page = as_html(made.table()).decode()
    for row in made.rows:
        page = page.replace(
            f"<tr><td>{row[0]}</td>", f"<tr><td>{row[0]}</td><td style='display: none'>1</td>"
        )
    found = read_file(page.encode())
    assert found.figures == truth(made) and found.found is not None
    assert "hidden-columns" in {note.code for note in found.found.notes}


DECOYS: list[tuple[str, list[Row]]] = [
    ("Rekap", [[None, *LABELS], ["Jumlah", *[12] * 9], ["NRR", *[3.1] * 9], ["IKM", None, 80.2]]),
    ("Petunjuk", [["Isi lembar berikut"], ["1. Isi nomor"]]),
    ("Templat", [["No", *LABELS], [1], [2]]),
    ("Grafik", [["Unsur", "NRR"], *[[name, 3.2] for name in NAMES]]),
    ("Per layanan", [["No", "Layanan", *LABELS], [1, "KTP", *[3.25] * 9], [2, "KK", *[3.4] * 9]]),
]


@pytest.mark.parametrize("decoy", DECOYS, ids=[name for name, _ in DECOYS])
@pytest.mark.parametrize("first", [True, False])
def test_sheets_without_respondents_are_no_reason_to_stop(decoy: tuple[str, list[Row]], first: bool) -> None:
    made = _made(4)
    sheets = [decoy, ("Data", made.table())]
    found = read_file(as_sheets(sheets if first else sheets[::-1]))
    assert found.figures == truth(made)
    assert found.found is not None and found.found.sheet == "Data"


def test_the_same_answers_on_two_sheets_are_read_once() -> None:
    made = _made(5)
    processed: list[Row] = [*made.table(), ["Jumlah", None, *made.sums]]
    found = read_file(as_sheets([("Data", made.table()), ("Pengolahan", processed)]))
    assert found.figures == truth(made)


@pytest.mark.parametrize("size", [2, 3, 7])
@pytest.mark.parametrize("written", list(WRITTEN))
def test_respondents_as_columns_are_turned(size: int, written: str) -> None:
    made = _made(6, context=["number"], titles="names", size=size, written=written)
    turned = [list(cells) for cells in zip(*made.table(), strict=True)]
    turned[0] = ["Unsur", *(f"R{number}" for number in range(1, size + 1))]
    assert read_file(as_sheets([("Data", turned)])).figures == truth(made)


@pytest.mark.parametrize("written", list(WRITTEN))
def test_a_row_for_each_answer_is_brought_together(written: str) -> None:
    made = _made(7, context=["number"], titles="names", written=written)
    rows: list[Row] = [["ID Responden", "Unsur", "Jawaban"]]
    rows += [[f"R{row[0]}", NAMES[place], row[1 + place]] for row in made.rows for place in range(9)]
    assert read_file(as_sheets([("Data", rows)])).figures == truth(made)


PAIRS = [
    ("Kepentingan", "Kepuasan"), ("Harapan", "Kenyataan"), ("Harapan", "Persepsi"),
    ("Importance", "Performance"), ("Tingkat Kepentingan", "Tingkat Kepuasan"),
]  # fmt: skip


@pytest.mark.parametrize("words", PAIRS)
@pytest.mark.parametrize("style", ["below", "before", "behind", "above"])
def test_importance_beside_satisfaction_is_left_aside(words: tuple[str, str], style: str) -> None:
    made = _made(8, context=["number"])
    wanted, given_ = words
    answers = [row[1:] for row in made.rows]
    pairs: list[Row] = [[row[0], *(cell for answer in row[1:] for cell in (4, answer))] for row in made.rows]
    match style:
        case "below":
            heads: list[Row] = [
                ["No", *(cell for label in LABELS for cell in (label, None))],
                [None, *([wanted, given_] * 9)],
            ]
        case "before":
            heads = [["No", *(f"{word} {label}" for label in LABELS for word in words)]]
        case "behind":
            heads = [["No", *(f"{label} ({word})" for label in LABELS for word in words)]]
        case _:
            heads = [
                ["No", wanted.upper(), *[None] * 8, given_.upper(), *[None] * 8],
                [None, *LABELS, *LABELS],
            ]
            pairs = [[row[0], *[4] * 9, *own] for row, own in zip(made.rows, answers, strict=True)]
    found = read_file(as_sheets([("Data", [*heads, *pairs])]))
    assert found.figures == truth(made)
    assert found.found is not None and "importance" in {note.code for note in found.found.notes}


def test_a_date_merged_with_the_rows_below_is_theirs() -> None:
    made = _made(9, context=["number", "date"])
    for row in made.rows[1:]:
        row[1] = None
    found = read_file(as_sheets([("Data", made.table())], lambda book: book["Data"].merge_cells("B2:B5")))
    assert found.figures == truth(made) and found.found is not None
    days = [one.moment.day.day for one in found.found.respondents(lambda _rows: None) if one.moment]
    assert days == [13] * 4


def test_a_respondent_over_two_merged_rows_is_one() -> None:
    made = _made(10)
    rows = [made.titles, *(line for row in made.rows for line in (row, []))]

    def merge(book: Workbook) -> None:
        for row in range(2, 10, 2):
            for column in range(1, 12):
                book["Data"].merge_cells(
                    start_row=row, end_row=row + 1, start_column=column, end_column=column
                )

    assert read_file(as_sheets([("Data", rows)], merge)).figures == truth(made)


def test_an_answer_merged_over_respondents_is_that_of_each() -> None:
    made = make(random.Random(3), context=["number"], size=4)  # noqa: S311
    for row in made.rows[1:]:
        row[4] = None
    merged = read_file(as_sheets([("Data", made.table())], lambda book: book["Data"].merge_cells("E2:E5")))
    assert merged.sums[3] == 4 * (made.respondents[0][3] or 0) and merged.filled[3] == 4


@pytest.mark.parametrize("above", ["UNSUR PELAYANAN", "Nilai Unsur ke-", "Pertanyaan"])
def test_numbers_below_a_title_of_their_own_are_labels(above: str) -> None:
    made = _made(12, context=["number"])
    rows: list[Row] = [["NO. RESP", above], [None, *range(1, 10)], *made.rows]
    assert read_file(as_sheets([("Data", rows)])).figures == truth(made)


MARKS = ["√", "v", "x", 1, "✓"]
BELOW: dict[str, list[object]] = {
    "numbers": [1, 2, 3, 4], "texts": ["1", "2", "3", "4"], "letters": ["a", "b", "c", "d"],
    "initials": ["TB", "KB", "B", "SB"], "words": ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"],
    "the best first": [4, 3, 2, 1],
}  # fmt: skip


def _ticked(made: Made, mark: object, below: Sequence[object]) -> list[Row]:
    answers = [4, 3, 2, 1] if list(below) == [4, 3, 2, 1] else [1, 2, 3, 4]
    head: Row = ["No", *(cell for name in NAMES for cell in (name, None, None, None))]
    body: list[Row] = [
        [row[0], *(mark if given == answer else None for given in row[1:] for answer in answers)]
        for row in made.rows
    ]
    return [head, [None, *list(below) * 9], *body]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
@pytest.mark.parametrize("is_merged", [True, False])
def test_marks_below_the_answers_are_those_answers(
    mark: object, below: list[object], is_merged: bool
) -> None:
    made = make(random.Random(13), context=["number"], size=6)  # noqa: S311

    def merge(book: Workbook) -> None:
        for column in range(2, 2 + 36, 4) if is_merged else ():
            book["Data"].merge_cells(start_row=1, end_row=1, start_column=column, end_column=column + 3)

    found = read_file(as_sheets([("Data", _ticked(made, mark, below))], merge))
    assert found.figures == truth(made) and found.found is not None
    assert "ticks" in {note.code for note in found.found.notes}


@pytest.mark.parametrize(("mark", "blank"), [(True, False), ("Ya", "Tidak"), (1, 0)])
def test_boxes_that_are_not_ticked_are_no_marks(mark: object, blank: object) -> None:
    made = make(random.Random(13), context=["number"], size=6)  # noqa: S311
    head, below, *rows = _ticked(made, mark, [1, 2, 3, 4])
    rows = [[blank if cell is None else cell for cell in row] for row in rows]
    assert read_file(as_sheets([("Data", [head, below, *rows])])).figures == truth(made)


def test_two_marks_for_one_unsur_refuse_their_row() -> None:
    rows = _ticked(make(random.Random(13), context=["number"], size=6), "x", [1, 2, 3, 4])  # noqa: S311
    rows[3][1] = rows[3][2] = "x"
    assert read_file(as_sheets([("Data", rows)])).figures[0::3] == (5, 1)


def test_marks_without_a_row_that_says_the_answers_are_refused() -> None:
    rows = _ticked(make(random.Random(13), context=["number"], size=6), 1, [None] * 4)  # noqa: S311
    refused = read_file(as_sheets([("Data", [rows[0], *rows[2:]])]))
    assert "Setiap unsur memakai 4 kolom" in refused.refusal


SCORES = (4, 3, 2, 1)
WORDS = ("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik")


def _counts(made: Made) -> list[list[int]]:
    """How often each answer of `SCORES` was given, a row for each."""
    return [[sum(row[place] == score for row in made.respondents) for place in range(9)] for score in SCORES]


def _as_tally(made: Made, kind: str) -> list[Row]:
    counts = _counts(made)
    match kind:
        case "a row for each unsur":
            columns = [list(own) for own in zip(*counts, strict=True)]
            head: Row = ["No", "Unsur", *WORDS, "Jumlah", "NRR"]
            return [head, *([i + 1, NAMES[i], *own, sum(own), 3.21] for i, own in enumerate(columns))]
        case "initials":
            labels: Sequence[object] = ("SB", "B", "KB", "TB")
        case "multiplied":
            counts = [[score * count for count in row] for score, row in zip(SCORES, counts, strict=True)]
            labels = SCORES
        case _:
            labels = WORDS
    return [["Nilai", *LABELS], *([label, *row] for label, row in zip(labels, counts, strict=True))]


@pytest.mark.parametrize("kind", ["a row for each unsur", "initials", "multiplied", "words"])
def test_counts_are_asked_about_and_scored_as_counts(kind: str) -> None:
    made = make(random.Random(14), context=["number"], size=30)  # noqa: S311
    data = as_sheets([("Data", _as_tally(made, kind))])
    assert "--tabel hitungan (banyaknya jawaban dari 30 responden)" in read_file(data).question
    found = read_file(data, Decisions(table="hitungan")).found
    assert found is not None and found.tally is not None
    sums = [sum(answer * count for answer, count in found.tally.counts[key].items()) for key in KEYS]
    assert tuple(sums) == tuple(made.sums)


def test_counts_of_several_services_are_added_up() -> None:
    one, two = (make(random.Random(seed), context=["number"], size=20) for seed in (1, 2))  # noqa: S311
    rows: list[Row] = [["Layanan", "Jawaban", *LABELS]]
    for service, made in (("KTP", one), ("KK", two)):
        rows += [[service, word, *own] for word, own in zip(WORDS, _counts(made), strict=True)]
    assert "dari 40 responden" in read_file(as_sheets([("Data", rows)])).question


def test_respondents_above_their_counts_are_no_table_of_counts() -> None:
    made = make(random.Random(15), context=["number"], size=8)  # noqa: S311
    rows: list[Row] = [["No", "Nama", *LABELS], *([row[0], f"Orang {row[0]}", *row[1:]] for row in made.rows)]
    rows += [[None, word, *own] for word, own in zip(WORDS, _counts(made), strict=True)]
    assert read_file(as_sheets([("Data", rows)])).figures == truth(made)


LONG: dict[str, tuple[Row, list[str | int]]] = {
    "questions": (["No", "Tanggal", "ID Responden", "Pertanyaan", "Jawaban"], [*NAMES]),
    "labels": (["No", "Tanggal", "ID Responden", "Unsur", "Nilai"], [*LABELS]),
    "numbers": (["No", "Tanggal", "ID Responden", "No Soal", "Jawaban"], [*range(1, 10)]),
}


@pytest.mark.parametrize("by_unsur", [True, False])
@pytest.mark.parametrize("kind", LONG)
def test_answers_in_rows_of_their_own_are_brought_together_however_they_are_sorted(
    kind: str, by_unsur: bool
) -> None:
    made = make(random.Random(16), context=["number"], size=6)  # noqa: S311
    head, names = LONG[kind]
    answers = [(place, row[0], row[1 + place]) for row in made.rows for place in range(9)]
    rows: list[Row] = [head]
    for count, (place, person, answer) in enumerate(sorted(answers) if by_unsur else answers, start=1):
        rows.append([count, "03/05/2024 09:00", person, names[place], answer])
    found = read_file(as_sheets([("Data", rows)]))
    assert found.figures == truth(made) and found.found is not None
    # Bare numbers are read in the assumed order, and that is said.
    assert ("order-assumed" in {note.code for note in found.found.notes}) == (kind != "questions")


@pytest.mark.parametrize("last", [[20 + number for number in range(9)], [4] * 9, [3, 20, 1] * 3])
def test_the_last_line_of_counts_is_one_of_them_whatever_it_holds(last: list[int]) -> None:
    counts = [[1] * 9, [3] * 9, [20] * 9, last]
    down: list[Row] = [
        ["Jawaban", *NAMES],
        *([word, *row] for word, row in zip(DEGREES, counts, strict=True)),
    ]
    across: list[Row] = [
        ["Unsur", *DEGREES],
        *([name, *row] for name, row in zip(NAMES, zip(*counts, strict=True), strict=True)),
    ]
    for rows in (down, across):
        found = read_file(as_csv(rows))
        assert "--tabel hitungan" in found.question and f"{24 + max(last)} responden" in found.question
    numbered: list[Row] = [["Nilai", *LABELS]]
    numbered += [[value, *range(value, value + 9)] for value in (1, 2, 3, 4)]
    assert "--tabel hitungan" in read_file(as_csv(numbered)).question


def test_a_sum_below_a_row_for_each_answer_is_no_respondent() -> None:
    made = make(random.Random(9), context=["number"], size=4)  # noqa: S311
    rows: list[Row] = [["Responden", "Unsur", "Nilai"]]
    rows += [[row[0], name, one] for row in made.rows for name, one in zip(NAMES, row[1:], strict=True)]
    data = as_csv([*rows, ["Jumlah", None, sum(made.sums)]])
    assert read_file(data).figures == truth(made)


def test_long_tables_that_name_each_respondent_once_or_answer_twice() -> None:
    made = make(random.Random(16), context=["number"], size=6)  # noqa: S311
    rows: list[Row] = [["Responden", "Unsur", "Nilai"]]
    for row in made.rows:
        rows += [[row[0] if not place else None, NAMES[place], row[1 + place]] for place in range(9)]
    assert read_file(as_sheets([("Data", rows)])).figures == truth(made)
    first = made.respondents[5][0] or 0
    again: Row = [None, NAMES[0], first % 4 + 1]
    assert "dua kali (baris 56)" in read_file(as_sheets([("Data", [*rows, again])])).refusal


@pytest.mark.parametrize("has_header", [True, False])
def test_sections_of_several_offices_are_asked_about(has_header: bool) -> None:
    one, two = _made(17), _made(18)
    rows: list[Row] = [["PUSKESMAS Melati"], *one.table(), [], ["PUSKESMAS Mawar"]]
    rows += two.table() if has_header else two.rows
    data = as_sheets([("Data", rows)])
    assert "2 kantor: “PUSKESMAS Melati”, “PUSKESMAS Mawar”" in read_file(data).question
    assert read_file(data, Decisions(offices=("PUSKESMAS Melati",))).figures == truth(one)
    assert read_file(data, Decisions(offices=("PUSKESMAS Mawar",))).figures == truth(two)
    assert read_file(data, Decisions(offices=("semua",))).figures == truth(one, two)


@pytest.mark.parametrize(
    "title",
    ["OPD", "Unit Pelayanan", "Loket", "Lokasi", "Bidang", "Kelurahan", "Desa/Kelurahan", "Kecamatan"],
)
def test_a_column_with_several_names_that_can_be_offices_is_asked_about(title: str) -> None:
    made = make(random.Random(9), context=["number"], size=8)  # noqa: S311
    names = ["Loktabat", "Guntung"] * 4
    rows = [[row[0], name, *row[1:]] for row, name in zip(made.rows, names, strict=True)]
    table: list[Row] = [["No", title, *LABELS], *rows]
    asked = read_file(as_sheets([("Data", table)]))
    assert f"Kolom B “{title}” memuat 2" in asked.question
    assert "--kantor semua" in asked.question and "--kantor Guntung (4 responden)" in asked.question
    assert read_file(as_sheets([("Data", table)]), Decisions(offices=("Guntung",))).respondents == 4
    assert read_file(as_sheets([("Data", table)]), Decisions(offices=("semua",))).figures == truth(made)


@pytest.mark.parametrize("title", ["Kelurahan", "Alamat", "Kelurahan Tempat Tinggal"])
def test_where_respondents_live_is_no_question(title: str) -> None:
    made = make(random.Random(9), context=["number"], size=8)  # noqa: S311
    names = ["Loktabat"] * 8 if title == "Kelurahan" else ["Loktabat", "Guntung"] * 4
    rows = [[row[0], name, *row[1:]] for row, name in zip(made.rows, names, strict=True)]
    assert read_file(as_sheets([("Data", [["No", title, *LABELS], *rows])])).figures == truth(made)


def test_a_title_with_the_one_office_is_no_reason_to_ask() -> None:
    made = _made(19)
    rows: list[Row] = [["SURVEI KEPUASAN MASYARAKAT"], ["Kecamatan Contoh"], ["Loket 1"], *made.table()]
    assert read_file(as_sheets([("Data", rows)])).figures == truth(made)
