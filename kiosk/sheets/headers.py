"""Finding the row that names the unsur, in the ways offices name them.

A column is an unsur's by label and name ("U8 (Sarana & Prasarana)", "Q9 - Pengaduan"), by a bare label
("U8", "Unsur 8"), by name ("Waktu Penyelesaian", "waktu", the question's text), or, when nothing better is
there, because it names one unsur among other words ("kecepatan_waktu_pelayanan") or is nearly a question
("Bagamana pendapat …"). A name always wins; a bare label means what the stated order says: the regulation's
list and its questionnaire swap 8 and 9. What somebody chose by hand, now or for an earlier file, wins.
"""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Set
from dataclasses import dataclass
from dataclasses import field
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from itertools import islice
from itertools import pairwise

from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.sheets.files import Cell
from kiosk.sheets.files import Sheet
from scoring import Instrument

_LABEL = re.compile(r"(?P<letter>u|q|p|unsur|pertanyaan|soal)? ?0?(?P<number>[1-9][0-9]?)(?: (?P<rest>.+))?")


# Words that are about an unsur without being its answers: a remark, a date, who served.
_ABOUT = re.compile(
    r"(saran|komentar|kritik|masukan|keterangan|catatan|alasan|jelaskan|nama|no|nomor|tanggal|tgl|timestamp"
    r"|cap waktu|jam|pukul|waktu (pengisian|survei|isi)|jenis|email)\b"
)
_QUESTION_LENGTH = 25
_NEARLY = 0.85
# How far down a title may stand, and how far titles that nobody knows or that are misprinted are looked for.
_DEEPEST_HEADER = 500
_DEEPEST_UNKNOWN = 50
# What a column is when it is nothing of ours.
IGNORED = "ignored"
_HEADER_ROWS_ABOVE = 3


class Ground(IntEnum):
    """Why a column is an unsur's, the weakest first."""

    NEARLY = 0
    AMONG_OTHERS = 1
    NAME = 2
    BARE = 3
    LABEL_AND_NAME = 4
    TAUGHT = 5
    CHOSEN = 6


@dataclass(frozen=True)
class Layout:
    """What is said about a file's columns beforehand.

    `order` is that of bare labels. `taught` has normalised titles and `chosen` columns by index, each with
    what it is: an unsur, a field of `kiosk.sheets.columns`, or `IGNORED`. `row` is the row of the titles, 0
    when there is none, None when it is to be found.
    """

    order: str
    taught: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[int, str] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True)
class Header:
    """Where the unsur stand: `columns[key]` counts from 0, `row` as the spreadsheet does, from 1.

    `labels[key]` is the text in the file, `grounds[key]` how it was understood. `bare` are the keys that only
    the stated order identifies, `absent` those no column has, `twice` those that several columns could be:
    guessing would be worse than asking, so that these are not in `columns`.
    """

    row: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    bare: frozenset[str]
    grounds: Mapping[str, Ground]
    absent: frozenset[str]
    twice: Mapping[str, tuple[int, ...]]

    @property
    def is_complete(self) -> bool:
        """Whether each unsur has its column."""
        return not self.absent and not self.twice


@dataclass(frozen=True)
class _Column:
    index: int
    text: str
    key: str
    ground: Ground


class Recogniser:
    """Knows every name of the unsur of one instrument, with bare labels in one stated order."""

    def __init__(self, instrument: Instrument, layout: Layout) -> None:
        self._keys = instrument.keys(layout.order)
        self._taught = layout.taught
        questionnaire = load_questionnaire(instrument.id)
        self._official = {unsur.key: unsur.name for unsur in questionnaire.unsur}
        self._names: dict[str, str] = {}
        for unsur in questionnaire.unsur:
            questions = chain.from_iterable(item.question.values() for item in unsur.items)
            for name in (unsur.key, unsur.name, *questionnaire.aliases[unsur.key], *questions):
                self._names[normalise(name)] = unsur.key
        self._questions = {name: key for name, key in self._names.items() if len(name) >= _QUESTION_LENGTH}

    def read(self, row: list[Cell], number: int, *, with_misprints: bool = True) -> Header:
        """What `row` says as a header; most rows say nothing. Looking for misprints takes long."""
        found: dict[str, list[_Column]] = {}
        for column in self._columns(row, with_misprints):
            found.setdefault(column.key, []).append(column)
        chosen = {}
        twice = {}
        for key, columns in found.items():
            # "U3" is the answer and "Waktu" beside it the time of day.
            best = max(_strength(column.ground) for column in columns)
            columns = [column for column in columns if _strength(column.ground) == best]
            if len(columns) == 1:
                chosen[key] = columns[0]
            else:
                twice[key] = tuple(column.index for column in columns)
        return Header(
            row=number,
            columns={key: column.index for key, column in chosen.items()},
            labels={key: column.text for key, column in chosen.items()},
            bare=frozenset(key for key, column in chosen.items() if column.ground is Ground.BARE),
            grounds={key: column.ground for key, column in chosen.items()},
            absent=frozenset(self._keys) - found.keys(),
            twice=twice,
        )

    def choose(self, header: Header, chosen: Mapping[int, str], titles: Mapping[int, str]) -> Header:
        """The header with these columns as somebody chose them; the first wins where two are the same."""
        by_hand: dict[str, int] = {}
        for index, role in sorted(chosen.items()):
            if role in self._official:
                by_hand.setdefault(role, index)
        kept = {
            key: index for key, index in header.columns.items() if index not in chosen and key not in by_hand
        }
        twice = {
            key: left
            for key, indexes in header.twice.items()
            if key not in by_hand and (left := tuple(index for index in indexes if index not in chosen))
        }
        kept |= {key: indexes[0] for key, indexes in twice.items() if len(indexes) == 1}
        columns = dict(sorted((kept | by_hand).items(), key=lambda found: found[1]))
        return Header(
            row=header.row,
            columns=columns,
            labels={key: titles.get(index, letters(index)) for key, index in columns.items()},
            bare=header.bare & kept.keys(),
            grounds={
                key: Ground.CHOSEN if key in by_hand else header.grounds.get(key, Ground.NAME)
                for key in columns
            },
            absent=frozenset(self._keys) - columns.keys() - twice.keys(),
            twice={key: indexes for key, indexes in twice.items() if len(indexes) > 1},
        )

    def _columns(self, row: list[Cell], with_misprints: bool) -> Iterator[_Column]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and (found := self._read_text(normalise(cell), with_misprints)):
                yield _Column(index, cell, *found)

    def _read_text(self, text: str, with_misprints: bool) -> tuple[str, Ground] | None:
        label = _LABEL.fullmatch(text)
        if taught := self._taught.get(text):
            return (taught, Ground.TAUGHT) if taught in self._official else None
        if key := self._names.get(text):
            return key, Ground.NAME
        if label and label["rest"] and (key := self._named_in(label["rest"])):
            return key, Ground.LABEL_AND_NAME
        if label and label["letter"] and int(label["number"]) <= len(self._keys):
            return self._keys[int(label["number"]) - 1], Ground.BARE
        if _ABOUT.match(text):
            return None
        if key := self._named_in(text):
            return key, Ground.AMONG_OTHERS
        if with_misprints and (key := self._nearly(text)):
            return key, Ground.NEARLY
        return None

    def _named_in(self, words: str) -> str | None:
        """The one unsur these words name, wholly or somewhere in them; None for none or several."""
        if key := self._names.get(words):
            return key
        keys = {key for name, key in self._names.items() if f" {name} " in f" {words} "}
        return keys.pop() if len(keys) == 1 else None

    def _nearly(self, text: str) -> str | None:
        """The unsur whose question this is but for a misprint or two; None when none or several could be."""
        if len(text) < _QUESTION_LENGTH:
            return None
        alike = {key for question, key in self._questions.items() if _likeness(text, question) >= _NEARLY}
        return alike.pop() if len(alike) == 1 else None

    def official(self, keys: Set[str]) -> str:
        """The official names of some unsur, in order, for a message."""
        return "; ".join(self._official[key] for key in self._keys if key in keys)


def find_header(sheet: Sheet, recogniser: Recogniser) -> Header | None:
    """The header of a sheet, as far as one is recognised; None when no row names two unsur.

    The first row with all unsur wins. When its labels are bare and the row below has their names, as in
    two-line headers, that one says more.
    """
    best: Header | None = None
    rows = islice(pairwise(chain(sheet.rows, [[]])), _DEEPEST_HEADER)
    for number, (row, next_row) in enumerate(rows, start=1):
        header = recogniser.read(row, number, with_misprints=number <= _DEEPEST_UNKNOWN)
        if not header.absent:
            if header.bare:
                below = recogniser.read(next_row, number + 1)
                if below.is_complete and not below.bare:
                    return below
            return header
        if len(header.columns) > max(1, len(best.columns) if best else 0):
            best = header
    return best


def likely_header_row(sheet: Sheet) -> int:
    """The row of the titles where none is recognised: the first of those with the most texts."""
    rows = enumerate(islice(sheet.rows, _DEEPEST_UNKNOWN), start=1)
    texts = {number: sum(isinstance(cell, str) for cell in row) for number, row in rows}
    return max(texts, key=texts.__getitem__, default=0)


def read_titles(sheet: Sheet, header_row: int) -> dict[int, str]:
    """Titles by column: of the header row, or for merged cells the nearest text in the rows above it.

    A title line stands alone in its row; only rows with two texts or more are a header's.
    """
    first = max(0, header_row - 1 - _HEADER_ROWS_ABOVE)
    rows: list[list[Cell]] = list(islice(sheet.rows, first, header_row))
    titles: dict[int, str] = {}
    own = len(rows) - 1
    for number, row in reversed(list(enumerate(rows))):
        texts = {index: cell for index, cell in enumerate(row) if isinstance(cell, str)}
        if number != own and len(texts) < 2:
            break
        for index, text in texts.items():
            titles.setdefault(index, text)
    return dict(sorted(titles.items()))


def is_bare_label(text: str) -> bool:
    """Whether a normalised title is a mere number, "u8" or "3", whose meaning is up to the order."""
    label = _LABEL.fullmatch(text)
    return label is not None and not label["rest"]


def _strength(ground: Ground) -> int:
    """Labels, with a name or bare, beat names, and names beat what only resembles one."""
    return min(ground, Ground.BARE)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The cheapest first: most texts are already too long or too short.
    for ratio in (matcher.real_quick_ratio, matcher.quick_ratio):
        if ratio() < _NEARLY:
            return 0.0
    return matcher.ratio()


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Lower case, words only, without "dan": "U8 (Sarana & Prasarana)" → "u8 sarana prasarana"."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("_", " "))
    return " ".join(word for word in words if word != "dan")


def column_index(name: str) -> int:
    """The place of a column from the spreadsheet's name of it: A → 0, AA → 26."""
    number = 0
    for letter in name:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def letters(index: int) -> str:
    """The spreadsheet's name of a column: 0 → A, 26 → AA."""
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name
