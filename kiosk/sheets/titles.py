"""What one title says: an unsur by its name, a number in some series, or something else.

A name always wins. A bare number ("U8", "Unsur 8", "Q8") means what the stated order says: the regulation's
list and its questionnaire swap 8 and 9.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum

from kiosk.sheets.roles import ANYWHERE
from kiosk.sheets.roles import IGNORED
from kiosk.sheets.roles import role_of
from kiosk.sheets.texts import normalise
from kiosk.sheets.vocabulary import Vocabulary


class Ground(IntEnum):
    """Why a column is an unsur's, the weakest first."""

    NEARLY = 0
    NUMBERED = 1
    AMONG_OTHERS = 2
    NAME = 3
    LEFT_OVER = 4
    BARE = 5
    LABEL_AND_NAME = 6
    TAUGHT = 7
    CHOSEN = 8


# The text before the number of a title. Titles with the same are one series.
_SERIES = {
    "u": "u", "unsur": "u", "unsur pelayanan": "u", "unsur ke": "u", "q": "q", "p": "p", "pertanyaan": "p",
    "pertanyaan ke": "p", "pernyataan": "p", "soal": "soal", "butir": "butir", "item": "item",
    "indikator": "indikator", "pert": "p", "x": "x",
}  # fmt: skip
_LETTERS = "|".join(sorted(_SERIES, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:(?:nilai|skor|jawaban|jwb) )?(?P<letter>{_LETTERS})? ?0*(?P<number>[1-9][0-9]?)"
    r"(?:(?<=[a-z]\d)[a-d])?(?: (?P<rest>.+))?"
)
_LABEL_LAST = re.compile(r"(?P<rest>.+) (?P<letter>u|q|p|unsur) ?0*(?P<number>[1-9][0-9]?)")
_ROMANS = {roman: number for number, roman in enumerate("i ii iii iv v vi vii viii ix".split(), 1)}
_ROMAN = re.compile(rf"(?P<letter>{_LETTERS}) (?P<number>{'|'.join(_ROMANS)})(?P<rest> .+)?")
# Codes that survey programs give: G01Q05, Q1[SQ003].
_CODE = re.compile(r"(?P<letter>g[0-9]{1,2}q|(?:\w+ )?sq)0*(?P<number>[1-9][0-9]?)(?: (?P<rest>.+))?")
# Words that are about an unsur without being its answers: a remark, a date, who served.
_ABOUT = re.compile(
    r"(saran|komentar|kritik|masukan|keterangan|catatan|alasan|jelaskan|nama|no|nomor|tanggal|tgl|timestamp"
    r"|cap waktu|jam|pukul|waktu (pengisian|survei|isi|mulai|selesai|kirim)|jenis|email|nrr"
    r"|(?:jumlah|total|rata(?: rata)?)(?! (?:rata )?dari)"
    r"|bobot|ikm)\b"
)
_IMPORTANCE = frozenset({"kepentingan", "harapan", "importance", "ekspektasi", "expectation", "diharapkan"})
_SATISFACTION = frozenset(
    {"kepuasan", "kinerja", "kenyataan", "persepsi", "performance", "satisfaction", "realita", "dirasakan"}
)
_DEGREE = frozenset({"tingkat", "nilai", "skor"})
_QUESTION_LENGTH = 25
_LONGEST_QUESTION = 300
_NEARLY = 0.85
# Comparing texts is slow: so many in one file are looked at for misprints.
_MOST_COMPARED = 300
_MOST_KEPT = 20_000  # different texts of one file; a table has a few dozen titles
_LONGEST_TITLE = 1000


@dataclass(frozen=True, slots=True)
class Title:
    """A title, understood. `text` is normalised.

    `key` and `ground` are set when it names an unsur, `series` and `number` when it is numbered; `is_other`
    when it is known to be something else. `aspect` is "importance" or "satisfaction" where it says which.
    """

    text: str
    key: str | None = None
    ground: Ground | None = None
    series: str | None = None
    number: int | None = None
    has_name: bool = False
    is_other: bool = False
    aspect: str = ""


_NO_TITLE = Title("")


@dataclass(frozen=True, slots=True)
class Text:
    """What a title says whatever the questionnaire: normalised, without its aspect, its label, its role."""

    words: str
    text: str
    aspect: str
    label: re.Match[str] | None
    is_about: bool
    role: str
    rank: int


class Titles:
    """Knows every name of the items of one questionnaire, and what an office has taught about titles.

    `texts` is shared by those of several questionnaires that read the same file.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        taught: Mapping[str, str],
        *,
        with_misprints: bool = True,
        texts: dict[str, Text] | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self._texts = {} if texts is None else texts
        self._taught = taught
        self._names = vocabulary.names
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        for name, key in self._names.items():
            self._by_word.setdefault(name.partition(" ")[0], []).append((f" {name} ", key))
        self._questions = {name: key for name, key in self._names.items() if len(name) >= _QUESTION_LENGTH}
        self.kept: dict[str, Title] = {}
        self._compared = 0 if with_misprints else _MOST_COMPARED

    def read(self, text: str) -> Title:
        """What a text says as a title."""
        found = self.kept.get(text)
        if found is None:
            if len(self.kept) >= _MOST_KEPT or len(text) > _LONGEST_TITLE:
                return _NO_TITLE
            found = self.kept[text] = self._read(text)
        return found

    def _read(self, raw: str) -> Title:
        known = self._texts.get(raw)
        if known is None:
            known = self._texts[raw] = _read_text(raw)
        words, text, aspect = known.words, known.text, known.aspect
        if taught := self._taught.get(normalise(raw)):
            is_unsur = taught in self.vocabulary.titles
            return Title(words, taught if is_unsur else None, Ground.TAUGHT, is_other=not is_unsur)
        if key := self._names.get(words):
            return Title(words, key, Ground.NAME)
        if aspect and (key := self._names.get(text)):
            return Title(words, key, Ground.NAME, aspect=aspect)
        if known.label:
            return self._read_label(words, known.label, aspect)
        if known.is_about:
            return Title(words, is_other=True, aspect=aspect)
        if key := self._named_in(text):
            return Title(words, key, Ground.AMONG_OTHERS, aspect=aspect)
        return Title(words, aspect=aspect, is_other=known.role != IGNORED and known.rank < ANYWHERE)

    def _read_label(self, words: str, label: re.Match[str], aspect: str) -> Title:
        letter, number, rest = label["letter"], int(label["number"]), label["rest"]
        series = _SERIES.get(letter, letter) if letter else ""
        if rest:
            if key := self._named_in(rest):
                return Title(words, key, Ground.LABEL_AND_NAME, series, number, has_name=True, aspect=aspect)
            if _ABOUT.match(rest) or role_of(rest)[0] != IGNORED:
                return Title(words, None, None, series, number, has_name=True, is_other=True, aspect=aspect)
        if not letter and not (rest and any(char.isalpha() for char in rest)):
            return Title(words, aspect=aspect)  # a number or a date like any other
        return Title(words, None, None, series, number, has_name=bool(rest), aspect=aspect)

    def _named_in(self, words: str) -> str | None:
        """The one unsur these words name, wholly or somewhere in them; None for none or several."""
        if key := self._names.get(words):
            return key
        whole = f" {words} "
        keys = {
            key for word in {*words.split()} for name, key in self._by_word.get(word, ()) if name in whole
        }
        return keys.pop() if len(keys) == 1 else None

    def nearly(self, text: str) -> str | None:
        """The unsur whose question this is but for a misprint or two; None when none or several could be."""
        words = normalise(text)
        if not _QUESTION_LENGTH <= len(words) <= _LONGEST_QUESTION or self._compared >= _MOST_COMPARED:
            return None
        self._compared += 1
        alike = {key for question, key in self._questions.items() if _likeness(words, question) >= _NEARLY}
        return alike.pop() if len(alike) == 1 else None


def _read_text(raw: str) -> Text:
    last = raw.rpartition("/")[2]
    words = normalise(last if _LABEL.fullmatch(normalise(last)) else raw)
    if roman := _ROMAN.fullmatch(words):
        words = f"{roman['letter']} {_ROMANS[roman['number']]}{roman['rest'] or ''}"
    text, aspect = _split_aspect(words)
    label = _LABEL.fullmatch(text) or _LABEL_LAST.fullmatch(text) or _CODE.fullmatch(text)
    is_about = _ABOUT.match(text) is not None
    return Text(words, text, aspect, label, is_about, *role_of(words))


def _split_aspect(words: str) -> tuple[str, str]:
    """The text without words of importance or satisfaction, and which of both they say."""
    parts = words.split()
    if not _IMPORTANCE.isdisjoint(parts):
        aspect, named = "importance", _IMPORTANCE
    elif not _SATISFACTION.isdisjoint(parts):
        aspect, named = "satisfaction", _SATISFACTION
    else:
        return words, ""
    return " ".join(part for part in parts if part not in named and part not in _DEGREE), aspect


def is_bare_label(text: str) -> bool:
    """Whether a normalised title is a mere number, "u8" or "3", whose meaning is up to the order."""
    label = _LABEL.fullmatch(text)
    return label is not None and not label["rest"]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The cheapest first: most texts are already too long or too short.
    for ratio in (matcher.real_quick_ratio, matcher.quick_ratio):
        if ratio() < _NEARLY:
            return 0.0
    return matcher.ratio()
