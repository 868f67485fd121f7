"""One decision for the whole file: which answer each value means, or the question that has to be answered.

Numbers 1 to 4, letters a to d, codes A1 to A4, words with a number, the official words of each unsur, and
words with a degree ("Sangat puas") are read. Any other scale is converted only when a person says how:
leaving out what does not fit would score only those who fit.
"""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.legends import NO_LEGEND
from kiosk.sheets.legends import Legend
from kiosk.sheets.legends import runs_down
from kiosk.sheets.levels import about_levels
from kiosk.sheets.meanings import NO_ANSWER
from kiosk.sheets.meanings import UNREADABLE
from kiosk.sheets.meanings import AnswerWords
from kiosk.sheets.meanings import name_of
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.scale_questions import MOST_NAMED
from kiosk.sheets.scale_questions import about_fractions
from kiosk.sheets.scale_questions import about_odd_numbers
from kiosk.sheets.scale_questions import about_scale
from kiosk.sheets.scale_questions import about_words
from kiosk.sheets.scale_questions import about_zero
from kiosk.sheets.scale_questions import levels_to_four
from kiosk.sheets.scale_questions import say_meanings
from kiosk.sheets.values import HIGHEST
from kiosk.sheets.values import Value
from kiosk.sheets.values import initial_of
from kiosk.sheets.values import read_value

Counts = Mapping[str, Mapping[Cell, int]]


# Degrees as answers, on a scale with "kurang" and on one with "sangat tidak".
_LESS = {"very": 4, "": 3, "less": 2, "not": 1}
_VERY_NOT = {"very": 4, "": 3, "not": 2, "very not": 1}
_RANK = {"very not": 0, "not": 1, "less": 2, "middle": 3, "": 4, "very": 5}
# So many of the rows may hold slips of the finger without being a scale of their own.
_FEW = 0.02
# Words in no more of the cells say that there is no answer rather than what it is; a scale has so many.
_RARE = 0.2
_WHOLE = 3
_SOME = 0.05
_MOST_VALUES = 2000
_MOSTLY = 0.5
_LONGEST_CODE = 3
_NONE_THERE = "tidak ada"
_LETTERS = "abcdef"


@dataclass
class _Column:
    """The values of one unsur, each with its count and whether it is still to be understood."""

    key: str
    values: dict[Cell, Value]
    counts: Mapping[Cell, int]
    codes: dict[Cell, int] = field(default_factory=dict)
    words: str = ""  # which scale of words it is on: "less", "very not", or "" where nothing says

    @property
    def filled(self) -> int:
        return sum(count for cell, count in self.counts.items() if self.values[cell].kind != "blank")

    def says_number(self, value: Value, usual: str) -> bool:
        """Whether the number beside a word is an answer: "3. Bagus" in a column of such, no "3 hari".

        `usual` is the word beside most of the numbers of the file: "nilai", "opt".
        """
        if value.kind not in ("word", "code") or value.number is None or value.stem in ("", usual):
            return True
        is_code = value.kind == "code" and len(value.stem) < _LONGEST_CODE
        numbered = {cell: one for cell, one in self.values.items() if one.number is not None and one.stem}
        alike = {cell: one for cell, one in numbered.items() if one.stem == value.stem}
        if not is_code and any(one.number != value.number for one in alike.values()):
            return False
        return sum(self.counts[cell] for cell in (alike if is_code else numbered)) >= _MOSTLY * self.filled

    def degrees(self) -> set[str]:
        return {value.degree for value in self.values.values() if value.degree is not None}

    def share(self, kind: str) -> float:
        return sum(self.counts[cell] for cell, value in self.values.items() if value.kind == kind) / max(
            1, self.filled
        )


class Scale:
    """What each value of each unsur means.

    `questions` have to be answered first, `notes` say how values were read that are no plain numbers.
    `unread[key]` has the values that are no answer.
    """

    def __init__(
        self,
        counts: Counts,
        words: AnswerWords,
        said: Mapping[str, int],
        count_rows: Callable[[Mapping[str, frozenset[Cell]]], int],
        rows: int,
        legend: Legend = NO_LEGEND,
    ) -> None:
        self._words = words
        self._said = said
        self._rows = rows
        self._count_rows = count_rows
        self.questions: list[Question] = []
        self.notes: list[Note] = []
        self._columns = [self._column(key, counts.get(key, {})) for key in words.keys]
        self._decide_words()
        self._decide_letters()
        self._usual_word = self._find_usual_word()
        for column in self._columns:
            for cell, value in column.values.items():
                column.codes[cell] = self._read(column, value)
        self._ask_about_numbers()
        self._ask_about_words()
        self._ask_about_legend(legend)
        self._say_words()
        self._codes = {column.key: column.codes for column in self._columns}
        self.unread = {
            column.key: {
                cell: column.counts[cell] for cell, code in column.codes.items() if code == UNREADABLE
            }
            for column in self._columns
        }

    def read(self, key: str, cell: Cell) -> int:
        """1 to 4, `NO_ANSWER` or `UNREADABLE`; for a cell that is not empty."""
        code = self._codes[key].get(cell)
        if code is None:
            column = next(column for column in self._columns if column.key == key)
            code = self._read(column, read_value(cell))
            if len(column.codes) < _MOST_VALUES:
                column.codes[cell] = code
        return code

    def codes(self, key: str) -> Mapping[Cell, int]:
        """What is known of the values of one unsur; `read` answers for the others."""
        return self._codes[key]

    def _column(self, key: str, counts: Mapping[Cell, int]) -> _Column:
        values = {cell: read_value(cell) for cell in counts}
        families = {value.stem for value in values.values() if value.stem.startswith("initials ")}
        for family in families:
            values = {cell: initial_of(value, family) for cell, value in values.items()}
        return _Column(key, values, counts)

    # Words

    def _decide_words(self) -> None:
        """Which scale of words each column is on; a column that does not say follows the others."""
        shown = {column.key: column.degrees() for column in self._columns}
        kinds = {
            key: "both" if {"very not", "less"} <= degrees else
            "very not" if "very not" in degrees else "less" if "less" in degrees else ""
            for key, degrees in shown.items()
        }  # fmt: skip
        others = {kind for kind in kinds.values() if kind}
        for column in self._columns:
            kind = kinds[column.key]
            if not kind and "not" in shown[column.key]:
                if len(others) == 1:
                    (kind,) = others
                elif not others and self._is_usual(column):
                    kind = "less"
                else:
                    kind = "unsaid"
            column.words = kind
        if others == {"very not"} or "very not" in others:
            self.notes.append(
                Note(
                    "words-very-not", "Ada “Sangat tidak …”, jadi “Tidak …” dibaca 2 dan “Sangat tidak …” 1."
                )
            )

    def _is_usual(self, column: _Column) -> bool:
        """Whether "Tidak …" alone is 1: it is the unsur's own option, or the regulation's "Tidak baik"."""
        official = self._words.official[column.key]
        return all(
            value.stem == "baik" or value.text in official
            for value in column.values.values()
            if value.degree == "not"
        )

    def _is_wordy(self, column: _Column) -> bool:
        """Whether the column is one of words: a single word among numbers is no scale."""
        return len(column.degrees()) > 1 or column.share("degree") >= 0.5

    # Letters

    def _decide_letters(self) -> None:
        letters = [value.number or 0 for column in self._columns for value in column.values.values()
                   if value.kind == "letter"]  # fmt: skip
        wide = [column for column in self._columns if column.share("letter") >= 0.5]
        # "B" beside "SB" in any column is "baik" and no letter.
        has_initials = any(value.stem.startswith("initials ") for column in self._columns
                           for value in column.values.values())  # fmt: skip
        self._has_letters = bool(wide) and not has_initials
        if self._has_letters and max(letters) <= 4:
            self.notes.append(Note("letters", "Huruf a sampai d dibaca 1 sampai 4."))

    # Each value

    def _find_usual_word(self) -> str:
        """The word beside the numbers of most cells; "" where there is none."""
        words = Counter[str]()
        for column in self._columns:
            for cell, value in column.values.items():
                if value.kind in ("word", "code") and value.number is not None:
                    words[value.stem] += column.counts[cell]
        half = _MOSTLY * sum(column.filled for column in self._columns)
        return next((word for word, count in words.most_common(1) if count >= half), "")

    def _read(self, column: _Column, value: Value) -> int:
        """The answer a value is, before anything is asked."""
        if (told := self._told(value)) is not None:
            return told
        if (taught := self._words.read(column.key, value)) is not None:
            return taught
        official = self._words.official[column.key].get(value.text)
        if value.kind == "blank":
            return NO_ANSWER if official is None else official
        is_own = value.stem in self._words.official[column.key]
        if not (is_own or column.says_number(value, self._usual_word)):
            return UNREADABLE if official is None else official
        if value.kind in ("number", "code") or (value.kind == "letter" and self._has_letters):
            return value.number if value.number is not None and 1 <= value.number <= 4 else UNREADABLE
        if value.text == _NONE_THERE and column.share("number") >= _MOSTLY:
            return UNREADABLE  # among numbers it is no answer rather than that there is no complaint desk
        if official is not None and not (value.degree == "not" and column.words in ("very not", "unsaid")):
            return official
        if value.number is not None and value.kind != "letter":
            return value.number if 1 <= value.number <= 4 else UNREADABLE
        if value.degree is not None and self._is_wordy(column):
            scale = {"very not": _VERY_NOT, "less": _LESS, "": _LESS}.get(column.words, {})
            return scale.get(value.degree, UNREADABLE)
        return UNREADABLE

    def _told(self, value: Value) -> int | None:
        """What a person said that a value means: by its text, or by its number."""
        found = self._said.get(name_of(value), self._said.get(value.text))
        if found is None and value.number is not None and (value.kind != "letter" or self._has_letters):
            found = self._said.get(str(value.number))
        return found

    # Questions

    def _select(self, wanted: Callable[[_Column, Cell, Value], bool]) -> dict[str, frozenset[Cell]]:
        return {
            column.key: frozenset(
                cell
                for cell, value in column.values.items()
                if column.codes[cell] == UNREADABLE
                and self._told(value) is None
                and wanted(column, cell, value)
            )
            for column in self._columns
        }

    def _cells(self, selected: Mapping[str, frozenset[Cell]]) -> Counter[str]:
        """How often each selected value occurs, by name."""
        found: Counter[str] = Counter()
        for column in self._columns:
            for cell in selected[column.key]:
                found[name_of(column.values[cell])] += column.counts[cell]
        return found

    def _is_isolated(self, selected: Mapping[str, frozenset[Cell]], cells: Counter[str]) -> bool:
        """Whether values are slips: in one row, or in very few of many, at most two in each."""
        rows = self._count_rows(selected)
        few = max(1, int(_FEW * self._rows))
        return rows <= few and rows < self._rows and sum(cells.values()) <= 2 * rows

    def _ask_about_numbers(self) -> None:
        def is_zero(_column: _Column, _cell: Cell, value: Value) -> bool:
            return value.number == 0

        def is_beyond(_column: _Column, _cell: Cell, value: Value) -> bool:
            return value.number is not None and 4 < value.number <= HIGHEST

        def is_odd(_column: _Column, _cell: Cell, value: Value) -> bool:
            return value.number is not None and not 0 <= value.number <= HIGHEST

        def is_fraction(_column: _Column, _cell: Cell, value: Value) -> bool:
            return value.kind == "fraction"

        if levels := about_levels(self._untold()):
            self.questions.append(levels)
            return
        zero, beyond = self._select(is_zero), self._select(is_beyond)
        beyond_cells = self._cells(beyond)
        if beyond_cells and not self._is_isolated(beyond, beyond_cells):
            self.questions.append(self._scale_question(beyond_cells, has_zero=bool(self._cells(zero))))
        elif zeros := self._cells(zero):
            numbers = {value.number for column in self._columns for value in column.values.values()}
            is_rare = zeros.total() <= _SOME * sum(column.filled for column in self._columns)
            self.questions.append(about_zero(zeros.total(), numbers, is_rare=is_rare))
        odd = self._select(is_odd)
        odd_cells = self._cells(odd)
        if odd_cells and not self._is_isolated(odd, odd_cells):
            self.questions.append(about_odd_numbers(odd_cells))
        fraction = self._select(is_fraction)
        fractions = self._cells(fraction)
        if fractions and not self._is_isolated(fraction, fractions):
            self.questions.append(about_fractions(fractions))
        self._ask_about_reversed()

    def _untold(self) -> dict[str, dict[Value, int]]:
        """How often each value occurs that has no meaning by a person, by unsur."""
        return {
            column.key: {
                value: column.counts[cell]
                for cell, value in column.values.items()
                if self._told(value) is None and self._words.read(column.key, value) is None
            }
            for column in self._columns
        }

    def _scale_question(self, beyond: Counter[str], *, has_zero: bool) -> Question:
        numbers = {
            value.number
            for column in self._columns
            for value in column.values.values()
            if value.number is not None and 0 <= value.number <= HIGHEST and self._told(value) is None
        }
        low, high = (0 if has_zero else 1), max(numbers)
        columns = [
            column
            for column in self._columns
            if any(name_of(value) in beyond for value in column.values.values())
        ]
        where = "" if len(columns) == len(self._columns) else f" di {len(columns)} unsur"
        named = ", ".join(f"{name} ({count} kali)" for name, count in sorted(beyond.items())[:MOST_NAMED])
        # 9 among 1 to 4 is the code that statistical programs give to a missing answer.
        missing = sorted(beyond) if numbers.isdisjoint(range(5, 8)) and high < HIGHEST else []
        text = f"Ada nilai di luar 1 sampai 4{where}: {named}. Skalanya tampak {low} sampai {high}."
        return about_scale(text, low, high, missing)

    def _ask_about_reversed(self) -> None:
        """Words with numbers that run against each other: "Sangat baik (1)"."""
        marked = {
            (_RANK[value.degree], value.number)
            for column in self._columns
            for value in column.values.values()
            if value.kind == "degree" and value.number is not None and value.degree is not None
            and self._told(value) is None
        }  # fmt: skip
        against = [(a, b) for a in marked for b in marked if a[0] < b[0] and a[1] > b[1]]
        if not against:
            return
        texts = {value.text: value for column in self._columns for value in column.values.values()
                 if value.kind == "degree" and value.number is not None}  # fmt: skip
        by_word = ",".join(f"{text}={5 - (value.number or 0)}" for text, value in texts.items())
        by_number = ",".join(f"{text}={value.number}" for text, value in texts.items())
        self.questions.append(
            Question(
                "reversed",
                "Angka dan kata jawaban berlawanan: kata yang baik bernomor kecil. Mana yang dipakai?",
                "--skala",
                "scale",
                (Choice(by_word, "menurut katanya"), Choice(by_number, "menurut angkanya")),
            )
        )

    def _ask_about_legend(self, legend: Legend) -> None:
        """Where the file itself says another meaning of its values than they would be read as."""
        kinds = {value.kind for column in self._columns for value in column.values.values()
                 if self._told(value) is None}  # fmt: skip
        if "number" in kinds and runs_down(legend.numbers):
            names = [str(number) for number in range(1, max(4, *legend.numbers) + 1)]
        elif "letter" in kinds and self._has_letters and runs_down(legend.letters):
            names = list(_LETTERS[: max(4, *legend.letters)])
        elif "number" in kinds and legend.top > 4 and not self.questions:
            text = f"Menurut keterangan di berkas, skalanya 1 sampai {legend.top}."
            self.questions.append(about_scale(text, min(legend.numbers, default=1), legend.top))
            return
        elif "number" in kinds and legend.ends_at_three and not self.questions:
            text = "Menurut keterangan di berkas, 3 adalah jawaban yang terbaik."
            self.questions.append(about_scale(text, 0, 3))
            return
        else:
            return
        size = len(names)
        levels = [level for level, _ in levels_to_four(size)] if size > 4 else [[1, 2, 3, 4]]
        self.questions.append(
            Question(
                "legend",
                f"Menurut keterangan di berkas, {names[0]} adalah jawaban yang terbaik. Bagaimana dibacanya?",
                "--skala",
                "scale",
                (
                    Choice(say_meanings(names, levels[0][::-1]), "menurut keterangan itu"),
                    Choice(say_meanings(names, levels[0]), f"{names[0]} paling rendah"),
                ),
            )
        )

    def _ask_about_words(self) -> None:
        def is_word(_column: _Column, _cell: Cell, value: Value) -> bool:
            highest = 4 if value.kind == "code" else HIGHEST
            is_small = value.number is None or 1 <= value.number <= highest
            return value.kind in ("word", "degree", "letter", "code", "date", "other") and is_small

        selected = self._select(is_word)
        found = self._cells(selected)
        rows = self._count_rows(selected) if found else 0
        repeated = found.most_common(1)[0][1] > 1 if found else False
        if not found or (rows < self._rows and (rows == 1 or (not repeated and rows <= 0.1 * self._rows))):
            return
        own = [column for column in self._columns if selected[column.key]]
        is_rare = found.total() <= _RARE * sum(column.filled for column in own)
        guesses = [] if is_rare and len(self._degrees()) < _WHOLE else list(self._guesses(found))
        self.questions.append(about_words(found, guesses, is_rare=is_rare))

    def _degrees(self) -> set[str]:
        return {degree for column in self._columns for degree in column.degrees()}

    def _guesses(self, found: Counter[str]) -> Iterator[Choice]:
        """Whole scales of words that the unknown ones would fit."""
        values = {
            name_of(value): value
            for column in self._columns
            for value in column.values.values()
            if value.degree is not None
        }
        degrees = {value.degree for value in values.values()}
        if not found.keys() <= values.keys() or not degrees:
            return

        def choice(scale: Mapping[str, int], label: str) -> Choice:
            said = {name: scale[str(value.degree)] for name, value in values.items() if value.degree in scale}
            return Choice(",".join(f"{name}={code}" for name, code in sorted(said.items())), label)

        if "middle" not in degrees and "not" in degrees and not {"less", "very not"} <= degrees:
            yield choice(_LESS, "“Tidak …” paling rendah, nilai 1")
            yield choice(_VERY_NOT, "di bawah “Tidak …” masih ada “Sangat tidak …”, jadi nilainya 2")
        elif len(degrees) <= 4:
            ranked = sorted({str(degree) for degree in degrees}, key=_RANK.__getitem__, reverse=True)
            yield choice(
                {degree: 4 - place for place, degree in enumerate(ranked)},
                "menurut urutannya dari 4 ke bawah",
            )
        else:
            ranked = sorted({str(degree) for degree in degrees}, key=_RANK.__getitem__)
            for numbers, label in levels_to_four(len(ranked)):
                yield choice(dict(zip(ranked, numbers, strict=True)), label)

    def _say_words(self) -> None:
        """What general words were read as, where they are not the unsur's own options."""
        read: dict[str, int] = {}
        for column in self._columns:
            for cell, code in column.codes.items():
                value = column.values[cell]
                own = (
                    value.text in self._words.official[column.key]
                    or value.text in self._words.taught[column.key]
                )
                if value.kind == "degree" and value.number is None and code > 0 and not own:
                    read.setdefault(str(cell).strip(), code)
        if read:
            named = ", ".join(
                f"“{word}” = {code}" for word, code in sorted(read.items(), key=lambda one: one[1])[:12]
            )
            self.notes.append(Note("words", f"Kata jawaban dibaca: {named}."))
