"""What the columns of a table tell about a row: a number, a date, who answered, or a label instead."""

import re
from collections import Counter
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Fault
from kiosk.sheets.cells import Row
from kiosk.sheets.columns import Profile
from kiosk.sheets.columns import code_in
from kiosk.sheets.columns import number_in
from kiosk.sheets.dates import is_month_name
from kiosk.sheets.dates import looks_like_date
from kiosk.sheets.dates import read_moment
from kiosk.sheets.dates import read_month
from kiosk.sheets.judged import MOST_VALUES
from kiosk.sheets.months import LONGEST_MONTH
from kiosk.sheets.summaries import is_mere_label
from kiosk.sheets.summaries import says_note
from kiosk.sheets.summaries import says_statistic
from kiosk.sheets.summaries import says_summary
from kiosk.sheets.summaries import split_statistic
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Ground
from kiosk.sheets.values import is_blank
from kiosk.sheets.values import is_no_answer
from kiosk.sheets.values import read_value
from kiosk.sheets.void_marks import UNSENT
from kiosk.sheets.void_marks import find_approvals
from kiosk.sheets.void_marks import find_refusals
from kiosk.sheets.void_marks import has_time_of_sending
from kiosk.sheets.void_marks import is_refused
from kiosk.sheets.void_marks import says_void
from kiosk.sheets.words import read_word

_PEOPLE = ("sex", "age_band", "education", "occupation")
_OPEN = ("education", "occupation")  # an office may have words of its own for these
# A column says something about rows when this part of them fills it.
_LIVE = 0.25
_MANY = 40
_USUAL = 0.5
_QUIET = 0.02
_FEWEST = 2
_MOSTLY = 0.6
_AGES = range(5, 120)
_SEXES = range(3)  # as numbers: 1 and 2, or 0 and 1
_NAME = re.compile(r"(nama|name)\b")
_PERIOD = re.compile(r"(tahun|thn|triwulan|semester|kuartal)\b")
WORDY = re.compile(r"[^\W\d_]|∑")


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a row beside its answers. `is_telling` when it is where the other rows have no such text."""

    text: str
    index: int
    is_telling: bool
    is_subtotal: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it names a summary, a legend or an example; in a column of names only with nothing else."""
        if self.is_subtotal:
            return True
        if self.is_telling:
            return says_summary(self.text) or says_note(self.text)
        return is_mere_label(self.text)


NO_LABEL = Label("", -1, False)


class Evidence:
    """What the columns of a table tell about each of its rows."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._indexes = table.indexes
        self.half = (len(self._indexes) + 1) // 2
        self._header = table.header
        profiles = table.profiles.by_column
        self._seen = max(1, table.profiles.seen)
        number = self._live("number", lambda profile: profile.numbers)
        self.number = self._counting_id() if number is None else number
        profile = None if self.number is None else profiles[self.number]
        self.counts_up = profile is not None and (profile.is_counting or profile.numbers == 1)
        self.running = code_in if profile is not None and profile.is_coded else number_in
        self.moment = self._live("moment", lambda profile: profile.dates)
        self.sparse = self.moment is not None and profiles[self.moment].dates < _USUAL * self._seen
        self.people = {
            role: index
            for role in _PEOPLE
            if (index := self._live(role, lambda profile: profile.filled)) is not None
        }
        self._open = {index for role, index in self.people.items() if role in _OPEN}
        self.right = self._header.right or 1 << 31  # of the last title in the row
        self.width = max(self._header.last, self._header.right) + 1 if table.sheet.is_text else 1 << 31
        self._answers: dict[Cell, str] = {}
        self._has_words = bool(table.profiles.kinds.keys() - {"number", "fraction", "blank"})
        comment = table.columns.get("comment")
        passed = {*self._indexes, *self._header.aside, *self._header.extra, self.number, self.moment,
                  comment.index if comment else -1}  # fmt: skip
        empty = {*self._header.titles} - {*profiles}
        texts = {*empty, *(index for index, one in profiles.items() if one.texts)}
        self._texts: list[tuple[int, dict[str, str]]] = [(index, {}) for index in sorted(texts - passed)]
        service = table.columns.get("service")
        names = {index for index, title in self._header.titles.items() if _NAME.match(normalise(title))}
        self._named = {*self._open, *names, *({service.index} if service else ())}
        passed |= {*self.people.values()}
        self._approvals, self._refusals = find_approvals(table, passed), find_refusals(table, passed)
        is_sent = has_time_of_sending(table) and not self.sparse
        self._sent = self.moment if is_sent else None

    @property
    def expects_person(self) -> bool:
        """Whether the rows of respondents say when, or who."""
        return bool(self.people) or (self.moment is not None and not self.sparse)

    @property
    def tells_people(self) -> bool:
        """Whether most rows say who answered."""
        profiles = self._table.profiles.by_column
        return any(profiles[index].filled >= _MOSTLY * self._seen for index in self.people.values())

    def tells_more(self, label: Label) -> bool:
        """Whether most rows say more than a name: when, or who answered. An unknown occupation does, too."""
        return label.index not in self._open and (self.tells_people or self.lacks_its_date())

    def is_undated_service(self, label: Label) -> bool:
        """Whether all that an undated row of a table with dates says is a service that no other row has."""
        service = self._table.columns.get("service")
        return self.moment is not None and service is not None and label.index == service.index

    def is_bad_date(self, cell: Cell, label: Label) -> bool:
        """Whether a cell is a date that cannot be read, and no label such as "Tahun lalu"."""
        return looks_like_date(cell) and not label.is_known and not _PERIOD.match(normalise(str(cell)))

    @property
    def has_titled_number(self) -> bool:
        """Whether a title says that the numbers are running ones: a program's index begins with 0."""
        column = self._table.columns.get("number")
        return column is not None and column.index == self.number and column.ground is not Ground.NEARLY

    def is_odd_month(self, cell: Cell) -> bool:
        """Whether a cell is a mere month, "Mei 2024", where other rows have days: a row of its figures."""
        if type(cell) is not str or len(cell) > LONGEST_MONTH or self.moment is None:
            return False
        profile = self._table.profiles.by_column[self.moment]
        if 2 * profile.months >= profile.dates:
            return False
        return is_month_name(cell) or read_month(cell) is not None

    def _live(self, role: str, count: Callable[[Profile], int]) -> int | None:
        column = self._table.columns.get(role)
        profile = self._table.profiles.by_column.get(column.index) if column else None
        enough = 1 if self._seen < _MANY else _LIVE * self._seen
        return column.index if column and profile and count(profile) >= enough else None

    def _counting_id(self) -> int | None:
        column = self._table.columns.get("id")
        profile = self._table.profiles.by_column.get(column.index) if column else None
        return column.index if column and profile and profile.is_counting else None

    def label(self, row: Row) -> Label:
        """The text that says most about what a row is: one where other rows have none, or else the first."""
        known = {self.number, self.moment}
        comment = self._table.columns.get("comment")
        passed = {*self._indexes, *self._header.aside, *self._header.extra, comment.index if comment else -1}
        found = NO_LABEL
        first, last = self._header.first, self._header.last + 3
        for index, cell in enumerate(row[first : last + 1], first):
            if not isinstance(cell, str) or index in passed or not WORDY.search(cell):
                continue
            if (index in known and looks_like_date(cell)) or is_no_answer(cell):
                continue
            if index in self.people.values():
                if self._is_person(index, cell):
                    continue
                is_telling = index not in self._open
            else:
                is_telling = index in known or self._is_quiet(index)
            if is_telling:
                return Label(cell, index, True)
            if self._is_subtotal(index, cell):
                return Label(cell, index, True, is_subtotal=True)
            found = found if found.text else Label(cell, index, False)
        return found

    def _is_subtotal(self, index: int, cell: str) -> bool:
        """Whether a text is a statistic of a group that other rows name: "KTP Average" below "KTP"."""
        group = split_statistic(cell)
        profile = self._table.profiles.by_column.get(index)
        return bool(group) and profile is not None and group in profile.words

    def is_marked(self, row: Row) -> bool:
        """Whether a cell beside the answers is a mere label, or says that the row does not count."""
        return self._first(row, "") != "" or (self._refuses_rows and self.void(row) != "")

    def mere_label(self, row: Row) -> str:
        """A text that is nothing but the label of a summary or note, in a column of other texts."""
        return self._first(row, "label")

    def void(self, row: Row) -> str:
        """What says that the row does not count: a remark, a column of approvals, no time of sending."""
        if text := self._first(row, "void"):
            return text
        for index in self._approvals:
            if index < len(row) and is_refused(row[index]):
                return f"{self._header.titles[index]}: {row[index]}"
        for index in self._refusals:
            cell = row[index] if index < len(row) else None
            if not is_blank(cell) and not is_refused(cell):
                return f"{self._header.titles[index]}: {cell}"
        numbered = self.number is not None and self.number < len(row) and self.running(row[self.number])
        is_unsent = self._sent is not None and (self._sent >= len(row) or row[self._sent] is None)
        return UNSENT if is_unsent and numbered else ""

    @property
    def _refuses_rows(self) -> bool:
        return bool(self._approvals or self._refusals) or self._sent is not None

    def _first(self, row: Row, kind: str) -> str:
        """The first text that is a mark: of this kind, or of any for ""."""
        for index, marks in self._texts:
            cell = row[index] if index < len(row) else None
            if type(cell) is str:
                mark = marks.get(cell)
                if mark is None:
                    mark = self._mark(index, cell)
                    if len(marks) < MOST_VALUES:
                        marks[cell] = mark
                if mark and kind in ("", mark):
                    return cell
        return ""

    def _mark(self, index: int, cell: str) -> str:
        """What a text marks its row as: "label" of a summary or note, "void" for one that does not count."""
        if index not in self._named and says_void(cell):
            return "void"
        is_label = is_mere_label(cell) and not self._is_frequent(index, cell)
        return "label" if is_label or self._is_subtotal(index, cell) else ""

    def _is_frequent(self, index: int, cell: str) -> bool:
        """Whether other rows have the same text: a service named "IKM" is no label; "Jumlah" always is."""
        return not says_statistic(cell) and self._is_repeated(index, cell)

    def _is_repeated(self, index: int, cell: str) -> bool:
        return self._table.profiles.by_column[index].words.get(normalise(cell[:100]), 0) > 1

    def _is_quiet(self, index: int) -> bool:
        """Whether other rows have no text in this column."""
        profile = self._table.profiles.by_column.get(index)
        if profile is None or (index in self._header.titles and self._seen <= _FEWEST):
            return profile is None
        return profile.texts + profile.codes <= max(1, _QUIET * self._seen)

    def has_person(self, row: Row, *, with_service: bool = True) -> bool:
        """Whether the row says when it was answered, who answered or, with its answers, for which service."""
        if self.moment is not None and self.moment < len(row) and read_moment(row[self.moment]) is not None:
            return True
        service = self._table.columns.get("service")
        has_service = with_service and service is not None and service.index < len(row)
        if has_service and service and self._is_usual(service.index, row[service.index]):
            filled = sum(index < len(row) and row[index] is not None for index in self._indexes)
            if filled >= self.half:
                return True
        return any(
            index < len(row) and row[index] is not None and self._is_person(index, row[index])
            for index in self.people.values()
        )

    def _is_person(self, index: int, cell: Cell) -> bool:
        role = next(role for role, place in self.people.items() if place == index)
        if role == "age_band":
            age = number_in(cell)
            return age in _AGES if age is not None else read_word(role, cell) is not None
        if role == "sex":
            profile = self._table.profiles.by_column[index]
            is_coded = profile.numbers > profile.texts
            return read_word(role, cell) is not None or (is_coded and number_in(cell) in _SEXES)
        if read_word(role, cell) is not None or not isinstance(cell, str):
            return True
        return self._is_usual(index, cell)

    def _is_usual(self, index: int, cell: Cell) -> bool:
        """Whether a text is one that other rows have in this column, too."""
        profile = self._table.profiles.by_column.get(index)
        if profile is None or not isinstance(cell, str) or says_summary(cell) or is_mere_label(cell):
            return False
        return profile.words.get(normalise(cell[:100]), 0) > 1

    def mostly_unreadable(self, cells: Sequence[Cell]) -> bool:
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
            if len(self._answers) < MOST_VALUES:
                self._answers[cell] = kind
        return kind

    def says_titles(self, cells: Sequence[Cell]) -> bool:
        labels = {normalise(label) for label in self._header.labels.values()}
        texts = [normalise(cell) for cell in cells if isinstance(cell, str) and not cell.isdigit()]
        return 2 * sum(text in labels for text in texts) > len(cells)

    def continues_above(self, number: int, cells: Sequence[Cell]) -> bool:
        """Whether every answer of the row is that of a cell merged from above: the same respondent."""
        merged = self._table.sheet.merged.get(number)
        return merged is not None and all(
            index in merged for index, cell in zip(self._indexes, cells, strict=True) if cell is not None
        )

    def is_too_wide(self, row: Row) -> bool:
        """Whether a row of separated text has more cells than titles: a separator too many shifts them."""
        comment = self._table.columns.get("comment")
        if not any(cell is not None for cell in row[self.width :]):
            return False
        # A comma in a suggestion at the end shifts no answer.
        return not (comment and comment.index == self._header.last and self._indexes[-1] < comment.index)

    def realigned(self, row: Row) -> Row | None:
        """The row with the pieces of a text put together, where that gives answers in one way only."""
        while row and row[-1] is None:
            row = row[:-1]
        more = len(row) - self.width
        found: dict[tuple[Cell, ...], Row] = {}
        for index, profile in self._table.profiles.by_column.items():
            if index in (self.number, self.moment) or not profile.texts or index >= self.width:
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

    def lacks_its_date(self) -> bool:
        """Whether half of the rows have a date, so that one without a date and with a label only is odd."""
        if self.moment is None:
            return False
        return self._table.profiles.by_column[self.moment].dates >= _USUAL * self._seen

    def is_odd_alone(self, label: Label) -> bool:
        """Whether the only text of a row that says what it is sounds like a statistic, or is no education."""
        if says_statistic(label.text):
            return not self._is_repeated(label.index, label.text)
        return label.index == self.people.get("education") and self.is_odd_word(label)

    def is_odd_word(self, label: Label) -> bool:
        """Whether a word is unlike the others of its column, which are known, or sounds like a label."""
        if label.index in self._open and says_statistic(label.text):
            return True
        words = self._table.profiles.by_column[label.index].words
        if label.index not in self._open and not says_summary(label.text) and not says_note(label.text):
            return False
        if words.get(normalise(label.text[:100]), 0) > 1:
            return False
        role = next((role for role, place in self.people.items() if place == label.index), "")
        usual = sum(
            count
            for word, count in words.items()
            if count > 1 or (role and read_word(role, word) is not None)
        )
        return usual >= _MOSTLY * sum(words.values())

    def are_answers(self, cells: Sequence[Cell]) -> bool:
        """Whether all of these values are written as most answers of the table are."""
        return all(map(self._is_like_others, cells))

    def mostly_odd(self, cells: Sequence[Cell]) -> bool:
        """Whether at least half of these values are no answers; a formula without a value may be one."""
        odd = sum(not self._is_like_others(cell) and not isinstance(cell, Fault) for cell in cells)
        return 2 * odd >= len(cells)

    def is_written_otherwise(self, cells: Sequence[Cell]) -> bool:
        """Whether the answers are numbers and those of most other rows are words, or the other way round."""
        if not self._has_words and not any(isinstance(cell, str) for cell in cells):
            return False
        own = Counter(read_value(cell).kind for cell in cells if cell is not None)
        kinds = self._table.profiles.kinds
        if own.keys() <= {"number", "fraction"}:
            kinds = kinds - own
        return sum(kinds[kind] for kind in own) < (1 - _MOSTLY) * kinds.total()
