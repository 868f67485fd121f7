"""Tables arranged otherwise: respondents as columns, a row for each answer, counts of each answer."""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from itertools import zip_longest

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.columns import number_in
from kiosk.sheets.headers import Header
from kiosk.sheets.roles import role_of
from kiosk.sheets.summaries import says_summary
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Titles
from kiosk.sheets.values import initial_of
from kiosk.sheets.values import read_value

# A table on its side has few rows: the unsur, and what is known of each respondent.
_MOST_ROWS = 400
_FIRST_COLUMNS = 12
# How many rows tell whether a column names an unsur in each of them.
_SAMPLED = 200
_NEARLY_ALL = 0.9
_NUMBERS_OF_UNSUR = re.compile(r"\b(soal|pertanyaan|pernyataan|unsur|butir|item|indikator)\b")
# So few of the answers of a long table may be there twice.
_FEW = 0.02
# Titles of a column that says which respondent an answer is by.
_PERSON = re.compile(
    r"^(no|nomor|id|kode|nama|token|timestamp|waktu)\b(?! (layanan|petugas|unit|loket))"
    r"|(respon|resp|peserta|pengunjung|pelanggan|pemohon|pasien|warga|id)"
)
# What the column is called that says which answer a row counts, or precedes its number.
_ANSWER_WORDS = frozenset(
    {"nilai", "skor", "jawaban", "skala", "pilihan", "kategori", "bobot", "alternatif", "opsi"}
)
_NEVER_ANSWERS = frozenset({"number", "id", "moment"})
_MOST_TALLY_ROWS = 60
_DEGREES_OF_A_TALLY = 3


def turned(sheet: Sheet, titles: Titles) -> Sheet | None:
    """The sheet with rows and columns exchanged, when one of its columns names the unsur."""
    rows = list(islice(iter(sheet.rows), _MOST_ROWS + 1))
    if len(rows) > _MOST_ROWS:
        return None
    for column in range(_FIRST_COLUMNS):
        named = [name for row in rows if column < len(row) and (name := _identity(titles, row[column]))]
        if len(set(named)) >= titles.vocabulary.size and len(named) == len(set(named)):
            note = Note(
                "turned", "Tabel terbalik: setiap kolom satu responden; baris dan kolom ditukar saat dibaca."
            )
            return Sheet(
                sheet.name,
                [list(cells) for cells in zip_longest(*rows)],
                hidden=sheet.hidden,
                hidden_rows=frozenset(index + 1 for index in sheet.hidden_columns),
                hidden_columns=frozenset(number - 1 for number in sheet.hidden_rows),
                notes=(*sheet.notes, note),
            )
    return None


def _identity(titles: Titles, cell: Cell, *, is_number: bool = False) -> object:
    """Which unsur a cell names; a mere number only where its column says that it has numbers of unsur."""
    if is_number and (number := number_in(cell)) is not None:
        return "", number
    if not isinstance(cell, str):
        return None
    title = titles.read(cell)
    return title.key or ((title.series, title.number) if title.number else None)


@dataclass(frozen=True)
class _Long:
    """Where a table with a row for each answer has what: its titles' row, and columns from 0."""

    head: int
    unsur: int
    value: int
    person: int
    is_number: bool


def widened(sheet: Sheet, titles: Titles) -> Sheet | None:
    """The sheet with a row for each respondent, when it has a row for each answer.

    Raises `SheetError` where a respondent has two answers to one question.
    """
    sample = list(islice(iter(sheet.rows), _SAMPLED))
    found = next(_long_columns(sample, sheet, titles), None)
    if found is None:
        return None
    names = titles.vocabulary.titles
    places: dict[str, int] = {}
    people: dict[Cell, dict[str, Cell]] = {}
    about: dict[Cell, Row] = {}
    width = max(len(row) for row in sample)
    person: Cell = None
    for number, row in enumerate(islice(iter(sheet.rows), found.head + 1, None), found.head + 2):
        cells = row[:width] + [None] * (width - len(row))
        one = _identity(titles, cells[found.unsur], is_number=found.is_number)
        person = person if cells[found.person] is None else cells[found.person]
        if one is None or person is None:
            continue
        # A mere number stays one: what it means depends on the order.
        title = f"U{one[1]}" if isinstance(one, tuple) else names[str(one)]
        places.setdefault(title, width + len(places))
        answers, answer = people.setdefault(person, {}), cells[found.value]
        if answer is not None and answers.setdefault(title, answer) != answer:
            raise SheetError(
                f"Responden “{person}” menjawab {title} dua kali (baris {number}). Hapus salah satunya."
            )
        about.setdefault(person, cells)
    gone = (found.unsur, found.value)
    rows: list[Row] = [[*sample[found.head], *[None] * (width - len(sample[found.head])), *places]]
    rows += [
        [*about[person], *(answers.get(title) for title in places)] for person, answers in people.items()
    ]
    for row in rows:
        for index in gone:
            row[index] = None
    named = str(sample[found.head][found.person] or "") if found.person < len(sample[found.head]) else ""
    code = "long" if _PERSON.search(normalise(named)) else "long-names"
    note = Note(
        code,
        "Setiap baris berkas ini satu jawaban; jawaban seorang responden digabung menjadi satu baris menurut "
        f"kolom {letters(found.person)} “{named}”.",
    )
    return Sheet(sheet.name, rows, hidden=sheet.hidden, notes=(*sheet.notes, note))


def _long_columns(sample: list[Row], sheet: Sheet, titles: Titles) -> Iterator[_Long]:
    """The row of the titles, the column that names an unsur in each row, and those of the answers."""
    wanted = titles.vocabulary.size
    for head, row in enumerate(sample[:20]):
        if sum(isinstance(cell, str) for cell in row) < 3:
            continue
        body = sample[head + 1 :]
        for column in range(min(len(row), _FIRST_COLUMNS)):
            is_number = isinstance(row[column], str) and _NUMBERS_OF_UNSUR.search(normalise(str(row[column])))
            cells = [one[column] for one in body if column < len(one) and one[column] is not None]
            named = [name for cell in cells if (name := _identity(titles, cell, is_number=bool(is_number)))]
            if len(set(named)) < wanted or len(named) < _NEARLY_ALL * len(cells) or len(named) <= wanted:
                continue
            whole = list(sheet.rows)[head + 1 :]
            for value in range(min(len(row), _FIRST_COLUMNS * 2)):
                answers = [one[value] for one in body if value < len(one) and one[value] is not None]
                good = sum(_is_answer(cell, titles) for cell in answers)
                if value == column or role_of(normalise(str(row[value] or "")))[0] in _NEVER_ANSWERS:
                    continue
                if good < _NEARLY_ALL * len(answers) or len(answers) < 0.5 * len(named):
                    continue
                person = _person_column(whole, {column, value}, titles, column, is_number=bool(is_number))
                if person is not None:
                    yield _Long(head, column, value, person, bool(is_number))
        return


def _is_answer(cell: Cell, titles: Titles) -> bool:
    value = read_value(cell)
    return (
        value.kind in ("degree", "letter", "blank")
        or (value.number is not None and 0 <= value.number <= 10)
        or any(value.text in options for options in titles.vocabulary.options.values())
    )


def _person_column(
    rows: list[Row], taken: set[int], titles: Titles, unsur: int, *, is_number: bool
) -> int | None:
    """The column that is the same for the answers of one respondent, and another for those of another.

    It may be filled in the first row of each respondent alone.
    """
    wanted = titles.vocabulary.size
    width = max((len(row) for row in rows), default=0)
    for column in range(min(width, _FIRST_COLUMNS)):
        if column in taken:
            continue
        person: Cell = None
        pairs: Counter[tuple[Cell, object]] = Counter()
        for row in rows:
            person = row[column] if column < len(row) and row[column] is not None else person
            name = _identity(titles, row[unsur], is_number=is_number) if unsur < len(row) else None
            if name is not None and person is not None:
                pairs[person, name] += 1
        people = {person for person, _ in pairs}
        twice = pairs.total() - len(pairs)
        if twice <= _FEW * pairs.total() and 1 < len(people) * wanted * _NEARLY_ALL <= len(pairs):
            return column
    return None


@dataclass(frozen=True)
class TallyTable:
    """How often each answer was given: `counts[unsur key][1..4]`, in the rows from `first` to `last`."""

    counts: Mapping[str, Mapping[int, int]]
    first: int
    last: int


def find_tally(table: Table) -> TallyTable | None:
    """The counts in a table whose rows are answers and not respondents; None for any other.

    A table of several services has each answer several times; their counts are added up.
    """
    rows = list(_rows_with_values(table))
    if not 2 <= len(rows) <= _MOST_TALLY_ROWS:
        return None
    columns = _label_columns(table.header, rows)
    for column in columns:
        family = [row[column] for _, row in rows if column < len(row)]
        answers = [
            (number, row, answer_of(row[column] if column < len(row) else None, family))
            for number, row in rows
        ]
        labelled = [(number, row, answer) for number, row, answer in answers if answer is not None]
        times = Counter(answer for _, _, answer in labelled)
        if len({*times.values()}) != 1 or len(times) < _DEGREES_OF_A_TALLY or not {*times} <= {1, 2, 3, 4}:
            continue
        if not all(answer is not None or _sums_up(row, columns) for _, row, answer in answers):
            continue
        numbered = [number_in(row[column]) is not None for _, row, _ in labelled]
        if any(numbered) != all(numbered) or not all(_is_counted(table, row) for _, row, _ in labelled):
            continue
        has_shares = any(_is_share(row[column]) for _, row in rows if column < len(row))
        title = table.header.titles.get(column, "")
        if all(numbered) and not (has_shares or _adds_up(table, labelled, title)):
            continue
        counts: dict[str, dict[int, int]] = {key: {} for key in table.header.columns}
        for key, index in table.header.columns.items():
            for _, row, answer in labelled:
                counts[key][answer] = counts[key].get(answer, 0) + _count(row, index)
        numbers = [number for number, _, _ in labelled]
        return TallyTable(_unweighted(counts), min(numbers), max(numbers))
    return None


def _sums_up(row: Row, columns: Sequence[int]) -> bool:
    """Whether a row is labelled as a summary."""
    cells = [row[index] for index in columns if index < len(row)]
    return any(isinstance(cell, str) and (says_summary(cell) or _is_share(cell)) for cell in cells)


def _is_share(cell: Cell) -> bool:
    """Whether a label is that of percentages of the counts beside it."""
    return isinstance(cell, str) and cell.strip() == "%"


def _unweighted(counts: Mapping[str, Mapping[int, int]]) -> Mapping[str, Mapping[int, int]]:
    """The counts, divided by their answers where only that gives one total for all unsur."""
    divided = {key: {answer: count // answer for answer, count in own.items()} for key, own in counts.items()}
    is_whole = all(count % answer == 0 for own in counts.values() for answer, count in own.items())
    totals, others = ({sum(own.values()) for own in one.values()} for one in (counts, divided))
    return divided if is_whole and len(totals) > 1 and len(others) == 1 else counts


def _rows_with_values(table: Table) -> Iterator[tuple[int, Row]]:
    rows = islice(iter(table.sheet.rows), table.first_row - 1, min(table.last_row, table.first_row + 40))
    for number, row in enumerate(rows, table.first_row):
        if any(index < len(row) and row[index] is not None for index in table.indexes):
            yield number, row


def _label_columns(header: Header, rows: list[tuple[int, Row]]) -> list[int]:
    first = min(header.columns.values(), default=0)
    width = max(len(row) for _, row in rows)
    return [index for index in range(header.first, min(first, width)) if index not in header.columns.values()]


def _is_counted(table: Table, row: Row) -> bool:
    """Whether the row has a whole number for nearly every unsur."""
    counts = [number_in(row[index]) for index in table.indexes if index < len(row) and row[index] is not None]
    return None not in counts and len(counts) >= _NEARLY_ALL * len(table.indexes)


def answer_of(cell: Cell, family: Sequence[Cell] = ()) -> int | None:
    """Which answer a label stands for: 3, "Baik", "Nilai 3"; "B" beside "SB" in `family` is "Baik"."""
    if cell is None:
        return None
    value = read_value(cell)
    for stem in {read_value(one).stem for one in family if one is not None}:
        if stem.startswith("initials "):
            value = initial_of(value, stem)
    if value.number is not None and (value.kind != "code" or value.stem in _ANSWER_WORDS):
        return value.number
    return {"very": 4, "": 3, "less": 2, "not": 1}.get(value.degree) if value.degree is not None else None


def _adds_up(table: Table, labelled: list[tuple[int, Row, int]], title: str) -> bool:
    """Whether rows labelled 1 to 4 are counts: beyond what answers could be, with one total for all."""
    sums = {sum(_count(row, index) for _, row, _ in labelled) for index in table.indexes}
    beyond = any(_count(row, index) > 4 for _, row, _ in labelled for index in table.indexes)
    if role_of(normalise(title))[0] == "number":
        # Four respondents who all answer 5 have one total, too.
        beyond = beyond and len({_count(row, index) for _, row, _ in labelled for index in table.indexes}) > 1
        return beyond and len(sums) == 1 and {answer for _, _, answer in labelled} == {1, 2, 3, 4}
    return beyond or not _ANSWER_WORDS.isdisjoint(normalise(title).split())


def _count(row: Row, index: int) -> int:
    cell = row[index] if index < len(row) else None
    return (number_in(cell) if cell is not None else 0) or 0
