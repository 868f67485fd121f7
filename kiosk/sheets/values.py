"""What one cell of an answer says by itself: a number, a letter, a word with its degree, or no answer."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.dates import is_day
from kiosk.sheets.texts import fold
from kiosk.sheets.texts import normalise

# Ways to write that there is no answer, as folded text.
_NO_ANSWER = frozenset(
    {
        "-", "--", "---", "–", "—", "_", ".", "..", "…", "?", "n/a", "na", "n.a", "n.a.", "#n/a n/a", "null",
        "none", "nil", "nan", "kosong", "(kosong)", "(blank)", "blank", "tidak menjawab", "tdk menjawab",
        "tidak dijawab", "tidak diisi", "tdk diisi", "tidak mengisi", "belum diisi", "belum mengisi",
        "belum menjawab", "tidak ada jawaban", "tanpa jawaban", "no answer", "not answered", "tidak relevan",
        "tidak berlaku", "abstain", "-oth-", "n/a.", "t/a",
    }
)  # fmt: skip
_NUMBER = re.compile(r"([+-]?[0-9]{1,15})(?:[.,]0{1,15})?")
_FRACTION = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15} ?%?| ?%)")
_CODE = re.compile(r"([a-z_ ]{1,12}?)[ _]?0*([0-9]{1,2})")
_OF_FOUR = re.compile(r"([0-4]) (?:dari|of|out of) 4")
_ONE_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_ANY_DIGIT = re.compile(r"[0-9]")
_STARS = re.compile("[★⭐✩✰]{1,10}")
_NUMBER_WORDS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
}
_LAST_LETTER = "f"
# A scale has no higher value; what is beyond is a sum, a count or a slip of the finger.
HIGHEST = 10

# Degrees of a word, in the order in which they are looked for.
_DEGREES = (
    ("sangat tidak", "very not"), ("amat tidak", "very not"), ("sgt tidak", "very not"),
    ("sangat kurang", "very not"), ("strongly dis", "very not"), ("very dis", "very not"),
    ("sangat", "very"), ("amat", "very"), ("sgt", "very"),
    ("strongly ", "very"), ("very ", "very"), ("tidak", "not"), ("tdk", "not"), ("kurang", "less"),
    ("krg", "less"), ("not ", "not"), ("less ", "less"),
    ("cukup", "middle"), ("agak", "middle"), ("dis", "not"),
)  # fmt: skip
_MIDDLES = frozenset(
    {"netral", "neutral", "biasa", "biasa saja", "ragu ragu", "ragu", "sedang", "cukup", "standar"}
)
_ALTOGETHER = {"": "very", "not": "very not"}  # "baik sekali", "tidak baik sama sekali"
# Words that are "not" another: their own "very" is the lowest degree.
_OPPOSITES = {
    "buruk": "baik",
    "jelek": "baik",
    "kecewa": "puas",
    "lambat": "cepat",
    "sulit": "mudah",
    "sukar": "mudah",
}
# Words that may accompany a degree. Other words are no scale.
_STEMS = (
    "agree|akuntabel|aman|baik|bagus|bersih|cakap|cepat|good|jelas|kompeten|lancar|lengkap|mampu|memadai|memuaskan"
    "|mudah|murah|nyaman|profesional|puas|ramah|responsif|satisfied|satisfy|sesuai|setuju|sopan|tepat|terampil"
    "|transparan|wajar|disiplin|adil|terbuka|tanggap|bertanggung jawab|terjangkau|easy|penting"
)
_STEM = re.compile(rf"(?:{_STEMS})(?: (?:{_STEMS}|nya))*")
# Initials of words with a degree, by what they are short for. "b" is one only beside "sb", "kb" or "tb".
_INITIALS = {
    letter: {f"st{letter}": "very not", f"t{letter}": "not", f"k{letter}": "less", f"c{letter}": "middle",
             letter: "", f"s{letter}": "very"}
    for letter in "sbpmk"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """One cell, understood by itself.

    `kind` is blank, number, fraction, letter, code, degree, word, date, fault or other. `number` is that of a
    number, a letter (a = 1), a code ("A3"), or the one beside a word ("Baik (3)"). `degree` ("very", "",
    "middle", "less", "not", "very not") and `stem` are those of a word. `text` is comparable.
    """

    kind: str
    text: str
    number: int | None = None
    degree: str | None = None
    stem: str = ""


def is_no_answer(text: str) -> bool:
    """Whether a text says that there is no answer: "-", "N/A"."""
    return fold(text) in _NO_ANSWER


def is_blank(cell: Cell) -> bool:
    """Whether a cell is empty, or says that there is no answer."""
    return cell is None or (isinstance(cell, str) and is_no_answer(cell))


def read_value(cell: Cell) -> Value:
    """What a cell that is not empty says."""
    if isinstance(cell, int):
        return Value("number", str(cell), cell)
    if isinstance(cell, Decimal):
        return Value("fraction", str(cell))
    if isinstance(cell, Fault):
        return Value("fault", cell.text)
    if isinstance(cell, date):
        return Value("date", f"{cell:%d/%m/%Y}")
    return _read_text(fold(cell)) if isinstance(cell, str) else Value("other", str(cell))


def _read_text(text: str) -> Value:
    if not text or text in _NO_ANSWER:
        return Value("blank", text)
    if not text.isascii() and any(char.isdigit() and not char.isascii() for char in text):
        return Value("word", text)  # digits of another script
    if number := _NUMBER.fullmatch(text):
        return Value("number", text, int(number[1]))
    if _FRACTION.fullmatch(text):
        return Value("fraction", text)
    if is_day(text):
        return Value("date", text)  # a spreadsheet makes a date of "3/1" and "3-1"
    if of_four := _OF_FOUR.fullmatch(text):
        return Value("code", text, int(of_four[1]))
    words = normalise(text)
    if not words:
        stars = _STARS.fullmatch(text)
        return Value("code", text, len(text)) if stars else Value("word", text)
    if len(words) == 1 and "a" <= words <= _LAST_LETTER:
        return Value("letter", words, ord(words) - ord("a") + 1)
    if (number_word := _NUMBER_WORDS.get(words)) is not None:
        return Value("code", words, number_word)
    if len(words) <= 3 and (initials := _initials(words)):
        return initials
    if (code := _CODE.fullmatch(words)) and not _STEM.search(words):
        return Value("code", words, int(code[2]), stem=code[1].strip())
    return _read_words(words)


def _initials(words: str) -> Value | None:
    for letter, degrees in _INITIALS.items():
        if words in degrees and words != letter:
            return Value("degree", words, degree=degrees[words], stem=f"initials {letter}")
    return None


def initial_of(value: Value, family: str) -> Value:
    """The same cell where it is one of a family of initials: "b" beside "sb" is "baik" and no letter."""
    if value.kind in ("letter", "word") and family == f"initials {value.text}":
        return Value("degree", value.text, degree="", stem=family)
    return value


def _read_words(words: str) -> Value:
    number = None
    if _ANY_DIGIT.search(words):
        numbers = _ONE_NUMBER.findall(words)
        if len(numbers) != 1 or len(_ANY_DIGIT.findall(words)) != len(numbers[0]):
            return Value("word", words)
        number = int(numbers[0])
        words_alone = " ".join(word for word in words.split() if not _ANY_DIGIT.search(word))
    else:
        words_alone = words
    if len(words_alone) > 2 and words_alone[1] == " " and "a" <= words_alone[0] <= "e" and number is None:
        number, words_alone = ord(words_alone[0]) - ord("a") + 1, words_alone[2:]
    degree, stem = split_degree(words_alone)
    return Value("degree" if degree is not None else "word", words, number, degree, stem or words_alone)


def split_degree(words: str) -> tuple[str | None, str]:
    """The degree of a normalised word and what it is a degree of; (None, "") for a word without."""
    if words in _MIDDLES:
        return "middle", ""
    if words == "kurang":
        return "less", ""
    for ending in (" sama sekali", " sekali"):
        if words.endswith(ending):
            degree, stem = split_degree(words.removesuffix(ending))
            return (degree if degree is None else _ALTOGETHER.get(degree, degree)), stem
    for beginning, degree in _DEGREES:
        if words.startswith(beginning) and (stem := words[len(beginning) :].strip()):
            if stem in _OPPOSITES:
                return {"very": ("very not", _OPPOSITES[stem]), "middle": ("less", _OPPOSITES[stem])}.get(
                    degree, (None, "")
                )
            return (degree, stem) if _STEM.fullmatch(stem) else (None, "")
    if words in _OPPOSITES:
        return "not", _OPPOSITES[words]
    return ("", words) if _STEM.fullmatch(words) else (None, "")
