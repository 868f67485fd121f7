"""What a file would give, before anything of it is stored."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from itertools import islice

from kiosk.importing.choices import Choices
from kiosk.importing.counting import Counting
from kiosk.importing.extra_columns import FIELD as EXTRA
from kiosk.importing.folder import Pending
from kiosk.importing.grid import Grid
from kiosk.importing.grid import ShownTable
from kiosk.importing.national import CONVENTION
from kiosk.importing.offices import OfficeRows
from kiosk.importing.outcomes import Outcomes
from kiosk.importing.source import Context
from kiosk.importing.source import Entry
from kiosk.importing.source import Source
from kiosk.importing.source import about_month
from kiosk.importing.source import about_unread_dates
from kiosk.importing.spool import Row
from kiosk.importing.spool import Spool
from kiosk.importing.spool import make_row
from kiosk.importing.spool import make_rows
from kiosk.importing.stated import Check
from kiosk.importing.stated import read_stated
from kiosk.importing.stated import reconcile
from kiosk.questionnaire.catalogue import load_rules
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.columns import Column
from kiosk.sheets.file_notes import note_unread_dates
from kiosk.sheets.items import unsur_of
from kiosk.sheets.questions import Question
from kiosk.sheets.roles import IGNORED
from kiosk.sheets.roles import ROLES
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.titles import Ground
from kiosk.sheets.understood import Rejected
from kiosk.sheets.understood import Skipped
from kiosk.sheets.words import NOT_KEPT
from kiosk.store.answers.layout import NotStorable
from kiosk.store.answers.layout import check_storable
from kiosk.store.offices.units import Unit
from scoring import Result
from scoring import Tallies
from scoring import score

SHOWN_REJECTIONS = 200
SHOWN_WORDS = 40
SHOWN_COLUMNS = 60
_MAX_WORDS = 2000
# How far down, how many and how long examples of a column's cells are.
_SAMPLED_ROWS = 60
_SAMPLES = 3
_SAMPLE_LENGTH = 40


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file: its title, some cells, what it is read as, and why (None: for no reason)."""

    letters: str
    title: str
    samples: tuple[str, ...]
    role: str
    ground: Ground | None


@dataclass(frozen=True)
class Word:
    """A word of the file, normalised and as written, how often, and its code (None: not known)."""

    word: str
    written: str
    count: int
    code: str | None


@dataclass
class _Sums:
    """What one pass over the rows adds up."""

    kinds: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    rejected_values: int = 0
    said: dict[str, dict[Cell, int]] = field(default_factory=dict)
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    taught: dict[str, Counter[str]] = field(default_factory=dict)
    undated: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)
    odd_ages: int = 0
    comments: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Part:
    """What one unit gets of a file of several offices: `names` are those of the offices, `pending` the file
    with the choices for this unit, under an id of its own."""

    names: tuple[str, ...]
    pending: Pending
    context: Context
    preview: "Preview"

    @property
    def unit(self) -> Unit:
        """The unit."""
        return self.context.unit


@dataclass(frozen=True)
class Preview:
    """Everything the page shows. `rejected` holds the first `SHOWN_REJECTIONS` of `rejected_values`.

    `columns` are those with a title or content, `items` the titles of all items, `missing` those without a
    column.
    `words` are by field (profile fields and service, most frequent first, at most `SHOWN_WORDS`), `labels`
    the words in an unsur's column that are none of its options, without a meaning or with one that was taught
    before, which is never used unseen. `alike` rows repeat another; `if_skipped` and
    `if_kept` are the results without and with them.
    `spool` holds the responses, where nothing is left to ask about the rows.
    `undated` rows have no readable date. `questions` must be answered before anything is imported, `problems`
    say so in words; `notes` say what was left aside or assumed. `tables` are rows of the file as understood,
    `outcomes` what the answers to the questions lead to. `offices` are those of a file of several, `parts`
    what each unit gets once they are chosen: then `result` is that of all parts together.
    """

    source: Source
    choices: Choices
    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    columns: tuple[ShownColumn, ...]
    items: Mapping[str, str]
    missing: tuple[str, ...]
    moment: Column | None
    order: str
    is_order_assumed: bool
    skipped: Mapping[str, int]
    skipped_rows: tuple[Skipped, ...]
    rejected_rows: int
    rejected_values: int
    rejected: tuple[Rejected, ...]
    alike: int
    if_skipped: Result
    if_kept: Result
    skips_repeated: bool
    timed: bool
    undated: int
    odd_ages: int
    comments: int
    first_day: date | None
    last_day: date | None
    words: Mapping[str, tuple[Word, ...]]
    labels: Mapping[str, tuple[Word, ...]]
    result: Result
    checks: tuple[Check, ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    problems: tuple[str, ...]
    tables: tuple[ShownTable, ...]
    outcomes: Outcomes = field(default_factory=dict)
    spool: Spool | None = None
    offices: tuple[OfficeRows, ...] = ()
    parts: tuple[Part, ...] = ()

    def rows(self) -> Iterator[Row]:
        """The responses to be stored, as the preview understood them; else read from the file again."""
        kept = self.spool.rows() if self.spool else None
        return make_rows(self.source) if kept is None else kept

    @property
    def responses(self) -> int:
        """How many responses would be stored."""
        return self.result.respondents

    @property
    def left_out(self) -> int:
        """How many responses are of offices that are stored in no unit, as the person importing said."""
        return sum(one.result.respondents for one in self.offices if self.choices.targets.get(one.key) == "")

    @property
    def asked(self) -> list[Question]:
        """The questions that a form offers answers to: the first of each field."""
        offered = [question for question in reversed(self.questions) if question.choices or question.values]
        return list({question.field: question for question in offered}.values())[::-1]

    @property
    def is_open(self) -> bool:
        """Whether an answer that is missing changes the figures."""
        return any(
            question.field != "day_order" and not question.field.startswith(EXTRA) for question in self.asked
        )

    @property
    def by_hundredths(self) -> Result | None:
        """For an export of SKM Online: the result with 0,11 for each unsur, as many offices compute it."""
        if self.source.export is None:
            return None
        return score(self.result.instrument, self.result.tallies, CONVENTION)

    @property
    def repeated(self) -> int:
        """How many rows would be left out for repeating another."""
        return self.alike if self.skips_repeated else 0


def make_preview(source: Source, choices: Choices, spool: Spool | None = None) -> Preview:
    """Go through the respondents once; the responses are added to `spool`."""
    if source.understanding.questions:
        spool = None  # the answer changes the responses
    sums = _Sums()
    found = source.understanding
    instrument = found.instrument
    grid = Grid(found)
    repeats = Counting(instrument)
    first = Tallies.from_answers(instrument, _answers(source, sums, repeats, grid, spool))
    without, with_repeats = score(instrument, first), score(instrument, first + repeats.tallies())
    result = without if source.skips_repeated else with_repeats
    header = source.table.header
    titles = found.vocabulary.titles
    skipped = found.skipped()
    questions = tuple(_questions(source, sums, result, choices))
    return Preview(
        source=source,
        choices=choices,
        sheets=tuple(name for reading in (*found.readings, *found.others) if (name := reading.sheet.name)),
        sheet=found.sheet or "",
        header_row=header.row,
        columns=tuple(_columns(source)),
        items=titles,
        missing=tuple(title for key, title in titles.items() if key not in header.columns),
        moment=source.columns.get("moment"),
        order=choices.order,
        is_order_assumed=found.is_order_assumed,
        skipped=_count_kinds(skipped),
        skipped_rows=tuple(skipped),
        rejected_rows=sums.kinds["rejected"],
        rejected_values=sums.rejected_values,
        rejected=tuple(sums.rejected),
        alike=repeats.tallies().respondents,
        if_skipped=without,
        if_kept=with_repeats,
        skips_repeated=source.skips_repeated,
        timed=source.timed,
        undated=sums.undated,
        odd_ages=sums.odd_ages,
        comments=sums.comments,
        first_day=sums.first,
        last_day=sums.last,
        words={name: words for name, said in sums.said.items() if (words := _words(source, name, said))},
        labels={key: _labels(source, sums, key) for key in {**sums.labels, **sums.taught}},
        result=result,
        checks=tuple(reconcile(read_stated(found), result)),
        questions=questions,
        notes=(*found.notes, *source.notes(), *note_unread_dates(sums.unread)),
        problems=tuple(_problems(source, questions, result, choices)),
        tables=grid.tables(),
        spool=spool,
    )


def _count_kinds(skipped: list[Skipped]) -> dict[str, int]:
    kinds: Counter[str] = Counter()
    for one in skipped:
        kinds[one.kind] += len(one.rows)
    return dict(kinds)


def _columns(source: Source) -> Iterator[ShownColumn]:
    """Every column that has a title or cells, from the left."""
    table = source.table
    samples: dict[int, list[str]] = {}
    rows = islice(iter(table.sheet.rows), table.first_row - 1, table.first_row - 1 + _SAMPLED_ROWS)
    for row in rows:
        for index, cell in enumerate(row[: 4 * SHOWN_COLUMNS]):
            text = "" if cell is None else str(cell)[:_SAMPLE_LENGTH]
            seen = samples.setdefault(index, []) if text else []
            if text and text not in seen and len(seen) < _SAMPLES:
                seen.append(text)
    titles = table.header.titles
    read = {index: (unsur_of(key), table.header.grounds[key]) for key, index in table.header.columns.items()}
    read |= {column.index: (role, column.ground) for role, column in source.columns.items()}
    for index in sorted({*samples, *titles, *read})[:SHOWN_COLUMNS]:
        role, ground = read.get(index, (IGNORED, None))
        yield ShownColumn(letters(index), titles.get(index, ""), tuple(samples.get(index, ())), role, ground)


def _answers(
    source: Source, sums: _Sums, repeats: Counting, grid: Grid, spool: Spool | None
) -> Iterator[Mapping[str, int | None]]:
    """The answers of every response that repeats none, while `sums`, `repeats` and `grid` see all."""
    items = source.understanding.instrument.items
    for entry in source.entries():
        sums.kinds[entry.kind] += 1
        grid.see(entry)
        if entry.kind == "rejected":
            _add_rejected(sums, entry)
            continue
        if entry.kind == "response":
            _add(source, sums, entry)
            if spool and entry.moment:
                spool.add(make_row(entry, items))
        if entry.alike:
            repeats.add(entry.answered.answers)
        else:
            yield entry.answered.answers


def _add(source: Source, sums: _Sums, entry: Entry) -> None:
    sums.undated += entry.undated
    if entry.unread:
        sums.unread.append((entry.answered.number, str(entry.answered.date)))
    sums.comments += entry.comment is not None
    if entry.moment:
        day = entry.moment.date()
        sums.first = min(sums.first or day, day)
        sums.last = max(sums.last or day, day)
    for key, index in entry.answered.judged.table.header.columns.items():
        if taught := source.taught(key):
            cell = entry.answered.cells[index] if index < len(entry.answered.cells) else None
            if isinstance(cell, str) and (word := normalise(cell)) in taught:
                sums.taught.setdefault(key, Counter())[word] += 1
    for name, cell in entry.said.items():
        if name == "age_band" and source.meaning(name, cell) is not None:
            sums.odd_ages += source.meaning(name, cell) == NOT_KEPT
            continue
        counts = sums.said.setdefault(name, {})
        if cell in counts:
            counts[cell] += 1
        elif len(counts) < _MAX_WORDS:
            counts[cell] = 1


def _add_rejected(sums: _Sums, entry: Entry) -> None:
    sums.rejected_values += len(entry.rejected)
    sums.rejected.extend(entry.rejected[: max(0, SHOWN_REJECTIONS - len(sums.rejected))])
    for key, cell in entry.answered.unread.items():
        word = normalise(cell) if isinstance(cell, str) else ""
        if (
            any(letter.isalpha() for letter in word)
            and len(counts := sums.labels.setdefault(key, Counter())) < _MAX_WORDS
        ):
            counts[word] += 1


def _labels(source: Source, sums: _Sums, key: str) -> tuple[Word, ...]:
    """The words of an unsur's column that are none of its options, those without a meaning first."""
    unknown = sums.labels.get(key, Counter()).most_common(SHOWN_WORDS)
    taught = sums.taught.get(key, Counter()).most_common(SHOWN_WORDS)
    meanings = source.taught(key)
    return tuple(
        [Word(word, word, count, None) for word, count in unknown]
        + [Word(word, word, count, meanings[word]) for word, count in taught]
    )


def _words(source: Source, name: str, said: Mapping[Cell, int]) -> tuple[Word, ...]:
    """The words of a field, those not understood first."""
    counts: Counter[str] = Counter()
    written: dict[str, Cell] = {}
    for cell, count in said.items():
        if word := normalise(str(cell)):
            counts[word] += count
            written.setdefault(word, cell)
    words = [
        Word(word, str(written[word])[:80], count, source.meaning(name, written[word]))
        for word, count in counts.most_common()
    ]
    return tuple(sorted(words, key=lambda word: word.code is not None)[:SHOWN_WORDS])


def _questions(source: Source, sums: _Sums, result: Result, choices: Choices) -> Iterator[Question]:
    """What has to be answered before anything is imported."""
    yield from source.understanding.questions
    if sums.unread and not choices.unread_dates:
        yield about_unread_dates(len(sums.unread))
    if result.respondents and sums.undated and not choices.month:
        yield about_month()


def _problems(
    source: Source, questions: tuple[Question, ...], result: Result, choices: Choices
) -> Iterator[str]:
    """What is in the way of importing, in words."""
    instrument = source.understanding.instrument
    chosen = Counter(role for role in choices.columns.values() if role in ROLES and role != IGNORED)
    if any(count > 1 for count in chosen.values()):
        yield "Dua kolom dipilih untuk isi yang sama; yang kiri dipakai. Periksa lagi kolom-kolomnya."
    for question in questions:
        yield question.text
    if instrument.items != load_rules(instrument.id).items:
        yield (
            "Beberapa kolom untuk satu unsur dapat dihitung dengan ikm score, tetapi tidak dapat disimpan: "
            "tidak ada kuesioner dengan butir-butir itu. Pilih satu kolom tiap unsur."
        )
        return
    try:
        check_storable(instrument)
    except NotStorable as error:
        yield f"{error} Pakai ikm score."
    if not source.was_asked:
        yield (
            f"Kuesioner {source.understanding.instrument.title} belum pernah dipakai kantor ini, sehingga "
            "aturannya belum tersimpan. Pilih di Pengaturan › Kuesioner mulai hari ini, impor berkasnya, "
            "lalu pilih lagi kuesioner yang biasa mulai besok."
        )
    if source.understanding.tally and not questions:
        yield (
            "Berkas ini berisi banyaknya jawaban, bukan jawaban tiap responden, sehingga tidak dapat diimpor."
        )
    elif source.table.header.is_complete and not result.respondents and not questions:
        yield "Tidak ada baris yang dapat diimpor."
