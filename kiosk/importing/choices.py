"""What the person importing a file decides about it, as the command's options or the page's form say it."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import Any

from kiosk.importing.extra_columns import FIELD as EXTRA
from kiosk.sheets.decisions import EVERY
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.meanings import read_scale
from kiosk.sheets.said_rows import read_row_verdicts
from kiosk.sheets.spans import read_choice
from kiosk.sheets.texts import column_index
from scoring import Instrument

Words = Mapping[str, Mapping[str, str]]
# What an office has taught about titles is kept beside its words, under this name.
TITLES = "title"
# What becomes of rows whose date cannot be read.
BY_MONTH = "bulan"
REFUSED = "tolak"
_NO_OFFICE = "tidak satu pun"


@dataclass(frozen=True)
class Choices:
    """What the person importing decides; `month` dates rows without a date ("" not yet chosen).

    `sheets` are names of worksheets, empty where the file decides. `skip_repeated` None leaves it to the
    file: rows alike to the minute are one person twice, rows without a time may be two people. `words` are
    meanings given in this preview, by field (an unsur, a profile field or "service"). `columns` says what a
    column is, by the spreadsheet's letters, and `row` where the titles are, where the person knows better.
    `scale` ("5=4"), `rows` ("12=bukan", several after semicolons), `day_order`, `table` and `offices` answer
    the questions of `kiosk.sheets.understanding`; `unread_dates` is `BY_MONTH` or `REFUSED`. `questionnaire`
    is the id of the one that was asked, "" where the titles decide. `extras` says by letters whether a column
    has the answers to one of the office's own questions (`kiosk.importing.extra_columns`). `targets` are the
    units in which the offices of a file of several are stored, by the office's name, normalised; "" where it
    is left out.
    """

    order: str = "kuesioner"
    sheets: tuple[str, ...] = ()
    month: str = ""
    service_id: str = ""
    skip_repeated: bool | None = None
    words: Words = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None
    scale: str = ""
    day_order: str = ""
    rows: str = ""
    table: str = ""
    offices: tuple[str, ...] = ()
    unread_dates: str = ""
    questionnaire: str = ""
    extras: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def restore(cls, kept: Mapping[str, Any]) -> "Choices":
        """From the JSON of another one; what another version kept besides is left out."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept.items()
            if name in cls.__dataclass_fields__
        }
        return cls(**known)

    def answer(self, field: str, value: str, instrument: Instrument) -> "Choices":
        """The choices with the answer to a question; `field` and `value` are those of the question."""
        match field:
            case "scale":
                return replace(self, scale=_join(self.scale, value, ","))
            case "rows":
                return replace(self, rows=_join(self.rows, value, ";"))
            case "sheet":
                return replace(self, sheets=(value,), columns={}, row=None)
            case "office":
                return replace(self, offices=(value,), targets={})
            case "column":
                chosen = read_choice(value, instrument)
                return replace(self, columns={**self.columns, **chosen})
            case "repeated":
                return replace(self, skip_repeated=value == "skip")
            case "day_order":
                return replace(self, day_order=value)
            case "table":
                return replace(self, table=value)
            case "unread_dates":
                return replace(self, unread_dates=value)
            case "questionnaire":
                return replace(self, questionnaire=value)
        if field.startswith(EXTRA):
            return replace(self, extras={**self.extras, **read_extras([value])})
        raise ValueError(f"no question: {field}")

    def decisions(self, learned: Words) -> Decisions:
        """What of this, and of what was learned before, is about reading."""
        return Decisions(
            questionnaire=self.questionnaire,
            order=self.order,
            sheets=self.sheets,
            columns={column_index(name): role for name, role in self.columns.items()},
            row=self.row,
            taught=learned.get(TITLES, {}),
            words=merge_words(learned, self.words),
            scale=read_scale([self.scale]),
            day_order=self.day_order,
            rows=read_row_verdicts(filter(None, self.rows.split(";"))),
            table=self.table,
            offices=self.read_offices,
        )

    @property
    def read_offices(self) -> tuple[str, ...]:
        """The offices whose rows are read, none where the file decides."""
        stored = tuple(_as_name(key) for key, unit_id in self.targets.items() if unit_id)
        return (stored or (_NO_OFFICE,)) if self.targets else self.offices

    def for_unit(self, names: Iterable[str]) -> "Choices":
        """The choices for these offices, stored in a unit whose services are its own."""
        words = {field: words for field, words in self.words.items() if field != "service"}
        offices = tuple(map(_as_name, names))
        return replace(self, offices=offices, targets={}, words=words, service_id="")


def read_extras(said: Iterable[str]) -> dict[str, str]:
    """What was said of columns, as in `Choices.extras`: "K=ya", "L=tidak"."""
    return {column.upper(): answer for column, _, answer in (one.partition("=") for one in said)}


def merge_words(learned: Words, chosen: Words) -> dict[str, dict[str, str]]:
    """What was learned before, with what is chosen now."""
    return {name: {**learned.get(name, {}), **chosen.get(name, {})} for name in {*learned, *chosen}}


def _as_name(name: str) -> str:
    """The name of an office, told from the word for every office."""
    return f"{name} " if name == EVERY else name


def _join(before: str, said: str, sign: str) -> str:
    return sign.join(filter(None, [before, said]))
