"""The questions that a person has to answer about a file, in words."""

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import islice

from kiosk.sheets.arrangements import TallyTable
from kiosk.sheets.dates import DAY_FIRST
from kiosk.sheets.dates import MONTH_FIRST
from kiosk.sheets.dates import SWAPPED
from kiosk.sheets.dates import DayOrder
from kiosk.sheets.dates import is_month_name
from kiosk.sheets.dates import read_moment
from kiosk.sheets.dates import read_month
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.readings import Reading
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.texts import quote
from kiosk.sheets.texts import ranges
from kiosk.sheets.values import read_value
from scoring import load_instrument

# What the rows of a file of several offices are called that name no office.
NO_OFFICE = "(kosong)"
_NAMED = 8
_ROWS = 50
_OFFICES = 20
_FEWEST_MONTHS = 3
_PERSONAL = frozenset({"number", "id", "sex", "age_band", "education", "occupation"})
_OFFICE = re.compile(r"(puskesmas|kelurahan|kel|desa|kecamatan|kec|kantor|dinas|uptd?|rsud|rs) \w+")
_WEIGHTS = re.compile(
    r"(frekuensi|frekwensi|frek|f|n|(jumlah|jml|banyak|banyaknya|total) (responden|resp|sampel|orang))"
)
# Columns whose names may be where respondents live as well as the offices that served them.
_PERHAPS_OFFICES = re.compile(
    r"(nama )?(kecamatan|kelurahan|desa|desa kelurahan|kelurahan desa|instansi|dinas)"
)


def about_rivals(rivals: Sequence[str], judged: Sequence[Judged]) -> list[Question]:
    """Questionnaires with the same titles that count them differently, where the dates do not decide."""
    if len(rivals) < 2:
        return []
    newest, latest = _year(rivals[0]), max((_latest_year(one) for one in judged), default=0)
    if not latest or newest is None or latest >= newest:
        return []
    choices = tuple(Choice(id, load_instrument(id).title) for id in rivals)
    text = (
        f"Judul-judulnya ada di {len(rivals)} kuesioner yang menghitungnya berbeda. Kuesioner mana yang "
        "dipakai?"
    )
    return [Question("questionnaire", text, "--instrumen", "questionnaire", choices)]


def _latest_year(judged: Judged) -> int:
    """The year of the latest date of a respondent; 0 without dates."""
    column = judged.table.columns.get("moment")
    first = judged.table.first_row
    rows = islice(iter(judged.table.sheet.rows), first - 1, first - 1 + len(judged.verdicts))
    return max(
        (
            moment.day.year
            for verdict, row in zip(judged.verdicts, rows, strict=False)
            if column and verdict == RESPONDENT and column.index < len(row)
            if (moment := read_moment(row[column.index]))
        ),
        default=0,
    )


def _year(id: str) -> int | None:
    found = re.search(r"20\d\d", id)
    return int(found[0]) if found else None


# Which rows


def about_sheets(readings: Sequence[Reading]) -> Question:
    """Several worksheets hold respondents: which are read?"""
    names = [str(reading.sheet.name) for reading in readings]
    choices = [
        Choice(name, f"{reading.respondents} responden")
        for name, reading in zip(names[:_NAMED], readings, strict=False)
    ]
    total = sum(reading.respondents for reading in readings)
    choices.append(Choice("semua", f"semuanya, {total} responden"))
    return Question(
        "sheet",
        f"Ada {len(names)} lembar berisi responden. Lembar mana yang dibaca?",
        "--lembar",
        "sheet",
        tuple(choices),
    )


def about_rows(judged: Sequence[Judged]) -> list[Question]:
    """Rows of which it is not clear whether they are respondents."""
    for one in judged:
        rows = one.doubtful
        if rows:
            reason = one.reasons[rows[0]].text
            shown = ranges(rows[:50])
            name = one.table.sheet.name
            sheet = f"{name}!" if len({other.table.sheet.name for other in judged}) > 1 else ""
            said = sheet + ",".join(str(row) for row in rows[:50])
            return [
                Question(
                    "rows",
                    f"Tidak jelas apakah baris {shown} responden: {reason[0].lower()}{reason[1:]}",
                    "--baris",
                    "rows",
                    (Choice(f"{said}=bukan", "bukan responden"), Choice(f"{said}=responden", "responden")),
                )
            ]
    return []


def about_wide_rows(judged: Sequence[Judged]) -> list[Question]:
    """Rows of separated text with a separator too many, which cannot be put right without a person."""
    rows = sorted(row for one in judged for row, why in one.reasons.items() if why.kind == "wide")
    if not rows:
        return []
    more = f" dan {len(rows) - _ROWS} lagi" if len(rows) > _ROWS else ""
    return [
        Question(
            "wide-rows",
            f"Baris {ranges(rows[:_ROWS])}{more} berisi lebih banyak isian daripada judul kolom: ada "
            "pemisah atau tanda "
            "kutip di dalam isian, sehingga jawabannya bergeser. Perbaiki di berkasnya, atau tinggalkan "
            "barisnya.",
            "--baris",
            "rows",
            (Choice(f"{','.join(map(str, rows))}=bukan", "tinggalkan baris itu"),),
        )
    ]


def about_days(judged: Sequence[Judged], said: Mapping[str, int]) -> list[Question]:
    """Answers in several rows that are dates, as spreadsheets make of "3/1", and that no person explained."""
    for one in judged:
        days = {
            cell for cell in one.known if cell is not None
            and (value := read_value(cell)).kind == "date" and value.text not in said
        }  # fmt: skip
        places = list(one.places(days))
        rows = sorted({row for row, _, _ in places})
        if len(rows) > 1 or 0 < len(rows) == one.respondents:
            shown = ", ".join(
                f"{letters(index)}{row} ({read_value(cell).text})" for row, index, cell in places[:_NAMED]
            )
            more = f" dan {len(places) - _NAMED} lagi" if len(places) > _NAMED else ""
            name = one.table.sheet.name
            sheet = f"{name}!" if len({other.table.sheet.name for other in judged}) > 1 else ""
            text = (
                f"Sel jawaban ini berisi tanggal: {shown}{more}. Excel mengubah isian seperti 3/1 menjadi "
                "tanggal, atau selnya berformat tanggal. Perbaiki di berkasnya, atau tinggalkan barisnya."
            )
            choice = Choice(f"{sheet}{','.join(map(str, rows))}=bukan", "tinggalkan baris itu")
            return [Question("days", text, "--baris", "rows", (choice,))]
    return []


def about_offices(judged: Sequence[Judged], chosen: Sequence[str]) -> list[Question]:
    """Rows of several offices in one file: whose are read?"""
    if chosen:
        return []
    for one in judged:
        column = one.table.columns.get("office")
        profile = one.table.profiles.by_column.get(column.index) if column else None
        if column is None or profile is None or len(profile.words) < 2:
            continue
        if 2 * len(profile.words) > max(4, one.respondents):
            continue  # the respondents' own employers
        names = _names(one, column.index)
        if len(names) < 2:
            continue  # one name in several spellings
        named = tuple(Choice(name, f"{count} responden") for name, count in names[:_OFFICES])
        if unnamed := one.respondents - sum(count for _, count in names):
            named = (*named, Choice(NO_OFFICE, f"{unnamed} responden tanpa nama kantor"))
        text = (
            f"Kolom {column.letters} “{column.title}” memuat {len(names)} kantor. Jawaban kantor mana "
            "yang dibaca?"
        )
        choices = (*named, Choice("semua", "semua kantor"))
        if _PERHAPS_OFFICES.fullmatch(normalise(column.title)):
            text = (
                f"Kolom {column.letters} “{column.title}” memuat {len(names)} nama. Kantor yang dinilai, "
                "atau asal responden? Jawaban mana yang dibaca?"
            )
            choices = (Choice("semua", "semuanya, itu asal responden"), *named)
        return [Question("office", text, "--kantor", "office", choices)]
    return []


def about_office_sections(judged: Sequence[Judged], chosen: Sequence[str]) -> list[Question]:
    """Titles between the rows that name several offices: whose are read?"""
    names = [name for one in judged for name in dict.fromkeys(office_sections(one).values())]
    names = list(dict.fromkeys(names))
    if chosen or len(names) < 2:
        return []
    text = f"Judul bagian menyebut {len(names)} kantor: {quote(names)}. Jawaban kantor mana yang dibaca?"
    choices = (*(Choice(name, "kantor itu") for name in names[:_OFFICES]), Choice("semua", "semua kantor"))
    return [Question("office", text, "--kantor", "office", choices)]


def office_sections(judged: Judged) -> dict[int, str]:
    """The titles above and between the rows that name an office, by the row from which they hold."""
    table = judged.table
    above = islice(iter(table.sheet.rows), max(0, table.header.row - 4), table.header.row)
    titles = [(table.first_row, cell) for row in above for cell in row if isinstance(cell, str)]
    return {row: text for row, text in [*titles[-40:], *judged.sections] if _OFFICE.match(normalise(text))}


def _names(judged: Judged, index: int) -> list[tuple[str, int]]:
    """The offices as first written, whatever their capitals and spaces, with their respondents."""
    first = judged.table.first_row
    rows = islice(iter(judged.table.sheet.rows), first - 1, first - 1 + len(judged.verdicts))
    cells = Counter(
        str(row[index])
        for verdict, row in zip(judged.verdicts, rows, strict=False)
        if verdict == RESPONDENT and index < len(row) and row[index] is not None
    )
    written: dict[str, str] = {}
    found: Counter[str] = Counter()
    for cell, count in cells.items():
        found[written.setdefault(normalise(cell), cell)] += count
    return found.most_common()


def about_weights(judged: Sequence[Judged], chosen: str) -> list[Question]:
    """A column that says how many respondents a row is."""
    for one in judged:
        taken = {*one.table.header.columns.values(), *(column.index for column in one.table.columns.values())}
        for index, title in one.table.header.titles.items():
            if index in taken or chosen or not _WEIGHTS.fullmatch(normalise(title)):
                continue
            profile = one.table.profiles.by_column.get(index)
            if profile and profile.numbers and (profile.last or 0) > 1:
                text = (
                    f"Kolom {letters(index)} “{title}” tampak berisi banyaknya responden tiap baris. Bila "
                    "begitu, tulis satu baris untuk setiap responden."
                )
                return [
                    Question(
                        "weights",
                        text,
                        "--tabel",
                        "table",
                        (Choice("responden", "setiap baris satu responden"),),
                    )
                ]
    return []


def about_months(judged: Sequence[Judged], chosen: str) -> list[Question]:
    """A row for each month, and nothing about a respondent: whole numbers that may be averages."""
    for one in judged:
        column = one.table.columns.get("moment")
        is_bare = column and not _PERSONAL & {*one.table.columns}
        if chosen or not column or not is_bare or one.respondents < _FEWEST_MONTHS:
            continue
        first = one.table.first_row
        rows = islice(iter(one.table.sheet.rows), first - 1, first - 1 + len(one.verdicts))
        cells = [
            row[column.index] if column.index < len(row) else None
            for verdict, row in zip(one.verdicts, rows, strict=False)
            if verdict == RESPONDENT
        ]
        months = [normalise(str(cell)) for cell in cells if is_month_name(cell) or read_month(str(cell))]
        if len(months) == len(cells) == len(set(months)):
            text = (
                f"Setiap baris satu bulan (kolom {column.letters}), tanpa nomor atau data diri. Bila isinya "
                "rata-rata atau rekap, pakai berkas dengan satu baris untuk setiap responden."
            )
            choices = (Choice("responden", "setiap baris satu responden"),)
            return [Question("weights", text, "--tabel", "table", choices)]
    return []


def about_tally(table: Table, tally: TallyTable) -> Question:
    """Counts of answers instead of respondents."""
    total = max(sum(counts.values()) for counts in tally.counts.values())
    return Question(
        "tally",
        f"Baris {tally.first}–{tally.last} tampak berisi banyaknya jawaban, bukan responden. Bagaimana "
        "dibacanya?",
        "--tabel",
        "table",
        (
            Choice("hitungan", f"banyaknya jawaban dari {total} responden"),
            Choice("responden", "setiap baris satu responden"),
        ),
    )


# Dates


def about_dates(judged: Sequence[Judged], found: DayOrder, chosen: str) -> list[Question]:
    """Dates that can be read both ways."""
    if chosen:
        return []
    if found.is_perhaps_swapped:
        text = (
            "Semua tanggal sel bertanggal 1 sampai 12, sedangkan yang lebih dari 12 tertulis sebagai teks: "
            "hari dan "
            "bulannya mungkin tertukar saat berkas dibuka di Excel berbahasa Inggris. Bagaimana dibacanya?"
        )
        choices = (
            Choice(SWAPPED, "tukar kembali hari dan bulannya"),
            Choice(DAY_FIRST, "biarkan seperti di berkas"),
        )
        return [Question("swapped-dates", text, "--urutan-tanggal", "day_order", choices)]
    if found.order or not found.either:
        return []
    text = f"Tanggal seperti “{found.first_example}” dapat dibaca dua cara."
    if found.day_first and found.month_first:
        text += " Sebagian hanya cocok sebagai hari/bulan, sebagian hanya sebagai bulan/hari."
    return [
        Question(
            "day-order",
            f"{text} Mana yang lebih dulu?",
            "--urutan-tanggal",
            "day_order",
            (Choice(DAY_FIRST, "hari lalu bulan"), Choice(MONTH_FIRST, "bulan lalu hari")),
        )
    ]


# Refusals


# Notes
