"""Small files that stand for the kinds offices have, and what is right for each.

They are made up after public reports and public programs' exports; nothing in them belongs to a real person.
"""

from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from tests.scoring import KEYS

FOLDER = Path(__file__).parent / "cases"
# What most of the files hold: four respondents, in questionnaire order.
FOUR = (12, 13, 12, 16, 13, 13, 14, 10, 12)
THREES = (9,) * 9
BY_LETTERS = tuple(f"--kolom={letter}={key}" for letter, key in zip("BCDEFGHIJ", KEYS, strict=True))


@dataclass(frozen=True)
class Case:
    """What is right for a file: respondents, sums in questionnaire order, IKM and mutu.

    `asks` is the option that the question names; `options` answer it. `says` are the codes of the warnings
    without which the reading would not be plain. `days` are those on which an import counts the answers.
    """

    name: str
    respondents: int = 4
    sums: tuple[int | str, ...] = FOUR
    ikm: str = "79.86"
    mutu: str = "B"
    asks: str = ""
    options: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    month: bool = field(default=True)


CASES = (
    Case("01_statistics_rows_below.xlsx"),
    Case("03_recap_header_above_then_table.xlsx"),
    Case("04_second_table_shifted_by_a_column.xlsx", says=("tables",)),
    Case(
        "06_five_point_scale.csv", 40,
        (149, 154, 146, 143, 147, 149, 148, 143, 150),
        "92.29", "A", asks="--skala", options=("--skala", "1=1,2=2,3=3,4=4,5=4"),
    ),
    Case("08_Q1_to_Q13_profile_first.csv", asks="--kolom", options=("--kolom", "F:N=kuesioner")),
    Case("09b_open_quote_never_closed.csv", says=("quote",)),
    Case("12_hidden_first_sheet.xlsx", says=("hidden-sheet",)),
    Case("13b_recap_sheet_first_sums.xlsx", says=("sheet",)),
    Case("13c_empty_template_sheet_first.xlsx", says=("sheet",)),
    Case("17a_scale_legend_below.xlsx"),
    Case("18_no_header_row.csv", asks="--kolom", options=("--judul", "0", *BY_LETTERS), says=("no-header",)),
    Case(
        "19_dates_jumat_with_apostrophe.csv",
        days=("2024-01-04", "2024-01-05", "2024-02-02", "2024-06-05"), month=False,
    ),
    Case(
        "21_dates_utc.csv", 2, (7, 6, 6, 8, 6, 7, 8, 5, 5), "80.56",
        days=("2024-06-01", "2024-06-01"), month=False,
    ),
    Case(
        "22_dates_us_all_ambiguous.csv", 2, (7, 6, 6, 8, 6, 7, 8, 5, 5), "80.56",
        asks="--urutan-tanggal", options=("--urutan-tanggal", "bulan"),
        days=("2024-05-03", "2024-06-01"), month=False,
    ),
    Case(
        "23b_month_sections.xlsx",
        days=("2024-01-31", "2024-01-31", "2024-02-29", "2024-02-29"), month=False,
    ),
    Case("24_html_table_saved_as.xls"),
    Case("25_google_forms_download.csv.zip"),
    Case("26a_letters_a_to_d.csv", says=("letters",)),
    Case("26b_word_and_number.csv"),
    Case("26d_limesurvey_A1_A4.csv", days=("2024-05-03",) * 4, month=False),
    Case("26e_full_width_digits.csv"),
    Case("26g_zero_width_space.csv"),
    Case("27a_whole_line_in_quotes.csv"),
    Case("27b_utf16_without_bom.csv"),
    Case("28_transposed.xlsx", says=("turned",)),
    Case(
        "31_dash_or_zero_for_no_answer.csv", 4, (*FOUR[:8], 3), "79.86",
        asks="--skala", options=("--skala", "0=kosong"),
    ),
    Case(
        "32_same_minute_other_id.csv", 3, THREES, "75.00", "C",
        says=("day-first",), days=("2024-05-03",) * 3, month=False,
    ),
    Case("34_two_blocks_side_by_side.xlsx", says=("tables",)),
    Case(
        "43_named_columns_one_unknown_word.csv", 1, (3, 3, 3, 3, 3, 3, 3, 4, 1), "72.22", "C",
        says=("numbered",),
    ),
    Case(
        "44_national_word_scale.csv", 3, (7, 9, 9, 9, 9, 9, 9, 9, 9), "73.15", "C",
        says=("words-very-not",),
    ),
    Case("45_importance_and_satisfaction_pairs.csv", 1, (1,) * 9, "25.00", "D", says=("importance",)),
    Case("46_letters.csv", 12, (35, 40, 36, 40, 34, 40, 42, 44, 40), "81.25", says=("letters",)),
    Case(
        "47_five_point_three_rows.csv", 3, (10, 11, 12, 11, 10, 11, 12, 11, 11),
        "91.67", "A", asks="--skala", options=("--skala", "1=1,2=2,3=3,4=4,5=4"),
    ),
)  # fmt: skip
# Counts of answers: they can be scored, but hold no respondents that could be stored.
TALLY = Case(
    "11_tally_table_only.csv", 64, (227, 224, 226, 222, 222, 231, 221, 226, 229), "88.02",
    asks="--tabel", options=("--tabel", "hitungan"), says=("tally",),
)  # fmt: skip
FOURTEEN = ("07_fourteen_unsur_of_2004.csv", "42_U1_to_U14.csv")
# Several items for some unsur: sums of respondents' means, as exact texts.
NATIONAL = (
    Case(
        "40_skm_online_2026_offline.xlsx", 12,
        ("43.5", "38.5", "40", "40", "42", "40", "40", "42", "43"), "85.42",
    ),
    Case(
        "41_form_with_the_16_national_items.csv", 12,
        ("38", "40", "38", "40", "42", "41", "32", "35", "43"), "80.79",
    ),
)  # fmt: skip
IPAK = {"40_skm_online_2026_offline.xlsx": "3.3000", "41_form_with_the_16_national_items.csv": "3.3167"}
WITHOUT_VALUES = "15_formulas_without_value.xlsx"


def path(name: str) -> Path:
    """Where a file is."""
    return FOLDER / name
