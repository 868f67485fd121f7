"""What a file leaves open is asked, and an answer that the question offers gives the right figures."""

import random
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from kiosk.sheets import Decisions
from kiosk.sheets.meanings import read_scale
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.said_rows import read_row_verdicts
from kiosk.sheets.spans import read_choice
from kiosk.sheets.texts import column_index
from tests.kiosk.import_files import LABELS
from tests.scoring import INSTRUMENT
from tests.sheets.made import DEGREES
from tests.sheets.made import NAMES
from tests.sheets.made import Row
from tests.sheets.made import make
from tests.sheets.reading import read_rows

SIZE = 7
MADE = make(random.Random(21), context=["number"], size=SIZE)  # noqa: S311
ANSWERS: list[Row] = [row[1:] for row in MADE.rows]
SUMS = tuple(MADE.sums)
WRITERS: dict[str, Sequence[object]] = {
    "percentages": ("25%", "50%", "75%", "100%"),
    "percentages with a blank": ("25 %", "50 %", "75 %", "100 %"),
    "shares of one": (0.25, 0.5, 0.75, 1),
    "shares of one as texts": ("0,25", "0,50", "0,75", "1,00"),
    "thirds": (0, 0.33, 0.67, 1),
    "tens": (10, 20, 30, 40),
    "hundreds": (100, 200, 300, 400),
    "fifths from 40": (40, 60, 80, 100),
    "thirds of 100": (0, 33, 67, 100),
    "eighths of 100": (62.5, 75, 87.5, 100),
    "around zero": (-2, -1, 1, 2),
}


@dataclass(frozen=True)
class Asked:
    """Rows with one question: what it says, and which of its choices gives these sums of so many."""

    rows: Sequence[Row]
    says: str
    choice: int = 0
    sums: tuple[int, ...] = SUMS
    respondents: int = SIZE


def _numbered(*more: Row, first: Sequence[Row] = ()) -> list[Row]:
    return [["No", *LABELS], *first, *MADE.rows, *more]


def _beside(title: str, cells: Sequence[object]) -> list[Row]:
    return [["No", *LABELS, title], *([*row, cell] for row, cell in zip(MADE.rows, cells, strict=True))]


def _without(*places: int) -> tuple[int, ...]:
    kept = [row for place, row in enumerate(ANSWERS) if place not in places]
    return tuple(sum(int(str(row[column])) for row in kept) for column in range(9))


def _written(change: Callable[[int, int, int], object]) -> list[Row]:
    body: list[Row] = [
        [place, *(change(place, column, int(str(one))) for column, one in enumerate(row))]
        for place, row in enumerate(ANSWERS, 1)
    ]
    return [["No", *LABELS], *body]


def _on(values: Sequence[object]) -> list[Row]:
    return _written(lambda _row, _column, one: values[one - 1])


_THIRD = [None, None, "x", None, None, None, None]


def _long_means(groups: Sequence[str]) -> list[Row]:
    rows: list[Row] = [["Layanan", "Unsur", "Nilai"]]
    return [*rows, *([group, name, 3] for group in groups for name in NAMES)]


def _two_of_words(row: Row) -> list[Row]:
    rows: list[Row] = [[DEGREES[int(str(one)) - 1] for one in answers] for answers in ANSWERS[:2]]
    return [list(NAMES), *rows, row]


_DATED: list[Row] = [["Timestamp", *LABELS]]
_DATED += [[f"2024-05-{13 + place} 09:12:11", *row] for place, row in enumerate(ANSWERS)]
FIVES: Row = [5] * 9
MAXIMA: Row = [max(int(str(one)) for one in column) for column in zip(*ANSWERS, strict=True)]
MINIMA: Row = [min(int(str(one)) for one in column) for column in zip(*ANSWERS, strict=True)]
_TARGETS: list[Row] = [["TARGET", *LABELS], [2024, *[4] * 9], [2025, *[4] * 9], []]
_TARGETS += [["No", "JK", *LABELS], *([row[0], "L", *row[1:]] for row in MADE.rows)]
_PAIRED: list[Row] = [["No", *(one for label in LABELS for one in (label, None))]]
_PAIRED += [[None, *["H", "K"] * 9]]
_PAIRED += [[place, *(one for answer in row for one in (4, answer))] for place, row in enumerate(ANSWERS, 1)]
_ROWS = {
    "a row numbered 0 first": Asked(_numbered(first=[[0, *[4] * 9]]), "bernomor 0"),
    "a row numbered 0 last": Asked(_numbered([0, *[4] * 9]), "bernomor 0"),
    "a row numbered 99": Asked(_numbered([99, *[3] * 9]), "nomornya (99) tidak melanjutkan"),
    "a remark": Asked(
        _beside("Ket", [one and "tidak valid" for one in _THIRD]), "ditandai “tidak valid”",
        sums=_without(2), respondents=SIZE - 1,
    ),
    "a status": Asked(
        _beside("Status", ["Batal" if one else "Sah" for one in _THIRD]), "ditandai “Batal”",
        sums=_without(2), respondents=SIZE - 1,
    ),
    "a duplicate that counts": Asked(
        _beside("Keterangan", [one and "duplikat no 1" for one in _THIRD]), "ditandai “duplikat no 1”", 1
    ),
    "a validation of Kobo": Asked(
        _beside("_validation_status", ["Not Approved" if one else "Approved" for one in _THIRD]),
        "ditandai “Not Approved”", sums=_without(2), respondents=SIZE - 1,
    ),
    "a column of approvals": Asked(
        _beside("Valid", [int(not one) for one in _THIRD]), "ditandai “Valid: 0”",
        sums=_without(2), respondents=SIZE - 1,
    ),
    "a form that was never sent": Asked(
        [["id", "submitdate", *LABELS],
         *([row[0], None if row[0] == 3 else "2024-05-13 09:00:00", *row[1:]] for row in MADE.rows)],
        "tanpa waktu kirim", sums=_without(2), respondents=SIZE - 1,
    ),
    "no date below a target": Asked([*_DATED, ["Target 2024", *[4] * 9], [None, *[3] * 9]], "baris 10"),
    "no date above the others": Asked([_DATED[0], [None, *[3] * 9], *_DATED[1:]], "baris 2"),
    "targets of two years": Asked(_TARGETS, "Baris 2–3 tanpa nomor, tanggal, atau data diri"),
    "columns without a title": Asked(_PAIRED, "kolom tanpa judul", 1),
    "one figure for each unsur": Asked(
        [["No", "Unsur", "Nilai"], *([place, name, 3] for place, name in enumerate(NAMES, 1))],
        "satu nilai untuk setiap unsur", sums=(3,) * 9, respondents=1,
    ),
    "a maximum below names": Asked(
        [["Nama", *LABELS], *([f"Siti {'ABCDEFG'[place]}", *row] for place, row in enumerate(ANSWERS)),
         ["Skor puncak", *MAXIMA]],
        "nilai terbesar di atasnya",
    ),
    "a maximum below mere answers": Asked([[*LABELS], *ANSWERS, MAXIMA], "nilai terbesar di atasnya"),
    "figures of a month below days": Asked(
        [["Tanggal", *LABELS], *([f"{13 + place}/05/2024", *row] for place, row in enumerate(ANSWERS)),
         ["Mei 2024", *[3] * 9]],
        "bukan hari",
    ),
    "a legend from 0": Asked(
        [[0, "Tidak baik"], [1, "Kurang baik"], [2, "Baik"], [3, "Sangat baik"], [],
         *_written(lambda _row, _column, one: max(1, one - 1))],
        "3 adalah jawaban yang terbaik",
        sums=tuple(sum(max(2, int(str(one))) for one in column) for column in zip(*ANSWERS, strict=True)),
    ),
    "a scale in a title": Asked(
        [["No", *LABELS[:8], "U9 (1-5)"], *MADE.rows], "skalanya 1 sampai 5"
    ),
    "two series of nine": Asked(
        [["No", *[f"P{number}" for number in range(1, 10)], *[f"K{number}" for number in range(1, 10)]],
         *([*row, *[4] * 9] for row in MADE.rows)],
        "Selain P1–P9 juga K1–K9 berisi jawaban",
    ),
    "three titles in English": Asked(
        [["No", "Requirements", "Steps", "Time", *NAMES[3:]], *MADE.rows], "kolom “Steps”, “Time”"
    ),
    "a month on another scale": Asked(
        [*_numbered(), ["FEBRUARI"], ["No", "JK", *LABELS],
         *([row[0], "L", *(25 * (5 - int(str(one))) for one in row[1:])] for row in MADE.rows)],
        "bukan 1 sampai 4", sums=(5 * SIZE,) * 9, respondents=2 * SIZE,
    ),
    "a filter of a statistical program": Asked(
        _beside("filter_$", ["Not Selected" if one else "Selected" for one in _THIRD]),
        "ditandai “Not Selected”", sums=_without(2), respondents=SIZE - 1,
    ),
    "everybody answers 5": Asked(
        [["No", *LABELS], *([one, *FIVES] for one in (1, 2, 3, 4))], "Skalanya tampak 1 sampai 5",
        sums=(16,) * 9, respondents=4,
    ),
    "an unknown title": Asked(
        [["No", *NAMES[:4], "Hasil akhir", *NAMES[5:]], *MADE.rows], "Produk Spesifikasi"
    ),
    "a code for no answer": Asked(
        _written(lambda row, column, one: 9 if row == 3 or column == row else one),
        "Skalanya tampak 1 sampai 9",
        sums=tuple(
            sum(int(str(one)) for place, one in enumerate(column, 1) if place not in (3, number))
            for number, column in enumerate(zip(*ANSWERS, strict=True))
        ),
        respondents=SIZE - 1,
    ),
    "an answer that is a date": Asked(
        _written(lambda row, column, one: "3-Jan" if (row, column) in ((2, 2), (3, 2)) else one),
        "D3 (3-jan), D4 (3-jan)", sums=_without(1, 2), respondents=SIZE - 2,
    ),
    "a cell formatted as a date": Asked(
        _written(lambda row, _column, one: date(1900, 1, one) if row < 3 else one),
        "dan 10 lagi", sums=_without(0, 1), respondents=SIZE - 2,
    ),
    "a maximum with the next number": Asked(_numbered([SIZE + 1, *MAXIMA]), "nilai terbesar di atasnya"),
    "a maximum and a minimum with the next numbers": Asked(
        _numbered([SIZE + 1, *MAXIMA], [SIZE + 2, *MINIMA]), "baris 9–10 responden"
    ),
    "a maximum with the next number, without a profile": Asked(
        [["No", "JK", *LABELS], *([row[0], "L", *row[1:]] for row in MADE.rows), [SIZE + 1, None, *MAXIMA]],
        "nilai terbesar di atasnya",
    ),
    "a statistic under a date, twice": Asked(
        [["Tanggal", "Layanan", *LABELS],
         *([f"{13 + place}/05/2024", "KTP", *row] for place, row in enumerate(ANSWERS)),
         *[["31/05/2024", "Rata-rata", *[3] * 9]] * 2],
        "diawali “Rata-rata”",
    ),
    "means of services, a row for each": Asked(
        _long_means(("KTP", "KK", "Akta")),
        "satu nilai untuk setiap layanan", sums=(9,) * 9, respondents=3,
    ),
    "means of services in columns": Asked(
        [["Unsur", "KTP", "KK", "Akta"], *([name, 3, 4, 3] for name in NAMES)],
        "satu nilai untuk setiap layanan", sums=(10,) * 9, respondents=3,
    ),
    "a row of numbers among words": Asked(
        _two_of_words([3] * 9),
        "tertulis lain", sums=tuple(int(str(a)) + int(str(b)) for a, b in zip(*ANSWERS[:2], strict=True)),
        respondents=2,
    ),
    "a deleted record": Asked(
        _beside("deleted_at", [one and "2024-06-01 00:00:00" for one in _THIRD]), "ditandai “deleted_at: ",
        sums=_without(2), respondents=SIZE - 1,
    ),
    "a draft": Asked(
        _beside("status", ["draft" if one else "selesai" for one in _THIRD]), "ditandai “draft”",
        sums=_without(2), respondents=SIZE - 1,
    ),
    "a record of Epi Info that is not active": Asked(
        _beside("RECSTATUS", [int(not one) for one in _THIRD]), "ditandai “RECSTATUS: 0”",
        sums=_without(2), respondents=SIZE - 1,
    ),
    "a preview of Qualtrics": Asked(
        _beside("Status", ["Survey Preview" if one else "IP Address" for one in _THIRD]),
        "ditandai “Survey Preview”", sums=_without(2), respondents=SIZE - 1,
    ),
    "0 and 1": Asked(
        _written(lambda _row, _column, one: int(one > 2)), "Apa artinya?",
        sums=tuple(
            sum(4 if int(str(one)) > 2 else 1 for one in column) for column in zip(*ANSWERS, strict=True)
        ),
    ),
} | {
    name: Asked(_on(values), "bukan 1 sampai 4") for name, values in WRITERS.items()
}  # fmt: skip


def _decide(question: Question, choice: Choice) -> Decisions:
    """What the choice says, as the doors read it."""
    match question.option:
        case "--skala":
            return Decisions(scale=read_scale([choice.value]))
        case "--baris":
            return Decisions(rows=read_row_verdicts([choice.value]))
        case "--kolom":
            roles = read_choice(choice.value, INSTRUMENT)
            return Decisions(columns={column_index(column): role for column, role in roles.items()})
    return Decisions(table=choice.value)


@pytest.mark.parametrize("case", _ROWS.values(), ids=_ROWS)
def test_an_answer_that_is_offered_gives_the_right_figures(case: Asked) -> None:
    asked = read_rows(case.rows)
    assert asked.found is not None and case.says in asked.question, asked
    question = asked.found.questions[0]
    found = read_rows(case.rows, _decide(question, question.choices[case.choice]))
    assert (found.respondents, found.sums) == (case.respondents, case.sums), found


def test_what_a_person_says_of_values_is_believed_with_either_decimal_sign() -> None:
    rows = _written(lambda _row, _column, one: one / 4)
    for said in ("0,25=1,0,5=2,0,75=3,1=4", "0.25=1,0.50=2,0.75=3,1=4"):
        assert read_rows(rows, Decisions(scale=read_scale([said]))).sums == SUMS


def test_another_scale_of_one_unsur_is_answered_for_that_unsur_alone() -> None:
    rows = _written(lambda _row, column, one: one / 4 if column == 4 else one)
    assert "untuk unsur itu saja, --arti" in read_rows(rows).question
    words = {"produk": {"0 25": "1", "0 5": "2", "0 75": "3", "1": "4"}}
    assert read_rows(rows, Decisions(words=words)).sums == SUMS


@pytest.mark.parametrize("titles", [
    [f"Q01[SQ{number:03}]" for number in range(1, 10)], [f"Q2.{number}" for number in range(1, 10)],
])  # fmt: skip
def test_sub_questions_of_one_question_are_the_unsur(titles: list[str]) -> None:
    assert read_rows([["No", *titles], *MADE.rows]).sums == SUMS


def test_names_win_over_the_numbers_in_the_row_below_them() -> None:
    numbers = [*LABELS[:7], "U9", "U8"]
    assert read_rows([["No", *NAMES], [None, *numbers], *MADE.rows]).sums == SUMS


@pytest.mark.parametrize("both", ["3/4", "3-4", "3,4"])
def test_two_answers_in_one_cell_are_no_answer(both: str) -> None:
    found = read_rows(_written(lambda row, column, one: both if row == column == 1 else one))
    assert (found.respondents, found.rejected) == (SIZE - 1, 1)


def test_a_column_with_the_words_of_the_others_is_offered_for_the_unsur_that_is_left() -> None:
    words = ["Poor", "Fair", "Good", "Excellent"]
    rows: list[Row] = [["No", *NAMES[:2], "Time", *NAMES[3:]]]
    rows += [[place, *(words[int(str(one)) - 1] for one in row)] for place, row in enumerate(ANSWERS, 1)]
    assert "--kolom D=waktu (kolom “Time”)" in read_rows(rows).question


def test_titles_of_a_statistical_program_are_no_respondent() -> None:
    rows: list[Row] = [[f"VAR{number:05}" for number in range(1, 10)], *ANSWERS]
    columns = dict(enumerate(INSTRUMENT.keys("kuesioner")))
    assert read_rows(rows, Decisions(columns=columns)).figures[:2] == (SIZE, SUMS)


def test_marks_below_titles_that_end_with_the_answer_are_that_answer() -> None:
    titles = [f"{label}_{answer}" for label in LABELS for answer in (1, 2, 3, 4)]
    rows: list[Row] = [["No", *titles]]
    rows += [
        [place, *(int(answer == one) for one in row for answer in (1, 2, 3, 4))]
        for place, row in enumerate(ANSWERS, 1)
    ]
    assert read_rows(rows).figures[:2] == (SIZE, SUMS)


def test_the_time_that_a_form_was_sent_is_no_unsur_whatever_its_title() -> None:
    rows: list[Row] = [["Id", "Waktu mulai", "Waktu penyelesaian", *(f"Bagaimana {name}?" for name in NAMES)]]
    rows += [[place, *[date(2024, 5, 12 + place)] * 2, *row] for place, row in enumerate(ANSWERS, 1)]
    assert read_rows(rows).sums == SUMS


def test_a_section_of_fractions_beside_respondents_is_not_passed_over() -> None:
    second = [[row[0], "L", *(int(str(one)) / 4 for one in row[1:])] for row in MADE.rows]
    assert "pecahan" in read_rows([*_numbered(), ["FEBRUARI"], ["No", "JK", *LABELS], *second]).question


def test_a_recap_on_the_same_sheet_is_named() -> None:
    rows: list[Row] = [
        *_numbered(),
        [],
        ["Layanan", *LABELS],
        ["KTP", *[3.25] * 9],
        ["KK", *[3.5, 2.75, 3] * 3],
    ]
    found = read_rows(rows)
    assert found.sums == SUMS and found.found is not None
    assert any({10, 11} & {*one.rows} for one in found.found.skipped())


def test_statistics_below_codes_of_respondents_are_left_out() -> None:
    rows: list[Row] = [["Responden", *LABELS]]
    rows += [[f"Responden {place}", *row] for place, row in enumerate(ANSWERS, 1)]
    rows += [["Valid N", *[SIZE] * 9], ["Skor Total", *SUMS]]
    assert read_rows(rows).figures[:2] == (SIZE, SUMS)


def test_an_index_that_a_program_begins_with_0_is_a_running_number() -> None:
    rows: list[Row] = [[None, *LABELS], *([place, *row] for place, row in enumerate(ANSWERS))]
    assert read_rows(rows).figures[:2] == (SIZE, SUMS)


def test_respondents_may_be_numbered_from_0() -> None:
    rows = _numbered(first=[[0, *[4] * 9]])
    rows.append([SIZE + 1, *[4] * 9])
    assert read_rows(rows).respondents == SIZE + 2
    found = read_rows(_numbered(first=[[0, *[4, 3] * 4, 4]])).found
    assert found is not None and "numbered-zero" in [note.code for note in found.notes]


@pytest.mark.parametrize("title", ["Nama", "Nama Responden", "Jenis Layanan"])
def test_a_name_that_sounds_like_a_remark_is_a_respondents(title: str) -> None:
    names = ["Ganda Siregar", "Duplikat akta", "Siti", "Hapus data", "Budi", "Batal Sinaga", "Ani"]
    rows: list[Row] = [["No", title, *LABELS]]
    rows += [[row[0], name, *row[1:]] for row, name in zip(MADE.rows, names, strict=True)]
    assert read_rows(rows).respondents == SIZE


def test_an_unknown_occupation_is_a_respondents_own() -> None:
    rows: list[Row] = [["Profesi", *LABELS], ["Juru parkir", *ANSWERS[0]]]
    assert read_rows(rows, Decisions(columns={0: "occupation"})).respondents == 1


def test_tidak_ada_among_numbers_is_no_answer_of_the_questionnaire() -> None:
    rows = _written(lambda row, column, one: "tidak ada" if row < 3 and column == 8 else one)
    assert "tidak ada" in read_rows(rows).question


@pytest.mark.parametrize("word", ["hari", "Loket", "orang"])
def test_a_quantity_is_no_answer_until_a_person_says_so(word: str) -> None:
    rows = _written(lambda _row, column, one: one if column else f"{one} {word}")
    assert f"“4 {word.lower()}”" in read_rows(rows).question
    said = read_scale([f"{number} {word}={number}" for number in range(1, 5)])
    assert read_rows(rows, Decisions(scale=said)).sums == SUMS


@pytest.mark.parametrize(
    "slip", ["B", "c", "A3", "3 kali", "Loket 3", "3-Jan", "Jan-03", "Mei 3", date(1900, 1, 3)]
)
def test_a_letter_a_code_or_a_date_among_numbers_is_no_answer(slip: object) -> None:
    found = read_rows(_written(lambda row, column, one: slip if (row, column) == (3, 2) else one))
    assert (found.respondents, found.sums, found.rejected) == (SIZE - 1, _without(2), 1)


def test_b_is_an_initial_and_no_letter_where_another_unsur_has_sb() -> None:
    initials = ["K", "C", "B", "SB"]
    rows = _written(
        lambda _row, column, one: initials[one - 1] if column else initials[max(1, min(one - 1, 2))]
    )
    assert "“c”" in read_rows(rows).question


@pytest.mark.parametrize("title", ["Average of {}", "Sum of {}", "Jumlah dari {}", "Hitungan dari {}"])
@pytest.mark.parametrize("labels", [["KTP", "KK", "Akta"], [1, 2, 3, 4]])
def test_a_pivot_table_of_whole_numbers_is_refused_as_a_recap(title: str, labels: list[object]) -> None:
    rows: list[Row] = [["Label", *(title.format(label) for label in LABELS)]]
    rows += [[label, *[place % 4 + 1] * 9] for place, label in enumerate(labels)]
    assert "berisi jumlah, rata-rata" in read_rows(rows).refusal
