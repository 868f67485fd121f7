"""What a file itself says of its values and numbers: "1 = Sangat puas", "U8 = Penanganan pengaduan"."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from itertools import islice

from kiosk.sheets.cells import Row
from kiosk.sheets.readings import Reading
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Title
from kiosk.sheets.titles import Titles
from kiosk.sheets.values import HIGHEST
from kiosk.sheets.values import read_value

# How many rows above a table, and of a sheet without respondents, are looked at.
_ROWS_ABOVE = 25
_ROWS_OF_A_SHEET = 60
_LONGEST = 600
_PIECES = re.compile(r"[|,;\n•]|\s[-–—]\s|\bdan\b")
# A value with what surrounds it: a number, or a letter with a sign behind it.
_VALUE = re.compile(r"(?<!\w)(10|[1-9](?!\w)|[a-fA-F](?=\s?[.):=|]))")
# Words of a legend that are no part of an answer.
_NOISE = frozenset(
    "keterangan ket nilai skor skala untuk sampai s d sd adalah artinya berarti pilihan jawaban kategori "
    "angka".split()
)
_SCALE = re.compile(
    r"\bskala(?: (?:likert|penilaian|jawaban))?[ :]*1 ?(?:-|–|s\.?/?d\.?|sampai(?: dengan)?) ?(10|[2-9])\b"
    r"|[(\[]1 ?[-–] ?([5-7]|10)[)\]]"
)
# Intervals and averages: a table of grades, whose letters are no answers.
_FIGURES = re.compile(r"\d[.,]\d|[2-9]\d|1[1-9]")
# Degrees from the lowest. The middle and "kurang" have no place between the others.
_RANKS = {"very not": 0, "not": 1, "": 3, "very": 4}


@dataclass
class Legend:
    """The degrees that a file gives to its values: `numbers[4] == "very"`; letters count from a = 1.

    `scale` is the end of "skala 1-5", 0 where no text says so.
    """

    numbers: dict[int, str] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)
    scale: int = 0

    @property
    def top(self) -> int:
        """The highest number of a scale that begins at 1 or 0; 0 where none is said."""
        said = max(self.numbers) if len(self.numbers) > 1 and min(self.numbers) <= 1 else 0
        return max(said, self.scale)

    @property
    def ends_at_three(self) -> bool:
        """Whether the best answer is 3 and the legend says two more: a scale from 0 to 3."""
        return len(self.numbers) > 2 and max(self.numbers) == 3 and self.numbers[3] == "very"


NO_LEGEND = Legend()


def runs_down(degrees: Mapping[int, str]) -> bool:
    """Whether the lower of these values are the better answers."""
    ranked = [(value, _RANKS[degree]) for value, degree in degrees.items() if degree in _RANKS]
    steps = [(a[1] - b[1]) * (a[0] - b[0]) for a in ranked for b in ranked if a[0] < b[0]]
    return bool(steps) and all(step < 0 for step in steps)


def remarks(readings: Sequence[Reading]) -> Iterator[Row]:
    """The rows around the tables, and those of sheets without respondents."""
    for reading in readings:
        if not reading.judged:
            yield from islice(iter(reading.sheet.rows), _ROWS_OF_A_SHEET)
        for one in reading.judged:
            for title in one.table.header.labels.values():
                yield [title]
            end = max(0, one.table.header.row - 1)
            yield from islice(iter(reading.sheet.rows), max(0, end - _ROWS_ABOVE), end)
            yield from one.left.values()


def read_legend(rows: Iterable[Row]) -> Legend:
    """What rows beside the respondents say of the values of answers."""
    found = Legend()
    for row in rows:
        text = _text(row)
        if scale := _SCALE.search(text.lower()):
            found.scale = max(found.scale, int(scale[1] or scale[2]))
        if not text or _FIGURES.search(text):
            continue
        for value, degree in _degrees(text):
            if value.isdigit():
                if int(value) <= HIGHEST:
                    found.numbers.setdefault(int(value), degree)
            else:
                found.letters.setdefault(ord(value.lower()) - ord("a") + 1, degree)
    return found


def _degrees(text: str) -> Iterator[tuple[str, str]]:
    """Values with the degrees of the words behind them, or before them where the text begins with a word."""
    before, *rest = _VALUE.split(text)
    values = rest[::2]
    words = [_degree(chunk) for chunk in (before, *rest[1::2])]
    if len(values) > len(words) - words.count(None) + 1:
        return  # counts of answers
    behind = words[1:] if words[0] is None else words
    for value, degree in zip(values, behind, strict=False):
        if degree is not None:
            yield value, degree


def _degree(chunk: str) -> str | None:
    value = read_value(" ".join(word for word in normalise(chunk).split() if word not in _NOISE))
    return value.degree if value.kind == "degree" and value.number is None else None


def _text(row: Row) -> str:
    """The cells of a row as one text; "" for a row of figures."""
    cells = [str(cell) for cell in row if cell is not None and str(cell).strip(" =:")]
    text = "|".join(cells)
    return text if 0 < len(text) <= _LONGEST else ""


def read_numbers(rows: Iterable[Row], titles: Titles) -> dict[str, dict[int, str]]:
    """By series ("u", "" for bare numbers): which unsur the file says that a number is.

    A number that is said to be two unsur is left out.
    """
    found: dict[str, dict[int, set[str]]] = {}
    for row in rows:
        pieces = [piece.strip() for piece in _PIECES.split(_text(row))]
        joined = [
            f"{one} {two}" for one, two in zip(pieces, pieces[1:], strict=False) if _is_number(titles, one)
        ]
        for title in map(titles.read, filter(None, [*pieces, *joined])):
            if title.key and title.number:
                found.setdefault(title.series or "", {}).setdefault(title.number, set()).add(title.key)
    return {
        series: {number: keys.pop() for number, keys in numbers.items() if len(keys) == 1}
        for series, numbers in found.items()
    }


def _is_number(titles: Titles, text: str) -> bool:
    title: Title = titles.read(text)
    return (title.number is not None and not title.has_name) or text.rstrip(".").isdigit()
