"""A file's rows as responses to be, with what was chosen and learned applied."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import time
from hashlib import blake2b
from zoneinfo import ZoneInfo

from kiosk.answering.validation import MAX_COMMENT
from kiosk.base.period import Period
from kiosk.questionnaire.profile import FIELDS
from kiosk.sheets.answers import Rejected
from kiosk.sheets.answers import Row
from kiosk.sheets.answers import Table
from kiosk.sheets.answers import find_tables
from kiosk.sheets.columns import Column
from kiosk.sheets.columns import find_columns
from kiosk.sheets.dates import is_month_first
from kiosk.sheets.dates import read_moment
from kiosk.sheets.files import Cell
from kiosk.sheets.files import Sheet
from kiosk.sheets.headers import Layout
from kiosk.sheets.headers import column_index
from kiosk.sheets.headers import is_bare_label
from kiosk.sheets.headers import letters
from kiosk.sheets.headers import normalise
from kiosk.sheets.words import NOT_KEPT
from kiosk.sheets.words import read_word
from kiosk.store.offices.units import Service
from kiosk.store.offices.units import Unit
from scoring import Instrument

MAX_WORD = 200
_NOON = time(12)
_FIRST_YEAR = 2000

Words = Mapping[str, Mapping[str, str]]
# What an office has taught about titles is kept beside its words, under this name.
TITLES = "title"


@dataclass(frozen=True)
class Choices:
    """What the person importing decides; `month` dates rows without a date ("" not yet chosen).

    `sheet` is a worksheet's name, "" for the first with answers. `skip_repeated` None leaves it to the file:
    rows alike to the minute are one person twice, rows without a time may be two people. `words` are meanings
    given in this preview, by field (an unsur, a profile field or "service"). `columns` says what a column is,
    by the spreadsheet's letters, and `row` where the titles stand, where the person knows better.
    """

    order: str = "kuesioner"
    sheet: str = ""
    month: str = ""
    service_id: str = ""
    skip_repeated: bool | None = None
    words: Words = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True)
class Context:
    """Whose file it is, what that unit has taught before, and the present moment."""

    instrument: Instrument
    unit: Unit
    services: Sequence[Service]
    learned: Words
    now: datetime


@dataclass(frozen=True)
class Entry:
    """A row, understood. `kind` is that of `kiosk.sheets.answers.Row`, or repeated.

    `said` has the file's own words by field; `moment` is on the office's wall; `undated` when only the chosen
    month dates it.
    """

    row: Row
    kind: str
    rejected: tuple[Rejected, ...] = ()
    profile: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Cell] = field(default_factory=dict)
    service_id: str | None = None
    moment: datetime | None = None
    undated: bool = False
    alike: bool = False
    comment: str | None = None


class Source:
    """One sheet of a file with the choices made. Raises `SheetError` when no sheet can be one of answers."""

    def __init__(self, sheets: Sequence[Sheet], choices: Choices, context: Context) -> None:
        self._context = context
        self._choices = choices
        self._words = _merge(context.learned, choices.words)
        layout = Layout(
            choices.order,
            context.learned.get(TITLES, {}),
            {column_index(name): role for name, role in choices.columns.items()},
            choices.row,
        )
        tables = find_tables(sheets, context.instrument, layout, self._words, partly=True)
        self.sheets = tuple(table.sheet.name or "" for table in tables)
        self.table: Table = next(
            (table for table in tables if table.sheet.name == (choices.sheet or None)), tables[0]
        )
        self.columns: Mapping[str, Column] = find_columns(self.table, layout)
        self.month_first = False
        self.timed = False
        self._inspect_moments()
        self.skips_repeated = self.timed if choices.skip_repeated is None else choices.skip_repeated
        self._services = {
            normalise(text): service.service_id
            for service in context.services
            for text in (service.code, service.name)
        }
        self._zone = ZoneInfo(context.unit.timezone)
        self._now = context.now.astimezone(self._zone)
        self._month = _month_moment(choices.month, self._now)

    def _inspect_moments(self) -> None:
        """Which way round the dates are, and whether they have a time of day."""
        if "moment" not in self.columns:
            return
        self.month_first = is_month_first(self._cell(row, "moment") for row in self.table.rows())
        for row in self.table.rows():
            found = read_moment(self._cell(row, "moment"), month_first=self.month_first)
            if found:
                self.timed = found[1] is not None
                return

    def _cell(self, row: Row, name: str) -> Cell:
        column = self.columns.get(name)
        return row.cells[column.index] if column and column.index < len(row.cells) else None

    def taught_titles(self) -> dict[str, str]:
        """What the columns chosen by hand teach for the next file: titles that say which is meant."""
        texts = [normalise(title) for title in self.table.titles.values()]
        chosen = {
            normalise(title): role
            for index, title in self.table.titles.items()
            if (role := self._choices.columns.get(letters(index)))
        }
        return {
            text: role
            for text, role in chosen.items()
            if text and len(text) <= MAX_WORD and not is_bare_label(text) and texts.count(text) == 1
        }

    def entries(self) -> Iterator[Entry]:
        """Every row below the header."""
        seen: set[bytes] = set()
        number = self.columns.get("number")
        for row in self.table.rows():
            if row.kind == "rejected":
                yield Entry(row, "rejected", tuple(self.table.reject(row)))
            elif row.kind != "response":
                yield Entry(row, row.kind)
            else:
                mark = _fingerprint(row.cells, number.index if number else None)
                yield self._read(row, alike=mark in seen)
                seen.add(mark)

    def _read(self, row: Row, *, alike: bool) -> Entry:
        moment, undated, wrong = self._moment(row)
        if wrong:
            return Entry(row, "rejected", (wrong,))
        said = {name: self._cell(row, name) for name in (*FIELDS, "service")}
        said = {name: cell for name, cell in said.items() if cell is not None}
        profile = {name: self.meaning(name, said[name]) for name in FIELDS if name in said}
        service = self.meaning("service", said["service"]) if "service" in said else None
        comment = self._cell(row, "comment")
        return Entry(
            row,
            "repeated" if alike and self.skips_repeated else "response",
            profile={name: code for name, code in profile.items() if code},
            said=said,
            service_id=service or self._choices.service_id or None,
            moment=moment,
            undated=undated,
            alike=alike,
            comment=str(comment)[:MAX_COMMENT].strip() or None if comment is not None else None,
        )

    def meaning(self, name: str, cell: Cell) -> str | None:
        """The code of a cell's words; `NOT_KEPT` when nothing is to be kept of it, None when not known."""
        word = normalise(str(cell))[:MAX_WORD]
        if not word:
            return NOT_KEPT
        learned = self._words.get(name, {}).get(word)
        if learned is not None:
            known = self._services.values() if name == "service" else FIELDS[name]
            return learned if learned in known else NOT_KEPT
        return self._services.get(word) if name == "service" else read_word(name, cell)

    def _moment(self, row: Row) -> tuple[datetime | None, bool, Rejected | None]:
        """When it was answered, whether only the chosen month says so, and what is wrong with the date."""
        cell = self._cell(row, "moment")
        found = read_moment(cell, month_first=self.month_first)
        if found is None:
            return self._month, True, None
        day, clock = found
        reason = None
        if day.year < _FIRST_YEAR:
            reason = "Tanggal sebelum tahun 2000; baris ini tidak dihitung."
        elif day > self._now.date():
            reason = "Tanggal ini belum tiba; baris ini tidak dihitung."
        if reason:
            return None, False, Rejected(row.number, self.columns["moment"].title, str(cell), reason)
        return min(datetime.combine(day, clock or _NOON, self._zone), self._now), False, None


def _month_moment(month: str, now: datetime) -> datetime | None:
    """Noon of the month's last day, or now in the running month; None when no month is chosen."""
    if not month:
        return None
    last = Period.parse(month).end
    return min(datetime.combine(last, _NOON, now.tzinfo), now)


def _fingerprint(cells: list[Cell], without: int | None) -> bytes:
    """Twelve bytes that are the same for rows alike but for their running number."""
    kept = [cell for index, cell in enumerate(cells) if index != without]
    while kept and kept[-1] is None:
        kept.pop()
    return blake2b(repr(kept).encode(), digest_size=12).digest()


def _merge(learned: Words, chosen: Words) -> dict[str, dict[str, str]]:
    return {name: {**learned.get(name, {}), **chosen.get(name, {})} for name in {*learned, *chosen}}


def latest_month(now: date) -> str:
    """The month a file without dates is most likely about: the last one that is over."""
    return f"{now.year - 1}-12" if now.month == 1 else f"{now.year}-{now.month - 1:02d}"
