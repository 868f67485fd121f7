"""Which rows below a header are respondents, by evidence, and why the others are none.

A respondent goes on with the running number, has a date, or says who answered, as the rows around it do; it
has enough answers. A text where the other rows have numbers, a row that the running number passes over, a row
that is a statistic of those above it is none, under any label. Where the evidence contradicts itself the row
is in doubt, and a person is asked.
"""

from collections import deque
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import islice

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.columns import code_in
from kiosk.sheets.columns import is_numbering
from kiosk.sheets.columns import number_in
from kiosk.sheets.dates import read_moment
from kiosk.sheets.evidence import WORDY
from kiosk.sheets.evidence import Evidence
from kiosk.sheets.evidence import Label
from kiosk.sheets.judged import BLANK
from kiosk.sheets.judged import DOUBTFUL
from kiosk.sheets.judged import MOST_VALUES
from kiosk.sheets.judged import REJECTED
from kiosk.sheets.judged import RESPONDENT
from kiosk.sheets.judged import Judged
from kiosk.sheets.progress import Progress
from kiosk.sheets.roles import role_of
from kiosk.sheets.running import FAR
from kiosk.sheets.running import CountedRows
from kiosk.sheets.running import Lonely
from kiosk.sheets.running import Waiting
from kiosk.sheets.running import doubt_last
from kiosk.sheets.running import settle_zeroth
from kiosk.sheets.summaries import name_statistic
from kiosk.sheets.summaries import says_note
from kiosk.sheets.summaries import says_summary
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.texts import shorten
from kiosk.sheets.values import is_blank
from kiosk.sheets.values import read_value

# A running number may leave out so many, where rows were deleted.
_MOST_LEFT_OUT = 50
# A table ends with no more rows that may sum it up without saying so.
_LATEST = 4
# A row whose number does not go on has more than this part of the answers, or is a line of a legend.
_FEW = 4
_TOO_WIDE = "Lebih banyak isian daripada judul kolom: ada pemisah di dalam isian, sehingga kolomnya bergeser."
# The commonest ways to write that there is no answer; a row of nothing else is looked at more closely.
_DASHES = frozenset([None, "-", "–", "—", "N/A", "n/a", "NA", "."])
_PLAIN = frozenset([None, 1, 2, 3, 4, "1", "2", "3", "4"])


def judge(table: Table, said: Mapping[int, bool], progress: Progress) -> Judged:
    """Go through the rows of a table. `said` has what a person said of rows: whether they are respondents."""
    return _Judge(table, said).run(progress)


class _Judge:
    def __init__(self, table: Table, said: Mapping[int, bool]) -> None:
        self._table = table
        self._said = said
        self._about = Evidence(table)
        self._indexes = table.indexes
        self._judged = Judged(table, counts=[{} for _ in self._indexes])
        self._last = 0  # the latest running number
        self._gap = False  # whether a blank row or a title came since the latest respondent
        self._waiting: list[Waiting] = []
        self._other = 0  # the row with the titles of another table below this one
        self._counted = CountedRows()
        self._latest: deque[tuple[int, Row, list[Cell]]] = deque(maxlen=_LATEST)
        self._zeroth: Waiting | None = None  # a first row numbered 0, while no other row is like it
        self._lonely: Lonely | None = None  # a row whose number the next one has to go on from

    def run(self, progress: Progress) -> Judged:
        table, judged = self._table, self._judged
        indexes, number_index, moment = self._indexes, self._about.number, self._about.moment
        special = table.sheet.hidden_rows | table.sheet.struck_rows | table.sheet.merged.keys()
        width = self._about.width
        counts_up, running_of = self._about.counts_up, self._about.running
        half, size = self._about.half, len(indexes)
        told, is_marked = bool(self._said), self._about.is_marked
        rows = islice(iter(table.sheet.rows), table.first_row - 1, table.last_row)
        for number, row in enumerate(rows, table.first_row):
            if number % 500 == 0:
                progress(number)
            judged.verdicts.append(BLANK)
            length = len(row)
            cells = [row[index] if index < length else None for index in indexes]
            filled = size - cells.count(None)
            if not filled or (cells[-1] in _DASHES and all(map(is_blank, cells))):
                self._unanswered(number, row)
                continue
            is_plain = (
                cells[-1] in _PLAIN
                and filled >= half
                and length <= width
                and number not in special
                and not told
                and not self._other
                and not is_marked(row)
            )
            if is_plain and number_index is not None and counts_up:
                running = row[number_index] if number_index < length else None
                if running_of(running) == self._last + 1:
                    if self._waiting:
                        self._settle(self._last + 1)
                    self._last += 1
                    self._lonely = None
                    if self._counted.rows is not None:
                        self._counted.add(self._last, Waiting(number, row, cells))
                    self._accept(number, row, cells)
                    continue
            elif is_plain and number_index is None and moment is not None and moment < length:
                cell = row[moment]
                if cell is not None and read_moment(cell) is not None and not self._about.is_odd_month(cell):
                    self._accept(number, row, cells)
                    continue
            self._judge(number, row, cells, filled)
        self._settle(None)
        self._settle_lonely(None)
        settle_zeroth(judged, self._zeroth)
        doubt_last(judged, self._about, self._unknown())
        self._counted.take_back(judged)
        return judged

    def _accept(self, number: int, row: Row, cells: list[Cell]) -> None:
        judged = self._judged
        if self._about.moment is not None:
            is_dated = self._about.moment < len(row) and row[self._about.moment] is not None
            judged.first_is_dated = judged.first_is_dated or (is_dated and not judged.respondents)
            judged.dated += is_dated
            judged.undated += not is_dated
        judged.add(number, cells)
        self._gap = False
        if self._zeroth and cells == self._zeroth.cells:
            self._zeroth = None
        self._latest.append((number, row, cells))

    def _unknown(self) -> Iterator[tuple[int, Row, list[Cell]]]:
        """The last respondents, from the end, as long as nothing but a number says that they are ones."""
        if self._about.number is None and self._about.expects_person:
            return
        for number, row, cells in reversed(self._latest):
            is_respondent = self._judged.verdicts[number - self._table.first_row] == RESPONDENT
            if not is_respondent or number in self._said or self._about.has_person(row):
                return
            yield number, row, cells

    def _unanswered(self, number: int, row: Row) -> None:
        """A row without any answer: blank, a title, or a respondent who said nothing."""
        filled = [cell for cell in row if not is_blank(cell)]
        if not filled:
            self._gap = True
            return
        has_number = (
            self._about.number is not None
            and self._about.number < len(row)
            and self._about.running(row[self._about.number]) is not None
        )
        if number in self._table.sheet.hidden_rows:
            self._judged.skip(number, "hidden", "Baris tersembunyi.", row)
        elif has_number or not (
            texts := [one for one in filled if isinstance(one, str) and WORDY.search(one)]
        ):
            self._judged.skip(number, "unanswered", "Tanpa satu jawaban pun.", row)
        else:
            text = texts[0]
            kind = "summary" if says_summary(text) else "unanswered" if len(filled) > 2 else "title"
            self._judged.skip(number, kind, f"Tanpa jawaban; berisi “{shorten(text)}”.", row)
            if kind == "title" and len(self._judged.sections) < MOST_VALUES:
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
        elif len(row) > self._about.width and self._about.is_too_wide(row):
            self._judge_wide(number, row)
        elif is_numbering(cells):
            judged.skip(number, "numbering", "Penomoran kolom.", row)
        elif number in self._table.repeats or self._about.says_titles(cells):
            judged.skip(number, "header", "Judul kolom yang berulang.", row)
            judged.begin_part(number)
            self._gap, self._other = True, 0
        elif self._is_other_header(row, cells):
            judged.skip(number, "header", "Judul tabel lain.", row)
            self._other = number
        elif self._other:
            self._judge_other(number, row, cells)
        elif number in self._table.sheet.struck_rows:
            self._doubt(number, "Dicoret di berkas.", row)
        elif void := self._about.void(row):
            self._doubt(number, f"Ditandai “{shorten(void)}”.", row)
        elif self._about.continues_above(number, cells):
            judged.skip(number, "merged", "Sel gabungan dengan baris di atasnya.", row)
        elif self._about.number is not None:
            self._judge_numbered(number, row, cells, filled)
        else:
            self._judge_unnumbered(number, row, cells, filled)

    def _is_other_header(self, row: Row, cells: list[Cell]) -> bool:
        """Whether a row has the titles of another table: that of its running number, and texts beside it."""
        index = self._about.number
        if index is None:
            cell = next((one for one in row if one is not None), None)
        else:
            cell = row[index] if index < len(row) else None
        if not isinstance(cell, str) or role_of(normalise(cell))[0] != "number":
            return False
        texts = [one for one in row if isinstance(one, str) and WORDY.search(one) and one != cell]
        return bool(texts) and not any(read_value(one).kind in ("degree", "code") for one in texts)

    def _judge_other(self, number: int, row: Row, cells: list[Cell]) -> None:
        """A row below the titles of another table: no respondent, unless it looks like one."""
        filled = [cell for cell in cells if cell is not None]
        if len(filled) >= self._about.half and self._about.are_answers(filled):
            self._doubt(number, f"Di bawah judul tabel lain (baris {self._other}).", row)
        else:
            self._judged.skip(number, "other", f"Di bawah judul tabel lain (baris {self._other}).", row)

    def _judge_wide(self, number: int, row: Row) -> None:
        """A row of separated text with more cells than titles."""
        text = next((cell for cell in row if isinstance(cell, str) and WORDY.search(cell)), "")
        at = self._about.number if self._about.number is not None and self._about.number < len(row) else None
        running = None if at is None else self._about.running(row[at])
        if running is None and (says_summary(text) or says_note(text)):
            kind = "summary" if says_summary(text) else "legend"
            is_label = at is not None and row[at] == text
            where = f"Kolom {letters(at or 0)} berisi “{shorten(text)}”, bukan nomor urut."
            self._judged.skip(number, kind, where if is_label else f"Diawali “{shorten(text)}”.", row)
        elif whole := self._about.realigned(row):
            self._judged.repaired[number] = whole
            cells = [whole[index] for index in self._indexes]
            self._judge(number, whole, cells, len(cells) - cells.count(None))
        else:
            self._judged.skip(number, "wide", _TOO_WIDE, row, REJECTED)

    def _judge_numbered(self, number: int, row: Row, cells: list[Cell], filled: int) -> None:
        index = self._about.number or 0
        cell = row[index] if index < len(row) else None
        running = None if cell is None else self._about.running(cell)
        is_next = self._last + 1 in (code_in(cell), number_in(cell)) and not says_summary(str(cell))
        if running is None and is_next and filled >= self._about.half:
            running = self._last + 1  # "R3" among mere numbers
        if running is not None:
            self._settle(running)
            self._settle_lonely(running)
            above = self._judged.reasons.get(number - 1)
            in_legend = above is not None and above.kind == "legend" and filled < self._about.half
            is_next = self._last < running <= self._last + _MOST_LEFT_OUT and not in_legend
            if self._about.counts_up and not is_next:
                self._counted.begin(running, Waiting(number, row, cells))
                if self._skip_out_of_order(running, number, row, cells, filled):
                    return
            else:
                self._counted.add(running, Waiting(number, row, cells))
            is_zero = running == 0 and self._about.has_titled_number
            if is_zero and self._judged.respondents:
                self._doubt(number, "Bernomor 0, di luar urutan.", row)
                return
            given = [one for one in cells if one is not None]
            if is_next and filled < self._about.half and self._about.mostly_odd(given):
                text = f"Bernomor ({running}), tetapi isinya bukan jawaban seperti baris lain."
                self._judged.skip(number, "legend", text, row)
                return
            if is_next or not self._about.counts_up:
                label = self._about.mere_label(row)
                if label and self._judged.are_statistic(cells):
                    self._judged.skip(number, "summary", f"Diawali “{shorten(label)}”.", row)
                    return
                if label:
                    self._doubt(number, f"Bernomor ({running}), tetapi berisi “{shorten(label)}”.", row)
                    return
            if self._is_lonely(running, row):
                self._lonely = Lonely(Waiting(number, row, cells), running, self._last)
            self._last = running
            self._accept(number, row, cells)
            self._zeroth = Waiting(number, row, cells) if is_zero else self._zeroth
        elif (
            cell is None
            or (isinstance(cell, str) and read_value(cell).kind == "blank")
            or not isinstance(cell, str)
        ):
            if isinstance(cell, str) or cell is None:
                self._waiting.append(Waiting(number, row, cells))
            else:
                self._accept(number, row, cells)  # a formula that numbers the rows
        else:
            text = f"Kolom {letters(index)} berisi “{shorten(cell)}”, bukan nomor urut."
            self._judge_label(number, row, cells, cell, text)

    def _is_lonely(self, running: int, row: Row) -> bool:
        """Whether a number comes out of the blue, and nothing else says that the row is a respondent."""
        goes_on = self._last < running <= self._last + FAR or (running == 1 and self._gap)
        return self._about.counts_up and not goes_on and not self._about.has_person(row)

    def _settle_lonely(self, following: int | None) -> None:
        """Doubt a row whose number neither goes on from the one before nor is gone on from by `following`."""
        lonely, self._lonely = self._lonely, None
        if lonely and not lonely.goes_on(following):
            one = lonely.row
            self._judged.take_back(one.number, one.cells)
            self._doubt(one.number, f"Nomornya ({lonely.running}) tidak melanjutkan urutan.", one.row)
            self._last = lonely.last

    def _skip_out_of_order(self, running: int, number: int, row: Row, cells: list[Cell], filled: int) -> bool:
        """Leave out a row whose number does not go on, where something else says that it is no respondent."""
        judged = self._judged
        label = self._about.label(row)
        if not _PLAIN.issuperset(cells) and (statistic := name_statistic(cells, judged.counts)):
            text = f"Nomornya ({running}) tidak melanjutkan urutan, dan nilainya {statistic} di atasnya."
            judged.skip(number, "summary", text, row)
        elif (says_summary(label.text) or label.is_known) and not self._about.has_person(row):
            kind = "summary" if says_summary(label.text) else "legend"
            judged.skip(number, kind, f"Diawali “{shorten(label.text)}”.", row)
        elif filled < self._about.half and self._about.is_written_otherwise(cells):
            text = f"Nomornya ({running}) tidak melanjutkan urutan, dan isinya bukan seperti jawaban lain."
            judged.skip(number, "legend", text, row)
        elif _FEW * filled < len(cells) or (
            filled < self._about.half
            and not self._about.are_answers([one for one in cells if one is not None])
        ):
            text = f"Nomornya ({running}) tidak melanjutkan urutan, dan hanya berisi {filled} jawaban."
            judged.skip(number, "legend", text, row)
        elif 2000 <= running < 2100 and self._last < 1000:
            self._doubt(number, f"Nomornya ({running}) seperti tahun.", row)
        else:
            return False
        return True

    def _judge_label(self, number: int, row: Row, cells: list[Cell], label: str, text: str) -> None:
        """A row with a text where the others have a number or a date."""
        if says_summary(label) or says_note(label) or not self._about.has_person(row):
            kind = "summary" if says_summary(label) or self._judged.are_statistic(cells) else "legend"
            self._judged.skip(number, kind, text, row)
        else:
            self._doubt(number, text, row)

    def _settle(self, following: int | None) -> None:
        """Decide on the rows without a number, now that the next number is known; None at the end."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        labels = [self._about.label(one.row) for one in waiting]
        bare = [
            one
            for one, label in zip(waiting, labels, strict=True)
            if not label.is_telling and not self._about.has_person(one.row, with_service=False)
        ]
        left_out = (following or 0) - self._last - 1
        for one, label in zip(waiting, labels, strict=True):
            text = f"Tanpa nomor urut dan diawali “{shorten(label.text)}”."
            has_person = self._about.has_person(one.row)
            if (label.is_known or label.is_telling) and not (has_person and not label.is_telling):
                is_summary = says_summary(label.text) or self._judged.are_statistic(one.cells)
                self._judged.skip(one.number, "summary" if is_summary else "legend", text, one.row)
            elif has_person and (one not in bare or not self._about.counts_up):
                self._accept(one.number, one.row, one.cells)
            elif self._about.counts_up and following is not None and left_out == len(bare):
                self._accept(one.number, one.row, one.cells)
            elif has_person:
                self._doubt(one.number, "Tanpa nomor urut, hanya dengan nama layanan.", one.row)
            else:
                self._settle_bare(one, following)

    def _settle_bare(self, one: Waiting, following: int | None) -> None:
        """A row of mere values, without a number, a label or anything about a person."""
        filled = len(one.cells) - one.cells.count(None)
        if statistic := name_statistic(one.cells, self._judged.counts):
            text = f"Tanpa nomor urut; nilainya {statistic} di atasnya."
            self._judged.skip(one.number, "summary", text, one.row)
        elif self._about.expects_person or filled < self._about.half:
            text = "Tanpa nomor urut, tanggal, atau data diri seperti baris lain."
            self._judged.skip(one.number, "legend", text, one.row)
        elif self._about.mostly_unreadable(one.cells):
            self._judged.skip(one.number, "summary", "Tanpa nomor urut, dan nilainya bukan jawaban.", one.row)
        elif following is not None:
            text = "Tanpa nomor, dan nomor urut berlanjut tanpa baris ini."
            self._judged.skip(one.number, "legend", text, one.row)
        else:
            self._doubt(one.number, "Tanpa nomor urut, di bawah baris yang bernomor.", one.row)

    def _judge_unnumbered(self, number: int, row: Row, cells: list[Cell], filled: int) -> None:
        text = next((cell for cell in cells if isinstance(cell, str) and WORDY.search(cell)), "")
        if says_summary(text) and read_value(text).kind == "word":
            self._judged.skip(number, "summary", f"Diawali “{shorten(text)}”.", row)
            return
        label = self._about.label(row)
        above = self._judged.reasons.get(number - 1)
        is_apart = self._gap or (above is not None and above.kind in ("summary", "legend", "doubt"))
        moment = self._about.moment
        cell = row[moment] if moment is not None and moment < len(row) else None
        if moment is not None and cell is not None and read_value(cell).kind != "blank":
            is_read = read_moment(cell) is not None
            if self._about.is_odd_month(cell) and not self._about.people:
                self._doubt(number, f"Kolom {letters(moment)} berisi bulan (“{cell}”), bukan hari.", row)
            elif (is_read and label.is_telling and label.is_known) or self._about.mere_label(row):
                self._doubt(number, f"Diawali “{shorten(label.text)}”.", row)
            elif is_read or (self._about.is_bad_date(cell, label) and filled >= self._about.half):
                self._accept(number, row, cells)
            else:
                text = f"Kolom {letters(moment)} berisi “{shorten(str(cell))}”, bukan tanggal."
                self._judge_label(number, row, cells, str(cell), text)
        elif self._about.has_person(row):
            if label.is_known:
                self._doubt(number, f"Diawali “{shorten(label.text)}”.", row)
            else:
                self._accept(number, row, cells)
        elif label.text:
            self._judge_labelled(number, row, cells, label)
        elif filled * (3 if is_apart else 4) < len(cells):
            text = f"Hanya {filled} dari {len(cells)} jawaban, tanpa nomor, tanggal, atau data diri."
            self._judged.skip(number, "legend", text, row)
        elif (is_apart or self._about.mostly_unreadable(cells)) and (
            statistic := name_statistic(cells, self._judged.counts)
        ):
            self._judged.skip(number, "summary", f"Nilainya {statistic} di atasnya.", row)
        elif self._about.expects_person and any(cell is not None for cell in row[self._about.right + 1 :]):
            self._doubt(number, "Berisi nilai di luar kolom tabel, tanpa tanggal atau data diri.", row)
        elif self._about.lacks_its_date() and (not self._judged.respondents or self._is_like_a_recap(cells)):
            self._doubt(number, "Tanpa tanggal, dan nilainya seperti rekap atau target.", row)
        elif is_apart and self._judged.respondents and self._about.expects_person:
            self._doubt(number, "Terpisah dari baris lain, tanpa tanggal atau data diri.", row)
        elif self._about.tells_people:
            self._doubt(number, "Tanpa tanggal atau data diri seperti baris lain.", row)
        elif self._about.is_written_otherwise(cells):
            self._doubt(number, "Jawabannya tertulis lain daripada baris-baris lain.", row)
        else:
            self._accept(number, row, cells)

    def _judge_labelled(self, number: int, row: Row, cells: list[Cell], label: Label) -> None:
        """A row with a text, and nothing else says who or when."""
        text = f"Diawali “{shorten(label.text)}”, tanpa nomor, tanggal, atau data diri."
        is_figures = self._judged.are_statistic(cells) or self._about.mostly_unreadable(cells)
        is_summary = says_summary(label.text) or is_figures
        is_beside = label.index > self._indexes[-1]
        filled = len(cells) - cells.count(None)
        if label.is_known or (
            label.is_telling and (not is_beside or is_summary or filled < self._about.half)
        ):
            self._judged.skip(number, "summary" if is_summary else "legend", text, row)
        elif says_summary(label.text) and is_figures:
            self._judged.skip(number, "summary", text, row)
        elif 4 * filled < len(cells) or self._about.is_written_otherwise(cells):
            self._judged.skip(number, "legend", text, row)
        elif label.is_telling or self._about.is_odd_word(label) or self._about.tells_more(label):
            self._doubt(number, f"Diawali “{shorten(label.text)}”.", row)
        elif self._about.is_undated_service(label) and (
            not self._judged.respondents or self._is_like_a_recap(cells)
        ):
            self._doubt(number, f"Tanpa tanggal, diawali “{shorten(label.text)}”.", row)
        else:
            self._accept(number, row, cells)  # a name, or a remark beside the answers

    def _is_like_a_recap(self, cells: Sequence[Cell]) -> bool:
        """Whether values are a statistic, all alike, or written otherwise than those of most rows."""
        is_odd = len({*cells}) == 1 or self._judged.are_statistic(cells)
        return (is_odd and self._judged.varies) or self._about.is_written_otherwise(cells)

    def _doubt(self, number: int, text: str, row: Row) -> None:
        self._judged.skip(number, "doubt", text, row, DOUBTFUL)
