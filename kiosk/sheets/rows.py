"""Which rows below a header are respondents, by evidence, and why the others are none.

A respondent goes on with the running number, has a date, or says who answered, as the rows around it do; it
has enough answers. A text where the other rows have numbers, a row that the running number passes over, a row
that is a statistic of those above it is none, under any label. Where the evidence contradicts itself the row
is in doubt, and a person is asked.
"""

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from itertools import islice

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.columns import Profile
from kiosk.sheets.columns import code_in
from kiosk.sheets.columns import is_numbering
from kiosk.sheets.columns import number_in
from kiosk.sheets.dates import looks_like_date
from kiosk.sheets.dates import read_moment
from kiosk.sheets.progress import Progress
from kiosk.sheets.summaries import is_mere_label
from kiosk.sheets.summaries import name_statistic
from kiosk.sheets.summaries import says_note
from kiosk.sheets.summaries import says_summary
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.values import is_no_answer
from kiosk.sheets.values import read_value
from kiosk.sheets.words import read_word

# What a row can be, as kept for each row of a table.
BLANK, RESPONDENT, SKIPPED, DOUBTFUL, REJECTED = range(5)

_PEOPLE = ("sex", "age_band", "education", "occupation")
_OPEN = ("education", "occupation")  # an office may have words of its own for these
# A column says something about rows when this part of them fills it.
_LIVE = 0.25
_MANY = 40
_USUAL = 0.5
_QUIET = 0.02
_FEWEST = 2
_MOSTLY = 0.6
# A running number may leave out so many, where rows were deleted.
_MOST_LEFT_OUT = 50
_MOST_VALUES = 2000
_MOST_SUMMARIES = 60
_MOST_LEFT = 60
_SHOWN = 60
_TOO_WIDE = "Lebih banyak isian daripada judul kolom: ada pemisah di dalam isian, sehingga kolomnya bergeser."
_PLAIN = frozenset([None, 1, 2, 3, 4, "1", "2", "3", "4"])

_SAID = re.compile(r"(?:(?P<sheet>.+)!)?(?P<rows>[0-9][0-9,–-]*)=(?P<is_one>bukan|responden)")
_MOST_SAID = 10_000
_WORDY = re.compile(r"[^\W\d_]|∑")


class RowsError(ValueError):
    """Rows that are not said as they have to be; the message is Indonesian."""


def read_row_verdicts(texts: Iterable[str]) -> dict[tuple[str, int], bool]:
    """Whether rows, by sheet ("" for any), are respondents, from "12,15-17=bukan". Raises `RowsError`."""
    verdicts: dict[tuple[str, int], bool] = {}
    for text in texts:
        found = _SAID.fullmatch(text.strip())
        numbers = list(_expand(found["rows"])) if found else []
        if found is None or not numbers or len(numbers) > _MOST_SAID:
            raise RowsError(f"“{text}” ditulis BARIS=bukan atau BARIS=responden, misalnya 12,15-17=bukan.")
        verdicts |= {(found["sheet"] or "", number): found["is_one"] == "responden" for number in numbers}
    return verdicts


def _expand(text: str) -> Iterator[int]:
    for part in filter(None, text.replace("–", "-").split(",")):
        first, _, last = part.partition("-")
        if first.isdigit() and (last or first).isdigit() and len(last or first) < 8:
            yield from range(int(first), min(int(last or first), int(first) + _MOST_SAID) + 1)


@dataclass(frozen=True)
class Reason:
    """Why a row is no respondent: a stable kind and an Indonesian sentence a person can check."""

    kind: str
    text: str


@dataclass
class Judged:
    """The rows of one table. `verdicts[row - first_row]` says what each is, `reasons` why not a respondent.

    `counts` has the values of the respondents' answers, in the order of `table.indexes`; `respondents` is
    their number, `digest` the same for tables with the same answers in any order. `dated` and `undated` count
    respondents with a date and without one. `sections` are the titles between the rows, `summaries` the rows
    that sum up others, `left` the first rows that are no respondents, `repaired` rows with a separator too
    many, put right.
    """

    table: Table
    verdicts: bytearray = field(default_factory=bytearray)
    reasons: dict[int, Reason] = field(default_factory=dict)
    counts: list[dict[Cell, int]] = field(default_factory=list)
    respondents: int = 0
    digest: int = 0
    dated: int = 0
    undated: int = 0
    first_is_dated: bool = False
    sections: list[tuple[int, str]] = field(default_factory=list)
    summaries: list[Row] = field(default_factory=list)
    left: dict[int, Row] = field(default_factory=dict)
    repaired: dict[int, Row] = field(default_factory=dict)

    @property
    def carries_dates(self) -> bool:
        """Whether a date holds for the rows below it, too: only few rows have one, and the first does."""
        return 0 < self.dated <= self.undated and self.first_is_dated

    @property
    def undecided(self) -> int:
        """How many rows may be respondents, or are ones that cannot be read as they are."""
        return self.verdicts.count(DOUBTFUL) + self.verdicts.count(REJECTED)

    @property
    def doubtful(self) -> list[int]:
        """The rows of which it is not clear whether they are respondents."""
        return [self.table.first_row + place for place, one in enumerate(self.verdicts) if one == DOUBTFUL]

    def add(self, number: int, cells: list[Cell]) -> None:
        """Count a respondent."""
        self.verdicts[number - self.table.first_row] = RESPONDENT
        self.respondents += 1
        self.digest += hash(tuple(cells))
        for counts, cell in zip(self.counts, cells, strict=True):
            if cell in counts:
                counts[cell] += 1
            elif len(counts) < _MOST_VALUES:
                counts[cell] = 1

    def skip(self, number: int, kind: str, text: str, row: Row, verdict: int = SKIPPED) -> None:
        """Leave a row out, with the reason."""
        if kind == "summary" and len(self.summaries) < _MOST_SUMMARIES:
            self.summaries.append(row)
        if len(self.left) < _MOST_LEFT and verdict != REJECTED:
            self.left[number] = row
        self.verdicts[number - self.table.first_row] = verdict
        self.reasons[number] = Reason(kind, text)


@dataclass(frozen=True, slots=True)
class _Label:
    """A text of a row beside its answers. `is_telling` when it is where the other rows have no such text."""

    text: str
    index: int
    is_telling: bool

    @property
    def is_known(self) -> bool:
        """Whether it names a summary, a legend or an example; in a column of names only with nothing else."""
        if self.is_telling:
            return says_summary(self.text) or says_note(self.text)
        return is_mere_label(self.text)


_NO_LABEL = _Label("", -1, False)


@dataclass
class _Waiting:
    """A row without a number, whose fate the next number decides."""

    number: int
    row: Row
    cells: list[Cell]


def judge(table: Table, said: Mapping[int, bool], progress: Progress) -> Judged:
    """Go through the rows of a table. `said` has what a person said of rows: whether they are respondents."""
    return _Judge(table, said).run(progress)


class _Judge:
    def __init__(self, table: Table, said: Mapping[int, bool]) -> None:
        self._table = table
        self._said = said
        self._indexes = table.indexes
        self._half = (len(self._indexes) + 1) // 2
        self._header = table.header
        self._judged = Judged(table, counts=[{} for _ in self._indexes])
        profiles = table.profiles.by_column
        self._seen = max(1, table.profiles.seen)
        number = self._live("number", lambda profile: profile.numbers)
        self._number = self._counting_id() if number is None else number
        profile = None if self._number is None else profiles[self._number]
        self._counts_up = profile is not None and (profile.is_counting or profile.numbers == 1)
        self._running = code_in if profile is not None and profile.is_coded else number_in
        self._moment = self._live("moment", lambda profile: profile.dates)
        self._sparse = self._moment is not None and profiles[self._moment].dates < _USUAL * self._seen
        self._people = {
            role: index
            for role in _PEOPLE
            if (index := self._live(role, lambda profile: profile.filled)) is not None
        }
        self._open = {index for role, index in self._people.items() if role in _OPEN}
        self._width = self._header.last + 1 if table.sheet.is_text else 1 << 31
        self._answers: dict[Cell, str] = {}
        self._last = 0  # the latest running number
        self._gap = False  # whether a blank row or a title came since the latest respondent
        self._waiting: list[_Waiting] = []

    def _live(self, role: str, count: Callable[[Profile], int]) -> int | None:
        column = self._table.columns.get(role)
        profile = self._table.profiles.by_column.get(column.index) if column else None
        enough = 1 if self._seen < _MANY else _LIVE * self._seen
        return column.index if column and profile and count(profile) >= enough else None

    def _counting_id(self) -> int | None:
        column = self._table.columns.get("id")
        profile = self._table.profiles.by_column.get(column.index) if column else None
        return column.index if column and profile and profile.is_counting else None

    def run(self, progress: Progress) -> Judged:
        table, judged = self._table, self._judged
        indexes, number_index, moment = self._indexes, self._number, self._moment
        hidden, merged = table.sheet.hidden_rows, table.sheet.merged
        width = self._width
        counts_up, half, size, running_of = self._counts_up, self._half, len(indexes), self._running
        told = bool(self._said)
        rows = islice(iter(table.sheet.rows), table.first_row - 1, table.last_row)
        for number, row in enumerate(rows, table.first_row):
            if number % 500 == 0:
                progress(number)
            judged.verdicts.append(BLANK)
            length = len(row)
            cells = [row[index] if index < length else None for index in indexes]
            filled = size - cells.count(None)
            if not filled:
                self._unanswered(number, row)
                continue
            is_plain = (
                cells[-1] in _PLAIN
                and filled >= half
                and length <= width
                and number not in hidden
                and number not in merged
                and not told
            )
            if is_plain and number_index is not None and counts_up:
                running = row[number_index] if number_index < length else None
                if running_of(running) == self._last + 1:
                    if self._waiting:
                        self._settle(self._last + 1)
                    self._last += 1
                    self._accept(number, row, cells)
                    continue
            elif is_plain and number_index is None and moment is not None and moment < length:
                cell = row[moment]
                if cell is not None and read_moment(cell) is not None:
                    self._accept(number, row, cells)
                    continue
            self._judge(number, row, cells, filled)
        self._settle(None)
        return judged

    def _accept(self, number: int, row: Row, cells: list[Cell]) -> None:
        judged = self._judged
        if self._moment is not None:
            is_dated = self._moment < len(row) and row[self._moment] is not None
            judged.first_is_dated = judged.first_is_dated or (is_dated and not judged.respondents)
            judged.dated += is_dated
            judged.undated += not is_dated
        judged.add(number, cells)
        self._gap = False

    def _unanswered(self, number: int, row: Row) -> None:
        """A row without any answer: blank, a title, or a respondent who said nothing."""
        filled = [cell for cell in row if cell is not None]
        if not filled:
            self._gap = True
            return
        has_number = (
            self._number is not None
            and self._number < len(row)
            and self._running(row[self._number]) is not None
        )
        if number in self._table.sheet.hidden_rows:
            self._judged.skip(number, "hidden", "Baris tersembunyi.", row)
        elif has_number or not (
            texts := [one for one in filled if isinstance(one, str) and _WORDY.search(one)]
        ):
            self._judged.skip(number, "unanswered", "Tanpa satu jawaban pun.", row)
        else:
            text = texts[0]
            kind = "summary" if says_summary(text) else "unanswered" if len(filled) > 2 else "title"
            self._judged.skip(number, kind, f"Tanpa jawaban; berisi “{_short(text)}”.", row)
            if kind == "title" and len(self._judged.sections) < _MOST_VALUES:
                self._judged.sections.append((number, text))
            self._gap = True

    # Rows that are not plainly respondents

    def _judge(self, number: int, row: Row, cells: list[Cell], filled: int) -> None:
        judged = self._judged
        if number in self._said:
            if self._said[number]:
                self._accept(number, row, cells)
            else:
                judged.skip(number, "said", "Dinyatakan bukan responden.", row)
        elif number in self._table.sheet.hidden_rows:
            judged.skip(number, "hidden", "Baris tersembunyi.", row)
        elif len(row) > self._width and self._is_too_wide(row):
            self._judge_wide(number, row)
        elif is_numbering(cells):
            judged.skip(number, "numbering", "Penomoran kolom.", row)
        elif number in self._table.repeats or self._says_titles(cells):
            judged.skip(number, "header", "Judul kolom yang berulang.", row)
            self._gap = True
        elif self._continues_above(number, cells):
            judged.skip(number, "merged", "Sel gabungan dengan baris di atasnya.", row)
        elif self._number is not None:
            self._judge_numbered(number, row, cells, filled)
        else:
            self._judge_unnumbered(number, row, cells, filled)

    def _judge_wide(self, number: int, row: Row) -> None:
        """A row of separated text with more cells than titles."""
        text = next((cell for cell in row if isinstance(cell, str) and _WORDY.search(cell)), "")
        at = self._number if self._number is not None and self._number < len(row) else None
        running = None if at is None else self._running(row[at])
        if running is None and (says_summary(text) or says_note(text)):
            kind = "summary" if says_summary(text) else "legend"
            is_label = at is not None and row[at] == text
            where = f"Kolom {letters(at or 0)} berisi “{_short(text)}”, bukan nomor urut."
            self._judged.skip(number, kind, where if is_label else f"Diawali “{_short(text)}”.", row)
        elif whole := self._realigned(row):
            self._judged.repaired[number] = whole
            cells = [whole[index] for index in self._indexes]
            self._judge(number, whole, cells, len(cells) - cells.count(None))
        else:
            self._judged.skip(number, "wide", _TOO_WIDE, row, REJECTED)

    def _judge_numbered(self, number: int, row: Row, cells: list[Cell], filled: int) -> None:
        index = self._number or 0
        cell = row[index] if index < len(row) else None
        running = None if cell is None else self._running(cell)
        if running is not None:
            self._settle(running)
            is_next = self._last < running <= self._last + _MOST_LEFT_OUT
            if self._counts_up and not is_next:
                statistic = None if _PLAIN.issuperset(cells) else name_statistic(cells, self._judged.counts)
                if statistic:
                    text = (
                        f"Nomornya ({running}) tidak melanjutkan urutan, dan nilainya {statistic} di atasnya."
                    )
                    self._judged.skip(number, "summary", text, row)
                    return
                label = self._label(row).text
                if says_summary(label) and not self._has_person(row):
                    self._judged.skip(number, "summary", f"Diawali “{_short(label)}”.", row)
                    return
            self._last = running
            self._accept(number, row, cells)
        elif (
            cell is None
            or (isinstance(cell, str) and read_value(cell).kind == "blank")
            or not isinstance(cell, str)
        ):
            if isinstance(cell, str) or cell is None:
                self._waiting.append(_Waiting(number, row, cells))
            else:
                self._accept(number, row, cells)  # a formula that numbers the rows
        else:
            self._judge_label(
                number, row, cells, cell, f"Kolom {letters(index)} berisi “{_short(cell)}”, bukan nomor urut."
            )

    def _judge_label(self, number: int, row: Row, cells: list[Cell], label: str, text: str) -> None:
        """A row with a text where the others have a number or a date."""
        if says_summary(label) or says_note(label) or not self._has_person(row):
            kind = "summary" if says_summary(label) or self._is_statistic(cells) else "legend"
            self._judged.skip(number, kind, text, row)
        else:
            self._doubt(number, text, row)

    def _settle(self, following: int | None) -> None:
        """Decide on the rows without a number, now that the next number is known; None at the end."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        labels = [self._label(one.row) for one in waiting]
        bare = [
            one
            for one, label in zip(waiting, labels, strict=True)
            if not label.is_telling and not self._has_person(one.row)
        ]
        left_out = (following or 0) - self._last - 1
        for one, label in zip(waiting, labels, strict=True):
            text = f"Tanpa nomor urut dan diawali “{_short(label.text)}”."
            has_person = self._has_person(one.row)
            if (label.is_known or label.is_telling) and not (has_person and not label.is_telling):
                is_summary = says_summary(label.text) or self._is_statistic(one.cells)
                self._judged.skip(one.number, "summary" if is_summary else "legend", text, one.row)
            elif has_person:
                self._accept(one.number, one.row, one.cells)
            elif self._counts_up and following is not None and left_out == len(bare):
                self._accept(one.number, one.row, one.cells)
            else:
                self._settle_bare(one, following)

    def _settle_bare(self, one: _Waiting, following: int | None) -> None:
        """A row of mere values, without a number, a label or anything about a person."""
        filled = len(one.cells) - one.cells.count(None)
        if statistic := name_statistic(one.cells, self._judged.counts):
            self._judged.skip(
                one.number, "summary", f"Tanpa nomor urut; nilainya {statistic} di atasnya.", one.row
            )
        elif self._people or (self._moment is not None and not self._sparse) or filled < self._half:
            text = "Tanpa nomor urut, tanggal, atau data diri seperti baris lain."
            self._judged.skip(one.number, "legend", text, one.row)
        elif self._mostly_unreadable(one.cells):
            self._judged.skip(one.number, "summary", "Tanpa nomor urut, dan nilainya bukan jawaban.", one.row)
        elif following is not None:
            self._judged.skip(
                one.number, "legend", "Tanpa nomor, dan nomor urut berlanjut tanpa baris ini.", one.row
            )
        else:
            self._doubt(one.number, "Tanpa nomor urut, di bawah baris yang bernomor.", one.row)

    def _judge_unnumbered(self, number: int, row: Row, cells: list[Cell], filled: int) -> None:
        text = next((cell for cell in cells if isinstance(cell, str) and _WORDY.search(cell)), "")
        if says_summary(text) and read_value(text).kind == "word":
            self._judged.skip(number, "summary", f"Diawali “{_short(text)}”.", row)
            return
        label = self._label(row)
        cell = row[self._moment] if self._moment is not None and self._moment < len(row) else None
        if self._moment is not None and cell is not None and read_value(cell).kind != "blank":
            is_read = read_moment(cell) is not None or not isinstance(cell, str)
            if is_read and label.is_telling and label.is_known:
                self._doubt(number, f"Diawali “{_short(label.text)}”.", row)
            elif is_read or (looks_like_date(cell) and not label.is_known and filled >= self._half):
                self._accept(number, row, cells)
            else:
                text = f"Kolom {letters(self._moment)} berisi “{_short(str(cell))}”, bukan tanggal."
                self._judge_label(number, row, cells, str(cell), text)
        elif self._has_person(row):
            if label.is_known:
                self._doubt(number, f"Diawali “{_short(label.text)}”.", row)
            else:
                self._accept(number, row, cells)
        elif label.text:
            self._judge_labelled(number, row, cells, label)
        elif filled * (3 if self._gap else 4) < len(cells):
            text = f"Hanya {filled} dari {len(cells)} jawaban, tanpa nomor, tanggal, atau data diri."
            self._judged.skip(number, "legend", text, row)
        elif (self._gap or self._mostly_unreadable(cells)) and (
            statistic := name_statistic(cells, self._judged.counts)
        ):
            self._judged.skip(number, "summary", f"Nilainya {statistic} di atasnya.", row)
        elif (
            self._gap
            and self._judged.respondents
            and (self._people or (self._moment is not None and not self._sparse))
        ):
            self._doubt(number, "Terpisah dari baris lain, tanpa tanggal atau data diri.", row)
        else:
            self._accept(number, row, cells)

    def _judge_labelled(self, number: int, row: Row, cells: list[Cell], label: "_Label") -> None:
        """A row with a text, and nothing else says who or when."""
        text = f"Diawali “{_short(label.text)}”, tanpa nomor, tanggal, atau data diri."
        is_summary = says_summary(label.text) or self._is_statistic(cells) or self._mostly_unreadable(cells)
        is_beside = label.index > self._indexes[-1]
        filled = len(cells) - cells.count(None)
        if label.is_known or (label.is_telling and (not is_beside or is_summary or filled < self._half)):
            self._judged.skip(number, "summary" if is_summary else "legend", text, row)
        elif says_summary(label.text) and (self._is_statistic(cells) or self._mostly_unreadable(cells)):
            self._judged.skip(number, "summary", text, row)
        elif 4 * filled < len(cells) or self._is_written_otherwise(cells):
            self._judged.skip(number, "legend", text, row)
        elif label.is_telling or self._is_odd_word(label) or self._lacks_its_date():
            self._doubt(number, f"Diawali “{_short(label.text)}”.", row)
        else:
            self._accept(number, row, cells)  # a name, or a remark beside the answers

    def _lacks_its_date(self) -> bool:
        """Whether most rows have a date, so that one without a date and with a label only is odd."""
        if self._moment is None:
            return False
        return self._table.profiles.by_column[self._moment].dates >= _MOSTLY * self._seen

    def _is_odd_word(self, label: _Label) -> bool:
        """Whether a word is unlike the others of its column, which are known, or sounds like a label."""
        words = self._table.profiles.by_column[label.index].words
        if label.index not in self._open and not says_summary(label.text) and not says_note(label.text):
            return False
        if words.get(normalise(label.text[:100]), 0) > 1:
            return False
        role = next((role for role, place in self._people.items() if place == label.index), "")
        usual = sum(
            count
            for word, count in words.items()
            if count > 1 or (role and read_word(role, word) is not None)
        )
        return usual >= _MOSTLY * sum(words.values())

    def _is_written_otherwise(self, cells: Sequence[Cell]) -> bool:
        """Whether the answers are numbers and those of most rows are words, or the other way round."""
        own = {read_value(cell).kind for cell in cells if cell is not None}
        kinds = self._table.profiles.kinds
        return sum(kinds[kind] for kind in own) < (1 - _MOSTLY) * kinds.total()

    def _doubt(self, number: int, text: str, row: Row) -> None:
        self._judged.skip(number, "doubt", text, row, DOUBTFUL)

    # Evidence

    def _label(self, row: Row) -> "_Label":
        """The text that says most about what a row is: one where other rows have none, or else the first."""
        known = {self._number, self._moment}
        comment = self._table.columns.get("comment")
        passed = {*self._indexes, *self._header.aside, *self._header.extra, comment.index if comment else -1}
        found = _NO_LABEL
        first, last = self._header.first, self._header.last + 3
        for index, cell in enumerate(row[first : last + 1], first):
            if not isinstance(cell, str) or index in passed or not _WORDY.search(cell):
                continue
            if (index in known and looks_like_date(cell)) or is_no_answer(cell):
                continue
            if index in self._people.values():
                if self._is_person(index, cell):
                    continue
                is_telling = index not in self._open
            else:
                is_telling = index in known or self._is_quiet(index)
            if is_telling:
                return _Label(cell, index, True)
            found = found if found.text else _Label(cell, index, False)
        return found

    def _is_quiet(self, index: int) -> bool:
        """Whether other rows have no text in this column."""
        profile = self._table.profiles.by_column.get(index)
        if profile is None or (index in self._header.titles and self._seen <= _FEWEST):
            return profile is None
        return profile.texts + profile.codes <= max(1, _QUIET * self._seen)

    def _has_person(self, row: Row) -> bool:
        """Whether the row says when it was answered, or who answered."""
        if (
            self._moment is not None
            and self._moment < len(row)
            and read_moment(row[self._moment]) is not None
        ):
            return True
        service = self._table.columns.get("service")
        if service and service.index < len(row) and self._is_usual(service.index, row[service.index]):
            filled = sum(index < len(row) and row[index] is not None for index in self._indexes)
            if filled >= self._half:
                return True
        return any(
            index < len(row) and row[index] is not None and self._is_person(index, row[index])
            for index in self._people.values()
        )

    def _is_person(self, index: int, cell: Cell) -> bool:
        role = next(role for role, place in self._people.items() if place == index)
        if role == "sex" or role == "age_band":
            return (
                read_word(role, cell) is not None or not isinstance(cell, str) or number_in(cell) is not None
            )
        if read_word(role, cell) is not None or not isinstance(cell, str):
            return True
        return self._is_usual(index, cell)

    def _is_usual(self, index: int, cell: Cell) -> bool:
        """Whether a text is one that other rows have in this column, too."""
        profile = self._table.profiles.by_column.get(index)
        if profile is None or not isinstance(cell, str) or says_summary(cell):
            return False
        return profile.words.get(normalise(cell[:100]), 0) > 1

    def _mostly_unreadable(self, cells: Sequence[Cell]) -> bool:
        """Whether most of the values cannot be answers: sums, averages, sentences."""
        kinds = [self._kind(cell) for cell in cells if cell is not None]
        return 2 * kinds.count("no") > len(kinds)

    def _kind(self, cell: Cell) -> str:
        kind = self._answers.get(cell)
        if kind is None:
            value = read_value(cell)
            is_answer = (
                value.kind in ("letter", "code", "degree", "blank", "fault")
                or (value.number is not None and 0 <= value.number <= 10)
                or (value.kind == "word" and len(value.text) <= 40)
            )
            kind = "answer" if is_answer else "no"
            if len(self._answers) < _MOST_VALUES:
                self._answers[cell] = kind
        return kind

    def _is_statistic(self, cells: Sequence[Cell]) -> bool:
        return name_statistic(cells, self._judged.counts) is not None

    def _says_titles(self, cells: Sequence[Cell]) -> bool:
        labels = {normalise(label) for label in self._header.labels.values()}
        texts = [normalise(cell) for cell in cells if isinstance(cell, str) and not cell.isdigit()]
        return 2 * sum(text in labels for text in texts) > len(cells)

    def _continues_above(self, number: int, cells: Sequence[Cell]) -> bool:
        """Whether every answer of the row is that of a cell merged from above: the same respondent."""
        merged = self._table.sheet.merged.get(number)
        return merged is not None and all(
            index in merged for index, cell in zip(self._indexes, cells, strict=True) if cell is not None
        )

    def _is_too_wide(self, row: Row) -> bool:
        """Whether a row of separated text has more cells than titles: a separator too many shifts them."""
        comment = self._table.columns.get("comment")
        if not any(cell is not None for cell in row[self._width :]):
            return False
        # A comma in a suggestion at the end shifts no answer.
        return not (comment and comment.index == self._header.last and self._indexes[-1] < comment.index)

    def _realigned(self, row: Row) -> Row | None:
        """The row with the pieces of a text put together, where that gives answers in one way only."""
        while row and row[-1] is None:
            row = row[:-1]
        more = len(row) - self._width
        found: dict[tuple[Cell, ...], Row] = {}
        for index, profile in self._table.profiles.by_column.items():
            if index in (self._number, self._moment) or not profile.texts or index >= self._width:
                continue
            pieces = [str(cell) for cell in row[index : index + more + 1] if cell is not None]
            whole: Row = [*row[:index], ", ".join(pieces), *row[index + more + 1 :]]
            cells = tuple(whole[place] for place in self._indexes)
            if all(cell is None or self._is_like_others(cell) for cell in cells):
                found.setdefault(cells, whole)
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_like_others(self, cell: Cell) -> bool:
        """Whether a value is an answer, written as most answers of the table are."""
        value = read_value(cell)
        kinds = self._table.profiles.kinds
        return kinds[value.kind] >= _LIVE * kinds.total() and (value.number is None or 1 <= value.number <= 4)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
