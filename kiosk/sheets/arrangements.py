"""Tables arranged otherwise: respondents as columns, a row for each answer, counts of each answer."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from itertools import zip_longest

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import Sheet
from kiosk.sheets.columns import number_in
from kiosk.sheets.headers import Header
from kiosk.sheets.roles import role_of
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Titles
from kiosk.sheets.values import read_value

# A table on its side has few rows: the unsur, and what is known of each respondent.
_MOST_ROWS = 400
_FIRST_COLUMNS = 12
# How many rows tell whether a column names an unsur in each of them.
_SAMPLED = 200
_NEARLY_ALL = 0.9
_MOST_TALLY_ROWS = 12
_DEGREES_OF_A_TALLY = 3
# What the column is called that says which answer a row counts, or precedes its number.
_ANSWER_WORDS = frozenset(
    {"nilai", "skor", "jawaban", "skala", "pilihan", "kategori", "bobot", "alternatif", "opsi"}
)


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
                notes=(*sheet.notes, note),
            )
    return None


def _identity(titles: Titles, cell: Cell) -> object:
    if not isinstance(cell, str):
        return None
    title = titles.read(cell)
    return title.key or ((title.series, title.number) if title.number else None)


def widened(sheet: Sheet, titles: Titles) -> Sheet | None:
    """The sheet with a row for each respondent, when it has a row for each answer."""
    sample = list(islice(iter(sheet.rows), _SAMPLED))
    found = _long_columns(sample, titles)
    if found is None:
        return None
    head, unsur, value = found
    whole = list(sheet.rows)[head + 1 :]
    person = _person_column(whole, {unsur, value}, titles, unsur)
    if person is None:
        return None
    keys = titles.vocabulary.keys("kuesioner")
    people: dict[Cell, Row] = {}
    width = max(len(row) for row in sample)
    for row in whole:
        cells = row + [None] * (width - len(row))
        title = titles.read(str(cells[unsur])) if cells[unsur] is not None else None
        key = title and (
            title.key or (keys[title.number - 1] if title.number and title.number <= len(keys) else None)
        )
        if key is None or cells[person] is None:
            continue
        known = people.setdefault(cells[person], [*cells[:width], *[None] * len(keys)])
        known[width + keys.index(key)] = cells[value]
    names = titles.vocabulary.titles
    header: Row = [None if i in (unsur, value) else cell for i, cell in enumerate(sample[head])]
    header += [None] * (width - len(header)) + [names[key] for key in keys]
    for known in people.values():
        known[unsur] = known[value] = None
    note = Note(
        "long", "Setiap baris berkas ini satu jawaban; jawaban seorang responden digabung menjadi satu baris."
    )
    return Sheet(sheet.name, [header, *people.values()], hidden=sheet.hidden, notes=(*sheet.notes, note))


def _long_columns(sample: list[Row], titles: Titles) -> tuple[int, int, int] | None:
    """The row of the titles, the column that names an unsur in each row below it, and that of the answers."""
    wanted = titles.vocabulary.size
    for head, row in enumerate(sample[:20]):
        if sum(isinstance(cell, str) for cell in row) < 3:
            continue
        body = sample[head + 1 :]
        for column in range(min(len(row), _FIRST_COLUMNS)):
            cells = [one[column] for one in body if column < len(one) and one[column] is not None]
            named = [name for cell in cells if (name := _identity(titles, cell))]
            if len(set(named)) < wanted or len(named) < _NEARLY_ALL * len(cells) or len(named) <= wanted:
                continue
            for value in range(column + 1, min(len(row), _FIRST_COLUMNS * 2)):
                answers = [one[value] for one in body if value < len(one) and one[value] is not None]
                good = sum(_is_answer(cell) for cell in answers)
                if answers and good >= _NEARLY_ALL * len(answers) and len(answers) >= 0.5 * len(named):
                    return head, column, value
        return None
    return None


def _is_answer(cell: Cell) -> bool:
    value = read_value(cell)
    return value.kind in ("degree", "letter", "blank") or (
        value.number is not None and 0 <= value.number <= 10
    )


def _person_column(rows: list[Row], taken: set[int], titles: Titles, unsur: int) -> int | None:
    """The column that is the same for the answers of one respondent, and another for those of another."""
    wanted = titles.vocabulary.size
    width = max((len(row) for row in rows), default=0)
    for column in range(min(width, _FIRST_COLUMNS)):
        if column in taken:
            continue
        pairs = [
            (row[column], _identity(titles, row[unsur]))
            for row in rows
            if column < len(row) and unsur < len(row) and row[column] is not None
        ]
        people = Counter(person for person, _ in pairs)
        if pairs and len(set(pairs)) == len(pairs) and len(people) * wanted * _NEARLY_ALL <= len(pairs):
            return column
    return None


@dataclass(frozen=True)
class TallyTable:
    """How often each answer was given: `counts[unsur key][1..4]`, in the rows from `first` to `last`."""

    counts: Mapping[str, Mapping[int, int]]
    first: int
    last: int


def find_tally(table: Table) -> TallyTable | None:
    """The counts in a table whose rows are answers and not respondents; None for any other."""
    rows = list(_rows_with_values(table))
    if not 2 <= len(rows) <= _MOST_TALLY_ROWS:
        return None
    for column in _label_columns(table.header, rows):
        answers = [(number, row, _answer_of(row[column])) for number, row in rows if column < len(row)]
        labelled = [(number, row, answer) for number, row, answer in answers if answer is not None]
        kinds = {answer for _, _, answer in labelled}
        if len(kinds) != len(labelled) or len(labelled) < _DEGREES_OF_A_TALLY or not kinds <= {1, 2, 3, 4}:
            continue
        numbered = [number_in(row[column]) is not None for _, row, _ in labelled]
        if any(numbered) != all(numbered) or not all(_is_counted(table, row) for _, row, _ in labelled):
            continue
        if all(numbered) and not _adds_up(table, labelled, table.header.titles.get(column, "")):
            continue
        counts = {
            key: {answer: _count(row, index) for _, row, answer in labelled}
            for key, index in table.header.columns.items()
        }
        numbers = [number for number, _, _ in labelled]
        return TallyTable(counts, min(numbers), max(numbers))
    return None


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


def _answer_of(cell: Cell) -> int | None:
    """Which answer a label stands for: 3, "Baik", "Nilai 3"."""
    if cell is None:
        return None
    value = read_value(cell)
    if value.number is not None and (value.kind != "code" or value.stem in _ANSWER_WORDS):
        return value.number
    return {"very": 4, "": 3, "less": 2, "not": 1}.get(value.degree) if value.degree is not None else None


def _adds_up(table: Table, labelled: list[tuple[int, Row, int]], title: str) -> bool:
    """Whether rows labelled 1 to 4 are counts: beyond what answers could be, with one total for all."""
    sums = {sum(_count(row, index) for _, row, _ in labelled) for index in table.indexes}
    beyond = any(_count(row, index) > 4 for _, row, _ in labelled for index in table.indexes)
    if role_of(normalise(title))[0] == "number":
        return beyond and len(sums) == 1 and {answer for _, _, answer in labelled} == {1, 2, 3, 4}
    return beyond or not _ANSWER_WORDS.isdisjoint(normalise(title).split())


def _count(row: Row, index: int) -> int:
    cell = row[index] if index < len(row) else None
    return (number_in(cell) if cell is not None else 0) or 0
