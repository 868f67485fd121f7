"""Finding the row that names the unsur, in the ways offices name them.

A column is an unsur's by label and name ("U8 (Sarana & Prasarana)", "Q9 - Pengaduan"), by a bare label
("U8", "Unsur 8"), by name ("Waktu Penyelesaian", "waktu", the question's text), or, when nothing better is
there, because it names one unsur among other words ("kecepatan_waktu_pelayanan") or is nearly a question
("Bagamana pendapat …"). A name always wins; a bare label means what the stated order says: the regulation's
list and its questionnaire swap 8 and 9.
"""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from itertools import islice
from itertools import pairwise

from kiosk.sheets.files import Cell
from kiosk.sheets.files import Sheet
from kiosk.sheets.files import SheetError
from scoring import Instrument

_LABEL = re.compile(r"(?P<letter>u|q|p|unsur|pertanyaan|soal)? ?0?(?P<number>[1-9][0-9]?)(?: (?P<rest>.+))?")


# Words that are about an unsur without being its answers: a remark, a date, who served.
_ABOUT = re.compile(
    r"(saran|komentar|kritik|masukan|keterangan|catatan|alasan|jelaskan|nama|no|nomor|tanggal|tgl|timestamp"
    r"|cap waktu|jam|pukul|waktu (pengisian|survei|isi)|jenis|email)\b"
)
_QUESTION_LENGTH = 25
_NEARLY = 0.85
# How far down a title may stand.
_DEEPEST_HEADER = 500


class Ground(IntEnum):
    """Why a column is an unsur's, the weakest first."""

    NEARLY = 0
    AMONG_OTHERS = 1
    NAME = 2
    BARE = 3
    LABEL_AND_NAME = 4


@dataclass(frozen=True)
class Header:
    """Where the unsur stand: `columns[key]` counts from 0, `row` as the spreadsheet does, from 1.

    `labels[key]` is the text in the file, `grounds[key]` how it was understood. `bare` are the keys that only
    the stated order identifies.
    """

    row: int
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    bare: frozenset[str]
    grounds: Mapping[str, "Ground"]


@dataclass(frozen=True)
class _Column:
    index: int
    text: str
    key: str
    ground: Ground


class Recogniser:
    """Knows every name of the unsur of one instrument, with bare labels in one stated order."""

    def __init__(self, instrument: Instrument, order: str) -> None:
        self._keys = instrument.keys(order)
        self._official = {unsur.key: unsur.name for unsur in instrument.unsur}
        self._names: dict[str, str] = {}
        for unsur in instrument.unsur:
            for name in (unsur.key, unsur.name, *unsur.aliases, *unsur.question.values()):
                self._names[normalise(name)] = unsur.key
        self._questions = {name: key for name, key in self._names.items() if len(name) >= _QUESTION_LENGTH}

    def read(self, row: list[Cell], number: int) -> tuple[Header, set[str]]:
        """What `row` says as a header, and the keys it does not have (all of them for most rows).

        Raises `SheetError` when every unsur is there but one of them twice: guessing would be worse.
        """
        found: dict[str, list[_Column]] = {}
        for column in self._columns(row):
            found.setdefault(column.key, []).append(column)
        missing = {key for key in self._keys if key not in found}
        chosen = {}
        for key, columns in found.items():
            # "U3" is the answer and "Waktu" beside it the time of day.
            best = max(_strength(column.ground) for column in columns)
            columns = [column for column in columns if _strength(column.ground) == best]
            if len(columns) > 1 and not missing:
                where = " dan ".join(letters(column.index) for column in columns)
                raise SheetError(f"Unsur {self._official[key]} ada di kolom {where} (baris {number}).")
            chosen[key] = columns[0]
        header = Header(
            row=number,
            columns={key: column.index for key, column in chosen.items()},
            labels={key: column.text for key, column in chosen.items()},
            bare=frozenset(key for key, column in chosen.items() if column.ground is Ground.BARE),
            grounds={key: column.ground for key, column in chosen.items()},
        )
        return header, missing

    def _columns(self, row: list[Cell]) -> Iterator[_Column]:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and (found := self._read_text(normalise(cell))):
                yield _Column(index, cell, *found)

    def _read_text(self, text: str) -> tuple[str, Ground] | None:
        label = _LABEL.fullmatch(text)
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
        if key := self._nearly(text):
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

    def official(self, keys: set[str]) -> str:
        """The official names of some unsur, in order, for a message."""
        return "; ".join(self._official[key] for key in self._keys if key in keys)


def find_header(sheet: Sheet, recogniser: Recogniser) -> tuple[Header, set[str]] | None:
    """The header of a sheet and the unsur it lacks; None when no row names two of them.

    The first row with all unsur wins. When its labels are bare and the row below has their names, as in
    two-line headers, that one says more.
    """
    best: tuple[Header, set[str]] | None = None
    rows = islice(pairwise(chain(sheet.rows, [[]])), _DEEPEST_HEADER)
    for number, (row, next_row) in enumerate(rows, start=1):
        header, missing = recogniser.read(row, number)
        if not missing:
            if header.bare:
                below, lacking = recogniser.read(next_row, number + 1)
                if not lacking and not below.bare:
                    return below, lacking
            return header, missing
        if len(header.columns) > max(1, len(best[0].columns) if best else 0):
            best = header, missing
    return best


def _strength(ground: Ground) -> int:
    """Labels, with a name or bare, beat names, and names beat what only resembles one."""
    return min(ground, Ground.BARE)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEARLY else 0.0


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Lower case, words only, without "dan": "U8 (Sarana & Prasarana)" → "u8 sarana prasarana"."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("_", " "))
    return " ".join(word for word in words if word != "dan")


def letters(index: int) -> str:
    """The spreadsheet's name of a column: 0 → A, 26 → AA."""
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name
