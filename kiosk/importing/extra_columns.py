"""Columns of a file that answer an office's own questions outside the index.

A column is one by its title, which is the question, and only once the person importing confirms it.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from kiosk.answering.validation import clean_comment
from kiosk.questionnaire.extras import MAX_TEXT
from kiosk.questionnaire.extras import TEXT
from kiosk.questionnaire.extras import YES_NO
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import languages
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Row
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise

FIELD = "extra."  # begins the field of a question about a column, before its letters
YES, NO = "ya", "tidak"
_SHORT = {"y": "ya", "iya": "ya", "t": "tidak", "tdk": "tidak"}
_NAMED = 3


class ExtraColumns:
    """Reads the columns of a file that were confirmed; `chosen` says so by the letters of the first table."""

    def __init__(self, extras: Sequence[ExtraQuestion], first: Table, chosen: Mapping[str, str]) -> None:
        self._extras = {
            normalise(words): extra
            for extra in extras
            for words in (extra.question, *(one.question for one in extra.translations))
        }
        self._found = {letters(index): extra for index, extra in self._find(first).items()}
        self._open = [column for column in self._found if column not in chosen]
        self._taken = {
            extra.extra_question_id for column, extra in self._found.items() if chosen.get(column) == YES
        }
        self._by_table: dict[int, dict[int, ExtraQuestion]] = {}
        self._codes = {extra.extra_question_id: _codes(extra) for extra in extras}
        self._unknown = Counter[str]()

    def _find(self, table: Table) -> dict[int, ExtraQuestion]:
        """The questions by the places of columns that are nothing else."""
        used = {*table.header.columns.values(), *(column.index for column in table.columns.values())}
        return {
            index: extra
            for index, title in table.header.titles.items()
            if index not in used and (extra := self._extras.get(normalise(title)))
        }

    def questions(self) -> Iterator[Question]:
        """Whether each such column has the answers, where that was not said yet."""
        for column in self._open:
            yield Question(
                "extra",
                f"Judul kolom {column} adalah pertanyaan tambahan kantor ini: "
                f"“{self._found[column].question}” Ambil jawabannya? IKM tidak berubah karenanya.",
                "--tambahan",
                f"{FIELD}{column}",
                (
                    Choice(f"{column}={YES}", "ya, simpan sebagai jawaban pertanyaan tambahan itu"),
                    Choice(f"{column}={NO}", "tidak, abaikan kolomnya"),
                ),
            )

    def notes(self) -> Iterator[Note]:
        """What in the cells read so far is no answer to its question."""
        if self._unknown:
            named = "; ".join(f"“{word}”" for word, _ in self._unknown.most_common(_NAMED))
            yield Note(
                "extra-unknown",
                f"{self._unknown.total()} isian pertanyaan tambahan bukan salah satu jawabannya dan tidak "
                f"disimpan: {named}.",
            )

    def read(self, table: Table, cells: Row) -> tuple[dict[str, str], list[str]]:
        """The codes by question in a row, and what was written, each with its question."""
        if not self._taken:
            return {}, []
        if id(table) not in self._by_table:
            self._by_table[id(table)] = self._find(table)
        codes: dict[str, str] = {}
        texts: list[str] = []
        for index, extra in self._by_table[id(table)].items():
            cell = cells[index] if index < len(cells) else None
            if extra.extra_question_id not in self._taken or cell is None:
                continue
            if extra.kind == TEXT:
                if text := clean_comment(str(cell))[:MAX_TEXT]:
                    texts.append(f"{extra.question} {text}")
            elif code := self._code(extra, cell):
                codes[extra.extra_question_id] = code
        return codes, texts

    def _code(self, extra: ExtraQuestion, cell: Cell) -> str | None:
        word = normalise(str(cell).removesuffix(".0"))
        code = self._codes[extra.extra_question_id].get(word)
        if word and code is None and len(self._unknown) < MAX_TEXT:
            self._unknown[str(cell)[:80]] += 1
        return code


def _codes(extra: ExtraQuestion) -> dict[str, str]:
    """The code of each answer by its words in every language, and by the code itself."""
    found = dict(_SHORT) if extra.kind == YES_NO else {}
    for language in languages().values():
        found |= {normalise(words): code for code, words in extra.answers(language).items()}
    return found | {code: code for code in extra.answers(languages()["id"])}
