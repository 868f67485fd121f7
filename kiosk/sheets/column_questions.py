"""The questions about columns: which is which unsur, where the titles do not say so, or say too much."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import islice

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import HeaderReader
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.readings import Reading
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.texts import quote
from kiosk.sheets.titles import Ground
from kiosk.sheets.titles import Titles
from kiosk.sheets.values import read_value
from kiosk.sheets.vocabulary import Vocabulary

_ROWS = 50
_FOURTEEN = 14
_NATIONAL = 16
_MOST_ITEMS = 6  # of an unsur, that scoring can take the mean of
_NEARLY_ALL = 0.9
_ZERO = re.compile(r"(?:u|q|p|unsur|pertanyaan|soal|butir|item) ?0")


def explain_twice(header: Header, titles: Titles) -> str:
    """That several columns could be the same unsur."""
    key, indexes = next(iter(header.twice.items()))
    where = " dan ".join(letters(index) for index in indexes)
    return f"Unsur {titles.vocabulary.official({key})} ada di kolom {where} (baris {header.row})."


def about_columns(readings: Sequence[Reading], reader: HeaderReader, row: int | None) -> list[Question]:
    """What has to be chosen where an unsur has no column, or several."""
    questions = []
    for reading in readings:
        for table in reading.incomplete:
            header = table.header
            if not header.found and reading.judged:
                continue
            if not table.profiles.rows and reading.judged:
                continue
            if header.absent and (zero := _zeroth(header)) is not None:
                numbered = sorted({zero, *header.columns.values(), *header.extra})
                questions.append(_about_numbers(header, numbered, reader.keys))
            elif (
                header.absent
                and len(numbered := sorted({*header.columns.values(), *header.extra})) > len(reader.keys) - 1
            ):
                questions.append(_about_numbers(header, numbered, reader.keys))
            elif header.twice:
                questions.append(_about_twice(header, reader.titles))
            elif header.offered:
                questions.append(_about_hidden(header, reader))
            else:
                absent = reader.titles.vocabulary.official(header.absent)
                text = f"Belum ada kolom untuk unsur {absent}. Pilih kolomnya."
                example = f"X={min(header.absent, key=reader.keys.index)}"
                choices: tuple[Choice, ...] = ()
                if header.titles and 2 * header.found < len(reader.keys):
                    choices = tuple(_whole_sets(table, reader))
                else:
                    choices = tuple(_left_over(table, reader))
                if not header.found:
                    is_open = row is None and not header.titles
                    example = f"{_span(table, reader)}=kuesioner" + (
                        " --judul 0 bila tanpa judul" if is_open else ""
                    )
                questions.append(Question("columns", text, "--kolom", "column", choices, example))
    return questions[:1]


def _about_twice(header: Header, titles: Titles) -> Question:
    """Unsur with several columns: which one, or their mean?"""
    text = explain_twice(header, titles)
    if len(header.twice) > 1:
        text = f"{len(header.twice)} unsur mempunyai beberapa kolom, seperti {text[0].lower()}{text[1:]}"
    least = min(map(len, header.twice.values()))
    every = [(index, key) for key, indexes in header.twice.items() for index in indexes]
    single = [
        ([(indexes[place], key) for key, indexes in header.twice.items()], place) for place in range(least)
    ]
    choices = tuple(
        Choice(
            _said(columns),
            f"kolom {letters(columns[0][0])}" if len(columns) == 1 else f"kolom ke-{place + 1} saja",
        )
        for columns, place in single
    )
    mean = Choice(_said(every), "rata-ratanya tiap responden")
    return Question("columns", f"{text} Mana yang dihitung?", "--kolom", "column", (*choices, mean))


def _said(columns: Sequence[tuple[int, str]]) -> str:
    """Columns by index, each with the unsur it is, as an answer that `read_choice` reads."""
    return ",".join(f"{letters(index)}={key}" for index, key in columns)


def _about_hidden(header: Header, reader: HeaderReader) -> Question:
    """Unsur whose only columns are hidden in the file."""
    names = quote([header.titles[index] for index in header.offered.values()])
    text = (
        f"Kolom tersembunyi tidak dibaca, sehingga belum ada kolom untuk unsur "
        f"{reader.titles.vocabulary.official(header.offered.keys())}. Bila jawabannya ada di kolom "
        f"tersembunyi ({names}), pakai kolom itu."
    )
    value = _said([(index, key) for key, index in header.offered.items()])
    return Question("columns", text, "--kolom", "column", (Choice(value, "pakai kolom tersembunyi itu"),))


def _zeroth(header: Header) -> int | None:
    """The column of a title such as "U0": the numbers are those of no order."""
    return next((index for index, title in header.titles.items() if _ZERO.fullmatch(normalise(title))), None)


def _about_numbers(header: Header, numbered: list[int], keys: Sequence[str]) -> Question:
    """Numbered titles that are not the numbers of the unsur, or more of them: which are the unsur?"""
    size = len(keys)
    names = f"{header.titles.get(numbered[0], '')} sampai {header.titles.get(numbered[-1], '')}"
    spans = {(numbered[0], numbered[size - 1]): "pertama", (numbered[-size], numbered[-1]): "terakhir"}
    several = len(spans) > 1
    choices = tuple(
        Choice(
            f"{letters(first)}:{letters(last)}=kuesioner",
            f"{size} yang {place} adalah unsurnya" if several else "itulah unsurnya, urut kuesioner",
        )
        for (first, last), place in spans.items()
        if last - first == size - 1
    )
    how_many = f"Ada {len(numbered)} kolom bernomor yang berisi ({names}), bukan {size}."
    if len(numbered) == size:
        how_many = f"Kolom bernomor ({names}) tidak bernomor 1 sampai {size}."
    text = f"{how_many} Kolom mana yang {size} unsur?"
    if len(numbered) == _FOURTEEN:
        text += " Bila ini kuesioner 14 unsur tahun 2004, pakai --instrumen kep-25-2004."
    if len(numbered) == _NATIONAL:
        text += " Bila ini 16 butir SKM Online, pakai --instrumen skm-online-2026."
    choices += tuple(_means(numbered, keys))
    return Question("instrument", text, "--kolom", "column", choices, "B:J=kuesioner")


def _means(numbered: Sequence[int], keys: Sequence[str]) -> Iterator[Choice]:
    """The means of several items, where each unsur has as many: side by side, or in rounds."""
    count, rest = divmod(len(numbered), len(keys))
    if rest or not 1 < count <= _MOST_ITEMS:
        return
    beside = [(index, keys[place // count]) for place, index in enumerate(numbered)]
    rounds = [(index, keys[place % len(keys)]) for place, index in enumerate(numbered)]
    yield Choice(_said(beside), f"rata-rata {count} kolom berurutan tiap unsur, urut kuesioner")
    yield Choice(_said(rounds), f"rata-rata {count} putaran dari {len(keys)} unsur, urut kuesioner")


def _answer_columns(table: Table) -> list[int]:
    """The columns that hold answers."""
    rows = list(islice(iter(table.sheet.rows), table.header.row, table.header.row + _ROWS))
    counting = {index for index, profile in table.profiles.by_column.items() if profile.is_counting}
    return [
        index
        for index in range(max(map(len, rows), default=0))
        if index not in counting and _holds_answers([row[index] for row in rows if index < len(row)])
    ]


def _left_over(table: Table, reader: HeaderReader) -> Iterator[Choice]:
    """The columns with answers that are nothing else, for as many unsur without one, in their order."""
    header = table.header
    absent = sorted(header.absent, key=reader.keys.index)
    used = {*header.columns.values(), *header.aside, *(column.index for column in table.columns.values())}
    rows = list(islice(iter(table.sheet.rows), header.row, header.row + _ROWS))
    known = _cells(rows, header.columns.values())
    # The same words as below the unsur are answers, too, known or not.
    alike = [index for index in header.titles if _cells(rows, [index]) <= known]
    left = [
        index for index in {*_answer_columns(table), *alike} if index not in used and index in header.titles
    ]
    left = sorted(index for index in left if _cells(rows, [index]))
    if len(left) == len(absent):
        titles = quote([header.titles[index] for index in left])
        yield Choice(_said(list(zip(left, absent, strict=True))), f"kolom {titles}")


def _cells(rows: Sequence[Row], indexes: Iterable[int]) -> set[Cell]:
    return {row[i] for row in rows for i in indexes if i < len(row) and row[i] is not None}


def _whole_sets(table: Table, reader: HeaderReader) -> Iterator[Choice]:
    """The columns that hold answers, if they are as many as the unsur, in each order that fits the names."""
    columns = _answer_columns(table)
    if len(columns) == len(reader.keys):
        where = f"kolom {letters(columns[0])} sampai {letters(columns[-1])}"
        for order, keys in reader.titles.vocabulary.orders.items():
            said = dict(zip(keys, columns, strict=True))
            if table.header.columns.items() <= said.items():
                yield Choice(_said([(index, key) for key, index in said.items()]), f"{where}, urut {order}")


def _holds_answers(cells: Sequence[Cell]) -> bool:
    values = [read_value(cell) for cell in cells if cell is not None]
    good = [
        value
        for value in values
        if value.kind in ("blank", "degree", "letter") or 1 <= (value.number or 0) <= 4
    ]
    return bool(values) and len(good) >= _NEARLY_ALL * len(values)


def _span(table: Table, reader: HeaderReader) -> str:
    """Columns that look like the nine: those next to each other whose values are the most alike."""
    size = len(reader.keys)
    rows = list(islice(iter(table.sheet.rows), 20))
    width = max(map(len, rows), default=0)
    kinds = [[read_value(cell).kind for row in rows[1:] or rows if index < len(row)
              and (cell := row[index]) is not None] for index in range(width)]  # fmt: skip
    if width < size:
        return "B:J"

    def likeness(first: int) -> tuple[int, int]:
        within = Counter(kind for column in kinds[first : first + size] for kind in column)
        return max(within.values(), default=0), first

    first = max(range(width - size + 1), key=likeness)
    return f"{letters(first)}:{letters(first + size - 1)}"


def about_extra(judged: Sequence[Judged], vocabulary: Vocabulary) -> list[Question]:
    """More numbered titles than unsur, with values below them: which of them are the unsur?"""
    for one in judged:
        header = one.table.header
        filled = [index for index in header.extra if _has_values(one, index)]
        if not filled or all(ground is Ground.CHOSEN for ground in header.grounds.values()):
            continue
        return [
            _about_numbers(header, sorted({*header.columns.values(), *filled}), vocabulary.keys("kuesioner"))
        ]
    return []


def _has_values(judged: Judged, index: int) -> bool:
    first = judged.table.first_row
    rows = islice(iter(judged.table.sheet.rows), first - 1, first - 1 + len(judged.verdicts))
    return any(
        verdict == RESPONDENT and index < len(row) and row[index] is not None
        for verdict, row in zip(judged.verdicts, rows, strict=False)
    )
