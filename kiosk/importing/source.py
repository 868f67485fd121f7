"""A file's rows as responses to be, with what was chosen and learned applied."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import time
from zoneinfo import ZoneInfo

from kiosk.answering.validation import MAX_COMMENT
from kiosk.answering.validation import clean_comment
from kiosk.base.period import Period
from kiosk.importing.choices import BY_MONTH
from kiosk.importing.choices import REFUSED
from kiosk.importing.choices import Choices
from kiosk.importing.choices import Words
from kiosk.importing.choices import merge_words
from kiosk.importing.extra_columns import ExtraColumns
from kiosk.importing.national import find_export
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import languages
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.columns import Column
from kiosk.sheets.meanings import EVERY
from kiosk.sheets.progress import Progress
from kiosk.sheets.progress import silent
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.tables import Table
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import is_bare_label
from kiosk.sheets.understanding import understand
from kiosk.sheets.understood import Answered
from kiosk.sheets.understood import Rejected
from kiosk.sheets.understood import Understanding
from kiosk.sheets.words import NOT_KEPT
from kiosk.sheets.words import read_word
from kiosk.store.answers.imports import EarlierChoices
from kiosk.store.offices.units import Service
from kiosk.store.offices.units import Unit
from scoring import Instrument
from scoring import list_instruments

MAX_WORD = 200
_MOST_MEANINGS = 4096
_NOON = time(12)
_FIRST_YEAR = 2000


@dataclass(frozen=True)
class Context:
    """Whose file it is, what that unit has taught before, and the present moment.

    `instrument` is assumed of a file whose titles name no other; `questionnaires` are the ids of all that
    the unit has asked, the one in force first. `importance` has the question about each unsur's importance
    that the unit asks, by unsur, `extras` its other questions outside the index. `earlier` has what was
    chosen for files imported before, here or into units below, by the digest of their titles. `targets` are
    the units that may be chosen for the offices of a file of several, `parts` what is known of those that
    were, by their ids.
    """

    instrument: Instrument
    unit: Unit
    services: Sequence[Service]
    learned: Words
    now: datetime
    questionnaires: Sequence[str] = ()
    importance: Mapping[str, str] = field(default_factory=dict)
    extras: Sequence[ExtraQuestion] = ()
    earlier: Mapping[str, EarlierChoices] = field(default_factory=dict)
    targets: Sequence[Unit] = ()
    parts: Mapping[str, "Context"] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """A respondent's row, understood. `kind` is response, rejected or repeated.

    `said` has the file's own words by field; `moment` is on the office's wall; `undated` when only the chosen
    month dates it, `unread` when that is because its date could not be read. `key` is always the same for the
    same row of a file. `extras` are codes by question outside the index.
    """

    answered: Answered
    kind: str
    key: str = ""
    rejected: tuple[Rejected, ...] = ()
    profile: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Cell] = field(default_factory=dict)
    service_id: str | None = None
    moment: datetime | None = None
    undated: bool = False
    unread: bool = False
    alike: bool = False
    comment: str | None = None
    extras: Mapping[str, str] = field(default_factory=dict)


def _about_questionnaire(found: Instrument, context: Context) -> list[Question]:
    """Which of the questionnaires that the unit has asked it was, where several have the items found."""
    asked = [find_questionnaire(id) for id in dict.fromkeys(context.questionnaires)]
    alike = [one for one in asked if one and one.rules.items == found.items]
    if len(alike) < 2:
        return []
    text = "Kantor ini memakai beberapa kuesioner dengan pertanyaan itu. Kuesioner mana yang dijawab?"
    choices = tuple(Choice(one.id, one.rules.title) for one in alike)
    return [Question("questionnaire", text, "--instrumen", "questionnaire", choices)]


class Source:
    """A file with the choices made. Raises `SheetError` when no sheet can be one of answers.

    `found` is the file understood before, by a source whose choices differ in nothing but offices and the
    unit's own lists; its rows are not judged again.
    """

    def __init__(
        self,
        sheets: Sequence[Sheet],
        choices: Choices,
        context: Context,
        progress: Progress = silent,
        found: Understanding | None = None,
    ) -> None:
        self._context = context
        self._choices = choices
        self._progress = progress
        self._words = merge_words(context.learned, choices.words)
        decisions = choices.decisions(context.learned)
        self.found = found or understand(sheets, context.instrument, decisions, progress)
        self.understanding: Understanding = self.found.of_offices(decisions.offices)
        if not choices.questionnaire:
            self.understanding.questions += _about_questionnaire(self.understanding.instrument, context)
        self.table: Table = self.understanding.table
        self.columns: Mapping[str, Column] = self.table.columns
        self._extra_columns = ExtraColumns(context.extras, self.table, choices.extras)
        self.understanding.questions += self._extra_columns.questions()
        self._services = {
            normalise(text): service.service_id
            for service in context.services
            for text in (service.code, service.name)
        }
        self.profile = load_questionnaire(self.understanding.instrument.id).profile
        self._meanings: dict[str, dict[Cell, str | None]] = {name: {} for name in (*self.profile, "service")}
        self.export = find_export(self.understanding)
        stated = normalise(self.export.service) if self.export else ""
        self._service_id = choices.service_id or self._services.get(stated)
        self._important = {
            normalise(text): code
            for code in ("1", "2", "3", "4")
            for text in (
                code,
                f"{code}.0",
                *(one(f"importance.scale_{code}") for one in languages().values()),
            )
        }
        self._zone = ZoneInfo(context.unit.timezone)
        self._now = context.now.astimezone(self._zone)
        self._month = _month_moment(choices.month, self._now)
        self.timed = self._is_timed()
        self.skips_repeated = self.timed if choices.skip_repeated is None else choices.skip_repeated

    def _is_timed(self) -> bool:
        """Whether the first date has a time of day."""
        for answered in self.understanding.respondents(silent):
            if answered.moment and not answered.from_title:
                return answered.moment.clock is not None
        return False

    @property
    def was_asked(self) -> bool:
        """Whether the questionnaire is built in, or the office's own and chosen: then its text is stored."""
        id = self.understanding.instrument.id
        return id in list_instruments() or id in self._context.questionnaires

    def taught_titles(self) -> dict[str, str]:
        """What the columns chosen by hand teach for the next file: titles that say which is meant."""
        titles = self.table.header.titles
        texts = [normalise(title) for title in titles.values()]
        chosen = {
            normalise(title): role
            for index, title in titles.items()
            if (role := self._choices.columns.get(letters(index)))
        }
        return {
            text: role
            for text, role in chosen.items()
            if text and len(text) <= MAX_WORD and not is_bare_label(text) and texts.count(text) == 1
        }

    def entries(self) -> Iterator[Entry]:
        """Every respondent's row."""
        seen: set[int] = set()
        tables = {id(one): place for place, one in enumerate(self.understanding.judged)}
        for answered in self.understanding.respondents(self._progress):
            if answered.unread or answered.wrong:
                yield Entry(answered, "rejected", rejected=tuple(self.understanding.reject(answered)))
                continue
            table = answered.judged.table
            number = table.columns.get("number")
            mark = _fingerprint(answered, number.index if number else None)
            place = tables[id(answered.judged)]
            key = f"{answered.number}/{place}" if place else str(answered.number)
            yield self._read(answered, key, alike=mark in seen)
            seen.add(mark)

    def _read(self, answered: Answered, key: str, *, alike: bool) -> Entry:
        moment, undated, wrong = self._moment(answered)
        if wrong:
            return Entry(answered, "rejected", rejected=(wrong,))
        columns, cells = answered.judged.table.columns, answered.cells
        said: dict[str, Cell] = {}
        profile: dict[str, str] = {}
        service = None
        for name in self._meanings:
            column = columns.get(name)
            if column and column.index < len(cells) and (cell := cells[column.index]) is not None:
                said[name] = cell
                if not (code := self.meaning(name, cell)):
                    continue
                if name == "service":
                    service = code
                else:
                    profile[name] = code
        remark = columns.get("comment")
        comment = cells[remark.index] if remark and remark.index < len(cells) else None
        extras, texts = self._extra_columns.read(answered.judged.table, cells)
        said_texts = [clean_comment(str(comment)), *texts] if comment is not None else texts
        return Entry(
            answered,
            "repeated" if alike and self.skips_repeated else "response",
            key,
            profile=profile,
            said=said,
            service_id=service or self._service_id,
            moment=moment,
            undated=undated,
            unread=undated and answered.date is not None,
            alike=alike,
            comment="\n".join(filter(None, said_texts))[:MAX_COMMENT].strip() or None,
            extras=self._read_importance(answered) | extras,
        )

    def _read_importance(self, answered: Answered) -> dict[str, str]:
        """How important the row calls each unsur that the unit asks about; other values are left out."""
        cells, columns = answered.cells, answered.judged.table.header.important
        found: dict[str, str] = {}
        for unsur, index in columns.items():
            question = self._context.importance.get(unsur)
            text = normalise(str(cells[index])) if index < len(cells) and cells[index] is not None else ""
            if question and (code := self._important.get(text)):
                found[question] = code
        return found

    def meaning(self, name: str, cell: Cell) -> str | None:
        """The code of a cell's words; `NOT_KEPT` when nothing is to be kept of it, None when not known."""
        meanings = self._meanings[name]
        if cell in meanings:
            return meanings[cell]
        found = self._meaning(name, cell)
        if len(meanings) < _MOST_MEANINGS:
            meanings[cell] = found
        return found

    def _meaning(self, name: str, cell: Cell) -> str | None:
        word = normalise(str(cell))[:MAX_WORD]
        if not word:
            return NOT_KEPT
        learned = self._words.get(name, {}).get(word)
        if learned is not None:
            known = self._services.values() if name == "service" else self.profile[name]
            if learned in known or name == "service" or learned == NOT_KEPT:
                return learned if learned in known else NOT_KEPT
        return self._services.get(word) if name == "service" else read_word(name, cell, self.profile)

    def taught(self, key: str) -> Mapping[str, str]:
        """What words in the column of an item mean, as a person has said now or for an earlier file."""
        return {**self._words.get(EVERY, {}), **self._words.get(key, {})}

    def notes(self) -> Iterator[Note]:
        """What a person should know of the file's service, and of what it has beside satisfaction."""
        service = self.export.service if self.export else ""
        if service and not self._service_id:
            text = f"Layanan di berkas, “{service}”, belum ada di daftar layanan; pilih layanannya."
            yield Note("service-unknown", text)
        if any(one.table.header.important for one in self.understanding.judged):
            text = "Harapan di berkas disimpan di samping kepuasan; tidak ikut dalam IKM."
            if not self._context.importance:
                text = (
                    "Harapan di berkas tidak disimpan. Untuk menyimpannya, nyalakan Harapan tiap unsur di "
                    "Pengaturan › Kuesioner, lalu impor."
                )
            yield Note("importance-kept", text)
        yield from self._extra_columns.notes()

    def _moment(self, answered: Answered) -> tuple[datetime | None, bool, Rejected | None]:
        """When it was answered, whether only the chosen month says so, and what is wrong with the date."""
        found = answered.moment
        if found is None:
            if answered.date is not None and self._choices.unread_dates == REFUSED:
                return None, False, self._reject(answered, "Tanggal tidak terbaca; baris ini tidak dihitung.")
            return self._month, True, None
        found = found.on_wall(self._zone)
        reason = None
        if found.day.year < _FIRST_YEAR:
            reason = "Tanggal sebelum tahun 2000; baris ini tidak dihitung."
        elif found.day > self._now.date() and not (
            found.whole_month and (found.day.year, found.day.month) == (self._now.year, self._now.month)
        ):
            reason = "Tanggal ini belum tiba; baris ini tidak dihitung."
        if reason:
            return None, False, self._reject(answered, reason)
        moment = datetime.combine(found.day, found.clock or _NOON, self._zone)
        return min(moment, self._now), False, None

    def _reject(self, answered: Answered, reason: str) -> Rejected:
        table = answered.judged.table
        column = table.columns.get("moment")
        title = column.title if column else ""
        return Rejected(answered.number, title, str(answered.date or ""), reason, table.sheet.name)


def about_month() -> Question:
    """Rows without a date: which month are they of?"""
    text = "Pilih bulan untuk jawaban yang tidak bertanggal."
    return Question("month", text, "--bulan", "month", (), "2024-05")


def about_unread_dates(unread: int) -> Question:
    """Dates that cannot be read: are their rows dated by the chosen month, or refused?"""
    return Question(
        "dates-unread",
        f"{unread} tanggal tidak terbaca. Bagaimana dengan barisnya?",
        "--tanggal-rusak",
        "unread_dates",
        (Choice(BY_MONTH, "ikut bulan yang dipilih"), Choice(REFUSED, "tolak barisnya")),
    )


def _month_moment(month: str, now: datetime) -> datetime | None:
    """Noon of the month's last day, or now in the running month; None when no month is chosen."""
    if not month:
        return None
    last = Period.parse(month).end
    return min(datetime.combine(last, _NOON, now.tzinfo), now)


def _fingerprint(answered: Answered, without: int | None) -> int:
    """The same for rows of an office that are alike but for their running number."""
    header, cells = answered.judged.table.header, answered.cells
    first, last = header.first, header.last
    kept = list(cells[first:]) if last + 1 >= len(cells) else list(cells[first : last + 1])
    if without is not None and 0 <= without - first < len(kept):
        kept[without - first] = None
    while kept and kept[-1] is None:
        kept.pop()
    return hash((answered.office, *kept))


def latest_month(now: date) -> str:
    """The month a file without dates is most likely about: the last one that is over."""
    return f"{now.year - 1}-12" if now.month == 1 else f"{now.year}-{now.month - 1:02d}"
